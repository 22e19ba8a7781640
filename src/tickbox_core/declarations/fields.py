"""Kinds of field that only acts ask for: plain JSON, and whole items of a list."""

from __future__ import annotations

import base64
import json
from typing import Any

import attrs

from tickbox_core.categories import a_name, field
from tickbox_core.categories.kinds import Kind, Name, Words
from tickbox_core.model.strict_json import load_json
from tickbox_core.text import Text

__all__ = [
    "Json",
    "Name",
    "NoFields",
    "Pasted",
    "PictureFile",
    "Prose",
    "Words",
    "a_name",
    "json_object",
    "pasted_table",
    "picture_file",
    "prose",
]


@attrs.frozen
class NoFields:
    """An act that asks for nothing."""


MOST_PASTED = 8_000_000


@attrs.frozen
class Json(Kind):
    """Any mapping, as JSON."""

    input = "json"
    example = "{}"

    @property
    def remedy(self) -> Text:
        """What it looks like."""
        return Text("请填 JSON 对象，如 {}。", "Give a JSON object, {} say.")

    def parse(self, text: str) -> Any:
        """Its JSON."""
        return self.value(load_json(text))

    def format(self, plain: Any) -> str:
        """Its JSON."""
        return json.dumps(plain, ensure_ascii=False)

    def value(self, plain: Any) -> dict[str, Any]:
        """Itself."""
        if not isinstance(plain, dict):
            raise ValueError(f"{plain!r}")
        return plain

    def schema(self) -> dict[str, Any]:
        """An object."""
        return {"type": "object"}


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


def json_object(zh: str, en: str, **more: Any) -> Any:
    """A mapping as JSON."""
    return field(Json(), zh, en, **more)
