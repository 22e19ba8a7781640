"""People with a task: what they see and record lies in their area, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tickbox_core import Item, Text
from tickbox_core.acts import ACTS, NOBODY, Actor, Role, perform
from tickbox_core.cli import main
from tickbox_core.components.projects import Participation
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk.decisions import CarryingItems
from tickbox_core.desk.diary import LOG
from tickbox_core.errors import (
    NotAllowed,
    NotCountersigned,
    NotListed,
    NotPossible,
    TickboxError,
    UnknownId,
)
from tickbox_core.model.channels import Channel
from tickbox_core.testing import desks
from tickbox_core.workflow.log import entries

from ..desk.annual_house import R1, TREE, Clock, listed, roll
from .test_projects import PLAN, begun

LIN = Actor("小林", Role.STAFF)
WU = Actor("吴姐", Role.STAFF)
TERM = {"since": date(2026, 3, 1), "until": date(2026, 12, 31)}
NINE = [f"居民{one}" for one in "甲乙丙丁戊己庚辛壬"]
TITLE = Text("鹏程自治小组", "the Pengcheng group")
ITEMS = (
    Item("doors", "楼道门", cost=100, scope={"within": ["b1"]}),
    Item("west", "西苑的灯", cost=100, scope={"within": ["e2"]}),
    Item("high", "高层水泵", cost=100, scope={"floors": {"from": 3}}),
    Item("shops", "商铺招牌", cost=100, scope={"kind": ["shop"]}),
    Item("all", "大门", cost=100),
)


@pytest.fixture
def clock() -> Clock:
    """At noon."""
    return Clock()


@pytest.fixture
def desk(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A final annual list, with a project in building 1 for which twelve homes pay."""
    made = listed(clock, ITEMS)
    monkeypatch.setattr(CarryingItems, "plan", lambda *_: PLAN)
    begun(made)
    return made


def group(desk: Desk) -> Actor:
    """The first member of a group of nine in the eastern estate."""
    tokens = desk.people.found_group("g1", "e1", TITLE, NINE, by="小林", **TERM)
    actor = desk.people.actor(tokens[NINE[0]])
    assert actor is not None
    return actor


def representative(desk: Desk) -> Actor:
    """Of stairwell 1 of building 1."""
    actor = desk.people.actor(desk.people.appoint("s1", "b1s1", "老周", by="小林", **TERM))
    assert actor is not None
    return actor


class TestOffices:
    """An office is held for a term, by a token."""

    def test_nine_members_get_a_token_each(self, desk: Desk) -> None:
        """Each speaks for its holder; names and hashes stand nowhere in public."""
        tokens = desk.people.found_group("g1", "e1", TITLE, NINE, by="小林", **TERM)
        assert [getattr(desk.people.whose(one), "name", None) for one in tokens.values()] == NINE
        assert desk.people.groups()[0].members == 9
        public = json.dumps(entries(desk._hand.store, LOG), ensure_ascii=False)
        shown = repr(desk.people.offices()) + public
        assert not any(name in shown or token in shown for name, token in tokens.items())

    @pytest.mark.parametrize("day, held", [(-6, False), (-5, True), (300, True), (301, False)])
    def test_a_token_is_good_for_the_term(
        self, desk: Desk, clock: Clock, day: int, held: bool
    ) -> None:
        """From its first day to its last; today is the 6th of March."""
        token = desk.people.appoint("s1", "b1s1", "老周", by="小林", **TERM)
        clock.pass_days(day)
        assert (desk.people.whose(token) is not None) is held

    def test_an_office_ends(self, desk: Desk) -> None:
        """Its token is dead, its holder sees nothing more; it ends once."""
        actor = representative(desk)
        desk.people.end("s1", "小林")
        with pytest.raises(NotListed):
            desk.people.stairwell(actor.office)
        with pytest.raises(NotPossible):
            desk.people.end("s1", "小林")
        assert desk.people.whose("") is None

    def test_an_erased_token_opens_nothing(self, desk: Desk) -> None:
        """Nor does an empty one match an erased one."""
        token = desk.people.appoint("s1", "b1s1", "老周", by="小林", **TERM)
        desk.diary.erase(lambda one: one.kind == "office", TITLE)
        assert desk.people.whose(token) is None

    def test_what_cannot_be_is_refused(self, desk: Desk) -> None:
        """No member, one twice, a term that ends before it begins, a wrong level, an id twice."""
        found = desk.people.found_group
        for names in ([], ["甲", "甲"], ["甲", " "]):
            with pytest.raises(NotPossible):
                found("g1", "e1", TITLE, names, by="x", **TERM)
        with pytest.raises(NotPossible, match="ends before"):
            found("g1", "e1", TITLE, ["甲"], by="x", since=TERM["until"], until=TERM["since"])
        with pytest.raises(NotPossible, match="is no estate"):
            found("g1", "b1", TITLE, ["甲"], by="x", **TERM)
        with pytest.raises(UnknownId):
            desk.people.appoint("s1", "b9s9", "老周", by="x", **TERM)
        found("g1", "e1", TITLE, ["甲"], by="x", **TERM)
        with pytest.raises(NotPossible, match="taken"):
            found("g1", "e2", TITLE, ["乙"], by="x", **TERM)
        assert len(desk.people.offices()) == 1


