"""A garden with a kindergarten as partner; backrests that a partner and donors pay for."""

from pathlib import Path

from .estate import estate


def test_a_garden_is_made_with_the_kindergarten(tmp_path: Path) -> None:
    """What a partner gives in kind stands on the card, beside who keeps the garden up."""
    with estate(tmp_path) as at:
        refs = at.wish("中心花园荒了，做个小花园")
        at.plan(categories=[["renewal", "micro-renewal"], ["plain", "plain"]])
        fields = {
            "site_visit": "2026-02-01",
            "cost_cap": 3000000,
            "upkeep": "居委会和幼儿园",
            "partners": ["云岭幼儿园"],
            "in_kind": "孩子们画的铺路石",
        }
        at.item("garden", "共享花园", category="renewal", cost=2600000, fields=fields,
            refs=refs)  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"garden": 20, "garden,lamp": 6, "lamp": 5}, paper=("garden", ""))
        assert at.decide() == ["garden"]
        at.carry_out("garden", limit="10%")
        at.do("project/responsible", project="garden", side="partner", name="云岭幼儿园",
            task="画铺路石，每周浇水")  # fmt: skip
        gift = at.do("project/pledge", project="garden", source="in-kind", donor="云岭幼儿园",
            what="120块铺路石", worth=240000, named="云岭幼儿园")  # fmt: skip
        at.do("project/receive", project="garden", ref=gift["ref"])
        at.do("project/supervisors", project="garden", names=["甲居民", "乙居民", "丙居民"])
        at.do("project/milestone", project="garden", milestone="plan")
        at.do("project/spend", project="garden", amount=2400000, what="土方、苗木")
        at.do("project/expect", project="garden", amount=2900000, reason="加一条无障碍坡道")
        assert "decide" in at.refused("project/milestone", project="garden", milestone="works")
        at.do("meeting/announce", id="m", kind="coordination", title="花园费用协调会",
            about=["project:garden"])  # fmt: skip
        at.do("meeting/minutes", id="m", minutes="说明坡道费用", resolved="同意增加到29000元",
            attended=14)  # fmt: skip
        at.do("project/decide-again", project="garden", amount=2900000, meeting="m")
        for step in ("works", "review", "hand-over"):
            at.do("project/milestone", project="garden", milestone=step)
        for name in ("甲居民", "乙居民"):
            for step in ("plan", "works", "review", "hand-over"):
                at.do("project/sign", project="garden", milestone=step, supervisor=name)
        at.do("project/spend", project="garden", amount=480000, what="坡道")
        done = at.do("project/deliver", project="garden")
        (given,) = done["money"]["contributions"]
        assert (given["named"]["zh"], given["worth"], given["in_kind"]) == (
            "云岭幼儿园", 240000, True,
        )  # fmt: skip
        assert done["comparison"]["over"] == 280000
        at.judge("garden")
        at.recounts()


def test_backrests_are_given_and_their_material_is_chosen(tmp_path: Path) -> None:
    """Residents tick which material; a partner and shops pay, one gift does not come."""
    with estate(tmp_path) as at:
        refs = at.wish("长椅没有靠背，老人坐不住")
        at.plan()
        at.item("bench", "长椅加靠背", refs=refs, funding=[["sponsor", 96000]], options=[
            {"id": "wood", "title": "防腐木", "cost": 96000},
            {"id": "steel", "title": "不锈钢", "cost": 72000},
        ])  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"bench/wood": 16, "bench/steel": 9, "lamp": 6}, paper=("bench/wood", "lamp"))
        assert at.decide() == ["bench"]
        at.carry_out("bench")
        shown = at.ask("project/show", project="bench")
        assert (shown["baseline"]["option"], shown["baseline"]["cost"]) == ("wood", 96000)
        give = {"project": "bench", "source": "sponsor"}
        bank = at.do("project/pledge", donor="街角银行", amount=60000, named="街角银行", **give)
        shop = at.do("project/pledge", donor="王阿姨", amount=36000, **give)
        gone = at.do("project/pledge", donor="某公司", amount=50000, named="某公司", **give)
        for one in (bank, shop):
            at.do("project/receive", project="bench", ref=one["ref"])
        at.do("project/pledge-withdrawn", project="bench", ref=gone["ref"], reason="对方停业")
        at.do("project/spend", project="bench", amount=96000, what="防腐木靠背12个")
        done = at.do("project/deliver", project="bench")
        assert done["money"]["received"] == 96000
        assert "王阿姨" not in str(done) and "某公司" not in str(done)
        at.judge("bench")
        at.recounts()


def test_everything_from_parking_to_paint_is_chosen(tmp_path: Path) -> None:
    """Two items with options of their own are both taken, each in the way that most ticked."""
    with estate(tmp_path) as at:
        at.wish("停车位重新划", "楼道刷什么颜色大家定")
        at.plan(places=2)
        at.item("park", "停车布局", options=[
            {"id": "line", "title": "直列", "cost": 300000},
            {"id": "slant", "title": "斜列", "cost": 360000},
        ])  # fmt: skip
        at.item("paint", "外墙颜色", options=[
            {"id": "cream", "title": "米黄", "cost": 500000},
            {"id": "grey", "title": "浅灰", "cost": 500000},
            {"id": "brick", "title": "砖红", "cost": 520000},
        ])  # fmt: skip
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({
            "park/line,paint/grey": 9, "park/slant,paint/cream": 11, "park/slant,paint/grey": 6,
            "lamp": 4,
        }, paper=("park/slant,paint/brick", "lamp,park/line"))  # fmt: skip
        assert sorted(at.decide()) == ["paint", "park"]
        for item, option in (("park", "slant"), ("paint", "grey")):
            at.carry_out(item)
            assert at.ask("project/show", project=item)["baseline"]["option"] == option
            at.do("project/spend", project=item, amount=300000, what="施工")
            at.do("project/deliver", project=item)
        at.judge("park", "paint")
        at.recounts()
