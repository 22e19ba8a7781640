"""Every act as a form: its fields as boxes, a last look before what cannot be undone, an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console import changing
from tickbox_console.choices import (
    Meant,
    blank,
    meant,
    options,
    propose_values,
    typed_fields,
)
from tickbox_console.form_fields import FormQuestion, asked
from tickbox_console.result_view import ResultLine, about, looked_at, result_lines, scope_words
from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    Posted,
    StaffRequest,
    form_of,
    one,
    refusal_words,
    render_for_staff,
)
from tickbox_console.views import ActView
from tickbox_console.widgets import Drawing, Options, as_posted, cells, name_of
from tickbox_core.acts import Act, Actor, countersign, perform
from tickbox_core.categories import Field, Objection, fields_of, of_row
from tickbox_core.categories.kinds import Name, Pairs, Several, Where
from tickbox_core.declarations import Reference, changes_form
from tickbox_core.declarations.acts import Standing
from tickbox_core.errors import BadValue, NotCountersigned, NotListed, TickboxError
from tickbox_core.text import Text
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

_MORE = Text("所选的还要填几项，见下面。", "What is chosen asks for a few things more, see below.")
_AGAIN = Text(
    "这张表已经提交过，没有办理第二次。", "This form was handed in before; nothing was done twice."
)
MOST_BODY = 12_500_000
"""A form with a picture of 12 MB."""


@get("/do/{stage:str}/{name:str}")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    stage: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """The form of an act; what is known already stands in its address, ids only."""
    given = {key: str(value) for key, value in request.query_params.items()}

    def make(seat: StaffRequest) -> object:
        act = _act(seat, stage, name)
        seat.only(act)
        if act.reads and not _asks(act, given):
            return _answer_view(seat, act, {})
        return _form(seat, act, _known_values(seat, act, given))

    return await render_for_staff(request, visit, sessions, make)


@post("/do/{stage:str}/{name:str}", status_code=200, request_max_body_size=MOST_BODY)
async def do(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    stage: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """The answer, the last look before it, or the form as typed with what is wrong."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        act = _act(seat, stage, name)
        seat.only(act)
        stands = changing.find_standing(seat, act, posted)
        stale = changing.outdated_words(seat, act, posted, stands)
        if stale is not None:
            return _as_it_is(seat, act, posted, stands, stale)
        if "more" in posted:
            return _form(seat, act, posted)
        held = changing.whole(seat, act, posted, stands)
        what = asked(seat, act, held)
        found = meant(seat, held, what.fields)
        if found.unclear:
            return PageResponse(_unclear(seat, act, found), 422)
        held = found.posted
        if what.own is not None and one(held, "own") != what.chosen:
            return PageResponse(_form(seat, act, held, seat.say(_MORE)), 422)
        plain, faults = of_row(what.fields, cells(what.fields, held))
        faults = faults or what.faults(plain)
        unchosen = {} if faults else blank(act, held, _options(seat, act, held))
        if faults or unchosen:
            return PageResponse(_to_mend(seat, act, held, faults, unchosen), 422)
        return _settled(seat, act, held, what, plain, stands)

    return await render_for_staff(request, visit, sessions, make, posted)


def _settled(
    seat: StaffRequest,
    act: Act,
    held: Posted,
    what: FormQuestion,
    plain: Mapping[str, object],
    stands: Standing | None,
) -> object:
    """The last look or the answer, of a form in which everything is right."""
    notes = tuple(seat.say(said) for said in what.commas(held))
    looks = act.second or act.irreversible or act.look_first
    if looks and one(held, "confirm") != "yes":
        return attrs.evolve(_last_look(seat, act, held, plain), notes=notes)
    try:
        second = _second(seat, act, one(held, "token"))
    except NotCountersigned as missing:
        again = _last_look(seat, act, held, plain)
        said = seat.say(missing.problem)
        return PageResponse(attrs.evolve(again, error=said, notes=notes), 422)
    if stands is None:
        return _with_notes(_perform(seat, act, held, what.folded, plain, second), notes)
    changed = changing.differing(seat, act, held, what, plain, stands)

    def fold(given: Mapping[str, object]) -> dict[str, object]:
        return changing.with_unset(what.folded(given), changed.unset)

    return _with_notes(_perform(seat, act, held, fold, changed.given, second), notes)


def _with_notes(answer: object, notes: tuple[str, ...]) -> object:
    """The answer with how numbers were read; a form that comes back still shows what was typed."""
    return attrs.evolve(answer, notes=notes) if isinstance(answer, ActView) else answer


