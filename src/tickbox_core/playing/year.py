"""The year of the town: one neighbourhood step by step, the others in short."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import attrs

from tickbox_core.declarations import Season
from tickbox_core.desk import Town
from tickbox_core.errors import TickboxError
from tickbox_core.playing import autumn, neighbours, spring, winter
from tickbox_core.playing.stage import TOWN, Clock, PlayedStep, PlayedTown, Told, both, do, tree
from tickbox_core.registry import Registry, open_registry
from tickbox_core.text import Text, join_texts


def played(
    folder: Path,
    neighbourhoods: int = 3,
    *,
    version: str = "",
    registry: Registry | None = None,
) -> Iterator[PlayedStep]:
    """Each step as it happens, in a new data folder; at least three neighbourhoods.

    Components play what they bring as examples; ``registry``: what is installed.
    """
    clock = Clock()
    town = Town(
        folder, registry or open_registry(), clock=clock, entropy=random.Random(2026).randbytes
    )
    try:
        town.plant(tree(neighbourhoods))
        town.found(TOWN)
        first, *others = [town.found(f"n{at}") for at in range(1, neighbourhoods + 1)]
        stage = PlayedTown(town, clock, here=first.area)
        for step in (*spring.STEPS, *autumn.STEPS):
            for text in step(first, clock):
                yield PlayedStep(clock.today, text)
        for text in _brought(stage, Season.AUTUMN):
            yield PlayedStep(clock.today, text)
        agreed, projects = neighbours.play_neighbours(others, clock)
        stage = attrs.evolve(stage, delivered={first.area: autumn.PROJECTS[0], **projects})
        ending = (
            _others(len(others), agreed),
            _brought(stage, Season.WINTER),
            _next(town, clock),
            winter.archive_year(town, folder, clock, version),
        )
        for text in chain.from_iterable(ending):  # one at a time: each waits its own days
            yield PlayedStep(clock.today, text)
    finally:
        town.close()


def _others(many: int, agreed: bool) -> Told:
    yield Text(
        f"另外{many}个居民区也各走完一轮：打钩、完成一个项目、评议；独立复算"
        f"{'全部一致' if agreed else '有不一致'}。",
        f"{many} other neighbourhoods have ticked, delivered a project each and judged it; "
        f"{'all recounts agree' if agreed else 'a recount differs'}.",
    )


def _brought(stage: PlayedTown, season: Season) -> Told:
    """What components bring for a season, in their order."""
    for one in stage.of.components:
        if season in one.examples:
            yield from one.examples[season](stage)


def _next(town: Town, clock: Clock) -> Told:
    """The year's figures; a case goes on another neighbourhood's list for the next year."""
    clock.wait(20)
    year = town.figures().total
    counted = [
        figure.said.filled(number=year.counted.get(figure.key, 0))
        for one in town.components
        for figure in one.figures
        if figure.said
    ]
    yield Text("全镇一年：{all}。", "The town's year: {all}.").filled(
        all=join_texts(
            [
                Text(f"事项{year.items}个", f"{year.items} items"),
                Text(f"参与{year.participations}人次", f"{year.participations} participations"),
                Text(
                    f"解决急难愁盼{year.problems_solved}个",
                    f"{year.problems_solved} problem solved",
                ),
                *counted,
            ],
            "，",
            ", ",
        )
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
