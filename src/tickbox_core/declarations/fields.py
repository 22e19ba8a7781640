"""Kinds of field that only acts ask for: values by name, tables, pictures, prose."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import attrs

from tickbox_core.categories import a_name, field
from tickbox_core.categories.kinds import Kind, Name, Words
from tickbox_core.model.strict_json import load_json
from tickbox_core.text import Text

__all__ = [
    "AsTyped",
    "Name",
    "NamedValues",
    "NoFields",
    "Pasted",
    "PictureFile",
    "Prose",
    "Words",
    "a_name",
    "named_values",
    "pasted_table",
    "picture_file",
    "prose",
]


@attrs.frozen
class NoFields:
    """An act that asks for nothing."""


MOST_PASTED = 8_000_000


class AsTyped(str):
    """A value of a mapping as it was typed: what it means, the field says that it is of."""

    __slots__ = ()


@attrs.frozen
class NamedValues(Kind):
    """Values by name: the fields of the category or rule that is chosen, which says what they are.

    A form asks for each by itself; a command line takes ``fields.seats=3``, or ``seats=3;back=yes``
    at once.
    """

    input = "named"
    example = "seats=3"

    @property
    def remedy(self) -> Text:
        """How to write it."""
        return Text(
            "写成“名称=内容”，用分号隔开；或一项一项写，如 fields.seats=3。",
            "Write NAME=VALUE with semicolons between, or one by one: fields.seats=3, say.",
        )

    @property
    def json_remedy(self) -> Text:
        """An object."""
        return Text("请给出一个对象，每项一个键。", "Give an object with a key for each.")

    def parse(self, text: str) -> Any:
        """``a=b`` with semicolons or new lines between; or an object, as programs write it."""
        if text.lstrip().startswith("{"):
            return self.value(load_json(text))
        halves = [re.split("[=＝]", row, maxsplit=1) for row in _ROWS.split(text) if row.strip()]
        if not halves or any(len(half) != 2 or not half[0].strip() for half in halves):
            raise ValueError(text)
        found = {name.strip(): AsTyped(typed.strip()) for name, typed in halves}
        if len(found) < len(halves):
            raise ValueError(text)  # one name twice: which of the two is meant?
        return found

    def format(self, plain: Any) -> str:
        """As a program writes it."""
        return json.dumps(plain, ensure_ascii=False)

    def value(self, plain: Any) -> dict[str, Any]:
        """Itself."""
        if not isinstance(plain, dict):
            raise ValueError(f"{plain!r}")
        return plain

    def schema(self) -> dict[str, Any]:
        """An object."""
        return {"type": "object"}


_ROWS = re.compile(r"[;；\n]")


@attrs.frozen
class Prose(Kind):
    """What somebody says, in their own words, kept as they are."""

    input = "textarea"
    example = "东门晚上太黑，想装一盏灯"

    @property
    def remedy(self) -> Text:
        """Write it, not too long."""
        return Text("请写下来，不超过2000字。", "Write it down, at most 2,000 characters.")

    def value(self, plain: Any) -> str:
        """Itself."""
        if not isinstance(plain, str) or not plain.strip() or len(plain) > 2000:
            raise ValueError("prose")
        return plain

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "pattern": "\\S", "maxLength": 2000}


def prose(zh: str, en: str, **more: Any) -> Any:
    """Somebody's own words (``str``)."""
    return field(Prose(), zh, en, **more)


@attrs.frozen
class Pasted(Kind):
    """A whole plain table, as text; on the command line ``@FILE``."""

    input = "textarea"
    example = "unit,owner,area"

    @property
    def remedy(self) -> Text:
        """Where it comes from."""
        return Text("请粘贴整张表，或写 @文件名。", "Paste the whole table, or give @FILE.")

    def value(self, plain: Any) -> str:
        """Itself."""
        if not isinstance(plain, str) or not plain.strip() or len(plain) > MOST_PASTED:
            raise ValueError("table")
        return plain

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "pattern": "\\S", "maxLength": MOST_PASTED}


def pasted_table(zh: str, en: str, **more: Any) -> Any:
    """A whole plain table (``str``)."""
    return field(Pasted(), zh, en, **more)


@attrs.frozen
class PictureFile(Kind):
    """A picture as a file: base64 in JSON, ``@FILE`` on the command line, a file in a form."""

    input = "picture"
    example = "@photo.jpg"

    @property
    def remedy(self) -> Text:
        """Which files."""
        return Text("请选 PNG、JPEG 或 WebP 图片。", "Choose a PNG, JPEG or WebP picture.")

    def format(self, plain: Any) -> str:
        """Nothing: nobody types a picture."""
        return ""

    def value(self, plain: Any) -> bytes:
        """The bytes of the file."""
        if not isinstance(plain, str) or not plain:
            raise ValueError("picture")
        return base64.b64decode(plain, validate=True)

    def plain(self, value: Any) -> str:
        """Base64."""
        return base64.b64encode(value).decode("ascii")

    def schema(self) -> dict[str, Any]:
        """A string of base64."""
        return {"type": "string", "contentEncoding": "base64", "minLength": 1}


def picture_file(zh: str, en: str, **more: Any) -> Any:
    """A picture (``bytes``)."""
    return field(PictureFile(), zh, en, **more)


def named_values(zh: str, en: str, **more: Any) -> Any:
    """The fields of what is chosen, by name (a mapping)."""
    return field(NamedValues(), zh, en, **more)
