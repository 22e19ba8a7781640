"""A neighbourhood under the law of a place: a motion that is prepared, and its questions of law."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

import tickbox_console
from tickbox_core import Area, AreaTree, Roll, Text, hookimpl, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.motions import Poll
from tickbox_core.rules.motions import Layer, Motion
from tickbox_server import create_app

from ...installed import RESIDENTS_PAGES
from .. import asking_town

HERE, MOTION = asking_town.HERE, "fee"
CITY = [
    {"name": "notice.days", "value": 15, "mark": "law", "source": "市规则第七条",
     "binding": "minimum"},
    {"name": "abstention", "value": "takes_part", "mark": "choice", "source": "本方案"},
    {"name": "spoiled", "value": "takes_part", "mark": "law", "source": "市规则第九条",
     "binding": "fixed"},
    {"name": "keep.years", "value": 1, "mark": "weak", "source": "司法解释", "binding": "minimum"},
    {"name": "bars.ordinary", "value": [one.plain() for one in asking_town.bars("heads", "area")],
     "mark": "law", "source": "民法典", "binding": "fixed"},
    {"name": "matter.fee", "value": "ordinary", "mark": "law", "source": "民法典"},
    {"name": "words.matter.fee", "value": {"zh": "调整物业费", "en": "the property fee"},
     "mark": "choice", "source": "简称"},
]  # fmt: skip
ANSWERS: dict[str, tuple[str, ...]] = {
    "window.min_days": ("7",),
    "window.max_days": ("none",),
    "topics.unposted": ("refused",),
    "results.within_days": ("3",),
    "results.posted_days": ("none",),
    "channel.default": ("paper",),
    "channel.paper": ("on_request",),
    "channel.offline": ("required",),
    "channel.double": ("last_valid_stands",),
    "silence": ("follow_majority",),
    "parking": ("not_counted",),
    "proxy.written": ("yes",),
    "proxy.max_principals": ("3",),
    "proxy.barred": ("property-firm-staff", "candidate"),
    "lame_duck": ("fee",),
    "reelection": ("no",),
}
"""Every question that the city leaves open, in its order, with what the committee says."""


class City:
    """Brings the law of a city that leaves much open."""

    @hookimpl
    def tickbox_jurisdictions(self) -> tuple[asking_town.Law, ...]:
        title = Text("本市", "the city")
        return (asking_town.Law((Layer.of_plain("city", title, CITY),), title, "city"),)


def town(folder: Path) -> Town:
    """A town whose one neighbourhood prepares a motion, with its roll."""
    plugins: dict[str, Any] = {**RESIDENTS_PAGES, "city": City(), "console": tickbox_console}
    made = Town(folder, open_registry(discover=False, plugins=plugins))
    made.plant(
        AreaTree(
            (
                Area("town", "town", Text("淞新镇", "Songxin")),
                Area(HERE, "neighbourhood", Text("竹园居民区", "Bamboo Garden"), "town"),
                Area("b8", "building", Text("8号楼", "building 8"), HERE),
            )
        )
    )
    prepare(made.found(HERE))
    return made


def prepare(desk: Desk, roll: Roll | None = None) -> None:
    """The motion, prepared, with six homes on its roll, or those of another."""
    law = desk.motions.law("city")
    motion = Motion.under(law, MOTION, Text("物业费调到1.2元", "A fee of 1.2 yuan"), "fee")
    desk.motions.prepare(Poll(motion, "fee", "city"))
    desk.motions.register(MOTION, roll or asking_town.roll())


def answer_all(desk: Desk) -> None:
    """Answer everything as ``ANSWERS`` has it, through the act."""
    for question, said in ANSWERS.items():
        given = {"id": MOTION, "question": question, "answer": list(said), "source": "议事规则"}
        if len(said) == 1:
            given["answer"] = said[0]
        perform(ACTS["motion/answer"], desk, given, Actor("小林", Role.STAFF))


def forms(page: str) -> dict[str, str]:
    """What stands hidden in the first form of a page that asks a question."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'id="law"' in one)
    return dict(re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', form))


def words_of(page: str) -> str:
    """What is read on a page."""
    body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@contextmanager
def signed_in(town: Town) -> Iterator[Any]:
    """Somebody of the neighbourhood's staff at the console."""
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        token = town.add_staff(HERE, "小林", "staff")
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        yield client
