"""The ballot account: what was handed in for a round, and what became of every ballot.

Counted (by the *channel* it came by), *void* by reason, or *replaced* by a later one of the same
person; people on a count sheet that was taken back were *taken back*.  They add up to what was
handed in.  A paper that was keyed wrongly and set right is one paper, and counts once.

How an item was ticked by channel is shown as ``breakdown`` allows it, and nowhere otherwise: where
a handful came by one channel, it stands together with others or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.counting.cells import PeopleCell, breakdown
from tickbox_core.text import Text


class CameBy(StrEnum):
    """By which channel a ballot came; a host's own channel keeps its name."""

    ONLINE = "online"
    PAPER = "paper"
    ASSISTED = "assisted"
    MANDATE = "mandate"
    COUNT_SHEET = "count-sheet"


class VoidFor(StrEnum):
    """Why a paper that was handed in does not count."""

    OVER_TICKED = "over-ticked"
    TOO_FEW = "too-few"
    OVER_BUDGET = "over-budget"
    SECOND = "second"
    UNREADABLE = "unreadable"
    NOT_ON_ROLL = "not-on-roll"
    OTHER = "other"


SPOILED = "spoiled"
"""How a paper ends that people call spoiled, for a reason that says no more."""
_WORDS = {
    "online": Text("网上", "online"),
    "paper": Text("纸质", "on paper"),
    "assisted": Text("协助", "with a helper"),
    "mandate": Text("书面委托", "by mandate"),
    "count-sheet": Text("楼道计数单", "on a count sheet"),
    "over-ticked": Text("勾选过多", "too many ticks"),
    "too-few": Text("勾选不足", "too few ticks"),
    "over-budget": Text("超出金额", "more money than a ballot may spend"),
    "second": Text("同一人的第二张", "a second ballot of one person"),
    "unreadable": Text("看不清或画坏", "unreadable or spoiled"),
    "not-on-roll": Text("不在名册上", "not on the roll"),
    "other": Text("其他", "another reason"),
}
_ENDS = {
    "too-many-ticks": VoidFor.OVER_TICKED,
    "too-many-of-tier": VoidFor.OVER_TICKED,
    "too-many-of-category": VoidFor.OVER_TICKED,
    "choose-one": VoidFor.OVER_TICKED,
    "too-few-ticks": VoidFor.TOO_FEW,
    "too-few-of-tier": VoidFor.TOO_FEW,
    "too-few-of-category": VoidFor.TOO_FEW,
    "costs-too-much": VoidFor.OVER_BUDGET,
    "already-cast": VoidFor.SECOND,
    "counted-on-sheet": VoidFor.SECOND,
    SPOILED: VoidFor.UNREADABLE,
    "unknown-slot": VoidFor.NOT_ON_ROLL,
    "not-on-roll": VoidFor.NOT_ON_ROLL,
}
_NOT_ON_ROLL = re.compile(
    r"(?:不|未|没有?|非)(?:列|登记|记|写|找到|查到)?(?:在|入|进|上|是)?(?:本|选民|居民|业主|户|花)?名册"
    r"|[不未没]在册"
    r"|名册(?:上|里|中|内)?(?:面|头)?并?(?:没有|无|查无|没|查不到|找不到|没查到|没找到)"
    r"(?:登记|列|写)?(?:这|此|该|本|其|他|她|那)?(?:一|几)?(?:个|名|位|户)?(?:人|户|家|居民|名字|姓名)?"
    r"(?:$|[\s，。；、,.;！!）)])"
    r"|\bnot (?:(?:listed|found|registered|entered|named|to be found|there|anywhere|present) )?"
    r"(?:(?:on|in|from|of) )?(?:the |our |this |any )?(?:electoral |residents' |owners' )?"
    r"(?:roll|register)\b"
    r"|\b(?:nobody|no one|no such (?:person|home|name)|no person|isn't|missing) "
    r"(?:on|in|from|of) (?:the |our |this )?(?:electoral )?(?:roll|register)\b"
    r"|\boff (?:the )?roll\b"
)


def spoiled_for(reason: Text) -> str:
    """The end of a paper that people call spoiled, by the reason they keyed.

    ``not-on-roll`` where the reason says, in Chinese or English, that whoever filled it in is not
    on the roll; ``spoiled`` for anything else.

        >>> spoiled_for(Text.of("名册上没有这个人")), spoiled_for(Text.of("torn"))
        ('not-on-roll', 'spoiled')
    """
    plain = reason.zh.casefold(), reason.en.casefold()
    said = (re.sub(r"[\s-]+", " ", one.replace("’", "'")) for one in plain)
    off = any(_NOT_ON_ROLL.search(one) for one in said)
    return str(VoidFor.NOT_ON_ROLL) if off else SPOILED


