"""The owners elect their committee: equal at the last seat, then a seat left open, then filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tickbox_core.acts import Actor, Role
from tickbox_core.acts.matters import matters
from tickbox_core.acts.tables.kind import Asked, Looked
from tickbox_core.acts.tables.taking import digest_of, look_at, take_table
from tickbox_core.bundle import differences
from tickbox_core.errors import NotPossible

from .estate import HEADER, LIN, WU, ZHOU, Estate, estate, homes, rows

ID, AGAIN, LAST = "c2026", "c2026.again", "c2026.again.again"
CANDIDATES = ["陈一", f"孙三（{WU.name}）", "钱二", "李四"]
THIRD = Actor("老郑", Role.STAFF)
WINDOW = 10


def ready(at: Estate, id_: str) -> None:
    """Posted for its days, what the law leaves open answered, opened."""
    at.do("motion/post", id=id_)
    at.answer_law(id_)
    at.wait(15)
    at.do("motion/open", id=id_)


def published(at: Estate, id_: str) -> Any:
    """Closed and published; both files recount."""
    at.wait(WINDOW)
    at.do("motion/close", id=id_)
    decided = at.do("motion/publish", id=id_)
    at.bundles[id_] = at.desk.motions.bundle(id_)
    assert differences(at.desk.motions.sealed(id_)).status == 0
    return decided


def keyed(at: Estate, id_: str, marks: dict[str, str]) -> None:
    """Each paper by two people."""
    for unit, mark in marks.items():
        for person in (LIN, ZHOU):
            at.do("motion/key", person, id=id_, place=unit, mark=mark)


def test_a_committee_is_elected_in_three_votes(tmp_path: Path) -> None:
    """On paper two are equal at the last seat; online neither is elected; on paper one is."""
    with estate(tmp_path) as at:
        at.do("motion/elect", id=ID, question="选举业主委员会", seats=2, candidates=CANDIDATES,
            jurisdiction="cn-shanghai")  # fmt: skip
        at.do("motion/register", id=ID, table="\n".join([HEADER, *rows()]))
        ready(at, ID)
        units = homes()
        _on_paper(at, units)
        decided = published(at, ID)
        assert decided["result"] == "passed"
        assert [decided[name] for name in ("elected", "equal", "left", "again")] == [
            ["c1"], ["c2", "c3"], 1, ["c2", "c3"],
        ]  # fmt: skip
        assert "陈一当选" in decided["sentence"]["zh"]
        assert decided["tallies"][0]["marks"]["spoiled"] == 1
        _nobody_is_named(decided)

        assert to_do(at, ID) == ["motion/elect-again"]
        again = at.do("motion/elect-again", id=ID)
        assert to_do(at, ID) == []
        assert (again["id"], again["seats"], again["follows"]) == (AGAIN, 1, ID)
        assert list(again["sides"]) == ["c2", "c3", "none-of-these"]
        assert at.do("motion/elect-again", id=ID) == again
        ready(at, AGAIN)
        _online(at, units)
        decided = published(at, AGAIN)
        assert decided["result"] == "rejected"
        assert [decided[name] for name in ("elected", "equal", "left", "again")] == [
            [], [], 1, ["c2", "c3"],
        ]  # fmt: skip

        assert at.do("motion/elect-again", id=AGAIN)["id"] == LAST
        ready(at, LAST)
        keyed(at, LAST, dict.fromkeys(units[:14], "c3") | dict.fromkeys(units[14:20], "c2"))
        decided = published(at, LAST)
        assert (decided["elected"], decided["left"], decided["again"]) == (["c3"], 0, [])
        assert "every seat is filled" in at.refused("motion/elect-again", id=LAST)
        at.recounts()


def to_do(at: Estate, id_: str) -> list[str]:
    """The acts that the first page of staff offers for a motion."""
    found = (one for one in matters(at.desk) if (one.kind, one.id) == ("motion", id_))
    return [way.act for one in found for step in one.steps for way in step.ways]


def _on_paper(at: Estate, units: list[str]) -> None:
    """Keyed twice, one looked at by a third; whoever stands is refused at each step."""
    for act, given in (
        ("motion/key", {"place": units[0], "mark": "c1"}),
        ("motion/count", {}),
        ("motion/close", {}),
        ("motion/codes", {}),
    ):
        assert "stands in this election" in at.refused(act, WU, id=ID, **given)
    service = at.folder / "served.csv"
    service.write_text(f"房屋编号\n{units[0]}\n", "utf-8")
    looked = look_at(at.desk, "service", service, Asked(ID))
    assert isinstance(looked, Looked), looked
    with pytest.raises(NotPossible, match="stands in this election"):
        take_table(at.town, at.desk, looked, digest_of(service.read_bytes()), WU)
    assert at.desk.motions.delivery(ID) is None
    helped = {"id": ID, "place": units[0], "mark": "c1", "by": "x", "channel": "door"}
    assert "stands in this election" in at.refused("motion/assist", witness="钱二", **helped)
    marks = {
        **dict.fromkeys(units[0:8], "c1+c2"),
        **dict.fromkeys(units[8:16], "c3, c1"),  # however it is written
        **dict.fromkeys(units[16:21], "c2+c3"),
        units[21]: "c1+c2+c3",  # more than there are seats: spoiled
        units[23]: "none-of-these",
    }
    keyed(at, ID, marks)
    at.do("motion/key", LIN, id=ID, place=units[22], mark="c1+c3")
    at.do("motion/key", ZHOU, id=ID, place=units[22], mark="c1")
    assert [one["place"] for one in at.do("motion/mismatches", THIRD, id=ID)] == [units[22]]
    assert "stands" in at.refused("motion/key", WU, id=ID, place=units[22], mark="c2")
    at.do("motion/key", THIRD, id=ID, place=units[22], mark="c1")


def _online(at: Estate, units: list[str]) -> None:
    """By code, half each: neither has more than half."""
    slips = at.do("motion/codes", id=AGAIN)["slips"]
    codes = {slip["places"][0]: slip["code"] for slip in slips}
    for number, unit in enumerate(units[:20]):
        slot = at.desk.motions.elector_of_code(AGAIN, codes[unit])
        assert slot is not None
        mark = "c2" if number < 10 else "c3" if number < 18 else "abstain"
        at.desk.motions.say(AGAIN, slot, mark, f"k{number}")


def _nobody_is_named(decided: Any) -> None:
    """Who voted how is in nothing that is published."""
    said = str(decided)
    assert not [unit for unit in homes() if unit in said or f"甲{unit}" in said]
