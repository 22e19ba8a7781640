"""Awards over a town: put forward, scored, chosen, commended, taken over; and its figures."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Area, AreaTree, Category, Item, Person, Residence, Roll, Text, Unit
from tickbox_core.acts import ACTS, Actor, Role, perform, plain_of
from tickbox_core.cli import main
from tickbox_core.counting.cells import Cell, breakdown
from tickbox_core.declarations import answer_schema, kind_of
from tickbox_core.desk import Cast, Desk, Town, wall
from tickbox_core.desk.diary import LOG
from tickbox_core.desk.drilled import summed
from tickbox_core.desk.reading import ByArea
from tickbox_core.errors import BadValue, NotListed, NotPossible, WrongState
from tickbox_core.rules.judgement import Mark, Vote
from tickbox_core.testing import desks
from tickbox_core.testing.answers import misfits, strangers
from tickbox_core.workflow.log import entries
from tickbox_core.workflow.participation import Turnout

from ..desk.annual_house import Clock
from .test_projects import WHY, begun

LIN = Actor("小林", Role.STAFF)
A = "2026"
TITLE = Text("十大案例", "the best cases")
HALF = Fraction(1, 2)
R1 = desks.ROUND
BUILDINGS = 3
TREE = AreaTree(
    (
        Area("t", "town", "淞南镇"),
        *(Area(f"n{n}", "neighbourhood", f"{n}村", "t") for n in (1, 2, 3)),
        *(
            Area(f"n{n}b{b}", "building", f"{b}号楼", f"n{n}")
            for n in (1, 2, 3)
            for b in range(BUILDINGS)
        ),
    )
)


def roll(area: str) -> Roll:
    """Twelve homes in each of three buildings, one person each."""
    units = tuple(
        Unit(f"{area}b{b}u{home}", f"{area}b{b}") for b in range(BUILDINGS) for home in range(12)
    )
    return Roll(
        desks.NOON.date(),
        units,
        tuple(Person(unit.id) for unit in units),
        tuple(Residence(unit.id, unit.id) for unit in units),
    )


def delivered(desk: Desk, ticks: int, satisfied: int) -> None:
    """One item, ticked by so many of twenty, delivered, judged satisfactory by so many."""
    desk.prepare(
        desks.plan(
            area=desk.area,
            items=(Item("gate", f"{desk.area}的边门", cost=0), Item("other", "别的", cost=0)),
            limits=desks.Limits(),
            places=1,
        )
    )
    desk.register(R1, roll(desk.area))
    desks.open_list(desk, R1)
    slots = [slot.slot for slot in desk.slots(R1)]
    for at in range(20):
        ticked = ("gate",) if at < ticks else ()
        desk.cast(R1, Cast(slots[at], ticked, f"k{at}"))
    desk.close(R1)
    desk.publish(R1)
    desk.concluding.finalise(R1)
    begun(desk, "gate")
    desk.projects.deliver("gate")
    desk.judging.open("j1", R1, ["gate"], TITLE)
    for at in range(satisfied):
        desk.judging.judge("j1", slots[at], {"gate": Vote(Mark.SATISFIED, True)}, f"k{at}")
    desk.judging.close("j1")
    desk.judging.publish("j1")


@pytest.fixture
def town(tmp_path: Path) -> Any:
    """Three neighbourhoods with a delivered project each, and the town's own file."""
    held = Town(tmp_path / "d", clock=Clock(), entropy=random.Random(3).randbytes)
    held.plant(TREE)
    held.found("t")
    for n, (ticks, satisfied) in enumerate(((10, 18), (20, 9), (10, 18)), 1):
        delivered(held.found(f"n{n}"), ticks, satisfied)
    yield held
    held.close()


def nominated(town: Town) -> None:
    """All three put forward, the award declared, the cases gathered."""
    for n in (1, 2, 3):
        town.desk(f"n{n}").awards.nominate(A, "gate", Text("缓解拥堵", "less traffic"), "小林")
    town.desk("t").awards.declare(A, TITLE, 2, {"ticks": HALF, "judgement": HALF}, by="小林")
    assert town.gather(A, "t") == 3


