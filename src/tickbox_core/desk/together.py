"""What one desk of a town does with the others: awards gathered and given, cases taken over."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.desk.desk import Desk
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import Item
from tickbox_core.text import Text

_ABOVE = frozenset({"town", "street", "community"})


def gather(here: Desk, award: str) -> int:
    """Enter what the desks of the town have put forward for an award; how many cases are new."""
    here.awards.award(award)
    found = [n for desk in here.peers.values() for n in desk.awards.nominations()]
    return here.awards.enter([one for one in found if one.award == award])


def commend(here: Desk, award: str) -> list[dict[str, Any]]:
    """Write a decided award into the winners' own diaries; the certificates.

    Raises ``NotPossible`` at the desk of a neighbourhood: a town commends.
    """
    if here.area in here.tree and here.tree[here.area].level not in _ABOVE:
        raise NotPossible(
            Text("居民区不能给别的居民区发荣誉。", "a neighbourhood does not commend others."),
            Text("请由镇（街道）办理。", "Have the town do it."),
        )
    known = here.awards.award(award)
    cases = [known.case(case) for case in known.chosen]
    for one in sorted(cases, key=lambda one: one.area == here.area):  # one's own desk comes last
        here.peers[one.area].awards.win(known, one.project)
    return here.awards.certificates(award)


def take_over(
    here: Desk, source: str, project: str, *, round: str, id_: str = "", category: str = ""
) -> Item:
    """Put what another neighbourhood has done on a list of one's own, as an item to be filled in.

    ``id_`` and ``category`` are the list's own where they differ.  Raises ``NotListed`` for an
    area without a desk.
    """
    if source not in here.peers:
        raise NotListed(Text("居民区", "neighbourhood"), source)
    found = here.peers[source].projects.template(project)
    item = attrs.evolve(found, id=id_ or found.id, category=category or found.category)
    here.collecting.take_over(round, item, source, project)
    return item
