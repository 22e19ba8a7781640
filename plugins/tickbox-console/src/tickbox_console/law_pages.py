"""The law of a motion, one question a page: what is open is asked, what was said stands beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.law_views import LawAskedView, LawLineView, LawView
from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    Posted,
    StaffRequest,
    form_of,
    many,
    one,
    refusal_words,
    render_for_staff,
)
from tickbox_console.views import StaffChoiceView
from tickbox_core.acts import perform
from tickbox_core.acts.law_answers import given_of, law_beside
from tickbox_core.acts.motion_fields import MARKS, SOURCE_HELP
from tickbox_core.acts.screens import ANSWER_LAW
from tickbox_core.components.motions import Answered, PollState
from tickbox_core.desk.motions.questions import LawPoint
from tickbox_core.errors import BadValue, NotListed, TickboxError
from tickbox_core.rules.motions import AnswerForm, Confidence, SourcedValue
from tickbox_core.rules.motions.questions import NOTHING, OPTIONAL
from tickbox_core.text import Text
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.pages.words import day
from tickbox_server.problems import status_of


@get("/motions/{motion:str}/law")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    motion: FromPath[str],
) -> Response[str]:
    """The question that is named, else the first that is open; else what was answered."""
    name = request.query_params.get("question", "")[:80]
    return await render_for_staff(request, visit, sessions, lambda seat: _draw(seat, motion, name))


@post("/motions/{motion:str}/law", status_code=200)
async def answer(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    motion: FromPath[str],
) -> Response[str]:
    """One answer; then the next question that is open."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        seat.only(ANSWER_LAW)
        return _keep_answer(seat, motion, posted)

    return await render_for_staff(request, visit, sessions, make, posted)


def _keep_answer(seat: StaffRequest, motion: str, posted: Posted) -> object:
    name, once = one(posted, "question"), one(posted, "once")
    if once and not seat.session.first_press(once):
        return _draw(seat, motion, "")  # pressed twice: it is kept
    try:
        perform(ANSWER_LAW, seat.desk, _read_form(motion, posted), seat.actor)
    except TickboxError as refusal:
        seat.session.pressed.discard(once)
        said = refusal_words(seat, refusal)
        if isinstance(refusal, BadValue):
            said = f"{seat.say(refusal.problem)} {seat.say(refusal.remedy)}".strip()
        view = _draw(seat, motion, name, posted)
        return PageResponse(attrs.evolve(view, error=said), status_of(refusal))
    point = seat.desk.motions.question(motion, name)
    kept = _KEPT.filled(question=point.question.words, said=point.value_words)
    return attrs.evolve(_draw(seat, motion, ""), done=seat.say(kept))


_KEPT = Text("已存。{question}{said}。", "Kept: {question} {said}.")


def _read_form(motion: str, posted: Posted) -> dict[str, Any]:
    """What is asked of the act; what was left empty is not given, and it says what is missing."""
    typed = [value.strip() for value in many(posted, "value")]
    answer_: Any = [*typed, *([NOTHING] if one(posted, "nothing") else [])]
    if len(answer_) < 2:  # a number and "no limit" at once are refused, whichever was meant
        answer_ = answer_[0] if answer_ else None
    given = {
        "id": motion,
        "question": one(posted, "question"),
        "answer": answer_,
        "mark": one(posted, "mark") or None,
    }
    # what belongs to the other kind of source is not sent: the form shows both
    names = _OF_RULES if given["mark"] == Confidence.RULES else ("source",)
    given |= {name: one(posted, name).strip() or None for name in names}
    return {key: value for key, value in given.items() if value is not None}


_OF_RULES = ("document", "article", "adopted")


# -- drawing ---------------------------------------------------------------------------------------


def _draw(seat: StaffRequest, motion: str, name: str, posted: Posted | None = None) -> LawView:
    """The page; ``posted`` is what was typed and will not do."""
    seat.only(ANSWER_LAW)
    poll = seat.desk.motions.poll(motion)
    points = seat.desk.motions.questions(motion)
    may_be_said = [one_ for one_ in points if one_.question.name in OPTIONAL]
    asked = [
        one_ for one_ in points if one_.state is not Answered.BY_LAW and one_ not in may_be_said
    ]
    by_law = [one_ for one_ in points if one_.state is Answered.BY_LAW]
    waits = [one_ for one_ in asked if one_.state is Answered.OPEN]
    prepared = poll.state is PollState.PREPARED
    current = _find(points, name) if name else next(iter(waits), None)
    url = seat.url("motions", motion, "law")
    names = [one_.question.name for one_ in asked]
    at = names.index(current.question.name) if current and current.question.name in names else -1
    return LawView(
        bar=seat.bar(),
        motion=seat.say(poll.motion.question),
        url=url,
        number=at + 1,
        total=len(asked),
        left=len(waits),
        asked=_draw_question(seat, current, asked, posted) if current and prepared else None,
        back_url=_at(url, names[at - 1]) if at > 0 else "",
        on_url=_at(url, names[at + 1]) if 0 <= at < len(names) - 1 else "",
        answered=tuple(
            _line(seat, one_, url if prepared else "", one_ is current)
            for one_ in points
            if one_.state is Answered.HERE
        ),
        may_be_said=tuple(
            _line(seat, one_, url if prepared else "", one_ is current)
            for one_ in may_be_said
            if one_.state is Answered.OPTIONAL
        ),
        may_be_left=current in may_be_said,
        by_law=tuple(
            _line(seat, one_, url if prepared else "", one_ is current) for one_ in by_law
        ),
        checklist_url=f"{seat.url('do', 'motion', 'checklist')}?{urlencode({'id': motion})}",
        prepared=prepared,
    )


