"""Every kind of table that can be read into a neighbourhood, by its key."""

from __future__ import annotations

from tickbox_core.acts.tables import (
    areas,
    balances,
    ballots,
    count_sheets,
    grids,
    items,
    payments,
    rolls,
    service,
    wishes,
)

_KINDS = (
    wishes.KIND,
    items.KIND,
    rolls.KIND,
    rolls.OF_MOTION,
    balances.KIND,
    payments.KIND,
    service.KIND,
    areas.KIND,
    grids.KIND,
    ballots.KIND,
    count_sheets.KIND,
)
TABLES = {kind.key: kind for kind in _KINDS}
