"""Tie-breaks by name.  None of them decides anything but a tie across a cut.

``refuse`` hands the tie back to people; ``listed-first`` takes the earlier item on the list;
``lower-cost`` the cheaper one; ``lexicographic`` the one whose id comes first in code-point order;
``lot:SEED`` draws by a seed that was published beforehand, so that anyone can draw it again.

A tie that ``refuse`` hands back can be drawn by dice that two people throw in public once it is
posted: the throws are the seed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import attrs

from tickbox_core.errors import BadValue, TieRefused
from tickbox_core.model import Item
from tickbox_core.text import Text, count_noun


@attrs.frozen
class Refuse:
    """Refuses to choose: people have to."""

    key: str = "refuse"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """Always ``TieRefused``; the caller knows how many places are left."""
        raise TieRefused(tuple(item.id for item in tied), 0)


@attrs.frozen
class ListedFirst:
    """The item that stands earlier on the list."""

    key: str = "listed-first"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """As listed."""
        return tied


@attrs.frozen
class LowerCost:
    """The cheaper item; of equally dear ones the earlier on the list, unknown costs last."""

    key: str = "lower-cost"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """By cost; sorting keeps the listed order among equals."""
        return tuple(sorted(tied, key=lambda item: (item.cost is None, item.cost or 0)))


@attrs.frozen
class Lexicographic:
    """The item whose id comes first in code-point order: "10" before "9", "Z" before "a"."""

    key: str = "lexicographic"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """By id."""
        return tuple(sorted(tied, key=lambda item: item.id))


@attrs.frozen
class Lot:
    """Drawn by a public seed.

    Items are ordered by SHA-256 of the seed, a zero byte and the item's id (UTF-8), lowest first:
    nobody who fixed the seed before the ballots were counted can steer it, and a sheet of paper
    with the seed is enough to draw again.
    """

    seed: str

    @classmethod
    def of(cls, seed: str) -> Lot:
        """A lot by that seed; raises ``BadValue`` without one."""
        if not seed:
            raise BadValue(
                "tie-break",
                Text("抽签没有种子。", "the lot has no seed."),
                Text("请写成 lot:公开的数字。", "Write lot:SEED with a seed made public before."),
            )
        return cls(seed)

    @property
    def key(self) -> str:
        """``lot:`` and the seed."""
        return f"lot:{self.seed}"

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """By the hash of seed and id."""
        return tuple(sorted(tied, key=lambda item: ticket(self.seed, item.id)))


FEWEST_THROWS, MOST_THROWS = 20, 200
"""Twenty throws are one of 3.7 million billion rows: nobody has them all in a list beforehand."""


def throws(written: str) -> str:
    """The throws of a die as they were written down, one digit each: ``"3 5 1"`` is ``"351"``.

    Blanks, commas and the like between them say nothing.  Raises ``BadValue`` for anything but 1 to
    6, and for fewer than ``FEWEST_THROWS``.
    """
    digits = re.sub(r"[\s,;.:/|+、，；。_-]+", "", unicodedata.normalize("NFKC", written))
    remedy = Text(
        f"请两人轮流掷骰子，共至少{FEWEST_THROWS}次，按先后写下1到6的点数，如 3 5 1 6 2 …",
        f"Two people throw in turn, {FEWEST_THROWS} times at least; write 1 to 6 in the order "
        "thrown, 3 5 1 6 2 … say.",
    )
    strange = re.sub("[1-6]", "", digits)
    if strange:
        problem = Text(f"骰子没有“{strange[0]}”点。", f"a die does not show '{strange[0]}'.")
        raise BadValue("dice", problem, remedy)
    if not FEWEST_THROWS <= len(digits) <= MOST_THROWS:
        problem = Text(
            f"写了{len(digits)}次点数。", f"these are {count_noun(len(digits), 'throw')}."
        )
        raise BadValue("dice", problem, remedy)
    return digits


def space_digits(digits: str) -> str:
    """Throws as people read them aloud: in fives."""
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))


def ticket(seed: str, id_: str) -> bytes:
    """What is drawn for an id by a seed: the lowest goes first."""
    return hashlib.sha256(f"{seed}\0{id_}".encode()).digest()


def tie_break_words(named: str) -> Text:
    """How a tie-break picks, in a word or two: for the reason that stands beside an item."""
    by_name = Text(f"按“{named}”", f"by '{named}'")
    return _PICKS.get(named.partition(":")[0], by_name)


_PICKS = {
    "listed-first": Text("按清单顺序", "by the order of the list"),
    "lower-cost": Text("按费用高低", "by the lower cost"),
    "lexicographic": Text("按编号顺序", "by the order of ids"),
    "lot": Text("按抽签", "by lot"),
}
