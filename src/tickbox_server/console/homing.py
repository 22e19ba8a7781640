"""The first page of the console: the year in its order; and the list of all acts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from tickbox_core.acts import ACTS
from tickbox_core.desk import Desk
from tickbox_core.desk.settling import TIED
from tickbox_core.model import Cycle, State
from tickbox_core.text import Text
from tickbox_core.year import Stage
from tickbox_core.year.projects import Project, Status
from tickbox_server.console import steps
from tickbox_server.console.seat import Seat, seated
from tickbox_server.console.sessions import Sessions
from tickbox_server.console.steps import ProjectFacts, RoundFacts, Step, Way, YearFacts
from tickbox_server.console.views import (
    ActsView,
    Button,
    GroupView,
    HomeView,
    MatterView,
    StepView,
)
from tickbox_server.pages.visit import AnyRequest, Visit

STAGES = {
    "wish": Text("心愿", "Wishes"),
    "chain": Text("接龙", "Chains from chat groups"),
    "place": Text("服务点", "Service places"),
    "round": Text("清单与打钩", "Lists and rounds"),
    "item": Text("事项", "Items"),
    "objection": Text("异议", "Objections"),
    "paper": Text("纸质选票", "Paper"),
    "ballot": Text("协助与代理", "Ticking with help"),
    "tie": Text("并列", "Ties"),
    "result": Text("结果", "Results"),
    "motion": Text("表决", "Motions"),
    "project": Text("项目", "Projects"),
    "problem": Text("急难愁盼问题", "Problems"),
    "meeting": Text("会议", "Meetings"),
    "people": Text("职务", "Offices"),
    "group": Text("监督管理小组", "Supervision group"),
    "stairwell": Text("本楼道", "My stairwell"),
    "volunteer": Text("报名", "Signing up"),
    "judgement": Text("评议", "Judgement"),
    "award": Text("评选", "Awards"),
    "keeping": Text("个人信息", "Personal data"),
}
SCREENS = {
    "wishes": Text("心愿列表", "the wishes in a table"),
    "roll": Text("导入名册", "read the roll in"),
    "items": Text("从表格导入事项", "read items in from a table"),
    "calls": Text("参与情况和联系名单", "turnout, and whom to ring"),
    "keying": Text("录入纸质选票", "key paper"),
    "codes": Text("发放打钩码", "issue codes"),
}
OF_A_ROUND = ("calls", "keying", "codes")


@get("/")
async def home(
    request: AnyRequest, visit: NamedDependency[Visit], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """What to do now."""
    return await seated(request, visit, sessions, home_view)


@get("/acts")
async def acts(
    request: AnyRequest, visit: NamedDependency[Visit], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Everything there is to do."""
    return await seated(request, visit, sessions, acts_view)


def home_view(seat: Seat) -> HomeView:
    """The year in its order: wishes and new rounds, each round, each project under way."""
    desk = seat.desk
    rounds = sorted(desk.cycles(), key=lambda one: (one.state is State.DECIDED, one.id))
    over = (one.id for one in rounds if one.state is State.DECIDED and not one.rehearsal)
    newest = max(over, default="")
    asked = {id_ for one in desk.judging.judgements() for id_ in one.projects}
    projects = desk.projects.projects()
    facts = YearFacts(
        wishes=len(desk.collecting.waiting()),
        rounds=len(rounds),
        newest=newest,
        problems=sum(one.solved is None for one in desk.problems()),
        delivered=sum(one.status is Status.DELIVERED and one.id not in asked for one in projects),
    )
    year = Text("今年", "This year")
    matters = [_matter(seat, year, Text("", ""), steps.first(facts))]
    matters += [_round(seat, one) for one in rounds]
    matters += [
        _matter(seat, one.motion.question, one.state.words, steps.of_motion(one.id, one.state))
        for one in desk.motions.polls()
    ]
    matters += [_project(seat, one) for one in projects]
    matters += [
        _matter(seat, one.title, one.phase.words, steps.of_judgement(one.id, one.phase))
        for one in desk.judging.judgements()
    ]
    shown = tuple(one for one in matters if one.steps or one.more)
    return HomeView(seat.bar(), shown)


def _round(seat: Seat, cycle: Cycle) -> MatterView:
    found = steps.of_round(round_facts(seat.desk, cycle))
    more = tuple(_more(seat, cycle))
    state = TIED if seat.desk.posted_tie(cycle.id) else cycle.state.words
    return _matter(seat, cycle.title, state, found, more)


