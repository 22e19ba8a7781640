"""Kinds of field that only acts ask for: plain JSON, and whole items of a list."""

from __future__ import annotations

import json
from typing import Any

import attrs

from tickbox_core.categories import field
from tickbox_core.categories.kinds import Kind
from tickbox_core.text import Text


@attrs.frozen
class Json(Kind):
    """Any mapping, as JSON."""

    input = "json"
    example = "{}"

    @property
    def remedy(self) -> Text:
        """What it looks like."""
        return Text("请填 JSON 对象，如 {}。", "Give a JSON object, {} say.")

    def typed(self, text: str) -> Any:
        """Its JSON."""
        return self.value(json.loads(text))

    def written(self, plain: Any) -> str:
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
class Name(Kind):
    """An id, reference, code or person's name: one line, in no particular language."""

    example = "gate"

    @property
    def remedy(self) -> Text:
        """Write it."""
        return Text("请填写编号或名称。", "Give an id or a name.")

    def typed(self, text: str) -> Any:
        """Without blanks around it."""
        return text.strip()

    def value(self, plain: Any) -> str:
        """Itself."""
        if not isinstance(plain, str) or not plain.strip() or "\n" in plain:
            raise ValueError(f"{plain!r}")
        return plain

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "pattern": "\\S"}


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


def a_name(zh: str, en: str, **more: Any) -> Any:
    """An id or a name (``str``)."""
    return field(Name(), zh, en, **more)


def prose(zh: str, en: str, **more: Any) -> Any:
    """Somebody's own words (``str``)."""
    return field(Prose(), zh, en, **more)


def json_object(zh: str, en: str, **more: Any) -> Any:
    """A mapping as JSON."""
    return field(Json(), zh, en, **more)
