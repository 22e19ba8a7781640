"""What stands between a poll and its opening, and opening it.

Laws are asked, and an imagined motion is decided, before anything is locked; what they said holds
for the poll and the roll that they were asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import attrs

from tickbox_core.components.motions import Checklist, Poll, PollState
from tickbox_core.desk import codes
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import correcting, freezing, reserving, rows
from tickbox_core.desk.motions.imagining import imagine
from tickbox_core.desk.motions.law_days import changes_meanwhile, last_possible_day, opening_day
from tickbox_core.desk.motions.preparing import (
    asked_of,
    check_end,
    check_notice,
    days_of_notice,
    laws_of,
    practice_of,
    why_hour_is_lost,
)
from tickbox_core.desk.motions.questions import open_questions
from tickbox_core.errors import BadValue, NotPossible, NotReady, TickboxError
from tickbox_core.hooks import Event
from tickbox_core.model import Question, Roll
from tickbox_core.model.local_time import day_at, hour_words, instant_of_stamp
from tickbox_core.rules.motions import (
    PRELIMINARY_DAYS,
    Assembly,
    Motion,
    Practice,
    Silence,
    keeping,
    preliminary_days,
    ways_of,
)
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import deadlines, openings
from tickbox_core.workflow.deadlines import NOTHING_ANNOUNCED, Announced
from tickbox_core.workflow.jobs import StoredJobs
from tickbox_core.year.corrections import Corrections

FEW = 20  # heads below which exact areas may tell who said what to somebody who knows the areas
OPEN = Text("开始表决", "open for papers")
_CHANGING = Text(
    "方案或名册正在被改动，请稍后再开始。",
    "motion or roll is being changed just now; open it in a moment.",
)


def checklist(hand: Hand, diary: YearDiary, id_: str) -> Checklist:
    """What has to be mended or answered before a poll can open, and what is to be known."""
    with diary.reading() as book:
        asked = book.corrections
    return _points(hand, rows.poll(hand.store, id_), rows.roll(hand.store, id_), asked)


def _points(
    hand: Hand, poll: Poll, kept: tuple[Roll, bytes] | None, asked: Corrections
) -> Checklist:
    practice = practice_of(hand, poll)
    questions = open_questions(practice, poll)
    try:
        assembly = asked_of(hand, poll, _roll(poll, kept))
        reasons, notes = [], [*_notes(poll.motion, assembly), *_on_channels(practice)]
        notes += _on_codes_and_roll(hand, poll, asked)
        notes += _on_posting(practice)
        if not assembly.heads:
            reasons.append(Text("范围内没有可以表决的人。", "nobody is asked: the scope is empty."))
    except NotReady as problem:  # said of this motion anyway
        reasons, notes = [problem.reasons], []
    except TickboxError as problem:
        reasons, notes = [problem.text], []
    reasons += [*_against_the_law(poll, practice), *_too_early(hand, poll, practice)]
    reasons += _law_changes(hand, poll, practice)
    reasons += filter(None, [correcting.waiting_words(asked.waiting(poll.id))])
    if not reasons:
        reasons += imagine(hand, poll, practice)
    return Checklist(tuple(reasons), questions, tuple(notes))


def _against_the_law(poll: Poll, practice: Practice) -> list[Text]:
    """Where the motion is not as the layers of law have it."""
    motion, found = poll.motion, []
    try:
        keeping.readable(practice)
        preliminary_days(practice)
    except BadValue as unclear:
        found.append(unclear.text)
    if poll.matter and motion.bars != practice.bars(practice.matter(poll.matter).kind):
        found.append(_OTHER_BARS.filled(matter=poll.matter))
    for field, value in ways_of(practice, election=bool(motion.seats)).items():
        if getattr(motion, field) != value:
            found.append(_OTHER_WAY.filled(field=field, own=getattr(motion, field), law=value))
    if poll.reelection and practice.locked(poll.matter):
        found.append(_LOCKED.filled(matter=poll.matter))
    return found


_OTHER_BARS = Text(
    "通过条件与“{matter}”的规定不同；请按规定重新准备。",
    "its bars are not those of '{matter}'; prepare it again by the law.",
)
_OTHER_WAY = Text(
    "“{field}”写的是{own}，规定是{law}；请一致，或在规则里写明来源。",
    "'{field}' is {own} and the rules say {law}; make them agree, or answer it with a source.",
)
_LOCKED = Text(
    "业委会换届期间不得表决“{matter}”；请等换届结束。",
    "'{matter}' waits while the owners' committee is re-elected.",
)


def _too_early(hand: Hand, poll: Poll, practice: Practice) -> list[Text]:
    """The agenda has to have been posted for the days of notice."""
    days = days_of_notice(poll, practice)
    if days is None:
        return []
    since = None if poll.posted is None else (hand.today() - poll.posted).days
    if since is not None and since >= days:
        return []
    try:
        check_notice(poll, practice, hand.today())
    except NotPossible as impossible:  # the hour that was announced
        return [impossible.text]
    said = Text(
        "议题要公示满{days}天（{posted}）。",
        "its agenda has to be posted for {days} days ({posted}).",
    )
    posted = Text("还没有公示", "it is not posted yet")
    if since is not None:
        posted = Text(f"已公示{since}天", f"{since} so far")
    return [said.filled(days=days, posted=posted)]


def _law_changes(hand: Hand, poll: Poll, practice: Practice) -> list[Text]:
    """Where another law holds on its last possible day than on the day of its opening."""
    opens = opening_day(hand, poll)
    last = last_possible_day(poll, practice, opens)
    changes = changes_meanwhile(poll, laws_of(hand, poll), opens, last)
    return [changes] if changes else []


def _on_channels(practice: Practice) -> list[Text]:
    """What the place says of the ways to vote, to be arranged by people."""
    said = (
        (practice.value("channel.offline") == "required", _OFFLINE),
        (practice.value("channel.paper") == "on_request", _ON_REQUEST),
    )
    return [text for holds, text in said if holds]


def _on_posting(practice: Practice) -> list[Text]:
    """That the result will stand as preliminary first, and why."""
    try:
        days = preliminary_days(practice)
    except BadValue:  # said among the reasons
        return []
    found = practice.find(PRELIMINARY_DAYS)
    if not days or found is None:
        return []
    return [_PRELIMINARY.filled(days=days, layer=found.layer.title, source=found.sourced.source)]


_PRELIMINARY = Text(
    "结果先作为初步结果公示{days}天并听取异议，之后才是最终结果（{layer}，{source}）。",
    "the result is first posted as preliminary for {days} days, with objections, and only then "
    "final ({layer}, {source}).",
)
_OFFLINE = Text(
    "此地规定线上表决须同时线下进行：请发放纸质表决票，一并计入。",
    "here an online vote also runs offline: hand out papers too, and count both.",
)
_ON_REQUEST = Text(
    "业主要求纸质表决票的，应当提供。", "an owner who asks for a paper ballot gets one."
)


def _notes(motion: Motion, assembly: Assembly) -> list[Text]:
    unknown = sum(head.area is None for head in assembly.heads)
    unnamed = sum(not head.voters for head in assembly.heads)
    by_area = motion.kind is Question.OWNERS_MOTION
    told = (
        (by_area and unknown, _UNKNOWN_AREAS.filled(number=unknown)),
        (unnamed, _UNNAMED.filled(number=unnamed)),
        (by_area and 0 < len(assembly.heads) < FEW, _FEW.filled(number=len(assembly.heads))),
        (motion.silence is Silence.FOLLOW_MAJORITY, _PROVE),
    )
    return [text for holds, text in told if holds]


def _on_codes_and_roll(hand: Hand, poll: Poll, asked: Corrections) -> list[Text]:
    """Where some heads have a code and others none, and where corrections may have been lost."""
    held = codes.slots_with_code(hand, poll.id)
    without = sum(seat.slot not in held for seat in reserving.seats(hand, poll) if seat.head.voters)
    other = correcting.changed_since(hand, poll.id, asked.digests.get(poll.id, ""))
    told = (
        (bool(held) and bool(without), _NO_CODES.filled(number=without)),
        (other, _OTHER_ROLL),
    )
    return [text for holds, text in told if holds]


_NO_CODES = Text(
    "已经发过表决码，还有{number}人没有能用的码，请补发（motion/codes）。",
    "codes were issued; heads without one that holds: {number}. Issue theirs (motion/codes).",
)
_OTHER_ROLL = Text(
    "更正以后又导入过名册：请核对更正过的内容是否都在新名册里。",
    "the roll was imported again since it was corrected: check that it has every correction.",
)
_UNKNOWN_AREAS = Text(
    "{number}名业主的面积不详：面积一项不会判为通过。",
    "the area of {number} heads is not known: by area it cannot pass.",
)
_UNNAMED = Text(
    "{number}户共有人还没有指定表决人，指定之前不能投票。",
    "{number} groups of co-owners have named no voter and cannot vote until they do.",
)
_FEW = Text(
    "只有{number}名业主：公布的面积合计可能让知情人推出个别意见。",
    "only {number} heads: exact area totals may tell somebody who knows the areas who said what.",
)
_PROVE = Text(
    "未表态随多数计入，须在截止前登记送达、公示和票面提示的证明。",
    "silence follows the majority only if service, notice and warning are proved before closing.",
)


# -- opening -----------------------------------------------------------------------------------


def open_poll(
    hand: Hand, diary: YearDiary, id_: str, announced: Announced = NOTHING_ANNOUNCED
) -> Poll:
    """Freeze motion, heads, practice and plugin versions, and open for papers.

    Where a last day is ``announced`` papers end by themselves then.  Raises ``WrongState``,
    ``NotReady`` with every reason and every open question, ``NotPossible`` for an end that has
    passed, or is not within the days that the law leaves for voting.
    """
    end = announced.end(hand.local_now())
    return _open(hand, diary, id_, end, {**_NO_END, **announced.plain(end)})


_NO_END: Mapping[str, Any] = MappingProxyType({"ends": "", "extensions": 0, "extension_days": 0})


def _open(
    hand: Hand,
    diary: YearDiary,
    id_: str,
    end: datetime | None,
    ending: Mapping[str, Any],
    by_hour: str = "",
) -> Poll:
    poll = rows.in_state(hand.store, id_, PollState.PREPARED, OPEN)
    if by_hour and poll.opens != by_hour:
        raise NotReady(id_, _CHANGING)
    kept, practice = rows.roll(hand.store, id_), practice_of(hand, poll)
    if end is not None:
        check_end(practice, hand.today(), end)
    with diary.reading() as book:
        asked = book.corrections
    points = _points(hand, attrs.evolve(poll, **ending), kept, asked)
    with diary.writing() as pen:
        now = rows.in_state(hand.store, id_, PollState.PREPARED, OPEN)
        if (now, rows.roll(hand.store, id_)) != (poll, kept):
            raise NotReady(id_, _CHANGING)
        if not points.ready or kept is None:
            raise NotReady(id_, join_texts(list(points.open_points)))
        if meanwhile := correcting.waiting_words(pen.book.corrections.waiting(id_)):
            raise NotReady(id_, meanwhile)
        ready = attrs.evolve(poll, plugins=_in_force(hand, poll), **ending)
        frozen, checkpoint = freezing.freeze(hand, ready, practice, kept, by_hour)
        if end is not None:
            deadlines.set_deadline(hand, id_, end)
        StoredJobs(hand).cancel(OPENING, id_)
    hand.keep_outside(checkpoint)
    hand.tell(Event("motion-opened", id_, {"heads": frozen.roll.registered if frozen.roll else 0}))
    return frozen


OPENING = "motion/open"
"""The job that opens a prepared motion at its announced hour."""


def announce(hand: Hand, id_: str, at: datetime, announced: Announced) -> Poll:
    """Have a prepared poll opened at an hour, until another that may be announced with it.

    Another hour that was announced before is replaced.  Raises ``WrongState``, ``NotPossible`` for
    an hour that has passed, an end that is not behind it, or not within the days of the law, and
    for a day on which the agenda will not have been posted long enough.
    """
    end = announced.end(hand.local_now())
    poll = rows.in_state(hand.store, id_, PollState.PREPARED, OPEN)
    stamp = at.isoformat(timespec="seconds")
    made = attrs.evolve(poll, opens=stamp, shown=True, **{**_NO_END, **announced.plain(end)})
    practice = practice_of(hand, made)
    changes = _law_changes(hand, made, practice)
    with hand.transaction():
        if rows.in_state(hand.store, id_, PollState.PREPARED, OPEN) != poll:
            raise NotReady(id_, _CHANGING)
        openings.check_hours(hand.local_now(), at, end)
        if end is not None:
            check_end(practice, day_at(at), end)
        check_notice(made, practice, hand.today())
        if changes:
            raise NotReady(id_, join_texts(changes))
        rows.save(hand.store, made)
        StoredJobs(hand).add(OPENING, id_, at)
    return made


def open_at_its_hour(hand: Hand, diary: YearDiary, id_: str) -> None:
    """Open a poll whose announced hour has come, if it is still prepared.

    Raises what stands against it; then it stays prepared, says why, and is tried again.
    """
    if hand.store.get("motion", id=id_) is None:
        return
    poll = rows.poll(hand.store, id_)
    if poll.state is not PollState.PREPARED or not poll.opens:
        return
    if instant_of_stamp(poll.opens) > hand.clock():
        return
    end = instant_of_stamp(poll.ends) if poll.ends else None
    if end is not None and end <= hand.clock():
        raise deadlines.is_over(end)
    _open(hand, diary, id_, end, {}, by_hour=poll.opens)


def opening_words(hand: Hand, poll: Poll) -> Text:
    """When a prepared poll opens by itself, or why it has not; ``EMPTY`` where nothing is said."""
    if poll.state is not PollState.PREPARED or not poll.opens:
        return EMPTY
    at, end = instant_of_stamp(poll.opens), instant_of_stamp(poll.ends) if poll.ends else None
    fault = why_not_open(hand, poll)
    if fault:
        return fault
    if lost := why_hour_is_lost(hand, poll):
        return _LOST.filled(hour=hour_words(at), why=lost)
    return openings.opens_words(_OPENS, at, end)


def why_not_open(hand: Hand, poll: Poll) -> Text:
    """Of a poll whose announced hour has come, why it was not opened; else ``EMPTY``."""
    if not poll.opens:
        return EMPTY
    return openings.not_opened(hand, OPENING, poll.id, instant_of_stamp(poll.opens))


_OPENS = Text("将于{hour}自动开始表决", "voting opens by itself at {hour}")
_LOST = Text(
    "公告于{hour}开始表决，现在已经办不到：{why}",
    "voting was announced for {hour}, which is no longer possible: {why}",
)


def known_laws(hand: Hand, poll: Poll) -> Practice:
    """The law of every day under which an open poll might be decided; no plugin, no law."""
    if poll.jurisdiction not in hand.registry.jurisdictions:
        return Practice(())
    return laws_of(hand, attrs.evolve(poll, own=()))


def check_law_until(poll: Poll, laws: Practice, opened: date, until: datetime) -> None:
    """Raise ``NotPossible`` where another law holds by the hour to which an end would be put off.

    What is frozen is the motion's own: of the place alone it is seen whether the law changes.
    """
    last = day_at(until - timedelta(microseconds=1))
    if changes := changes_meanwhile(poll, laws, opened, last):
        raise NotPossible(changes, Text("请改截止日期。", "Set another last day."))


def _in_force(hand: Hand, poll: Poll) -> tuple[Any, ...]:
    if not poll.jurisdiction:
        return ()
    return (hand.registry.provider("jurisdictions", poll.jurisdiction),)


def _roll(poll: Poll, kept: tuple[Roll, bytes] | None) -> Roll:
    if kept is None:
        missing = Text("还没有名册，请先导入名册。", "there is no roll; import the roll first.")
        raise NotReady(poll.id, missing)
    return kept[0]
