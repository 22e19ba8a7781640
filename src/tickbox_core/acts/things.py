"""What the fields of acts refer to: of every kind of thing what there is at a desk, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tickbox_core.acts.scoping import SERVICE
from tickbox_core.acts.states import (
    ANSWERED,
    BEGUN,
    DRAFT,
    ELECTION_DRAFT,
    FIXED,
    HANDED_OUT,
    ON_ACCOUNTS,
    OPPOSED,
    RUN_OFF,
    SEATS_LEFT,
    TAKEN_DOWN,
    TIED,
    UNANSWERED,
    VOIDABLE_MOTION,
    WITH_ROLL,
)
from tickbox_core.components import CORE
from tickbox_core.components.motions import Answered, PollState
from tickbox_core.components.projects import Status
from tickbox_core.components.templates import offered_to
from tickbox_core.declarations import Chosen, Thing, ThingChoice, named_choice
from tickbox_core.desk import Desk
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import people, people_index, units_called, units_index
from tickbox_core.desk.item_categories import amounts_by_home
from tickbox_core.desk.notices import has_answers
from tickbox_core.desk.settling import TIED as TIED_WORDS
from tickbox_core.model import NONE_OF_THESE_WORDS, Round, State
from tickbox_core.rules.motions import QUESTIONS
from tickbox_core.text import Text, yuan
from tickbox_core.workflow.desks import area_name
from tickbox_core.year import ObjectionStage

PLAIN = "plain"
_SHOWN = 40


def _with_state(id_: str, title: Text, state: Text, *states: str) -> ThingChoice:
    words = Text(f"{title.zh}（{state.zh}）", f"{title.en} ({state.en})")
    return ThingChoice(id_, words, frozenset(states))


# -- rounds and what is in them ------------------------------------------------------------------


def _rounds(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The newest first."""
    fixed = {one.round for one in desk.concluding.annual_lists()}
    begun = {one.baseline.round for one in desk.projects.projects()}
    for round in sorted(desk.rounds(), key=lambda one: one.id, reverse=True):
        states = {str(round.state)}
        taken = desk.posting.period(round.id)
        states |= {*OPPOSED} if taken is not None and taken.open else set()
        if round.state is State.LISTING:
            down = desk.posting.taken_down(round.id) is not None
            states |= {*TAKEN_DOWN} if down else {*DRAFT}
        tied = desk.posted_tie(round.id) is not None
        states |= {*TIED} if tied else set()
        states |= {*RUN_OFF} if round.settles and round.state is State.DECIDED else set()
        states |= {*FIXED} if round.id in fixed else set()
        states |= {*BEGUN} if round.id in begun else set()
        states |= {*ON_ACCOUNTS} if _on_accounts(desk, round) else set()
        states |= {*WITH_ROLL} if round.roll is not None else set()
        yield _with_state(round.id, round.title, TIED_WORDS if tied else round.state.words, *states)


def _on_accounts(desk: Desk, round: Round) -> bool:
    """Whether an item has a field of amounts by home; nobody's policy is asked."""
    held = round.roll is not None
    return held and any(amounts_by_home(desk.registry, round, one) for one in round.items)


def _of_rounds(desk: Desk, chosen: Chosen) -> tuple[Round, ...]:
    """The round that is chosen already, else all of them."""
    found = tuple(round for round in desk.rounds() if round.id == chosen.get("round"))
    return found or desk.rounds()


