"""What a bundle is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.ledger import Checkpoint


def _entries(given: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(given)


def _leaves(given: Iterable[bytes]) -> tuple[bytes, ...]:
    return tuple(given)


def _in_order(ticks: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ticks))


@attrs.frozen
class Opening:
    """What opens the commitment of a slot's last cast.

    ``household`` is the household's random tag, ``None`` where the count needs none; ``ticks`` are
    put in the order of their code points, so that a ballot is written in one way only.
    """

    slot: str
    revision: int
    household: str | None
    ticks: tuple[str, ...] = attrs.field(converter=_in_order)
    salt: bytes = attrs.field(repr=False)


def _openings(given: Iterable[Opening]) -> tuple[Opening, ...]:
    return tuple(given)


@attrs.frozen(hash=False)
class BundleParts:
    """A round for publication.

    ``entries`` is the whole log up to and including the result, ``openings`` one for each slot that
    cast, in the order of the entries they open, ``slot_leaves`` those of all slots on the roll in
    the order they were committed to, ``outcome`` the plain outcome.  ``tagged``: the leaves hold
    the tags of homes, and so must the openings.
    """

    entries: tuple[Mapping[str, Any], ...] = attrs.field(converter=_entries)
    openings: tuple[Opening, ...] = attrs.field(converter=_openings)
    slot_leaves: tuple[bytes, ...] = attrs.field(converter=_leaves)
    checkpoint: Checkpoint
    outcome: Mapping[str, Any]
    tagged: bool = True


@attrs.frozen
class MarkOpening:
    """What opens the commitment of a slot's last mark on a project; ``household`` as above."""

    slot: str
    household: str | None
    project: str
    revision: int
    mark: str
    knew: bool
    salt: bytes = attrs.field(repr=False)


@attrs.frozen(hash=False)
class JudgementParts:
    """A judgement for publication: its log to the result, its marks in the log's order, leaves."""

    entries: tuple[Mapping[str, Any], ...] = attrs.field(converter=_entries)
    marks: tuple[MarkOpening, ...]
    slot_leaves: tuple[bytes, ...] = attrs.field(converter=_leaves)
    checkpoint: Checkpoint
    outcome: Mapping[str, Any]
    tagged: bool = True


def _plain(given: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(given)


@attrs.frozen(hash=False, repr=False)
class Sealed:
    """What opens a motion's commitments, real names and all; never published.

    ``heads`` stand in the order they were committed to, ``papers`` in that of the log; ``delivery``
    and ``roll`` are ``None`` where there is none, or where the rows were erased.
    """

    heads: tuple[Mapping[str, Any], ...] = attrs.field(converter=_plain)
    papers: tuple[Mapping[str, Any], ...] = attrs.field(converter=_plain)
    delivery: Mapping[str, Any] | None
    roll: Mapping[str, Any] | None


@attrs.frozen(hash=False)
class MotionParts:
    """A motion for publication: its log to the result, leaves, totals; ``sealed`` for a court."""

    entries: tuple[Mapping[str, Any], ...] = attrs.field(converter=_entries)
    slot_leaves: tuple[bytes, ...] = attrs.field(converter=_leaves)
    checkpoint: Checkpoint
    outcome: Mapping[str, Any]
    sealed: Sealed | None = None
