"""An entry that nobody here knows still folds, verifies, is archived, comes due and is erased."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.archive import read, write
from tickbox_core.declarations import KEEPS, Keeps
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.diary import history
from tickbox_core.desk.keeping.due import What, rounds_of
from tickbox_core.desk.keeping.restoring import restore
from tickbox_core.desk.keeping.taking import backup
from tickbox_core.desk.kinds import ENDING, SEALING, with_keeps
from tickbox_core.desk.state import YearState
from tickbox_core.playing.stage import tree
from tickbox_core.registry import open_registry
from tickbox_core.store import MemoryStore
from tickbox_core.store.folder import DataFolder
from tickbox_core.workflow.retention import Purposes
from tickbox_core.year import DiaryEntry

from . import kept_house

HOURS = "time-bank-hours"
LATER = date(2100, 1, 1)
NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)


def hours(**keeps: Any) -> DiaryEntry:
    """What a component of volunteers' hours would write; it is not installed here."""
    return DiaryEntry(HOURS, {"hours": 3, KEEPS: {"as": "time-bank", **keeps}}, {"name": "王阿姨"})


def written(desk: Desk, *happened: DiaryEntry) -> None:
    """As a newer version would have written it."""
    with desk.diary.writing() as pen:
        for one in happened:
            pen.add(one)


def line(desk: Desk, what: What, **more: Any) -> tuple[int, int]:
    """How many sealed parts of a kind are due, and how many stay."""
    for one in desk.keeping.due(**more):
        if one.what is what:
            return one.goes, one.stays
    return 0, 0


def sealed(desk: Desk) -> list[Any]:
    """What is still there of those entries."""
    return [one.sealed for one in history(desk._hand.store) if one.kind == HOURS]


class TestAnUnknownKind:
    def test_stays_until_what_it_serves_is_over(self) -> None:
        """Another entry, as unknown as it is, says when."""
        desk = kept_house.desk_over(MemoryStore())
        written(desk, hours(begins=["time-bank:2026"], ends=[]))
        assert line(desk, What.OTHER, before=LATER) == (0, 1)
        desk.keeping.erase(by="小林", before=LATER)
        assert sealed(desk) == [{"name": "王阿姨"}]
        over = {"as": "time-bank", "begins": [], "ends": ["time-bank:2026"]}
        written(desk, DiaryEntry("time-bank-closed", {KEEPS: over}))
        assert line(desk, What.OTHER) == (1, 0)
        desk.keeping.erase(by="小林", before=LATER)
        assert sealed(desk) == [None]

    def test_goes_on_when_it_is_begun_again(self) -> None:
        """Until it is ended once more."""
        desk = kept_house.desk_over(MemoryStore())
        over = {"as": "time-bank", "begins": [], "ends": ["time-bank:2026"]}
        written(desk, hours(begins=["time-bank:2026"]), DiaryEntry("closed", {KEEPS: over}))
        written(desk, hours(begins=["time-bank:2026"]))
        assert line(desk, What.OTHER) == (0, 2)

    @pytest.mark.parametrize(("days", "due"), [(-1, 1), (0, 0), (1, 0)])
    def test_has_a_last_day(self, days: int, due: int) -> None:
        """That day is still part of it."""
        desk = kept_house.desk_over(MemoryStore())
        last = date.fromordinal(desk.today().toordinal() + days)
        written(desk, hours(begins=["time-bank:2026"], ends=[f"day:{last.isoformat()}"]))
        assert line(desk, What.OTHER) == (due, 1 - due)

    def test_that_serves_nothing_goes_when_a_day_is_named(self) -> None:
        """And not before."""
        desk = kept_house.desk_over(MemoryStore())
        written(desk, hours())
        assert line(desk, What.OTHER) == (0, 1)
        assert line(desk, What.OTHER, before=LATER) == (1, 0)

    @pytest.mark.parametrize(
        "keeps",
        [
            None,
            "staff",
            {},
            {"as": 3},
            {"as": "staff", "begins": "round:r1"},
            {"as": "staff", "begins": [3]},
            {"as": "staff", "begins": ["round"]},
            {"as": "staff", "ends": ["day:tomorrow"]},
        ],
    )
    def test_that_says_nothing_that_can_be_read_stays(self, keeps: Any) -> None:
        """Nobody here can say what it is for."""
        desk = kept_house.desk_over(MemoryStore())
        written(desk, DiaryEntry(HOURS, {KEEPS: keeps}, {"name": "王阿姨"}))
        assert line(desk, What.UNKNOWN, before=LATER) == (0, 1)

    def test_of_a_round_goes_with_the_round(self) -> None:
        """It is in its archive, and stays as long as the round is not over."""
        desk = kept_house.desk_over(MemoryStore())
        one = hours(begins=["round:r1"])
        desk.prepare(kept_house.desks.plan())
        written(desk, one)
        assert rounds_of(YearState(), one) == {"r1"}
        assert line(desk, What.OTHER, before=LATER) == (0, 1)

    def test_is_in_a_backup_and_verifies_when_it_is_restored(self, tmp_path: Path) -> None:
        """A folder of tomorrow opens today: nothing is lost on the way, sealed or not."""
        town = Town(tmp_path / "old", open_registry(discover=False))
        town.plant(tree(1))
        desk = town.found("n1")
        written(desk, hours(begins=["time-bank:2026"]))
        before = list(history(desk._hand.store))
        assert desk.keeping.verify().faults == ()
        town.close()
        data = DataFolder(tmp_path / "old")
        contents = read(write(backup(data, made=NOW, version="t")))
        data.close()
        verdict = restore(contents, tmp_path / "new", check=True)
        assert verdict.faults == ()
        again = Town(tmp_path / "new", open_registry(discover=False))
        assert list(history(again.desk("n1")._hand.store)) == before
        assert line(again.desk("n1"), What.OTHER) == (0, 1)
        again.close()


