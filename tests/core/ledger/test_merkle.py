"""The Merkle tree: the reference vectors, and the laws of roots and proofs."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.errors import BadValue
from tickbox_core.ledger import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# -- the reference vectors of Certificate Transparency: eight leaves, and proofs ------------------

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
# roots[n] is the root of the first n leaves
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
LEAVES_0_1 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
LEAVES_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
LEAVES_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
LEAVES_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LEAVES_0_3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
LEAVES_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

# (index, size, proof)
INCLUSION = [
    (0, 1, []),
    (0, 8, [LEAF_1, LEAVES_2_3, LEAVES_4_7]),
    (5, 8, [LEAF_4, LEAVES_6_7, LEAVES_0_3]),
    (2, 3, [LEAVES_0_1]),
    (1, 5, [LEAF_0, LEAVES_2_3, LEAF_4]),
]
# (old size, size, proof)
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [LEAF_1, LEAVES_2_3, LEAVES_4_7]),
    (6, 8, [LEAVES_4_5, LEAVES_6_7, LEAVES_0_3]),
    (2, 5, [LEAVES_2_3, LEAF_4]),
    (6, 7, [LEAVES_4_5, LEAF_6, LEAVES_0_3]),
]

HASHES = [leaf_hash(leaf) for leaf in LEAVES]
sizes = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    """That many different leaves."""
    return [leaf_hash(b"%d" % number) for number in range(size)]


def by_definition(hashes: list[bytes]) -> bytes:
    """MTH as RFC 6962, section 2.1, defines it."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    parts = by_definition(hashes[:split]) + by_definition(hashes[split:])
    return hashlib.sha256(b"\1" + parts).digest()


def hexes(hashes: tuple[bytes, ...]) -> list[str]:
    """The hashes in hexadecimal."""
    return [one.hex() for one in hashes]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size):
    """The first n reference leaves have the reference root, by the tree and by its frontier."""
    edge = Frontier()
    for leaf in HASHES[:size]:
        edge = edge.added(leaf)
    assert root(HASHES[:size]).hex() == ROOTS[size]
    assert edge.root.hex() == ROOTS[size]


@pytest.mark.parametrize("index, size, proof", INCLUSION)
def test_the_inclusion_proofs_are_those_of_certificate_transparency(index, size, proof):
    """Each reference proof of inclusion is made, and verifies."""
    made = inclusion_proof(HASHES[:size], index)
    assert hexes(made) == proof
    assert verify_inclusion(HASHES[index], index, size, made, root(HASHES[:size]))


@pytest.mark.parametrize("old, size, proof", CONSISTENCY)
def test_the_consistency_proofs_are_those_of_certificate_transparency(old, size, proof):
    """Each reference proof of consistency is made, and verifies."""
    made = consistency_proof(HASHES[:size], old)
    assert hexes(made) == proof
    assert verify_consistency(old, root(HASHES[:old]), size, root(HASHES[:size]), made)


@given(st.integers(0, 200))
def test_the_frontier_knows_the_root_by_definition(size):
    """Adding leaves one by one gives the root of the recursive definition, at every size."""
    edge = Frontier()
    for leaf in leaves(size):
        edge = edge.added(leaf)
    assert edge.root == by_definition(leaves(size)) == root(leaves(size))
    assert edge.size == size
    assert len(edge.edge) <= size.bit_length()
    assert Frontier.of(edge.plain()) == edge


@given(sizes, st.data())
def test_every_inclusion_proof_verifies_for_its_own_leaf_only(size, data):
    """A proof shows its leaf at its index, and no other leaf, index, size or root."""
    index = data.draw(st.integers(0, size - 1))
    tree, other = leaves(size), leaf_hash(b"other")
    top, proof = root(tree), inclusion_proof(tree, index)
    assert verify_inclusion(tree[index], index, size, proof, top)
    assert not verify_inclusion(other, index, size, proof, top)
    assert not verify_inclusion(tree[index], index, size, proof, other)
    for wrong in {*range(-1, size + 1)} - {index}:
        assert not verify_inclusion(tree[index], wrong, size, proof, top)


