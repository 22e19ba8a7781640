"""By which numbers a list is called on paper: ``7`` an item, ``7.2`` the second of its options.

The same for all homes, whatever the order in which a sheet has them; people key what is printed.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.model import NONE_OF_THESE_WORDS, Item, Round
from tickbox_core.text import Text


@attrs.frozen(hash=False)
class PrintedList:
    """A list by its printed numbers.

    ``ticks`` and ``words`` by number (``7``, or ``7.2`` where there are options), ``last`` is the
    last item's, ``options`` how many lines an item has on paper (0: one box, no options).
    """

    ticks: Mapping[str, str]
    words: Mapping[str, Text]
    last: int
    options: Mapping[int, int]

    @classmethod
    def of(cls, round: Round) -> PrintedList:
        """The list of a round."""
        ticks: dict[str, str] = {}
        words: dict[str, Text] = {}
        options: dict[int, int] = {}
        for number, item in enumerate(round.items, 1):
            lines = _lines(item)
            options[number] = len(item.ticks) if item.options else 0
            for printed, tick, said in zip(
                printed_numbers(item, number), item.ticks, lines, strict=True
            ):
                ticks[printed], words[printed] = tick, said
        return cls(ticks, words, len(round.items), options)


def printed_numbers(item: Item, number: int) -> tuple[str, ...]:
    """The number of each line of an item: its own, or one for each option and "none of these"."""
    if not item.options:
        return (str(number),)
    return tuple(f"{number}.{at}" for at in range(1, len(item.ticks) + 1))


def _lines(item: Item) -> tuple[Text, ...]:
    if not item.options:
        return (item.title,)
    words = (*(option.title for option in item.options), NONE_OF_THESE_WORDS)
    said = Text("{item}：{option}", "{item}: {option}")
    return tuple(said.filled(item=item.title, option=one) for one in words)