def words_of_account(name: str) -> Text:
    """A channel or a reason in words; a host's own channel as it is called."""
    return _WORDS.get(name) or Text.of(name)


def void_for(end: str) -> VoidFor:
    """The reason for which a paper is void: by its refusal's code, or by ``spoiled_for``."""
    return _ENDS.get(end, VoidFor.OTHER)


def came_by(channel: str) -> str:
    """The channel of the account, by that of the log."""
    if channel == "proxy":
        return CameBy.MANDATE
    return CameBy.ASSISTED if channel.startswith("assisted-") else channel


@attrs.frozen
class ChannelCell:
    """``ticks`` of the ``ballots`` that came by these channels."""

    channels: tuple[str, ...]
    ticks: int
    ballots: int

    @property
    def words(self) -> Text:
        """The channels, and how many of their ballots."""
        names = [words_of_account(one) for one in self.channels]
        zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
        return Text(
            f"{zh}：{self.ballots}张中{self.ticks}张", f"{en}: {self.ticks} of {self.ballots}"
        )


def cells_by_channel(ticks: Mapping[str, int], counted: Mapping[str, int]) -> list[ChannelCell]:
    """How an item was ticked by channel, as it may be shown; nothing where one row says it all."""
    cells = {name: PeopleCell(ticks.get(name, 0), number) for name, number in counted.items()}
    rows = breakdown(cells).rows
    if len(rows) < 2:
        return []
    return [ChannelCell(names, cell.part, cell.whole) for names, cell in rows]


@attrs.frozen(hash=False)
class BallotAccount:
    """What became of the ballots of a round.

    ``counted`` by channel; ``blank`` of them tick nothing (count sheets tell no single ballot, and
    are left out of it).  ``void`` by reason, of ``papers`` that were handed in; ``replaced`` by a
    later ballot; ``taken_back``: people on count sheets that were.  ``corrected`` papers were keyed
    wrongly and set right.  ``items``: ticks by channel where they may be shown.
    """

    counted: Mapping[str, int]
    blank: int
    papers: int
    void: Mapping[str, int]
    replaced: int = 0
    taken_back: int = 0
    corrected: int = 0
    items: Mapping[str, tuple[ChannelCell, ...]] = attrs.field(factory=dict)

    @property
    def handed_in(self) -> int:
        """All of them."""
        counted, void = sum(self.counted.values()), sum(self.void.values())
        return counted + void + self.replaced + self.taken_back

    @property
    def lines(self) -> tuple[tuple[Text, int], ...]:
        """What became of them, a line each: the whole, its parts, and what the parts consist of."""
        return tuple(self._lines())

    def _lines(self) -> Iterable[tuple[Text, int]]:
        yield Text("交来", "Handed in"), self.handed_in
        yield Text("计入", "Counted"), sum(self.counted.values())
        of_them = Text("计入，{words}", "counted, {words}")
        for name, number in self.counted.items():
            yield of_them.filled(words=words_of_account(name)), number
        yield Text("计入，空白（一项没勾）", "counted, blank (nothing ticked)"), self.blank
        yield Text("作废", "Void"), sum(self.void.values())
        because = Text("作废，{words}", "void, {words}")
        for name, number in self.void.items():
            yield because.filled(words=words_of_account(name)), number
        if self.replaced:
            yield Text("被本人后交的替换", "Replaced by a later one"), self.replaced
        if self.taken_back:
            said = Text("撤回的计数单上的人", "People on count sheets taken back")
            yield said, self.taken_back
        if self.corrected:
            said = Text("录错后更正的纸质票（不另计）", "Papers keyed wrongly, set right")
            yield said, self.corrected

    def plain(self) -> dict[str, Any]:
        """The account for JSON."""
        return {
            "counted": dict(self.counted),
            "blank": self.blank,
            "papers": self.papers,
            "void": dict(self.void),
            "replaced": self.replaced,
            "taken_back": self.taken_back,
            "corrected": self.corrected,
            "items": [
                {
                    "item": item,
                    "channels": [
                        {"of": list(one.channels), "ticks": one.ticks, "ballots": one.ballots}
                        for one in cells
                    ],
                }
                for item, cells in self.items.items()
            ],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> BallotAccount:
        """The account that ``plain`` wrote."""
        items = {
            row["item"]: tuple(
                ChannelCell(tuple(one["of"]), one["ticks"], one["ballots"])
                for one in row["channels"]
            )
            for row in plain["items"]
        }
        return cls(**{**plain, "items": items})


def in_order(numbers: Mapping[str, int], order: type[StrEnum]) -> dict[str, int]:
    """Numbers by name, as their kinds are declared, others behind them; nothing of nought."""
    known = [str(one) for one in order]
    names = sorted(numbers, key=lambda name: (known.index(name) if name in known else 99, name))
    return {str(name): numbers[name] for name in names if numbers[name]}
