"""Who did it: every writing act of somebody with a role leaves one entry, and is all or nothing."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.acts import NOBODY, Act, Actor, Role, perform
from tickbox_core.components.places import ServicePlace, Tier
from tickbox_core.components.wishes import NewWish
from tickbox_core.declarations.fields import NoFields
from tickbox_core.desk import Cast, Desk, Town, opening
from tickbox_core.desk.diary import audit, history
from tickbox_core.errors import ChangedMeanwhile, NotPossible, TickboxError
from tickbox_core.model import Area, AreaTree, State
from tickbox_core.model.channels import Channel
from tickbox_core.playing import stage
from tickbox_core.playing.year import played
from tickbox_core.registry import open_registry
from tickbox_core.store import MemoryStore, Store
from tickbox_core.store.sqlite import SqliteStore
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.year import DiaryEntry

from ...installed import ACTS

LIN, ZHOU = Actor("小林", Role.STAFF), Actor("老周", Role.STAFF)
WU = Actor("吴姐", Role.KEYER)
R1 = desks.ROUND
ACT = "act"
PATIENCE = 60


def do(desk: Desk, key: str, actor: Actor = LIN, **given: Any) -> Any:
    """An act; what two sign, Zhou signs beside."""
    return perform(ACTS[key], desk, given, actor, ZHOU if ACTS[key].second else None)


def acts(desk: Desk) -> list[DiaryEntry]:
    """Who did what, as it is noted."""
    return [one for one in desk.diary.entries() if one.kind == ACT]


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """In memory, and in a file."""
    made = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "n1.db")
    yield made
    made.close()


def all_of(*runs: Callable[[Desk], object]) -> Act:
    """An act of staff that does these one after the other."""
    return Act(
        "test/all",
        Text("试", "try"),
        NoFields,
        lambda desk, given, actor: [run(desk) for run in runs][-1],
    )


def take_wish(desk: Desk) -> str:
    """A wish is taken."""
    return desk.collecting.take(NewWish("灯", Channel.DOOR, taken_by=LIN.name)).ref


def set_place(desk: Desk) -> None:
    """A service place is opened."""
    place = ServicePlace(f"p{len(desk.collecting.places())}", "站", Tier.CORNER)
    desk.collecting.set_place(place)


def refuse(desk: Desk) -> None:
    """It is refused after all."""
    raise NotPossible(Text("不行。", "no."))


class TestWhoAndWhat:
    """The entry that closes an act."""

    def test_it_names_act_positions_and_references_and_seals_who(self) -> None:
        """The name stands in the sealed part alone."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        do(desk, "item/assess", round=R1, item="gate", feasible="yes", reason="看过")
        feasibility, act = desk.diary.entries()
        assert feasibility.kind == "feasibility"
        assert act.facts["act"] == "item/assess"
        assert act.facts["entries"] == {"diary": [feasibility.position]}
        assert act.facts["about"]["round"] == [R1]
        assert act.sealed == {"name": LIN.name, "role": "staff"}
        assert LIN.name not in str(act.facts)

    def test_two_who_sign_are_both_named(self) -> None:
        """Beside the entries of the round's own log."""
        desk = desks.opened(places=3)
        desk.close(R1)
        size = len(desk._hand.store.find("entry", log=R1))
        do(desk, "round/publish", round=R1)
        (act,) = acts(desk)
        assert act.facts["entries"] == {"diary": [act.position - 1], R1: [size]}
        assert act.sealed == {
            "name": LIN.name,
            "role": "staff",
            "second": {"name": ZHOU.name, "role": "staff"},
        }

    def test_an_office_is_named_with_its_holder(self) -> None:
        """Of whom the name alone may say too little."""
        desk = desks.desk()
        perform(all_of(take_wish), desk, {}, attrs.evolve(LIN, office="g1"))
        assert acts(desk)[0].sealed == {"name": LIN.name, "role": "staff", "office": "g1"}

    def test_what_residents_do_leaves_none(self) -> None:
        """Only the wish."""
        desk = desks.desk()
        perform(ACTS["wish/take"], desk, {"text": "灯"}, NOBODY)
        perform(ACTS["wish/take"], desk, {"text": "灯"}, Actor("王阿姨"))
        assert [one.kind for one in desk.diary.entries()] == ["wish", "wish"]

    def test_what_is_only_looked_at_leaves_none(self) -> None:
        """Whoever looks."""
        desk = desks.desk()
        do(desk, "wish/waiting")
        assert desk.diary.entries() == ()

    def test_observers_hear_of_what_happened_not_of_who(self) -> None:
        """After the commit, each once."""
        told: list[str] = []
        desk = desks.desk(observers=(lambda event: told.append(event.kind),))
        do(desk, "wish/take", text="灯")
        assert told == ["wish"]

    def test_the_place_of_a_ballot_is_never_noted(self) -> None:
        """A time and a name beside it would tell when somebody ticked."""
        desk = desks.opened()
        slot = desk.slots(R1)[0].slot
        do(
            desk,
            "ballot/assist",
            round=R1,
            slot=slot,
            channel="door",
            witness="居民甲",
            ticks=["gate"],
        )
        (act,) = acts(desk)
        assert act.facts["entries"] == {R1: [], "diary": [act.position - 1]}


