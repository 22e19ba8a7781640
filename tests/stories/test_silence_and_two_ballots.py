"""Two decisions that turn on what most people never see: silence, and a second ballot.

Each is played on paper and online, and recounted from the public and from the sealed file.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.bundle import differences

from .estate import HEADER, LIN, ROUND, ZHOU, Estate, estate, homes, rows

WAYS = ("paper", "online")
FEE = {"class": "住宅", "fee_now": 80, "fee_new": 140, "from": "2026-09", "contract": "commission"}
LIFT = {
    "kind": "add",
    "scope": {"within": ["e1-2"]},
    "cost": 60000000,
    "funding": "cash",
    "table": "declared",
    "coefficients": [[1, "0"], [2, "0.5"], [3, "1"], [4, "1.1"]],
    "storeys": 4,
    "common_land": True,
}


def opened(at: Estate, motion: str, **law: str) -> None:
    """Registered, posted for its days, the law answered, open."""
    at.do("motion/register", id=motion, table="\n".join([HEADER, *rows()]))
    at.do("motion/post", id=motion)
    at.answer_law(motion)
    for question, answer in law.items():
        at.do("motion/answer", id=motion, question=question, answer=answer,
            source="《业主大会议事规则》第十二条")  # fmt: skip
    at.wait(15)
    at.do("motion/open", id=motion)


def voted(at: Estate, motion: str, way: str, marks: Mapping[str, str]) -> None:
    """Papers keyed by two people, or each owner by the code of the home."""
    if way == "paper":
        for unit, mark in marks.items():
            for person in (LIN, ZHOU):
                at.do("motion/key", person, id=motion, place=unit, mark=mark)
        return
    codes = {one["places"][0]: one["code"] for one in at.do("motion/codes", id=motion)["slips"]}
    for number, (unit, mark) in enumerate(marks.items()):
        slot = at.desk.motions.elector_of_code(motion, codes[unit])
        assert slot is not None
        at.desk.motions.say(motion, slot, mark, f"k{number}")


def decided(at: Estate, motion: str) -> Any:
    """Closed and published; the sealed file recounts, the public one waits for the end."""
    at.wait(10)
    at.do("motion/close", id=motion)
    posted = at.do("motion/publish", id=motion)
    at.bundles[motion] = at.desk.motions.bundle(motion)
    assert differences(at.desk.motions.sealed(motion)).status == 0
    return posted


def listed(at: Estate, item: str, title: str, category: str, **given: Any) -> str:
    """On the list and chosen by ticks; the first motion that comes of it."""
    at.plan(
        categories=[[category, category], ["plain", "plain"]] if category != "fee" else
        [["fee", "property-fee"], ["plain", "plain"]],
        jurisdiction="cn-shanghai",
    )  # fmt: skip
    at.item(item, title, category=category, **given)
    at.item("lamp", "东门路灯", cost=120000)
    at.open()
    at.tick({item: 20, "lamp": 5})
    assert at.decide() == [item]
    return item


@pytest.mark.parametrize("way", WAYS)
def test_silence_that_follows_the_majority_sinks_a_fee(tmp_path: Path, way: str) -> None:
    """Eleven homes speak, seven of them against: the thirteen that are silent, and whose service is
    proved, are counted as they are frozen, with the majority; those not served never are.
    """
    with estate(tmp_path) as at:
        listed(at, "fee", "物业费调整到1.40元", "fee", cost=0, fields=FEE)
        (motion,) = at.do("motion/promote", round=ROUND, item="fee")
        id_, units = motion["id"], homes()
        opened(at, id_, silence="follow_majority")
        service = [f"{unit},是,挂号信,小林,2026-03-05" for unit in units[:-2]]
        at.table("service", ["房屋,已送达,方式,送达人,日期", *service], id_)
        at.do("motion/deliver", id=id_, agenda_noticed=True, warning_printed=True)
        said = dict.fromkeys(units[:4], "yes") | dict.fromkeys(units[4:11], "no")
        voted(at, id_, way, said)
        posted = decided(at, id_)
        assert posted["result"] == "rejected"
        heads, area = posted["tallies"]
        marks = heads["marks"]
        assert (marks["yes"], marks["no"], marks["silent"]) == (4, 18, 2), "eleven joined seven"
        assert (heads["joined"], heads["participating"], heads["total"]) == (11, 22, 24)
        assert (area["participating"], area["total"]) == (166100, 181200)
        assert "4 of 22" in posted["sentence"]["en"], "the silence is on the other side"
        page = at.ask("motion/show", id=id_)
        assert "甲1-101" not in str(page) and "挂号信" not in str(page)
        at.do("motion/evidence", id=id_, given_to="区人民法院")
        file = base64.b64decode(at.do("motion/evidence-file", id=id_)["content"])
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            kept = json.loads(archive.read("service.json"))
        assert kept["proofs"]["1-101"] == {"on": "2026-03-05", "how": "挂号信", "by": "小林"}
        at.recounts()


@pytest.mark.parametrize("way", WAYS)
def test_a_lift_takes_the_ballots_of_building_and_estate(tmp_path: Path, way: str) -> None:
    """The house agrees by three quarters; the estate, whose land it takes, first does not."""
    with estate(tmp_path) as at:
        listed(at, "lift", "2号楼加装电梯", "elevator", cost=60000000, fields=LIFT,
            scope={"within": ["e1-2"]})  # fmt: skip
        at.do("project/start", round=ROUND, item="lift")
        at.do("project/responsible", project="lift", side="residents-committee", name="居委会",
            task="组织实施")  # fmt: skip
        building, whole = (one["id"] for one in at.do("motion/promote", round=ROUND, item="lift"))
        opened(at, building)
        marks = dict.fromkeys(homes(["2"])[2:], "yes") | {"2-101": "no", "2-102": "yes"}
        voted(at, building, way, marks)
        posted = decided(at, building)
        assert posted["result"] == "passed"
        assert "has to pass" in at.refused("project/begin", project="lift")
        opened(at, whole)
        voted(at, whole, way, dict.fromkeys(homes()[:13], "yes") | {"3-401": "no"})
        assert decided(at, whole)["result"] == "rejected", "too few took part"
        assert "has to pass" in at.refused("project/begin", project="lift")
        again = [one["id"] for one in at.do("motion/promote", round=ROUND, item="lift")]
        assert len(again) == 1, "the building has decided already"
        opened(at, again[0])
        against = dict.fromkeys(homes()[13:18], "no")
        voted(at, again[0], way, dict.fromkeys(homes()[:13], "yes") | against)
        assert decided(at, again[0])["result"] == "passed"
        assert at.do("project/begin", project="lift")["status"] == "under-way"
        at.recounts()
