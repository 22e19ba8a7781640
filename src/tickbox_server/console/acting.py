"""Every act as a form: its fields as boxes, a last look before what cannot be undone, an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.acts import ACTS, Act, Actor, countersign, perform
from tickbox_core.acts.changing import Standing
from tickbox_core.categories import Field, Objection, fields_of, of_row
from tickbox_core.categories.kinds import Pairs
from tickbox_core.errors import BadValue, NotCountersigned, NotListed, TickboxError, TieRefused
from tickbox_core.text import Text
from tickbox_server.console import changing
from tickbox_server.console.answers import Told, about, result_told, tie_told, told
from tickbox_server.console.asking import asked
from tickbox_server.console.boxes import Drawing, Options, as_posted, cells, name_of
from tickbox_server.console.choosing import NEW, OBJECT, options, proposed
from tickbox_server.console.seat import Posted, Seat, form_of, one, refused, seated
from tickbox_server.console.sessions import Sessions
from tickbox_server.console.views import ActView
from tickbox_server.pages.visit import Answer, AnyRequest, Visit
from tickbox_server.problems import status_of

FOR_GOOD = frozenset(
    "round/open round/close round/wipe round/codes "
    "place/close people/end motion/open motion/close motion/end-dispute judgement/open "
    "judgement/close judgement/codes motion/codes award/decide award/withdraw "
    "project/start project/deliver project/give-up award/commend keeping/erase paper/spoil".split()
)
"""What cannot be undone: it is shown once more before it is done, as is what two people sign."""

_MORE = Text("所选的还要填几项，见下面。", "What is chosen asks for a few things more, see below.")
_AGAIN = Text(
    "这张表已经提交过，没有办理第二次。", "This form was handed in before; nothing was done twice."
)
_NONE_OPEN = Text(
    "现在没有处在异议期内的清单或结果。",
    "no list and no result is within its time for objections now.",
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
        stands = changing.found(seat, act, posted)
        stale = changing.outdated(seat, act, posted, stands)
        if stale is not None:
            return _as_it_is(seat, act, posted, stands, stale)
        if "more" in posted:
            return _form(seat, act, posted)
        held = changing.whole(seat, act, posted, stands)
        what = asked(seat, act, held)
        if what.own is not None and one(held, "own") != what.chosen:
            return Answer(_form(seat, act, held, seat.say(_MORE)), 422)
        plain, faults = of_row(what.fields, cells(what.fields, held))
        faults = faults or what.faults(plain) or _uncategorised(seat, act, held)
        if faults:
            return Answer(_to_mend(seat, act, held, faults), 422)
        if (act.second or act.key in FOR_GOOD) and one(held, "confirm") != "yes":
            return _last_look(seat, act, held, plain)
        try:
            second = _second(seat, act, one(held, "token"))
        except NotCountersigned as missing:
            again = _last_look(seat, act, held, plain)
            return Answer(attrs.evolve(again, error=seat.say(missing.problem)), 422)
        if stands is None:
            return _done(seat, act, held, what.folded, plain, second)
        changed = changing.differing(seat, act, held, what, plain, stands)

        def folded(given: Mapping[str, object]) -> dict[str, object]:
            return changing.with_unset(what.folded(given), changed.unset)

        return _done(seat, act, held, folded, changed.given, second)

    return await seated(request, visit, sessions, make, posted)


def _as_it_is(seat: Seat, act: Act, posted: Posted, stands: Standing | None, why: Text) -> Answer:
    """The form again with what stands: somebody changed it, or it has just been named."""
    if stands is None:
        return Answer(_form(seat, act, posted, seat.say(why)), 409)
    shown = changing.drawn(seat, act, {}, stands)
    if "more" in posted and not one(posted, changing.STOOD) and act.key not in NEW:
        return Answer(_form(seat, act, shown), 200)
    return Answer(_form(seat, act, shown, seat.say(why)), 409)


def _second(seat: Seat, act: Act, token: str) -> Actor | None:
    """Who signs beside with a token of their own, where two people do it."""
    if not act.second:
        return None
    town, area = seat.visit.hall.town, seat.desk.area
    return countersign(act, seat.actor, town.actor(token, area) if token.strip() else None)


def _to_mend(seat: Seat, act: Act, posted: Posted, faults: Iterable[Objection]) -> ActView:
    said: dict[str, str] = {}
    for fault in faults:
        words = f"{seat.say(fault.problem)} {seat.say(fault.remedy)}".strip()
        if fault.field and not _typed(posted, fault.field):
            words = seat.say(Text("请填写这一项。", "Fill this in."))
        said.setdefault(fault.field, re.sub(rf"（{fault.field}）| \({fault.field}\)", "", words))
    missing = Text("有几处要改，见下面红框。", "A few things to mend, marked below.")
    return _form(seat, act, posted, said.get("") or seat.say(missing), said)


def _uncategorised(seat: Seat, act: Act, posted: Posted) -> tuple[Objection, ...]:
    """An item of a list with categories is of one of them."""
    if act.key != "wish/list" or one(posted, "f.category").strip():
        return ()
    problem = Text("没有选择类别。", "No category is chosen.")
    return (Objection(problem, Text("请选择。", "Choose one."), "category"),)


def _typed(posted: Posted, key: str) -> bool:
    """Whether anything stands in a field, or in a cell of its table."""
    name = name_of(key)
    return any(
        value.strip()
        for box, values in posted.items()
        if box == name or box.startswith(f"{name}.")
        for value in values
    )


def _act(stage: str, name: str) -> Act:
    key = f"{stage}/{name}"
    if key not in ACTS:
        raise NotListed(Text("办理事项", "act"), key)
    return ACTS[key]


def _asks(act: Act, given: Mapping[str, str]) -> bool:
    return bool(fields_of(act.fields))


def _known(seat: Seat, act: Act, given: dict[str, str]) -> Posted:
    """What stands in the form at first: what is there, or defaults and a proposed id."""
    ids = {**proposed(seat.desk, act, given), **given}
    known: Posted = {name_of(key): [value[:200]] for key, value in ids.items()}
    stands = changing.found(seat, act, known)
    if stands is not None:
        posted = changing.drawn(seat, act, {}, stands)
    else:
        posted = as_posted(asked(seat, act, known).fields, {})
    for field in fields_of(asked(seat, act, {**posted, **known}).fields):
        if name_of(field.key) in known:
            posted[name_of(field.key)] = known[name_of(field.key)]
    _only_choice(posted, _options(seat, act, posted), new=stands is None)
    return posted


def _only_choice(posted: Posted, choices: Mapping[str, Options], *, new: bool) -> None:
    """Where there is one thing to choose it is chosen; a default that is not on offer is not."""
    for key in ("cycle", "project", "judgement", "category", "batch"):
        on_offer = [value for value, _ in choices.get(key, ())]
        if on_offer and one(posted, name_of(key)) not in on_offer:
            if len(on_offer) == 1 and not one(posted, name_of(key)):
                posted[name_of(key)] = on_offer
            elif key == "category" and new:
                posted.pop(name_of(key), None)


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
    if act.key == OBJECT and not drawing.options["cycle"]:
        return attrs.evolve(_view(seat, act), error=error or seat.say(_NONE_OPEN), closed=True)
    what = asked(seat, act, posted)
    refresh = frozenset(name_of(key) for key in _REFRESH.get(act.key, ()))
    return attrs.evolve(
        _view(seat, act),
        boxes=drawing.boxes(what.fields),
        error=error,
        own="" if what.own is None else what.chosen,
        refresh=refresh,
        stood=None if act.change is None else changing.mark(changing.found(seat, act, posted)),
    )


_REFRESH = {
    "wish/list": ("cycle", "category"),
    "item/change": ("id", "category"),
    "wish/answer": ("ref",),
    "motion/deliver": ("id",),
    "project/supervisors": ("project",),
    "round/plan": ("rule",),
}
"""What decides which further fields there are: a button beside it shows them."""


def _options(seat: Seat, act: Act, posted: Posted) -> dict[str, Options]:
    """What can be chosen; words and slots that only the committee may read stay out of others'."""
    found = options(seat, act, posted, asked(seat, act, posted).fields)
    if seat.may(ACTS["wish/all"]):
        return found
    return {key: rows for key, rows in found.items() if key not in _COMMITTEES}


