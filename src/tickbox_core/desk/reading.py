"""What may be seen: the list, turnout while open, results once published, receipts, figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.categories import Disclosure, Setting, sentences
from tickbox_core.counting.cells import Breakdown, PeopleCell, breakdown
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import BadValue, UnknownId, WrongState
from tickbox_core.model import Category, Item, Question, Round, State, Unit
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.scope import scope_of
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import deadlines, log
from tickbox_core.workflow.names import group_letters, read_typed
from tickbox_core.workflow.notices import item_cost
from tickbox_core.workflow.participation import ReceiptCheck, Turnout

_GONE = Text(
    "说明这类事项的插件（{policy}）已卸载，以下只有清单上写明的内容",
    "The plugin that explained this category ({policy}) is not installed any more; "
    "only what stands on the list is shown",
)


@attrs.frozen
class Listed:
    """One item of a list as a resident sees it.

    ``question`` is the kind of tick, ``needs`` the decision that carrying it out still requires,
    ``disclosures`` what it means for the household of the slot it is shown to; ``number`` is its
    place on the list, from 1, as everybody talks of it.  ``concerns`` is its scope in words, where
    it is not everybody's.
    """

    item: Item
    category: Category
    question: Question
    needs: Question | None
    notice: Text
    disclosures: tuple[Disclosure, ...] = ()
    number: int = 0
    concerns: Text = EMPTY

    @property
    def cost_words(self) -> Text:
        """What it costs; nothing where that is unknown."""
        decided = self.needs is not None or self.question is not Question.PREFERENCE
        return item_cost(self.item, decided=decided)


@attrs.frozen
class Figures:
    """An area's year in numbers.

    ``items`` are those of every list that is posted or was; ``rounds`` the rounds that were opened.
    ``participations`` (人次) counts a resident once per round, ``residents`` once over all rounds.
    ``counted`` is what the matters of the area count (``Figure``), by key in their order.
    """

    rounds: int
    items: int
    participations: int
    residents: int
    problems_solved: int
    counted: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_mapping)

    @property
    def projects(self) -> int:
        """How many projects there are or were."""
        return self.counted.get("projects", 0)

    def plain(self) -> dict[str, int]:
        """All of them by name, for JSON."""
        own = (field.name for field in attrs.fields(Figures) if field.name != "counted")
        return {**{name: getattr(self, name) for name in own}, **self.counted}

    @classmethod
    def total(cls, parts: Iterable[Figures], counted: Iterable[str] = ()) -> Figures:
        """Several areas' figures, added up; what is ``counted`` is there in any case."""
        held = [one.plain() for one in parts]
        names = dict.fromkeys((*counted, *(name for one in held for name in one)))
        summed = {name: sum(one.get(name, 0) for one in held) for name in names}
        own = {
            field.name: summed.pop(field.name, 0)
            for field in attrs.fields(cls)
            if field.name != "counted"
        }
        return cls(**own, counted=summed)


def list_items(hand: Hand, round_id: str, slot: str | None = None) -> tuple[Listed, ...]:
    """The items of a round, with what each means for the household of a slot."""
    round = records.load_round(hand.store, round_id)
    home = None if slot is None else _home(hand, round_id, slot)
    return tuple(
        attrs.evolve(_listed_item(hand, round, item, home), number=at)
        for at, item in enumerate(round.items, 1)
    )


def has_ended(hand: Hand, round: Round) -> bool:
    """Whether a round that is open takes only paper, also where nobody has written so yet."""
    if round.state is not State.TICKING:
        return False
    found = deadlines.find_deadline(hand.store, round.id)
    return found is not None and found.has_ended(hand.clock())


def state_words(hand: Hand, round: Round) -> Text:
    """Where a round stands, in the words residents use."""
    found = deadlines.find_deadline(hand.store, round.id)
    if found is not None and round.state is State.COUNTING and found.ended:
        return _CLOSED.filled(hour=found.hour)
    if found is None or not has_ended(hand, round):
        return round.state.words
    return _ENDED.filled(hour=found.hour)


_CLOSED = Text("已于{hour}截止，计票中", "closed at {hour}, being counted")
_ENDED = Text("已于{hour}截止，纸质票录入中", "ended at {hour}, paper is being entered")


def turnout(hand: Hand, round_id: str) -> Turnout:
    """How many have taken part so far."""
    round = records.load_round(hand.store, round_id)
    cast = records.turnout(hand.store, round_id)
    return Turnout(cast, round.roll.registered if round.roll else 0)


@attrs.frozen(hash=False)
class TurnoutByArea:
    """Turnout by building (or another level): small ones merged, never by choice.

    ``names`` are in the words of the area tree; ``breakdown`` by area id.
    """

    turnout: Turnout
    breakdown: Breakdown
    names: Mapping[str, Text]


