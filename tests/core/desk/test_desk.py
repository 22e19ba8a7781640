"""The desk, step by step: what each step needs, does, and refuses."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core import Event, Item, Limits, Problem, State
from tickbox_core.desk import Cast, Desk, Town, codes
from tickbox_core.errors import (
    AlreadyCast,
    BadValue,
    KeyReused,
    LedgerBroken,
    NotConfirmed,
    NotListed,
    NotReady,
    TickboxError,
    TooManyTicks,
    UnknownId,
    UnknownName,
    UnknownSlot,
    WrongState,
)
from tickbox_core.ledger import CROCKFORD, verify_checkpoint
from tickbox_core.model import Area, AreaTree
from tickbox_core.store import MemoryStore
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.testing import desks
from tickbox_core.workflow.names import check_character, read_typed

R1 = desks.ROUND


def cast(desk: Desk, number: int, *ticks: str, key: str = "") -> object:
    """The ballot of the slot with that number."""
    slot = desk.slots(R1)[number].slot
    return desk.cast(R1, Cast(slot, ticks, key or f"key-{number}"))


def guess(locator: str, number: int) -> str:
    """A code of that locator with some secret, as it would be typed."""
    plain = locator + "".join(CROCKFORD[number >> 5 * at & 31] for at in range(11))
    return plain + check_character(plain)


def note_steps(patch: pytest.MonkeyPatch, store: MemoryStore, steps: list[object]) -> None:
    """Have every look into the store and every slow hash noted, with how much it is asked for."""
    look, scrypt = store.get, hashlib.scrypt

    def looked(table: str, **key: object) -> object:
        steps.append(table)
        return look(table, **key)

    def hashed(secret: bytes, **how: Any) -> bytes:
        steps.append((len(secret), len(how["salt"]), how["n"], how["r"], how["p"]))
        return scrypt(secret, **how)

    patch.setattr(store, "get", looked)
    patch.setattr(hashlib, "scrypt", hashed)


class TestListing:
    """Before opening."""

    def test_a_plan_can_be_replaced_until_it_opens(self) -> None:
        """A plan saved again replaces the old one and keeps the roll; an open one stays."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desk.prepare(desks.plan(title="改了名"))
        assert desk.round(R1).title.zh == "改了名"
        desks.open_list(desk, R1)
        with pytest.raises(WrongState):
            desk.prepare(desks.plan())
        with pytest.raises(WrongState):
            desk.register(R1, desks.roll())

    def test_a_plan_belongs_to_the_desks_area(self) -> None:
        """A round of another area is refused."""
        with pytest.raises(BadValue):
            desks.desk().prepare(desks.plan(area="n2"))

    @pytest.mark.parametrize(
        "changes",
        [
            {"tie_break": "coin"},
            {"rule": attrs.evolve(desks.plan().rule, key="magic")},
            {"rule": attrs.evolve(desks.plan().rule, parameters={"bases": "x"})},
            {"categories": (attrs.evolve(desks.plain_category()[0], policy="ghost"),)},
        ],
    )
    def test_only_what_is_installed_can_be_used(self, changes: dict[str, object]) -> None:
        """A rule, parameter, tie-break or policy that nobody brings is refused at once."""
        with pytest.raises(UnknownName):
            desks.desk().prepare(desks.plan(**changes))

    def test_says_everything_that_is_missing(self) -> None:
        """Opening an empty round without a roll names every reason and changes nothing."""
        desk = desks.desk()
        desk.prepare(desks.plan(items=(), limits=Limits(1, 2)))
        assert len(desk.objections(R1)) == 3
        with pytest.raises(NotReady, match=r"roll.*empty"):
            desks.open_list(desk, R1)
        assert desk.round(R1).state is State.LISTING

    def test_a_title_without_words_is_an_objection(self) -> None:
        """The policy's objections count, and name the item."""
        desk = desks.desk()
        desk.prepare(desks.plan(items=(Item("a", " "),)))
        desk.register(R1, desks.roll())
        assert any("no title" in one.en for one in desk.objections(R1))

    def test_opening_freezes_who_may_tick(self) -> None:
        """The open round says how many are on the roll, and which plugins are in force."""
        desk = desks.opened()
        round = desk.round(R1)
        assert round.roll is not None
        assert (round.roll.registered, round.roll.households) == (6, 3)
        assert [plugin.name for plugin in round.plugins] == ["tickbox-core"]
        assert round.opened_at == "2026-03-06T20:00:00+08:00"

    def test_slots_are_nobodys_choice(self) -> None:
        """Slot names are random, in an order of their own, and a new roll makes new ones."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        first = desk.slots(R1)
        desk.register(R1, desks.roll())
        again = desk.slots(R1)
        assert [slot.slot for slot in first] == sorted(slot.slot for slot in first)
        assert not {slot.slot for slot in first} & {slot.slot for slot in again}
        assert len({slot.household for slot in again}) == 3


class TestCasting:
    """While ticking is open."""

    def test_a_receipt_can_be_checked(self) -> None:
        """The receipt's code finds the ballot counted, and tells nothing of its ticks."""
        desk = desks.opened()
        receipt = cast(desk, 0, "gate")
        check = desk.check(R1, receipt.code.lower().replace("-", " "))
        assert check is not None and check.counted
        assert check.index == receipt.index
        assert not any("gate" in str(value) for value in attrs.astuple(check))
        assert desk.check(R1, "0000-0000") is None
        assert desk.turnout(R1).participants == 1

    def test_the_same_key_gets_the_same_receipt(self) -> None:
        """Asked again, even after closing, the same submission has the same answer."""
        desk = desks.opened()
        first = cast(desk, 0, "gate", "bench")
        assert cast(desk, 0, "bench", "gate") == first
        desk.close(R1)
        assert cast(desk, 0, "gate", "bench") == first
        assert desk.turnout(R1).participants == 1

    def test_the_same_key_with_another_ballot_is_refused(self) -> None:
        """A key stands for one ballot."""
        desk = desks.opened()
        cast(desk, 0, "gate")
        with pytest.raises(KeyReused):
            cast(desk, 0, "bench")

    def test_one_slot_one_ballot(self) -> None:
        """A second ballot of a slot is refused where there is no revision."""
        desk = desks.opened()
        cast(desk, 0, "gate")
        with pytest.raises(AlreadyCast):
            cast(desk, 0, "bench", key="other")

    def test_a_revision_takes_the_place_of_the_first(self) -> None:
        """Where the round allows it the last ballot counts, and the first receipt says so."""
        desk = desks.opened(revisable=True)
        first = cast(desk, 0, "gate")
        second = cast(desk, 0, "bench", key="other")
        assert (first.revision, second.revision) == (1, 2)
        assert desk.turnout(R1).participants == 1
        old, new = desk.check(R1, first.code), desk.check(R1, second.code)
        assert old is not None and new is not None
        assert (old.counted, new.counted) == (False, True)
        desk.close(R1)
        outcome = desk.publish(R1)
        assert {row.item: row.ticks for row in outcome.ranking} == {
            "gate": 0,
            "garden": 0,
            "bench": 1,
        }

    def test_refusals_use_nothing_up(self) -> None:
        """Too many ticks, an unknown item, an unknown slot: refused, then the ballot still goes."""
        desk = desks.opened()
        with pytest.raises(TooManyTicks):
            cast(desk, 0, "gate", "garden", "bench")
        with pytest.raises(UnknownId):
            cast(desk, 0, "pool")
        with pytest.raises(UnknownSlot):
            desk.cast(R1, Cast("NOBODY", ("gate",), "k"))
        assert desk.turnout(R1).participants == 0
        cast(desk, 0, "gate")

    def test_before_and_after_nothing_counts(self) -> None:
        """No ballot before opening and none after closing."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        with pytest.raises(WrongState):
            cast(desk, 0, "gate")
        desks.open_list(desk, R1)
        desk.close(R1)
        with pytest.raises(WrongState):
            cast(desk, 0, "gate")

    def test_many_in_one_commit_are_checked_one_by_one(self) -> None:
        """In a group each ballot has its own answer, doubles inside the group included."""
        desk = desks.opened()
        one, two, three, *_ = (slot.slot for slot in desk.slots(R1))
        answers = desk.cast_many(
            R1,
            [
                Cast(one, ("gate",), "a"),
                Cast(one, ("gate",), "a"),
                Cast(one, ("bench",), "b"),
                Cast(two, ("gate", "garden", "bench"), "c"),
                Cast(three, (), "d"),
                Cast(two, ("gate",), "a"),
            ],
        )
        kinds = [type(answer).__name__ for answer in answers]
        assert kinds == [
            "Receipt",
            "Receipt",
            "AlreadyCast",
            "TooManyTicks",
            "Receipt",
            "KeyReused",
        ]
        assert answers[0] == answers[1]
        assert desk.turnout(R1).participants == 2

    def test_an_unknown_round_is_not_there(self) -> None:
        """A round nobody prepared is not listed."""
        with pytest.raises(NotListed):
            desks.desk().cast("other", Cast("s", (), "k"))

    def test_observers_hear_of_what_is_done(self) -> None:
        """Every step is told once it is durable; an observer that fails harms nobody."""
        heard: list[str] = []

        def listens(event: Event) -> None:
            heard.append(event.kind)

        def fails(event: Event) -> None:
            raise RuntimeError("observer")

        desk = desks.desk(observers=(fails, listens))
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desks.open_list(desk, R1)
        cast(desk, 0, "gate")
        cast(desk, 0, "gate")
        desk.close(R1)
        desk.publish(R1)
        assert heard == [*["feasibility"] * 3, "opened", "cast", "closed", "published"]


class TestDeciding:
    """After closing."""

    def test_nothing_is_counted_while_open(self) -> None:
        """No result, however partial, before closing."""
        desk = desks.opened()
        for step in (desk.count, desk.publish, desk.bundle):
            with pytest.raises(WrongState):
                step(R1)
        assert desk.outcome(R1) is None

    def test_the_count_is_published_once(self) -> None:
        """Counting again gives the same; publishing again is refused; the outcome stays."""
        desk = desks.opened()
        cast(desk, 0, "gate", "bench")
        cast(desk, 1, "bench")
        desk.close(R1)
        assert desk.count(R1) == desk.count(R1)
        outcome = desk.publish(R1)
        assert outcome.selected == ("bench",)
        assert desk.outcome(R1) == outcome
        with pytest.raises(WrongState):
            desk.publish(R1)
        assert desk.bundle(R1) == desk.bundle(R1)

    @pytest.mark.parametrize(
        ("base", "size"), [("participants", 3), ("registered", 6), ("households", 3)]
    )
    def test_every_base_is_confirmed(self, base: str, size: int) -> None:
        """Published shares divide by the base the round was opened with."""
        rule = attrs.evolve(desks.plan().rule, parameters={"base": base})
        desk = desks.opened(rule=rule)
        for number in range(3):
            cast(desk, number, "gate")
        desk.close(R1)
        outcome = desk.publish(R1)
        assert {row.share.denominator for row in outcome.ranking} == {size}

    def test_nobody_came(self) -> None:
        """A round without a ballot can be closed and published, and says so."""
        desk = desks.opened(tie_break="lot:7")
        desk.close(R1)
        outcome = desk.publish(R1)
        assert outcome.ballots == 0
        assert "Nobody took part" in outcome.note.en

    def test_a_result_the_recount_denies_is_not_published(self) -> None:
        """Tables changed behind the desk's back: publishing is refused and nothing moves."""
        store = MemoryStore()
        desk = desks.opened(store)
        cast(desk, 0, "gate")
        (row,) = store.find("ballot")
        with store.transaction():
            store.put("ballot", {**row, "ticks": '["bench"]'})
        desk.close(R1)
        with pytest.raises(NotConfirmed):
            desk.publish(R1)
        assert desk.round(R1).state is State.COUNTING
        assert desk.outcome(R1) is None

    def test_figures_count_residents_once(self) -> None:
        """Participations count a resident once per round, residents once per year."""
        desk = desks.opened()
        cast(desk, 0, "gate")
        second = attrs.evolve(desks.plan(), id="r2")
        desk.prepare(second)
        desk.register("r2", desks.roll())
        desks.open_list(desk, "r2")
        person = next(s for s in desk.slots(R1) if desk.has_ballot(R1, s.slot)).person
        again = next(s.slot for s in desk.slots("r2") if s.person == person)
        desk.cast("r2", Cast(again, ("gate",), "k"))
        figures = desk.figures()
        assert (figures.participations, figures.residents) == (2, 1)
        assert (figures.rounds, figures.items) == (2, 6)

    def test_figures_count_the_items_of_every_list_that_is_posted(self) -> None:
        """As the area's page shows them list by list: one that is still drawn up does not count."""
        desk = desks.opened()
        opened = desk.figures().items
        plan = attrs.evolve(desks.plan(), id="r2", notice_days=7)
        desk.prepare(plan)
        assert desk.figures().items == opened
        desk.posting.post("r2")
        assert (desk.figures().items, desk.figures().rounds) == (opened + len(plan.items), 1)