class TestChoosing:
    """From the neighbourhoods' files to the decision."""

    def test_ticks_and_judgement_come_from_the_files(self, town: Town) -> None:
        """Exactly as published: 10/20 and 18/36 make 1/2; 20/20 and 9/36 make 5/8."""
        nominated(town)
        rows = town.desk("t").awards.award(A).ranking().rows
        assert [(row.case, row.score) for row in rows] == [
            ("n2.gate", Fraction(5, 8)),
            ("n1.gate", HALF),
            ("n3.gate", HALF),
        ]
        assert town.gather(A, "t") == 0

    def test_a_tie_across_the_cut_is_said_and_not_decided_in_silence(self, town: Town) -> None:
        """Refused naming the tied; all of them, or a lot, once somebody says so."""
        nominated(town)
        with pytest.raises(NotPossible, match=r"tied across the cut: n1\.gate, n3\.gate"):
            town.desk("t").awards.decide(A)
        assert town.desk("t").awards.decide(A, "all").chosen == ("n2.gate", "n1.gate", "n3.gate")
        with pytest.raises(NotPossible, match="is decided"):
            town.desk("t").awards.decide(A, "all")

    def test_winners_are_commended_in_their_own_diaries(self, town: Town) -> None:
        """Certificates in order, each with a digest; the figures count the awards, once."""
        nominated(town)
        town.desk("t").awards.decide(A, "lot:7")
        first = town.commend(A, "t")
        assert town.commend(A, "t") == first
        assert [one.number for one in first] == ["2026-01", "2026-02"]
        assert (first[0].area_name.zh, first[0].case.zh) == ("2村", "n2的边门")
        assert len({one.digest for one in first}) == 2
        assert town.figures().total.awards == 2
        assert town.desk("n2").awards.won()[0].title == TITLE

    def test_whoever_commends_is_named_at_every_desk(self, town: Town) -> None:
        """Each winner's diary and the town's are closed by an entry of their own."""
        nominated(town)
        town.desk("t").awards.decide(A, "lot:7")
        perform(ACTS["award/commend"], town.desk("t"), {"award": A}, LIN)
        for area, wins in (("n2", 1), ("t", 0)):
            *_, act = town.desk(area).diary.entries()
            assert act.facts["act"] == "award/commend" and act.secret("name") == LIN.name
            assert act.facts["about"] == {"award": [A]}
            assert len(act.facts["entries"].get("diary", ())) == wins

    def test_ones_own_win_is_written_last(self, town: Town) -> None:
        """A community may win too: its transaction ends with the act, the others' before it."""
        nominated(town)
        here = town.desk("n2")  # comes first, and so would be written first
        cases = town.desk("t").awards.award(A)
        here.awards.declare(A, TITLE, 2, {"ticks": HALF, "judgement": HALF}, by="小林")
        here.awards.enter([cases.case(one) for one in cases.cases])
        here.awards.decide(A, "lot:7")
        town.plant(AreaTree((Area("n2", "community", "二社区"),)))
        perform(ACTS["award/commend"], here, {"award": A}, LIN)
        assert [len(town.desk(area).awards.won()) for area in ("n1", "n2", "n3")].count(1) == 2
        assert here.awards.won()

    def test_only_what_is_delivered_is_put_forward_and_once(self, town: Town) -> None:
        """A planned project, one put forward already, an unknown one, no words."""
        desk = town.desk("n1")
        with pytest.raises(NotListed):
            desk.awards.nominate(A, "x", WHY, "小林")
        with pytest.raises(NotPossible):
            desk.awards.nominate(A, "gate", Text("", ""), "小林")
        desk.awards.nominate(A, "gate", WHY, "小林")
        with pytest.raises(NotPossible, match="already"):
            desk.awards.nominate(A, "gate", WHY, "小林")

    def test_the_formula_is_declared_before_any_case(self, town: Town) -> None:
        """Nothing is gathered for an award that is not there; it is declared once."""
        with pytest.raises(NotListed):
            town.gather(A, "t")
        nominated(town)
        with pytest.raises(NotPossible, match="already"):
            town.desk("t").awards.declare(A, TITLE, 3, {"ticks": 1}, by="小林")

    def test_a_jury_scores_every_case(self, town: Town) -> None:
        """Seats are numbered and sealed; a missing score is named; the last one counts."""
        here = town.desk("t").awards
        weights = {"ticks": HALF, "jury": HALF}
        for jurors, parts in (((), weights), (("甲", "甲"), weights), (("甲",), {"ticks": 1})):
            with pytest.raises(NotPossible):
                here.declare(A, TITLE, 1, parts, by="x", jurors=jurors)
        here.declare(A, TITLE, 1, weights, by="x", jurors=("评委张三", "评委李四"))
        with pytest.raises(NotPossible, match="no case"):
            here.decide(A)
        for n in (1, 2):
            town.desk(f"n{n}").awards.nominate(A, "gate", WHY, "小林")
        town.gather(A, "t")
        for seat, points in ((0, 5), (3, 5), (1, 11)):
            with pytest.raises(NotPossible):
                here.score(A, "n1.gate", seat, points, "x")
        with pytest.raises(NotListed):
            here.score(A, "n9.gate", 1, 5, "x")
        for case, seat, points in (
            ("n1.gate", 1, 10),
            ("n1.gate", 2, 2),
            ("n2.gate", 1, 3),
            ("n1.gate", 2, 10),
        ):
            here.score(A, case, seat, points, "x")
        with pytest.raises(NotPossible, match=r"seat 2 of 'n2\.gate'"):
            here.decide(A)
        here.score(A, "n2.gate", 2, 4, "x")
        decided = here.decide(A)
        assert decided.chosen == ("n1.gate",)
        assert [row["score"] for row in decided.decided["rows"]] == ["3/4", "27/40"]  # type: ignore[index]
        public = json.dumps(entries(town.desk("t")._hand.store, LOG), ensure_ascii=False)
        assert "张三" not in public

    def test_a_case_is_withdrawn_with_a_reason(self, town: Town) -> None:
        """Then it is not scored; what is not there cannot be."""
        nominated(town)
        here = town.desk("t").awards
        with pytest.raises(NotPossible):
            here.withdraw(A, "n1.gate", Text("", ""))
        here.withdraw(A, "n1.gate", WHY)
        with pytest.raises(NotListed):
            here.withdraw(A, "n1.gate", WHY)
        assert here.decide(A).chosen == ("n2.gate", "n3.gate")


