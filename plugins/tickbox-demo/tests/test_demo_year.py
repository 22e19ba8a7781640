"""The generated year: its figures, its shares, what is printed, and the round left open."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tickbox_core import State, open_registry
from tickbox_core.bundle import differences
from tickbox_core.cli import Parser
from tickbox_core.desk import Cast
from tickbox_core.errors import BadValue
from tickbox_demo import show
from tickbox_demo.commands import demo
from tickbox_demo.generate import generate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[show.Shown]:
    """The year, built once."""
    registry = open_registry()
    if "property-fee" not in registry.policies:
        pytest.skip("tickbox-property-fee is not installed")
    heard: dict[str, tuple[int, int]] = {}
    town, demonstration = generate(
        tmp_path_factory.mktemp("year"),
        registry,
        lambda stage, done, total: heard.update({stage.en: (done, total)}),
    )
    assert heard == {
        "casting ballots": (39666, 39666),
        "carrying projects out": (48, 48),
        "choosing awards": (10, 10),
        "solving problems": (167, 167),
    }
    yield show.Shown(town, demonstration, 1.0, 1.0)
    town.close()


def test_the_year_has_the_size_of_the_report(shown: show.Shown) -> None:
    """Items, participations and solved problems are those of 2023; residents are fewer."""
    figures = shown.town.figures()
    total = figures.total
    assert (total.items, total.participations, total.problems_solved) == (1389, 39666, 167)
    assert len(figures.by_area) == 11
    assert 0 < total.residents < total.participations


def test_shares_divide_by_the_residents_of_their_round(shown: show.Shown) -> None:
    """Every published share has the distinct residents who took part as its base."""
    for area in shown.town.areas():
        desk = shown.town.desk(area)
        for round in desk.rounds():
            assert round.demonstration
            if (outcome := desk.outcome(round.id)) is None:
                continue
            took_part = desk.turnout(round.id).participants
            assert {row.share.denominator for row in outcome.ranking} == {took_part}
            assert {row.share.base for row in outcome.ranking} == {"participants"}


def test_one_round_is_open_and_its_codes_work(shown: show.Shown) -> None:
    """Exactly one round is open, and each printed code ticks in it once."""
    states = [
        round.state for area in shown.town.areas() for round in shown.town.desk(area).rounds()
    ]
    assert states.count(State.TICKING) == 1
    assert states.count(State.DECIDED) == len(states) - 1
    area, round = shown.demonstration.open
    desk = shown.town.desk(area)
    slots = {desk.slot_of_code(round, code) for code in shown.demonstration.codes}
    assert len(slots) == 3
    assert None not in slots
    assert not any(desk.has_ballot(round, slot) for slot in slots if slot)


def test_every_step_of_staff_says_who_took_it(shown: show.Shown) -> None:
    """No entry of a diary stands outside an act, and each act names somebody."""
    taken: Counter[str] = Counter()
    for area in shown.town.areas():
        entries = shown.town.desk(area).diary.entries()
        acts = [one for one in entries if one.kind == "act"]
        told = {at for one in acts for at in one.facts["entries"].get("diary", ())}
        by_staff = {one.position for one in entries if one.kind not in NO_ACT}
        assert by_staff <= told
        assert all(one.secret("name") for one in acts if one.facts["act"] not in BY_ANYBODY)
        taken += Counter(one.facts["act"] for one in acts)
    assert {act: taken[act] for act in OF_ROUNDS} == OF_ROUNDS


NO_ACT = {"act", "wish", "idea", "motion-paper-read"}
"""What residents hand in bears nobody's name; the reading of a keyed paper says who read it."""
BY_ANYBODY = {"wish/take", "idea/give"}
OF_ROUNDS = {
    **dict.fromkeys(("round/plan", "table/import", "item/assess", "round/open"), 33),
    **dict.fromkeys(("round/close", "round/publish", "result/finalise"), 32),
    **dict.fromkeys(("project/start", "project/responsible", "project/begin"), 48),
    "project/deliver": 44,
    "round/codes": 1,
    "problem/raise": 22,
}
"""How often each of these was done: once for each round, but for the one left open."""


def test_the_shown_round_can_be_recounted(shown: show.Shown) -> None:
    """The bundle behind the printed top ten agrees with the independent recount."""
    area, round = shown.demonstration.shown
    assert differences(shown.town.desk(area).bundle(round)).status == 0


def test_what_is_printed(shown: show.Shown) -> None:
    """JSON has the figures and the top ten; the tables say that the data is generated."""
    plain = json.loads(json.dumps(show.plain(shown)))
    assert plain["town"]["items"] == 1389
    assert plain["town"]["neighbourhoods"] == 11
    assert (plain["town"]["projects"], plain["town"]["awards"]) == (48, 10)
    assert plain["town"]["residents"] == 18212
    assert len(plain["top"]) == 10
    assert plain["top"][0]["rank"] == 1
    assert {"rank", "item", "ticks", "share", "why"} <= set(plain["top"][0])
    assert "生成数据" in show.people(shown, "zh")
    assert "generated data" in show.people(shown, "en")
    for language in ("zh", "en"):
        said = show.where(shown, "http://127.0.0.1:8000", "tb_token").said_in(language)
        assert all(code in said for code in shown.demonstration.codes)
        assert "http://127.0.0.1:8000/staff" in said and "tb_token" in said
        assert all(code in said for code in shown.demonstration.motion_codes)
        assert [line[0] for line in said.splitlines() if line[1:3] == ". "] == list("12345")


def test_a_ballot_more_is_counted(shown: show.Shown) -> None:
    """Who ticks with a printed code is in the figures."""
    area, round = shown.demonstration.open
    desk = shown.town.desk(area)
    slot = desk.slot_of_code(round, shown.demonstration.codes[0])
    assert slot is not None
    before = desk.turnout(round).participants
    desk.cast(round, Cast(slot, (desk.round(round).item_ids[0],), "mine"))
    assert desk.turnout(round).participants == before + 1


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """The demonstration never builds into a folder that holds something."""
    (tmp_path / "mine.txt").write_text("keep")
    parser = Parser("tickbox demo", "en", demo.help)
    demo.configure(parser)
    with pytest.raises(BadValue, match="not empty"):
        demo.run(parser.parse_args(["--data", str(tmp_path), "--no-serve"]))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
