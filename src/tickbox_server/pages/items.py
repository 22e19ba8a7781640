"""An item's own page, from the wish to the project; and what stands beside a round."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from tickbox_core.components.ideas import option_origins
from tickbox_core.components.lists import (
    ChosenAnswer,
    PostedCorrection,
    PostedFinding,
    PostedObjection,
    PostedOverride,
    PostedWish,
    RoundOnWall,
)
from tickbox_core.components.motions import BarAnswer, MotionOnWall
from tickbox_core.desk import Desk, wall
from tickbox_core.model.areas import MOST_DECIMALS
from tickbox_core.rules.outcome import Chosen
from tickbox_core.text import Text
from tickbox_server import svg
from tickbox_server.pages import wall_presenters
from tickbox_server.pages.presenters import (
    BY_RUN_OFF,
    area_name,
    funding_words,
    option_view,
    photos,
)
from tickbox_server.pages.views import FigureView, OptionView
from tickbox_server.pages.views_wall import (
    AnswerView,
    BarView,
    FindingView,
    ItemPageView,
    MotionView,
    OverrideView,
    PostedView,
)
from tickbox_server.pages.views_works import LinkView
from tickbox_server.pages.visit import PageRequest
from tickbox_server.pages.wall_presenters import must, say_text
from tickbox_server.pages.words import day


@get("/n/{area:str}/{round:str}/items/{item:str}")
async def item(
    visit: NamedDependency[PageRequest],
    area: FromPath[str],
    round: FromPath[str],
    item: FromPath[str],
) -> Response[str]:
    """One item, for ever at this address."""

    def make() -> object:
        desk, shown = visit.hall.find_round(area, round)
        return item_page(visit, desk, wall.item_facts(desk, shown.id, item))

    return await visit.show(make)


def item_page(visit: PageRequest, desk: Desk, found: wall.ItemOnWall) -> ItemPageView:
    """From the wishes to the project."""
    links, area, round = visit.links, desk.area, found.round
    title, placed = must(visit, found.title), found.placed
    path = f"rounds/{round}/items/{found.id}"
    return ItemPageView(
        head=wall_presenters.head(
            visit,
            f"{title} · {area_name(visit, area)}",
            must(visit, placed.why if placed else found.state_words),
            links.item(area, round, found.id),
            links.twin(area, path),
            area,
        ),
        title=title,
        number=found.number,
        round=must(visit, found.round_title),
        state=must(visit, found.state_words),
        list_url=links.round(area, round),
        wall_url=links.round(area, round, "wall"),
        facts=_facts(visit, found),
        description=say_text(visit, found.description),
        wishes=tuple(
            FigureView(day(one.on, visit.language) or "", _wish(visit, one)) for one in found.wishes
        ),
        photos=tuple(photo for one in found.wishes for photo in photos(visit, area, one.photos)),
        ideas=_ideas(visit, desk, found),
        finding=_finding(visit, found.title, "", found.finding) if found.finding else None,
        objections=_answers(
            visit, [one for one in found.objections if one not in found.result_objections]
        ),
        result_objections=_answers(visit, found.result_objections),
        corrections=_corrections(visit, found.corrections),
        rank=placed.rank if placed else None,
        chosen=placed.chosen if placed else None,
        stands=placed.stands if placed else None,
        taken=placed.taken if placed else False,
        by_run_off=visit.say(BY_RUN_OFF) if placed and placed.run_off else "",
        share=wall_presenters.share(visit, visit.say(_TICKED), placed.share) if placed else None,
        options=tuple(_option(visit, one) for one in placed.options) if placed else (),
        why=must(visit, placed.why) if placed else None,
        overrides=_overrides(visit, found.overrides),
        annual=found.annual,
        motions=tuple(motion_view(visit, one) for one in found.motions),
        meetings=tuple(wall_presenters.meeting(visit, one, area) for one in found.meetings),
        problems=tuple(wall_presenters.trouble(visit, one, area) for one in found.problems),
        project=wall_presenters.project_card(visit, found.project, desk.today())
        if found.project
        else None,
    )


def _ideas(visit: PageRequest, desk: Desk, found: wall.ItemOnWall) -> tuple[FigureView, ...]:
    """The options that came of ideas, with where each comes from."""
    told = option_origins(found.ideas, desk.round(found.round).item(found.id).options)
    return tuple(FigureView(visit.say(option), visit.say(origin)) for option, origin in told)


def _option(visit: PageRequest, one: ChosenAnswer) -> OptionView:
    return option_view(visit, Chosen(one.option, one.title, one.ticks, one.share, one.leads))


_TICKED = Text("打钩", "ticked it")
_BY_CHANNEL = Text("勾它的选票怎样交来", "Ticks by the way the ballots came")


def _facts(visit: PageRequest, found: wall.ItemOnWall) -> tuple[FigureView, ...]:
    channels = found.placed.channels if found.placed else ()
    rows = (
        (Text("性质", "Kind"), must(visit, found.kind_words)),
        (Text("还需", "Also needs"), say_text(visit, found.needs_words)),
        (Text("类别", "Category"), say_text(visit, found.category)),
        (Text("地点", "Where"), say_text(visit, found.place)),
        (Text("费用", "Cost"), say_text(visit, found.cost_words)),
        (Text("资金来源", "Money from"), funding_words(visit, found.funding)),
        (Text("出资层级", "Paid for by"), say_text(visit, found.tier_words)),
        (Text("涉及范围", "Concerns"), say_text(visit, found.concerns)),
        (_BY_CHANNEL, "; ".join(visit.say(one.words) for one in channels)),
    )
    return tuple(FigureView(visit.say(label), words) for label, words in rows if words)


def _wish(visit: PageRequest, one: PostedWish) -> str:
    """The words staff posted of a wish, and the reply."""
    parts = [say_text(visit, one.posted), say_text(visit, one.answer)]
    return " → ".join(part for part in parts if part)


def _finding(visit: PageRequest, title: Text, url: str, found: PostedFinding | None) -> FindingView:
    """An item and what was found of it, where anything was."""
    if found is None:
        return FindingView(must(visit, title), url, None, None)
    words, reason = must(visit, found.words), must(visit, found.reason)
    return FindingView(must(visit, title), url, words, reason)


def _answers(visit: PageRequest, held: Iterable[PostedObjection]) -> tuple[AnswerView, ...]:
    return tuple(
        AnswerView(
            must(visit, one.item.title) if one.item else None,
            day(one.on, visit.language) or "",
            say_text(visit, one.answer),
        )
        for one in held
    )


def _corrections(visit: PageRequest, held: Iterable[PostedCorrection]) -> tuple[FindingView, ...]:
    return tuple(
        FindingView(
            must(visit, one.item.title),
            "",
            say_text(visit, one.words),
            say_text(visit, one.reason),
        )
        for one in held
    )


def _overrides(visit: PageRequest, held: Iterable[PostedOverride]) -> tuple[OverrideView, ...]:
    return tuple(
        OverrideView(
            take=tuple(must(visit, item.title) for item in one.take),
            leave=tuple(must(visit, item.title) for item in one.leave),
            reason=must(visit, one.reason),
            decided_by=must(visit, one.decided_by),
            on=day(one.on, visit.language) or "",
        )
        for one in held
    )


def posted_view(
    visit: PageRequest, desk: Desk, found: RoundOnWall, titles: Iterable[tuple[str, Text]]
) -> PostedView:
    """What stands beside a round: findings by item, objections, decisions, the annual list."""
    links, language, round = visit.links, visit.language, found.id
    posted, result = found.posted, found.result
    final = result.annual_list if result else None
    return PostedView(
        on=day(posted.on, language) if posted else None,
        until=day(posted.until, language) if posted else None,
        changed=tuple(must(visit, one) for one in (posted.changed if posted else None) or ()),
        findings=tuple(
            _finding(visit, title, links.item(desk.area, round, id_), found.findings[id_])
            for id_, title in titles
        ),
        objections=_answers(visit, found.objections),
        corrections=_corrections(visit, found.corrections),
        result_until=day(result.until, language) if result else None,
        result_objections=_answers(visit, result.objections) if result else (),
        overrides=_overrides(visit, result.overrides) if result else (),
        annual_on=day(final.on, language) if final else None,
        annual=tuple(
            LinkView(
                must(visit, one.title),
                (one.project and links.board(desk.area, "projects", one.project))
                or links.item(desk.area, round, one.id),
            )
            for one in (final.items if final else ())
        ),
    )


def motion_view(visit: PageRequest, found: MotionOnWall) -> MotionView:
    """A motion's state, and the verdict with each bar once it is published."""
    decision = found.decision
    days = (
        (Text("公示", "Posted"), found.posted),
        (Text("开始", "Opened"), found.opened),
        (Text("截止", "Closed"), found.closed),
    )
    checks = [
        _check(visit, one)
        for verdict in (decision.verdicts.values() if decision else ())
        for one in verdict.checks
    ]
    return MotionView(
        question=must(visit, found.question),
        kind=must(visit, found.kind_words),
        state=must(visit, found.state_words),
        days=tuple(
            FigureView(visit.say(label), day(on, visit.language) or "") for label, on in days if on
        ),
        taken_part=found.taken_part,
        heads=found.heads,
        checks=tuple(checks),
        sentence=must(visit, decision.sentence) if decision else None,
        notes=tuple(must(visit, one) for one in (decision.notes if decision else ())),
    )


