"""A town over its neighbourhoods: templates, who is late, months, cases, on pages and as data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.cli import main
from tickbox_core.desk import Town, town_tables
from tickbox_core.desk.town_tables import ANSWER_DAYS
from tickbox_core.errors import BadValue, DuplicateId, NotPossible, UnknownName
from tickbox_core.model import Area, AreaTree
from tickbox_core.testing import desks
from tickbox_server import create_app

LIN = Actor("小林", Role.STAFF)
ENGLISH = {"Accept-Language": "en"}
PLAN = {"maximum": 10, "places": 5, "notice_days": 7, "ties": "listed-first"}
DAYS = {"post_by": "2026-03-08", "open_by": "2026-03-20", "closes": "2026-04-01"}


class Held:
    """A town with two neighbourhoods, and a clock that is set."""

    def __init__(self, folder: Path) -> None:
        self.moment: datetime = desks.NOON
        self.folder = folder
        self.town = Town(folder, clock=lambda: self.moment)
        areas = (Area("t", "town", "淞南镇"), Area("n1", "neighbourhood", "一村", "t"),
                 Area("n2", "neighbourhood", "二村", "t"))  # fmt: skip
        self.town.plant(AreaTree(areas))
        for area in areas:
            self.town.found(area.id)

    def do(self, area: str, key: str, **given: Any) -> Any:
        """An act of staff."""
        return perform(ACTS[key], self.town.desk(area), given, LIN)

    def late(self, area: str) -> list[tuple[str, int]]:
        """What a neighbourhood is late at, with the days."""
        return [(one.what.en, one.days) for one in town_tables.late_at(self.town.desk(area))]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    """One with a template on offer."""
    found = Held(tmp_path / "data")
    found.do("t", "template/set", id="2026", title="2026年打钩", **PLAN, **DAYS)
    yield found
    found.town.close()


class TestTemplates:
    """What a town offers, a neighbourhood takes over and may change."""

    def test_a_round_planned_by_one_is_as_it_says(self, held: Held) -> None:
        """And its plan is changed like any other; the template stays as it is."""
        (offered,) = held.do("n1", "template/offered")
        assert offered["name"] == "t.2026" and offered["maximum"] == 10
        held.do("n1", "round/by-template", template="t.2026", id="r1")
        round = held.town.desk("n1").round("r1")
        assert (round.limits.maximum, round.places, round.notice_days) == (10, 5, 7)
        assert (round.tie_break, round.title.zh) == ("listed-first", "2026年打钩")
        assert round.closes is not None and round.closes.isoformat() == "2026-04-01"
        held.do("n1", "round/change", round="r1", maximum=3)
        assert held.do("n2", "template/offered")[0]["maximum"] == 10
        with pytest.raises(DuplicateId):
            held.do("n1", "round/by-template", template="t.2026", id="r1")

    def test_a_lot_gets_a_seed_of_its_own_in_every_round(self, held: Held) -> None:
        """A template cannot hold it: it is drawn, and public, when a round is planned."""
        held.do("t", "template/set", id="2026", ties="lot")
        for area in ("n1", "n2"):
            held.do(area, "round/by-template", template="t.2026", id="r1")
        breaks = [held.town.desk(area).round("r1").tie_break for area in ("n1", "n2")]
        assert all(re.fullmatch(r"lot:[0-9]{20}", one) for one in breaks)
        assert breaks[0] != breaks[1]

    def test_a_name_that_is_not_offered_is_told_those_that_are(self, held: Held) -> None:
        """The id alone is no name here: whose template it is belongs to it."""
        with pytest.raises(UnknownName, match=r"choose one of: t\.2026"):
            held.do("n1", "round/by-template", template="2026", id="r1")

    def test_one_that_has_ended_is_offered_no_longer(self, held: Held) -> None:
        """Nobody else's is offered either."""
        held.do("n2", "template/set", id="own", title="二村")
        assert [one["name"] for one in held.do("n1", "template/offered")] == ["t.2026"]
        held.do("t", "template/end", id="2026")
        with pytest.raises(NotPossible, match="ended already"):
            held.do("t", "template/end", id="2026")
        with pytest.raises(UnknownName, match="choose one of: –"):
            held.do("n1", "round/by-template", template="t.2026", id="r1")

    @pytest.mark.parametrize(
        "wrong", [{"minimum": 3, "maximum": 2}, {"post_by": "2026-05-02", "open_by": "2026-05-01"}]
    )
    def test_what_cannot_be_is_refused(self, held: Held, wrong: dict[str, Any]) -> None:
        """Limits that cross, days out of their order; on the same day is in order."""
        with pytest.raises(BadValue):
            held.do("t", "template/set", id="x", title="x", **wrong)
        held.do("t", "template/set", id="y", title="y", post_by="2026-05-01", open_by="2026-05-01")


