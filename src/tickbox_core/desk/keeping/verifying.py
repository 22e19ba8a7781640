"""The whole record of an area checked: logs, checkpoints, openings, tables, and every result.

Nothing is believed because it stands in a table.  Each log is hashed anew and held against its head
and every checkpoint; the tables are held against what follows from the logs; every decided round,
motion and judgement is recounted by ``recount.py`` from its bundle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

import attrs

from tickbox_core.archive import LogNote
from tickbox_core.bundle import bundle_checkpoint, differences
from tickbox_core.components.judgement import Phase
from tickbox_core.components.motions import PollState
from tickbox_core.desk import diary, voiding
from tickbox_core.desk.diary import LOG, YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.keeping import logs, rounds
from tickbox_core.desk.keeping.faults import Differences
from tickbox_core.desk.motions import deciding as motions
from tickbox_core.desk.motions import rows
from tickbox_core.desk.state import YearState
from tickbox_core.desk.wiring import judgement_service
from tickbox_core.errors import FileChanged, TickboxError
from tickbox_core.ledger import Checkpoint, root
from tickbox_core.model import State
from tickbox_core.text import Text
from tickbox_core.workflow import bundles

_T = TypeVar("_T")
ROUND, MOTION, JUDGEMENT = Text("打钩", "round"), Text("表决", "motion"), Text("评议", "judgement")


@attrs.frozen
class Recounted:
    """Something decided: the digest of its outcome (hex), and whether ``recount.py`` agrees."""

    area: str
    kind: Text
    id: str
    digest: str
    agrees: bool

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {**attrs.asdict(self), "kind": self.kind.plain()}


@attrs.frozen
class Verification:
    """What differs (nothing: all is as it should be), and what was recounted."""

    faults: tuple[Text, ...] = ()
    recounted: tuple[Recounted, ...] = ()

    def __add__(self, other: Verification) -> Verification:
        return Verification(self.faults + other.faults, self.recounted + other.recounted)


def verify(
    hand: Hand,
    *,
    part: bool = False,
    outside: Iterable[Checkpoint] = (),
    noted: Mapping[str, LogNote] | None = None,
) -> Verification:
    """Check everything of the hand's area; never raises for what the record holds.

    ``part``: it holds one round of an area, so that the diary speaks of more than is there; else
    every sealed word is, unless the diary says that it was erased.  ``outside`` are checkpoints
    kept elsewhere; ``noted`` is what an archive's manifest says of the logs.
    """
    faults = Differences(hand.area)
    entries = _logs(hand, faults, outside, noted)
    _diary(hand, faults, entries.get(LOG, []), part)
    known = {LOG}
    for id_, check in _decidable(hand, faults):
        known.add(id_)
        _safely(faults, id_, check, entries.get(id_, []))
    for log in entries.keys() - known:
        faults.must(False, log, Text("记录没有归属。", "this log belongs to nothing."))
    recounted = tuple(_recount_bundles(hand, faults))
    published = {one.id for one in recounted}
    for row in hand.store.find("bundle"):
        if faults.must(row["cycle"] in published, row["cycle"], _OF_NOTHING):
            _safely(faults, row["cycle"], partial(_check_kept_bundle, hand, faults), row["cycle"])
    return Verification(tuple(faults.found), recounted)


def _logs(
    hand: Hand,
    faults: Differences,
    outside: Iterable[Checkpoint],
    noted: Mapping[str, LogNote] | None,
) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[Checkpoint]] = {}
    for one in outside:
        kept.setdefault(one.origin.rpartition("/")[2], []).append(one)
    found: dict[str, list[dict[str, Any]]] = {}
    for log in sorted({*logs.names(hand.store), *kept, *(noted or {})}):
        expected = None if noted is None else noted.get(log, LogNote(0, ""))
        _safely(faults, log, partial(_log, hand, faults, log, kept.get(log, ()), expected), found)
    return {log: entries for log, entries in found.items() if entries}


def _log(
    hand: Hand,
    faults: Differences,
    log: str,
    outside: Iterable[Checkpoint],
    expected: LogNote | None,
    found: dict[str, list[dict[str, Any]]],
) -> None:
    found[log] = logs.check_log(hand.store, faults, log, outside)
    if expected is not None:
        right = expected == logs.note(hand.store, log)
        faults.must(right, log, Text("与目录所记不同。", "it is not as the manifest says."))


Check = Callable[[list[dict[str, Any]]], None]


def _decidable(hand: Hand, faults: Differences) -> Iterator[tuple[str, Check]]:
    """Everything with a log of its own, and how it is checked."""
    store, area = hand.store, hand.area
    for row in store.find("cycle"):
        yield row["id"], partial(rounds.round_, store, faults, row["id"])
    for row in store.find("motion"):
        yield row["id"], partial(rounds.motion, store, faults, area, row["id"])
    for row in store.find("judgement"):
        yield row["id"], partial(rounds.judgement, store, faults, row["id"])


_BROKEN = (TickboxError, KeyError, ValueError, TypeError, AttributeError, IndexError)
"""What rows raise that somebody has changed: it is told as a fault, never as a traceback."""


def _safely(faults: Differences, where: str, check: Callable[[_T], None], given: _T) -> None:
    try:
        check(given)
    except _BROKEN as problem:
        said = Text(f"读不出来（{problem}）。", f"it cannot be read ({problem}).")
        faults.must(False, where, said)


# -- the diary ---------------------------------------------------------------------------------


def _diary(hand: Hand, faults: Differences, entries: list[dict[str, Any]], part: bool) -> None:
    _safely(faults, LOG, lambda _: _openings(hand, faults), entries)
    _safely(faults, LOG, lambda held: _check_fold(hand, faults, held, part), entries)
    if not part:
        _safely(faults, LOG, lambda held: _check_sealed(hand, faults, held), entries)


def _openings(hand: Hand, faults: Differences) -> None:
    for problem in diary.audit(hand.store):
        faults.must(False, LOG, problem)


def _check_fold(hand: Hand, faults: Differences, entries: list[dict[str, Any]], part: bool) -> None:
    """The book can be read from the beginning, and its results are those of the rounds' logs."""
    book = YearState()
    for happened in diary.history(hand.store):
        book.apply(happened)
    for entry in entries:
        table, facts = _RESULTS.get(entry["kind"], ""), entry["facts"]
        id_ = facts.get(table, "")
        if not facts.get("digest") or not id_ or (part and hand.store.get(table, id=id_) is None):
            continue
        faults.must(
            logs.note(hand.store, id_).outcome == facts["digest"],
            f"{LOG}/{id_}",
            Text("公示的结果与记录不同。", "the posted result is not the one in its log."),
        )


