"""A digest that names plain values for good: what is posted, or printed, in these words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from tickbox_core.ledger import canonical


def digest_of(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of strings, whole numbers and mappings, in hex.

    >>> digest_of({"b": 1, "a": "x"}) == digest_of({"a": "x", "b": 1})
    True
    """
    return hashlib.sha256(canonical(plain)).hexdigest()