def _more(seat: Seat, cycle: Cycle) -> Iterator[Button]:
    if cycle.state in (State.LISTING, State.POSTED):
        for screen in ("roll",) if cycle.roll else ():
            url = f"{seat.url('tables', screen)}?{urlencode({'cycle': cycle.id})}"
            if seat.may(ACTS["round/plan"]):
                yield Button(seat.say(SCREENS[screen]), url)
    if seat.may(ACTS["paper/print"]):
        words = seat.say(Text("打印（PDF）", "print (PDF)"))
        yield Button(words, seat.url("rounds", cycle.id, "print"))
    if cycle.state is not State.LISTING:
        yield Button(
            seat.say(Text("公开页面", "the public page")),
            seat.visit.links.cycle(seat.desk.area, cycle.id),
        )


def _project(seat: Seat, project: Project) -> MatterView:
    left = [one for one in project.milestones if one.done is None]
    facts = ProjectFacts(
        project.id, project.status, left[0].key if left else "", project.supervisors > 0
    )
    return _matter(seat, project.baseline.title, project.status.words, steps.of_project(facts))


def round_facts(desk: Desk, cycle: Cycle) -> RoundFacts:
    """What the next steps of a round depend on."""
    before = cycle.state in (State.LISTING, State.POSTED)
    stage = Stage.RESULT if cycle.state is State.DECIDED else Stage.LIST
    turnout = desk.turnout(cycle.id) if cycle.state is State.TICKING else None
    chosen, tied = _chosen(desk, cycle), desk.posted_tie(cycle.id)
    return RoundFacts(
        id=cycle.id,
        state=cycle.state,
        items=len(cycle.items),
        roll=cycle.roll is not None,
        notice_days=cycle.notice_days,
        blocks=desk.objections(cycle.id, whole=True) if before else (),
        objections=sum(not one.answer for one in desk.posting.objections(cycle.id, stage)),
        paper=tuple(desk.paper.unfinished(cycle.id)) if turnout else (),
        participants=turnout.participants if turnout else 0,
        registered=turnout.registered if turnout else 0,
        final=chosen is not None,
        rehearsal=cycle.rehearsal,
        chosen=chosen or 0,
        tied=(*tied.sentences, tied.how) if tied else (),
    )


def _chosen(desk: Desk, cycle: Cycle) -> int | None:
    """How many items of the annual list have no project; ``None`` before there is one."""
    found = [one for one in desk.concluding.annual_lists() if one.cycle == cycle.id]
    if not found:
        return None
    begun = {(one.baseline.cycle, one.baseline.item) for one in desk.projects.projects()}
    return sum((cycle.id, item) not in begun for item in found[-1].items)


def _matter(
    seat: Seat, title: Text, state: Text, found: tuple[Step, ...], more: tuple[Button, ...] = ()
) -> MatterView:
    drawn = (_step(seat, one) for one in found)
    kept = tuple(one for one in drawn if one.buttons)
    return MatterView(seat.say(title), seat.visit.say(state), kept, more)


def _step(seat: Seat, step: Step) -> StepView:
    ways = [one for one in step.ways if seat.may(ACTS[one.act])]
    buttons = [_button(seat, one, at == 0 and not step.blocks) for at, one in enumerate(ways)]
    return StepView(
        seat.say(step.title),
        tuple(map(seat.say, step.blocks)),
        seat.say(step.noted),
        tuple(map(seat.say, step.notes)),
        tuple(buttons),
    )


def _button(seat: Seat, way: Way, main: bool) -> Button:
    given = dict(way.given)
    if way.screen:
        words = SCREENS[way.screen]
        path: tuple[str, ...]
        if way.screen in OF_A_ROUND:
            return Button(seat.say(words), seat.url("rounds", given["cycle"], way.screen), main)
        path = ("wishes",) if way.screen == "wishes" else ("tables", way.screen)
    else:
        words = ACTS[way.act].title
        path = ("do", *way.act.split("/"))
    query = f"?{urlencode(given)}" if given else ""
    return Button(seat.say(way.title or words), seat.url(*path) + query, main)


def acts_view(seat: Seat) -> ActsView:
    """Every act that is for whoever asks, by its stage."""
    groups = []
    for stage, title in STAGES.items():
        mine = [act for act in ACTS.values() if act.stage == stage and seat.may(act)]
        found = tuple(
            Button(seat.say(act.title), seat.url("do", *act.key.split("/"))) for act in mine
        )
        if found:
            groups.append(GroupView(seat.say(title), found))
    return ActsView(seat.bar(), tuple(groups))


HANDLERS = [home, acts]