_CHECKS = {"quorum": Text("参与", "taking part"), "approval": Text("同意", "in favour")}
_BASES = {"heads": Text("人数", "heads"), "area": Text("面积（平方米）", "area (m²)")}
_MET = {
    True: Text("达到", "met"),
    False: Text("未达到", "not met"),
    None: Text("无法判定", "cannot be told"),
}


def _check(visit: PageRequest, one: BarAnswer) -> BarView:
    base = visit.say(_BASES.get(one.base, Text.of(one.base)))
    kind = visit.say(_CHECKS.get(one.check, Text.of(one.check)))
    part, whole = _millionths(one.part), _millionths(one.whole)
    share = one.bar.rpartition(" ")[2].partition("/")
    return BarView(
        label=f"{base} · {kind}",
        part=one.part,
        whole=one.whole,
        bar=visit.say(Text("须达 {bar}", "bar {bar}").filled(bar=one.bar)),
        met=visit.say(_MET[one.met]),
        picture=""
        if part is None or whole is None
        else svg.bar(part, whole, (int(share[0]), int(share[2] or 1))),
    )


def _millionths(said: str | None) -> int | None:
    """An amount as it is published, finer than any is surveyed, for the picture alone."""
    return None if said is None else int(Fraction(said) * 10**MOST_DECIMALS)


HANDLERS = [item]
