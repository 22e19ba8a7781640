"""Drawing some of many at random, so that nobody can have chosen whom: for checking what was done.

The seed joins what dice showed that two people threw before everybody, once the result was fixed,
with the root of its log: whoever keeps the log cannot choose the dice, whoever throws cannot choose
the root.  Everything is ordered by the ticket that ties are drawn by, and the first are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tickbox_core.errors import BadValue
from tickbox_core.rules.ties import throws, ticket
from tickbox_core.text import Text


def seed_of(dice: str, root: str) -> str:
    """The seed of dice as they were thrown and of the root of a log (hex) that is fixed.

    Raises ``BadValue`` for what dice do not show, too few throws, or what is no root.

    >>> seed_of("35162 41163 25446 13256", "ab" * 32)[:24]
    '35162411632544613256:aba'
    """
    if not re.fullmatch("[0-9a-f]{64}", root):
        raise BadValue("root", Text("不是记录的根。", "it is no root of a log."))
    return f"{throws(dice)}:{root}"


def draw(seed: str, ids: Iterable[str], number: int) -> tuple[str, ...]:
    """So many of these by that seed, in the order drawn; all where there are fewer.

    Raises ``BadValue`` for less than one.

    >>> draw("1", ["a", "b", "c"], 2) == draw("1", ["c", "b", "a"], 2)
    True
    """
    if number < 1:
        raise BadValue(
            "number",
            Text("至少要抽一个。", "at least one has to be drawn."),
            Text("请写1以上的整数。", "Give a whole number from 1 on."),
        )
    return tuple(sorted(set(ids), key=lambda one: (ticket(seed, one), one))[:number])