def _find(points: tuple[LawPoint, ...], name: str) -> LawPoint:
    found = next((one_ for one_ in points if one_.question.name == name), None)
    if found is None:
        raise NotListed(Text("规则", "question"), name)
    return found


def _at(url: str, name: str) -> str:
    return f"{url}?{urlencode({'question': name})}"


def _draw_question(
    seat: StaffRequest, point: LawPoint, asked: list[LawPoint], posted: Posted | None
) -> LawAskedView | None:
    if point.fixed:
        return None
    question = point.question
    chosen, source, mark = _stands(seat, point, asked, posted)
    document, article, adopted = _rule_stands(seat, point, asked, posted)
    named = question.allows(point.matters)
    is_number = question.form is AnswerForm.COUNT
    return LawAskedView(
        name=question.name,
        words=seat.say(question.words),
        law=seat.say(law_beside(point)),
        control="number" if is_number else "several" if question.is_several else "one",
        value=next((one_ for one_ in chosen if one_ != NOTHING), "") if is_number else "",
        nothing=seat.visit.say(question.nothing) if is_number and question.nothing else "",
        nothing_chosen=NOTHING in chosen,
        choices=()
        if is_number
        else tuple(
            StaffChoiceView(key, seat.visit.say(words), key in chosen)
            for key, words in named.items()
        ),
        takes=seat.say(question.number_remedy(point.least)) if is_number else "",
        source=source,
        source_help=seat.say(SOURCE_HELP),
        document=document,
        article=article,
        adopted=adopted,
        rules_mark=str(Confidence.RULES),
        marks=tuple(
            StaffChoiceView(key, seat.visit.say(words), key == mark) for key, words in MARKS.items()
        ),
    )


def _stands(
    seat: StaffRequest, point: LawPoint, asked: list[LawPoint], posted: Posted | None
) -> tuple[list[str], str, str]:
    """What stands in the form: what was typed, or was answered; the source as it was said last."""
    if posted is not None:
        values = [*many(posted, "value"), *([NOTHING] if one(posted, "nothing") else [])]
        return values, one(posted, "source"), one(posted, "mark")
    given = given_of(point)
    chosen = given if isinstance(given, list) else [] if given is None else [str(given)]
    last = _said_last(point, asked)
    if last is None:
        return chosen, "", str(Confidence.CHOICE)
    source = "" if last.sourced.rule else seat.visit.say(last.sourced.source)
    return chosen, source, str(last.sourced.mark)


def _said_last(point: LawPoint, asked: list[LawPoint]) -> SourcedValue | None:
    """What stands for a question, else what was said last of another."""
    said = [one_.own for one_ in asked if one_.own is not None]
    return point.own or (said[-1] if said else None)


def _rule_stands(
    seat: StaffRequest, point: LawPoint, asked: list[LawPoint], posted: Posted | None
) -> tuple[str, str, str]:
    """Document, article and day of a rule of the estate: as typed, or as said last."""
    if posted is not None:
        return one(posted, "document"), one(posted, "article"), one(posted, "adopted")
    last = _said_last(point, asked)
    rule = None if last is None else last.sourced.rule
    if rule is None:
        return "", "", ""
    said = seat.visit.say(rule.document), seat.visit.say(rule.article)
    return *said, rule.adopted.isoformat()


def _line(seat: StaffRequest, point: LawPoint, url: str, current: bool) -> LawLineView:
    """How a question stands, from where, and where it can be said otherwise."""
    holds = point.own or point.law
    facts: Mapping[str, str] = {} if holds is None else _where_from(seat, point)
    return LawLineView(
        words=seat.say(point.question.words),
        said=seat.visit.say(point.value_words or point.question.in_words(None)),
        url="" if not url or point.fixed else _at(url, point.question.name),
        current=current,
        **facts,
    )


def _where_from(seat: StaffRequest, point: LawPoint) -> dict[str, str]:
    holds = point.own or point.law
    assert holds is not None  # asked for only where something holds
    days = (
        (holds.layer.first, Text("自{day}起", "from {day}")),
        (holds.layer.last, Text("到{day}止", "until {day}")),
    )
    language = seat.visit.language
    told = [seat.visit.say(words.filled(day=day(held, language))) for held, words in days if held]
    return {
        "layer": seat.visit.say(holds.layer.title),
        "days": "、".join(told) if language == "zh" else ", ".join(told),
        "source": seat.visit.say(holds.sourced.source),
        "mark": seat.visit.say(holds.sourced.mark.words),
        "binds": "" if point.own is not None else _binds(seat, point),
    }


def _binds(seat: StaffRequest, point: LawPoint) -> str:
    if point.fixed:
        return seat.visit.say(Text("不能另定", "fixed"))
    if point.least is not None:
        return seat.visit.say(Text("只能更多，不能更少", "may be raised, never lowered"))
    return ""


HANDLERS = [ask, answer]
