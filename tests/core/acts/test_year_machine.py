"""The first half of the year as a state machine: any act, in any order, on any day, repeatedly.

Whatever is refused changes nothing; whatever is done keeps the laws: no cast after the close entry,
no slot counted twice, totals that reconcile, tables that agree with the ledger, a book that is the
fold of its entries, and a recount that agrees.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tickbox_core import State, TickboxError, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.bundle import differences
from tickbox_core.desk import Cast, Desk
from tickbox_core.desk import diary as diaries
from tickbox_core.desk.state import YearState
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.workflow import log as ledger

pytestmark = pytest.mark.slow
R1 = "r1"
STAFF = tuple(Actor(name, Role.STAFF) for name in ("小林", "老周", "吴姐"))
ITEMS = ("light", "bench", "gate")
SLOTS = 8
one_item, one_slot, one_person = st.sampled_from(ITEMS), st.integers(0, SLOTS), st.integers(0, 2)
some_items = st.lists(one_item, unique=True, max_size=3)


class YearMachine(RuleBasedStateMachine):
    """One neighbourhood, one round, three members of staff, and a clock that jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryStore()
        self.now = desks.NOON
        self.keys = 0
        self.refs: list[str] = []
        self.objections: list[str] = []
        self.desk = Desk(
            self.store,
            open_registry(discover=False),
            area="n1",
            clock=lambda: self.now,
            entropy=random.Random(5).randbytes,
            pepper=b"p",
        )

    def do(self, act: str, who: int = 0, beside: int = 1, **given: Any) -> Any:
        """Try an act; what is refused in words has changed nothing."""
        before = self._everything()
        refused = False
        answer = None
        try:
            answer = perform(ACTS[act], self.desk, given, STAFF[who], STAFF[beside])
        except TickboxError:
            refused = True
        event(f"{act}: {'refused' if refused else 'done'}")
        if refused:
            assert self._everything() == before, f"{act} was refused and changed something"
        return answer

    def _everything(self) -> dict[str, Any]:
        return {name: self.store.count(name) for name in ("entry", "ballot", "sealed", "slot",
                "sheet_slot", "outcome", "answer")} | {"rounds": self.desk.rounds()}  # fmt: skip

    # -- before ----------------------------------------------------------------------------

    @rule(days=st.sampled_from([-3, 0, 1, 2, 5, 9]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(who=one_person)
    def wish(self, who: int) -> None:
        taken = self.do("wish/take", who, text="装一盏灯", channel="door")
        self.refs.append(taken["ref"])

    @rule(data=st.data(), reply=st.sampled_from(["taken-up", "referred", "declined"]))
    def answer_or_merge(self, data: st.DataObject, reply: str) -> None:
        if len(self.refs) < 2:
            return
        ref, other = (data.draw(st.sampled_from(self.refs)) for _ in "12")
        self.do("wish/merge", refs=[ref], into=other, reason="同一件事")
        self.do("wish/answer", ref=ref, reply=reply, words="已办", referred_to="物业")

    @rule(notice=st.sampled_from([0, 3]), revisable=st.booleans())
    def plan(self, notice: int, revisable: bool) -> None:
        self.do("round/plan", id=R1, title="春季", maximum=2, places=1, notice_days=notice,
                objection_days=2, ties="listed-first", revisable=revisable, proxies=1)  # fmt: skip

    @rule(item=one_item, cost=st.sampled_from([0, 100]))
    def list_item(self, item: str, cost: int) -> None:
        refs = self.refs[:1]
        self.do("item/add", round=R1, id=item, title=item, cost=cost, refs=refs)
        self.do("item/assess", round=R1, item=item, feasible="yes", reason="看过")

    @rule()
    def post(self) -> None:
        self.do("round/post", round=R1)

    @rule()
    def withdraw(self) -> None:
        self.do("round/withdraw", round=R1, reason="要改")

    @rule(item=one_item)
    def object_to(self, item: str) -> None:
        raised = self.do("objection/raise", round=R1, item=item, text="不同意")
        if raised:
            self.objections.append(raised["ref"])

    @rule()
    def answer_objections(self) -> None:
        for ref in self.objections:
            self.do("objection/answer", ref=ref, words="已说明")

    @rule()
    def register(self) -> None:
        before = self._everything()
        try:
            self.desk.register(R1, desks.roll(SLOTS // 2))
        except TickboxError:
            assert self._everything() == before

    @rule()
    def open(self) -> None:
        self.do("round/open", round=R1)

    @rule(notice=st.sampled_from([0, 0, 3]), revisable=st.booleans())
    def as_people_would(self, notice: int, revisable: bool) -> None:
        """The usual way to an open round, as far as it still goes."""
        self.plan(notice=notice, revisable=revisable)
        for item in ITEMS:
            self.list_item(item=item, cost=0)
        self.register()
        if notice:
            self.post()
            self.wait(days=5)
            self.answer_objections()
        self.open()

    # -- ticking ---------------------------------------------------------------------------

    def slot(self, number: int) -> str:
        """A slot of the roll, or a stranger's."""
        slots = [slot.slot for slot in self.desk.slots(R1)] if self.has_round() else []
        return slots[number] if number < len(slots) else "STRANGER"

    def has_round(self) -> bool:
        """Whether the round is planned."""
        return any(round.id == R1 for round in self.desk.rounds())

    @rule(number=one_slot, ticks=some_items, again=st.booleans())
    def cast(self, number: int, ticks: list[str], again: bool) -> None:
        self.keys += 0 if again else 1
        if self.has_round():
            cast = Cast(self.slot(number), tuple(ticks), f"k{self.keys}")
            (answer,) = self.desk.cast_many(R1, [cast])
            assert isinstance(answer, TickboxError) or answer.slot == cast.slot

    @rule(number=one_slot, ticks=some_items, who=one_person, other=one_person)
    def assist(self, number: int, ticks: list[str], who: int, other: int) -> None:
        self.do("ballot/assist", who, round=R1, slot=self.slot(number), channel="door",
                witness=STAFF[other].name, ticks=ticks)  # fmt: skip

    @rule(number=one_slot, ticks=some_items, proxy=one_person, mandate=st.integers(1, 3))
    def bring(self, number: int, ticks: list[str], proxy: int, mandate: int) -> None:
        self.do("ballot/proxy", 0, round=R1, slot=self.slot(number), ticks=ticks,
                proxy=("王五", "赵六", "小林")[proxy], mandate=str(mandate),
                witness="老周")  # fmt: skip

    @rule(number=one_slot, who=one_person, other=one_person, ticks=st.integers(0, 3))
    def count_sheet(self, number: int, who: int, other: int, ticks: int) -> None:
        slots = [self.slot(number), self.slot(number + 1)]
        self.do("paper/count", who, other, round=R1, slots=slots, ticks=[["light", ticks]])

    @rule()
    def print_sheets(self) -> None:
        self.keys += 1
        self.do("paper/print", round=R1, batch=f"b{self.keys}")

    @rule(number=st.integers(1, 4), spoiled=st.booleans())
    def take_back(self, number: int, spoiled: bool) -> None:
        self.do("paper/spoil" if spoiled else "paper/return", round=R1, numbers=[number])

    @rule(number=st.integers(1, 4), ticks=some_items, who=one_person)
    def key(self, number: int, ticks: list[str], who: int) -> None:
        try:
            sheet = self.desk.paper.sheet(R1, number)
        except TickboxError:
            return
        for slot in sheet.slots:
            self.do("paper/key", who, round=R1, number=number, slot=slot, ticks=ticks)

    @rule(number=st.integers(1, 4), who=one_person, said=st.sampled_from(["", "spoiled", "unsure"]))
    def key_otherwise(self, number: int, who: int, said: str) -> None:
        try:
            sheet = self.desk.paper.sheet(R1, number)
        except TickboxError:
            return
        one = {"round": R1, "number": number, "slot": sheet.slots[0]}
        if not said:
            self.do("paper/unkey", who, **one)
        else:
            self.do("paper/key", who, **one, **{said: "撕破了" if said == "spoiled" else True})

    @rule(returned=st.integers(0, 4), spoiled=st.integers(0, 2))
    def reconcile(self, returned: int, spoiled: int) -> None:
        for batch in self.desk.paper.batches(R1) if self.has_round() else ():
            self.do("paper/reconcile", round=R1, batch=batch.batch, returned=returned,
                    spoiled=spoiled)  # fmt: skip

    # -- after -----------------------------------------------------------------------------

    @rule(sure=st.integers(0, 3))
    def close(self, sure: int) -> None:
        if sure == 3:  # or most rounds would be closed before anything has happened in them
            self.do("round/close", round=R1)

    @rule()
    def publish(self) -> None:
        if self.has_round():
            before = self._everything()
            try:
                self.desk.publish(R1)
            except TickboxError:
                assert self._everything() == before
            else:
                assert differences(self.desk.bundle(R1)).status == 0

    @rule(item=one_item)
    def override(self, item: str) -> None:
        self.do("result/override", round=R1, take=[item], reason="安全", decided_by="居委会")

    @rule()
    def finalise(self) -> None:
        self.do("result/finalise", round=R1)

    def teardown(self) -> None:
        """However far it came: what is open is closed, counted and recounted."""
        if self.has_round() and self.desk.round(R1).state is State.TICKING:
            self.do("round/close", round=R1)
        if self.has_round() and self.desk.round(R1).state is State.COUNTING:
            self.desk.publish(R1)
            event("recounted")
            assert differences(self.desk.bundle(R1)).status == 0

    # -- laws ------------------------------------------------------------------------------

    @invariant()
    def the_log_keeps_its_order(self) -> None:
        kinds = [entry["kind"] for entry in ledger.entries(self.store, R1)]
        if "closed" in kinds:
            after = kinds[kinds.index("closed") :]
            assert not {"cast", "count-sheet"} & set(after)
        assert [kind for kind in kinds if kind not in ("cast", "count-sheet")] == [
            "configuration", "roll", "opened", "closed", "result",
        ][: len(set(kinds) - {"cast", "count-sheet"})]  # fmt: skip

    @invariant()
    def every_slot_counts_once(self) -> None:
        used: Counter[str] = Counter()
        for entry in ledger.entries(self.store, R1):
            if entry["kind"] == "cast" and entry["revision"] == 1:
                used[entry["slot"]] += 1
            elif entry["kind"] == "count-sheet":
                used.update(place["slot"] for place in entry["places"])
        assert set(used.values()) <= {1}
        if self.has_round():
            assert self.desk.turnout(R1).participants == len(used)
            state = self.desk.round(R1).state
            assert not used or state in (State.TICKING, State.COUNTING, State.DECIDED)

    @invariant()
    def a_proxy_brings_no_more_than_the_round_lets(self) -> None:
        with self.desk.diary.reading() as book:
            proxies = [proxy for _, proxy, _ in book.papers.mandates]
            mandates = [mandate for _, _, mandate in book.papers.mandates]
        assert len(set(proxies)) == len(proxies) and len(set(mandates)) == len(mandates)
        brought = [entry for entry in ledger.entries(self.store, R1)
                   if entry["kind"] == "cast" and entry["channel"] == "proxy"]  # fmt: skip
        assert len(brought) == len(proxies)

    @invariant()
    def batches_always_reconcile(self) -> None:
        for batch in self.desk.paper.batches(R1) if self.has_round() else ():
            assert batch.printed == batch.returned + batch.spoiled + batch.outstanding

    @invariant()
    def the_book_is_the_fold_of_the_diary(self) -> None:
        assert diaries.audit(self.store) == []
        book = YearState()
        for happened in diaries.history(self.store):
            book.apply(happened)
        with self.desk.diary.reading() as kept:
            assert kept.wishes.by_ref == book.wishes.by_ref
            assert kept.lists.posted == book.lists.posted
            assert kept.results.final == book.results.final
            assert kept.papers.batches(R1) == book.papers.batches(R1)
            assert kept.papers.mandates == book.papers.mandates
            assert kept.length == book.length


YearMachine.TestCase.settings = settings(max_examples=80, stateful_step_count=50, deadline=None)
TestYearMachine = YearMachine.TestCase
