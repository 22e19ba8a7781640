"""Areas, rounds, their lists and figures."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

import attrs
import msgspec

from tickbox_core.desk import Figures, Listed, Tied, TownFigures, Turnout, TurnoutByArea
from tickbox_core.desk.settling import TIED
from tickbox_core.desk.voiding import Voided
from tickbox_core.model import Area, Limits, Problem, Round
from tickbox_core.text import join_texts
from tickbox_server.papers.base import WireShape, Words, words_of


class AreaPaper(WireShape):
    """A node of the area tree; ``rounds`` tells whether it lists and ticks itself."""

    id: str
    level: str
    name: Words
    parent: str | None
    rounds: bool

    @classmethod
    def of(cls, area: Area, rounds: bool) -> AreaPaper:
        """The paper of an area."""
        name = Words.of(area.name)
        return cls(id=area.id, level=area.level, name=name, parent=area.parent, rounds=rounds)


class PartLimitsPaper(WireShape):
    """How many ticks of one tier or category; ``maximum`` null: no limit."""

    of: str
    minimum: int
    maximum: int | None
    text: Words


class LimitsPaper(WireShape):
    """How many ticks; ``maximum`` null: no limit.

    ``tiers`` and ``categories`` limit the items of single ones besides.  ``budget`` (fen, null: no
    limit) is what the ticks of a ballot may cost together.
    """

    minimum: int
    maximum: int | None
    tiers: list[PartLimitsPaper]
    categories: list[PartLimitsPaper]
    budget: int | None
    text: Words

    @classmethod
    def of(cls, limits: Limits) -> LimitsPaper:
        """The paper of limits."""
        return cls(
            minimum=limits.minimum,
            maximum=limits.maximum,
            tiers=[
                PartLimitsPaper(
                    of=one.tier, minimum=one.minimum, maximum=one.maximum, text=Words.of(one.text)
                )
                for one in limits.tiers
            ],
            categories=[
                PartLimitsPaper(
                    of=one.category,
                    minimum=one.minimum,
                    maximum=one.maximum,
                    text=Words.of(one.text),
                )
                for one in limits.categories
            ],
            budget=limits.budget,
            text=Words.of(limits.text),
        )


class OpenTiePaper(WireShape):
    """Items that are equal, and how many of them still fit at most.

    ``in_turn``: one of them has to come first, and the others may follow.
    """

    items: list[str]
    places: int
    in_turn: bool
    text: Words


class TiedPaper(WireShape):
    """A posted tie: which items, since when, and how it will be settled (``ways``).

    Once a run-off is posted, ``run_off`` is its round, and there is no other way.
    """

    posted: str
    ties: list[OpenTiePaper]
    ways: list[str]
    how: Words
    run_off: str | None

    @classmethod
    def of(cls, tied: Tied) -> TiedPaper:
        """The paper of a posted tie."""
        return cls(
            posted=tied.posted,
            ties=[
                OpenTiePaper(
                    items=list(tie.items),
                    places=tie.places,
                    in_turn=tie.in_turn,
                    text=Words.of(said),
                )
                for tie, said in zip(tied.ties, tied.sentences, strict=True)
            ],
            ways=[str(way) for way in tied.ways],
            how=Words.of(tied.how),
            run_off=tied.public_run_off.round.id if tied.public_run_off else None,
        )


class VoidPaper(WireShape):
    """Why a round was voided, and in which state it ``was``; ``computed`` ranks items by id.

    What the ballots came to is not in force; null before closing, on a tie, and where there was no
    count.
    """

    at: str
    reason: Words
    was: str
    text: Words
    computed: list[str] | None
    ties: list[OpenTiePaper]

    @classmethod
    def of(cls, void: Voided) -> VoidPaper:
        """The paper of a void."""
        outcome = void.outcome
        return cls(
            at=void.at,
            reason=Words.of(void.reason),
            was=str(void.was),
            text=Words.of(join_texts(list(void.sentences))),
            computed=None if outcome is None else [placed.item for placed in outcome.ranking],
            ties=TiedPaper.of(void.tie).ties if void.tie else [],
        )


class RoundPaper(WireShape):
    """A round: its state, what it is counted by, and the sizes of its roll.

    ``terms`` say who may tick, where not all of the roll may, and for whom; ``which_counts`` says
    which of two ballots of one person does.  ``tied`` is there while a tie is posted and not
    settled: then the round is ``counting`` and ``state_text`` says that it is tied.  ``void`` is
    there once it is voided.  ``settles`` is the round whose tie this one, a run-off, decides.
    """

    id: str
    area: str
    title: Words
    state: str
    state_text: Words
    settles: str | None
    tied: TiedPaper | None
    void: VoidPaper | None
    items: int
    limits: LimitsPaper
    terms: list[Words]
    which_counts: Words
    rule: str
    parameters: dict[str, Any]
    places: int | None
    tie_break: str
    revisable: bool
    demonstration: bool
    registered: int | None
    households: int | None
    opened_at: str | None
    closes: str | None
    closed_at: str | None
    ends: str | None = None

    @classmethod
    def of(cls, round: Round, tied: Tied | None = None, void: Voided | None = None) -> RoundPaper:
        """The paper of a round, of its tie where one is posted, and of why it was voided."""
        return cls(
            id=round.id,
            area=round.area,
            title=Words.of(round.title),
            state=str(round.state),
            state_text=Words.of(TIED if tied else round.state.words),
            settles=round.settles.round if round.settles else None,
            tied=TiedPaper.of(tied) if tied else None,
            void=VoidPaper.of(void) if void else None,
            items=len(round.items),
            limits=LimitsPaper.of(round.limits),
            terms=[Words.of(term) for term in round.terms],
            which_counts=Words.of(round.which_counts),
            rule=round.rule.key,
            parameters=dict(round.rule.parameters),
            places=round.places,
            tie_break=round.tie_break,
            revisable=round.revisable,
            demonstration=round.demonstration,
            registered=round.roll.registered if round.roll else None,
            households=round.roll.households if round.roll else None,
            opened_at=round.opened_at,
            closes=round.closes.isoformat() if round.closes else None,
            closed_at=round.closed_at,
            ends=round.ends or None,
        )


class OptionPaper(WireShape):
    """A way to carry an item out; ``cost`` in fen, ``origin`` where it comes from, in words."""

    id: str
    title: Words
    cost: int | None
    origin: Words | None


class DisclosurePaper(WireShape):
    """A figure of the asking household."""

    label: Words
    value: Words


class ListedPaper(WireShape):
    """An item of a list.

    ``question`` is the kind of tick, ``needs`` the decision that carrying it out still requires;
    ``tier`` pays for it, ``funding`` is fen by source, ``concerns`` whom where it is not all;
    ``disclosures`` are there only for a request that the identity knows.
    """

    id: str
    title: Words
    description: Words | None
    place: Words | None
    cost: int | None
    tier: str
    funding: dict[str, int]
    concerns: Words | None
    category: str
    category_title: Words
    question: str
    question_text: Words
    needs: str | None
    needs_text: Words | None
    notice: Words | None
    options: list[OptionPaper]
    fields: dict[str, Any]
    disclosures: list[DisclosurePaper]

    @classmethod
    def of(cls, listed: Listed) -> ListedPaper:
        """The paper of a listed item."""
        item, needs = listed.item, listed.needs
        return cls(
            id=item.id,
            title=Words.of(item.title),
            description=words_of(item.description),
            place=words_of(item.place),
            cost=item.cost,
            tier=item.tier,
            funding=dict(item.funding),
            concerns=words_of(listed.concerns),
            category=listed.category.key,
            category_title=Words.of(listed.category.title),
            question=str(listed.question),
            question_text=Words.of(listed.question.words),
            needs=None if needs is None else str(needs),
            needs_text=None if needs is None else Words.of(needs.words),
            notice=words_of(listed.notice),
            options=[
                OptionPaper(
                    id=option.id,
                    title=Words.of(option.title),
                    cost=option.cost,
                    origin=Words.of(option.origin) if option.origin else None,
                )
                for option in item.options
            ],
            fields=dict(item.fields),
            disclosures=[
                DisclosurePaper(label=Words.of(one.label), value=Words.of(one.value))
                for one in listed.disclosures
            ],
        )


class TurnoutPaper(WireShape):
    """How many took part, of how many on the roll."""

    participants: int
    registered: int

    @classmethod
    def of(cls, turnout: Turnout) -> TurnoutPaper:
        """The paper of a turnout."""
        return cls(**attrs.asdict(turnout))


class CellPaper(WireShape):
    """Turnout of one building, or of several small ones that are told together."""

    areas: list[str]
    names: list[Words]
    participants: int
    registered: int


class TurnoutByPaper(WireShape):
    """Turnout by building; one that would tell of a handful of people is merged with others.

    ``withheld`` names those of which nothing but the total can be told.
    """

    participants: int
    registered: int
    cells: list[CellPaper]
    withheld: list[str]

    @classmethod
    def of(cls, by_area: TurnoutByArea) -> TurnoutByPaper:
        """The paper of a breakdown."""
        found = by_area.breakdown
        return cls(
            **attrs.asdict(by_area.turnout),
            cells=[
                CellPaper(
                    areas=list(ids),
                    names=[Words.of(by_area.names[id_]) for id_ in ids],
                    participants=cell.part,
                    registered=cell.whole,
                )
                for ids, cell in found.rows
            ],
            withheld=[] if found.rest is not None else list(found.merged),
        )


class ProblemPaper(WireShape):
    """A problem that was raised; ``solved`` null while it is open.  Dates are ISO 8601."""

    id: str
    title: Words
    raised: str
    solved: str | None
    how: Words | None
    responsible: Words | None

    @classmethod
    def of(cls, problem: Problem) -> ProblemPaper:
        """The paper of a problem."""
        return cls(
            id=problem.id,
            title=Words.of(problem.title),
            raised=problem.raised.isoformat(),
            solved=problem.solved.isoformat() if problem.solved else None,
            how=words_of(problem.how),
            responsible=words_of(problem.responsible),
        )


class FiguresPaper(WireShape):
    """A year in numbers; ``participations`` counts a resident once per round.

    What the components of plugins count (``Figure``) stands beside these, by its key.
    """

    rounds: int
    items: int
    participations: int
    residents: int
    problems_solved: int
    projects: int = 0

    @classmethod
    def of(cls, figures: Figures) -> FiguresPaper:
        """The paper of an area's figures."""
        plain = figures.plain()
        own = cls.__struct_fields__
        return _figures_with(tuple(name for name in plain if name not in own))(**plain)