class TestTheGroup:
    """It sees every item of its estate and may raise a problem there."""

    def test_it_sees_what_concerns_its_estate(self, desk: Desk) -> None:
        """By building, by floor, for everybody; not the other estate's, not what holds nobody."""
        actor = group(desk)
        seen = perform(ACTS["group/see"], desk, {}, actor)
        assert [one["item"] for one in seen["items"]] == ["doors", "high", "all"]
        assert seen["items"][0]["project"]["status"] == "under-way"

    def test_it_raises_problems_of_its_estate_only(self, desk: Desk) -> None:
        """In a building of it; elsewhere there is nothing, as if it did not exist."""
        actor = group(desk)
        perform(ACTS["group/raise"], desk, {"title": "路灯坏了", "area": "b2"}, actor)
        assert desk.solving.all()[0].raiser["name"] == NINE[0]
        for area in ("b3", "n1", "moon"):
            with pytest.raises(NotListed):
                perform(ACTS["group/raise"], desk, {"title": "灯", "area": area}, actor)
        desk.solving.raise_problem(TITLE, area="b3")
        desk.solving.raise_problem(TITLE)
        areas = [one.area for one in desk.people.oversee(actor.office).problems]
        assert areas == ["b2", "n1"]

    def test_a_list_that_nobody_has_posted_is_not_seen(self, desk: Desk) -> None:
        """Nor is a trial."""
        actor = group(desk)
        desk.prepare(desks.plan(id="r2"))
        assert {one.round for one in desk.people.oversee(actor.office).items} == {R1}

    def test_it_has_no_say_over_a_stairwell(self, desk: Desk) -> None:
        """Its office opens its own acts and no others."""
        actor = group(desk)
        for act in ("stairwell/see", "wish/all"):
            with pytest.raises(NotAllowed):
                perform(ACTS[act], desk, {}, actor)
        with pytest.raises(NotListed):
            desk.people.stairwell(actor.office)


