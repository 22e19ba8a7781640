"""What a resident takes home: where the ballot stands in the log, and the log's root just then."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.ledger._checks import a_count, a_hash, read_plain, text

_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing to mishear or misread


@attrs.frozen
class Receipt:
    """Proof that a ballot was received; it does not say what was ticked.

    ``leaf`` (hex) is the leaf of the cast entry, which stands at ``index`` of a log that had
    ``size`` entries and ``root`` (hex) when the receipt was written.
    """

    round: str = attrs.field(validator=text)
    slot: str = attrs.field(validator=text)
    revision: int = attrs.field(validator=a_count)
    leaf: str = attrs.field(validator=a_hash)
    index: int = attrs.field(validator=a_count)
    size: int = attrs.field(validator=a_count)
    root: str = attrs.field(validator=a_hash)

    @property
    def code(self) -> str:
        """Eight characters of the leaf for reading aloud, as in ``K7QF-2M9P``."""
        return code_of(self.leaf)

    def public(self) -> dict[str, Any]:
        """The receipt for whoever asks."""
        return attrs.asdict(self)

    def plain(self) -> dict[str, Any]:
        """The receipt as it is kept; its round is ``cycle`` there, as in the log."""
        facts = self.public()
        return {"cycle": facts.pop("round"), **facts}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Receipt:
        """The receipt that ``plain`` wrote; raises ``BadValue``."""
        return read_plain(cls, plain, "receipt", {"round": "cycle"})


def code_of(leaf: str) -> str:
    """The code of a receipt by its leaf (hex)."""
    forty_bits = base64.b32encode(bytes.fromhex(leaf)[:5]).decode()
    code = forty_bits.translate(str.maketrans(_RFC4648, CROCKFORD))
    return f"{code[:4]}-{code[4:]}"
