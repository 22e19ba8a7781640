"""Before the list opens: the plan, the roll, and what opening freezes."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import Any

import attrs

from tickbox_core.desk import records, run_offs
from tickbox_core.desk.diary import LOG
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.places import of_homes, places_for
from tickbox_core.errors import BadValue, ChangedMeanwhile, NotListed, NotPossible, WrongState
from tickbox_core.ledger import opened, roll_commitment, roll_entry
from tickbox_core.model import Item, Picture, PluginVersion, Roll, RollSummary, Round, State
from tickbox_core.model.local_time import END_OF_DAY, instant_of
from tickbox_core.rules.motions import owners_weights
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines, log
from tickbox_core.workflow.names import random_name

SLOT_CHARACTERS = 16  # 80 random bits: a slot nobody used cannot be guessed from its hash


WHATEVER: Any = object()
"""In place of the plan that a new one replaces: whichever there is."""


def prepare(hand: Hand, round: Round, replaces: Round | None = WHATEVER) -> Round:
    """Save a plan, or replace one that has not been opened.

    Raises what ``check_plan`` and ``save_plan`` do.
    """
    check_plan(hand, round)
    return save_plan(hand, round, replaces)


def check_plan(hand: Hand, round: Round) -> None:
    """Ask whether such a plan can be saved at all; plugins are asked, so nothing is to be locked.

    Raises ``BadValue`` for a round of another area, or an id that is taken; ``UnknownName`` for a
    rule, tie-break or policy that is not installed; ``NotPossible`` for an item that can never be
    listed.
    """
    if round.area != hand.area:
        problem = Text(f"属于“{round.area}”。", f"belongs to '{round.area}'.")
        raise BadValue(f"round {round.id}", problem)
    _free_for_a_round(hand, round.id)
    hand.registry.rule(round.rule, round.tie_break)
    for category in round.categories:
        hand.policy(category)
    for item in round.items:
        refuse_for_good(hand, round, item)
    if round.jurisdiction:
        hand.registry.practice(round.jurisdiction)


def _free_for_a_round(hand: Hand, id_: str) -> None:
    """Refuse an id under which another log stands, or may come to."""
    if id_ == LOG:
        raise BadValue(f"round {id_}", Text("这是台账的名称。", "is the name of the diary."))
    if any(hand.store.get(table, id=id_) is not None for table in ("motion", "judgement")):
        problem = Text("已有表决或评议用了这个编号。", "is the id of a motion or judgement.")
        raise BadValue(f"round {id_}", problem)


def save_plan(hand: Hand, round: Round, replaces: Round | None = WHATEVER) -> Round:
    """Save a plan that was checked.

    ``replaces`` is the plan it was made from (``None``: there is none).  Raises ``WrongState`` when
    the round is open already, ``ChangedMeanwhile`` where another plan than ``replaces`` stands
    there, ``BadValue`` where a motion or judgement has taken the id, ``NotPossible`` for a run-off
    that is not just among the tied, or is not the only one.
    """
    plan = as_new(round, round.id)
    with hand.transaction():
        _free_for_a_round(hand, round.id)
        known = hand.store.get("cycle", id=round.id) is not None
        if replaces is not WHATEVER:
            as_it_was(hand, round.id, replaces)
        _check_run_off(hand, round, known=known)
        if known:
            kept = _listing(hand, round.id, Text("修改清单", "change the list"))
            plan = attrs.evolve(plan, roll=kept.roll)
        records.save_round(hand.store, plan, records.plan_entry(plan, hand.registry))
    return plan


def _check_run_off(hand: Hand, plan: Round, *, known: bool) -> None:
    """Refuse a run-off of others than the tied, a second one at once, and one that was none."""
    was = records.load_round(hand.store, plan.id).settles if known else plan.settles
    if was != plan.settles:
        raise NotPossible(
            Text("一轮是不是决选，定了就不能改。", "whether a round is a run-off does not change."),
            Text("请另拟一轮。", "Plan another round."),
        )
    run_offs.refuse_other_plan(hand.store, plan)
    if known or plan.settles is None:
        return
    for other in run_offs.unfinished_run_offs(hand.store, plan.settles):
        raise NotPossible(
            Text(
                f"已经有一轮决选：“{other.title.zh}”（{other.id}）。",
                f"there is a run-off already: '{other.title.en}' ({other.id}).",
            ),
            _SETTLE_BY_IT if other.state is State.DECIDED else _GO_ON_WITH_IT,
        )


_GO_ON_WITH_IT = Text("请接着办那一轮，或先作废它。", "Go on with that one, or void it first.")
_SETTLE_BY_IT = Text(
    "它已有结果，请按它处理并列（tie/settle）。",
    "It has come to its result: settle the tie by it (tie/settle).",
)


def as_new(round: Round, id_: str) -> Round:
    """The plan of a round under an id, as if it had no roll and had never been opened."""
    return attrs.evolve(
        round,
        id=id_,
        state=State.LISTING,
        roll=None,
        plugins=(),
        opened_at=None,
        closed_at=None,
        ends="",
    )


def as_it_was(hand: Hand, id_: str, was: Round | None) -> None:
    """Raise ``ChangedMeanwhile`` where a list is not as it was looked at, inside a transaction."""
    known = hand.store.get("cycle", id=id_) is not None
    if was != (records.load_round(hand.store, id_) if known else None):
        raise ChangedMeanwhile(THE_LIST)


THE_LIST = Text("这份清单", "the list")


def refuse_for_good(hand: Hand, round: Round, item: Item) -> None:
    """Raise ``NotPossible`` for an item that its category never lets stand on a list."""
    for objection in hand.policy(round.category(item)).objections(item, hand.setting(round)):
        if objection.final:
            raise NotPossible(objection.problem, objection.remedy)


def add_picture(hand: Hand, round_id: str, item_id: str, content: bytes, shows: Text) -> Picture:
    """Put a picture to an item; the same picture twice stands once, with its newest words.

    Raises ``UnknownId``, ``WrongState`` once the list is posted, and what ``Hand.keep_picture``
    does.
    """
    _changing(hand, round_id, item_id)
    picture = hand.keep_picture(content, shows)
    with hand.transaction():
        round, item = _changing(hand, round_id, item_id)
        others = (one for one in item.pictures if one.digest != picture.digest)
        _save_item(hand, round, attrs.evolve(item, pictures=(*others, picture)))
    return picture


def drop_picture(hand: Hand, round_id: str, item_id: str, digest: str) -> None:
    """Take a picture off an item; ``NotListed`` where it has none of that digest."""
    with hand.transaction():
        round, item = _changing(hand, round_id, item_id)
        left = tuple(one for one in item.pictures if one.digest != digest)
        if left == item.pictures:
            raise NotListed(Text("图片", "picture"), digest)
        _save_item(hand, round, attrs.evolve(item, pictures=left))


def _changing(hand: Hand, round_id: str, item_id: str) -> tuple[Round, Item]:
    round = _listing(hand, round_id, Text("修改清单", "change the list"))
    return round, round.item(item_id)


def _save_item(hand: Hand, round: Round, item: Item) -> None:
    items = tuple(item if one.id == item.id else one for one in round.items)
    plan = attrs.evolve(round, items=items)
    records.save_round(hand.store, plan, records.plan_entry(plan, hand.registry))


def register(hand: Hand, round_id: str, roll: Roll, *, of_tied: bool = False) -> RollSummary:
    """Put a roll to a round: each elector gets a slot with a random name.

    Only those whom the round makes eligible get one.  Until opening a new roll replaces the old
    one, slots and all; a run-off has the roll ``of_tied`` round, and no other (``NotPossible``).
    Raises ``WrongState`` after, ``ChangedMeanwhile`` where the plan, which says who is eligible, is
    changed at the same time.
    """
    planned = records.load_round(hand.store, round_id)
    if planned.settles is not None and not of_tied:
        raise NotPossible(
            Text("决选用原来那一轮的名册。", "a run-off has the roll of the tied round."),
            Text("请不要更换名册。", "Leave its roll as it is."),
        )
    roll = planned.eligible.of_roll(roll, hand.today())
    slots = of_homes(hand.entropy, planned, _slots(hand, roll))
    salt = hand.entropy(32)
    summary = RollSummary(
        as_of=roll.as_of.isoformat(),
        registered=roll.registered,
        households=roll.households,
        commitment=roll_commitment(roll, salt),
        slots_root=places_for(planned, slots).root,
        weights=owners_weights(roll),
    )
    with hand.transaction():
        round = _without_roll(hand, round_id)
        if attrs.evolve(round, roll=planned.roll) != planned:
            raise ChangedMeanwhile(THE_LIST)
        _write_roll(hand, round_id, roll, slots)
        records.move_round(hand.store, attrs.evolve(round, roll=summary))
        _salt(hand, round_id, salt)
    return summary


def unregister(hand: Hand, round_id: str) -> None:
    """Take the roll off a round, slots and codes and all.  Raises ``WrongState`` once open."""
    with hand.transaction():
        round = _without_roll(hand, round_id)
        records.move_round(hand.store, attrs.evolve(round, roll=None))
        _salt(hand, round_id, None)


def _without_roll(hand: Hand, round_id: str) -> Round:
    round = before_opening(hand, round_id, Text("更换名册", "change the roll"))
    for table in ("unit", "person", "slot", "code"):
        hand.store.remove(table, cycle=round_id)
    return round


def _salt(hand: Hand, round_id: str, salt: bytes | None) -> None:
    row = hand.store.get("cycle", id=round_id) or {}
    hand.store.put("cycle", {**row, "roll_salt": salt})


def freeze(hand: Hand, round: Round, announced: str = "") -> Round:
    """Open a round with a roll, inside a transaction of the caller, whatever stands against it.

    ``announced`` is the hour by which it opens itself, if it does.
    """
    assert round.roll is not None  # without one it is not ready
    summary = attrs.evolve(round.roll, slots_root=_places_root(hand, round))
    ends = _end_of(hand, round)
    frozen = attrs.evolve(
        round, state=State.TICKING, roll=summary, plugins=_in_force(hand, round),
        opened_at=hand.now(), ends="" if ends is None else ends.isoformat(),
    )  # fmt: skip
    plan = records.plan_entry(frozen, hand.registry)
    roll = roll_entry(round.id, summary)
    begun = opened(round.id, frozen.opened_at or "", announced)
    appended = log.append(hand, round.id, [plan, roll, begun])
    records.save_round(hand.store, frozen, plan)
    log.keep_checkpoint(hand, round.id, appended.head)
    if ends is not None:
        deadlines.set_deadline(hand, round.id, ends)
    return frozen


def _end_of(hand: Hand, round: Round) -> datetime | None:
    """When ticking ends by itself; a trial ends when somebody has seen enough."""
    if round.closes is None or round.rehearsal:
        return None
    return instant_of(round.closes, round.closes_at or END_OF_DAY, hand.local_now().tzinfo)


def _places_root(hand: Hand, round: Round) -> str:
    """What places are committed to: the rule may have changed since the roll was put in."""
    held = records.slots(hand.store, round.id)
    slots = of_homes(hand.entropy, round, held)
    for slot in slots if slots != held else ():
        hand.store.put("slot", slot.row(round.id))
    return places_for(round, slots).root


def before_opening(hand: Hand, round_id: str, step: Text) -> Round:
    """A round that is not open yet, or ``WrongState``."""
    round = records.load_round(hand.store, round_id)
    if round.state not in (State.LISTING, State.POSTED):
        raise WrongState(round_id, round.state.words, step, EMPTY)
    return round


def _listing(hand: Hand, round_id: str, step: Text) -> Round:
    round = records.load_round(hand.store, round_id)
    require_listing(round, step)
    return round


def require_listing(round: Round, step: Text) -> None:
    """Raise ``WrongState`` for a list that is not being formed; of a posted one with what to do."""
    if round.state is not State.LISTING:
        again = _post_again(round) if round.state is State.POSTED else EMPTY
        raise WrongState(round.id, round.state.words, step, again)


def _post_again(round: Round) -> Text:
    """What changing a posted list takes, and what of it has to be posted again: all."""
    days = round.notice_days
    return Text(
        "请先撤回公示（round/withdraw，写明理由）；改好后整份清单要重新公示"
        + (f"满{days}天。" if days else "。"),
        "Take it down first (round/withdraw, with the reason); once it is changed the whole list "
        "has to be posted again" + (f", for all of its days ({days})." if days else "."),
    )


def _in_force(hand: Hand, round: Round) -> tuple[PluginVersion, ...]:
    """The plugins this round uses, no others: installed is not in force."""
    used = {
        hand.registry.provider("rules", round.rule.key),
        hand.registry.provider("tie_breaks", round.tie_break),
        *(hand.registry.provider("policies", category.policy) for category in round.categories),
    }
    if round.jurisdiction:
        used.add(hand.registry.provider("jurisdictions", round.jurisdiction))
    return tuple(sorted(used, key=lambda plugin: plugin.name))


def _slots(hand: Hand, roll: Roll) -> list[records.Slot]:
    """A random name for each elector, ordered by name: by nobody's choice."""
    drawn = [(random_name(hand.entropy, SLOT_CHARACTERS), elector) for elector in roll.electors]
    return [
        records.Slot(name, at, "", elector.person, elector.household)
        for at, (name, elector) in enumerate(sorted(drawn, key=itemgetter(0)))
    ]


def _write_roll(hand: Hand, round_id: str, roll: Roll, slots: list[records.Slot]) -> None:
    hand.store.add("unit", [{"cycle": round_id, **unit.row()} for unit in roll.units])
    hand.store.add(
        "person",
        [
            {
                "cycle": round_id,
                "id": person.id,
                "name": person.name,
                "born": person.born.isoformat() if person.born else None,
            }
            for person in roll.persons
        ],
    )
    hand.store.add("slot", [slot.row(round_id) for slot in slots])
