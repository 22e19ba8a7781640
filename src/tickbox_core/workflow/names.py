"""Random names in Crockford's base 32: slots, household tags, voting codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from tickbox_core.ledger import CROCKFORD

_OF_FIVE_BITS = bytes(CROCKFORD.encode()[byte & 31] for byte in range(256))
_LOOKALIKES = str.maketrans("OILU", "011V")


def random_name(entropy: Callable[[int], bytes], characters: int) -> str:
    """That many random characters, five bits each."""
    return entropy(characters).translate(_OF_FIVE_BITS).decode()


def group_letters(name: str) -> str:
    """In groups of four, for reading aloud: ``K7QF-2M9P``."""
    return "-".join(name[at : at + 4] for at in range(0, len(name), 4))


def read_typed(name: str) -> str:
    """What a person typed, without spaces and dashes, full-width letters and lookalikes mended."""
    plain = unicodedata.normalize("NFKC", name).upper()
    return "".join(c for c in plain if c.isalnum()).translate(_LOOKALIKES)


def check_character(name: str) -> str:
    """One character that catches any single wrong one and most swaps (Luhn's method, base 32).

    Source: ISO/IEC 7812-1 annex B, generalised to 32 characters.
    """
    total = 0
    for at, character in enumerate(reversed(name)):
        digit = CROCKFORD.index(character) * (2 if at % 2 == 0 else 1)
        total += digit // 32 + digit % 32
    return CROCKFORD[-total % 32]


REF_CHARACTERS = 7  # 35 random bits and a check character: short enough for a slip of paper


def new_reference(entropy: Callable[[int], bytes]) -> str:
    """A reference for whoever handed something in: ``K7QF-2M9P``."""
    name = random_name(entropy, REF_CHARACTERS)
    return group_letters(name + check_character(name))


def reference(said: str) -> str:
    """A reference as people type it: small letters, spaces and lookalikes mended."""
    return group_letters(read_typed(said))