class TestCodes:
    """Voting codes."""

    def test_a_code_opens_its_slot(self) -> None:
        """Typed with blanks, small letters or lookalikes, the code finds its slot."""
        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        code = desk.issue_codes(R1, [slot])[slot]
        typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert desk.slot_of_code(R1, code) == desk.slot_of_code(R1, typed) == slot

    def test_wrong_codes_open_nothing(self) -> None:
        """A changed character, an empty code, another round: nobody."""
        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        code = desk.issue_codes(R1, [slot])[slot]
        swapped = ("A" if code[-1] != "A" else "B").join((code[:-1], ""))
        for wrong in (swapped, "", "漢字", code[:-2], code + code):
            assert desk.slot_of_code(R1, wrong) is None
        assert desk.slot_of_code("r9", code) is None

    def test_a_new_code_kills_the_old(self) -> None:
        """Issued anew, only the new code works."""
        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        old = desk.issue_codes(R1, [slot])[slot]
        new = desk.issue_codes(R1, [slot])[slot]
        assert desk.slot_of_code(R1, old) is None
        assert desk.slot_of_code(R1, new) == slot

    @pytest.mark.parametrize("guesses", [0, 1, 99, 100, 101, 250])
    def test_a_right_code_is_never_refused(
        self, monkeypatch: pytest.MonkeyPatch, guesses: int
    ) -> None:
        """However many wrong ones came for its locator: nobody can lock out its holder."""
        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        code = desk.issue_codes(R1, [slot])[slot]
        (row,) = desk._hand.store.find("code", cycle=R1)
        quick = hashlib.sha256(read_typed(code)[4:-1].encode()).digest()
        with desk._hand.store.transaction():
            desk._hand.store.put("code", {**row, "hash": quick})
        monkeypatch.setattr(
            codes, "_hash", lambda _, secret, salt: hashlib.sha256(secret.encode()).digest()
        )
        for at in range(guesses):
            assert desk.slot_of_code(R1, guess(row["locator"], at)) is None
        assert desk.slot_of_code(R1, code) == slot

    @given(secrets=st.lists(st.integers(0, 32**11 - 1), min_size=1, max_size=4))
    @settings(max_examples=20)
    def test_a_guess_takes_the_same_steps_whoevers_the_locator_is(self, secrets: list[int]) -> None:
        """Known or not: one look, one hash of as much, nothing written; and it opens nothing."""
        store = MemoryStore()
        desk = desks.opened(store)
        slot = desk.slots(R1)[0].slot
        known = read_typed(desk.issue_codes(R1, [slot])[slot])[:4]
        unknown = "ZZZZ" if known != "ZZZZ" else "YYYY"
        before = store.snapshot()
        for at in secrets:
            steps = []
            for locator in (known, unknown):
                taken: list[object] = []
                with pytest.MonkeyPatch.context() as patch:
                    note_steps(patch, store, taken)
                    assert desk.slot_of_code(R1, guess(locator, at)) is None
                steps.append(taken)
            assert steps[0] == steps[1] and len(steps[0]) == 2
        assert store.snapshot() == before

    def test_codes_cannot_be_read_back(self) -> None:
        """The store keeps no code, nor its secret."""
        store = MemoryStore()
        desk = desks.opened(store)
        slots = [slot.slot for slot in desk.slots(R1)]
        kept = repr(desk.issue_codes(R1, slots) and store.find("code"))
        secrets = [code.replace("-", "")[4:15] for code in desk.issue_codes(R1, slots).values()]
        assert not any(secret in kept or secret in repr(store.find("code")) for secret in secrets)

    def test_a_code_needs_a_slot(self) -> None:
        """No code for a slot that is not on the roll."""
        with pytest.raises(UnknownSlot):
            desks.opened().issue_codes(R1, ["NOBODY"])


