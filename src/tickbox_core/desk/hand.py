"""What every service of the desk holds in one hand: store, registry, keys, clock, observers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

import attrs

from tickbox_core.hooks import Event
from tickbox_core.ledger import Checkpoint, Signer
from tickbox_core.model import Category
from tickbox_core.registry import GuardedPolicy, Registry
from tickbox_core.store import Store

_log = logging.getLogger("tickbox.desk")

Observer = Callable[[Event], None]


@attrs.frozen(eq=False)
class Hand:
    """The desk's tools.  ``clock`` is read here and nowhere else; ``entropy`` makes salts.

    ``witness`` keeps a checkpoint somewhere outside the store, so that a store set back to an
    older copy is noticed.
    """

    area: str
    store: Store
    registry: Registry
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    pepper: bytes = attrs.field(repr=False)
    signer: Signer | None = attrs.field(default=None, repr=False)
    observers: list[Observer] = attrs.field(factory=list)
    witness: Callable[[Checkpoint], None] = lambda _: None

    def now(self) -> str:
        """The time, to the second, with its offset."""
        return self.clock().isoformat(timespec="seconds")

    def policy(self, category: Category) -> GuardedPolicy:
        """The policy of a category; what goes wrong in a plugin is logged under its name."""
        return self.registry.policy(category, lambda failed: _log.warning("%s", failed))

    def tell(self, event: Event) -> None:
        """Tell every observer what is already durable; one that fails is logged, not followed."""
        for observer in tuple(self.observers):
            try:
                observer(event)
            except Exception:  # noqa: BLE001 - an observer may raise anything
                _log.exception("an observer failed at %s of %s", event.kind, event.cycle)