def turnout_by(hand: Hand, round_id: str, level: str = "building") -> TurnoutByArea:
    """How many have taken part by area of a level; units that lie in none are told together."""
    units = {unit.id: unit for unit in records.units(hand.store, round_id)}
    cast = set(records.cast_slots(hand.store, round_id))
    cells: dict[str, PeopleCell] = {}
    names: dict[str, Text] = {}
    tree = hand.tree
    for slot in records.slots(hand.store, round_id):
        unit = None if slot.unit is None else units.get(slot.unit)
        area = None
        if unit is not None and unit.area in tree:
            area = tree.ancestor(unit.area, level)
        id_ = "" if area is None else area.id
        names[id_] = _ELSEWHERE if area is None else area.name
        cells[id_] = cells.get(id_, PeopleCell(0, 0)) + PeopleCell(int(slot.slot in cast), 1)
    ordered = {id_: cells[id_] for id_ in sorted(cells)}
    return TurnoutByArea(turnout(hand, round_id), breakdown(ordered), names)


_ELSEWHERE = Text("其他", "elsewhere")


def has_ballot(hand: Hand, round_id: str, slot: str) -> bool:
    """Whether a ballot of this slot was counted."""
    return records.last_ballot(hand.store, round_id, slot) is not None


def check(hand: Hand, round_id: str, code: str) -> ReceiptCheck | None:
    """What the receipt of that code proves; ``None`` for a code nobody was given."""
    ballot = records.ballot_by_code(hand.store, round_id, group_letters(read_typed(code)))
    if ballot is None:
        return None
    last = records.last_ballot(hand.store, round_id, ballot.slot)
    edge, void = log.head(hand.store, round_id), records.is_void(hand.store, round_id)
    newest = last is not None and last.revision == ballot.revision
    return ReceiptCheck(
        counted=newest and not void,
        revision=ballot.revision,
        index=ballot.position,
        size=edge.size,
        root=edge.root.hex(),
        voided=newest and void,
    )


def ticks_of_receipt(hand: Hand, round_id: str, code: str) -> tuple[str, ...] | None:
    """What the ballot of a receipt ticked, once the result is published; ``None`` for no ballot.

    By then whoever has the code finds its ballot among the published ones; before, nobody may.
    Raises ``WrongState``.
    """
    round = records.load_round(hand.store, round_id)
    if round.state is not State.DECIDED:
        step = Text("查看自己勾选事项的结果", "show what became of a ballot")
        raise WrongState(
            round_id, round.state.words, step, Text("等结果公布", "wait for the result")
        )
    ballot = records.ballot_by_code(hand.store, round_id, group_letters(read_typed(code)))
    return None if ballot is None else ballot.ticks


def opened_rounds(hand: Hand) -> list[Round]:
    """The rounds that were opened and hold; trials and voided ones do not count."""
    before = (State.LISTING, State.POSTED, State.VOID)
    return [c for c in records.load_rounds(hand.store) if c.state not in before and not c.rehearsal]


def _posted_rounds(hand: Hand) -> list[Round]:
    found = records.load_rounds(hand.store)
    hidden = (State.LISTING, State.VOID)
    return [c for c in found if c.state not in hidden and not c.rehearsal]


def figures(hand: Hand, problems_solved: int, counted: Mapping[str, int]) -> Figures:
    """The area's year in numbers, over all its rounds; trials and voided ones do not count."""
    rounds = opened_rounds(hand)
    participations = 0
    residents: set[str | None] = set()
    for round in rounds:
        persons = {slot.slot: slot.person for slot in records.slots(hand.store, round.id)}
        cast = records.cast_slots(hand.store, round.id)
        participations += len(cast)
        residents.update(persons[slot] for slot in cast)
    return Figures(
        rounds=len(rounds),
        items=sum(len(round.items) for round in _posted_rounds(hand)),
        participations=participations,
        residents=len(residents - {None}),
        problems_solved=problems_solved,
        counted=counted,
    )


def _home(hand: Hand, round_id: str, slot_name: str) -> Unit | None:
    slot = records.slot(hand.store, round_id, slot_name)
    if slot is None or slot.unit is None:
        return None
    return records.unit(hand.store, round_id, slot.unit)


def _listed_item(hand: Hand, round: Round, item: Item, home: Unit | None) -> Listed:
    category = round.category(item)
    policy, setting = hand.policy_as_kept(round, category), hand.setting(round)
    if policy is None:
        notice = sentences(item.title, _GONE.filled(policy=category.policy))
        return Listed(item, category, Question.PREFERENCE, None, notice)
    return Listed(
        item=item,
        category=category,
        question=policy.question(item),
        needs=policy.needs(item, setting),
        notice=policy.notice(item, None),
        disclosures=() if home is None else policy.disclose(item, home, setting),
        concerns=_concerns(item, setting),
    )


def _concerns(item: Item, setting: Setting) -> Text:
    if item.scope is None:
        return EMPTY
    try:
        return scope_of(item.scope).words(setting.ground)
    except (BadValue, UnknownId):
        return EMPTY  # a service or area that the roll does not have (any more)
