"""Keying papers of a motion: the home, then one number; two people each, blind to each other."""

from __future__ import annotations

from urllib.parse import urlencode

import attrs
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_console.paper_entry.drawing import READINGS
from tickbox_console.paper_entry.ends import why_void
from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import (
    Posted,
    StaffRequest,
    form_of,
    one,
    refusal_words,
    render_for_staff,
)
from tickbox_console.views import KeyedPaperView, MotionKeyingView
from tickbox_core.acts import perform
from tickbox_core.acts.screens import KEY_MOTION, UNKEY_MOTION
from tickbox_core.components.motions import Poll, PollState, answers_of
from tickbox_core.components.paper import LONGEST_REASON, KeyedEntry, PrintedList, Says, read_entry
from tickbox_core.errors import TickboxError
from tickbox_core.rules.motions import ABSTAIN, SPOILED, WITH_MAJORITY
from tickbox_core.rules.motions.elections import JOINT
from tickbox_core.text import Text
from tickbox_core.workflow.entries import rejection
from tickbox_core.year.motion_papers import MarkedHead, Marking
from tickbox_server.pages.visit import AnyRequest, PageRequest, PageResponse
from tickbox_server.problems import status_of

MOST_OWN = 8
LONGEST_PLACE = 80
_WORDS = {
    ABSTAIN: Text("弃权", "abstain"),
    WITH_MAJORITY: Text("从众", "with the majority"),
}


@get("/motions/{motion:str}/keying")
async def ask(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    motion: FromPath[str],
) -> Response[str]:
    """Which home; or, where one is named, what its paper says."""
    place = request.query_params.get("place", "")[:LONGEST_PLACE]
    return await render_for_staff(request, visit, sessions, lambda seat: _home(seat, motion, place))


@post("/motions/{motion:str}/keying", status_code=200)
async def key(
    request: AnyRequest,
    visit: NamedDependency[PageRequest],
    sessions: NamedDependency[Sessions],
    motion: FromPath[str],
) -> Response[str]:
    """A home, what its paper says, or the last entry taken back."""
    posted = await form_of(request)

    def make(seat: StaffRequest) -> object:
        seat.only(KEY_MOTION)
        if back := one(posted, "back"):
            return _taken_back(seat, motion, back)
        if not one(posted, "place"):
            return _home(seat, motion, one(posted, "home")[:LONGEST_PLACE], asked=True)
        return _mark(seat, motion, posted)

    return await render_for_staff(request, visit, sessions, make, posted)


def _home(seat: StaffRequest, motion: str, written: str, asked: bool = False) -> object:
    """The box for the mark of a home, or the box for a home with why it is not one."""
    seat.only(KEY_MOTION)
    if not written.strip() and not asked:
        return _draw(seat, motion)
    try:
        if _is_back(written):
            return _last_taken_back(seat, motion)
        _only_open(seat, motion)
        return _draw(seat, motion, seat.desk.motions.find_place(motion, written))
    except TickboxError as refusal:
        view = attrs.evolve(_draw(seat, motion), typed=written, error=refusal_words(seat, refusal))
        return PageResponse(view, status_of(refusal))


def _mark(seat: StaffRequest, motion: str, posted: Posted) -> object:
    """What one person reads of a paper."""
    place, typed = one(posted, "place"), one(posted, "sign") or one(posted, "entry")
    poll = seat.desk.motions.poll(motion)
    try:
        entry = _one_mark(read_entry(typed, listed(poll)), poll)
        if entry.says is Says.BACK:
            return _last_taken_back(seat, motion)
        if entry.says is Says.SPOILED and not entry.reason:
            reason = " ".join(one(posted, "reason").split())
            if not reason:
                return _asking_why(seat, motion, place, asked="reason" in posted)
            entry = attrs.evolve(entry, reason=Text.of(reason[:LONGEST_REASON]))
        once = one(posted, "once")
        if once and not seat.session.first_press(once):
            return _draw(seat, motion)  # Enter was pressed twice: it is kept
        try:
            _perform(seat, motion, place, entry, again=one(posted, "sure") == "again")
        except TickboxError:
            seat.session.pressed.discard(once)
            raise
    except TickboxError as refusal:
        view = _draw(seat, motion, place)
        view = attrs.evolve(view, typed=typed[:200], error=refusal_words(seat, refusal))
        return PageResponse(view, 422)
    kept = Text("{place}已存。", "{place} is kept.").filled(place=_where(seat, motion, place))
    return attrs.evolve(_draw(seat, motion), done=seat.say(kept))


def _one_mark(entry: KeyedEntry, poll: Poll) -> KeyedEntry:
    """The entry, which says one thing, or in an election names candidates alone."""
    if len(entry.ticks) > 1 and poll.motion.seats:
        if set(entry.ticks) <= set(poll.motion.candidates):
            return entry
        raise rejection(
            Text(
                "勾了候选人，又勾了“都不选”或弃权。", "candidates beside 'none' or an abstention."
            ),
            Text("票上确实这样就按作废录：x。", "If the paper has both, key it as spoiled: x."),
        )
    if len(entry.ticks) > 1:
        raise rejection(
            Text("一张表决票只有一个意见。", "a paper says one thing."),
            Text("票上画了几个就按作废录：x。", "If several are marked, key it as spoiled: x."),
        )
    return entry