def test_awards_and_their_cases_are_found_by_kind(town: Town) -> None:
    """Other matters ask so; what is not there is refused in the words of this one."""
    nominated(town)
    here = town.desk("t")
    with here.diary.reading() as state:
        assert here._hand.find("award", state, A) == here.awards.award(A)
        assert here._hand.find("case", state, "n2.gate") == here.awards.award(A).case("n2.gate")
        for kind, id_, what in (("award", "2027", "award"), ("case", "n9.gate", "case")):
            with pytest.raises(NotListed, match=f"{what} '?{id_}"):
                here._hand.find(kind, state, id_)


def test_what_stands_on_the_wall_is_what_its_class_says(town: Town) -> None:
    """Before the decision no place and no score; after it certificates, to the last field."""
    nominated(town)
    here, kind = town.desk("t"), kind_of(wall.AwardOnWall)
    known = wall.award_facts(here, here.awards.award(A))
    assert known.decided is None and {(one.rank, one.score) for one in known.cases} == {
        (None, None)
    }
    here.awards.decide(A, "lot:7")
    known = wall.award_facts(here, here.awards.award(A))
    assert list(strangers(kind, known)) == []
    assert list(misfits(answer_schema(kind), plain_of(known))) == []
    assert [one.project for one in known.certificates] == ["gate", "gate"]


class TestTakingOver:
    """A case becomes an item of another neighbourhood's list."""

    def test_it_brings_what_and_leaves_where(self, town: Town) -> None:
        """Title and category; no cost, no money, no place, no scope of the other's."""
        there = town.desk("n3")
        there.prepare(desks.plan(id="r2", area="n3", items=()))
        item = town.take_over("n1", "gate", to="n3", round="r2", id_="exit")
        listed = there.round("r2").item("exit")
        assert listed == item
        assert (listed.title.zh, listed.cost, listed.scope) == ("n1的边门", None, None)
        entry = entries(there._hand.store, LOG)[-1]
        assert (entry["kind"], entry["facts"]["area"]) == ("taken-over", "n1")

    def test_it_keeps_to_the_list_it_goes_to(self, town: Town) -> None:
        """Its categories, its ids, its state."""
        there = town.desk("n3")
        with pytest.raises(WrongState):
            town.take_over("n1", "gate", to="n3", round=R1, id_="exit")
        categories = (Category("green", "绿化"),)
        there.prepare(desks.plan(id="r2", area="n3", items=(), categories=categories))
        with pytest.raises(Exception, match="plain"):
            town.take_over("n1", "gate", to="n3", round="r2")
        town.take_over("n1", "gate", to="n3", round="r2", category="green")
        with pytest.raises(NotListed):
            town.take_over("n1", "x", to="n3", round="r2")


