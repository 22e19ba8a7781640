"""Numbers, dates and money in words, for the views."""

from __future__ import annotations

import re
from datetime import date

from tickbox_core.model.local_time import day_of
from tickbox_core.text import Language, Text


def money(fen: int | None, language: Language) -> str | None:
    """An amount in yuan, exact to the fen; ``None`` where it is unknown.

    >>> money(1234500, "zh"), money(1234567, "en"), money(None, "zh"), money(0, "zh")
    ('12,345元', '12,345.67 yuan', None, '不用花钱')
    """
    if fen is None:
        return None
    if fen == 0:
        return Text("不用花钱", "no cost").said_in(language)
    yuan, rest = divmod(fen, 100)
    amount = f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"
    return Text(f"{amount}元", f"{amount} yuan").said_in(language)


def day(moment: date | str | None, language: Language) -> str | None:
    """A day, or that of an ISO 8601 date or moment, as people say it.

    >>> day("2023-03-06T09:00:00+08:00", "zh"), day("2023-03-06", "en")
    ('2023年3月6日', '6 March 2023')
    """
    if moment is None:
        return None
    said = day_of(str(moment))
    year, month, number = said.year, said.month, said.day
    return Text(f"{year}年{month}月{number}日", f"{number} {_MONTHS[month - 1]} {year}").said_in(
        language
    )


_MONTHS = (
    "January February March April May June July August September October November December"
).split()


_WORD = re.compile(r"[^\W\d_]+(?![\w.])")


def spoken(text: Text, language: Language) -> str | None:
    """The words in a language; ``None`` where there are none."""
    return text.said_in(language) or None


def sentence(words: str) -> str:
    """With a capital where the writing has any, to stand by itself; a file's name is left alone."""
    return words[:1].upper() + words[1:] if _WORD.match(words) else words
