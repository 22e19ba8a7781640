"""Codes and tokens leave entries: how many in public, whose and why sealed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.cli import main
from tickbox_core.declarations import KEEPS
from tickbox_core.desk import Town
from tickbox_core.model import Area, AreaTree
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow import Transaction, Transactions
from tickbox_core.year import DiaryEntry

from ..acts.at_once import PATIENCE, Meeting

R1 = desks.ROUND
LIN = Actor("小林", Role.STAFF)


def said(happened: DiaryEntry) -> dict[str, Any]:
    """What stands open, but for how long it is kept."""
    return {name: value for name, value in happened.facts.items() if name != KEEPS}


def noted(desk: object, kind: str) -> list[DiaryEntry]:
    """The entries of a kind."""
    return [one for one in desk.diary.entries() if one.kind == kind]  # type: ignore[attr-defined]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town with one neighbourhood."""
    made = Town(tmp_path / "data")
    made.plant(AreaTree((Area("n1", "neighbourhood", Text("一村", "one")),)))
    made.found("n1")
    return made


class TestCodes:
    @pytest.mark.parametrize(
        "number,told", [(1, None), (4, None), (5, 5), (6, 6)], ids=["one", "under", "on", "over"]
    )
    def test_how_many_is_public_from_five_on(self, number: int, told: int | None) -> None:
        """A handful is not told in numbers; homes and reason are sealed."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll(8))
        slots = [one.slot for one in desk.slots(R1)][:number]
        desk.issue_codes(R1, slots)
        (entry,) = noted(desk, "codes-issued")
        assert said(entry) == {"round": R1, "new": told, "again": 0}
        desk.issue_codes(R1, slots, Text("丢了", "lost"))
        again = noted(desk, "codes-issued")[-1]
        assert said(again) == {"round": R1, "new": 0, "again": told}
        assert len(again.secret("again")) == number
        assert again.secret("reason") == {"zh": "丢了", "en": "lost"}
        assert "丢了" not in str(again.facts)

    def test_nobody_is_given_none(self) -> None:
        """Where no slot is named nothing is noted."""
        desk = desks.opened()
        desk.issue_codes(R1, [])
        assert noted(desk, "codes-issued") == []

    def test_a_trials_codes_leave_nothing(self) -> None:
        """It is wiped, and nothing is left that points to it."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desk.posting.rehearse(R1, "trial")
        desk.issue_codes("trial", [one.slot for one in desk.slots("trial")])
        assert noted(desk, "codes-issued") == []

    def test_whoever_issues_them_is_known(self) -> None:
        """By the act, as at the console, over the API and on the command line."""
        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        issued = perform(ACTS["round/codes"], desk, {"round": R1, "slots": [slot]}, LIN)
        assert desk.slot_of_code(R1, issued[slot]) == slot
        act = noted(desk, "act")[-1]
        assert act.facts["act"] == "round/codes" and act.facts["about"] == {"round": [R1]}
        assert act.secret("name") == "小林"

    def test_where_nobody_is_named_no_code_dies(self) -> None:
        """All that have none yet are given one; asked again, nobody is."""
        desk = desks.opened()
        first, *others = (one.slot for one in desk.slots(R1))
        code = desk.issue_codes(R1, [first])[first]
        assert set(perform(ACTS["round/codes"], desk, {"round": R1}, LIN)) == set(others)
        assert desk.slot_of_code(R1, code) == first
        assert perform(ACTS["round/codes"], desk, {"round": R1}, LIN) == {}

    def test_a_refusal_notes_nothing(self) -> None:
        """An unknown slot kills no code of another."""
        from tickbox_core.errors import UnknownSlot

        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        code = desk.issue_codes(R1, [slot])[slot]
        before = desk.diary.entries()
        with pytest.raises(UnknownSlot):
            perform(ACTS["round/codes"], desk, {"round": R1, "slots": [slot, "nobody"]}, LIN)
        assert desk.diary.entries() == before and desk.slot_of_code(R1, code) == slot


class TestTokens:
    def test_given_renewed_and_taken(self, town: Town) -> None:
        """The role stands open, the name is sealed, and the book knows how many are out."""
        desk = town.desk("n1")
        for _ in range(2):
            town.add_staff("n1", "老周", "staff", by=LIN)
        given = noted(desk, "token-given")
        assert [said(one) for one in given] == [
            {"role": "staff", "renewed": False}, {"role": "staff", "renewed": True}
        ]  # fmt: skip
        assert {one.secret("name") for one in given} == {"老周"}
        assert [one.secret("name") for one in noted(desk, "act")] == ["小林"] * 2
        assert town.remove_staff("n1", "老周", by=LIN) == 2
        (taken,) = noted(desk, "token-taken")
        assert said(taken) == {"tokens": 2} and taken.secret("name") == "老周"
        with desk.diary.reading() as book:
            assert book.access.tokens == 0

    def test_of_two_given_at_once_one_is_the_first(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whether somebody has one already is asked where nobody else can give one."""
        meeting, real = Meeting(("a", "b"), ""), Transactions.begin

        @contextmanager
        def begin(self: Transactions, *, of_the_diary: bool = False) -> Iterator[Transaction]:
            if self.current is None:
                meeting.arrive()
            with real(self, of_the_diary=of_the_diary) as own:
                yield own

        monkeypatch.setattr(Transactions, "begin", begin)
        threads = [
            threading.Thread(target=town.add_staff, args=("n1", "老周"), name=name)
            for name in ("a", "b")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        given = noted(town.desk("n1"), "token-given")
        assert [one.facts["renewed"] for one in given] == [False, True]

    def test_taking_what_nobody_has_notes_nothing(self, town: Town) -> None:
        """There is nothing to tell."""
        assert town.remove_staff("n1", "没有这人", by=LIN) == 0
        assert noted(town.desk("n1"), "token-taken") == []

    def test_on_the_command_line(self, town: Town, tmp_path: Path) -> None:
        """Whoever owns the folder may say who they are."""
        words = ["staff", "--data", str(tmp_path / "data"), "--area", "n1", "--by", "小林", "老周"]
        assert main(words) == 0
        desk = town.desk("n1")
        assert noted(desk, "token-given")[0].secret("name") == "老周"
        (act,) = noted(desk, "act")
        assert (act.facts["act"], act.secret("name")) == ("staff/give", "小林")
