"""Every act as a form: its fields as boxes, a last look before what cannot be undone, an answer."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts import ACTS, Act, perform
from tickbox_core.categories import fields_of, of_row
from tickbox_core.errors import BadValue, NotListed, TickboxError
from tickbox_core.text import Text
from tickbox_server.console.answers import told
from tickbox_server.console.boxes import Drawing, Options, as_posted, cells, name_of
from tickbox_server.console.choosing import options, proposed
from tickbox_server.console.seat import Posted, Seat, form_of, one, refused, seated
from tickbox_server.console.sessions import Sessions
from tickbox_server.console.views import ActView
from tickbox_server.pages.visit import Answer, AnyRequest, Visit
from tickbox_server.problems import status_of

FOR_GOOD = frozenset(
    "round/open round/close round/publish round/wipe result/override result/finalise item/correct "
    "place/close people/end motion/open motion/close motion/publish judgement/open "
    "judgement/close judgement/publish judgement/codes motion/codes award/decide award/withdraw "
    "project/start project/deliver project/give-up keeping/erase paper/spoil paper/count".split()
)
"""What cannot be undone: it is shown once more before it is done."""

_AGAIN = Text(
    "这张表已经提交过，没有办理第二次。", "This form was handed in before; nothing was done twice."
)
MOST_BODY = 12_500_000
"""A form with a picture of 12 MB."""


@get("/do/{stage:str}/{name:str}")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    stage: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """The form of an act; what is known already stands in its address, ids only."""
    act = _act(stage, name)
    given = {key: str(value) for key, value in request.query_params.items()}

    def make(seat: Seat) -> object:
        seat.only(act)
        if act.reads and not _asks(act, given):
            return _answered(seat, act, {})
        return _form(seat, act, _known(seat, act, given))

    return await seated(request, visit, sessions, make)


@post("/do/{stage:str}/{name:str}", status_code=200, request_max_body_size=MOST_BODY)
async def do(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    sessions: NamedDependency[Sessions],
    stage: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """The answer, the last look before it, or the form as typed with what is wrong."""
    act = _act(stage, name)
    posted = await form_of(request)

    def make(seat: Seat) -> object:
        seat.only(act)
        if "more" in posted:
            return _form(seat, act, posted)
        plain, faults = of_row(act.fields, cells(act.fields, posted))
        if faults:
            said: dict[str, str] = {}
            for fault in faults:
                said.setdefault(
                    fault.field, f"{seat.say(fault.problem)} {seat.say(fault.remedy)}".strip()
                )
            missing = Text("有几处要改，见下面红框。", "A few things to mend, marked below.")
            head = said.get("") or seat.say(missing)
            return Answer(_form(seat, act, posted, head, said), 422)
        if act.key in FOR_GOOD and one(posted, "confirm") != "yes":
            return _last_look(seat, act, posted, plain)
        return _done(seat, act, posted, plain)

    return await seated(request, visit, sessions, make, posted)


def _act(stage: str, name: str) -> Act:
    key = f"{stage}/{name}"
    if key not in ACTS:
        raise NotListed(Text("办理事项", "act"), key)
    return ACTS[key]


def _asks(act: Act, given: Mapping[str, str]) -> bool:
    return bool(fields_of(act.fields))


def _known(seat: Seat, act: Act, given: dict[str, str]) -> Posted:
    """What stands in the form at first: defaults, a proposed id, and what the address says."""
    ids = {**proposed(seat.desk, act, given), **given}
    posted = as_posted(act.fields, {})
    for field in fields_of(act.fields):
        if field.key in ids:
            posted[name_of(field.key)] = [ids[field.key][:200]]
    return posted


def _view(seat: Seat, act: Act) -> ActView:
    url = seat.url("do", *act.key.split("/"))
    return ActView(
        bar=seat.bar(),
        title=seat.say(act.title),
        about=seat.say(act.about) if act.about else "",
        url=url,
        reads=act.reads,
        boxes=(),
        again_url=url,
    )


def _form(
    seat: Seat,
    act: Act,
    posted: Posted,
    error: str | None = None,
    faults: Mapping[str, str] | None = None,
) -> ActView:
    drawing = Drawing(seat, posted, _options(seat, act, posted), faults or {})
    return attrs.evolve(_view(seat, act), boxes=drawing.boxes(act.fields), error=error)


def _options(seat: Seat, act: Act, posted: Posted) -> dict[str, Options]:
    """What can be chosen; words and slots that only the committee may read stay out of others'."""
    found = options(seat.desk, act, posted)
    if seat.may(ACTS["wish/all"]):
        return found
    return {key: rows for key, rows in found.items() if key not in _COMMITTEES}


_COMMITTEES = frozenset({"ref", "refs", "into", "slot", "slots", "supervisor"})


def _last_look(seat: Seat, act: Act, posted: Posted, plain: Mapping[str, object]) -> ActView:
    """What is about to be done, in words; the form goes along unseen."""
    known = _options(seat, act, posted)
    lines = []
    for field in fields_of(act.fields):
        if field.key in plain:
            named = dict(known.get(field.key, ()))
            value = plain[field.key]
            words = named.get(value) if isinstance(value, str) else None
            lines.append((seat.say(field.label), seat.visit.say(words or field.kind.shown(value))))
    carried = tuple(
        (name, value) for name, values in posted.items() if name.startswith("f.")
        for value in values
    )  # fmt: skip
    return attrs.evolve(_view(seat, act), confirm=tuple(lines), carried=carried)


def _done(seat: Seat, act: Act, posted: Posted, plain: Mapping[str, object]) -> object:
    once = one(posted, "once")
    if not act.reads and not seat.session.first_press(once):
        return attrs.evolve(_view(seat, act), done=True, error=seat.say(_AGAIN))
    try:
        return _answered(seat, act, plain)
    except TickboxError as refusal:
        seat.session.pressed.discard(once)  # nothing has happened: it may be pressed again
        said = refused(seat, refusal)
        if isinstance(refusal, BadValue):
            said = f"{said} {seat.say(refusal.remedy)}".strip()
        return Answer(_form(seat, act, posted, said), status_of(refusal))


def _answered(seat: Seat, act: Act, plain: Mapping[str, object]) -> ActView:
    answer = perform(act, seat.desk, plain, seat.actor)
    return attrs.evolve(_view(seat, act), done=True, answer=told(seat, answer))


HANDLERS = [ask, do]