_COMMITTEES = frozenset({"ref", "refs", "into", "slot", "slots", "supervisor", "unit"})


def _last_look(seat: Seat, act: Act, posted: Posted, plain: Mapping[str, object]) -> ActView:
    """What is about to be done, in words; the form goes along unseen."""
    known = _options(seat, act, posted)
    lines = []
    for field in fields_of(asked(seat, act, posted).fields):
        if field.key in plain:
            shown = _shown(seat, field, plain[field.key], dict(known.get(field.key, ())))
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
        answer=_as_it_stands(seat, act, plain),
    )


def _as_it_stands(seat: Seat, act: Act, plain: Mapping[str, object]) -> object:
    """The count, before it is published or anything is decided on it."""
    cycle = str(plain.get("cycle"))
    try:
        if act.key == "round/publish":
            return _counted(seat, cycle)
        if act.key == "tie/settle":
            tied = seat.desk.posted_tie(cycle)
            return () if tied is None else tie_told(seat, tied)
        if act.key in ("result/override", "result/finalise"):
            return result_told(seat, seat.desk.concluding.standing(cycle).outcome)
    except TickboxError as refusal:
        return (Told("", refused(seat, refusal)),)
    return ()


def _shown(seat: Seat, field: Field, value: object, named: Mapping[str, Text]) -> str:
    """A value as people read it: what can be chosen by its words, never by its id."""
    say, kind = seat.visit.say, field.kind
    joined = "、" if seat.visit.language == "zh" else ", "
    if isinstance(value, str) and value in named:
        return say(named[value])
    if (
        isinstance(kind, Pairs)
        and isinstance(value, list)
        and all(one_[0] in named for one_ in value)
    ):
        return joined.join(f"{say(named[a])} {say(kind.second.shown(b))}" for a, b in value)
    if (
        isinstance(value, list)
        and value
        and all(isinstance(one_, str) and one_ in named for one_ in value)
    ):
        return joined.join(say(named[one_]) for one_ in value)
    return say(kind.shown(value))


