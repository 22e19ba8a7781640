"""What the demo prints: one neighbourhood's top ten and the town's figures, as tables or JSON."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core import Base, Outcome, Text
from tickbox_core.desk import Town
from tickbox_core.terminal.table import table
from tickbox_core.text import Language, join_texts
from tickbox_demo.generate import Demonstration

TOP = 10


@attrs.frozen
class Shown:
    """The built year, ready to be printed: town, places to look, and how long it took."""

    town: Town
    demonstration: Demonstration
    seconds: float
    count_milliseconds: float

    @property
    def outcome(self) -> Outcome:
        """The published result whose top ten is shown."""
        area, round = self.demonstration.shown
        outcome = self.town.desk(area).outcome(round)
        if outcome is None:
            raise LookupError(round)
        return outcome


def plain(shown: Shown) -> dict[str, Any]:
    """The figures and the top ten for JSON."""
    figures = shown.town.figures()
    area, id_ = shown.demonstration.shown
    return {
        "generated": True,
        "town": {
            "items": figures.total.items,
            "participations": figures.total.participations,
            "residents": figures.total.residents,
            "problems_solved": figures.total.problems_solved,
            "projects": figures.total.counted.get("projects", 0),
            "awards": figures.total.counted.get("awards", 0),
            "neighbourhoods": len(figures.by_area),
            "rounds": figures.total.rounds,
            "seconds": round(shown.seconds, 1),
            "count_milliseconds": round(shown.count_milliseconds, 1),
        },
        "shown": {"area": area, "round": id_},
        "top": [placed.plain() for placed in shown.outcome.ranking[:TOP]],
    }


def people(shown: Shown, language: Language) -> str:
    """The same for people to read."""
    said = [_heading(shown), _figures(shown)]
    return "\n".join([said[0].said_in(language), _top(shown, language), said[1].said_in(language)])


def where(shown: Shown, address: str, token: str) -> Text:
    """Five things to try, with what to type; ``token`` opens the staff's console."""
    area, round = shown.demonstration.open
    here = f"{address}/n/{area}"
    lines = [
        Text(
            f"1. 看全镇一年：{address} ；十佳案例和证书：{address}/awards",
            f"1. Read the town's year at {address}; its awards at {address}/awards",
        ),
        Text(
            f"2. 打钩：{here}/{round}/ ，可用的打钩码：\n   {_listed(shown.demonstration.codes)}",
            f"2. Tick at {here}/{round}/ with one of these codes:\n"
            f"   {_listed(shown.demonstration.codes)}",
        ),
        _motion(shown, here),
        Text(
            f"4. 看项目，承诺和兑现、花了多少、前后对比：{here}/projects ；评议：{here}/judge",
            f"4. Follow the projects, promised and delivered: {here}/projects; "
            f"their judgement: {here}/judge",
        ),
        Text(
            f"5. 居委会工作台：{address}/staff ，选居民区 {area}，令牌：\n   {token}",
            f"5. Sign in as staff at {address}/staff: neighbourhood {area}, with the token\n"
            f"   {token}",
        ),
        Text(
            f"接口在 {address}/api/v1，按 Ctrl-C 结束。",
            f"The API is at {address}/api/v1; Ctrl-C ends.",
        ),
    ]
    head = Text("可以试试这五件事：", "Five things to try:")
    return join_texts([head, *lines], "\n", "\n")


def _motion(shown: Shown, here: str) -> Text:
    """The open motion with its codes; the problems, where no law is installed to ask under."""
    codes = shown.demonstration.motion_codes
    if not codes:
        return Text(
            f"3. 看急难愁盼问题和会议纪要：{here}/problems ，{here}/meetings",
            f"3. Read the problems and the minutes: {here}/problems, {here}/meetings",
        )
    return Text(
        f"3. 业主表决：{here}/motions ，可用的表决码：\n   {_listed(codes)}",
        f"3. Vote in the owners' motion at {here}/motions with one of these codes:\n"
        f"   {_listed(codes)}",
    )


def _listed(codes: tuple[str, ...]) -> str:
    return "  ".join(codes)


def _heading(shown: Shown) -> Text:
    area, round_id = shown.demonstration.shown
    place = shown.town.tree()[area].name
    round = shown.town.desk(area).round(round_id)
    base = Base(shown.outcome.base).words
    return Text(
        f"【生成数据，仅供演示】{place.zh} · {round.title.zh}：\n"
        f"前{TOP}名（比例的基数：{base.zh[1:]}）",
        f"[generated data, a demonstration] {place.en} · {round.title.en}:\n"
        f"the first {TOP} (shares are of the {base.en})",
    )


def _top(shown: Shown, language: Language) -> str:
    heads = {
        "zh": ("名次", "事项", "打钩", "比例", "为什么"),
        "en": ("rank", "item", "ticks", "share", "why it stands there"),
    }
    rows = [
        (
            str(placed.rank),
            placed.title.said_in(language),
            str(placed.ticks),
            Text(
                f"{placed.share.denominator}中的{placed.share.percent}",
                f"{placed.share.percent} of {placed.share.denominator}",
            ).said_in(language),
            placed.why.said_in(language),
        )
        for placed in shown.outcome.ranking[:TOP]
    ]
    return table(heads[language], rows)


def _figures(shown: Shown) -> Text:
    year, places = shown.town.figures().total, len(shown.town.neighbourhoods())
    projects, awards = (year.counted.get(key, 0) for key in ("projects", "awards"))
    return Text(
        f"全镇一年：{places}个居民区、{year.rounds}轮打钩、{year.items}条事项、"
        f"{year.participations}人次参与（{year.residents}名居民）、解决急难愁盼{year.problems_solved}项、"
        f"实施项目{projects}个、表彰{awards}个。\n"
        f"生成用时{shown.seconds:.1f}秒；计票一轮{shown.count_milliseconds:.1f}毫秒。",
        f"The town's year: {places} neighbourhoods, {year.rounds} rounds, {year.items} items, "
        f"{year.participations} participations by {year.residents} residents, "
        f"{year.problems_solved} problems solved, {projects} projects, {awards} of them awarded.\n"
        f"Built in {shown.seconds:.1f} s; one round is counted in "
        f"{shown.count_milliseconds:.1f} ms.",
    )
