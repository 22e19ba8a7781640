"""Pages of what is carried out: projects from promise to judgement, problems, meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.judgement import JudgedAnswer
from tickbox_core.components.projects import (
    ContributionAnswer,
    MilestoneAnswer,
    MoneyAnswer,
    NoteAnswer,
    PartAnswer,
    Participation,
    Status,
    SubsidyAnswer,
)
from tickbox_core.counting import Share
from tickbox_core.desk import Desk, wall
from tickbox_core.desk.wall import ProjectOnWall
from tickbox_core.model import Funding
from tickbox_core.rules.judgement import MEMBERS, Mark
from tickbox_core.text import Text
from tickbox_core.workflow.answers import ComparisonAnswer, PictureAnswer
from tickbox_delivery.views import (
    AgainView,
    ApartView,
    BuildingView,
    ComparedView,
    GiftView,
    JudgedView,
    MeetingsView,
    MoneyView,
    NoteView,
    ProblemsView,
    ProjectsView,
    ProjectView,
    SpentView,
    StepView,
    SubsidyView,
)
from tickbox_server import svg
from tickbox_server.pages import wall_presenters
from tickbox_server.pages.presenters import area_name
from tickbox_server.pages.views import FigureView, PictureView
from tickbox_server.pages.views_works import HeadView, ShareView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.wall_presenters import amount, must, say_text
from tickbox_server.pages.words import day, money


@get("/n/{area:str}/projects")
async def projects(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """All projects of a neighbourhood."""
    return await visit.show(lambda: projects_view(visit, visit.hall.town.desk(area)))


@get("/n/{area:str}/projects/{project:str}")
async def project(
    visit: NamedDependency[PageRequest], area: FromPath[str], project: FromPath[str]
) -> Response[str]:
    """One project."""

    def make() -> object:
        desk = visit.hall.town.desk(area)
        return project_view(visit, desk, wall.project_facts(desk, project))

    return await visit.show(make)


@get("/n/{area:str}/problems")
async def problems(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """Problems, open and solved."""
    return await visit.show(lambda: problems_view(visit, visit.hall.town.desk(area)))


@get("/n/{area:str}/meetings")
async def meetings(visit: NamedDependency[PageRequest], area: FromPath[str]) -> Response[str]:
    """Meetings, announced and held."""
    return await visit.show(lambda: meetings_view(visit, visit.hall.town.desk(area)))


def projects_view(visit: PageRequest, desk: Desk) -> ProjectsView:
    """Cards of all projects, the newest first."""
    area, links, today = desk.area, visit.links, desk.today()
    cards = wall.projects(desk)
    name = area_name(visit, area)
    told = Text(f"实事项目{len(cards)}个", f"projects: {len(cards)}")
    return ProjectsView(
        head=wall_presenters.head(
            visit,
            f"{visit.say(Text('实事项目', 'Projects'))} · {name}",
            visit.say(told),
            links.board(area, "projects"),
            links.twin(area, "projects"),
            area,
        ),
        projects=tuple(wall_presenters.project_card(visit, card, today) for card in cards),
        csv_url=links.board(area, "projects.csv"),
        package_url=links.board(area, "datapackage.json"),
    )


def project_view(visit: PageRequest, desk: Desk, card: ProjectOnWall) -> ProjectView:
    """A project's page."""
    links, language, today = visit.links, visit.language, desk.today()
    base, parts = card.baseline, card.parts
    going_on = card.status not in (Status.DELIVERED, Status.GIVEN_UP)
    finished = sum(one.done is not None for one in parts)
    title = must(visit, card.title)
    pictures = _pictures(visit, card.pictures)
    return ProjectView(
        head=_project_head(visit, desk.area, card, pictures),
        title=title,
        state=wall_presenters.project_state(card),
        status=must(visit, card.status_words),
        going_on=going_on,
        words=say_text(visit, card.words),
        begun=day(card.begun, language),
        due=day(base.due, language),
        delivered=day(card.delivered, language),
        item_url=links.item(desk.area, base.round, base.item),
        digest=base.digest,
        promises=tuple(_promises(visit, base.funding)),
        pictures=pictures,
        steps=steps(visit, card.milestones, going_on),
        line=wall_presenters.line(card.milestones, today),
        score=must(visit, card.score.words) if card.score else None,
        buildings=tuple(_building(visit, one) for one in parts),
        buildings_done=finished,
        buildings_picture=svg.bar(finished, len(parts)) if parts else "",
        piloting=card.piloting,
        pilot_words=say_text(visit, card.pilot_words),
        money=money_view(visit, card.money),
        responsible=tuple(wall_presenters.party(visit, one) for one in card.responsible),
        supervisors=card.supervisors,
        signatures=card.signatures_needed,
        members=card.taking_part[Participation.MEMBER],
        volunteers=card.taking_part[Participation.VOLUNTEER],
        publisher=must(visit, card.publisher),
        notes=tuple(_note(visit, one) for one in card.notes),
        meetings=tuple(wall_presenters.meeting(visit, one, desk.area) for one in card.meetings),
        problems=tuple(wall_presenters.trouble(visit, one, desk.area) for one in card.problems),
        judged=None if card.judged is None else judged_view(visit, card.judged),
        compared=compared_view(visit, card.comparison, card.money),
    )