class TestTheStairwell:
    """A representative sees and records one stairwell."""

    def test_its_collections_and_nobody_elses(self, desk: Desk) -> None:
        """The homes of the stairwell that owe something; payments there and nowhere else."""
        actor = representative(desk)
        units = {one.unit for one in desk.people.stairwell(actor.office).collections}
        assert units == {f"b1s1u{home}" for home in range(6)}
        pay = {"project": "doors", "unit": "b1s1u0", "amount": 400}
        perform(ACTS["stairwell/pay"], desk, pay, actor)
        assert desk.projects.payments("doors")["b1s1u0"]["paid"] == 400
        for unit in ("b1s2u0", "b3s1u0", "moon"):
            with pytest.raises(NotListed):
                perform(ACTS["stairwell/pay"], desk, {**pay, "unit": unit}, actor)

    def test_its_count_sheet_and_its_papers(self, desk: Desk) -> None:
        """Homes and sums, never the name of a slot: it would tell a ballot in the bundle apart."""
        desk.prepare(desks.plan(id="r2"))
        desk.register("r2", roll(people=2))
        desks.open_list(desk, "r2")
        slots = {slot.unit: slot for slot in desk.slots("r2")}
        desk.paper.print_batch(
            "r2", "b", "小林", [slots[unit].slot for unit in ("b1s1u3", "b1s2u3")]
        )
        actor = representative(desk)
        seen = perform(ACTS["stairwell/see"], desk, {}, actor)
        assert [(row["unit"], row["where"]) for row in seen["sheets"]] == [
            ("b1s1u3", "outstanding")
        ]
        assert not any(slot.slot in json.dumps(seen) for slot in desk.slots("r2"))
        desk.cast("r2", Cast(slots["b1s1u1"].slot, ("gate",), "k"))
        sheet = {"round": "r2", "ticks": [["gate", 3]]}
        for homes, error in (
            ([["b1s1u0", 2], ["b1s1u1", 2]], NotPossible),
            ([["b1s1u0", 3]], NotPossible),
            ([["b1s1u0", 0]], NotPossible),
            ([["b1s2u0", 2]], NotListed),
        ):
            with pytest.raises(error):
                perform(ACTS["stairwell/count"], desk, {**sheet, "homes": homes}, actor, WU)
        homes = [["b1s1u0", 2], ["b1s1u1", 1]]
        given = {**sheet, "homes": homes}
        with pytest.raises(NotCountersigned):
            perform(ACTS["stairwell/count"], desk, given, actor, actor)
        assert perform(ACTS["stairwell/count"], desk, given, actor, WU) == {"number": 1}
        desk.paper.reconcile("r2", "b", 0, 0, "小林")
        desk.close("r2")
        gate = next(one for one in desk.publish("r2").ranking if one.item == "gate")
        assert (gate.ticks, gate.share.denominator) == (4, 4)

    def test_it_sees_nothing_of_the_estate(self, desk: Desk) -> None:
        """A representative is no member of a group."""
        actor = representative(desk)
        with pytest.raises(NotAllowed, match="members of a supervision group"):
            perform(ACTS["group/see"], desk, {}, actor)
        with pytest.raises(NotListed):
            desk.people.oversee(actor.office)


