"""The forms of the ticking pages: what they may hold, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qsl

import attrs

from tickbox_server.errors import BadForm
from tickbox_server.identity import POSTED_CODE
from tickbox_server.pages.visit import AnyRequest

_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 2100
LONGEST = 200
MOST_TYPED = 4000


@attrs.frozen
class Form:
    """What was posted: the ticks, and further on the ballot's key and the voting code."""

    ticks: tuple[str, ...]
    key: str
    code: str = attrs.field(repr=False)


async def posted(request: AnyRequest) -> Form:
    """Read the form of a request, and leave its code where the identity looks for it.

    Raises ``BadForm`` for anything that no page of ours would send.
    """
    fields = await _fields(request)
    if any(len(value) > LONGEST for _, value in fields):
        raise BadForm
    form = Form(
        ticks=tuple(value for name, value in fields if _is_tick(name) and value),
        key=_one(fields, "key"),
        code=_one(fields, "code"),
    )
    request.state[POSTED_CODE] = form.code
    return form


async def words_posted(request: AnyRequest, names: tuple[str, ...]) -> dict[str, str]:
    """The fields of a form in which people write, by name; what is missing is empty.

    Raises ``BadForm`` for fields of other names, for one twice, and for what no hand has typed.
    """
    fields = await _fields(request)
    if {name for name, _ in fields} - set(names) or any(len(v) > MOST_TYPED for _, v in fields):
        raise BadForm
    # browsers send line ends as CR LF, which is nobody's wording
    return {name: _one(fields, name).replace("\r\n", "\n") for name in names}


async def _fields(request: AnyRequest) -> list[tuple[str, str]]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise BadForm
    try:
        return parse_qsl(
            (await request.body()).decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise BadForm from None


def _is_tick(name: str) -> bool:
    """A tick of an item, or the one choice among an item's options (``tick:ITEM``; empty: none)."""
    return name == "tick" or name.startswith("tick:")


def _one(fields: list[tuple[str, str]], name: str) -> str:
    values = [value for known, value in fields if known == name]
    if len(values) > 1:
        raise BadForm
    return values[0] if values else ""