class TestTown:
    """A folder of areas."""

    TREE = AreaTree(
        (
            Area("t", "town", "镇"),
            Area("n1", "neighbourhood", "一村", "t"),
            Area("n2", "neighbourhood", "二村", "t"),
        )
    )

    def test_a_round_survives_the_house(self, tmp_path: Path) -> None:
        """Closed and opened again, the town has its rounds, keys and figures."""
        town = Town(tmp_path, clock=lambda: desks.NOON)
        town.plant(self.TREE)
        desk = town.found("n1")
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desks.open_list(desk, R1)
        cast(desk, 0, "gate")
        code = desk.issue_codes(R1, [desk.slots(R1)[1].slot])
        town.close()

        again = Town(tmp_path, clock=lambda: desks.NOON)
        desk = again.desk("n1")
        assert desk.turnout(R1).participants == 1
        assert desk.slot_of_code(R1, *code.values()) in code
        desk.close(R1)
        desk.publish(R1)
        checkpoint = desk.checkpoint(R1)
        assert checkpoint is not None and verify_checkpoint(checkpoint)
        assert again.figures().total.participations == 1
        again.close()

    def test_strangers_find_nothing(self, tmp_path: Path) -> None:
        """An area without a file is not listed."""
        town = Town(tmp_path)
        town.plant(self.TREE)
        with pytest.raises(NotListed):
            town.desk("n2")
        town.close()

    def test_a_file_set_back_is_noticed(self, tmp_path: Path) -> None:
        """An older copy of an area's file in place of the newer is refused."""
        town = Town(tmp_path, clock=lambda: desks.NOON)
        town.plant(self.TREE)
        desk = town.found("n1")
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        town.close()
        older = (tmp_path / "n1.sqlite").read_bytes()
        town = Town(tmp_path, clock=lambda: desks.NOON)
        desks.open_list(town.desk("n1"), R1)
        town.close()
        (tmp_path / "n1.sqlite").write_bytes(older)
        town = Town(tmp_path)
        with pytest.raises(LedgerBroken):
            town.desk("n1")
        town.close()

    def test_a_changed_entry_is_noticed(self, tmp_path: Path) -> None:
        """An entry altered in the file does not agree with the kept checkpoint."""
        town = Town(tmp_path, clock=lambda: desks.NOON)
        town.plant(self.TREE)
        desk = town.found("n1")
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desks.open_list(desk, R1)
        town.close()
        store = SqliteStore(tmp_path / "n1.sqlite")
        with store.transaction():
            row = store.get("entry", log=R1, position=1) or {}
            body = row["body"].replace(b'"registered":6', b'"registered":7')
            assert body != row["body"]
            store.put("entry", {**row, "body": body})
        store.close()
        town = Town(tmp_path)
        with pytest.raises(LedgerBroken):
            town.desk("n1")
        town.close()

    def test_problems_are_kept(self, tmp_path: Path) -> None:
        """Problems come back oldest first and solved ones are counted."""
        from datetime import date

        desk = desks.desk()
        solved = Problem("p1", "n1", "漏水", date(2026, 2, 1), date(2026, 3, 1), "修好", "物业")
        open_ = Problem("p2", "n1", "停车", date(2026, 1, 1))
        desk.add_problems([solved, open_])
        assert desk.problems() == (open_, solved)
        assert desk.figures().problems_solved == 1


def test_every_refusal_is_a_tickbox_error() -> None:
    """Nothing the desk refuses ends in a bare exception."""
    assert all(
        issubclass(error, TickboxError) for error in (AlreadyCast, KeyReused, WrongState, NotReady)
    )
