"""What one desk of a town does with another: cases taken over."""

from __future__ import annotations

import attrs

from tickbox_core.desk.desk import Desk
from tickbox_core.errors import NotListed
from tickbox_core.model import Item
from tickbox_core.text import Text


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
