"""Receipts and checkpoints: what people keep."""

from __future__ import annotations

import base64
import re
import sys

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue, MissingExtra
from tickbox_core.ledger import (
    Checkpoint,
    Ed25519Signer,
    Receipt,
    Signer,
    new_private_key,
    verify_checkpoint,
)

LEAF, ROOT = "00112233445566778899aabbccddeeff" * 2, "ab" * 32
RECEIPT = Receipt("r1", "S1", 1, LEAF, 3, 4, ROOT)
CHECKPOINT = Checkpoint("tickbox/n1/r1", 4, ROOT)
SIGNER = Ed25519Signer(bytes(range(32)))


def signed(checkpoint: Checkpoint, signer: Signer = SIGNER) -> Checkpoint:
    """The checkpoint with its signature."""
    signature = signer.sign(attrs.evolve(checkpoint, key=signer.key).note()).hex()
    return attrs.evolve(checkpoint, key=signer.key, signature=signature)


hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(st.builds(Receipt, st.text("r1-"), st.text("S1"), st.integers(1), hashes, st.integers(0),
                 st.integers(0), hashes))  # fmt: skip
def test_a_receipt_comes_back_from_what_it_wrote(receipt):
    """Plain and back, and a code for reading aloud without I, L, O and U."""
    assert Receipt.of(receipt.plain()) == receipt
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", receipt.code)


@pytest.mark.parametrize(
    "leaf, code",
    [
        ("00" * 32, "0000-0000"),
        ("ff" * 32, "ZZZZ-ZZZZ"),
        ("0000000001" + "00" * 27, "0000-0001"),
        ("00443214c7" + "ff" * 27, "0123-4567"),
        ("42" + "00" * 31, "8800-0000"),
    ],
)
def test_the_code_is_the_leafs_beginning_in_base_32(leaf, code):
    """Forty bits, five to a character, in Crockford's alphabet."""
    assert attrs.evolve(RECEIPT, leaf=leaf).code == code


@pytest.mark.parametrize(
    "change",
    [{"leaf": "AB" * 32}, {"leaf": "ab"}, {"root": 7}, {"size": -1}, {"size": True}, {"index": 1.0},
     {"revision": "1"}, {"slot": None}, {"cycle": 1}, {"more": 1}, {"slot": "two\nlines"}],
)  # fmt: skip
def test_a_receipt_that_cannot_be_is_refused(change):
    """Capitals, short hashes, negative or true sizes, names too many: refused in words."""
    with pytest.raises(BadValue, match="receipt"):
        Receipt.of({**RECEIPT.plain(), **change})


@pytest.mark.parametrize("plain", [{}, [], None, "text", {"cycle": "r1"}])
def test_what_is_no_receipt_is_refused(plain):
    """Parts missing, or no mapping at all."""
    with pytest.raises(BadValue):
        Receipt.of(plain)
    with pytest.raises(BadValue):
        Checkpoint.of(plain)


def test_the_note_is_three_lines():
    """Origin, size and root in base64, each with its line end (C2SP tlog-checkpoint)."""
    root = base64.b64encode(bytes.fromhex(ROOT)).decode()
    assert CHECKPOINT.note() == f"tickbox/n1/r1\n4\n{root}\n".encode()


def test_a_signed_checkpoint_verifies_and_no_other():
    """Every field is bound by the signature; an unsigned checkpoint shows nothing."""
    held = signed(CHECKPOINT)
    assert verify_checkpoint(held)
    assert Checkpoint.of(held.plain()) == held
    other = Ed25519Signer(bytes(32))
    for change in (
        {"origin": "tickbox/n1/r2"},
        {"size": 5},
        {"root": LEAF},
        {"key": other.key},
        {"key": ""},
        {"signature": ""},
        {"signature": "00" * 64},
        {"key": "ff" * 32},
    ):
        assert not verify_checkpoint(attrs.evolve(held, **change)), change
    assert not verify_checkpoint(CHECKPOINT)


@pytest.mark.parametrize(
    "change",
    [{"origin": "two\nlines"}, {"size": -1}, {"root": ""}, {"key": "ab"}, {"signature": "ab" * 32},
     {"key": None}, {"more": 1}],
)  # fmt: skip
def test_a_checkpoint_that_cannot_be_is_refused(change):
    """An origin that would forge a line, short hashes and keys: refused in words."""
    with pytest.raises(BadValue, match="checkpoint"):
        Checkpoint.of({**CHECKPOINT.plain(), **change})


def test_a_new_key_signs_and_shows_itself_nowhere():
    """A new key has 32 bytes, differs from the next, and is not printed with its signer."""
    first, second = new_private_key(), new_private_key()
    assert len(first) == 32
    assert first != second
    assert verify_checkpoint(signed(CHECKPOINT, Ed25519Signer(first)))
    assert repr(Ed25519Signer(first)) == "Ed25519Signer()"
    assert isinstance(SIGNER, Signer)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length):
    """A key has 32 bytes, neither fewer nor more."""
    with pytest.raises(BadValue, match="signing key"):
        Ed25519Signer(bytes(length))


def test_without_the_library_it_says_what_to_install(monkeypatch):
    """Signing needs the extra ``store``; making and reading a checkpoint does not."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric", None)
    assert Checkpoint.of(CHECKPOINT.plain()).note()
    for act in (
        new_private_key,
        lambda: Ed25519Signer(SIGNER.private).key,
        lambda: verify_checkpoint(CHECKPOINT),
    ):
        with pytest.raises(MissingExtra, match="cryptography"):
            act()
