"""The diary: what happens in the area's year, kept in a ledger of its own and folded into a book.

The ledger holds the public part of every entry and a commitment to what is sealed; the table
``sealed`` holds the openings.  The book is never stored: it is the fold of both, kept in memory
while the log has not grown behind our back, so that it cannot disagree with them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import attrs

from tickbox_core.desk import log, records
from tickbox_core.desk.hand import Hand
from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, canonical, diary_entry, leaf_hash, sealed_commitment
from tickbox_core.ledger import root as merkle_root
from tickbox_core.store import Store
from tickbox_core.text import Text
from tickbox_core.workflow import Doing, Transaction
from tickbox_core.year import Book, Happened, acts
from tickbox_core.year.keeps import with_keeps

LOG = "diary"
SALT_BYTES = 32
TOLD_ELSEWHERE = frozenset({"result-posted", "tie-posted", "motion-posted", acts.ACT})
"""Kinds that stand beside an entry of a log's own entry, of which observers hear already."""

ROUND = "round"
"""The kind of thing that a round is, among what an act is about."""
TRIALS = frozenset({"rehearsal", "rehearsal-wiped"})
"""Kinds that tell of a trial as a whole: these are of the year."""


class Diary:
    """The diary of one area, and the book that it adds up to."""

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self._book: Book | None = None
        self._lock = hand.transactions.lock
        hand.transactions.close = self._close
        hand.transactions.undo = self._undo

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """The book as it stands; nobody writes to it meanwhile.

        Inside a transaction what is pending in it counts.  Raises ``RuntimeError`` inside one that
        has not begun with the diary (it would wait for whoever waits for it), or another desk's.
        """
        pen = self._open_pen()
        with self._lock:
            yield self._current() if pen is None else pen.book

    @contextmanager
    def writing(self) -> Iterator[Pen]:
        """One durable transaction: every entry the pen adds, and what else is written meanwhile.

        Where it ends with an error nothing has happened.  Inside another one it is a part of that.
        """
        with self._hand.transactions.begin(of_the_diary=True) as own:
            if own.pen is None:
                own.pen = Pen(self._hand, self._current())
            yield own.pen
            own.pen.append()

    def _open_pen(self) -> Pen | None:
        self._hand.transactions.check_elsewhere()
        own = self._hand.transactions.current
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
            edge = log.head(self._hand.store, LOG)
            checkpoint = log.keep_checkpoint(self._hand, LOG, edge)
            own.locked.insert(0, partial(self._hand.witness, checkpoint))
            own.unlocked.insert(0, partial(self._tell, own.pen))

    def _note(self, own: Transaction, doing: Doing) -> None:
        """Add the entry that says who did it.

        What is done with a trial leaves none: wiped, nothing is left that points to it.
        """
        if own.pen is None:
            own.pen = Pen(self._hand, self._current())
        pen: Pen = own.pen
        about = _joined(doing.about, own.about)
        rounds = about.pop(ROUND, [])
        told = (str(one.facts["cycle"]) for one in pen.added if "cycle" in one.facts)
        touched = {*own.logs, *rounds, *told} - {LOG}
        trials = {id_ for id_ in touched if self._is_trial(id_)}
        if touched and touched == trials and not pen.tells_of(TRIALS):
            return
        if known := [id_ for id_ in rounds if id_ not in trials and self._is_round(id_)]:
            about[ROUND] = known
        if doing.once and pen.book.acts.noted(doing.act, about, doing.actor.name):
            return
        named = {} if doing.once else {k: at for k, at in own.logs.items() if k not in trials}
        pen.add(acts.did(doing.act, named, about, _who(doing)))
        pen.append()

    def _is_round(self, id_: str) -> bool:
        return self._hand.store.get("cycle", id=id_) is not None

    def _is_trial(self, id_: str) -> bool:
        return self._is_round(id_) and records.load_round(self._hand.store, id_).rehearsal

    def _tell(self, pen: Pen) -> None:
        for happened in pen.added:
            if happened.kind not in TOLD_ELSEWHERE:
                self._hand.tell(Event(happened.kind, LOG, happened.facts))

    def _undo(self, own: Transaction) -> None:
        if own.pen is not None and own.pen.added:
            self._book = None  # it has read entries that were never written

    def entries(self) -> tuple[Happened, ...]:
        """Everything that has happened, with what is sealed: staff only."""
        return tuple(history(self._hand.store))

    def erase(self, chosen: Callable[[Happened], bool], reason: Text) -> Counter[str]:
        """Erase what is sealed in the chosen entries, for good, and say so in the diary.

        The ledger still verifies: it holds commitments only.  Says how many of which kind.  Raises
        ``NotPossible`` where one of them belongs to a motion whose papers have to stay.
        """
        from tickbox_core.desk.keeping.annulment import ask_laws, proof_stays  # into motions

        ask_laws(self._hand)
        with self.writing() as pen:
            for one in history(self._hand.store):
                if one.sealed is not None and chosen(one):
                    proof_stays(self._hand, pen.book, one)
            kinds = pen.erase(chosen)
            if kinds:
                pen.add(erased(kinds, reason))
            self._hand.transactions.later(self.forget)
        return kinds

    def later(self, call: Callable[[], object]) -> None:
        """Have it called once what this thread has open is durable, before anybody else writes."""
        self._hand.transactions.later(call)

    def forget(self) -> None:
        """Read the book anew when it is next asked for: it may have read what was erased."""
        with self._lock:
            self._book = None

    def checkpoint(self) -> Checkpoint | None:
        """The newest kept checkpoint of the diary's log."""
        return log.last_checkpoint(self._hand.store, LOG)

    def _current(self) -> Book:
        size = log.head(self._hand.store, LOG).size
        if self._book is None or self._book.length != size:
            book = Book()
            for happened in history(self._hand.store):
                book.apply(happened)
            self._book = book
        return self._book