def _asking_why(seat: StaffRequest, motion: str, place: str, asked: bool) -> object:
    view = attrs.evolve(_draw(seat, motion, place), reason="")
    if not asked:
        return view
    why = Text("请写作废的原因。", "Say why it is spoiled.")
    return PageResponse(attrs.evolve(view, error=seat.say(why)), 422)


def _perform(seat: StaffRequest, motion: str, place: str, entry: KeyedEntry, again: bool) -> None:
    mark = SPOILED if entry.says is Says.SPOILED else JOINT.join(entry.ticks) or ABSTAIN
    given = {
        "id": motion,
        "place": place,
        "mark": mark,
        "unsure": entry.says is Says.UNSURE,
        "again": again,
        **({"reason": entry.reason.plain()} if entry.reason else {}),
    }
    perform(KEY_MOTION, seat.desk, given, seat.actor)


def listed(poll: Poll) -> PrintedList:
    """What a paper may say, by the numbers it is keyed with: the sides in their order, abstain, and
    where papers have it "with the majority".
    """
    said = answers_of(poll.motion)
    numbers = [str(at) for at in range(1, len(said) + 1)]
    words = tuple(_WORDS.get(mark) or poll.motion.title_of(mark) for mark in said)
    return PrintedList(
        dict(zip(numbers, said, strict=True)),
        dict(zip(numbers, words, strict=True)),
        len(said),
        dict.fromkeys(range(1, len(said) + 1), 0),
    )


def _is_back(typed: str) -> bool:
    return typed.strip() in ("-", "－", "—", "–", "−")


def _last_taken_back(seat: StaffRequest, motion: str) -> object:
    own = _own(seat, motion)
    if not own:
        raise rejection(Text("您还没有录过。", "you have keyed nothing yet."))
    return _taken_back(seat, motion, own[-1].place)


def _taken_back(seat: StaffRequest, motion: str, place: str) -> object:
    try:
        perform(UNKEY_MOTION, seat.desk, {"id": motion, "place": place}, seat.actor)
    except TickboxError as refusal:
        view = attrs.evolve(_draw(seat, motion), error=refusal_words(seat, refusal))
        return PageResponse(view, status_of(refusal))
    said = Text("{place}的录入已撤回，请再录。", "{place} is taken back: key it again.")
    words = said.filled(place=_where(seat, motion, place))
    return attrs.evolve(_draw(seat, motion, place), done=seat.say(words))


def _own(seat: StaffRequest, motion: str) -> list[MarkedHead]:
    """What somebody keyed, the newest last."""
    who = seat.actor.name
    read = [one_ for one_ in seat.desk.motions.keyed(motion) if one_.read_by(who)]
    return sorted(read, key=lambda one_: _theirs(one_, who)[0].at)


def _theirs(paper: MarkedHead, who: str) -> list[Marking]:
    return [one_ for one_ in paper.read if one_.by == who] or list(paper.read)


def _only_open(seat: StaffRequest, motion: str) -> None:
    poll = seat.desk.motions.poll(motion)
    if poll.state is not PollState.OPEN:
        raise rejection(
            Text("这次表决不在表决期，不能录入。", "this motion is not open: nothing is keyed.")
        )


def _where(seat: StaffRequest, motion: str, place: str) -> Text:
    return Text.of(seat.desk.motions.labels(motion).get(place, place))


def _draw(seat: StaffRequest, motion: str, place: str = "") -> MotionKeyingView:
    """The box for the mark of a place, or for the next home."""
    seat.only(KEY_MOTION)
    poll, who = seat.desk.motions.poll(motion), seat.actor.name
    keyed = seat.desk.motions.keyed(motion)
    known = next((one_ for one_ in keyed if one_.place == place and one_.waits), None)
    settled = any(one_.place == place and one_.is_settled for one_ in keyed)
    last = [one_ for one_ in keyed if one_.place == place][-1:]
    read = any(one_.read_by(who) for one_ in last)
    url = seat.url("motions", motion, "keying")
    labels = seat.desk.motions.labels(motion)
    third = [one_ for one_ in keyed if one_.differs and not one_.read_by(who)]
    return MotionKeyingView(
        bar=seat.bar(),
        question=seat.say(poll.motion.question),
        seats=poll.motion.seats,
        url=url,
        place=place,
        where=labels.get(place, place),
        # of another paper where they have read one: not how that one stands
        reading=READINGS[1 if read or known is None else min(len(known.read), 2) + 1],
        sides=tuple((number, seat.visit.say(said)) for number, said in listed(poll).words.items()),
        sure="again" if read or (place and settled and known is None) else "",
        read=read,
        keyed=len([one_ for one_ in keyed if one_.read_by(who)]),
        once=len(keyed),
        twice=sum(len(one_.read) > 1 for one_ in keyed),
        third=tuple(
            (
                labels.get(one_.place, one_.place),
                f"{url}?{urlencode({'place': one_.place})}",
            )
            for one_ in third
        ),
        own=tuple(
            KeyedPaperView(
                labels.get(one_.place, one_.place),
                one_.place if one_.waits and len(one_.read) == 1 else "",
            )
            for one_ in reversed(_own(seat, motion)[-MOST_OWN:])
        ),
        void=tuple(
            (labels.get(one_.place, one_.place), seat.visit.say(why))
            for one_ in (keyed if seat.of_the_committee else ())
            if (why := why_void(one_.end)) is not None
        ),
    )


HANDLERS = [ask, key]
