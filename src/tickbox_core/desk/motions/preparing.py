"""Before a poll opens: the plan, the roll, answers to what no layer of law says, and opening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from tickbox_core.desk import diary, log
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import rows
from tickbox_core.desk.motions.poll import ANSWERS, Checklist, Poll, PollState
from tickbox_core.desk.names import random_name
from tickbox_core.errors import BadValue, NotPossible, NotReady, TickboxError
from tickbox_core.hooks import Event
from tickbox_core.ledger import motion_entry, opened, roll_commitment, roll_entry
from tickbox_core.ledger import root as merkle_root
from tickbox_core.model import Question, Roll, RollSummary
from tickbox_core.model.scope import Ground, units_in
from tickbox_core.rules.motions import (
    Assembly,
    Layer,
    Motion,
    Practice,
    Silence,
    Sourced,
    asked,
    keeping,
    ways_of,
    weigh,
)
from tickbox_core.text import Text, TextLike, joined

SLOT_CHARACTERS, SALT_BYTES = 16, 32
REELECTION = "reelection"
FEW = 20  # heads below which exact areas may tell who said what to somebody who knows the areas


WHATEVER: Any = object()
"""In place of the poll that a new one replaces: whichever there is."""


def prepare(hand: Hand, poll: Poll, replaces: Poll | None = WHATEVER) -> Poll:
    """Save a poll, or replace one that is not open yet; its roll stays.

    ``replaces`` is the poll it was made from (``None``: there is none).  Raises ``NotPossible``
    where another one stands there meanwhile, ``BadValue`` for an id that a cycle or the diary has,
    ``UnknownName`` for a jurisdiction or matter that nobody brings, ``WrongState`` once it is open.
    """
    taken = hand.store.get("cycle", id=poll.id) is not None or poll.id == diary.LOG
    if taken:
        problem = Text("这个编号已有一轮打钩在用。", "a round has this id already.")
        raise BadValue(f"motion {poll.id}", problem, Text("请换一个。", "Choose another."))
    practice = practice_of(hand, poll)
    if poll.matter:
        practice.bars(practice.matter(poll.matter).kind)
    fresh = attrs.evolve(
        poll,
        state=PollState.PREPARED,
        practice=None,
        plugins=(),
        roll=None,
        opened_at=None,
        closed_at=None,
    )
    with hand.store.transaction():
        known = hand.store.get("motion", id=poll.id) is not None
        if replaces is not WHATEVER and replaces != (
            rows.poll(hand.store, poll.id) if known else None
        ):
            raise NotPossible(
                Text("刚才有人改过这项表决。", "somebody has changed the motion meanwhile."),
                Text("请看过现在的内容再改。", "Look at how it stands now, and change it again."),
            )
        if known:
            _prepared(hand, poll.id, Text("修改表决方案", "change the motion"))
        rows.save(hand.store, fresh)
    return fresh


def register(hand: Hand, id_: str, roll: Roll) -> Assembly:
    """Put a roll to a poll, in place of an older one; the heads it would ask.

    Raises what ``asked`` raises where roll and scope cannot tell who is asked.
    """
    poll = _prepared(hand, id_, _CHANGE_ROLL)
    assembly = _asked(hand, poll, roll)
    with hand.store.transaction():
        _prepared(hand, id_, _CHANGE_ROLL)
        rows.keep_roll(hand.store, id_, roll, hand.entropy(SALT_BYTES))
    return assembly


_CHANGE_ROLL = Text("更换名册", "change the roll")


def post(hand: Hand, id_: str, on: date | None) -> Poll:
    """Say on which day the agenda was posted.

    Raises ``NotPossible`` for a day to come, ``WrongState`` once it is open.
    """
    day = on or hand.today()
    if day > hand.today():
        raise NotPossible(
            Text("公示日期还没有到。", "that day has not come yet."),
            Text("请填实际公示的日期。", "Give the day it was posted."),
        )
    with hand.store.transaction():
        poll = _prepared(hand, id_, Text("登记公示", "say when it was posted"))
        poll = attrs.evolve(poll, posted=day)
        rows.save(hand.store, poll)
    return poll


def answer(hand: Hand, id_: str, said: Mapping[str, Any], source: TextLike, mark: str) -> Poll:
    """Say for this motion what no layer says (or only a free one): value by name, one source.

    ``None`` says that it was left open knowingly; ``reelection`` is a fact, not a rule.  The motion
    follows what is said.  Raises what a ``Practice`` raises where a layer above has fixed a value.
    """
    with hand.store.transaction():
        poll = _prepared(hand, id_, Text("填写清单", "answer the checklist"))
        kept = [layer for layer in poll.own if layer.key != ANSWERS]
        before = next((layer.values for layer in poll.own if layer.key == ANSWERS), {})
        rules = {name: value for name, value in said.items() if name != REELECTION}
        values = {name: Sourced(value, source, mark) for name, value in rules.items()}
        layer = Layer(ANSWERS, Text("本次表决", "this motion"), {**before, **values})
        reelection = said.get(REELECTION, poll.reelection)
        poll = attrs.evolve(poll, own=(*kept, layer), reelection=reelection)
        keeping.readable(practice_of(hand, poll))
        ways = ways_of(practice_of(hand, poll))
        poll = attrs.evolve(poll, motion=attrs.evolve(poll.motion, **ways))
        rows.save(hand.store, poll)
    return poll


def practice_of(hand: Hand, poll: Poll) -> Practice:
    """The law a poll is held under: frozen, or else the jurisdiction's with its own on top."""
    if poll.practice is not None:
        return poll.practice
    return law_of(hand, poll.jurisdiction, poll.own)


