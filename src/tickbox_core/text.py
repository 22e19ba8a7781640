"""Words for people, always in both languages.

A ``Text`` is one sentence or name said twice: in Chinese, which is what the residents read, and in
English.  Whatever leaves the core for a person (an explanation, an error, a title) is a ``Text``;
which of the two is shown is decided at the edge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@attrs.frozen
class Text:
    """One thing said in Chinese (``zh``) and in English (``en``)."""

    zh: str
    en: str

    def __attrs_post_init__(self) -> None:
        # in one look: a count of thousands of items makes tens of thousands of them
        if not (type(self.zh) is str is type(self.en)):
            for field in attrs.fields(Text):
                _A_STRING(self, field, getattr(self, field.name))

    @classmethod
    def of(cls, value: TextLike) -> Text:
        """Make a ``Text`` from a ``Text``, a plain string (said the same twice) or a mapping.

        A mapping needs at least one of ``zh`` and ``en``; the missing one repeats the other.
        """
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return cls(value, value)
        either = value.get("zh") or value.get("en") or ""
        return cls(value.get("zh") or either, value.get("en") or either)

    def said_in(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en

    def filled(self, **values: object) -> Text:
        """Both templates with ``{name}`` filled in; a ``Text`` among the values is said in kind."""
        return Text(*(self.said_in(lang).format(**_in_kind(values, lang)) for lang in LANGUAGES))

    def plain(self) -> dict[str, str]:
        """``{"zh": …, "en": …}`` for JSON."""
        return {"zh": self.zh, "en": self.en}

    def over(self, known: Text) -> Text:
        """These words in place of known ones; said in one language as those are, they are kept.

        >>> Text.of("一村").over(Text("一村", "Village One")).en
        'Village One'
        """
        return known if self.zh == self.en and self.zh in (known.zh, known.en) else self

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def __deepcopy__(self, memo: object) -> Text:
        return self  # nothing in it can change: copying thousands of them took half of a count


_A_STRING = attrs.validators.instance_of(str)

TextLike: TypeAlias = Text | str | Mapping[str, str]


def _in_kind(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {
        name: value.said_in(language) if isinstance(value, Text) else value
        for name, value in values.items()
    }


def as_text(value: TextLike) -> Text:
    """``Text.of``, as a converter for fields."""
    return value if isinstance(value, Text) else Text.of(value)


def join_texts(texts: list[Text], zh: str = "", en: str = " ") -> Text:
    """Several sentences as one, with a separator for each language."""
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))


NAMED_AT_MOST = 20
"""So many are named in a sentence; of more the first, and how many others there are."""


def named_first(names: Sequence[str], more: int = 0) -> Text:
    """Names in one line, the first of them where they are many; ``more`` are left out already."""
    rest = more + max(0, len(names) - NAMED_AT_MOST)
    line = ", ".join(names[:NAMED_AT_MOST])
    if not rest:
        return Text(line, line)
    return Text(f"{line} 等{len(names) + more}项", f"{line} and {rest:,} more")


_HIDDEN_MARK = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f"  # NUL and its like; not the blanks and line ends of a keyboard
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of letters
    r"\ud800-\udfff]"  # halves of a character, which no file can hold
)


def find_hidden_mark(text: str) -> tuple[int, str] | None:
    """The first mark that nobody sees and that makes a text say something else.

    At which letter (from 1), and its number; ``None`` where there is none.  NUL cuts words off,
    marks of direction (Unicode's ``Bidi_Control``) show them in another order than they are kept.

    >>> find_hidden_mark("灯\\u202e坏了"), find_hidden_mark("灯坏了\\n请修")
    ((2, 'U+202E'), None)
    """
    found = _HIDDEN_MARK.search(text)
    return None if found is None else (found.start() + 1, f"U+{ord(found[0]):04X}")


def count_noun(number: int, noun: str) -> str:
    """An English noun with its number: ``"1 ballot"``, ``"2 ballots"``, ``"1,000 ballots"``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


EMPTY = Text("", "")


def yuan(fen: int | None) -> Text:
    """An amount of money, exact to the fen; nothing where it is unknown.

    >>> yuan(1234567).zh, yuan(-250).en, yuan(None)
    ('12,345.67元', '-2.50 yuan', Text(zh='', en=''))
    """
    if fen is None:
        return EMPTY
    whole, rest = divmod(abs(fen), 100)
    said = f"{'-' if fen < 0 else ''}{whole:,}" + (f".{rest:02d}" if rest else "")
    return Text(f"{said}元", f"{said} yuan")
