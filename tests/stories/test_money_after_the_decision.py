"""A lift is added: subsidies by rule, a ledger from the bank, an overrun, shares anew."""

from pathlib import Path
from typing import Any

from .estate import ROUND, Estate, estate, homes

COST, MORE = 480_000_00, 540_000_01
LIFT = {
    "kind": "add",
    "scope": {"within": ["e1-2"]},
    "cost": COST,
    "funding": "cash",
    "table": "declared",
    "coefficients": [[1, "0"], [2, "0.5"], [3, "1"], [4, "1.1"]],
    "common_land": False,
}
BANK = "交易日期,摘要,对方户名,贷方发生额,交易流水号"


def test_money_from_the_decision_to_the_last_fen(tmp_path: Path) -> None:
    """Shares are seen before the last press; an old motion allows no overrun, a new one does."""
    with estate(tmp_path) as at:
        refs = at.wish("2号楼想加装电梯", "老人上不了楼")
        at.plan(
            categories=[["elevator", "elevator"], ["plain", "plain"]], jurisdiction="cn-shanghai"
        )
        at.item("lift", "2号楼加装电梯", category="elevator", cost=COST, fields=LIFT,
            refs=refs[:1], scope={"within": ["e1-2"]})  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"lift": 12, "lift,lamp": 2, "": 1})
        assert at.decide() == ["lift"]
        looked = at.desk.projects.shares_of_item(ROUND, "lift")
        assert looked is not None
        assert (looked.cost, looked.together, looked.homes) == (COST, 288_000_00, 8)
        assert [one.amount for one in looked.subsidies] == [192_000_00]
        at.do("project/start", round=ROUND, item="lift", limit="10%")
        dues = {u: one["due"] for u, one in at.do("project/payments", project="lift").items()}
        assert dues == dict(looked.shares)
        at.do("project/responsible", project="lift", side="property-firm", name="物业", task="施工")
        (motion,) = at.do("motion/promote", round=ROUND, item="lift")
        decided = at.vote(motion["id"], dict.fromkeys(homes(["2"]), "yes"), ["2"])
        assert decided["result"] == "passed"
        money = at.do("project/begin", project="lift")["money"]
        assert (money["owners_pay"], money["subsidies"][0]["amount"]) == (288_000_00, 192_000_00)
        assert "Shanghai" in money["subsidies"][0]["source"]["en"]
        _the_bank(at, dues)
        _an_overrun(at, motion["id"])
        _shares_anew(at, dues)


def _the_bank(at: Estate, dues: dict[str, int]) -> None:
    """All who owe pay what they owe, but for one; the table comes twice, and changes nothing."""
    owing = [unit for unit, due in dues.items() if due]
    rows = [
        f"2026-01-02,{unit.replace('-', '号楼')}室 电梯款,某人,{_yuan(dues[unit])},F{n}"
        for n, unit in enumerate(owing[:-1])
    ]
    at.table("payments", [BANK, *rows], "lift")
    at.table("payments", [BANK, *rows], "lift")
    held = at.do("project/ledger", project="lift")
    assert (held["settled"], held["unassigned"]) == (7, 0)
    assert held["still_due"] == dues[owing[-1]]


def _an_overrun(at: Estate, old: str) -> None:
    """Beyond the limit everything waits for what is decided after it was known."""
    at.do("project/expect", project="lift", amount=MORE, reason="地下管线要迁移")
    assert "decided again" in at.refused("project/milestone", project="lift", milestone="motion")
    again = {"project": "lift", "amount": MORE}
    said = at.refused("project/decide-again", **again, motion=old)
    assert "was opened before it was said what it is to cost now" in said
    at.do("motion/prepare", id="more", question="电梯费用增加到540000.01元", matter="add-lift",
        jurisdiction="cn-shanghai", scope={"within": ["e1-2"]})  # fmt: skip
    assert "not published as passed" in at.refused("project/decide-again", **again, motion="more")
    decided = at.vote("more", dict.fromkeys(homes(["2"]), "yes"), ["2"])
    assert decided["result"] == "passed"
    money = at.do("project/decide-again", **again, motion="more")["money"]
    assert money["dues_are_old"] is True
    assert (money["subsidies"][0]["amount"], money["owners_pay"]) == (216_000_00, 324_000_01)


def _shares_anew(at: Estate, dues: dict[str, int]) -> None:
    """What the new cost leaves, in the same proportion; what was paid stays paid."""
    new: dict[str, Any] = at.do(
        "project/collect", project="lift", share="dues", reason="费用增加后重算"
    )
    assert sum(one["due"] for one in new.values()) == 324_000_01
    assert all(one["due"] >= dues[unit] for unit, one in new.items())
    shown = at.do("project/show", project="lift")["money"]
    assert shown["dues_are_old"] is False and shown["collection"]["complete"] is False
    for unit, one in new.items():
        if one["due"] > one["paid"]:
            at.do("project/pay", project="lift", unit=unit, amount=one["due"] - one["paid"],
                receipt=f"H{unit}")  # fmt: skip
    held = at.do("project/ledger", project="lift")
    assert (held["paid"], held["still_due"], held["too_much"]) == (324_000_01, 0, 0)
    shown = at.do("project/show", project="lift")["money"]["collection"]
    assert (shown["complete"], shown["paid"]) == (True, 324_000_01)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
