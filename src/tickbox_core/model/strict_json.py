"""JSON from outside, read so that no nesting brings a program down.

Nothing of ours is nested deeper than a scope within scopes; a thousand brackets are an attack or an
accident, and Python answers them with a ``RecursionError`` wherever it happens to be.
"""

from __future__ import annotations

import json
from typing import Any

DEEPEST = 64
_OPENING, _CLOSING = b"[", b"]"
_BRACKETS = bytes.maketrans(b"{}", _OPENING + _CLOSING)
_OTHERS = bytes(sorted(set(range(256)) - set(b"[]{}")))


class TooDeep(ValueError):
    """JSON that is nested deeper than ``DEEPEST``."""

    def __init__(self) -> None:
        super().__init__(f"nested deeper than {DEEPEST}")


def load_json(text: str | bytes, **how: Any) -> Any:
    """``json.loads`` for what comes from outside; ``ValueError`` for what is no JSON of ours."""
    refuse_deep(text)
    try:
        return json.loads(text, **how)
    except RecursionError:  # brackets that never close
        raise TooDeep from None


def refuse_deep(text: str | bytes) -> None:
    """Raise ``TooDeep`` where brackets stand in one another more than ``DEEPEST`` deep.

    Passes over the text a few times without Python looking at each byte: 17 MB take 0.1 s.  What is
    no JSON passes, for the reader to refuse.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if data.count(b"[") + data.count(b"{") <= DEEPEST:
        return
    without = data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
    brackets = b"".join(without[::2]).translate(_BRACKETS, _OTHERS)
    for _ in range(DEEPEST):
        shorter = brackets.replace(_OPENING + _CLOSING, b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    if brackets.count(_OPENING) > DEEPEST or _OPENING + _CLOSING in brackets:
        raise TooDeep
