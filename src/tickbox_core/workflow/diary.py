"""The diary: what happens in an area, kept in a ledger of its own and folded into a state.

The ledger holds the public part of every entry and a commitment to what is sealed; the table
``sealed`` holds the openings.  The state is never stored: it is the fold of both, kept in memory
while the log has not grown behind our back, so that it cannot disagree with them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Generic, TypeVar

import attrs

from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, canonical, diary_entry, leaf_hash, sealed_commitment
from tickbox_core.ledger import root as merkle_root
from tickbox_core.store import Store
from tickbox_core.text import Text
from tickbox_core.workflow import log
from tickbox_core.workflow.act_entries import ACT, act_entry
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.entries import DiaryEntry
from tickbox_core.workflow.state import DiaryState
from tickbox_core.workflow.transactions import Doing, Transaction

LOG = "diary"
SALT_BYTES = 32

S = TypeVar("S", bound=DiaryState, covariant=True)


class Diary(Generic[S]):
    """The diary of one area, and the state that it adds up to.

    ``told_elsewhere`` are kinds that observers do not hear of here.  What follows from the matters
    of an area is said by whoever makes one, by overriding ``about``, ``with_keeps`` and
    ``check_may_go``.
    """

    told_elsewhere: frozenset[str] = frozenset({ACT})

    def __init__(self, context: DeskContext, state: Callable[[], S]) -> None:
        self._context = context
        self._new_state = state
        self._state: S | None = None
        self._lock = context.transactions.lock
        context.transactions.close = self._close
        context.transactions.undo = self._undo

    def about(
        self, own: Transaction, pen: DiaryTransaction[S], about: dict[str, list[str]]
    ) -> dict[str, list[str]] | None:
        """The references that the entry of an act names; ``None``: it leaves no entry."""
        return about

    def named_logs(self, own: Transaction) -> dict[str, list[int]]:
        """The positions that the entry of an act names, by log."""
        return own.logs

    def with_keeps(self, entry: DiaryEntry) -> DiaryEntry:
        """An entry that is about to be written, with how long what it seals is kept."""
        return entry

    def check_may_go(self, state: Any, entry: DiaryEntry) -> None:
        """Raise ``NotPossible`` where what an entry seals has to stay."""

    @contextmanager
    def reading(self) -> Iterator[S]:
        """The state as it stands; nobody writes to it meanwhile.

        Inside a transaction what is pending in it counts.  Raises ``RuntimeError`` inside one that
        has not begun with the diary (it would wait for whoever waits for it), or another desk's.
        """
        pen = self._open_pen()
        with self._lock:
            yield self._current() if pen is None else pen.book

    @contextmanager
    def writing(self) -> Iterator[DiaryTransaction[S]]:
        """One durable transaction: every entry the pen adds, and what else is written meanwhile.

        Where it ends with an error nothing has happened.  Inside another one it is a part of that.
        """
        with self._context.transactions.begin(of_the_diary=True) as own:
            if own.pen is None:
                own.pen = DiaryTransaction(self._context, self._current(), self.with_keeps)
            yield own.pen
            own.pen.append()

    def _open_pen(self) -> DiaryTransaction[S] | None:
        self._context.transactions.check_elsewhere()
        own = self._context.transactions.current
        if own is not None and not own.of_the_diary:
            raise RuntimeError("a transaction that reads the diary begins with it")
        return None if own is None else own.pen

    def _close(self, own: Transaction) -> None:
        """Inside a transaction, at its end: who did it is noted, and the log's edge is kept."""
        if not own.of_the_diary:
            return
        if own.doing is not None and own.doing.is_noted:
            self._note(own, own.doing)
        if own.pen is not None and own.pen.added:
            edge = log.head(self._context.store, LOG)
            checkpoint = log.keep_checkpoint(self._context, LOG, edge)
            own.locked.insert(0, partial(self._context.witness, checkpoint))
            own.unlocked.insert(0, partial(self._tell, own.pen))

    def _note(self, own: Transaction, doing: Doing) -> None:
        """Add the entry that says who did it."""
        if own.pen is None:
            own.pen = DiaryTransaction(self._context, self._current(), self.with_keeps)
        pen: DiaryTransaction[S] = own.pen
        about = self.about(own, pen, _join_references(doing.about, own.about))
        if about is None:
            return
        if doing.once and pen.book.acts.noted(doing.act, about, doing.actor.name):
            return
        named = {} if doing.once else self.named_logs(own)
        pen.add(act_entry(doing.act, named, about, _who(doing)))
        pen.append()

    def _tell(self, pen: DiaryTransaction[Any]) -> None:
        for happened in pen.added:
            if happened.kind not in self.told_elsewhere:
                self._context.tell(Event(happened.kind, LOG, happened.facts))

    def _undo(self, own: Transaction) -> None:
        if own.pen is not None and own.pen.added:
            self._state = None  # it has read entries that were never written

    def entries(self) -> tuple[DiaryEntry, ...]:
        """Everything that has happened, with what is sealed: staff only."""
        return tuple(history(self._context.store))

    def erase(self, chosen: Callable[[DiaryEntry], bool], reason: Text) -> Counter[str]:
        """Erase what is sealed in the chosen entries, for good, and say so in the diary.

        The ledger still verifies: it holds commitments only.  Says how many of which kind.  Raises
        ``NotPossible`` where what one of them seals has to stay (``check_may_go``).
        """
        with self.writing() as pen:
            for one in history(self._context.store):
                if one.sealed is not None and chosen(one):
                    self.check_may_go(pen.book, one)
            kinds = pen.erase(chosen)
            if kinds:
                pen.add(erased(kinds, reason))
            self._context.transactions.later(self.forget)
        return kinds

    def later(self, call: Callable[[], object]) -> None:
        """Have it called once what this thread has open is durable, before anybody else writes."""
        self._context.transactions.later(call)

    def forget(self) -> None:
        """Fold the state anew when it is next asked for: it may hold what was erased."""
        with self._lock:
            self._state = None

    def checkpoint(self) -> Checkpoint | None:
        """The newest kept checkpoint of the diary's log."""
        return log.last_checkpoint(self._context.store, LOG)

    def _current(self) -> S:
        size = log.head(self._context.store, LOG).size
        if self._state is None or self._state.length != size:
            state = self._new_state()
            for happened in history(self._context.store):
                state.fold(happened)
            self._state = state
        return self._state


