"""Checkpoints: the log's size and root at one moment, signed, to be kept outside the house.

The signer is handed in; hashing needs no cryptography library, and signing loads one only when it
is used.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import attrs

from tickbox_core.errors import BadValue, MissingExtra
from tickbox_core.ledger._checks import a_count, a_hash, a_key, a_signature, read_plain, text
from tickbox_core.text import Text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ed25519


@attrs.frozen
class Checkpoint:
    """``origin`` names the log; ``root``, ``key`` (public) and ``signature`` are hex.

    A checkpoint without a key and a signature is unsigned: it still pins the log for whoever keeps
    it, but does not show who wrote it.
    """

    origin: str = attrs.field(validator=text)
    size: int = attrs.field(validator=a_count)
    root: str = attrs.field(validator=a_hash)
    key: str = attrs.field(default="", validator=a_key)
    signature: str = attrs.field(default="", validator=a_signature)

    def note(self) -> bytes:
        """What is signed: origin, size and root in base64, a line each.

        Source: the checkpoint body of C2SP tlog-checkpoint.
        """
        root = base64.b64encode(bytes.fromhex(self.root)).decode()
        return f"{self.origin}\n{self.size}\n{root}\n".encode()

    def plain(self) -> dict[str, Any]:
        """The checkpoint for JSON."""
        return attrs.asdict(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Checkpoint:
        """The checkpoint that ``plain`` wrote; raises ``BadValue``."""
        return read_plain(cls, plain, "checkpoint")


@runtime_checkable
class Signer(Protocol):
    """Signs with a key that never leaves it."""

    @property
    def key(self) -> str:
        """The public key in hexadecimal."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        ...


@attrs.frozen
class Ed25519Signer:
    """Signs with an Ed25519 key (RFC 8032) of 32 bytes.

    Raises ``BadValue`` for a key of another length, ``MissingExtra`` without ``cryptography``.
    """

    private: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        if len(self.private) != 32:
            raise BadValue("signing key", Text("不是32字节。", "it is not 32 bytes."))

    @cached_property
    def key(self) -> str:
        """The public key in hexadecimal."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes; the same message always gives the same."""
        return self._private.sign(message)

    @cached_property
    def _private(self) -> ed25519.Ed25519PrivateKey:
        # every commit is signed, and making the key takes longer than signing
        key: ed25519.Ed25519PrivateKey
        key = _ed25519().Ed25519PrivateKey.from_private_bytes(self.private)
        return key


def new_private_key() -> bytes:
    """A new random Ed25519 key."""
    key: ed25519.Ed25519PrivateKey = _ed25519().Ed25519PrivateKey.generate()
    return key.private_bytes_raw()


def verify_checkpoint(checkpoint: Checkpoint) -> bool:
    """Whether the signature is that of the checkpoint's own key; compare the key yourself."""
    ed25519 = _ed25519()
    from cryptography.exceptions import InvalidSignature

    if not checkpoint.key or not checkpoint.signature:
        return False
    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint.key))
        key.verify(bytes.fromhex(checkpoint.signature), checkpoint.note())
    except (InvalidSignature, ValueError):
        return False
    return True


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise MissingExtra("cryptography", "store") from None
    return ed25519