@lru_cache(maxsize=16)
def _figures_with(brought: tuple[str, ...]) -> type[FiguresPaper]:
    """The paper with what plugins count beside the rest."""
    fields = [(name, int) for name in brought]
    made = msgspec.defstruct(
        FiguresPaper.__name__,
        fields,
        bases=(FiguresPaper,),
        kw_only=True,
        forbid_unknown_fields=True,
    )
    return cast(type[FiguresPaper], made)


class TownFiguresPaper(WireShape):
    """The town's year in numbers, in all and by area."""

    total: FiguresPaper
    by_area: dict[str, FiguresPaper]

    @classmethod
    def of(cls, figures: TownFigures) -> TownFiguresPaper:
        """The paper of the town's figures."""
        return cls(
            total=FiguresPaper.of(figures.total),
            by_area={area: FiguresPaper.of(one) for area, one in figures.by_area},
        )


class HealthPaper(WireShape):
    """That the server answers, by whose zone (an IANA name), and whether SQLite has the WAL bug."""

    status: str
    version: str
    sqlite: str
    sqlite_wal_reset_bug: bool
    zone: str


class ReadyPaper(WireShape):
    """That ballots can be taken.

    ``unchecked``: areas that have not been looked into since the server was started.  ``zone`` is
    the town's (an IANA name), ``now`` the time there: announced hours are told by it.
    """

    status: str
    areas: int
    unchecked: int = 0
    zone: str = ""
    now: str = ""
