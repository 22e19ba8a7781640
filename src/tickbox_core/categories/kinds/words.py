"""Words, one of several, yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.categories.kinds.base import Kind, Plain, half_width, json_line, no
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.strict_json import load_json
from tickbox_core.text import Text


@attrs.frozen
class Words(Kind):
    """A line of words, in one language or in both; typed ``东门 | east gate``."""

    example = "东门内侧"

    @property
    def remedy(self) -> Text:
        """Write it."""
        return Text(
            "请用一句话写明；附英文时用“|”隔开。",
            "Say it in a line; '|' parts Chinese and English.",
        )

    @property
    def json_remedy(self) -> Text:
        """A string, or both."""
        return Text(
            '请给出一句话的字符串，或 {"zh": …, "en": …}。',
            'Give a line as a string, or {"zh": …, "en": …}.',
        )

    def value(self, plain: Plain) -> Text:
        """The words in both languages."""
        if isinstance(plain, str):
            plain = {"zh": plain}
        if not isinstance(plain, Mapping) or not plain or set(plain) - {"zh", "en"}:
            raise no(plain)
        if not all(isinstance(words, str) and words.strip() for words in plain.values()):
            raise no(plain)
        return Text.of({language: words.strip() for language, words in plain.items()})

    def parse(self, text: str) -> Plain:
        """The words as they stand, or both languages; JSON for what cannot be said that way."""
        if text.strip().startswith('{"'):
            try:
                return self.plain(self.value(load_json(text)))
            except ValueError:
                pass  # words that happen to begin like that
        both = re.split(r" *[|｜] *", text.strip())
        if len(both) == 2 and all(both):
            return self.plain(Text(*both))
        return text.strip()

    def format(self, plain: Plain) -> str:
        """The words; both languages where they differ."""
        text = self.value(plain)
        said = text.zh if text.zh == text.en else f"{text.zh} | {text.en}"
        return said if self.value(self.parse(said)) == text else json_line(text.plain())

    def describe(self, plain: Plain) -> Text:
        """The words."""
        return self.value(plain)

    def plain(self, value: Any) -> Plain:
        """A string, or both languages where they differ."""
        text = Text.of(value)
        return text.zh if text.zh == text.en else text.plain()

    def schema(self) -> dict[str, Any]:
        """A string, or ``{"zh", "en"}``."""
        line = {"type": "string", "pattern": "\\S"}
        both = {
            "type": "object",
            "properties": {"zh": line, "en": line},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [line, both]}


@attrs.frozen
class Name(Kind):
    """An id, reference, code or person's name: one line, in no particular language."""

    example = "gate"

    @property
    def remedy(self) -> Text:
        """Write it."""
        return Text("请填写编号或名称。", "Give an id or a name.")

    def parse(self, text: str) -> Plain:
        """Without blanks around it."""
        return text.strip()

    def value(self, plain: Plain) -> str:
        """Without blanks around it."""
        if not isinstance(plain, str) or not plain.strip() or "\n" in plain.strip():
            raise no(plain)
        return plain.strip()

    def schema(self) -> dict[str, Any]:
        """A string of one line."""
        return {"type": "string", "pattern": r"^\s*\S([^\n]*\S)?\s*$"}


@attrs.frozen(hash=False)
class Choice(Kind):
    """One of several, each a key with its words; ``also`` has other words that people type."""

    choices: Mapping[str, Text] = attrs.field(converter=frozen_mapping)
    also: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_mapping, kw_only=True)
    input = "select"

    @property
    def example(self) -> str:  # type: ignore[override]
        """The words of the first."""
        return next((words.zh for words in self.choices.values()), "")

    @property
    def remedy(self) -> Text:
        """All of them."""
        zh = "、".join(f"{key}（{words.zh}）" for key, words in self.choices.items())
        en = ", ".join(f"{key} ({words.en})" for key, words in self.choices.items())
        return Text(f"请填其中一个：{zh}。", f"Give one of: {en}.")

    def parse(self, text: str) -> Plain:
        """The key, its words in either language, or what people type instead."""
        said = half_width(text).casefold()
        for key, words in self.choices.items():
            if said in {half_width(name).casefold() for name in (key, words.zh, words.en)}:
                return key
        if said in self.also:
            return self.also[said]
        raise no(text)

    def describe(self, plain: Plain) -> Text:
        """The words."""
        words: Text = self.choices[plain]
        return words

    def value(self, plain: Plain) -> str:
        """The key."""
        if not isinstance(plain, str) or plain not in self.choices:
            raise no(plain)
        return plain

    def schema(self) -> dict[str, Any]:
        """An enumeration of the keys."""
        return {"type": "string", "enum": list(self.choices)}


YES, NO = Text("是", "yes"), Text("否", "no")


@attrs.frozen
class YesNo(Kind):
    """Yes or no."""

    input = "checkbox"
    example = "是"

    @property
    def remedy(self) -> Text:
        """The two of them."""
        return Text("请填“是”或“否”。", "Give yes or no.")

    @property
    def json_remedy(self) -> Text:
        """The two of them."""
        return Text("请给出 true 或 false。", "Give true or false.")

    def parse(self, text: str) -> Plain:
        """Yes or no in either language, 1 or 0, a tick or a cross."""
        said = half_width(text).lower()
        if said in {"是", "有", "对", "yes", "y", "true", "1", "✓", "✔", "√", "on"}:
            return True
        if said in {"否", "无", "没有", "不是", "no", "n", "false", "0", "×", "✗", "✘", "off"}:
            return False
        raise no(text)

    def format(self, plain: Plain) -> str:
        """In Chinese, as it stands on forms."""
        return self.describe(plain).zh

    def describe(self, plain: Plain) -> Text:
        """Yes or no."""
        return YES if plain else NO

    def value(self, plain: Plain) -> bool:
        """Itself."""
        if type(plain) is not bool:
            raise no(plain)
        return plain

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}