class TestLate:
    """Just before, on and just after the last day."""

    @pytest.mark.parametrize(("on", "days"), [(7, None), (8, None), (9, 1)])
    def test_a_template_nobody_plans_by_is_late_after_its_first_day(
        self, held: Held, on: int, days: int | None
    ) -> None:
        """At every neighbourhood, and not at the town that offers it."""
        held.moment = desks.NOON.replace(day=on)
        said = [] if days is None else [("plan a round by the template: 2026年打钩", days)]
        assert held.late("n1") == held.late("n2") == said
        assert held.late("t") == []

    @pytest.mark.parametrize(("on", "late"), [(7, True), (8, True), (9, False)])
    def test_who_was_founded_behind_a_day_is_not_held_to_it(
        self, held: Held, tmp_path: Path, on: int, late: bool
    ) -> None:
        """The day of founding stands beside the file; founded again, restored, it stays."""
        held.town.grow((Area("n3", "neighbourhood", "三村", "t"),))
        held.moment = desks.NOON.replace(day=on)
        held.town.found("n3")
        held.moment = desks.NOON.replace(day=28)
        held.town.found("n3")
        assert bool(held.late("n3")) is late and held.late("n1")
        file = tmp_path / "town.zip"
        assert main(["backup", "--data", str(tmp_path / "data"), "--out", str(file)]) == 0
        assert main(["restore", str(file), "--data", str(tmp_path / "again")]) == 0
        again = Town(tmp_path / "again", clock=lambda: held.moment)
        assert again.desk("n3").founded == date(2026, 3, on)
        again.close()

    @pytest.mark.parametrize(("on", "late"), [(7, True), (8, True), (9, False)])
    def test_since_when_it_takes_part_can_be_said(self, held: Held, on: int, late: bool) -> None:
        """Where nobody has kept it every day counts, and pages and JSON say so; a word mends it."""
        held.moment = desks.NOON.replace(day=28)
        with held.town._folder._town.transaction():
            held.town._folder._town.remove("setting", name="founded:n1")
        town = Town(held.folder, clock=lambda: held.moment)
        with TestClient(create_app(town), base_url="http://testserver.local") as client:

            def shown(path: str) -> list[str]:
                return [client.get(f"{path}?lang={one}").text for one in ("zh", "en")]

            for page in (*shown("/late"), *shown("/months/2026-03")):
                assert "没有记下从哪天起参加" in page or "not known since when" in page
            months = client.get("/api/v1/months/2026-03").json()
            assert [one["since"] for one in months if one["area"] == "n1"] == [None]
            assert town_tables.late_at(town.desk("n1"))
            with pytest.raises(NotPossible, match="has not come yet"):
                perform(ACTS["template/since"], town.desk("n1"), {"on": "2026-03-29"}, LIN)
            given = {"on": f"2026-03-{on:02}"}
            assert perform(ACTS["template/since"], town.desk("n1"), given, LIN) == given
            assert bool(town_tables.late_at(town.desk("n1"))) is late
            zh, en = shown("/late")
            assert f"2026年3月{on}日起参加" in zh and f"takes part since {on} March 2026" in en
            assert "没有记下" not in zh and "not known since when" not in en
            (month,) = [one for one in client.get("/api/v1/months/2026-03").json()
                        if one["area"] == "n1"]  # fmt: skip
            assert month["since"] == given["on"]
        town.close()

    def test_each_step_is_late_by_its_own_day(self, held: Held) -> None:
        """Posting, then opening too; a round that is void is held to nothing."""
        held.do("n1", "round/by-template", template="t.2026", id="r1", title="春")
        held.moment = desks.NOON.replace(day=10)
        assert held.late("n1") == [("post the list: 春", 2)]
        held.moment = desks.NOON.replace(day=21)
        assert held.late("n1") == [("post the list: 春", 13), ("open the ticking: 春", 1)]

    @pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
    def test_an_answer_is_late_after_its_days(self, held: Held, after: int, late: bool) -> None:
        """A wish, an idea and a problem that nobody looks after; answered, it is not."""
        held.do("t", "template/end", id="2026")
        ref = held.do("n1", "wish/take", text="灯", channel="door")["ref"]
        held.do("n1", "problem/raise", title="积水")
        held.moment = desks.NOON + timedelta(days=ANSWER_DAYS + after)
        want = [("answer wishes: 1", 1), ("say who looks after problems: 1", 1)] if late else []
        assert held.late("n1") == want
        held.do("n1", "wish/answer", ref=ref, reply="declined", words="已修")
        assert ("answer wishes: 1", 1) not in held.late("n1")


