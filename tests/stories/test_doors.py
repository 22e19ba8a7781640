"""Security doors without public money: each building raises its own, and is finished by itself."""

from pathlib import Path

from .estate import ROUND, estate, homes

DOORS = {"e1-1": 800000, "e1-2": 800001, "e1-3": 640000}


def test_doors_are_put_in_building_by_building_with_the_residents_own_money(
    tmp_path: Path,
) -> None:
    """What each home pays is said building by building, paid to the representative, and exact."""
    with estate(tmp_path) as at:
        refs = at.wish("楼道防盗门坏了，换新门", "3号楼门锁不上")
        at.plan()
        at.item("doors", "更换楼道防盗门", cost=sum(DOORS.values()), refs=refs[:1],
            funding=[["own", 2240001]], scope={"within": list(DOORS)})  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"doors": 25, "lamp": 9}, paper=("doors", "doors"))
        assert at.decide() == ["doors"]
        at.carry_out("doors")
        assert "nothing is collected" in at.refused(
            "project/pay", project="doors", unit="1-101", amount=100
        )
        for area, cost in DOORS.items():
            at.do("project/collect", project="doors", amount=cost, areas=[area],
                reason="楼道会议商定，每户相同")  # fmt: skip
        owed = at.do("project/payments", project="doors")
        assert sum(one["due"] for one in owed.values()) == sum(DOORS.values())
        assert sorted(owed[home]["due"] for home in homes(["2"])) == [*[100000] * 7, 100001]
        at.do("people/representative", id="s1", stairwell="e1-1", name="丁居民",
            since="2026-01-01", until="2028-12-31")  # fmt: skip
        for at_, (area, building) in enumerate(zip(DOORS, ("1", "2", "3"), strict=True), 1):
            for home in homes([building]):
                at.do("project/pay", project="doors", unit=home, amount=owed[home]["due"])
            at.do("project/spend", project="doors", amount=DOORS[area], what=f"{building}号楼的门",
                payee="门厂")  # fmt: skip
            shown = at.do("project/part", project="doors", area=area)
            assert sum(one["done"] is not None for one in shown["parts"]) == at_
            assert shown["money"]["collection"]["complete"] is (at_ == 3)
        assert at.do("project/deliver", project="doors")["comparison"]["over"] == 0
        at.judge("doors")
        at.recounts()


def test_a_facade_is_tried_on_one_building_first(tmp_path: Path) -> None:
    """Owners decide, one building is the pilot, and what came of it leads to the others."""
    with estate(tmp_path) as at:
        at.wish("外墙漏水八年了", "3号楼西墙渗水")
        at.plan(
            categories=[["fund", "maintenance-fund"], ["plain", "plain"]],
            jurisdiction="cn-shanghai",
        )
        scope = {"within": ["e1-1", "e1-2", "e1-3"]}
        fields = {"work": "facade", "scope": scope, "amount": 9000000, "estimate": "造价事务所"}
        at.item("wall", "外墙防水", category="fund", cost=9000000, fields=fields, scope=scope)
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"wall": 30, "lamp": 3}, paper=("wall", "wall"))
        assert at.decide() == ["wall"]
        at.do("project/start", round=ROUND, item="wall", pilot=["e1-3"])
        at.do("project/responsible", project="wall", side="property-firm", name="物业",
            task="施工")  # fmt: skip
        (motion,) = at.do("motion/promote", round=ROUND, item="wall")
        all_homes = homes()
        marks = dict.fromkeys(all_homes[:20], "yes") | dict.fromkeys(all_homes[20:22], "no")
        assert at.vote(motion["id"], marks, ["1", "2", "3"])["result"] == "passed"
        at.do("project/begin", project="wall")
        assert "pilot" in at.refused("project/part", project="wall", area="e1-1")
        at.do("project/part", project="wall", area="e1-3")
        at.wait(60)
        at.do("project/pilot", project="wall", extended=True, words="雨季没有再渗")
        for area in ("e1-1", "e1-2"):
            at.do("project/part", project="wall", area=area)
        for step in at.do("project/show", project="wall")["milestones"]:
            at.do("project/milestone", project="wall", milestone=step["key"])
        at.do("project/spend", project="wall", amount=8800000, what="外墙防水", payee="防水公司")
        done = at.do("project/deliver", project="wall")
        assert done["pilot_words"]["zh"] == "雨季没有再渗"
        at.judge("wall")
        at.recounts()
