"""The first page of the console: the year in its order; and the list of all acts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency

from tickbox_console.sessions import Sessions
from tickbox_console.staff_request import StaffRequest, render_for_staff
from tickbox_console.views import (
    ActGroupView,
    ActsView,
    Button,
    HomeView,
    MatterView,
    NextStepView,
)
from tickbox_core.acts import Act
from tickbox_core.acts.matters import OngoingMatter, matters
from tickbox_core.acts.prints import offer_prints, printed_things
from tickbox_core.acts.screens import (
    PLAN_ROUND,
    PRINT_SHEETS,
    READ_CHAIN,
)
from tickbox_core.acts.steps import ActWay, NextStep
from tickbox_core.acts.tables.every import TABLES
from tickbox_core.desk.importing import WISHES
from tickbox_core.model import Round, State
from tickbox_core.text import Text
from tickbox_server.pages.visit import AnyRequest, PageRequest

SCREENS = {
    "wishes": Text("心愿列表", "the wishes in a table"),
    "roll": Text("导入名册", "read the roll in"),
    "items": Text("从表格导入事项", "read items in from a table"),
    "calls": Text("参与情况和联系名单", "turnout, and whom to ring"),
    "keying": Text("录入纸质选票", "key paper"),
    "codes": Text("发放打钩码", "issue codes"),
    "papers": Text("录入表决票", "key papers"),
    "law": Text("逐条填写规则", "answer what no law says"),
}
OF_A_ROUND = ("calls", "keying", "codes")


@get("/")
async def home(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """What to do now."""
    return await render_for_staff(request, visit, sessions, home_view)


@get("/acts")
async def acts(
    request: AnyRequest, visit: NamedDependency[PageRequest], sessions: NamedDependency[Sessions]
) -> Response[str]:
    """Everything there is to do."""
    return await render_for_staff(request, visit, sessions, acts_view)


def home_view(seat: StaffRequest) -> HomeView:
    """The year in its order: wishes and new rounds, each round, each project under way."""
    drawn = (_matter(seat, one) for one in matters(seat.desk))
    return HomeView(seat.bar(), tuple(one for one in drawn if one.steps or one.more))


def _more(seat: StaffRequest, matter: OngoingMatter) -> Iterator[Button]:
    if matter.kind == "year":
        if seat.may(PRINT_SHEETS):
            yield Button(seat.say(_PRINT), seat.url("print"))
        if seat.may(PLAN_ROUND):
            yield Button(seat.say(_TABLES), seat.url("tables", WISHES))
    elif matter.kind == "round":
        yield from _more_of_round(seat, seat.desk.round(matter.id))
    else:
        yield from _more_of_others(seat, matter)


def _more_of_others(seat: StaffRequest, matter: OngoingMatter) -> Iterator[Button]:
    if seat.may(PLAN_ROUND):
        yield from _tables_of(seat, matter)
    if (
        matter.kind in printed_things(seat.desk)
        and seat.may(PRINT_SHEETS)
        and offer_prints(seat.desk, matter.kind, matter.id)
    ):
        yield Button(seat.say(_PRINT), seat.url("print", matter.kind, matter.id))


_TABLES = Text("从表格导入", "read tables in")
_PRINT = Text("打印（PDF）", "print (PDF)")


def _tables_of(seat: StaffRequest, matter: OngoingMatter) -> Iterator[Button]:
    """The tables that can be put to a matter now."""
    for kind in TABLES.values():
        if kind.about == matter.kind and matter.id in {one.id for one in kind.choices(seat.desk)}:
            query = urlencode({"to": matter.id})
            yield Button(seat.say(kind.title), f"{seat.url('tables', kind.key)}?{query}")


def _paper_tables(seat: StaffRequest, round: Round) -> Iterator[Button]:
    """The tables that can be put to a round while people tick: papers, and count sheets."""
    for kind in TABLES.values():
        there = [one.id for one in kind.choices(seat.desk) if one.id.partition("/")[0] == round.id]
        if kind.about == "round" and there and seat.actor.role in kind.roles:
            query = urlencode({"to": there[0]})
            yield Button(seat.say(kind.title), f"{seat.url('tables', kind.key)}?{query}")


def _more_of_round(seat: StaffRequest, round: Round) -> Iterator[Button]:
    if round.state in (State.LISTING, State.POSTED):
        for screen in ("roll",) if round.roll else ():
            url = f"{seat.url('tables', screen)}?{urlencode({'round': round.id})}"
            if seat.may(PLAN_ROUND):
                yield Button(seat.say(SCREENS[screen]), url)
    if round.state is State.TICKING:
        yield from _paper_tables(seat, round)
    if seat.may(PRINT_SHEETS):
        yield Button(seat.say(_PRINT), seat.url("print", "round", round.id))
    if round.state is not State.LISTING:
        yield Button(
            seat.say(Text("公开页面", "the public page")),
            seat.visit.links.round(seat.desk.area, round.id),
        )


def _matter(seat: StaffRequest, matter: OngoingMatter) -> MatterView:
    drawn = (_step(seat, one) for one in matter.steps)
    kept = tuple(one for one in drawn if one.buttons)
    more = tuple(_more(seat, matter))
    return MatterView(seat.say(matter.title), seat.visit.say(matter.state), kept, more)


def _step(seat: StaffRequest, step: NextStep) -> NextStepView:
    ways = [one for one in step.ways if seat.may(seat.catalogue.acts[one.act])]
    buttons = [_button(seat, one, at == 0 and not step.blocks) for at, one in enumerate(ways)]
    return NextStepView(
        seat.say(step.title),
        tuple(map(seat.say, step.blocks)),
        seat.say(step.noted),
        tuple(map(seat.say, step.notes)),
        tuple(buttons),
    )


def _button(seat: StaffRequest, way: ActWay, main: bool) -> Button:
    given = dict(way.given)
    if way.screen:
        words = SCREENS[way.screen]
        path: tuple[str, ...]
        if way.screen in OF_A_ROUND:
            return Button(seat.say(words), seat.url("rounds", given["round"], way.screen), main)
        if way.screen == "papers":
            return Button(seat.say(words), seat.url("motions", given["id"], "keying"), main)
        if way.screen == "law":
            return Button(seat.say(words), seat.url("motions", given["id"], "law"), main)
        path = ("wishes",) if way.screen == "wishes" else ("tables", way.screen)
    else:
        words = seat.catalogue.acts[way.act].title
        path = ("do", *way.act.split("/"))
    query = f"?{urlencode(given)}" if given else ""
    return Button(seat.say(way.title or words), seat.url(*path) + query, main)


def acts_view(seat: StaffRequest) -> ActsView:
    """Every act that is for whoever asks, by its stage."""
    groups = []
    for stage, title in seat.catalogue.stages.items():
        acts = seat.catalogue.acts.values()
        mine = [act for act in acts if act.stage == stage and seat.may(act)]
        found = (*_screens_of(seat, mine), *(_form_of(seat, act) for act in mine))
        if found:
            groups.append(ActGroupView(seat.say(title), found))
    return ActsView(seat.bar(), tuple(groups))


def _form_of(seat: StaffRequest, act: Act) -> Button:
    return Button(seat.say(act.title), seat.url("do", *act.key.split("/")))


def _screens_of(seat: StaffRequest, acts: list[Act]) -> Iterator[Button]:
    """A screen for several acts together: a chain is looked at and taken in one place."""
    if READ_CHAIN in acts:
        yield Button(seat.say(_CHAIN), seat.url("chain"), main=True)


_CHAIN = Text("粘贴接龙，核对后收下", "paste a chain, look at it, take it")
HANDLERS = [home, acts]