def _items(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    seen = set()
    for round in _of_rounds(desk, chosen):
        for item in round.items:
            if item.id not in seen:
                seen.add(item.id)
                yield ThingChoice(item.id, item.title)


def _options(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Ways to carry the items out."""
    for round in _of_rounds(desk, chosen):
        for item in round.items:
            if chosen.get("item") in (None, "", item.id):
                yield from (ThingChoice(option.id, option.title) for option in item.options)


def _pictures(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    for round in _of_rounds(desk, chosen):
        for item in round.items:
            if chosen.get("item") in (None, "", item.id):
                for picture in item.pictures:
                    words = Text("{item}：{shows}", "{item}: {shows}")
                    yield ThingChoice(
                        picture.digest, words.filled(item=item.title, shows=picture.shows)
                    )


def _ticks(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """What a ballot can tick: items, and of items with options each option, or none of these.

    Where a ballot may spend so much money alone, each with what it costs.
    """
    for round in _of_rounds(desk, chosen):
        listed = round.ticklist
        for item in round.items:
            called = (*(option.title for option in item.options), NONE_OF_THESE_WORDS)
            words = Text("{item}：{option}", "{item}: {option}")
            for tick, option in zip(item.ticks, called, strict=False):
                title = words.filled(item=item.title, option=option) if item.options else item.title
                costs = listed.cost_of(tick) if round.limits.budget is not None else None
                yield ThingChoice(tick, title if costs is None else _priced(title, costs))


def _priced(title: Text, fen: int) -> Text:
    return Text("{title}（{cost}）", "{title} ({cost})").filled(title=title, cost=yuan(fen))


def _titles_of_ticks(desk: Desk, ids: Chosen) -> dict[str, Text]:
    return {one.id: one.title for one in _ticks(desk, ids)}


def _items_of_rounds(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    for round in desk.rounds():
        for item in round.items:
            yield _with_state(f"{round.id}/{item.id}", item.title, round.title)


def _categories(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    for round in _of_rounds(desk, chosen):
        for category in round.categories:
            yield ThingChoice(category.key, category.title)
        if not round.categories:
            yield ThingChoice(PLAIN, Text("一般事项", "plain items"))


def _batches(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    for round in _of_rounds(desk, chosen):
        for batch in desk.paper.batches(round.id):
            yield ThingChoice(batch.batch, Text.of(batch.batch))


def _slots(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The slots of a round, as people say where they live."""
    for round in _round_of_slots(desk, chosen):
        called = people(desk, round).items()
        for slot, where in sorted(called, key=lambda row: natural_order(row[1].zh)):
            yield ThingChoice(slot, where)


def _round_of_slots(desk: Desk, chosen: Chosen) -> list[str]:
    """The round whose slots are asked for; none, or one."""
    of_judgement = {one.id: one.round for one in desk.judging.judgements()}
    id_ = of_judgement.get(chosen.get("judgement", "")) or chosen.get("round", "")
    return [one.id for one in desk.rounds() if id_ in ("", one.id)][:1]


def _slots_meant(desk: Desk, chosen: Chosen, said: str) -> Iterator[str]:
    for round in _round_of_slots(desk, chosen):
        yield from people_index(desk, round).like(said)


def _homes(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The homes on the roll of the newest round that has one."""
    for round in _newest_with_roll(desk):
        for id_, words in units_called(desk, round).items():
            yield ThingChoice(id_, words)


def _newest_with_roll(desk: Desk) -> list[str]:
    return [round.id for round in desk.rounds() if round.roll is not None][-1:]


def _homes_meant(desk: Desk, chosen: Chosen, said: str) -> Iterator[str]:
    for round in _newest_with_roll(desk):
        yield from units_index(desk, round).like(said)


def _objections(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Those that nobody has answered, to lists, results and motions."""
    about = [*(round.id for round in desk.rounds()), *(poll.id for poll in desk.motions.polls())]
    for id_ in about:
        for stage in ObjectionStage:
            for raised in desk.posting.objections(id_, stage):
                if not raised.answer:
                    words = Text.of((raised.text or "–")[:_SHOWN])
                    yield named_choice(raised.ref, words, *UNANSWERED)


# -- what is installed ---------------------------------------------------------------------------


def _installed_choices(kind: str) -> Callable[[Desk, Chosen], Iterator[ThingChoice]]:
    """What is installed of a kind, by what it calls itself."""

    def find(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
        for name, offered in getattr(desk.registry, kind).items():
            yield ThingChoice(name, offered.thing.title)

    return find


def _tie_breaks(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Those on offer; the lot with the seed that is chosen already, or a fresh one."""
    stands = chosen.get("tie-break", "")
    lot = stands if stands.startswith("lot:") else _lot(desk)
    for name, offered in desk.registry.tie_breaks.items():
        title = offered.thing.title
        yield named_choice(lot, title) if name == "lot" else ThingChoice(name, title)


def _lot(desk: Desk) -> str:
    """A tie-break that decides, and that nobody who knows the tied can steer."""
    return f"lot:{desk.draw_seed()}"


# -- the year ------------------------------------------------------------------------------------


def _areas(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    tree = desk.tree
    for area in tree:
        if desk.area in {above.id for above in tree.path(area.id)}:
            yield ThingChoice(area.id, area.name)


def _levels(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The area, what lies in it, and its micro-grids."""
    for place in desk.people.places():
        words = Text("{level} {name}", "{level} {name}")
        yield named_choice(place.id, words.filled(level=place.level_words, name=place.name))


def _templates(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """Those of the town and of the community too."""
    for name, one in offered_to(desk).items():
        yield ThingChoice(name, one.title)


def _own_area(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The desk's own, and no other: what is printed of all of it."""
    states = frozenset(ANSWERED if has_answers(desk) else ())
    yield ThingChoice(desk.area, area_name(desk), states)


# -- motions, cases, matters ---------------------------------------------------------------------


def _motions(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    for poll in desk.motions.polls():
        before = VOIDABLE_MOTION[:1] if poll.is_public else DRAFT
        states = (*before,) if poll.state is PollState.PREPARED else ()
        if poll.motion.seats and poll.state is PollState.PREPARED:
            states = (*states, *ELECTION_DRAFT)
        elif poll.motion.seats and poll.state is PollState.PUBLISHED:
            totals = desk.motions.published(poll.id) or {}
            states = (*states, *(SEATS_LEFT if totals.get("again") else ()))
        asks = poll.state is PollState.OPEN or (poll.state is PollState.PREPARED and poll.is_public)
        if asks and desk.motions.has_roll(poll.id):
            states = (*states, *HANDED_OUT)
        yield named_choice(poll.id, poll.motion.question, str(poll.state), *states)


def _sides(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """The options of the motions that have some."""
    for poll in desk.motions.polls():
        if chosen.get("motion") in (None, "", poll.id):
            yield from (ThingChoice(one.id, one.title) for one in poll.motion.options)


def _owners_matters(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """What is decided under the law that is chosen; before, under any that is installed."""
    named = chosen.get("jurisdiction", "")
    keys = (named,) if named in desk.registry.jurisdictions else tuple(desk.registry.jurisdictions)
    seen = set()
    for key in keys:
        for matter, title in desk.motions.law(key).matter_titles().items():
            if matter not in seen:
                seen.add(matter)
                yield ThingChoice(matter, title)


def _law_questions(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """What can be answered for the motion that is chosen: what is open first, then the rest."""
    known = {poll.id: poll for poll in desk.motions.polls()}
    poll = known.get(chosen.get("motion", ""))
    if poll is None:
        yield from (ThingChoice(name, one.words) for name, one in QUESTIONS.items())
        return
    points = [one for one in desk.motions.questions(poll.id) if not one.fixed]
    for one in sorted(points, key=lambda one: one.state is not Answered.OPEN):
        yield _with_state(one.question.name, one.question.words, one.state.words, str(one.state))


def _of_others(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """What other neighbourhoods have delivered."""
    for area, other in desk.peers.items():
        where = desk.tree[area].name if area in desk.tree else Text.of(area)
        for project in other.projects.projects() if other is not desk else ():
            if project.status is Status.DELIVERED:
                words = Text("{where}：{what}", "{what}, {where}")
                said = words.filled(where=where, what=project.baseline.title)
                yield ThingChoice(f"{area}.{project.id}", said)


def _matters(desk: Desk, chosen: Chosen) -> Iterator[ThingChoice]:
    """What a meeting can be about, each with what it is."""
    sources: tuple[tuple[str, Text, Iterable[ThingChoice]], ...] = (
        ("project", Text("项目", "project"), THINGS["project"].choices(desk, {})),
        ("problem", Text("问题", "problem"), THINGS["problem"].choices(desk, {})),
        ("motion", Text("表决", "motion"), _motions(desk, {})),
        ("item", Text("事项", "item"), _items_of_rounds(desk, {})),
    )
    for matter, words, found in sources:
        for one in found:
            said = Text(f"{words.zh}：{one.title.zh}", f"{words.en}: {one.title.en}")
            yield ThingChoice(f"{matter}:{one.id}", said)


# -- all of them ---------------------------------------------------------------------------------


def _year(desk: Desk, chosen: Chosen) -> str:
    return str(desk.today().year)


_THINGS = (
    Thing("round", Text("轮次", "round"), _rounds, stem=lambda desk, _: f"r{desk.today().year}"),
    Thing("item", Text("事项", "item"), _items, stem=lambda *_: "item"),
    Thing("tick", Text("勾选", "tick"), _ticks, titles=_titles_of_ticks),
    Thing("option", Text("方案", "option"), _options),
    Thing("picture", Text("图片", "picture"), _pictures),
    Thing("item-of-round", Text("某轮的事项", "item of a round"), _items_of_rounds),
    Thing("category", Text("类别", "category"), _categories),
    Thing("batch", Text("批次", "batch"), _batches, stem=lambda *_: "batch"),
    Thing("slot", Text("席位", "slot"), _slots, private=True, meant=_slots_meant),
    Thing("home", Text("住户", "home"), _homes, private=True, meant=_homes_meant),
    Thing("objection", Text("异议", "objection"), _objections, private=True),
    Thing("rule", Text("计票规则", "rule"), _installed_choices("rules")),
    Thing("tie-break", Text("并列处理办法", "tie-break"), _tie_breaks, begins=_lot),
    Thing("policy", Text("类别规程", "policy"), _installed_choices("policies")),
    Thing("jurisdiction", Text("法律依据", "jurisdiction"), _installed_choices("jurisdictions")),
    *(one for component in CORE for one in component.things),
    Thing("area", Text("区域", "area"), _areas),
    Thing("level", Text("层级", "level"), _levels),
    Thing("template-offered", Text("可用的模板", "template on offer"), _templates),
    Thing("neighbourhood", Text("本居民区", "the neighbourhood"), _own_area),
    Thing("motion", Text("表决", "motion"), _motions, stem=_year),
    SERVICE,
    Thing("owners-matter", Text("共同决定事项", "matter that is decided"), _owners_matters),
    Thing("law-question", Text("规则", "question of law"), _law_questions),
    Thing("side", Text("选项", "option of a motion"), _sides),
    Thing("case-elsewhere", Text("别处的案例", "case of another neighbourhood"), _of_others),
    Thing("matter", Text("会议议题", "what a meeting is about"), _matters),
)
THINGS = {thing.kind: thing for thing in _THINGS}
"""By kind, as ``Reference`` names it."""


def free_id(desk: Desk, found: Thing, chosen: Chosen) -> str:
    """An id that a new thing can be given, made of the year or of what it is made from."""
    stem = "" if found.stem is None else found.stem(desk, chosen)
    taken = {one.id for one in found.choices(desk, {})}
    free, number = stem, 1
    while free in taken:
        number += 1
        free = f"{stem}-{number}"
    return free