def _as_it_is(
    seat: StaffRequest, act: Act, posted: Posted, stands: Standing | None, why: Text
) -> PageResponse:
    """The form again with what stands: somebody changed it, or it has just been named."""
    if stands is None:
        return PageResponse(_form(seat, act, posted, seat.say(why)), 409)
    shown = changing.draw_form(seat, act, {}, stands)
    if "more" in posted and not one(posted, changing.STOOD) and not act.makes:
        return PageResponse(_form(seat, act, shown), 200)
    return PageResponse(_form(seat, act, shown, seat.say(why)), 409)


def _second(seat: StaffRequest, act: Act, token: str) -> Actor | None:
    """Who signs beside with a token of their own, where two people do it."""
    if not act.second:
        return None
    town, area = seat.visit.hall.town, seat.desk.area
    return countersign(act, seat.actor, town.actor(token, area) if token.strip() else None)


def _to_mend(
    seat: StaffRequest,
    act: Act,
    posted: Posted,
    faults: Iterable[Objection],
    unchosen: Mapping[str, Text],
) -> ActView:
    said = {key: seat.say(words) for key, words in unchosen.items()}
    for fault in faults:
        words = f"{seat.say(fault.problem)} {seat.say(fault.remedy)}".strip()
        if fault.field and not _is_typed(posted, fault.field):
            words = seat.say(Text("请填写这一项。", "Fill this in."))
        said.setdefault(fault.field, re.sub(rf"（{fault.field}）| \({fault.field}\)", "", words))
    missing = Text("有几处要改，见下面红框。", "A few things to mend, marked below.")
    return _form(seat, act, posted, said.get("") or seat.say(missing), said)


def _unclear(seat: StaffRequest, act: Act, found: Meant) -> ActView:
    """The form with what a name that was typed can mean, to choose from; or the name once more."""
    said = {key: seat.say(words) for key, words in found.unclear.items()}
    several = {key: rows for key, rows in found.candidates.items() if rows}
    posted = dict(found.posted)
    kinds = {field.key: field.kind for field in fields_of(act.fields)}
    for key in several:
        if not isinstance(kinds.get(key), Several):
            posted[name_of(key)] = []  # of several those stay ticked that are clear
    missing = Text("有几处要改，见下面红框。", "A few things to mend, marked below.")
    return _form(seat, act, posted, seat.say(missing), said, several)


def _is_typed(posted: Posted, key: str) -> bool:
    """Whether anything stands in a field, or in a cell of its table."""
    name = name_of(key)
    return any(
        value.strip()
        for box, values in posted.items()
        if box == name or box.startswith(f"{name}.")
        for value in values
    )


def _act(seat: StaffRequest, stage: str, name: str) -> Act:
    key = f"{stage}/{name}"
    if key not in seat.catalogue.acts:
        raise NotListed(Text("办理事项", "act"), key)
    return seat.catalogue.acts[key]


def _asks(act: Act, given: Mapping[str, str]) -> bool:
    return bool(fields_of(act.fields))


def _known_values(seat: StaffRequest, act: Act, given: dict[str, str]) -> Posted:
    """What stands in the form at first: what is there, or defaults and a proposed id."""
    ids = {**propose_values(seat, act, given), **given}
    known: Posted = {name_of(key): [value[:200]] for key, value in ids.items()}
    stands = changing.find_standing(seat, act, known)
    if stands is not None:
        posted = changing.draw_form(seat, act, {}, stands)
    else:
        posted = as_posted(asked(seat, act, known).fields, {})
    for field in fields_of(asked(seat, act, {**posted, **known}).fields):
        if name_of(field.key) in known:
            posted[name_of(field.key)] = known[name_of(field.key)]
    if stands is None:
        _choose(act, posted, _options(seat, act, posted))
    return posted


def _choose(act: Act, posted: Posted, choices: Mapping[str, Options]) -> None:
    """Where there is one thing to choose it is chosen; a default that is not on offer is not."""
    for field in fields_of(act.fields):
        name, on_offer = name_of(field.key), [value for value, _ in choices.get(field.key, ())]
        if not isinstance(field.kind, Name) or not on_offer or one(posted, name) in on_offer:
            continue
        if len(on_offer) == 1 and field.required and not one(posted, name):
            posted[name] = on_offer
        elif field.default and one(posted, name) == field.default:
            posted.pop(name)