@given(sizes, st.data())
def test_every_consistency_proof_verifies_for_its_own_trees_only(size, data):
    """A proof joins its old tree to its new one, and no other root, old or new."""
    old = data.draw(st.integers(1, size))
    tree, other = leaves(size), leaf_hash(b"other")
    before, after, proof = root(tree[:old]), root(tree), consistency_proof(tree, old)
    assert verify_consistency(old, before, size, after, proof)
    assert not verify_consistency(old, other, size, after, proof)
    assert not verify_consistency(old, before, size, other, proof)
    for wrong in range(1, size + 1):
        if wrong != old:
            assert not verify_consistency(wrong, before, size, after, proof)
            assert not verify_consistency(wrong, root(tree[:wrong]), size, after, proof) or (
                proof == consistency_proof(tree, wrong)
            )


@given(st.integers(2, 70), st.data())
def test_a_changed_proof_fails(size, data):
    """A proof with a bit flipped, a hash dropped, doubled, added or swapped proves nothing."""
    tree = leaves(size)
    index = data.draw(st.integers(0, size - 1), "index")
    old = data.draw(st.integers(1, size), "old")
    for proof, holds in (
        (
            inclusion_proof(tree, index),
            lambda proof: verify_inclusion(tree[index], index, size, proof, root(tree)),
        ),
        (
            consistency_proof(tree, old),
            lambda proof: verify_consistency(old, root(tree[:old]), size, root(tree), proof),
        ),
    ):
        assert holds(proof)
        for changed in changes(list(proof), data):
            assert not holds(changed), changed


def changes(proof, data):
    """Ways to spoil a proof."""
    yield [*proof, leaf_hash(b"more")]
    if not proof:
        return
    at = data.draw(st.integers(0, len(proof) - 1), "at")
    bit = data.draw(st.integers(0, 255), "bit")
    flipped = (int.from_bytes(proof[at], "big") ^ 1 << bit).to_bytes(32, "big")
    yield [*proof[:at], flipped, *proof[at + 1 :]]
    yield [*proof[:at], *proof[at + 1 :]]
    yield [*proof[: at + 1], *proof[at:]]
    yield [*proof[:at], proof[at] + b"\0", *proof[at + 1 :]]
    yield [*proof[:at], proof[at][:-1], *proof[at + 1 :]]
    if len(proof) > 1:
        yield proof[1:] + proof[:1]


def test_bytes_cannot_move_from_one_hash_to_the_next():
    """A leaf a byte short beside a sibling a byte long hashes alike, and is refused."""
    tree = leaves(2)
    short, long = tree[0][:-1], tree[0][-1:] + tree[1]
    assert hashlib.sha256(b"\1" + short + long).digest() == root(tree)
    assert not verify_inclusion(short, 0, 2, [long], root(tree))


@pytest.mark.parametrize("size", [0, 1, 2, 7, 8, 9])
def test_an_empty_tree_is_the_beginning_of_every_tree(size):
    """From nothing there is nothing to prove, but the old root must be that of nothing."""
    tree = leaves(size)
    assert consistency_proof(tree, 0) == ()
    assert verify_consistency(0, root([]), size, root(tree), ())
    assert not verify_consistency(0, leaf_hash(b"x"), size, root(tree), ())


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_there_is_no_proof_outside_the_tree(index):
    """An index or size that is not there is refused."""
    with pytest.raises(BadValue):
        inclusion_proof(leaves(3), index)
    with pytest.raises(BadValue):
        consistency_proof(leaves(3), index if index != 3 else 4)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"size": 1, "edge": []},
        {"size": 3, "edge": ["00" * 32]},
        {"size": 1, "edge": ["00"]},
        {"size": 1, "edge": ["zz" * 32]},
        {"size": -1, "edge": ["00" * 32]},
        {"size": "one", "edge": []},
        {"size": 1, "edge": None},
    ],
)
def test_a_frontier_that_cannot_be_is_refused(plain):
    """A stored frontier whose size and hashes do not fit is not taken up again."""
    with pytest.raises(BadValue):
        Frontier.of(plain)