def _who(doing: Doing) -> dict[str, Any]:
    """Who acted, and who signed beside, as it is sealed."""
    actor, second = doing.actor, doing.second
    sealed: dict[str, Any] = {"name": actor.name, "role": str(actor.role)}
    if actor.office:
        sealed["office"] = actor.office
    if second is not None:
        sealed["second"] = {"name": second.name, "role": str(second.role)}
    return sealed


def _join_references(*several: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """References by kind of thing, each once, in their order."""
    kinds = dict.fromkeys(kind for about in several for kind in about)
    found = {kind: [one for about in several for one in about.get(kind, ())] for kind in kinds}
    return {kind: list(dict.fromkeys(ids)) for kind, ids in found.items()}


class DiaryTransaction(Generic[S]):
    """Adds entries inside one transaction; the state reads each at once, for the next."""

    def __init__(
        self, context: DeskContext, state: S, with_keeps: Callable[[DiaryEntry], DiaryEntry]
    ) -> None:
        self.book = state
        self._with_keeps = with_keeps
        self.added: list[DiaryEntry] = []
        self._context = context
        self._now = context.now()
        self._entries: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []

    def add(self, happened: DiaryEntry) -> DiaryEntry:
        """Write an entry; it comes back with its time and position."""
        kept = self._with_keeps(happened)
        written = attrs.evolve(kept, at=self._now, position=self.book.length)
        commitment = None
        if written.sealed is not None:
            salt = self._context.entropy(SALT_BYTES)
            body = json.dumps(dict(written.sealed), ensure_ascii=False)
            commitment = sealed_commitment(salt, json.loads(body))
            self._rows.append(
                {"log": LOG, "position": written.position, "salt": salt, "body": body}
            )
        self._entries.append(
            diary_entry(written.kind, self._context.area, self._now, written.facts, commitment)
        )
        self.book.apply(written)
        self.added.append(written)
        return written

    def erase(self, chosen: Callable[[DiaryEntry], bool]) -> Counter[str]:
        """Blank what is sealed in the chosen entries; how many of which kind.

        Whoever asks adds the entry that says so (``erased``), in the same transaction.
        """
        store = self._context.store
        gone = [one for one in history(store) if one.sealed is not None and chosen(one)]
        for one in gone:
            store.put("sealed", {"log": LOG, "position": one.position})
        return Counter(one.kind for one in gone)

    def tells_of(self, kinds: Collection[str]) -> bool:
        """Whether an entry of one of these kinds was added."""
        return any(one.kind in kinds for one in self.added)

    def append(self) -> None:
        """Write down what was added, inside the transaction."""
        if self._entries:
            log.append(self._context, LOG, self._entries)
            self._context.store.add("sealed", self._rows)
            self._entries, self._rows = [], []


def erased(kinds: Mapping[str, int], reason: Text, by: str = "", **more: Any) -> DiaryEntry:
    """The entry that says how many sealed parts of which kind were erased, never whose."""
    facts = {"kinds": dict(kinds), **more, "reason": reason.plain()}
    return DiaryEntry("erased", facts, {"by": by} if by else None)


def history(store: Store) -> Iterator[DiaryEntry]:
    """Every entry of the diary, opened where its opening is still there."""
    entries = log.entries(store, LOG)  # first: whatever is added meanwhile has its opening too
    openings = {row["position"]: row for row in store.find("sealed", log=LOG)}
    for position, entry in enumerate(entries):
        row = openings.get(position, {})
        body = row.get("body")
        yield DiaryEntry(
            kind=entry["kind"],
            facts=entry["facts"],
            sealed=None if body is None else json.loads(body),
            at=entry["at"],
            position=position,
            erased=entry["sealed"] is not None and body is None,
        )


def audit(store: Store) -> list[Text]:
    """What does not agree: the log with its head, or an opening with its commitment."""
    found = []
    entries = log.entries(store, LOG)
    head = log.head(store, LOG)
    leaves = [leaf_hash(canonical(entry)) for entry in entries]
    if len(entries) != head.size or merkle_root(leaves) != head.root:
        found.append(Text("台账与其摘要不符。", "the diary does not agree with its head."))
    for row in store.find("sealed", log=LOG):
        if row["body"] is None:
            continue
        at = row["position"]
        opened = sealed_commitment(row["salt"], json.loads(row["body"]))
        if at >= len(entries) or entries[at]["sealed"] != opened:
            found.append(
                Text(f"台账第{at}条的内容被改动过。", f"entry {at} of the diary was changed.")
            )
    return found
