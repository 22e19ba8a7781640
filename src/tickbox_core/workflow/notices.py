"""What notices are made of: values that a printer lays out and a page could show.

Every sentence is a ``Text``; ``plain`` says it in one language, and that is what a printer is
handed.  A part knows what it is (``part``), never how it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

import attrs

from tickbox_core.counting import Share
from tickbox_core.counting.share import of_base
from tickbox_core.hooks import Document
from tickbox_core.model import Item
from tickbox_core.model.local_time import day_of
from tickbox_core.text import EMPTY, LANGUAGES, Language, Text, yuan


@attrs.frozen
class Fact:
    """A label and what it says."""

    label: Text
    words: Text


def _said(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.words)


@attrs.frozen
class Facts:
    """Facts one below the other; those that say nothing are left out."""

    part: ClassVar[str] = "facts"
    facts: tuple[Fact, ...] = attrs.field(converter=_said)


@attrs.frozen
class WordsPiece:
    """A paragraph; ``strong`` where nobody may miss it."""

    part: ClassVar[str] = "words"
    words: Text
    strong: bool = False


@attrs.frozen
class EntryPiece:
    """One item: its number, title, what kind of question it is, and facts about it."""

    title: Text
    tag: Text = EMPTY
    words: Text = EMPTY
    facts: tuple[Fact, ...] = attrs.field(default=(), converter=_said)
    number: int | None = None


@attrs.frozen
class Entries:
    """Items one below the other."""

    part: ClassVar[str] = "entries"
    entries: tuple[EntryPiece, ...]


@attrs.frozen
class BarPiece:
    """A share as a bar: never without numerator, denominator and base (``of``)."""

    title: Text
    of: Text
    percent: str
    thousandths: int
    rank: int | None = None
    tag: Text = EMPTY
    words: Text = EMPTY
    chosen: bool | None = None
    mark: Text = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "mark", _MARKS[self.chosen])

    @classmethod
    def of_share(cls, title: Text, share: Share, base: Text = EMPTY, **more: Any) -> BarPiece:
        """The bar of a share; ``base`` names it where the share's own base has no words."""
        part, whole = share.numerator, share.denominator
        said = of_base(share.base, whole, share.decimals)
        if base:
            said = Text(f"{whole}名{base.zh}", f"{whole} ({base.en})")
        of = Text(f"{part} / {said.zh}", f"{part} of {said.en}")
        return cls(title, of, share.percent, 1000 * part // whole if whole else 0, **more)


_MARKS: dict[bool | None, Text] = {
    True: Text("入选", "chosen"),
    False: Text("未入选", "not chosen"),
    None: EMPTY,
}


@attrs.frozen
class BarsPiece:
    """Shares one below the other, the greatest first."""

    part: ClassVar[str] = "bars"
    bars: tuple[BarPiece, ...]


@attrs.frozen
class TablePiece:
    """Rows under heads; ``widest`` is the column (by position) that takes the room left over."""

    part: ClassVar[str] = "table"
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    widest: int


@attrs.frozen
class Signatures:
    """Lines to sign on, each with who signs there."""

    part: ClassVar[str] = "signatures"
    who: tuple[Text, ...]


Part = Facts | WordsPiece | Entries | BarsPiece | TablePiece | Signatures


@attrs.frozen
class SectionPiece:
    """A title and what stands below it."""

    title: Text
    parts: tuple[Part, ...]


@attrs.frozen
class Foot:
    """What stands at the foot of every document: who publishes, when, whom to ask.

    ``link`` is an address (empty: there is none), ``demonstration`` says that the data is generated
    and ``rehearsal`` that it is a trial.
    """

    publisher: Text
    day: Text
    contact: Text
    link: str = ""
    warning: Text = EMPTY


@attrs.frozen
class Notice:
    """A notice: ``question`` says which of the three kinds of tick it is about."""

    area: Text
    title: Text
    round: Text
    question: Text
    sections: tuple[SectionPiece, ...]
    foot: Foot
    lead: Text = EMPTY
    words: Mapping[str, Text] = attrs.field(init=False, factory=lambda: _NOTICE_WORDS)

    def document(self, language: Language, size: str = "a4", look: str = "official") -> Document:
        """To be printed."""
        return Document("notice", language, plain(self, language), size, look)


_NOTICE_WORDS: Mapping[str, Text] = {
    "question": Text("问题性质", "Kind of question"),
    "page": Text("第{at}页，共{of}页", "page {at} of {of}"),
    "scan": Text("扫码看详细内容", "Scan to read all of it"),
    "ring": Text("咨询", "Questions"),
}


def plain(value: Any, language: Language) -> Any:
    """Strings, numbers, lists and mappings: every ``Text`` said in one language."""
    if isinstance(value, Text):
        return value.said_in(language)
    if attrs.has(type(value)):
        named = {f.name: plain(getattr(value, f.name), language) for f in attrs.fields(type(value))}
        part = getattr(type(value), "part", None)
        return named if part is None else {"part": part, **named}
    if isinstance(value, tuple | list):
        return [plain(one, language) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one, language) for key, one in value.items()}
    return value


# -- words -------------------------------------------------------------------------------------


def cost(fen: int | None) -> Text:
    """What something costs; nothing where it is unknown."""
    return Text("不用花钱", "no cost") if fen == 0 else yuan(fen)


def item_cost(item: Item, *, decided: bool) -> Text:
    """What an item costs; one that has to be ``decided`` on never says that it costs nothing.

    A fee that rises has no works to pay for, and the households pay all the same.  Where it hangs
    on the option that is chosen, it says so.  Nothing where it is unknown.

    >>> fee = Item("fee", "物业费", cost=0)
    >>> item_cost(fee, decided=False).zh, item_cost(fee, decided=True).zh
    ('不用花钱', '没有工程费用')
    """
    if item.priced_by_option:
        return Text("看选哪种做法", "as the way chosen costs")
    if item.cost == 0 and decided:
        return Text("没有工程费用", "no works to pay for")
    return cost(item.cost)


_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def both(text: Text) -> Text:
    """What is said in one language only, in both."""
    return Text.of(text.plain())


def day(moment: date | str | None) -> Text:
    """A day, or that of an ISO 8601 date or moment, as people say it; nothing for none.

    >>> day("2026-03-06T09:00:00+08:00")
    Text(zh='2026年3月6日', en='6 March 2026')
    """
    if not moment:
        return EMPTY
    said = day_of(str(moment))
    year, month, number = said.year, said.month, said.day
    return Text(f"{year}年{month}月{number}日", f"{number} {_MONTHS[month - 1]} {year}")


def count(number: int, zh: str, en: str) -> Text:
    """A number with its nouns.

    >>> count(2, "个事项", "item"), count(1, "户", "household").en
    (Text(zh='2个事项', en='2 items'), '1 household')
    """
    return Text(f"{number}{zh}", f"{number:,} {en}{'' if number == 1 else 's'}")


def sentence(words: Text) -> Text:
    """With a full stop, and in English a capital, to stand by itself."""
    return Text(_stopped(words.zh, "。"), _stopped(words.en[:1].upper() + words.en[1:], "."))


def _stopped(words: str, stop: str) -> str:
    return words if not words or words[-1] in "。！？.!?" else words + stop


def listed(texts: Iterable[Text]) -> Text:
    """Several names in a row.

    >>> listed([Text("甲", "A"), Text("乙", "B")])
    Text(zh='甲、乙', en='A, B')
    """
    held = list(texts)
    zh, en = ([text.said_in(language) for text in held] for language in LANGUAGES)
    return Text("、".join(zh), ", ".join(en))