_RESULTS = {"result-posted": "cycle", "motion-posted": "motion"}
"""Entries that name a posted result, and the fact (and table) that says of what."""


def _check_sealed(hand: Hand, faults: Differences, entries: list[dict[str, Any]]) -> None:
    """What is sealed is there, or the diary says how many of its kind were erased."""
    gone = Counter(one.kind for one in diary.history(hand.store) if one.erased)
    said: Counter[str] = Counter()
    for entry in entries:
        if entry["kind"] == "erased":
            said.update(entry["facts"]["kinds"])
    for kind in sorted(gone | said):
        faults.must(
            gone[kind] == said[kind],
            f"{LOG}/{kind}",
            Text(
                f"内容少了{gone[kind]}条，登记删除的是{said[kind]}条。",
                f"{gone[kind]} sealed parts are gone, and {said[kind]} were said to be erased.",
            ),
        )


# -- what was decided --------------------------------------------------------------------------


def _recount_bundles(hand: Hand, faults: Differences) -> Iterator[Recounted]:
    for kind, id_, files in _decided_bundles(hand):
        agrees = True
        for bundle in files:
            agrees = _agrees(faults, id_, bundle) and agrees
        yield Recounted(hand.area, kind, id_, logs.note(hand.store, id_).outcome, agrees)


def _decided_bundles(hand: Hand) -> Iterator[tuple[Text, str, list[Callable[[], bytes]]]]:
    store, judging = hand.store, judgement_service(hand, YearDiary(hand))
    for row in store.find("cycle", state=str(State.DECIDED)):
        yield ROUND, row["id"], [partial(voiding.made_bundle, hand, row["id"])]
    for row in store.find("cycle", state=str(State.VOID)):
        if row["opened_at"] is not None:
            yield ROUND, row["id"], [partial(voiding.made_bundle, hand, row["id"])]
    counted = (PollState.PRELIMINARY, PollState.PUBLISHED)
    for row in (row for state in counted for row in store.find("motion", state=str(state))):
        files = [partial(motions.bundle, hand, row["id"])]
        if not rows.is_erased(store, row["id"]):
            files.append(partial(motions.bundle, hand, row["id"], sealed=True))
        yield MOTION, row["id"], list(files)
    for row in store.find("motion", state=str(PollState.VOID)):
        if row["opened_at"] is not None:
            sealed = not rows.is_erased(store, row["id"])
            yield (
                MOTION,
                row["id"],
                [
                    partial(motions.bundle, hand, row["id"], sealed=one)
                    for one in (False, *((True,) if sealed else ()))
                ],
            )
    for row in store.find("judgement", state=str(Phase.VOID)):
        yield JUDGEMENT, row["id"], [partial(judging.made_bundle, row["id"])]
    for row in store.find("judgement", state=str(Phase.PUBLISHED)):
        yield JUDGEMENT, row["id"], [partial(judging.made_bundle, row["id"])]


def _check_kept_bundle(hand: Hand, faults: Differences, id_: str) -> None:
    """The bundle that is handed out is the file that was kept, agrees, and is of this log."""
    try:
        blob = bundles.find_kept(hand, id_)
    except FileChanged as changed:
        faults.must(False, id_, changed.text)
        return
    if hand.blobs is None or not faults.must(blob is not None, id_, _GONE) or blob is None:
        return
    data = blob.read()
    recount = differences(data)
    for text in recount.texts:
        faults.must(False, id_, text)
    if recount.status == 0:
        held = bundle_checkpoint(data)
        leaves = [row["leaf"] for row in hand.store.find("entry", order="position", log=id_)]
        of_this = root(leaves[: held.size]).hex() == held.root and held.size <= len(leaves)
        faults.must(of_this, id_, _OTHER_LOG)


_OF_NOTHING = Text("核验包没有对应的结果。", "a bundle is noted for a result that is not there.")
_GONE = Text("公布时的核验包不在这里。", "the bundle is not here as it was published.")
_OTHER_LOG = Text("公布的核验包不是这份记录的。", "the published bundle is not that of this log.")


def _agrees(faults: Differences, id_: str, bundle: Callable[[], bytes]) -> bool:
    try:
        recount = differences(bundle())
    except _BROKEN as problem:
        said = Text(f"核验包做不出来（{problem}）。", f"it has no bundle ({problem}).")
        return faults.must(False, id_, said)
    for text in recount.texts:
        faults.must(False, id_, text)
    return recount.status == 0
