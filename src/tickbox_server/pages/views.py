"""What each page shows, as frozen plain values: the contract with templates, a host's own too.

Every sentence is already in the language of the page, every address already has the prefix under
which the app is mounted, and every number is whole.  A template gets the ``frame`` that all pages
share and the ``page`` it draws; ``docs/embedding.md`` lists which template draws which view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:  # these build on the views here
    from tickbox_server.pages.views_wall import PostedView
    from tickbox_server.pages.views_works import HeadView, LinkView

# -- parts -------------------------------------------------------------------------------------


@attrs.frozen
class Switch:
    """The way to the same page in another language."""

    language: str
    name: str
    url: str


@attrs.frozen
class SizeSwitch:
    """The way to the same page in another size of type."""

    size: str
    url: str


@attrs.frozen
class FootWay:
    """A link at the foot of every page, which a part of the server has there."""

    title: str
    url: str


@attrs.frozen
class Frame:
    """What stands around every page.

    ``size`` is the size of its type (``normal``, ``large``, ``largest``); ``phone_url`` dials
    ``phone``; ``help_url`` is where a neighbourhood helps people to tick, ``wish_url`` where it
    takes wishes, if the page is of one.
    """

    language: str
    size: str
    service: str
    contact: str
    phone: str
    phone_url: str
    help_url: str
    wish_url: str
    home_url: str
    promises_url: str
    recount_url: str
    stylesheet_url: str
    script_url: str
    mark_url: str
    switches: tuple[Switch, ...]
    sizes: tuple[SizeSwitch, ...]
    foot: tuple[FootWay, ...]


@attrs.frozen
class Crumb:
    """A step on the way back up."""

    name: str
    url: str


@attrs.frozen
class FiguresView:
    """A year in numbers."""

    rounds: int
    items: int
    participations: int
    residents: int
    problems_solved: int
    projects: int = 0


@attrs.frozen
class TiedView:
    """A tie that is posted and not settled yet: who is equal, since when, how it will be.

    ``run_off`` leads to the round that decides it, once that is posted.
    """

    sentences: tuple[str, ...]
    how: str
    since: str
    bundle_url: str
    run_off: LinkView | None = None


@attrs.frozen
class VoidView:
    """A round that was voided: why, since when, what had been reached; ``bundle_url`` may be empty.

    ``computed`` says that the wall shows what the count comes to.
    """

    sentences: tuple[str, ...]
    since: str
    bundle_url: str
    computed: bool


@attrs.frozen
class RoundView:
    """A round in short.

    ``state`` is ``ticking``, ``counting``, ``decided`` or ``void``; ``participants`` of
    ``registered`` took part.  ``demonstration`` marks generated data, ``rehearsal`` a trial that
    will be wiped.  ``terms`` say who may tick, where not all of the roll may, and for whom,
    ``which_counts`` which of two ballots of one person does, ``on_a_tie`` what happens on a tie,
    ``void`` why it was voided, ``run_off_of`` which tie a run-off settles.  ``closes_on`` is the
    last day of ticking while it is to come,
    ``was_to_close_on`` where it has passed and nobody has closed; ``ending`` says instead how long
    it is until the announced hour, or that it has come (the state is ``ended`` then until the round
    is closed).  ``opening``: when a posted list opens by itself, or why it did not.

    While a list or result may be objected to, ``object_url`` is where and ``objected_until`` the
    last day; once that is over, ``objections_over`` says so.
    """

    title: str
    area: str
    state: str
    state_words: str
    limits: str
    items: int
    participants: int
    registered: int
    demonstration: bool
    revisable: bool
    list_url: str
    wall_url: str
    check_url: str
    area_url: str
    opened_on: str | None = None
    closed_on: str | None = None
    closes_on: str | None = None
    rehearsal: bool = False
    terms: tuple[str, ...] = ()
    which_counts: str = ""
    on_a_tie: str = ""
    object_url: str = ""
    objected_until: str | None = None
    objections_over: str = ""
    was_to_close_on: str | None = None
    ending: str = ""
    opening: str = ""
    run_off_of: LinkView | None = None
    tied: TiedView | None = None
    void: VoidView | None = None


@attrs.frozen
class FigureView:
    """One of the household's own figures."""

    label: str
    value: str


@attrs.frozen
class ChoiceView:
    """One way to carry out an item, or "none of these", which supports nothing, as it is ticked."""

    tick: str
    title: str
    ticked: bool
    supports: bool


@attrs.frozen
class PictureView:
    """A picture of an item, and what it shows in words."""

    url: str
    shows: str


@attrs.frozen
class ItemView:
    """An item of the list.

    ``kind`` is the kind of tick in words and ``binding`` whether it binds anybody; ``needs`` is the
    decision that carrying it out still requires; ``options`` are ways to carry it out, with costs.
    Where there are any, one of ``choices`` is ticked instead of the item; ``tick`` is what is.
    ``number`` is its place on the list as everybody talks of it, whatever the order on this page;
    ``drawing_url`` a drawing of its kind, ``pictures`` what was photographed.  ``tier`` pays for
    it, ``funding`` says from which sources, ``concerns`` whom where it is not everybody.
    """

    id: str
    number: int
    drawing_url: str
    title: str
    category: str
    description: str | None
    place: str | None
    cost: str | None
    kind: str
    binding: bool
    needs: str | None
    notice: str | None
    options: tuple[str, ...] = ()
    choices: tuple[ChoiceView, ...] = ()
    tick: str = ""
    figures: tuple[FigureView, ...] = ()
    ticked: bool = False
    pictures: tuple[PictureView, ...] = ()
    tier: str | None = None
    funding: str | None = None
    concerns: str | None = None


