"""The shipped recount, run on a bundle's bytes."""

from __future__ import annotations

from pathlib import Path

import attrs

from tickbox_core.bundle import recount
from tickbox_core.text import Text


@attrs.frozen
class Recount:
    """``status`` 0: the outcome follows from the ballots; 1: it differs; 2: it cannot be decided.

    ``texts`` holds every difference, and behind them why it could not be decided.
    """

    status: int
    texts: tuple[Text, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Each text on one line, in both languages."""
        return [f"{text.zh} / {text.en}" for text in self.texts]


def differences(data: bytes) -> Recount:
    """Recount a bundle with the shipped ``recount.py``; never raises."""
    audit = recount.recount(data)
    told = audit.differences + audit.undecided
    return Recount(audit.status, tuple(Text(zh, en) for zh, en in told))


def recount_source() -> str:
    """The text of ``recount.py``, to hand out beside bundles."""
    return Path(recount.__file__).read_text(encoding="utf-8")
