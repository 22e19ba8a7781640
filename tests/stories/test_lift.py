"""Lifts of twenty years are replaced: the owners decide, and everybody pays by floor."""

from pathlib import Path

from .estate import ROUND, ZHOU, estate, homes

GUIDE = [[1, "0"], [2, "0.5"], [3, "1"], [4, "1.1"]]
LIFT = {
    "kind": "replace",
    "scope": {"within": ["e1-2"]},
    "cost": 48000000,
    "funding": "cash",
    "table": "declared",
    "coefficients": GUIDE,
    "age": 20,
    "subsidy": 15000000,
}
STEPS = ("motion", "agreement", "permit", "works", "acceptance", "upkeep")


def test_the_lift_of_number_two_is_replaced_and_paid_by_floor(tmp_path: Path) -> None:
    """A wish, ticks, the owners' 3/4 on heads and area, a ledger by household, a judgement."""
    with estate(tmp_path) as at:
        refs = at.wish("2号楼电梯用了二十年，常停", "电梯又困人了")
        at.plan(
            categories=[["elevator", "elevator"], ["plain", "plain"]], jurisdiction="cn-shanghai"
        )
        at.item("lift", "更新2号楼电梯", category="elevator", cost=48000000, fields=LIFT,
            refs=refs[:1], scope={"within": ["e1-2"]})  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        top = next((one for one in at.desk.slots(ROUND) if one.unit == "2-402"), None)
        assert top is not None
        shown = next(
            (one for one in at.desk.listed(ROUND, top.slot) if one.item.id == "lift"), None
        )
        assert shown is not None
        assert "69807.69" in str(shown)  # each home sees its own share before it ticks
        at.tick({"lift": 12, "lift,lamp": 2, "": 1}, paper=("lift", "lift"))
        assert at.decide() == ["lift"]

        at.do("project/start", round=ROUND, item="lift")
        firm = {"side": "property-firm", "name": "物业", "task": "施工"}
        at.do("project/responsible", project="lift", **firm)
        assert "has to pass" in at.refused("project/begin", project="lift")
        (motion,) = at.do("motion/promote", round=ROUND, item="lift")
        assert {one["approval"] for one in motion["bars"]} == {"at_least 3/4"}
        marks = dict.fromkeys(homes(["2"])[1:], "yes") | {"2-101": "no"}
        decided = at.vote(motion["id"], marks, ["1", "2", "3"])
        assert decided["result"] == "passed"
        assert at.do("project/begin", project="lift")["status"] == "under-way"
        _households_pay(at)
        for step in STEPS:
            at.do("project/milestone", project="lift", milestone=step)
        at.do("project/spend", project="lift", amount=47500000, what="电梯和安装", payee="电梯厂")
        assert "not finished" in at.refused("project/deliver", project="lift")
        at.do("project/part", project="lift", area="e1-2")
        done = at.do("project/deliver", project="lift")
        assert done["comparison"]["over"] == -500000
        assert done["money"]["collection"]["complete"] is True
        assert "2-402" not in str(done)  # nobody's payment is posted
        at.judge("lift", satisfied=26, fairly=3, not_=1)
        at.recounts()


def _households_pay(at) -> None:
    owed = at.do("project/payments", project="lift")
    assert sum(one["due"] for one in owed.values()) == 33000000
    assert owed["2-101"]["due"] == 0
    for unit, one in owed.items():
        if one["due"]:
            at.do("project/pay", project="lift", unit=unit, amount=one["due"])
    # a wrong turn: somebody else's money was entered for 3-101, then one row too much for 2-402
    assert "owes nothing" in at.refused("project/pay", project="lift", unit="3-101", amount=100)
    back = {"project": "lift", "unit": "2-402", "amount": 100000, "reason": "录错一笔"}
    assert at.do("project/unpay", **back) == {"due": 6980769, "paid": 6880769}
    assert at.do("project/show", project="lift")["money"]["collection"]["complete"] is False
    assert "has paid" in at.refused("project/unpay", **{**back, "amount": 99999999})
    # the lift costs less than was raised: what each owes is less in proportion, and some goes back
    less = {"project": "lift", "amount": 32500000, "share": "dues", "reason": "决算比预算少"}
    assert "more than it would owe" in at.refused("project/collect", **less)
    at.do("project/pay", ZHOU, project="lift", unit="2-402", amount=100000)
    for unit, one in owed.items():
        new = one["due"] * 325 // 330
        if one["due"]:
            at.do("project/unpay", project="lift", unit=unit, amount=one["due"] - new,
                reason="多收退还")  # fmt: skip
    new_dues = at.do("project/collect", **less)
    assert sum(one["due"] for one in new_dues.values()) == 32500000
    for unit, one in new_dues.items():
        if one["due"] > one["paid"]:
            at.do("project/pay", project="lift", unit=unit, amount=one["due"] - one["paid"])
