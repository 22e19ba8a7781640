"""The one writer of workbooks: every cell a string, or a number that we made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tickbox_core.errors import MissingExtra


@contextmanager
def book() -> Iterator[tuple[Any, io.BytesIO]]:
    """A workbook to fill, and where its bytes are once it is closed.

    "=1+1" stays these four characters, an address stays text, and two files of the same content
    are the same bytes.
    """
    try:
        from xlsxwriter import Workbook
    except ModuleNotFoundError:
        raise MissingExtra("xlsxwriter", "excel") from None
    from datetime import UTC, datetime

    out = io.BytesIO()
    made = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    made.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    yield made, out
    made.close()