def law_of(hand: Hand, jurisdiction: str, own: Iterable[Layer]) -> Practice:
    """The layers of a place (``UnknownName`` where nobody brings it) with others on top."""
    place = hand.registry.practice(jurisdiction).layers if jurisdiction else ()
    return Practice((*place, *own))


# -- the checklist -----------------------------------------------------------------------------


def checklist(hand: Hand, id_: str) -> Checklist:
    """What has to be mended or answered before a poll can open, and what is to be known."""
    poll = rows.poll(hand.store, id_)
    practice = practice_of(hand, poll)
    questions = dict(practice.questions())
    if poll.motion.kind is Question.RESIDENTS_MOTION:
        for name in _OF_OWNERS:
            questions.pop(name, None)
    if poll.reelection is None and poll.matter and practice.locked(poll.matter):
        questions[REELECTION] = _REELECTION
    try:
        assembly = _asked(hand, poll, _roll(hand, poll))
        reasons, notes = [], [*_notes(poll.motion, assembly), *_on_channels(practice)]
        if not assembly.heads:
            reasons.append(Text("范围内没有可以表决的人。", "nobody is asked: the scope is empty."))
    except TickboxError as problem:
        reasons, notes = [problem.text], []
    reasons += [*_against_the_law(poll, practice), *_too_early(hand, poll, practice)]
    return Checklist(tuple(reasons), questions, tuple(notes))


_OF_OWNERS = ("parking", "lame_duck")
_REELECTION = Text("业主委员会正在换届吗？", "Is the owners' committee being re-elected?")


def _against_the_law(poll: Poll, practice: Practice) -> list[Text]:
    """Where the motion is not as the layers of law have it."""
    motion, found = poll.motion, []
    try:
        keeping.readable(practice)
    except BadValue as unclear:
        found.append(unclear.text)
    if poll.matter and motion.bars != practice.bars(practice.matter(poll.matter).kind):
        found.append(_OTHER_BARS.filled(matter=poll.matter))
    for field, value in ways_of(practice).items():
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
    days = _days_of_notice(poll, practice)
    if days is None:
        return []
    since = None if poll.posted is None else (hand.today() - poll.posted).days
    if since is not None and since >= days:
        return []
    said = Text(
        "议题要公示满{days}天（{posted}）。",
        "its agenda has to be posted for {days} days ({posted}).",
    )
    posted = Text("还没有公示", "it is not posted yet")
    if since is not None:
        posted = Text(f"已公示{since}天", f"{since} so far")
    return [said.filled(days=days, posted=posted)]


def _days_of_notice(poll: Poll, practice: Practice) -> int | None:
    """The longest time that a layer asks for; 0 where a topic has to be posted at all."""
    asked_for = [practice.value("notice.days")]
    if poll.matter == "property-fee":
        asked_for.append(practice.value("fee.plan_posted_days"))
    if practice.value("topics.unposted") == "refused":
        asked_for.append(0)
    return max((days for days in asked_for if isinstance(days, int)), default=None)


