"""The archive of one round: the round, its motions and judgements, their logs, and the diary.

It is for looking at and counting again, elsewhere and later.  Without names it holds what is left
once everything personal is erased; with names also the roll and the sealed words of the round.
Voting codes and staff tokens are never in it: they are worth nothing elsewhere.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import attrs

from tickbox_core.archive import AreaParts, Contents, Kind
from tickbox_core.archive.parts import Rows
from tickbox_core.components.judgement import Phase
from tickbox_core.components.motions import PollState
from tickbox_core.desk import records, voiding
from tickbox_core.desk.diary import LOG, YearDiary, history
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.keeping import stripping
from tickbox_core.desk.keeping.due import rounds_of
from tickbox_core.desk.keeping.taking import about, backup, fill_store
from tickbox_core.desk.motions import deciding as motions
from tickbox_core.desk.state import YearState
from tickbox_core.desk.wiring import judgement_service
from tickbox_core.errors import NotPossible, WrongState
from tickbox_core.model import State
from tickbox_core.model.local_time import read_zone
from tickbox_core.registry import Registry
from tickbox_core.store import Store
from tickbox_core.store.folder import DataFolder
from tickbox_core.text import Text
from tickbox_core.workflow import bundles


@attrs.frozen
class Sliced:
    """The archive, and the motions and judgements that are not published and so are not in it."""

    contents: Contents
    left_out: tuple[str, ...]


def archive(
    folder: DataFolder,
    area: str,
    round: str,
    registry: Registry,
    *,
    made: datetime,
    version: str,
    names: bool = False,
) -> Sliced:
    """Everything of a decided round, or of one that was voided after closing.

    Raises ``NotListed`` for an area or round that is not there, ``WrongState`` before its result is
    published (what was ticked is nobody's business until then), ``NotPossible`` for a trial.
    """
    whole = backup(folder, area, made=made, version=version)
    store = fill_store(whole.areas[area].tables)
    _require_decided(store, round)
    published, waiting = _belonging(store, round)
    hand = Hand(
        area=area,
        store=store,
        registry=registry,
        clock=lambda: made,
        zone=read_zone(folder.zone()),
        entropy=os.urandom,
        pepper=b"",
        tree=folder.tree(),
        blobs=folder.blobs(),
    )
    published_as = list(_bundles(hand, round, published))
    ids = {round, *published}
    kept = _choose_rows(store, round, ids, names)
    if not names:
        _without_names(kept, round, published)
    tables = kept.snapshot()
    held = [one for one in whole.areas[area].checkpoints if _log(one) in {*ids, LOG}]
    contents = Contents(
        about(Kind.ROUND, {area: tables}, made, version, round, names),
        {**whole.town, "staff": [], "staff_role": []},
        {area: AreaParts(tables, held)},
        {
            **_pictures(whole.files, tables["entry"]),
            **{f"bundles/{at}.zip": data for at, data in enumerate(published_as, 1)},
        },
    )
    return Sliced(contents, waiting)


def _require_decided(store: Store, id_: str) -> None:
    round = records.load_round(store, id_)
    if round.rehearsal:
        raise NotPossible(Text("演练不存档。", "a trial is not archived."))
    if round.state is State.VOID and round.closed_at is not None:
        return
    if round.state is State.VOID:
        voiding.refuse_void(store, round, Text("存档", "archive it"))
    if round.state is not State.DECIDED:
        step, wait = Text("存档", "archive it"), Text("请等结果公布。", "Wait for the result.")
        raise WrongState(id_, round.state.words, step, wait)


def _belonging(store: Store, round: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Its motions and judgements: the published ones, and the others."""
    found = {
        row["id"]: row["state"] == str(PollState.PUBLISHED)
        for row in store.find("motion")
        if json.loads(row["plan"])["from_cycle"] == round
    }
    found |= {
        row["id"]: row["state"] == str(Phase.PUBLISHED)
        for row in store.find("judgement", round=round)
    }
    return tuple(id_ for id_ in found if found[id_]), tuple(i for i in found if not found[i])


def _bundles(hand: Hand, round: str, published: Iterable[str]) -> Iterator[bytes]:
    """As they were published."""
    judging = judgement_service(hand, YearDiary(hand))
    yield bundles.read(hand, round, partial(voiding.made_bundle, hand, round))
    for id_ in published:
        motion = hand.store.get("motion", id=id_) is not None
        make = partial(motions.bundle, hand, id_) if motion else partial(judging.made_bundle, id_)
        yield bundles.read(hand, id_, make)


_NEVER = {*stripping.OF_CODES, "problem", "bundle", "job"}
_BY = ("log", "motion", "judgement", "cycle", "id")
"""The columns by which a table's rows belong to something, the first that it has."""


def _choose_rows(store: Store, round: str, ids: set[str], names: bool) -> Store:
    """The rows of the round and of what belongs to it; the diary's log as a whole."""
    sealed = _sealed_of(store, round) if names else set()
    chosen: dict[str, Rows] = {}
    for name, rows in store.snapshot().items():
        if name == "sealed":
            chosen[name] = [row for row in rows if row["position"] in sealed]
        elif name not in _NEVER:
            chosen[name] = [row for row in rows if _of(name, row) in ids | {LOG}]
    return fill_store(chosen)


def _of(table: str, row: Mapping[str, Any]) -> Any:
    if table in ("cycle", "motion", "judgement"):
        return row["id"]
    by, *_ = (column for column in _BY if column in row)
    return row[by]


def _sealed_of(store: Store, round: str) -> set[int]:
    book, found = YearState(), list(history(store))
    for happened in found:
        book.apply(happened)
    return {one.position for one in found if round in rounds_of(book, one)}


def _without_names(store: Store, round: str, published: Iterable[str]) -> None:
    with store.transaction():
        stripping.people(store, round)
        store.remove("unit", cycle=round)
        stripping.replaced_ballots(store, round)
        for id_ in published:
            if store.get("motion", id=id_) is not None:
                stripping.papers(store, id_)
            else:
                stripping.replaced_marks(store, id_)


def _log(checkpoint: Mapping[str, Any]) -> str:
    return str(checkpoint["origin"]).rpartition("/")[2]


_DIGEST = re.compile(rb"[0-9a-f]{64}")


def _pictures(files: Mapping[str, bytes], entries: Rows) -> dict[str, bytes]:
    """The pictures that the entries speak of."""
    said = {found.decode() for row in entries for found in _DIGEST.findall(row["body"])}
    return {
        name: data
        for name, data in files.items()
        if name.startswith("pictures/") and name.removeprefix("pictures/")[:64] in said
    }


def slug(contents: Contents, digest: str) -> str:
    """The name of a round's archive among the evidence of a town."""
    about_, round = contents.about, contents.about.round.lower()
    plain = "".join(mark if mark in _PLAIN else "-" for mark in round)[:60]
    return f"{about_.areas[0]}.{plain}.{digest[:16]}.zip"


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")