class TestVolunteers:
    """Residents and shop staff join a project and leave it."""

    def test_they_join_and_leave_and_only_numbers_are_shown(self, desk: Desk) -> None:
        """Names for staff; the card says how many."""
        join = {
            "project": "doors",
            "part": "volunteer",
            "name": "王芳",
            "contact": "139",
            "shop": True,
        }
        ref = perform(ACTS["volunteer/join"], desk, join)["ref"]
        desk.people.sign_up("doors", Participation.MEMBER, "李雷")
        with pytest.raises(NotPossible, match="already"):
            perform(ACTS["volunteer/join"], desk, join)
        card = desk.projects.card("doors")
        assert card["taking_part"] == {"member": 1, "volunteer": 1}
        public = json.dumps([card, entries(desk._hand.store, LOG)], ensure_ascii=False)
        assert "王芳" not in public
        assert desk.people.taking_part("doors")[0].name == "王芳"
        perform(ACTS["volunteer/leave"], desk, {"ref": ref.lower()})
        assert desk.projects.card("doors")["taking_part"]["volunteer"] == 0
        with pytest.raises(NotPossible):
            desk.people.leave(ref)
        with pytest.raises(NotListed):
            desk.people.leave("AAAA-AAAA")

    def test_a_project_that_is_over_takes_nobody(self, desk: Desk) -> None:
        """Nor does an unknown one."""
        desk.projects.give_up("doors", TITLE, TITLE)
        with pytest.raises(NotPossible, match="is over"):
            desk.people.sign_up("doors", Participation.MEMBER, "李雷")
        with pytest.raises(NotListed):
            desk.people.sign_up("x", Participation.MEMBER, "李雷")

    def test_a_chain_from_a_chat_joins_row_by_row_as_confirmed(self, desk: Desk) -> None:
        """The rows confirmed, each once, as of the chat; names are nowhere public."""
        chain = "#接龙\n周六搬花盆\n1. 王芳 3-201 上午可以\n2、李雷\n3. 韩梅 5号楼502"
        given = {"text": chain, "rows": [3, 1], "project": "doors", "part": "volunteer"}
        answer = perform(ACTS["chain/join"], desk, given, LIN)
        assert [row["number"] for row in answer] == [3, 1]
        found = {one.name: one for one in desk.people.taking_part("doors")}
        assert {name: one.contact for name, one in found.items()} == {
            "王芳": "3-201 上午可以", "韩梅": "5号楼502",
        }  # fmt: skip
        assert {one.channel for one in found.values()} == {Channel.CHAT}
        public = json.dumps(
            [desk.projects.card("doors"), entries(desk._hand.store, LOG)], ensure_ascii=False
        )
        assert not any(word in public for word in ("王芳", "3-201", "上午可以"))
        desk.people.leave(answer[0]["ref"])

    @pytest.mark.parametrize("rows", [[1, 9], [1, 2], [1, 4], [1, 1], []])
    def test_of_a_chain_all_join_or_nobody(self, desk: Desk, rows: list[int]) -> None:
        """A row that is not there, who joined before, no name, a row twice, no row."""
        desk.people.sign_up("doors", Participation.VOLUNTEER, "李雷")
        chain = "1. 王芳\n2. 李雷\n4. 3-201"
        given = {"text": chain, "rows": rows, "project": "doors", "part": "volunteer"}
        with pytest.raises(TickboxError):
            perform(ACTS["chain/join"], desk, given, LIN)
        assert len(desk.people.taking_part("doors")) == 1


class TestThePublisher:
    """Who publishes is named on every notice."""

    def test_it_is_the_party_branch_until_another_is_named(self, desk: Desk, clock: Clock) -> None:
        """As in the source; a notice of then keeps the name of then."""
        assert desk.people.publisher() == Text("一村居民区党总支", "the Party branch of 一村")
        before = clock.now.isoformat()
        clock.pass_days(1)
        perform(
            ACTS["people/publisher"], desk, {"name": {"zh": "居委会", "en": "the committee"}}, LIN
        )
        assert desk.projects.card("doors")["publisher"]["en"] == "the committee"
        assert desk.people.publisher(before).zh == "一村居民区党总支"

    def test_an_area_that_stands_in_no_tree_is_named_by_its_id(self) -> None:
        """There is always a publisher."""
        assert desks.desk().people.publisher().zh == "n1居民区党总支"


def test_the_command_line_takes_a_token(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """``--token`` opens what the office opens; a wrong one opens nothing."""
    data = str(tmp_path / "d")
    areas = [f"{a.id}:{a.level}:{a.name.zh}" + (f":{a.parent}" if a.parent else "") for a in TREE]
    assert main(["found", "--data", data, *areas]) == 0
    here = ["--data", data, "--area", "n1", "--lang", "en", "--json"]
    today = date.today()
    term = [f"since={today - timedelta(days=1)}", f"until={today + timedelta(days=1)}"]
    capsys.readouterr()
    words = ["people/representative", "id=s1", "stairwell=b1s1", "name=老周", *term]
    assert main(["do", *here, "--by", "小林", *words]) == 0
    token = json.loads(capsys.readouterr().out)["token"]
    assert main(["do", *here, "--token", token, "stairwell/see"]) == 0
    assert json.loads(capsys.readouterr().out)["stairwell"] == "b1s1"
    for wrong in ([], ["--token", token + "x"], ["--by", "小林"]):
        assert main(["do", *here, *wrong, "stairwell/see"]) == 2
    assert "stairwell representatives" in capsys.readouterr().err


def test_nobody_holds_an_office() -> None:
    """Somebody without a token is nobody."""
    assert desks.desk().people.actor("x") is None
    assert NOBODY.office == ""