def _project_head(
    visit: PageRequest, area: str, card: ProjectOnWall, pictures: tuple[PictureView, ...]
) -> HeadView:
    return wall_presenters.head(
        visit,
        f"{must(visit, card.title)} · {area_name(visit, area)}",
        _summary(visit, card),
        visit.links.board(area, "projects", card.id),
        visit.links.twin(area, f"projects/{card.id}"),
        area,
        pictures[0].url if pictures else "",
    )


def _promises(visit: PageRequest, funding: Mapping[str, int]) -> Iterator[FigureView]:
    for source, fen in funding.items():
        yield FigureView(visit.say(Funding(source).words), amount(visit, fen))


def _building(visit: PageRequest, part: PartAnswer) -> BuildingView:
    return BuildingView(must(visit, part.name), part.pilot, day(part.done, visit.language))


def _note(visit: PageRequest, note: NoteAnswer) -> NoteView:
    on = day(note.at, visit.language) or ""
    return NoteView(on, must(visit, note.words), _pictures(visit, note.pictures))


def _summary(visit: PageRequest, card: ProjectOnWall) -> str:
    """The state in a line, for previews."""
    spent = wall_presenters.spent_words(visit, card.money.spent, card.money.promised)
    return f"{must(visit, card.status_words)} · {spent}"


def _pictures(visit: PageRequest, held: Iterable[PictureAnswer]) -> tuple[PictureView, ...]:
    return tuple(
        PictureView(visit.links.picture(one.digest), must(visit, one.shows))
        for one in held
        if visit.hall.has_picture(one.digest)
    )


def steps(
    visit: PageRequest, milestones: Iterable[MilestoneAnswer], going_on: bool
) -> tuple[StepView, ...]:
    """The steps of a plan, numbered; what is not done of a project that is over never will be."""
    return tuple(
        StepView(
            number=at,
            title=must(visit, one.title),
            state=_state(one, going_on),
            due=day(one.due, visit.language),
            done=day(one.done, visit.language),
            words=say_text(visit, one.words),
            signed=one.signed,
            signed_off=one.signed_off,
        )
        for at, one in enumerate(milestones, 1)
    )


def _state(one: MilestoneAnswer, going_on: bool) -> str:
    if one.done:
        return "done"
    return "left" if not going_on else "late" if one.late else "planned"


def marks(visit: PageRequest, judged: JudgedAnswer) -> tuple[ShareView, ...]:
    """How many gave each mark, of all members."""
    return tuple(
        wall_presenters.share(
            visit, visit.say(Mark(mark).words), Share(number, judged.members, MEMBERS)
        )
        for mark, number in judged.marks.items()
    )


def money_view(visit: PageRequest, held: MoneyAnswer) -> MoneyView:
    """Money promised, allowed, spent and given."""
    language, collection = visit.language, held.collection
    return MoneyView(
        promised=money(held.promised, language),
        expected=money(held.expected, language),
        allowed=money(held.allowed, language),
        spent=wall_presenters.spent_words(visit, held.spent, held.promised),
        limit=held.limit,
        needs_decision=held.needs_decision,
        picture=svg.thermometer(held.promised, held.spent, held.allowed),
        key_spent=svg.key("spent"),
        key_promised=svg.key("promised"),
        key_allowed=svg.key("allowed"),
        spendings=tuple(
            SpentView(
                day(one.on, language) or "",
                amount(visit, one.amount),
                must(visit, one.what),
                say_text(visit, one.payee),
            )
            for one in held.spendings
        ),
        again=tuple(
            AgainView(
                amount=amount(visit, one.amount),
                by=one.by,
                words=say_text(visit, one.words),
            )
            for one in held.decisions
        ),
        gifts=tuple(_gift(visit, one) for one in held.contributions),
        received=money(held.received, language) if held.received else None,
        households=collection.households if collection else 0,
        total=money(collection.total, language) if collection else None,
        settled=collection.settled if collection else None,
        complete=collection.complete if collection else None,
        paid=money(collection.paid, language) if collection and collection.paid else None,
        anew=held.dues_are_old,
        cost=money(held.allowed, language),
        subsidies=tuple(_subsidy(visit, one) for one in held.subsidies),
        owners=money(held.owners_pay, language),
        estimate=any(one.key != SURE for one in held.subsidies),
    )