class TestPaper:
    """Sheets would tell of each other if every one left its time."""

    def test_keying_is_noted_once_a_batch_and_reading(self) -> None:
        """For each who keys; without positions."""
        desk = desks.opened()
        sheets = desk.paper.print_batch(R1, "一号楼", LIN.name)
        desk.paper.take_back(R1, [sheet.number for sheet in sheets], LIN.name)
        for keyer in (LIN, WU):
            for sheet in sheets:
                for slot in sheet.slots:
                    given = {"round": R1, "number": sheet.number, "slot": slot, "ticks": ["gate"]}
                    perform(ACTS["paper/key"], desk, given, keyer)
        assert [(one.facts["about"], one.secret("name")) for one in acts(desk)] == [
            ({"batch": ["一号楼"], "reading": [reading], "round": [R1]}, keyer.name)
            for reading, keyer in (("1", LIN), ("2", WU))
        ]
        assert all(one.facts["entries"] == {} for one in acts(desk))


class TestATrial:
    """That there is one belongs to the year; what is done in it is wiped with it."""

    def test_opening_and_wiping_are_noted_nothing_between(self) -> None:
        """And no entry names a place in its log, whose id may be another round's one day."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desks.make_ready(desk)
        before = len(desk.diary.entries())
        do(desk, "round/rehearse", round=R1, id="trial")
        desk.cast("trial", Cast(desk.slots("trial")[0].slot, ("gate",), "k"))
        do(desk, "round/close", round="trial")
        do(desk, "round/publish", round="trial")
        do(desk, "round/wipe", round="trial")
        noted = desk.diary.entries()[before:]
        assert [one.facts.get("act", one.kind) for one in noted] == [
            "rehearsal", "round/rehearse", "rehearsal-wiped", "round/wipe",
        ]  # fmt: skip
        assert "trial" not in str([one.facts for one in noted if one.kind == ACT])
        assert noted[1].facts["about"] == {"round": [R1]}

    def test_a_paper_ballot_of_a_trial_is_not_noted(self) -> None:
        """The diary has what it had of it before."""
        desk = desks.desk()
        desk.prepare(desks.plan(rehearsal=True))
        desk.register(R1, desks.roll())
        desk.open(R1)
        do(desk, "paper/print", round=R1, batch="一号楼")
        assert [one.kind for one in desk.diary.entries()] == ["sheets-printed"]


class TestAllOrNothing:
    """What is refused midway has not happened."""

    def test_neither_facts_nor_the_entry(self, store: Store) -> None:
        """Nor is anybody told, or a checkpoint kept outside."""
        told: list[object] = []
        desk = desks.desk(store, observers=(told.append,), witness=told.append)
        with pytest.raises(NotPossible):
            perform(all_of(set_place, take_wish, refuse), desk, {}, LIN)
        assert desk.diary.entries() == () and told == []
        assert desk.collecting.wishes() == () == desk.collecting.places()
        assert desk.diary.checkpoint() is None and store.find("sealed") == []
        perform(all_of(set_place, take_wish), desk, {}, LIN)
        assert [one.kind for one in desk.diary.entries()] == ["place", "wish", ACT]
        assert len(told) == 3 and audit(store) == []  # one checkpoint, two that happened

    def test_a_fault_that_is_swallowed_undoes_it_too(self, store: Store) -> None:
        """A service that failed has not done half."""

        def swallow(desk: Desk) -> None:
            try:
                with desk.diary.writing():
                    refuse(desk)
            except NotPossible:
                pass

        desk = desks.desk(store)
        with pytest.raises(RuntimeError, match="swallowed"):
            perform(all_of(take_wish, swallow), desk, {}, LIN)
        assert desk.diary.entries() == ()

    def test_a_checkpoint_that_waits_goes_with_what_it_is_of(self, tmp_path: Path) -> None:
        """One that was kept outside of what never happened would lock the area for good."""
        town = Town(tmp_path / "d", open_registry(discover=False))
        town.plant(AreaTree((Area("n1", "neighbourhood", "n1"),)))
        desk = town.found("n1")
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        desks.open_list(desk, R1)
        with pytest.raises(NotPossible):
            perform(all_of(take_wish, lambda here: here.close(R1), refuse), desk, {}, LIN)
        town.close()
        again = Town(tmp_path / "d", open_registry(discover=False))
        assert again.desk("n1").round(R1).state is State.TICKING
        assert [one.kind for one in again.desk("n1").diary.entries()][-1] != "wish"
        again.close()

    def test_an_erasure_scrubs_once_it_is_durable(self, store: Store) -> None:
        """The file cannot be rewritten inside; the answer says that it was."""
        desk = desks.desk(store)
        take_wish(desk)
        answer = do(desk, "keeping/erase", confirm=True)
        assert answer["scrubbed"] is True
        assert [one.facts["act"] for one in acts(desk)] == ["keeping/erase"]

    def test_a_trial_that_cannot_open_leaves_no_plan(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its plan, roll and slots are one with its opening."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register(R1, desks.roll())
        monkeypatch.setattr(opening, "opened_in", lambda *given, **more: refuse(desk))
        with pytest.raises(NotPossible):
            do(desk, "round/rehearse", round=R1, id="trial")
        assert [round.id for round in desk.rounds()] == [R1]
        assert desk.diary.entries() == ()

    def test_what_was_pending_is_seen_inside(self, store: Store) -> None:
        """By the services that come after, and by nobody else."""
        desk = desks.desk(store)
        seen: list[int] = []

        def look(here: Desk) -> None:
            seen.append(len(here.collecting.wishes()))

        perform(all_of(take_wish, look, take_wish, look), desk, {}, LIN)
        assert seen == [1, 2]


class TestAtOnce:
    """Several at one desk, one after the other."""

    def at_once(self, *runs: Callable[[], object]) -> None:
        """Begin at the same moment; every fault is told."""
        barrier, faults = threading.Barrier(len(runs)), list[BaseException]()

        def begin(run: Callable[[], object]) -> None:
            try:
                barrier.wait(PATIENCE)
                run()
            except BaseException as fault:  # noqa: BLE001 - it is shown below
                faults.append(fault)

        threads = [threading.Thread(target=begin, args=(run,)) for run in runs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert faults == [] and not any(thread.is_alive() for thread in threads)

    def check(self, entries: list[DiaryEntry], many: int) -> None:
        """Each act stands right behind what it did, and says where that is."""
        assert len(entries) == 3 * many
        for at in range(0, len(entries), 3):
            place, wish, act = entries[at : at + 3]
            assert (place.kind, wish.kind, act.kind) == ("place", "wish", ACT)
            assert act.facts["entries"] == {"diary": [at, at + 1]}

    def test_both_are_recorded(self, store: Store) -> None:
        """Neither between the other's entries."""
        desk = desks.desk(store)

        def many(actor: Actor) -> Callable[[], object]:
            return lambda: [perform(all_of(set_place, take_wish), desk, {}, actor) for _ in "12345"]

        self.at_once(many(LIN), many(ZHOU))
        self.check(list(desk.diary.entries()), 10)
        names = [one.secret("name") for one in acts(desk)]
        assert names.count(LIN.name) == names.count(ZHOU.name) == 5
        assert audit(store) == []

    def test_two_processes_record_both_too(self, tmp_path: Path) -> None:
        """Each has a desk of its own over the file."""
        stores = [SqliteStore(tmp_path / "n1.db") for _ in "12"]
        here, there = (desks.desk(one, entropy=secrets.token_bytes) for one in stores)
        run = all_of(set_place, take_wish)
        self.at_once(
            *(
                lambda desk=desk, actor=actor: [  # type: ignore[misc]
                    perform(run, desk, {}, actor) for _ in "12345"
                ]
                for desk, actor in ((here, LIN), (there, ZHOU))
            )
        )
        self.check(list(here.diary.entries()), 10)
        assert audit(stores[1]) == []
        for one in stores:
            one.close()

    def test_a_reader_never_sees_half(self, tmp_path: Path) -> None:
        """Neither one at the same desk, nor one who reads the file."""
        store, aside = (SqliteStore(tmp_path / "n1.db") for _ in "12")
        desk, over = desks.desk(store), threading.Event()

        def act() -> None:
            try:
                for _ in range(30):
                    perform(all_of(set_place, take_wish), desk, {}, LIN)
            finally:
                over.set()

        def read() -> None:
            while not over.is_set():
                with desk.diary.reading() as book:
                    assert len(book.places.by_id) == len(book.wishes.by_ref) == book.length / 3

        def read_the_file() -> None:
            while not over.is_set():
                found = list(history(aside))
                assert len(found) % 3 == 0
                assert not any(one.erased for one in found)

        self.at_once(act, read, read_the_file)
        assert len(acts(desk)) == 30
        for one in (store, aside):
            one.close()

    def test_two_who_answer_one_wish_are_both_heard_or_one_is_refused(self, store: Store) -> None:
        """No act is noted whose facts are not there."""
        desk = desks.desk(store)
        ref = do(desk, "wish/take", text="灯")["ref"]
        refused: list[str] = []

        def answer(actor: Actor) -> Callable[[], object]:
            def run() -> None:
                try:
                    do(desk, "wish/answer", actor, ref=ref, reply="declined", words=actor.name)
                except ChangedMeanwhile as refusal:
                    refused.append(refusal.code)

            return run

        self.at_once(answer(LIN), answer(ZHOU))
        answers = [one for one in desk.diary.entries() if one.kind == "wish-answered"]
        noted = [one for one in acts(desk) if one.facts["act"] == "wish/answer"]
        assert len(answers) == len(noted) == 2 - len(refused)


