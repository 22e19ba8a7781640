"""In which order a list stands before one reader, so that no item gains by standing first.

A *seed* is 16 random-looking characters; the same seed gives the same order on a screen, on paper
and on any day.  It is no secret, and it says nothing of the slot it was made for.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

from tickbox_core.model.items import Item

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SEED_CHARACTERS = 16
_SEED = re.compile(f"[{_ALPHABET}]{{{SEED_CHARACTERS}}}")


def arrange_items(items: Iterable[Item], seed: str) -> tuple[Item, ...]:
    """The items in the order of a seed, those of a category together.

    All items are shuffled alike, then each category gathers behind its first one: so every item
    is as likely to stand first as any other, whether its category is large or small.  An item's
    place hangs on the seed and the ids alone, not on how the list was handed in.
    """
    shuffled = sorted(items, key=lambda item: (_draw_key(seed, item.id), item.id))
    gathered: dict[str, list[Item]] = {}
    for item in shuffled:
        gathered.setdefault(item.category, []).append(item)
    return tuple(item for held in gathered.values() for item in held)


def order_seed(key: bytes, round_id: str, slot: str) -> str:
    """The seed of a slot's order: an HMAC-SHA-256, so that only who has the key can tell whose."""
    said = f"tickbox order\n{round_id}\n{slot}".encode()
    return seed_of(hmac.new(key, said, hashlib.sha256).digest())


def seed_of(random: bytes) -> str:
    """A seed from at least 16 random bytes."""
    return "".join(_ALPHABET[byte & 31] for byte in random[:SEED_CHARACTERS])


def is_seed(said: str) -> bool:
    """Whether somebody's words are a seed."""
    return _SEED.fullmatch(said) is not None


def _draw_key(seed: str, item_id: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{item_id}".encode()).digest()
