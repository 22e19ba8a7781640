"""The Merkle tree of RFC 6962 / RFC 9162 over SHA-256.

Hashes are 32 bytes.  A leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right), the root
of nothing SHA-256 of nothing.  Level by level, hashes are joined in pairs; one left over goes up as
it is, which gives the same tree as the recursive definition of the RFCs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.text import Text

SIZE = 32  # bytes of a hash
EMPTY_ROOT = hashlib.sha256().digest()

Hashes = Sequence[bytes]


def leaf_hash(data: bytes) -> bytes:
    """The leaf of an entry's bytes."""
    return hashlib.sha256(b"\0" + data).digest()


def root(leaf_hashes: Hashes) -> bytes:
    """The root over leaves in order."""
    return _levels(leaf_hashes)[-1][0] if leaf_hashes else EMPTY_ROOT


def inclusion_proof(leaf_hashes: Hashes, index: int) -> tuple[bytes, ...]:
    """What proves that the leaf at ``index`` is in the tree; ``BadValue`` where there is none."""
    _within(index, len(leaf_hashes) - 1, "index")
    return _siblings(_levels(leaf_hashes), index)


def consistency_proof(leaf_hashes: Hashes, old_size: int) -> tuple[bytes, ...]:
    """What proves that the first ``old_size`` leaves are still the beginning of the tree."""
    _within(old_size, len(leaf_hashes), "size")
    if old_size in (0, len(leaf_hashes)):
        return ()
    levels = _levels(leaf_hashes)
    # The last complete subtree of the old tree is a node of the new one, at this height; where
    # it is the whole old tree, its hash is the old root and need not be said.
    height = _trailing_zeros(old_size)
    node = (old_size >> height) - 1
    start = (levels[height][node],) if node else ()
    return start + _siblings(levels[height:], node)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Hashes, root: bytes) -> bool:
    """Whether the proof shows ``leaf`` at ``index`` of the tree of that size and root."""
    if not 0 <= index < size or not _all_hashes(leaf, root, *proof):
        return False
    at, last, have = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            have = _node(other, have)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            have = _node(have, other)
        at, last = at >> 1, last >> 1
    return last == 0 and have == root


def verify_consistency(
    old_size: int, old_root: bytes, size: int, root: bytes, proof: Hashes
) -> bool:
    """Whether the proof shows that the old tree is the beginning of the new one."""
    if not 0 <= old_size <= size or not _all_hashes(old_root, root, *proof):
        return False
    if old_size == size:
        return old_root == root and not proof
    if old_size == 0:
        return old_root == EMPTY_ROOT and not proof
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(path) and _both_roots(old_size, size, path) == (old_root, root)


@attrs.frozen
class Frontier:
    """A tree's right edge: enough to add leaves and to know the root, without the leaves.

    ``edge`` holds the hash of each complete subtree, the largest first; their sizes are the powers
    of two that make up ``size``.  ``Frontier()`` is the empty tree.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.edge) or not _all_hashes(*self.edge):
            raise BadValue("frontier", Text("大小与边缘不符。", "its size and its edge differ."))

    def added(self, leaf: bytes) -> Frontier:
        """The frontier with one more leaf; joins at most log2(size) hashes."""
        edge, have = list(self.edge), leaf
        for _ in range(_trailing_zeros(self.size + 1)):
            have = _node(edge.pop(), have)
        return Frontier(self.size + 1, (*edge, have))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        if not self.edge:
            return EMPTY_ROOT
        return reduce(lambda right, left: _node(left, right), reversed(self.edge))

    def plain(self) -> dict[str, Any]:
        """``{"size", "edge": [hex]}`` for JSON."""
        return {"size": self.size, "edge": [subtree.hex() for subtree in self.edge]}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Frontier:
        """The frontier that ``plain`` wrote; raises ``BadValue``."""
        try:
            return cls(int(plain["size"]), tuple(bytes.fromhex(one) for one in plain["edge"]))
        except (KeyError, TypeError, ValueError):
            raise BadValue("frontier", Text("读不懂。", "it cannot be read.")) from None


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _levels(leaf_hashes: Hashes) -> list[Hashes]:
    levels: list[Hashes] = [leaf_hashes]
    while len(level := levels[-1]) > 1:
        joined = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        levels.append([*joined, level[-1]] if len(level) % 2 else joined)
    return levels


def _siblings(levels: list[Hashes], node: int) -> tuple[bytes, ...]:
    found = []
    for level in levels:
        if node ^ 1 < len(level):
            found.append(level[node ^ 1])
        node >>= 1
    return tuple(found)


def _both_roots(old_size: int, size: int, path: Hashes) -> tuple[bytes, bytes] | None:
    """The old and the new root that a path leads to (RFC 9162, section 2.1.4.2)."""
    at, last = old_size - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            return None
        if at % 2 or at == last:
            old, new = _node(other, old), _node(other, new)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            new = _node(new, other)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1


def _all_hashes(*hashes: bytes) -> bool:
    # bytes that may shift from one hash to the next would let two proofs mean one thing
    return all(len(one) == SIZE for one in hashes)


def _within(number: int, most: int, name: str) -> None:
    if not 0 <= number <= most:
        problem = Text(f"{number}不在0到{most}之间。", f"{number} is not between 0 and {most}.")
        raise BadValue(f"ledger {name}", problem)