def _who(doing: Doing) -> dict[str, Any]:
    """Who acted, and who signed beside, as it is sealed."""
    actor, second = doing.actor, doing.second
    sealed: dict[str, Any] = {"name": actor.name, "role": str(actor.role)}
    if actor.office:
        sealed["office"] = actor.office
    if second is not None:
        sealed["second"] = {"name": second.name, "role": str(second.role)}
    return sealed


def _joined(*several: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """References by kind of thing, each once, in their order."""
    kinds = dict.fromkeys(kind for about in several for kind in about)
    found = {kind: [one for about in several for one in about.get(kind, ())] for kind in kinds}
    return {kind: list(dict.fromkeys(ids)) for kind, ids in found.items()}


class Pen:
    """Adds entries inside one transaction; the book reads each at once, for the next."""

    def __init__(self, hand: Hand, book: Book) -> None:
        self.book = book
        self.added: list[Happened] = []
        self._hand = hand
        self._now = hand.now()
        self._entries: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []

    def add(self, happened: Happened) -> Happened:
        """Write an entry; it comes back with its time and position."""
        kept = with_keeps(happened)
        written = attrs.evolve(kept, at=self._now, position=self.book.length)
        commitment = None
        if written.sealed is not None:
            salt = self._hand.entropy(SALT_BYTES)
            body = json.dumps(dict(written.sealed), ensure_ascii=False)
            commitment = sealed_commitment(salt, json.loads(body))
            self._rows.append(
                {"log": LOG, "position": written.position, "salt": salt, "body": body}
            )
        self._entries.append(
            diary_entry(written.kind, self._hand.area, self._now, written.facts, commitment)
        )
        self.book.apply(written)
        self.added.append(written)
        return written

    def erase(self, chosen: Callable[[Happened], bool]) -> Counter[str]:
        """Blank what is sealed in the chosen entries; how many of which kind.

        Whoever asks adds the entry that says so (``erased``), in the same transaction.
        """
        store = self._hand.store
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
            log.append(self._hand, LOG, self._entries)
            self._hand.store.add("sealed", self._rows)
            self._entries, self._rows = [], []


def erased(kinds: Mapping[str, int], reason: Text, by: str = "", **more: Any) -> Happened:
    """The entry that says how many sealed parts of which kind were erased, never whose."""
    facts = {"kinds": dict(kinds), **more, "reason": reason.plain()}
    return Happened("erased", facts, {"by": by} if by else None)


def history(store: Store) -> Iterator[Happened]:
    """Every entry of the diary, opened where its opening is still there."""
    entries = log.entries(store, LOG)  # first: whatever is added meanwhile has its opening too
    openings = {row["position"]: row for row in store.find("sealed", log=LOG)}
    for position, entry in enumerate(entries):
        row = openings.get(position, {})
        body = row.get("body")
        yield Happened(
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
