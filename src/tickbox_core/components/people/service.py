"""People at the desk: groups that oversee an estate, representatives of a stairwell, volunteers.

Whoever holds an office sees and records what lies in its area and nothing else; what lies outside
is answered as if it were not there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from tickbox_core.components.people import answering, state
from tickbox_core.components.people.answering import Answerable, LevelPlace
from tickbox_core.components.people.public import (
    EstateAnswer,
    HomesPayment,
    HomesSheet,
    OverseenItem,
    StairwellAnswer,
)
from tickbox_core.components.people.state import Office, People, SignUp, SupervisionGroup, Task
from tickbox_core.components.problems import Problems, ProblemService
from tickbox_core.components.projects import (
    Participation,
    PaymentAnswer,
    Project,
    ProjectAnswer,
    Projects,
)
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import AreaTree, Item, Round, State, Unit
from tickbox_core.model._checks import whole
from tickbox_core.model.channels import Channel
from tickbox_core.model.scope import Ground, scope_of
from tickbox_core.text import Text
from tickbox_core.workflow import Actor, Role
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.workflow.state import DiaryState
from tickbox_core.year.papers import Papers

LISTED = (State.POSTED, State.TICKING, State.COUNTING, State.DECIDED)


class RoundRecords(Protocol):
    """What is asked of rounds and of the rolls they were opened with."""

    def rounds(self) -> Iterable[Round]:
        """All rounds by id."""
        ...

    def units(self, round_id: str) -> Sequence[Unit]:
        """All units on the roll of a round."""
        ...

    def unit(self, round_id: str, id_: str) -> Unit | None:
        """A unit as it stood on the roll of a round."""
        ...

    def homes(self, round_id: str) -> Mapping[str, str | None]:
        """The unit of each slot of a round; ``None`` where a slot has none."""
        ...

    def free_slots(self, round_id: str, unit: str) -> list[str]:
        """The slots of a unit that have neither a ballot nor a paper."""
        ...


class ProjectPayments(Protocol):
    """What is asked of projects and of what households pay for them."""

    def projects(self) -> Iterable[Project]:
        """All projects, the oldest first."""
        ...

    def project(self, id_: str) -> Project:
        """A project, or ``NotListed``."""
        ...

    def dues(self, id_: str) -> Mapping[str, PaymentAnswer]:
        """What each unit owes and has paid, in fen."""
        ...

    def pay(self, id_: str, unit: str, amount: int, by: str, on: date | None = None) -> None:
        """A household has paid (part of) what it owes."""
        ...


class CountSheets(Protocol):
    """Who takes the count sheet of a stairwell."""

    def take_count(
        self,
        round_id: str,
        slots: Sequence[str],
        ticks: Mapping[str, int],
        *,
        by: str,
        second: str,
        photo: str = "",
        in_time: bool = False,
    ) -> int:
        """Take it under two signatures; its number."""
        ...


def publisher_at(book: DiaryState, context: DeskContext, at: str | None = None) -> Text:
    """Who publishes; where nobody was named, the neighbourhood's Party branch, as in the source."""
    named = book.of(People).publisher_at(at or context.now())
    tree, area = context.tree, context.area
    here = tree[area].name if area in tree else Text.of(area)
    here = Text(here.zh.removesuffix("居民区"), here.en)
    return named or Text("{area}居民区党总支", "the Party branch of {area}").filled(area=here)


