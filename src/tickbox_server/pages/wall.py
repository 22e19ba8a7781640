"""The wall: turnout while ticking is open; shares, reasons and the way to recount afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.counting import Base
from tickbox_core.counting.ballot_account import BallotAccount
from tickbox_core.desk import Desk, Listed
from tickbox_core.desk.settling import TIED, settling_sentence, tie_sentence
from tickbox_core.desk.wall import round_facts
from tickbox_core.model import Round, level_words
from tickbox_core.registry.parameters import format_value
from tickbox_core.rules import Outcome, Placed, Settling, tier_uses
from tickbox_core.rules.telling import TIES, more_ties
from tickbox_core.text import EMPTY, NAMED_AT_MOST, Text
from tickbox_server.pages.items import posted_view
from tickbox_server.pages.presenters import (
    BY_RUN_OFF,
    area_name,
    groups,
    item_view,
    option_view,
    round_view,
    turnouts,
)
from tickbox_server.pages.views import (
    AccountView,
    CheckpointView,
    ParameterView,
    PlacedView,
    ResultView,
    TierView,
    TieView,
    TurnoutView,
    WallView,
)
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.wall_presenters import head
from tickbox_server.pages.words import money, spoken

_ROUND = "/n/{area:str}/{round:str}"


@get(f"{_ROUND}/wall")
async def wall(
    visit: NamedDependency[PageRequest], area: FromPath[str], round: FromPath[str]
) -> Response[str]:
    """What stands on the wall of a round."""
    return await visit.show(lambda: wall_view(visit, *visit.hall.find_round(area, round)))


def wall_view(visit: PageRequest, desk: Desk, round: Round) -> WallView:
    """The wall of a round; of an open one nothing but the turnout."""
    listed = visit.hall.listed(desk, round.id)
    outcome = desk.outcome(round.id)
    return WallView(
        round=round_view(visit, desk, round),
        groups=groups(visit, listed),
        result=None if outcome is None else _result(visit, desk, round, listed, outcome),
        checkpoint=_checkpoint(visit, desk, round),
        posted=posted_view(
            visit,
            desk,
            round_facts(desk, round.id),
            [(one.item.id, one.item.title) for one in listed],
        ),
        head=head(
            visit,
            f"{visit.say(round.title)} · {area_name(visit, desk.area)}",
            visit.say(TIED if desk.posted_tie(round.id) else round.state.words),
            visit.links.round(desk.area, round.id, "wall"),
            visit.links.data(desk.area, round.id, "wall"),
        ),
        buildings=_buildings(visit, desk, round),
        computed=_computed(visit, desk, round, listed),
        computed_account=account_view(visit, _voided_outcome(desk, round)),
    )


def _voided_outcome(desk: Desk, round: Round) -> Outcome | None:
    void = desk.voided(round.id)
    return void.outcome if void else None


def _computed(
    visit: PageRequest, desk: Desk, round: Round, listed: tuple[Listed, ...]
) -> tuple[PlacedView, ...]:
    """What the count of a voided round comes to."""
    void = desk.voided(round.id)
    if void is None or void.outcome is None:
        return ()
    by_id = {one.item.id: one for one in listed}
    return tuple(
        _placed_view(visit, by_id[placed.item], placed, None, False)
        for placed in void.outcome.ranking
    )


def _buildings(visit: PageRequest, desk: Desk, round: Round) -> tuple[TurnoutView, ...]:
    by_area = visit.hall.turnout_by(desk, round.id)
    return turnouts(visit, by_area.breakdown, by_area.names)


def _result(
    visit: PageRequest, desk: Desk, round: Round, listed: tuple[Listed, ...], outcome: Outcome
) -> ResultView:
    by_id = {one.item.id: one for one in listed}
    standing = desk.concluding.standing(round.id)
    ranking = tuple(
        _placed_view(
            visit,
            by_id[placed.item],
            placed,
            standing.stands(placed.item),
            placed.item in outcome.taken,
            outcome.settling,
            outcome.account,
        )
        for placed in outcome.ranking
    )
    placed_by = {placed.item: placed for placed in ranking}
    closest = None if outcome.margin is None else visit.say(outcome.margin.why)
    named = visit.hall.town.registry.title
    bundle = visit.links.data(desk.area, round.id, "bundle")
    return ResultView(
        ranking=ranking,
        chosen=() if standing.annual_list else tuple(placed_by[one] for one in standing.chosen),
        ties=_broken_ties(visit, by_id, outcome),
        settled=_settlement_lines(visit, round, outcome),
        run_off=_run_off(visit, desk, outcome),
        ballots=outcome.ballots,
        rule=visit.say(named("rules", outcome.rule)),
        rule_key=outcome.rule,
        version=outcome.version,
        plugin=outcome.plugin,
        parameters=_parameters(visit, outcome),
        note=spoken(outcome.note, visit.language),
        bundle_url=bundle,
        recount_url=visit.links.count_here(bundle, visit.language),
        election_url=(
            ""
            if desk.paper.counted_on_sheets(round.id)
            else visit.links.data(desk.area, round.id, "pabulib")
        ),
        closest=closest,
        tiers=_tiers(visit, listed, outcome),
        cost=money(outcome.cost, visit.language),
        budget=money(outcome.budget, visit.language),
        account=account_view(visit, outcome),
    )


def account_view(visit: PageRequest, outcome: Outcome | None) -> AccountView | None:
    """What became of the ballots of an outcome."""
    if outcome is None or outcome.account is None:
        return None
    return AccountView(tuple((visit.say(said), n) for said, n in outcome.account.lines))


def _settlement_lines(visit: PageRequest, round: Round, outcome: Outcome) -> tuple[str, ...]:
    """Who was tied, and how people settled it."""
    settling = outcome.settling
    if settling is None:
        rest = more_ties(outcome)
        return (visit.say(rest),) if rest else ()
    ties = [tie_sentence(round, tie) for tie in settling.ties]
    return tuple(map(visit.say, [*ties, settling_sentence(round, settling)]))


def _broken_ties(
    visit: PageRequest, by_id: Mapping[str, Listed], outcome: Outcome
) -> tuple[TieView, ...]:
    """The ties that the tie-break decided."""
    named = visit.hall.town.registry.title
    return tuple(
        TieView(
            items=_first_titles(visit, by_id, tie.items, tie.more),
            chosen=_first_titles(visit, by_id, tie.chosen),
            tie_break=visit.say(named("tie_breaks", tie.tie_break)),
            tie_break_key=tie.tie_break,
        )
        for tie in outcome.ties[:TIES]
        if outcome.settling is None
    )


def _first_titles(
    visit: PageRequest, by_id: Mapping[str, Listed], items: tuple[str, ...], more: int = 0
) -> tuple[str, ...]:
    """The titles of the first items, and how many more there are."""
    shown = _titles(visit, by_id, items[:NAMED_AT_MOST])
    rest = more + max(0, len(items) - NAMED_AT_MOST)
    return (*shown, visit.say(Text(f"另外{rest}项", f"{rest:,} more"))) if rest else shown


def _run_off(visit: PageRequest, desk: Desk, outcome: Outcome) -> LinkView | None:
    """The run-off that settled its tie."""
    if outcome.settling is None or outcome.settling.run_off is None:
        return None
    held = desk.round(outcome.settling.run_off.round)
    return LinkView(visit.say(held.title), visit.links.round(desk.area, held.id, "wall"))


def _parameters(visit: PageRequest, outcome: Outcome) -> tuple[ParameterView, ...]:
    """What the rule was told, in the order in which it says so; money in yuan."""
    about = visit.hall.town.registry.parameter_words(outcome.rule)
    return tuple(
        ParameterView(
            name,
            visit.say(about.get(name, EMPTY)),
            format_value(name, value, minor_units=100) or "–",
        )
        for name, value in outcome.parameters.items()
    )


def _tiers(
    visit: PageRequest, listed: tuple[Listed, ...], outcome: Outcome
) -> tuple[TierView, ...]:
    items = [one.item for one in listed]
    return tuple(
        TierView(
            name=visit.say(level_words(use.tier)),
            chosen=use.chosen,
            places=use.places,
            cost=money(use.cost, visit.language),
            budget=money(use.budget, visit.language),
        )
        for use in tier_uses(outcome.parameters, items, outcome.selected or ())
    )


def _placed_view(
    visit: PageRequest,
    listed: Listed,
    placed: Placed,
    stands: bool | None,
    taken: bool,
    settling: Settling | None = None,
    account: BallotAccount | None = None,
) -> PlacedView:
    item, share = item_view(visit, listed), placed.share
    return PlacedView(
        rank=placed.rank,
        item=item.id,
        title=item.title,
        category=item.category,
        place=item.place,
        cost=item.cost,
        needs=item.needs,
        ticks=placed.ticks,
        percent=share.percent,
        numerator=share.numerator,
        denominator=share.denominator,
        base=_base(visit, share.base),
        why=visit.say(placed.why),
        chosen=placed.chosen,
        stands=stands,
        taken=taken,
        by_run_off=visit.say(BY_RUN_OFF) if settling and settling.run_off else "",
        options=tuple(option_view(visit, option) for option in placed.options),
        channels=()
        if account is None
        else tuple(visit.say(cell.words) for cell in account.items.get(placed.item, ())),
    )


def _base(visit: PageRequest, base: str) -> str:
    """The base in words; a plugin's own base goes by its name."""
    return visit.say(Base(base).words) if base in tuple(Base) else base


def _titles(
    visit: PageRequest, by_id: Mapping[str, Listed], items: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(visit.say(by_id[item].item.title) for item in items)


def _checkpoint(visit: PageRequest, desk: Desk, round: Round) -> CheckpointView | None:
    kept = desk.checkpoint(round.id)
    if kept is None:
        return None
    return CheckpointView(kept.size, kept.root, visit.links.data(desk.area, round.id, "checkpoint"))


HANDLERS = [wall]
