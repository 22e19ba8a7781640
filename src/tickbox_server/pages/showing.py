"""From the desk's values to the parts that several pages show."""

from __future__ import annotations

from collections.abc import Iterable

from tickbox_core.desk import Desk, Figures, Listed
from tickbox_core.model import NONE_OF_THESE_WORDS, Cycle, Item, Question, TickList
from tickbox_core.text import Text
from tickbox_server.pages.views import (
    ChoiceView,
    FiguresView,
    FigureView,
    GroupView,
    ItemView,
    RoundView,
)
from tickbox_server.pages.visit import Visit
from tickbox_server.pages.words import day, money, sentence, spoken


def figures_view(figures: Figures) -> FiguresView:
    """A year in numbers."""
    return FiguresView(
        rounds=figures.cycles,
        items=figures.items,
        participations=figures.participations,
        residents=figures.residents,
        problems_solved=figures.problems_solved,
    )


def area_name(visit: Visit, area: str) -> str:
    """What an area is called; its id where the tree does not know it."""
    tree = visit.hall.tree()
    return visit.say(tree[area].name) if area in tree else area


def round_view(visit: Visit, desk: Desk, cycle: Cycle) -> RoundView:
    """A round in short."""
    turnout, links = visit.hall.turnout(desk, cycle.id), visit.links
    return RoundView(
        title=visit.say(cycle.title),
        area=area_name(visit, desk.area),
        state=str(cycle.state),
        state_words=visit.say(cycle.state.words),
        limits=sentence(visit.say(cycle.limits.text)),
        terms=tuple(visit.say(term) for term in cycle.terms),
        items=len(cycle.items),
        participants=turnout.participants,
        registered=turnout.registered,
        demonstration=cycle.demonstration,
        rehearsal=cycle.rehearsal,
        revisable=cycle.revisable,
        list_url=links.cycle(desk.area, cycle.id),
        wall_url=links.cycle(desk.area, cycle.id, "wall"),
        check_url=links.cycle(desk.area, cycle.id, "check"),
        area_url=links.area(desk.area),
        opened_on=day(cycle.opened_at, visit.language),
        closed_on=day(cycle.closed_at, visit.language),
    )


def item_view(visit: Visit, listed: Listed, ticked: Iterable[str] = ()) -> ItemView:
    """An item of the list."""
    item, needs = listed.item, listed.needs
    plain_notice = listed.notice == item.title  # says no more than the title above it
    return ItemView(
        id=item.id,
        title=visit.say(item.title),
        category=visit.say(listed.category.title),
        description=spoken(item.description, visit.language),
        place=spoken(item.place, visit.language),
        cost=money(item.cost, visit.language),
        kind=visit.say(listed.question.words),
        binding=listed.question is not Question.PREFERENCE,
        needs=None if needs is None else visit.say(needs.words),
        notice=None if plain_notice else spoken(listed.notice, visit.language),
        options=tuple(
            visit.say(option.title) + _behind(money(option.cost, visit.language))
            for option in item.options
        ),
        figures=tuple(
            FigureView(visit.say(one.label), visit.say(one.value)) for one in listed.disclosures
        ),
        choices=_choices(visit, item, ticked),
        tick=next((tick for tick in item.ticks if tick in ticked), item.id),
        ticked=bool(set(item.ticks) & set(ticked)),
    )


def _choices(visit: Visit, item: Item, ticked: Iterable[str]) -> tuple[ChoiceView, ...]:
    """What is offered of an item with options, "none of these" last."""
    if not item.options:
        return ()
    said = [visit.say(o.title) + _behind(money(o.cost, visit.language)) for o in item.options]
    said.append(visit.say(NONE_OF_THESE_WORDS))
    chosen = set(ticked)
    listed = TickList((item,))
    return tuple(
        ChoiceView(tick, title, tick in chosen, listed.supports(tick))
        for tick, title in zip(item.ticks, said, strict=True)
    )


def groups(
    visit: Visit, listed: Iterable[Listed], ticked: frozenset[str] = frozenset()
) -> tuple[GroupView, ...]:
    """The list by category, categories in the order of their first item."""
    by_category: dict[Text, list[ItemView]] = {}
    for one in listed:
        held = by_category.setdefault(one.category.title, [])
        held.append(item_view(visit, one, ticked))
    return tuple(GroupView(visit.say(title), tuple(items)) for title, items in by_category.items())


def _behind(cost: str | None) -> str:
    return f" · {cost}" if cost else ""
