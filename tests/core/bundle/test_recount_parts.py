"""The recount's own arithmetic, held against the published vectors and the library's."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from tickbox_core.bundle import recount
from tickbox_core.ledger import Checkpoint, Ed25519Signer, leaf_hash, root, verify_checkpoint

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

# RFC 8032, section 7.1: secret key, public key, message, signature
ED25519 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
            "f9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
            "f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098"
            "4dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@given(values)
@settings(max_examples=200)
def test_canonical_json_is_that_of_the_library(value):
    """Two implementations of RFC 8785 spell every value alike, and read it back."""
    spelt = recount.canonical(value).encode()
    assert spelt == rfc8785.dumps(value)
    assert recount.parsed(spelt, object) == value


@pytest.mark.parametrize(
    "data",
    [b"1.0", b"1e3", b"-0", b"01", b" 1", b"1 ", b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u0041"',
     b'{"a": 1}', b"NaN", b"9007199254740992", b"-9007199254740992", b"", b"\xef\xbb\xbf1"]
)  # fmt: skip
def test_any_other_spelling_is_refused(data):
    """Spaces, orders, escapes and numbers that say the same, or no whole number, are refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - json raises several kinds of it
        recount.parsed(data, object)


@pytest.mark.parametrize("size", [*range(18), 31, 32, 33, 100])
def test_the_tree_is_that_of_the_ledger(size):
    """The root by the recursive definition is the ledger's root at every size."""
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    assert recount.root(leaves) == root(leaves).hex()
    assert recount.leaf(b"x") == leaf_hash(b"x")


@pytest.mark.parametrize("secret, public, message, signature", ED25519)
def test_signatures_are_those_of_the_rfc(secret, public, message, signature):
    """The vectors of RFC 8032 verify, with the message given as it is."""
    key, signed = bytes.fromhex(public), bytes.fromhex(signature)
    assert Ed25519Signer(bytes.fromhex(secret)).key == public
    assert recount.verified(key, signed, bytes.fromhex(message))
    assert not recount.verified(key, signed, bytes.fromhex(message) + b"!")


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**40), st.integers(0, 511), st.data())
@settings(max_examples=60, deadline=None)
def test_signatures_agree_with_the_library(private, size, bit, data):
    """A signed checkpoint verifies in both; with any bit of signature or key changed in neither."""
    signer = Ed25519Signer(private)
    plain = Checkpoint("tickbox/n1/r1", size, "ab" * 32, signer.key).plain()
    signature = signer.sign(Checkpoint.of(plain).note())
    plain["signature"] = signature.hex()
    assert recount.signature_holds(plain)
    name = data.draw(st.sampled_from(["signature", "key"]))
    held = bytearray.fromhex(plain[name])
    held[bit // 8 % len(held)] ^= 1 << bit % 8
    changed = {**plain, name: held.hex()}
    assert not recount.signature_holds(changed)
    assert not verify_checkpoint(Checkpoint.of(changed))
    assert not recount.signature_holds({**plain, "size": size + 1})


@pytest.mark.parametrize("name", ["key", "signature"])
@pytest.mark.parametrize("text", ["", "00", "ff" * 32, "ff" * 64, "00" * 64, "zz" * 32, "AB" * 32])
def test_signatures_that_cannot_be_do_not_hold(house, name, text):
    """No key, a short one, points that are not on the curve, capitals: false, not an error."""
    plain = house.small().parts.checkpoint.plain()
    assert recount.signature_holds(plain)
    assert not recount.signature_holds({**plain, name: text})


def test_a_signature_is_written_in_one_way_only(house):
    """Adding the group's order to a signature's number would verify, and is refused (RFC 8032)."""
    plain = house.small().parts.checkpoint.plain()
    held = bytes.fromhex(plain["signature"])
    number = int.from_bytes(held[32:], "little") + recount.ORDER
    other = held[:32] + number.to_bytes(32, "little")
    assert not recount.signature_holds({**plain, "signature": other.hex()})


def test_points_have_one_encoding():
    """The base point is that of the RFC; a number over the field, or minus nothing, is no point."""
    x = 15112221349535400772501151409588531511454012693041857206046113283949847762202
    assert recount.BASE[0] == x
    assert recount.point((1).to_bytes(32, "little"))[0] == 0
    assert recount.point((0).to_bytes(32, "little"))
    for wrong in (recount.P, recount.P + 1, 1 | 1 << 255):
        with pytest.raises(ValueError):  # noqa: PT011 - it needs no words
            recount.point(wrong.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "value, shape, fits",
    [
        ([], [str], True),
        (["a"], [str], True),
        (["a", 1], [str], False),
        ("a", [str], False),
        ({}, [str], False),
        (0, int, True),
        (-1, int, False),
        (True, int, False),
        (None, (int, None), True),
        ({"a": 1, "more": 1}, {"a": int}, True),
        ({}, {"a": None}, False),
        ([], {"a": int}, False),
        ("ab", "[a-b]+", True),
        ("ab\n", "[a-b]+", False),
        (1, "[a-b]+", False),
    ],
)
def test_shapes_are_held_exactly(value, shape, fits):
    """A missing name is not a null, true is not one, and a line end is not nothing."""
    assert recount.fits(value, shape) is fits
