"""Kinds of field: what may stand in one, how people type it, and how it is read back to them.

A field's *plain* value is what stands in an item's ``fields`` and in JSON: strings, whole numbers,
booleans, lists and mappings.  Its *value* is what a policy works with (a date, an exact share).
What people type into a form or a cell is a *string*.  A kind goes between the three; whatever does
not fit is a ``ValueError``, which ``fields`` turns into a sentence with the kind's ``remedy``.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, ClassVar

from tickbox_core.text import Text

Plain = Any


class Kind:
    """What may stand in a field.  ``input`` names the control of a form."""

    input: ClassVar[str] = "text"
    example: ClassVar[str] = ""
    figures: ClassVar[bool] = False
    """Whether a comma may stand inside what people type: ``1,200``."""

    @property
    def remedy(self) -> Text:
        """What to do instead, where a value will not do."""
        raise NotImplementedError

    @property
    def json_remedy(self) -> Text:
        """The same for a program, whose plain value will not do."""
        return self.remedy

    def parse(self, text: str) -> Plain:
        """The plain value of what a person typed; ``ValueError`` where it is none."""
        return text

    def format(self, plain: Plain) -> str:
        """The plain value as a person would type it: ``parse`` reads it back."""
        return str(plain)

    def describe(self, plain: Plain) -> Text:
        """The plain value as a person reads it."""
        return Text.of(self.format(plain))

    def value(self, plain: Plain) -> Any:
        """What a policy works with; ``ValueError`` for a plain value that is not of this kind."""
        raise NotImplementedError

    def plain(self, value: Any) -> Plain:
        """The plain value of a value."""
        return value

    def schema(self) -> dict[str, Any]:
        """JSON Schema (draft 2020-12) of the plain value."""
        raise NotImplementedError


class Unfit(ValueError):
    """A value whose fault is better said than by its kind's remedy: ``remedy`` stands instead."""

    def __init__(self, remedy: Text) -> None:
        super().__init__(remedy.en)
        self.remedy = remedy


def no(plain: Plain) -> ValueError:
    """The refusal of a value."""
    return ValueError(f"{plain!r}")


def half_width(text: str) -> str:
    """Full-width figures and signs, as Chinese keyboards write them, as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def json_line(plain: Plain) -> str:
    """A plain value as JSON in one line: how it is typed where no simpler way is exact."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)
