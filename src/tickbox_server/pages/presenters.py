"""From the desk's values to the parts that several pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tickbox_core.counting.cells import Breakdown
from tickbox_core.desk import Desk, Figures, Listed, Tied
from tickbox_core.desk.voiding import Voided
from tickbox_core.model import (
    NONE_OF_THESE_WORDS,
    Category,
    Funding,
    Item,
    Option,
    Question,
    Round,
    State,
    TickList,
    arrange_items,
    level_words,
)
from tickbox_core.model.local_time import hour_words
from tickbox_core.rules.outcome import Chosen
from tickbox_core.text import Text
from tickbox_core.workflow.answers import PictureAnswer
from tickbox_server.pages.render import static_files, static_url
from tickbox_server.pages.views import (
    ChoiceView,
    FiguresView,
    FigureView,
    GroupView,
    ItemView,
    OptionView,
    PictureView,
    RoundView,
    TiedView,
    TurnoutView,
    VoidView,
)
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.words import day, money, sentence, spoken


def figures_view(figures: Figures) -> FiguresView:
    """A year in numbers."""
    return FiguresView(
        rounds=figures.rounds,
        items=figures.items,
        participations=figures.participations,
        residents=figures.residents,
        problems_solved=figures.problems_solved,
        projects=figures.projects,
    )


def area_name(visit: PageRequest, area: str) -> str:
    """What an area is called; its id where the tree does not know it."""
    tree = visit.hall.tree()
    return visit.say(tree[area].name) if area in tree else area


def round_view(visit: PageRequest, desk: Desk, round: Round) -> RoundView:
    """A round in short."""
    turnout, links = visit.hall.turnout(desk, round.id), visit.links
    taken = desk.posting.period(round.id) if round.state in _OBJECTED_TO else None
    opposed = taken is not None and taken.open
    tied, void = desk.posted_tie(round.id), desk.voided(round.id)
    deadline, ended = desk.deadline(round.id), desk.has_ended(round.id)
    return RoundView(
        title=visit.say(round.title),
        area=area_name(visit, desk.area),
        state="ended" if ended else str(round.state),
        state_words=visit.say(desk.state_words(round.id)),
        limits=sentence(visit.say(round.limits.text)),
        terms=tuple(visit.say(term) for term in round.terms),
        which_counts=visit.say(round.which_counts),
        on_a_tie=visit.say(desk.on_a_tie(round.id)),
        items=len(round.items),
        participants=turnout.participants,
        registered=turnout.registered,
        demonstration=round.demonstration,
        rehearsal=round.rehearsal,
        revisable=round.revisable,
        list_url=links.round(desk.area, round.id),
        wall_url=links.round(desk.area, round.id, "wall"),
        check_url=links.round(desk.area, round.id, "check"),
        area_url=links.area(desk.area),
        object_url=links.round(desk.area, round.id, "object") if opposed else "",
        objected_until=day(taken.until.isoformat(), visit.language) if taken and opposed else None,
        objections_over=sentence(visit.say(taken.closed)) if taken else "",
        opened_on=day(round.opened_at, visit.language),
        closed_on=day(round.closed_at, visit.language),
        opening=_opening(visit, desk, round),
        closes_on=_closes(visit, round) if not deadline and _to_come(desk, round) else None,
        was_to_close_on=None if deadline or _to_come(desk, round) else _closes(visit, round),
        ending=sentence(visit.say(desk.ending(round.id))),
        run_off_of=_run_off_of(visit, desk, round),
        tied=None if tied is None else _tied_view(visit, tied),
        void=None if void is None else _void_view(visit, void),
    )


def _opening(visit: PageRequest, desk: Desk, round: Round) -> str:
    """Of a posted list, when it opens by itself, or why it has not."""
    at = desk.opens_at(round.id) if round.state is State.POSTED else None
    if at is None:
        return ""
    why = desk.why_not_open(round.id)
    if not why and at <= desk.now():  # it has opened since this list was looked at
        return ""
    said = why or Text("将于{hour}自动开放打钩", "opens by itself at {hour}").filled(
        hour=hour_words(at)
    )
    return sentence(visit.say(said))


def _void_view(visit: PageRequest, void: Voided) -> VoidView:
    round, opened = void.round, void.was is not State.POSTED
    bundle = visit.links.data(round.area, round.id, "bundle") if opened else ""
    return VoidView(
        sentences=tuple(visit.say(said) for said in void.sentences),
        since=day(void.at, visit.language) or "",
        bundle_url=bundle,
        recount_url=visit.links.count_here(bundle, visit.language) if bundle else "",
        computed=void.outcome is not None,
    )


def _tied_view(visit: PageRequest, tied: Tied) -> TiedView:
    run_off = tied.public_run_off.round if tied.public_run_off else None
    bundle = visit.links.data(tied.round.area, tied.round.id, "bundle")
    return TiedView(
        sentences=tuple(visit.say(said) for said in tied.sentences),
        how=visit.say(tied.how),
        since=day(tied.posted, visit.language) or "",
        bundle_url=bundle,
        recount_url=visit.links.count_here(bundle, visit.language),
        run_off=None
        if run_off is None
        else LinkView(visit.say(run_off.title), visit.links.round(run_off.area, run_off.id)),
    )


def _run_off_of(visit: PageRequest, desk: Desk, round: Round) -> LinkView | None:
    """Which tie a run-off settles, and where that stands."""
    if round.settles is None:
        return None
    where = visit.links.round(desk.area, round.settles.round, "wall")
    return LinkView(visit.say(desk.what_it_settles(round.id)), where)


_OBJECTED_TO = (State.POSTED, State.DECIDED)


def item_view(visit: PageRequest, listed: Listed, ticked: Iterable[str] = ()) -> ItemView:
    """An item of the list."""
    item, needs = listed.item, listed.needs
    plain_notice = listed.notice == item.title  # says no more than the title above it
    return ItemView(
        id=item.id,
        number=listed.number,
        drawing_url=drawing(visit, listed.category),
        pictures=tuple(
            PictureView(visit.links.picture(one.digest), visit.say(one.shows))
            for one in item.pictures
            if visit.hall.has_picture(one.digest)
        ),
        title=visit.say(item.title),
        category=visit.say(listed.category.title),
        description=spoken(item.description, visit.language),
        place=spoken(item.place, visit.language),
        cost=visit.say(listed.cost_words) or None,
        kind=visit.say(listed.question.words),
        binding=listed.question is not Question.PREFERENCE,
        needs=None if needs is None else visit.say(needs.words),
        notice=None if plain_notice else spoken(listed.notice, visit.language),
        options=tuple(_option_words(visit, option) for option in item.options),
        figures=tuple(
            FigureView(visit.say(one.label), visit.say(one.value)) for one in listed.disclosures
        ),
        choices=_choices(visit, item, ticked),
        tick=next((tick for tick in item.ticks if tick in ticked), item.id),
        ticked=bool(set(item.ticks) & set(ticked)),
        tier=visit.say(level_words(item.tier)) if item.tier else None,
        funding=funding_words(visit, item.funding),
        concerns=spoken(listed.concerns, visit.language),
    )


def photos(visit: PageRequest, area: str, held: Iterable[PictureAnswer]) -> tuple[PictureView, ...]:
    """Photographs with what residents said, as staff let them be seen."""
    return tuple(
        PictureView(visit.links.board(area, "photos", one.digest), visit.say(one.shows))
        for one in held
    )


def funding_words(visit: PageRequest, sources: Mapping[str, int]) -> str | None:
    """Where the money comes from: each source with its amount."""
    parts = (
        f"{visit.say(Funding(source).words)} {money(amount, visit.language)}"
        for source, amount in sources.items()
        if amount
    )
    return visit.say(Text("，", ", ")).join(parts) or None


def _to_come(desk: Desk, round: Round) -> bool:
    """Whether the last day of ticking, if one was announced, is not over yet."""
    return round.closes is None or desk.today() <= round.closes


def _closes(visit: PageRequest, round: Round) -> str | None:
    """The last day of ticking as it was announced, until ticking is closed."""
    if round.closes is None or round.closed_at:
        return None
    said = day(round.closes.isoformat(), visit.language)
    return f"{said} {round.closes_at}" if said and round.closes_at else said


def turnouts(
    visit: PageRequest, told: Breakdown, names: Mapping[str, Text]
) -> tuple[TurnoutView, ...]:
    """Participation by building; nothing where one row is the total, which is shown already."""
    if len(told.rows) < 2:
        return ()
    return tuple(
        TurnoutView(tuple(visit.say(names[id_]) for id_ in ids), cell.part, cell.whole)
        for ids, cell in told.rows
    )


def drawing(visit: PageRequest, category: Category) -> str:
    """The drawing for a category, by its policy or its key; a plain one where we have none."""
    names = [f"kind-{key}.svg" for key in (category.policy, category.key) if key != "plain"]
    found = next((name for name in names if name in static_files()), "kind-plain.svg")
    return static_url(visit.links, found)


BY_RUN_OFF = Text("由决选选出", "chosen in the run-off")


def option_view(visit: PageRequest, one: Chosen) -> OptionView:
    """How many ticked an option, as the result has it."""
    share = one.share
    return OptionView(visit.say(one.title), one.ticks, share.denominator, share.percent, one.leads)


def _option_words(visit: PageRequest, option: Option) -> str:
    """An option with its cost, and of whose idea it came."""
    origin = visit.say(option.origin) if option.origin else None
    return visit.say(option.title) + _behind(money(option.cost, visit.language)) + _behind(origin)


def _choices(visit: PageRequest, item: Item, ticked: Iterable[str]) -> tuple[ChoiceView, ...]:
    """What is offered of an item with options, "none of these" last."""
    if not item.options:
        return ()
    said = [_option_words(visit, option) for option in item.options]
    said.append(visit.say(NONE_OF_THESE_WORDS))
    chosen = set(ticked)
    listed = TickList((item,))
    return tuple(
        ChoiceView(tick, title, tick in chosen, listed.supports(tick))
        for tick, title in zip(item.ticks, said, strict=True)
    )


def order_list(listed: Iterable[Listed], seed: str) -> tuple[Listed, ...]:
    """A list in a reader's own order; as it is where there is no seed."""
    by_item = {one.item.id: one for one in listed}
    if not seed:
        return tuple(by_item.values())
    return tuple(
        by_item[item.id] for item in arrange_items((o.item for o in by_item.values()), seed)
    )


def groups(
    visit: PageRequest, listed: Iterable[Listed], ticked: frozenset[str] = frozenset()
) -> tuple[GroupView, ...]:
    """Items by category, categories in the order of their first item."""
    by_category: dict[Text, list[ItemView]] = {}
    for one in listed:
        held = by_category.setdefault(one.category.title, [])
        held.append(item_view(visit, one, ticked))
    return tuple(GroupView(visit.say(title), tuple(items)) for title, items in by_category.items())


def _behind(cost: str | None) -> str:
    return f" · {cost}" if cost else ""
