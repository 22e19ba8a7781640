"""The forms of the ticking pages: what they may hold, and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qsl

import attrs
from litestar.datastructures import UploadFile

from tickbox_core.desk.tickets import is_ticket
from tickbox_core.errors import TickboxError
from tickbox_server.errors import (
    BadForm,
    Busy,
    ChooseAnswer,
    NoElector,
    NoSlot,
    TicketOver,
    Unconfirmed,
)
from tickbox_server.identity import POSTED_CODE
from tickbox_server.pages.views_look import SAME, LookView
from tickbox_server.pages.visit import AnyRequest
from tickbox_server.turns import note_code

_TYPE = "application/x-www-form-urlencoded"
_WITH_FILE = "multipart/form-data"
MOST_FILE = 12_500_000
"""A form with a picture of 12 MB."""
_MOST_FIELDS = 2100
LOOK = "look"
"""The field of a form that is only shown again in another type or language."""
LONGEST = 200
MOST_TYPED = 4000


@attrs.frozen
class Form:
    """What was posted: the ticks, and further on the ballot's key and the voting code.

    In place of the code there may stand the ticket of one that was typed before.  ``look`` is there
    where the page is only asked for in another type or language (``LookView.said``).
    """

    ticks: tuple[str, ...]
    key: str
    code: str = attrs.field(repr=False)
    look: str = ""

    @property
    def ticket(self) -> str:
        """The form ticket that it carries; empty for a code, and for none."""
        return self.code if is_ticket(self.code) else ""

    @property
    def typed(self) -> str:
        """The code as it was typed; empty for a ticket."""
        return "" if self.ticket else self.code

    def unknown(self, otherwise: TickboxError) -> TickboxError:
        """Why nobody is known by it: its ticket is over, or what is so ``otherwise``."""
        return TicketOver() if self.ticket else otherwise

    @property
    def told(self) -> TickboxError | None:
        """What the page that is asked for in another look has said of it."""
        kind = _TOLD.get(self.look)
        return None if kind is None else kind()


_TOLD: dict[str, type[TickboxError]] = {
    kind().code: kind for kind in (NoSlot, NoElector, TicketOver, Busy, Unconfirmed, ChooseAnswer)
}
"""The refusals that are shown on a page with a form and are the same for everybody."""


def look_of(url: str, error: TickboxError | None) -> LookView:
    """How a page with this error is shown again in another look."""
    return LookView(url) if error is None else LookView(url, error.code)


async def read_form(request: AnyRequest, *, speaks: bool = True) -> Form:
    """Read the form of a request, and leave its code where the identity looks for it.

    Where the form does not speak for anybody yet (``speaks``), its code is left to nobody: a
    page that is asked for in larger type only keeps what was typed.  Raises ``BadForm`` for
    anything that no page of ours would send.
    """
    fields = await _fields(request)
    if any(len(value) > LONGEST for _, value in fields):
        raise BadForm
    form = Form(
        ticks=tuple(value for name, value in fields if _is_tick(name) and value),
        key=_one(fields, "key"),
        code=_one(fields, "code"),
        look=_one(fields, LOOK),
    )
    leave_code(request, form.code if speaks else "")
    return form


def leave_code(request: AnyRequest, code: str) -> None:
    """Leave a posted code where the identity looks for it; its slow hash waits for its turn."""
    request.state[POSTED_CODE] = code
    note_code(request, code)


def asked_after(form: Form) -> str:
    """The receipt's code that a check page answers: what was typed, or answered before already."""
    answered = "" if form.look == SAME else form.look
    return (answered if form.look else form.code).strip()


async def words_posted(request: AnyRequest, names: tuple[str, ...]) -> dict[str, str]:
    """The fields of a form in which people write, by name; what is missing is empty.

    Raises ``BadForm`` for fields of other names, for one twice, and for what no hand has typed.
    """
    fields = await _fields(request)
    if {name for name, _ in fields} - set(names) or any(len(v) > MOST_TYPED for _, v in fields):
        raise BadForm
    # browsers send line ends as CR LF, which is nobody's wording
    return {name: _one(fields, name).replace("\r\n", "\n") for name in names}


async def reference_posted(request: AnyRequest) -> tuple[str, str]:
    """The reference that a page answers, and what stands in its field; ``BadForm`` as above.

    A link that only changes the look answers again what was answered before, if anything was.
    """
    typed = await words_posted(request, ("ref", LOOK))
    ref, answered = typed["ref"].strip(), typed[LOOK]
    return (ref if not answered else "" if answered == SAME else answered), ref


async def file_posted(
    request: AnyRequest, file: str, names: tuple[str, ...]
) -> tuple[dict[str, str], bytes]:
    """The fields of a form with one file, and the file's bytes; empty where none was chosen.

    Raises ``BadForm`` for anything that no page of ours would send.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _WITH_FILE:
        await request.body()  # what is too large is refused as that
        raise BadForm
    typed, content = dict.fromkeys(names, ""), b""
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if name != file or content:
                raise BadForm
            content = await value.read()
        elif name == file and not value:
            continue  # a browser's way to say that no file was chosen
        elif name in typed and not typed[name] and len(value) <= LONGEST:
            typed[name] = value
        else:
            raise BadForm
    return typed, content


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