Folded = Callable[[Mapping[str, object]], dict[str, object]]


def _done(
    seat: Seat,
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
        return _answered(seat, act, folded(plain), second)
    except TickboxError as refusal:
        seat.session.pressed.discard(once)  # nothing has happened: it may be pressed again
        said = refused(seat, refusal)
        if isinstance(refusal, BadValue):
            said = f"{said} {seat.say(refusal.remedy)}".strip()
        return Answer(_form(seat, act, posted, said), status_of(refusal))


def _answered(
    seat: Seat, act: Act, plain: Mapping[str, object], second: Actor | None = None
) -> ActView:
    if act.key == "round/count":
        shown = _counted(seat, str(plain["cycle"]))
        return attrs.evolve(_view(seat, act), done=True, answer=shown)
    answer = perform(act, seat.desk, plain, seat.actor, second)
    if act.key in ("round/publish", "tie/settle"):
        shown = _counted(seat, str(plain["cycle"]))
        return attrs.evolve(_view(seat, act), done=True, answer=shown)
    lines = told(seat, act.answer, answer, about(act.fields, plain))
    return attrs.evolve(_view(seat, act), done=True, answer=lines)


def _counted(seat: Seat, cycle: str) -> tuple[Told, ...]:
    """The count of a round: as it was published, as it would be, or the tie that it comes to."""
    published = seat.desk.outcome(cycle)
    if published is not None:
        return result_told(seat, published)
    try:
        return result_told(seat, seat.desk.count(cycle))
    except TieRefused as refusal:
        tied = seat.desk.tie(cycle)
        if tied is None:
            raise refusal from None
        return tie_told(seat, tied)


HANDLERS = [ask, do]