def _view(seat: StaffRequest, act: Act) -> ActView:
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
    seat: StaffRequest,
    act: Act,
    posted: Posted,
    error: str | None = None,
    faults: Mapping[str, str] | None = None,
    candidates: Mapping[str, Options] | None = None,
) -> ActView:
    what = asked(seat, act, posted)
    choices = {**_options(seat, act, posted), **(candidates or {})}
    typed = frozenset(typed_fields(seat, what.fields)) - frozenset(candidates or ())
    drawing = Drawing(seat, posted, choices, faults or {}, typed)
    if act.closed and _nothing_to_choose(what.fields, drawing.options):
        return attrs.evolve(_view(seat, act), error=error or seat.say(act.closed), closed=True)
    refresh = frozenset(map(name_of, changes_form(act.fields)))
    return attrs.evolve(
        _view(seat, act),
        boxes=drawing.boxes(what.fields),
        error=error,
        own="" if what.own is None else what.chosen,
        refresh=refresh,
        stood=None
        if act.change is None
        else changing.mark(changing.find_standing(seat, act, posted)),
    )


def _nothing_to_choose(fields: type, choices: Mapping[str, Options]) -> bool:
    return any(
        field.required and isinstance(field.refers, Reference) and field.key not in choices
        for field in fields_of(fields)
    )


def _options(seat: StaffRequest, act: Act, posted: Posted) -> dict[str, Options]:
    return options(seat, act, posted, asked(seat, act, posted).fields)


def _last_look(
    seat: StaffRequest, act: Act, posted: Posted, plain: Mapping[str, object]
) -> ActView:
    """What is about to be done, in words; the form goes along unseen."""
    known = _options(seat, act, posted)
    lines = []
    for field in fields_of(asked(seat, act, posted).fields):
        if field.key in plain:
            shown = _show_value(seat, field, plain[field.key], dict(known.get(field.key, ())))
            lines.append((seat.say(field.label), shown))
    carried = tuple(
        (name, value) for name, values in posted.items() if name == "own" or name.startswith("f.")
        for value in values
    )  # fmt: skip
    return attrs.evolve(
        _view(seat, act),
        confirm=tuple(lines),
        carried=carried,
        signs=act.second,
        undone=not (act.second or act.irreversible),
        look_title=seat.say(act.look_first) if act.look_first else "",
        answer=_as_it_stands(seat, act, plain),
    )


def _as_it_stands(seat: StaffRequest, act: Act, plain: Mapping[str, object]) -> object:
    """What there is to be looked at before it is done, the count say; or why there is nothing."""
    try:
        return () if act.look is None else looked_at(seat, act.look(seat.desk, plain))
    except TickboxError as refusal:
        return (ResultLine("", refusal_words(seat, refusal)),)


def _show_value(seat: StaffRequest, field: Field, value: object, named: Mapping[str, Text]) -> str:
    """A value as people read it: what can be chosen by its words, never by its id."""
    say, kind = seat.visit.say, field.kind
    joined = "、" if seat.visit.language == "zh" else ", "
    if isinstance(value, str) and value in named:
        return say(named[value])
    if isinstance(kind, Where):
        return say(scope_words(seat, value))
    if (
        isinstance(kind, Pairs)
        and isinstance(value, list)
        and all(one_[0] in named for one_ in value)
    ):
        return joined.join(f"{say(named[a])} {say(kind.second.describe(b))}" for a, b in value)
    if (
        isinstance(value, list)
        and value
        and all(isinstance(one_, str) and one_ in named for one_ in value)
    ):
        return joined.join(say(named[one_]) for one_ in value)
    return say(kind.describe(value))


Folded = Callable[[Mapping[str, object]], dict[str, object]]


def _perform(
    seat: StaffRequest,
    act: Act,
    posted: Posted,
    folded: Folded,
    plain: Mapping[str, object],
    second: Actor | None,
) -> object:
    once = one(posted, "once")
    if not act.reads and not seat.session.first_press(once):
        return attrs.evolve(_view(seat, act), done=True, error=seat.say(_AGAIN))
    try:
        return _answer_view(seat, act, folded(plain), second)
    except TickboxError as refusal:
        seat.session.pressed.discard(once)  # nothing has happened: it may be pressed again
        said = refusal_words(seat, refusal)
        if isinstance(refusal, BadValue):
            said = f"{said} {seat.say(refusal.remedy)}".strip()
        return PageResponse(_form(seat, act, posted, said), status_of(refusal))


def _answer_view(
    seat: StaffRequest, act: Act, plain: Mapping[str, object], second: Actor | None = None
) -> ActView:
    if act.look is not None and act.look_after:
        if not act.reads:
            perform(act, seat.desk, plain, seat.actor, second)
        shown = looked_at(seat, act.look(seat.desk, plain))
    else:
        answer = perform(act, seat.desk, plain, seat.actor, second)
        shown = result_lines(seat, act.answer, answer, about(act.fields, plain))
    return attrs.evolve(_view(seat, act), done=True, answer=shown)


HANDLERS = [ask, do]