class TestFigures:
    """The town's year, from its files, down to the building."""

    def test_figures_add_up_over_the_files(self, town: Town) -> None:
        """Items, participations, projects; problems solved by whichever way they came."""
        town.desk("n1").solving.raise_problem(WHY)
        total = town.figures().total
        assert (total.items, total.participations, total.projects) == (6, 60, 3)
        assert (total.problems_solved, total.awards) == (0, 0)

    def test_no_cell_is_small(self, town: Town) -> None:
        """Twenty random slots of thirty-six in three buildings: whatever is shown is safe."""
        over, parts = town.drill()
        assert over.total == Cell(60, 108)
        assert set(parts) == {"n1", "n2", "n3"}
        for one in (over, *parts.values()):
            for names, cell in one.breakdown.rows:
                assert cell.safe(), names


buildings = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda one: Cell(one[0], sum(one))),
    min_size=1,
)


@given(st.lists(buildings, max_size=4))
@settings(max_examples=200)
def test_the_sum_tells_nothing_the_rounds_do_not(rounds: list[dict[str, Cell]]) -> None:
    """What is shown is the sum of cells that are shown in every round the building is in."""
    shown = []
    for cells in rounds:
        total = Cell(sum(c.part for c in cells.values()), sum(c.whole for c in cells.values()))
        turnout = Turnout(total.part, total.whole)
        shown.append(ByArea(turnout, breakdown(cells), dict.fromkeys(cells, WHY)))
    found = summed(shown)
    for name, cell in found.breakdown.shown.items():
        told = [
            one.breakdown.shown.get(name) for one, c in zip(shown, rounds, strict=True) if name in c
        ]
        assert None not in told
        assert cell.part == sum(one.part for one in told if one)
    rest = found.breakdown.rest
    if rest is not None:
        told = [*found.breakdown.shown.values(), rest]
        assert Cell(sum(c.part for c in told), sum(c.whole for c in told)) == found.total


def test_the_acts_lead_to_a_certificate(town: Town) -> None:
    """Put forward in the neighbourhood, declared and decided in the town, read by anybody."""
    here, there = town.desk("n1"), town.desk("t")
    perform(ACTS["award/nominate"], here, {"award": A, "project": "gate", "text": "缓解拥堵"}, LIN)
    declared = {"award": A, "title": "十大案例", "places": 10, "weights": [["ticks", "1"]]}
    perform(ACTS["award/declare"], there, declared, LIN)
    town.gather(A, "t")
    shown = perform(ACTS["award/show"], there, {"award": A})
    assert (shown["rows"], shown["formula_words"]["zh"]) == (None, "居民勾选×1")
    perform(ACTS["award/decide"], there, {"award": A}, LIN)
    town.commend(A, "t")
    (one,) = perform(ACTS["award/certificates"], there, {"award": A})
    assert one["publisher"]["zh"] == "淞南镇居民区党总支"
    assert perform(ACTS["award/won"], here, {})[0]["award"] == A
    with pytest.raises(BadValue):
        perform(ACTS["award/declare"], there, {**declared, "weights": [["fame", "1"]]}, LIN)


def test_the_town_on_the_command_line(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures with their buildings; gathering, commending, taking over."""
    data = str(town._folder.path)
    nominated(town)
    town.desk("t").awards.decide(A, "all")
    town.desk("n3").prepare(desks.plan(id="r2", area="n3", items=()))
    assert main(["town", "--data", data, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "60" in out
    assert "3村" in out
    assert main(["town", "--data", data, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["total"]["participations"] == 60
    assert plain["participations"]["total"] == [60, 108]
    assert main(["town", "--data", data, "--award", A, "--at", "t", "--gather"]) == 0
    assert main(["town", "--data", data, "--award", A, "--at", "t", "--commend", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out.partition("\n")[2])) == 3
    words = ["--take-over", "n1.gate", "--at", "n3", "--list", "r2", "--id", "exit"]
    assert main(["town", "--data", data, *words]) == 0
    assert main(["town", "--data", data, *words]) == 2
    assert main(["town", "--data", data, "--gather"]) == 2
    assert main(["town", "--data", data + "x"]) == 2