class TestTwoDesks:
    """Two desks are two transactions, with one name."""

    @pytest.fixture
    def town(self, tmp_path: Path) -> Iterator[Town]:
        """A town with two neighbourhoods."""
        held = Town(tmp_path / "d", open_registry(discover=False))
        held.plant(AreaTree(tuple(Area(one, "neighbourhood", one) for one in ("n1", "n2"))))
        for one in ("n1", "n2"):
            held.found(one)
        yield held
        held.close()

    def test_one_inside_the_other_is_refused(self, town: Town) -> None:
        """Nothing has happened at either."""
        here, there = town.desk("n1"), town.desk("n2")
        for inside in (take_wish, lambda desk: desk.collecting.wishes()):
            with pytest.raises(RuntimeError, match="another desk"):
                perform(all_of(take_wish, lambda _, run=inside: run(there)), here, {}, LIN)
        assert here.diary.entries() == () == there.diary.entries()

    def test_one_after_the_other_is_noted_at_both(self, town: Town) -> None:
        """One's own comes last."""
        here, there = town.desk("n1"), town.desk("n2")
        perform(all_of(lambda _: take_wish(there), take_wish), here, {}, LIN)
        for desk in (here, there):
            assert [one.kind for one in desk.diary.entries()] == ["wish", ACT]
            assert acts(desk)[0].secret("name") == LIN.name

    def test_what_is_done_elsewhere_is_noted_at_ones_own_desk_too(self, town: Town) -> None:
        """The town's diary says who commended, though the winners' hold what was won."""
        here, there = town.desk("n1"), town.desk("n2")
        perform(all_of(lambda _: take_wish(there)), here, {}, LIN)
        assert [one.facts["entries"] for one in acts(here)] == [{}]