def test_a_neighbourhood_hears_who_answers_above_it(held: Held) -> None:
    """As the town's own desk has named it; naming one's own is a transaction of one desk."""
    held.do("t", "people/name-office", of="t", office="镇党委")
    held.do("n1", "people/name-office", of="n1", office="一村党总支")
    told = held.do("n1", "people/answering")
    assert [one["office"]["zh"] for one in told] == ["镇党委", "一村党总支"]


def test_every_level_down_to_grid_and_stairwell_is_named_on_the_help_page(held: Held) -> None:
    """From the town to the stairwell, the highest first, in words that name each level."""
    areas = held.town.tree().areas
    below = (Area("b1", "building", "1号楼", "n1"), Area("b1s", "stairwell", "1号楼道", "b1"))
    held.town.plant(AreaTree((*areas, *below)))
    held.do("n1", "grid/set", id="w1", name="一网格", areas=["b1"])
    held.do("t", "people/name-office", of="t", office="镇党委")
    for of, office in (("n1", "一村党总支"), ("w1", "第一微网格支部"), ("b1s", "1号楼道党小组")):
        held.do("n1", "people/name-office", of=of, office=office)
    named = ["镇党委", "一村党总支", "第一微网格支部", "1号楼道党小组"]
    told = {one["office"]["zh"] for one in held.do("n1", "people/answering")}
    assert told == {*named, ""}  # nobody is named for the building
    with TestClient(create_app(held.town)) as client:
        page = client.get("/n/n1/help", headers={"Accept-Language": "zh"}).text
    assert sorted(named, key=page.index) == named
    assert "微网格 一网格" in page and "楼道 1号楼道" in page


def test_page_table_and_api_say_the_same_month(held: Held) -> None:
    """A month is counted by its days; another month has nothing of it."""
    ref = held.do("n1", "wish/take", text="灯", channel="door")["ref"]
    held.do("n1", "wish/take", text="凳", channel="door", on="2026-02-28")
    held.do("n1", "wish/answer", ref=ref, reply="declined", words="已修")
    with TestClient(create_app(held.town)) as client:
        found = {one["area"]: one for one in client.get("/api/v1/months/2026-03").json()}
        assert set(found) == {"n1", "n2"}
        assert (found["n1"]["wishes"], found["n1"]["answered"]) == (1, 1)
        assert found["n2"]["wishes"] == 0
        assert client.get("/api/v1/months/2026-02").json()[0]["wishes"] == 1
        table = client.get("/months/2026-03/table.csv", headers=ENGLISH).content.decode("utf-8-sig")
        heads, first, _ = list(csv.reader(io.StringIO(table)))
        assert first[1:3] == ["n1", "2026-03"]
        assert first[heads.index("wishes taken")] == "1"
        page = client.get("/months/2026-03", headers=ENGLISH).text
        assert "一村" in page and "wishes taken" in page
        assert client.get("/months", headers=ENGLISH).status_code == 200
        for wrong in ("2026-13", "2026-3", "x"):
            assert client.get(f"/months/{wrong}").status_code == 422
            assert client.get(f"/months/{wrong}/table.csv").status_code == 422


def test_the_page_of_what_is_late_names_nobody(held: Held) -> None:
    """The neighbourhoods, those that are late first; the API has the same."""
    held.do("n2", "round/by-template", template="t.2026", id="r1", title="春")
    held.moment = desks.NOON.replace(day=25)
    with TestClient(create_app(held.town)) as client:
        page = client.get("/late", headers=ENGLISH).text
        assert "post the list: 春" in page and "17 days late" in page
        assert page.index("二村") < page.index("一村")
        assert len(client.get("/api/v1/late").json()) == 3
        assert 'href="/late"' in client.get("/").text


def test_cases_are_empty_before_anything_is_delivered(held: Held) -> None:
    """And say so; what was looked for stays in the field."""
    with TestClient(create_app(held.town)) as client:
        assert "Nothing has been delivered yet" in client.get("/cases", headers=ENGLISH).text
        page = client.get("/cases", params={"words": '"><b>灯'}, headers=ENGLISH).text
        assert "No case has these words" in page and "<b>灯" not in page
