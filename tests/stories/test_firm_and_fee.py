"""The property firm is kept and its fee changed: owners decide, in two rounds if need be."""

from pathlib import Path

from .estate import ROUND, estate, homes

FEE = {"class": "住宅", "fee_now": 80, "fee_new": 140, "from": "2026-09", "contract": "commission"}


def test_the_fee_is_changed_by_the_owners_after_meetings(tmp_path: Path) -> None:
    """Residents tick, each sees the difference; three meetings; the owners' dual majority."""
    with estate(tmp_path) as at:
        at.wish("物业费十年没调，服务跟不上")
        at.plan(categories=[["fee", "property-fee"], ["plain", "plain"]],
            jurisdiction="cn-shanghai")  # fmt: skip
        at.item("fee", "物业费调整到1.40元", category="fee", cost=0, fields=FEE)
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        one = next((slot for slot in at.desk.slots(ROUND) if slot.unit == "1-101"), None)
        assert one is not None
        assert "42.30" in str(at.desk.listed(ROUND, one.slot))  # 70.50 m² × 0.60 yuan
        at.tick({"fee": 26, "lamp": 9})
        assert at.decide() == ["fee"]
        at.do("project/start", round=ROUND, item="fee")
        at.do("project/responsible", project="fee", side="property-firm", name="物业",
            task="按新标准服务")  # fmt: skip
        for kind in ("hearing", "coordination", "review"):
            at.do("meeting/announce", id=kind, kind=kind, title="物业费三会", about=["project:fee"])
            at.do("meeting/minutes", id=kind, minutes="公开账目", attended=20)
        (motion,) = at.do("motion/promote", round=ROUND, item="fee")
        units = homes()
        marks = dict.fromkeys(units[:8], "yes") | dict.fromkeys(units[8:16], "no")
        assert at.vote(motion["id"], marks, "123")["result"] == "rejected"  # half is not enough
        assert "has to pass" in at.refused("project/begin", project="fee")
        (again,) = at.do("motion/promote", round=ROUND, item="fee")  # after better service
        assert again["id"] == f"{motion['id']}.2"
        assert at.vote(again["id"], dict.fromkeys(units[:20], "yes"), "123")["result"] == "passed"
        assert at.do("project/begin", project="fee")["status"] == "under-way"
        for step in at.do("project/show", project="fee")["milestones"]:
            at.do("project/milestone", project="fee", milestone=step["key"])
        at.do("project/deliver", project="fee")
        at.judge("fee")
        at.recounts()


BIDDERS = [
    {"id": "a", "name": "甲物业", "fee": 120},
    {"id": "b", "name": "乙物业", "fee": 110},
    {"id": "c", "name": "丙物业", "fee": 130},
]
FIRM = {
    "contract_ends": "2026-12-31", "decide_by": "2026-10-31", "current": "a", "fee_now": 80,
    "bidders": BIDDERS,
}  # fmt: skip


def test_one_of_three_firms_is_taken_in_a_second_round(tmp_path: Path) -> None:
    """From a wish to a judgement; most votes of several are no majority: the leader is confirmed.

    Ticks order the work and hire nobody: before the owners have decided nothing begins.
    """
    with estate(tmp_path) as at:
        refs = at.wish("换一家物业", "电梯坏了两个月没人管")
        at.plan(categories=[["firm", "property-firm"], ["plain", "plain"]],
            jurisdiction="cn-shanghai")  # fmt: skip
        at.item("firm", "选聘物业企业", category="firm", cost=0, fields=FIRM, refs=refs[:1],
            scope={"within": ["e1"]})  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"firm": 25, "lamp": 9}, paper=("firm", "firm"))
        assert at.decide() == ["firm"]
        at.do("project/start", round=ROUND, item="firm")
        at.do("project/responsible", project="firm", side="owners-committee", name="业委会",
            task="签订合同")  # fmt: skip
        (motion,) = at.do("motion/promote", round=ROUND, item="firm")
        assert "has to pass" in at.refused("project/begin", project="firm")
        units = homes()
        marks = dict.fromkeys(units[:9], "a") | dict.fromkeys(units[9:14], "b")
        marks |= dict.fromkeys(units[14:18], "c")
        first = at.vote(motion["id"], marks, "123")
        assert first["result"] != "passed"
        assert first["next_round"] == ["a"]
        assert "has to pass" in at.refused("project/begin", project="firm")
        second = at.do("motion/confirm", id=motion["id"], option="a")
        assert at.vote(second["id"], dict.fromkeys(units[:17], "yes"), "123")["result"] == "passed"
        at.do("project/begin", project="firm")
        for step in at.do("project/show", project="firm")["milestones"]:
            at.do("project/milestone", project="firm", milestone=step["key"])
        at.do("project/part", project="firm", area="e1")
        at.do("project/deliver", project="firm", words="新合同已签")
        assert at.judge("firm")["judges"] == 37
        at.recounts()