def test_every_act_of_staff_in_a_played_year_leaves_one_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who did it and who signed beside; what is refused, and what residents do, leaves none."""
    seen: dict[str, int] = {}

    def watched(
        act: Act, desk: Desk, given: Any, actor: Actor = NOBODY, second: Actor | None = None
    ) -> Any:
        before, answer, faults = len(acts(desk)), None, list[TickboxError]()
        try:
            answer = perform(act, desk, given, actor, second)
        except TickboxError as refusal:
            faults.append(refusal)
        noted = acts(desk)[before:]
        trial = "round" in given and any(
            round.rehearsal for round in desk.rounds() if round.id == given["round"]
        )
        if act.reads or faults or trial or actor.role is Role.ANYBODY:
            assert noted == []
        elif not act.once or noted:
            (one,) = noted
            assert desk.diary.entries()[-1] == one and one.facts["act"] == act.key
            assert (one.secret("name"), one.secret("role")) == (actor.name, str(actor.role))
            assert one.secret("office", "") == actor.office
            assert one.secret("second", {}).get("name") == (second.name if act.second else None)
            seen[act.key] = seen.get(act.key, 0) + 1
        if faults:
            raise faults[0]
        return answer

    monkeypatch.setattr(stage, "perform", watched)
    for _ in played(tmp_path / "d"):
        pass
    assert len(seen) > 40 and seen["paper/key"] <= 4
