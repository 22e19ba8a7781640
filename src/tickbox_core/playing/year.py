"""The year of the town: one neighbourhood step by step, the others in short, the town's awards."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path

from tickbox_core.desk import Town
from tickbox_core.errors import TickboxError
from tickbox_core.playing import autumn, neighbours, spring, winter
from tickbox_core.playing.stage import TOWN, Clock, Step, Told, both, do, tree
from tickbox_core.registry import open_registry
from tickbox_core.text import Text, joined

AWARD = "a2026"
TITLE = Text("2026年优秀案例", "Best cases of 2026")
JURORS = ("评委甲", "评委乙")
PLACES = 2
NAMED = 4
"""Up to so many tied cases are named in a sentence; of more it says how many."""


def played(folder: Path, neighbourhoods: int = 3, *, version: str = "") -> Iterator[Step]:
    """Each step as it happens, in a new data folder; at least three neighbourhoods."""
    clock = Clock()
    town = Town(
        folder, open_registry(discover=False), clock=clock, entropy=random.Random(2026).randbytes
    )
    try:
        town.plant(tree(neighbourhoods))
        town.found(TOWN)
        first, *others = [town.found(f"n{at}") for at in range(1, neighbourhoods + 1)]
        for step in (*spring.STEPS, *autumn.STEPS):
            for text in step(first, clock):
                yield Step(clock.today, text)
        agreed, projects = neighbours.played(others, clock)
        ending = (
            _others(len(others), agreed),
            _awards(town, projects),
            _next(town, clock),
            winter.archived(town, folder, clock, version),
        )
        for text in chain.from_iterable(ending):  # one at a time: each waits its own days
            yield Step(clock.today, text)
    finally:
        town.close()


def _others(many: int, agreed: bool) -> Told:
    yield Text(
        f"另外{many}个居民区也各走完一轮：打钩、完成一个项目、评议；独立复算"
        f"{'全部一致' if agreed else '有不一致'}。",
        f"{many} other neighbourhoods have ticked, delivered a project each and judged it; "
        f"{'all recounts agree' if agreed else 'a recount differs'}.",
    )


def _awards(town: Town, projects: dict[str, str]) -> Told:
    """Nominated, scored by a declared formula, a tie across the cut declared, commended."""
    here = town.desk(TOWN)
    nominated = {"n1": "light", **projects}
    for area, project in nominated.items():
        do(
            town.desk(area),
            "award/nominate",
            award=AWARD,
            project=project,
            text=both("居民打钩选出", "chosen by residents' ticks"),
        )
    weights = [["ticks", "2/5"], ["judgement", "2/5"], ["jury", "1/5"]]
    do(here, "award/declare", award=AWARD, title=TITLE.plain(), places=PLACES, weights=weights,
        jurors=list(JURORS))  # fmt: skip
    do(here, "award/gather", award=AWARD)
    for case in here.awards.award(AWARD).cases:
        for seat in range(1, len(JURORS) + 1):
            do(here, "award/score", award=AWARD, case=case, seat=seat, points=7)
    yield Text(
        f"全镇申报{len(nominated)}个案例，按公布的办法计分：打钩2/5、评议2/5、评委1/5。",
        f"{len(nominated)} cases are put forward, scored by the declared formula: ticks 2/5, "
        "judgement 2/5, jury 1/5.",
    )
    yield from _decided(town)


def _decided(town: Town) -> Told:
    here = town.desk(TOWN)
    tied = here.awards.award(AWARD).ranking().tied
    if tied:
        yield Text(
            "名额{places}个，{tied}并列跨线，镇里决定一并表彰。",
            "{places} places; tied across the cut: {tied}. The town awards them all.",
        ).filled(places=PLACES, tied=_named(town, tied))
    do(here, "award/decide", award=AWARD, ties="all" if tied else "refuse")
    certificates = do(here, "award/commend", award=AWARD)
    rows = here.awards.award(AWARD).ranking().rows
    best = rows[0]
    yield Text(
        "{best}居首，得分{score}；颁发证书{many}份。", "{best} comes first with {score}; "
        "{many} certificates.",
    ).filled(best=best.title, score=_rounded(best.score), many=len(certificates))  # fmt: skip


def _named(town: Town, cases: Sequence[str]) -> Text:
    """The cases by neighbourhood and title; of many, how many."""
    award, tree = town.desk(TOWN).awards.award(AWARD), town.tree()
    if len(cases) > NAMED:
        return Text(f"{len(cases)}个案例", f"{len(cases)} cases")
    found = [award.case(case) for case in cases]
    return joined(
        [
            Text("{area}的{title}", "{title} of {area}").filled(
                area=tree[one.area].name, title=one.title
            )
            for one in found
        ],
        "、",
        ", ",
    )


def _rounded(score: Fraction) -> str:
    """A score as a percentage with one decimal, for a sentence."""
    tenths = (2000 * score.numerator + score.denominator) // (2 * score.denominator)
    return f"{tenths // 10}.{tenths % 10}%"


def _next(town: Town, clock: Clock) -> Told:
    """The year's figures; a case goes on another neighbourhood's list for the next year."""
    clock.wait(20)
    year = town.figures().total
    yield Text(
        f"全镇一年：事项{year.items}个，参与{year.participations}人次，解决急难愁盼"
        f"{year.problems_solved}个，项目{year.projects}个，荣誉{year.awards}个。",
        f"The town's year: {year.items} items, {year.participations} participations, "
        f"{year.problems_solved} problem solved, {year.projects} projects, {year.awards} awards.",
    )
    other = town.desk("n2")
    do(
        other,
        "round/plan",
        id="r2027",
        title=both("2027年春季打钩", "Ticking in spring 2027"),
        maximum=2,
        places=1,
    )
    taken = do(other, "award/take-over", case="n1.rails", round="r2027")
    yield Text(
        "“{title}”作为案例列入演示二村明年的清单。",
        "{title}: taken over into next year's list of Demo 2.",
    ).filled(title=Text.of(taken["title"]))
    try:
        do(other, "round/open", round="r2027")
    except TickboxError as refusal:
        yield Text(f"现在还不能开放：{refusal.text.zh}", f"It cannot open yet: {refusal.text.en}")