class PeopleService:
    """People with a task, behind the desk's door.

    ``project_card`` says what anybody may know of a project.
    """

    def __init__(
        self,
        context: DeskContext,
        diary: Diary[DiaryState],
        problems: ProblemService,
        *,
        rounds: RoundRecords,
        projects: ProjectPayments,
        project_card: Callable[[DiaryState, Project], ProjectAnswer],
        papers: CountSheets,
    ) -> None:
        self._context = context
        self._diary = diary
        self._problems = problems
        self._rounds = rounds
        self._projects = projects
        self._project_card = project_card
        self._papers = papers

    # -- offices ---------------------------------------------------------------------------

    def found_group(
        self,
        id_: str,
        area: str,
        title: Text,
        names: Sequence[str],
        *,
        since: date,
        until: date,
        by: str,
    ) -> dict[str, str]:
        """Found a supervision group of an estate; each member's token, readable only now."""
        self._check_level(area, "estate")
        tokens = [f"tg_{secrets.token_urlsafe(24)}" for _ in names]
        with self._diary.writing() as pen:
            for entry in state.found_group(
                pen.book.of(People),
                id_,
                area,
                title,
                names,
                [self._digest(token) for token in tokens],
                (since, until),
                by,
            ):
                pen.add(entry)
        return dict(zip([name.strip() for name in names], tokens, strict=True))

    def appoint(self, id_: str, area: str, name: str, *, since: date, until: date, by: str) -> str:
        """Appoint a stairwell representative; the token, readable only now.

        A building that is not divided into stairwells is one.
        """
        if not self._is_undivided(area):
            self._check_level(area, "stairwell")
        token = f"ts_{secrets.token_urlsafe(24)}"
        with self._diary.writing() as pen:
            digest = self._digest(token)
            term = (since, until)
            pen.add(state.appoint(pen.book.of(People), id_, area, name, digest, term, by))
        return token

    def join_group(self, group: str, name: str, by: str) -> tuple[str, str]:
        """Somebody joins a group until its term ends: their office, and its token, readable now."""
        token = f"tg_{secrets.token_urlsafe(24)}"
        with self._diary.writing() as pen:
            people, today = pen.book.of(People), self._context.today()
            entry = state.join_group(people, group, name, self._digest(token), today, by)
            pen.add(entry)
        return str(entry.facts["id"]), token

    def end(self, id_: str, by: str) -> None:
        """An office ends; its token is dead."""
        with self._diary.writing() as pen:
            pen.add(state.end_office(pen.book.of(People), id_, by))

    def whose(self, token: str) -> Office | None:
        """Who holds an office today with that token; ``None`` for any other."""
        with self._diary.reading() as book:
            return book.of(People).of_token(self._digest(token.strip()), self._context.today())

    def actor(self, token: str) -> Actor | None:
        """Who acts by the office that a token gives today, or ``None``."""
        office = self.whose(token)
        if office is None:
            return None
        return Actor(office.name, Role(office.task.value), office.id, office.digest)

    def offices(self) -> tuple[Office, ...]:
        """All offices, with names: staff only."""
        with self._diary.reading() as book:
            return tuple(book.of(People).offices.values())

    def groups(self) -> tuple[SupervisionGroup, ...]:
        """The supervision groups, as anybody may know them."""
        with self._diary.reading() as book:
            return tuple(book.of(People).groups.values())

    # -- a supervision group ---------------------------------------------------------------

    def oversee(self, office_id: str) -> EstateAnswer:
        """Every item of the estate, with its project, and every problem there."""
        office = self._current_office(office_id, Task.GROUP)
        with self._diary.reading() as book:
            items = [
                self._overseen(book, round, item)
                for round in self._rounds.rounds()
                if round.state in LISTED and not round.rehearsal
                for item in round.items
                if self._concerns(round, item, office.area)
            ]
            problems = [
                self._problems.public_of(book, one)
                for one in book.of(Problems).by_ref.values()
                if self._touches(one.area, office.area)
            ]
        return EstateAnswer(office.area, tuple(items), tuple(problems))

    def group_raises(self, office_id: str, title: Text, text: str = "", area: str = "") -> str:
        """A member raises a problem of the estate; its reference."""
        with self._diary.writing():
            office = self._current_office(office_id, Task.GROUP)
            where = area or office.area
            if where not in self._context.tree or not self._context.tree.within(where, office.area):
                raise NotListed(Text("区域", "area"), where)
            made = self._problems.raise_problem(
                title,
                raised_by=f"group:{office.group}",
                area=where,
                text=text,
                raiser={"name": office.name},
            )
            return made.ref

    # -- a stairwell -----------------------------------------------------------------------

    def stairwell(self, office_id: str) -> StairwellAnswer:
        """What is collected in the stairwell, and where its papers of open rounds are."""
        office = self._current_office(office_id, Task.STAIRWELL)
        collections = [
            HomesPayment(project.id, unit, held.due, held.paid)
            for project in self._projects.projects()
            if project.collection is not None and project.collection.settled is not None
            for unit, held in self._projects.dues(project.id).items()
            if self._inside(project.baseline.round, unit, office)
        ]
        sheets = (one for round in self._ticking() for one in self._sheets(round, office))
        return StairwellAnswer(office.area, tuple(collections), tuple(sheets))

    def stairwell_pays(
        self, office_id: str, project: str, unit: str, amount: int, on: date | None = None
    ) -> None:
        """Record what a household of the stairwell has paid."""
        with self._diary.writing():
            office = self._current_office(office_id, Task.STAIRWELL)
            known = self._projects.project(project)
            if not self._inside(known.baseline.round, unit, office):
                raise NotListed(Text("房屋", "unit"), unit)
            self._projects.pay(project, unit, amount, office.name, on)

    def stairwell_counts(
        self,
        office_id: str,
        round_id: str,
        homes: Mapping[str, int],
        ticks: Mapping[str, int],
        *,
        second: str,
        photo: str = "",
        in_time: bool = False,
    ) -> int:
        """Record a count sheet of the stairwell: how many of each home took part; its number.

        A representative never learns a slot's name: it would tell a ballot in the bundle apart.
        """
        with self._diary.writing():
            office = self._current_office(office_id, Task.STAIRWELL)
            slots = [
                slot
                for unit, number in homes.items()
                for slot in self._free_slots(round_id, unit, number, office)
            ]
            return self._papers.take_count(
                round_id, slots, ticks, by=office.name, second=second, photo=photo, in_time=in_time
            )

    # -- volunteers ------------------------------------------------------------------------

    def sign_up(
        self, project: str, part: Participation, name: str, contact: str = "", *, shop: bool = False
    ) -> str:
        """Join a project as a member or volunteer; the reference with which to leave it."""
        return self.sign_up_many(project, part, [(name, contact)], shop=shop)[0]

    def sign_up_many(
        self,
        project: str,
        part: Participation,
        who: Sequence[tuple[str, str]],
        *,
        shop: bool = False,
        channel: Channel = Channel.ONLINE,
    ) -> tuple[str, ...]:
        """Several, by name and contact, join a project in one commit; their references, in order.

        Raises ``NotPossible`` for a project that is over, for no name, for who joined already;
        then nobody has joined.
        """
        with self._diary.writing() as pen:
            if not pen.book.of(Projects).project(project).going_on:
                raise NotPossible(
                    Text("这个项目已经结束。", "this project is over."),
                    Text("欢迎参加别的项目。", "You are welcome in another."),
                )
            refs = tuple(new_reference(self._context.entropy) for _ in who)
            for ref, (name, contact) in zip(refs, who, strict=True):
                known = pen.book.of(People)
                happened = state.sign_up(
                    known, ref, project, part, name, contact, shop=shop, channel=channel
                )
                pen.add(happened)
            return refs

    def leave(self, ref: str) -> None:
        """Leave a project again."""
        with self._diary.writing() as pen:
            pen.add(state.withdraw_sign_up(pen.book.of(People), reference(ref)))

    def taking_part(self, project: str) -> tuple[SignUp, ...]:
        """Who takes part in a project, with names: staff only."""
        with self._diary.reading() as book:
            return book.of(People).taking_part(project)

    # -- who publishes ---------------------------------------------------------------------

    def set_publisher(self, name: Text, by: str) -> None:
        """Say who publishes from now on."""
        with self._diary.writing() as pen:
            pen.add(state.set_publisher(name, by))

    def publisher(self, at: str | None = None) -> Text:
        """Who publishes (or did, at that time): named on every notice."""
        with self._diary.reading() as book:
            return publisher_at(book, self._context, at)

    def name_office(self, given: Answerable) -> None:
        """Name the office that answers for something of the area."""
        with self._diary.writing() as pen:
            pen.add(answering.name_office(self._context.tree, self._context.area, given))

    def end_answering(self, of: str) -> None:
        """Nobody is named for it any more."""
        with self._diary.writing() as pen:
            pen.add(answering.end_office(pen.book.of(People).answerable, of))

    def answerable(self, of: str) -> Answerable | None:
        """The office that answers for an area or a micro-grid, as this desk has named it."""
        with self._diary.reading() as book:
            return book.of(People).answerable.get(of)

    def places(self) -> tuple[LevelPlace, ...]:
        """The area, what lies in it, and its micro-grids."""
        return tuple(answering.places_under(self._context.tree, self._context.area))

    # -- inside ----------------------------------------------------------------------------

    def _digest(self, token: str) -> str:
        """192 random bits need no slow hash; the pepper lies outside the database."""
        return hmac.new(self._context.pepper, token.encode(), hashlib.sha256).hexdigest()

    def _check_level(self, area: str, level: str) -> None:
        here = self._context.tree[area]
        if here.level != level:
            raise NotPossible(
                Text(f"“{area}”不是{_LEVELS[level].zh}。", f"'{area}' is no {level}."),
                Text("请核对区域。", "Check the area."),
            )

    def _is_undivided(self, area: str) -> bool:
        tree = self._context.tree
        inside = tree.children(area) if area in tree else ()
        return (
            area in tree
            and tree[area].level == "building"
            and not any(one.level == "stairwell" for one in inside)
        )

    def _current_office(self, office_id: str, task: Task) -> Office:
        """The office, where it is of that task and held today."""
        with self._diary.reading() as book:
            office = book.of(People).offices.get(office_id)
        if office is None or office.task is not task or not office.held_on(self._context.today()):
            raise NotListed(task.words, office_id)
        return office

    def _touches(self, area: str, estate: str) -> bool:
        tree = self._context.tree
        if area not in tree:
            return False
        return tree.within(area, estate) or tree.within(estate, area)

    def _concerns(self, round: Round, item: Item, estate: str) -> bool:
        """Whether an item concerns a unit of the estate; without a roll, whether it may."""
        if item.scope is None:
            return True
        tree = self._context.tree
        units = [u for u in self._rounds.units(round.id) if _lies(tree, u, estate)]
        scope, ground = scope_of(item.scope), Ground(tree)
        if not units or "served_by" in str(item.scope):
            return True
        return any(scope.holds(unit, ground) is not False for unit in units)

    def _overseen(self, book: DiaryState, round: Round, item: Item) -> OverseenItem:
        project = book.of(Projects).of_item(round.id, item.id)
        card = None if project is None else self._project_card(book, project)
        return OverseenItem(round.id, item.id, item.title, str(round.state), card)

    def _inside(self, round_id: str, unit_id: str, office: Office) -> bool:
        unit = self._rounds.unit(round_id, unit_id)
        return unit is not None and _lies(self._context.tree, unit, office.area)

    def _ticking(self) -> list[Round]:
        return [one for one in self._rounds.rounds() if one.state is State.TICKING]

    def _free_slots(self, round_id: str, unit: str, number: int, office: Office) -> list[str]:
        """So many slots of a home that have no ballot yet."""
        if not self._inside(round_id, unit, office):
            raise NotListed(Text("房屋", "unit"), unit)
        free = self._rounds.free_slots(round_id, unit)
        if not 0 < whole(number, "people") <= len(free):
            raise NotPossible(
                Text(
                    f"“{unit}”还有{len(free)}个席位没有打钩。",
                    f"'{unit}' has {len(free)} places that have not ticked.",
                ),
                Text("请核对参与人数。", "Check how many took part."),
            )
        return free[:number]

    def _sheets(self, round: Round, office: Office) -> Iterator[HomesSheet]:
        """A row for each paper of a home in the stairwell, and where it is."""
        home = self._rounds.homes(round.id)
        with self._diary.reading() as book:
            for sheet in book.of(Papers).of(round.id):
                unit = home.get(sheet.slots[0])
                if unit is not None and self._inside(round.id, unit, office):
                    yield HomesSheet(round.id, unit, sheet.number, str(sheet.where))


_LEVELS = {"estate": Text("小区", "estate"), "stairwell": Text("楼道", "stairwell")}


def _lies(tree: AreaTree, unit: Unit, area: str) -> bool:
    return unit.area in tree and tree.within(unit.area, area)
