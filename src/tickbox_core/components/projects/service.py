"""Projects: started from the annual list, carried out, delivered, followed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs

from tickbox_core.categories import Plan
from tickbox_core.components.judgement import JudgedAnswer, Judgements
from tickbox_core.components.meetings import Matter, MeetingAnswer, Meetings
from tickbox_core.components.problems import Problems
from tickbox_core.components.projects import carrying
from tickbox_core.components.projects.lists import ListedItems
from tickbox_core.components.projects.money_public import SharesAnswer, SubsidyAnswer
from tickbox_core.components.projects.money_service import ProjectMoney
from tickbox_core.components.projects.project import Baseline, Milestone, Part, Project
from tickbox_core.components.projects.public import ProjectAnswer
from tickbox_core.components.projects.state import Projects
from tickbox_core.counting import Share
from tickbox_core.errors import NotPossible, UnknownId
from tickbox_core.ledger import canonical
from tickbox_core.model import Item, Round
from tickbox_core.model.parties import Side
from tickbox_core.model.scope import Within, scope_of
from tickbox_core.rules import Outcome
from tickbox_core.rules.subsidy import grant_amounts
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import log
from tickbox_core.workflow.context import DeskContext
from tickbox_core.workflow.diary import Diary
from tickbox_core.workflow.performing import plain_of
from tickbox_core.workflow.state import DiaryState
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.year.results import Results


class ProjectService(ProjectMoney):
    """The stage of carrying out, behind the desk's door.

    ``lists`` are what projects come of; ``publisher`` says who publishes at present,
    ``taking_part`` how many take part in a project, by their part.
    """

    def __init__(
        self,
        context: DeskContext,
        diary: Diary[DiaryState],
        *,
        lists: ListedItems,
        publisher: Callable[[DiaryState], Text],
        taking_part: Callable[[DiaryState, str], Mapping[str, int]],
    ) -> None:
        super().__init__(context, diary, lists)
        self._publisher = publisher
        self._taking_part = taking_part

    # -- from the annual list --------------------------------------------------------------

    def start(
        self,
        round_id: str,
        item_id: str,
        *,
        by: str,
        id_: str = "",
        due: date | None = None,
        limit: Fraction | None = None,
        option: str = "",
        parts: Sequence[str] | None = None,
        pilot: Sequence[str] = (),
        milestones: Sequence[Milestone] = (),
    ) -> Project:
        """Set a project up from an item of the final annual list.

        Its plan is the policy's, and ``milestones`` after it; ``limit`` is how far its cost may run
        over before it is decided again: the smaller of the policy's and what is given, nothing
        where neither is.  ``parts`` are the areas finished one by one (``None``: those its scope
        names), ``pilot`` those that go first.  Raises ``NotPossible`` while the list is not final
        or without the item.
        """
        with self._diary.reading() as book:
            _on_a_final_list(book, round_id, item_id)
        promise = self._promise(round_id, item_id, due, limit, option, parts, pilot)
        promise = attrs.evolve(promise, milestones=(*promise.milestones, *milestones))
        with self._diary.writing() as pen:
            _on_a_final_list(pen.book, round_id, item_id)
            known = pen.book.of(Projects)
            written = pen.add(carrying.start(known, id_ or item_id, promise, by))
            return pen.book.of(Projects).project(written.facts["project"])

    def shares_of_item(self, round_id: str, item_id: str, option: str = "") -> SharesAnswer | None:
        """What each home would pay of an item by its category; ``None`` where nothing is shared."""
        plan = self._lists.plan(round_id, item_id)
        if not plan.shares:
            return None
        cost = self._baseline(self._lists.round(round_id), item_id, None, option).cost
        amounts = (None,) * len(plan.claims) if cost is None else grant_amounts(cost, plan.claims)
        claims = tuple(map(SubsidyAnswer.of, plan.claims, amounts))
        return SharesAnswer.of(cost, claims, plan.shares)

    def plan(self, round_id: str, item_id: str) -> Plan:
        """How an item is carried out and who pays what, as its policy says: staff only."""
        return self._lists.plan(round_id, item_id)

    def begin(self, id_: str, on: date | None = None) -> Project:
        """The work begins, once every motion it needs has passed and somebody is responsible.

        Raises ``NotPossible`` with every reason, also where nobody can say which motions it needs.
        """
        base = self.project(id_).baseline  # which item it is of stays
        needed = self._lists.needed_motions(base.round, base.item)
        with self._diary.writing() as pen:
            lacking = self._lists.lacking_motions(base.round, base.item, needed)
            today = self._context.today()
            pen.add(carrying.begin(pen.book.of(Projects), id_, on or today, today, lacking))
            return pen.book.of(Projects).project(id_)

    # -- who answers for it ----------------------------------------------------------------

    def responsible(self, id_: str, side: Side, name: Text, task: Text = EMPTY) -> None:
        """Say who is responsible for what; without a task, that they no longer are."""
        self._write(lambda book: carrying.responsible(book, id_, side, name, task))

    def supervise(
        self, id_: str, names: Sequence[str], by: str, signatures: int | None = None
    ) -> None:
        """Appoint supervisors from the residents, and how many must sign."""
        self._write(lambda book: carrying.supervise(book, id_, names, by, signatures))

    def sign(self, id_: str, milestone: str, supervisor: str) -> None:
        """A supervisor signs a milestone off."""
        self._write(lambda book: carrying.sign(book, id_, milestone, supervisor))

    def send_back(self, id_: str, milestone: str, supervisor: str, reason: Text) -> None:
        """A supervisor says that a milestone is not done after all."""
        self._write(lambda book: carrying.send_back(book, id_, milestone, supervisor, reason))

    # -- how it goes -----------------------------------------------------------------------

    def reach(self, id_: str, milestone: str, on: date | None = None, words: Text = EMPTY) -> None:
        """A milestone is done."""
        day, today = on or self._context.today(), self._context.today()
        self._write(lambda book: carrying.reach(book, id_, milestone, day, today, words))

    def reschedule(self, id_: str, milestone: str, due: date, reason: Text) -> None:
        """Give a milestone another day, and say why."""
        self._write(lambda book: carrying.reschedule(book, id_, milestone, due, reason))

    def finish_part(self, id_: str, area: str, on: date | None = None, words: Text = EMPTY) -> None:
        """A building is finished."""
        day, today = on or self._context.today(), self._context.today()
        self._write(lambda book: carrying.finish_part(book, id_, area, day, today, words))

    def end_pilot(self, id_: str, extended: bool, words: Text) -> None:
        """Say what came of the pilot, and whether it is extended to the rest."""
        self._write(lambda book: carrying.end_pilot(book, id_, extended, words))

    def note(self, id_: str, words: Text, picture: bytes = b"", shows: Text = EMPTY) -> None:
        """Post a word on how it goes, with a picture of it (PNG, JPEG or WebP) if there is one.

        A picture needs words for what it ``shows``; raises what ``DeskContext.keep_picture`` does.
        """
        self.project(id_)
        pictures = (self._context.keep_picture(picture, shows),) if picture else ()
        self._write(lambda book: carrying.note(book, id_, words, pictures))

    def pause(self, id_: str, reason: Text) -> None:
        """Stop for a while."""
        self._write(lambda book: carrying.pause(book, id_, reason))

    def resume(self, id_: str, reason: Text = EMPTY) -> None:
        """Go on."""
        self._write(lambda book: carrying.resume(book, id_, reason))

    def give_up(self, id_: str, reason: Text, decided_by: Text) -> None:
        """End a project that will not be delivered."""
        self._write(lambda book: carrying.give_up(book, id_, reason, decided_by))

    def deliver(
        self, id_: str, on: date | None = None, words: Text = EMPTY, left_out: Text = EMPTY
    ) -> Project:
        """The project is delivered; ``left_out`` says what of it is not, and why."""
        day, today = on or self._context.today(), self._context.today()
        self._write(lambda book: carrying.deliver(book, id_, day, today, words, left_out))
        return self.project(id_)

    # -- reading ---------------------------------------------------------------------------

    def projects(self) -> tuple[Project, ...]:
        """All projects, the oldest first: staff only."""
        with self._diary.reading() as book:
            return tuple(book.of(Projects).by_id.values())

    def ticks(self, project: Project) -> Share | None:
        """The share of those who ticked what a project carries out, once that is published."""
        return self._lists.ticks(project.baseline.round, project.baseline.item)

    def public(self, id_: str) -> ProjectAnswer:
        """A project as anybody may know it: no resident, no donor, no household."""
        with self._diary.reading() as book:
            return self.public_of(book, book.of(Projects).project(id_))

    def all_public(self) -> list[ProjectAnswer]:
        """All of them as anybody may know them, the oldest first."""
        with self._diary.reading() as book:
            return [self.public_of(book, one) for one in book.of(Projects).by_id.values()]

    def public_of(self, book: DiaryState, project: Project) -> ProjectAnswer:
        """What anybody may know of a project, as the diary stands.

        It names offices and firms, and nobody else: no donor who does not wish it, no household.
        How many have paid is told only where it tells nothing of a handful.
        """
        judged = book.of(Judgements).by_project.get(project.id)
        return ProjectAnswer.of(
            project,
            self._context.today(),
            publisher=self._publisher(book),
            taking_part=self._taking_part(book, project.id),
            meetings=map(MeetingAnswer.of, book.of(Meetings).on(Matter.PROJECT, project.id)),
            problems=(one.ref for one in book.of(Problems).of("project", project.id)),
            judged=None if judged is None else JudgedAnswer.of(judged),
        )

    def card(self, id_: str) -> dict[str, Any]:
        """``public`` as plain values."""
        plain: dict[str, Any] = plain_of(self.public(id_))
        return plain

    def cards(self) -> list[dict[str, Any]]:
        """``all_public`` as plain values."""
        plain: list[dict[str, Any]] = plain_of(self.all_public())
        return plain

    def template(self, project: str) -> Item:
        """The item of a project as another neighbourhood can take it over: what, not where.

        Place, scope, cost, money and pictures stay behind: they are its own.
        """
        with self._diary.reading() as book:
            base = book.of(Projects).project(project).baseline
        item = self._lists.round(base.round).item(base.item)
        return Item(
            id=item.id,
            title=item.title,
            category=item.category,
            description=item.description,
            fields=item.fields,
        )

    # -- inside ----------------------------------------------------------------------------

    def _promise(
        self,
        round_id: str,
        item_id: str,
        due: date | None,
        limit: Fraction | None,
        option: str,
        parts: Sequence[str] | None,
        pilot: Sequence[str],
    ) -> carrying.Promise:
        round = self._lists.round(round_id)
        baseline = self._baseline(round, item_id, due, option)
        plan = self._lists.plan(round_id, item_id)
        limits = [one for one in (plan.most_over, limit) if one is not None]
        return carrying.Promise(
            baseline=baseline,
            milestones=self._milestones(plan),
            parts=self._parts(baseline, parts, pilot),
            limit=min(limits, default=Fraction(0)),
            dues=plan.shares,
            stars=plan.stars,
            claims=plan.claims,
        )

    def _baseline(self, round: Round, item_id: str, due: date | None, option: str) -> Baseline:
        item = round.item(item_id)
        (entry,) = (
            one
            for one in log.entries(self._context.store, round.id)[0]["items"]
            if one["id"] == item_id
        )
        plain = kept_outcome(self._context.store, round.id)
        chosen = option or ("" if plain is None else _leading(Outcome.of(plain), item_id))
        cost = item.cost
        if chosen:
            offered = {one.id: one for one in item.options}
            if chosen not in offered:
                raise UnknownId("option", chosen, f"item {item_id}")
            cost = offered[chosen].cost if offered[chosen].cost is not None else cost
        return Baseline(
            round=round.id,
            item=item_id,
            title=item.title,
            category=item.category,
            cost=cost,
            digest=hashlib.sha256(canonical(entry)).hexdigest(),
            funding=item.funding,
            scope=item.scope,
            due=due,
            option=chosen,
        )

    def _milestones(self, plan: Plan) -> tuple[Milestone, ...]:
        today = self._context.today()
        known = {step.key for step in plan.steps}
        return tuple(
            Milestone(
                step.key,
                step.title,
                None if step.within_days is None else today + timedelta(days=step.within_days),
                tuple(key for key in step.before if key in known),
                points=step.points,
            )
            for step in plan.steps
        )

    def _parts(
        self, baseline: Baseline, parts: Sequence[str] | None, pilot: Sequence[str]
    ) -> tuple[Part, ...]:
        tree = self._context.tree
        if parts is None:
            scope = None if baseline.scope is None else scope_of(baseline.scope)
            parts = [a for a in scope.areas if a in tree] if isinstance(scope, Within) else []
        for area in pilot:
            if area not in parts:
                raise UnknownId("area", area, "pilot")
        return tuple(Part(area, tree[area].name, area in pilot) for area in dict.fromkeys(parts))


_FIRST_FIX = Text("请先确定年度清单。", "Fix the annual list first.")
_NOT_CHOSEN = Text(
    "清单已经确定，其中没有它；可以列入下一轮。",
    "The list is fixed without it; it can be listed in another round.",
)


def _on_a_final_list(book: DiaryState, round_id: str, item_id: str) -> None:
    final = book.of(Results).final.get(round_id)
    if final is None or item_id not in final.items:
        raise NotPossible(
            Text(
                f"“{item_id}”不在已确定的年度清单上。",
                f"'{item_id}' is not on a final annual list.",
            ),
            _FIRST_FIX if final is None else _NOT_CHOSEN,
        )


def _leading(outcome: Outcome, item_id: str) -> str:
    """The one option that leads, if the item was ticked by options and one does."""
    placed = next((one for one in outcome.ranking if one.item == item_id), None)
    leads = [one.option for one in placed.options if one.leads] if placed else []
    return leads[0] if len(leads) == 1 and leads[0] != "none-of-these" else ""