class TestTheCoresOwnKinds:
    def test_say_it_of_themselves(self) -> None:
        """So that another version, without that chapter, can keep to it."""
        office = DiaryEntry("office", {"id": "o1", "until": "2027-06-30"}, {"name": "甲"})
        keeps = {"as": "offices", "begins": ["office:o1"], "ends": ["day:2027-06-30"]}
        assert with_keeps(office).facts[KEEPS] == keeps
        assert with_keeps(with_keeps(office)) == with_keeps(office)

    def test_what_seals_nothing_says_nothing(self) -> None:
        """But for what ends a purpose."""
        assert KEEPS not in with_keeps(DiaryEntry("office", {"id": "o1", "until": "x"})).facts
        assert KEEPS not in with_keeps(DiaryEntry("lists", {}, {"x": 1})).facts
        ended = with_keeps(DiaryEntry("problem-solved", {"ref": "P"})).facts[KEEPS]
        assert ended == {"as": "problems", "begins": [], "ends": ["problem:P"]}

    def test_are_kinds_of_data_that_have_words(self) -> None:
        """What comes due is told by its kind."""
        for rule in (*SEALING.values(), *ENDING.values()):
            assert What(rule.as_).words.zh

    def test_by_the_fold_alone_they_come_due_as_by_their_chapters(self) -> None:
        """A version without meetings, problems and offices finds the same to be over."""
        today = date(2026, 6, 1)
        told = [
            DiaryEntry("problem", {"ref": "P"}, {"text": "x"}),
            DiaryEntry("problem-solved", {"ref": "P"}),
            DiaryEntry("problem-reopened", {"ref": "P"}),
            DiaryEntry("meeting", {"id": "m"}, {"by": "x"}),
            DiaryEntry("meeting-held", {"id": "m"}, {"present": ["x"]}),
            DiaryEntry("office", {"id": "o", "until": "2026-05-31"}, {"name": "x"}),
            DiaryEntry("office", {"id": "p", "until": "2026-06-01"}, {"name": "x"}),
        ]
        purposes = Purposes()
        for one in told:
            purposes.apply(with_keeps(one))
        over = {
            purpose: purposes.is_over(purpose, today)
            for purpose in ("problem:P", "meeting:m", "office:o", "office:p")
        }
        assert over == {
            "problem:P": False,
            "meeting:m": True,
            "office:o": True,
            "office:p": False,
        }


NAMES = st.lists(st.sampled_from(["a:1", "a:2", "day:2027-01-01"]), unique=True).map(tuple)


@given(st.text(min_size=1), NAMES, NAMES)
def test_what_is_written_is_read(as_: str, begins: tuple[str, ...], ends: tuple[str, ...]) -> None:
    """One side and the other."""
    keeps = Keeps(as_, begins, ends)
    assert Keeps.of({KEEPS: keeps.plain()}) == keeps