def _on_channels(practice: Practice) -> list[Text]:
    """What the place says of the ways to vote, to be arranged by people."""
    said = (
        (practice.value("channel.offline") == "required", _OFFLINE),
        (practice.value("channel.paper") == "on_request", _ON_REQUEST),
    )
    return [text for holds, text in said if holds]


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


def open_poll(hand: Hand, id_: str) -> Poll:
    """Freeze motion, heads, practice and plugin versions, and open for papers.

    Raises ``WrongState``, or ``NotReady`` with every reason and every open question.
    """
    with hand.store.transaction():
        poll = _prepared(hand, id_, Text("开始表决", "open for papers"))
        points = checklist(hand, id_)
        kept = rows.roll(hand.store, id_)
        if not points.ready or kept is None:
            raise NotReady(id_, joined(list(points.open_points)))
        roll, salt = kept
        seats = _seats(hand, _asked(hand, poll, roll))
        frozen = attrs.evolve(
            poll,
            state=PollState.OPEN,
            practice=practice_of(hand, poll),
            own=(),
            plugins=_in_force(hand, poll),
            roll=_summary(hand, poll, roll, salt, seats),
            opened_at=hand.now(),
        )
        rows.add_seats(hand.store, id_, seats)
        rows.save(hand.store, frozen)
        appended = log.append(hand.store, id_, _opening(hand, frozen))
        checkpoint = log.keep_checkpoint(hand, id_, appended.head)
    hand.witness(checkpoint)
    hand.tell(Event("motion-opened", id_, {"heads": len(seats)}))
    return frozen


def _opening(hand: Hand, poll: Poll) -> list[dict[str, Any]]:
    assert poll.roll is not None  # it was frozen a moment ago
    return [
        motion_entry(poll.id, hand.area, poll.plan()),
        roll_entry(poll.id, poll.roll),
        opened(poll.id, poll.opened_at or ""),
    ]


def _seats(hand: Hand, assembly: Assembly) -> list[rows.Seat]:
    """A random name for each head, ordered by name: by nobody's choice."""
    drawn = [
        (random_name(hand.entropy, SLOT_CHARACTERS), hand.entropy(SALT_BYTES), head)
        for head in assembly.heads
    ]
    return [
        rows.Seat(slot, at, head, salt)
        for at, (slot, salt, head) in enumerate(sorted(drawn, key=lambda one: one[0]))
    ]


def _summary(
    hand: Hand, poll: Poll, roll: Roll, salt: bytes, seats: list[rows.Seat]
) -> RollSummary:
    counted = [unit for unit in roll.units if poll.motion.parking or unit.kind != "parking"]
    inside = units_in(poll.motion.scope, counted, Ground.of(hand.tree, roll))
    return RollSummary(
        as_of=roll.as_of.isoformat(),
        registered=len(seats),
        households=sum(seat.head.households for seat in seats),
        commitment=roll_commitment(roll, salt),
        slots_root=merkle_root([rows.leaf_of(seat) for seat in seats]).hex(),
        weights=weigh(inside, len(seats)),
    )


def _in_force(hand: Hand, poll: Poll) -> tuple[Any, ...]:
    if not poll.jurisdiction:
        return ()
    return (hand.registry.provider("jurisdictions", poll.jurisdiction),)


def _roll(hand: Hand, poll: Poll) -> Roll:
    kept = rows.roll(hand.store, poll.id)
    if kept is None:
        missing = Text("还没有名册，请先导入名册。", "there is no roll; import the roll first.")
        raise NotReady(poll.id, missing)
    return kept[0]


def _asked(hand: Hand, poll: Poll, roll: Roll) -> Assembly:
    return asked(poll.motion, roll, hand.tree, adults_on=hand.today())


def _prepared(hand: Hand, id_: str, step: Text) -> Poll:
    return rows.in_state(hand.store, id_, PollState.PREPARED, step)


def days_open(poll: Poll, now: date) -> int:
    """For how many days it has been open."""
    return (now - datetime.fromisoformat(poll.opened_at or "").date()).days