SURE = "granted"
"""The key of a subsidy that was granted for certain."""


def _subsidy(visit: PageRequest, one: SubsidyAnswer) -> SubsidyView:
    return SubsidyView(
        title=must(visit, one.title),
        rule=must(visit, one.words),
        source="" if one.source == one.title else must(visit, one.source),
        amount=money(one.amount, visit.language),
    )


def _gift(visit: PageRequest, one: ContributionAnswer) -> GiftView:
    worth = one.amount if one.amount is not None else one.worth
    return GiftView(
        source=must(visit, one.source_words),
        amount=money(worth, visit.language),
        what=say_text(visit, one.what),
        named=say_text(visit, one.named),
        received=day(one.received, visit.language),
    )


def judged_view(visit: PageRequest, judged: JudgedAnswer) -> JudgedView:
    """What residents judged."""
    figures = (
        (Text("知晓度", "awareness"), judged.awareness),
        (Text("参与度", "participation"), judged.participation),
        (Text("满意度", "satisfaction"), judged.satisfaction),
    )
    return JudgedView(
        level=must(visit, judged.level_words),
        text=must(visit, judged.text),
        members=judged.members,
        marks=marks(visit, judged),
        figures=tuple(
            wall_presenters.share(visit, visit.say(words), share) for words, share in figures
        ),
        apart=tuple(
            ApartView(_marks(visit, name), *numbers)
            for name, numbers in (judged.apart or {}).items()
        ),
        on=day(judged.at, visit.language) or "",
    )


def _marks(visit: PageRequest, name: str) -> str:
    """Several marks that are told together, in words."""
    absent = Text("未参加评议", "did not judge")
    words = [absent if one == "absent" else Mark(one).words for one in name.split("+")]
    return visit.say(Text("、", ", ")).join(visit.say(one) for one in words)


def compared_view(
    visit: PageRequest, held: ComparisonAnswer | None, cost: MoneyAnswer
) -> ComparedView | None:
    """Delivery beside promise and what was decided since; nothing before there is a delivery."""
    if held is None:
        return None
    over, parts = held.over if held.spent else None, held.parts
    allowed = cost.allowed if cost.decisions else None
    return ComparedView(
        promised=money(held.cost, visit.language),
        spent=wall_presenters.spent_words(visit, held.spent, held.cost),
        over=money(abs(over), visit.language) if over else None,
        cheaper=over is not None and over < 0,
        late=held.late,
        done=parts and parts[0],
        parts=parts and parts[1],
        left_out=say_text(visit, held.left_out),
        whole=held.whole,
        dearer=over is not None and over > 0,
        delayed=held.late is not None and held.late > 0,
        allowed=money(allowed, visit.language),
        within=allowed is not None and held.spent <= allowed,
        unrecorded=bool(held.cost) and not held.spent,
    )


def problems_view(visit: PageRequest, desk: Desk) -> ProblemsView:
    """Open problems, the oldest first; then those solved."""
    area, links = desk.area, visit.links
    found = [wall_presenters.trouble(visit, one, area) for one in wall.problems(desk)]
    still = tuple(one for one in found if one.solved is None)
    told = Text(
        f"在办{len(still)}件，已解决{len(found) - len(still)}件",
        f"being worked on: {len(still)}, solved: {len(found) - len(still)}",
    )
    title = visit.say(Text("急难愁盼问题", "Problems"))
    return ProblemsView(
        head=wall_presenters.head(
            visit,
            f"{title} · {area_name(visit, area)}",
            visit.say(told),
            links.board(area, "problems"),
            links.twin(area, "problems/cards"),
            area,
        ),
        still=still,
        solved=tuple(one for one in found if one.solved is not None),
        csv_url=links.board(area, "problems.csv"),
        package_url=links.board(area, "datapackage.json"),
    )


def meetings_view(visit: PageRequest, desk: Desk) -> MeetingsView:
    """Meetings, the newest first."""
    area, links = desk.area, visit.links
    found = wall.meetings(desk)
    title = visit.say(Text("会议", "Meetings"))
    return MeetingsView(
        head=wall_presenters.head(
            visit,
            f"{title} · {area_name(visit, area)}",
            visit.say(Text(f"会议{len(found)}次", f"meetings: {len(found)}")),
            links.board(area, "meetings"),
            links.twin(area, "meetings"),
            area,
        ),
        meetings=tuple(wall_presenters.meeting(visit, one, area) for one in found),
    )


HANDLERS = (projects, project, problems, meetings)
