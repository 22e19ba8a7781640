"""Judgement in the demonstration year: residents say what they make of what was delivered."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tickbox_core.bundle import differences
from tickbox_core.components.judgement.service import JudgementService
from tickbox_core.text import Text
from tickbox_core.workflow.stages import Stage

JUDGEMENT = "j2026"
PROJECTS = ("light", "rails")
JUDGES = 46


def play_autumn(stage: Stage) -> Iterator[Text]:
    """The electorate of the round says what it makes of both, by code; recounted, published."""
    stage.wait(10)
    stage.do(
        stage.here,
        "judgement/open",
        judgement=JUDGEMENT,
        round=stage.round,
        title=Text("年终评议", "Judging the year").plain(),
        projects=list(PROJECTS),
    )
    codes = stage.do(stage.here, "judgement/codes", judgement=JUDGEMENT)
    _judged(stage, codes)
    stage.wait(7)
    stage.do(stage.here, "judgement/close", judgement=JUDGEMENT)
    service = stage.desk(stage.here).service(JudgementService)
    for one in stage.do(stage.here, "judgement/publish", judgement=JUDGEMENT):
        said = Text("评议“{title}”：{said}", "Judged, {title}: {said}")
        told = service.of_project(one["project"]).judged
        yield said.filled(title=_title(stage, one["project"]), said=told.text)
    status = differences(service.bundle(JUDGEMENT)).status
    yield Text(
        f"评议独立复算：{'一致' if status == 0 else '不一致'}。",
        f"The judgement's independent recount {'agrees' if status == 0 else 'differs'}.",
    )


def _title(stage: Stage, project: str) -> Text:
    desk = stage.desk(stage.here)
    with desk.diary.reading() as state:
        found: Any = desk.context.find("project", state, project)
    title: Text = found.title
    return title


def _judged(stage: Stage, codes: dict[str, str]) -> None:
    draw = random.Random(11)
    for at, code in enumerate(list(codes.values())[:JUDGES]):
        votes = [
            {
                "project": project,
                "mark": draw.choices(("satisfied", "fairly", "dissatisfied"), (16, 2, 1))[0],
                "knew": draw.random() < 0.8,
            }
            for project in PROJECTS
        ]
        stage.do(
            stage.here,
            "judgement/judge",
            anybody=True,
            judgement=JUDGEMENT,
            code=code,
            votes=votes,
            key=f"k{at}",
        )
    stage.do(
        stage.here,
        "judgement/assist",
        judgement=JUDGEMENT,
        slot=list(codes)[JUDGES],
        channel="door",
        witness=stage.witness,
        votes=[{"project": "light", "mark": "satisfied", "knew": True}],
    )