@attrs.frozen
class GroupView:
    """The items of one category."""

    title: str
    items: tuple[ItemView, ...]


# -- pages -------------------------------------------------------------------------------------


@attrs.frozen
class AreaCard:
    """A neighbourhood on the town page; ``open`` tells that it is ticking now."""

    name: str
    url: str
    open: bool
    figures: FiguresView


@attrs.frozen
class CommunityView:
    """The neighbourhoods of one community; without a name where there is none above them."""

    name: str | None
    areas: tuple[AreaCard, ...]


@attrs.frozen
class TownView:
    """``town.html``: the town, its figures and its neighbourhoods.

    ``ways`` lead to what components have of the whole town, each with how much of it there is.
    """

    name: str
    figures: FiguresView
    communities: tuple[CommunityView, ...]
    demonstration: bool
    head: HeadView
    ways: tuple[LinkView, ...]


@attrs.frozen
class ProblemView:
    """A problem of the neighbourhood; ``solved`` is ``None`` while it is open."""

    title: str
    raised: str
    solved: str | None
    how: str | None
    responsible: str | None


@attrs.frozen
class AreaView:
    """``area.html``: a neighbourhood, its rounds and its problems, solved ones last."""

    name: str
    crumbs: tuple[Crumb, ...]
    figures: FiguresView
    rounds: tuple[RoundView, ...]
    open_problems: tuple[ProblemView, ...]
    solved_problems: tuple[ProblemView, ...]
    demonstration: bool
    head: HeadView
    ways: tuple[LinkView, ...]
    won: tuple[LinkView, ...]
    buildings: tuple[TurnoutView, ...] = ()
    feed_url: str = ""
    calendar_url: str = ""


@attrs.frozen
class OptionView:
    """How many ticked an option (or "none of these"), and whether it leads."""

    title: str
    ticks: int
    denominator: int
    percent: str
    leads: bool


@attrs.frozen
class PlacedView:
    """A line of the ranking; ``percent`` is for reading, exact numbers beside it.

    ``chosen`` is what the count came to; ``taken``: it was tied, and people took it beside the
    count, or ``by_run_off`` a run-off did.  ``stands`` is whether the item is on the list as it is
    now, after what was decided beside the count (``None``: nothing is chosen).
    """

    rank: int
    item: str
    title: str
    category: str
    place: str | None
    cost: str | None
    needs: str | None
    ticks: int
    percent: str
    numerator: int
    denominator: int
    base: str
    why: str
    chosen: bool | None
    stands: bool | None = None
    options: tuple[OptionView, ...] = ()
    taken: bool = False
    by_run_off: str = ""
    channels: tuple[str, ...] = ()


@attrs.frozen
class TieView:
    """Items tied across the cut, who was chosen, and by which tie-break (in words, and its key)."""

    items: tuple[str, ...]
    chosen: tuple[str, ...]
    tie_break: str
    tie_break_key: str


@attrs.frozen
class TierView:
    """What a tier (street, neighbourhood) has taken of its places and its money."""

    name: str
    chosen: int
    places: int | None
    cost: str | None
    budget: str | None


@attrs.frozen
class AccountView:
    """What became of the ballots, a line each: words and how many."""

    lines: tuple[tuple[str, int], ...]


@attrs.frozen
class ParameterView:
    """A parameter of the rule: its name, what it is about (empty: nobody says), and its value."""

    name: str
    about: str
    value: str


@attrs.frozen
class ResultView:
    """A published result; ``chosen`` are the projects to be, before the annual list is fixed.

    ``settled`` says how people settled ties that were handed back to them: in a sentence each;
    ``run_off`` leads to the round that did.
    ``election_url`` is empty where ballots are known by sums only.  ``account``: what became of
    every ballot, where the round was closed since there are accounts.
    """

    ranking: tuple[PlacedView, ...]
    chosen: tuple[PlacedView, ...]
    ties: tuple[TieView, ...]
    ballots: int
    rule: str
    rule_key: str
    version: str
    plugin: str
    parameters: tuple[ParameterView, ...]
    note: str | None
    bundle_url: str
    election_url: str
    closest: str | None = None
    tiers: tuple[TierView, ...] = ()
    cost: str | None = None
    budget: str | None = None
    settled: tuple[str, ...] = ()
    run_off: LinkView | None = None
    account: AccountView | None = None


@attrs.frozen
class CheckpointView:
    """The log's newest checkpoint, to be kept outside."""

    size: int
    root: str
    url: str


@attrs.frozen
class TurnoutView:
    """Turnout of a building, or of several small ones together."""

    names: tuple[str, ...]
    participants: int
    registered: int


@attrs.frozen
class WallView:
    """``wall.html``: turnout while open, the result once it is published.

    ``buildings`` is empty where there are none, or where they tell too much of a few people.
    ``computed`` is what the count of a voided round comes to: not in force.
    """

    round: RoundView
    groups: tuple[GroupView, ...]
    result: ResultView | None
    checkpoint: CheckpointView | None
    posted: PostedView
    head: HeadView
    buildings: tuple[TurnoutView, ...] = ()
    computed: tuple[PlacedView, ...] = ()
    computed_account: AccountView | None = None


@attrs.frozen
class RecountView:
    """``recount.html``: how to recount; ``sha256`` is the hash of the script."""

    script_url: str
    sha256: str


@attrs.frozen
class PromisesView:
    """``promises.html``: what is promised and what is not."""


@attrs.frozen
class ErrorView:
    """``error.html``: what happened and what to do, in both languages whatever was asked for."""

    status: int
    zh: str
    en: str
    back_url: str
    again: bool = False
    area_url: str = ""
    list_url: str = ""
    wall_url: str = ""
