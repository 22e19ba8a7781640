"""Two wishes that cost nothing: a side gate, and a calligraphy club that people join."""

from pathlib import Path

from .estate import ROUND, estate


def test_a_side_gate_becomes_the_second_exit(tmp_path: Path) -> None:
    """Looked at on the spot, objected to, answered, ticked, opened, judged."""
    with estate(tmp_path) as at:
        refs = at.wish("东边小门打开，多一个出口", "孩子上学绕路太远")
        at.plan()
        at.do("item/add", round=ROUND, id="gate", title="打开东边门", cost=0, refs=refs[:1])
        assert "feasible" in at.refused("round/post", round=ROUND) + at.refused(
            "round/open", round=ROUND
        )
        at.do("meeting/announce", id="visit", kind="hearing", title="现场查看", on="2026-02-02",
            about=["item:r2026/gate"])  # fmt: skip
        at.do("meeting/minutes", id="visit", minutes="门外是人行道", resolved="可以开", attended=9)
        at.do("item/assess", round=ROUND, item="gate", feasible="yes", reason="已现场查看")
        at.item("lamp", "东门路灯", cost=120000)
        at.do("round/post", round=ROUND)
        said = at.ask("objection/raise", round=ROUND, item="gate", text="怕外人进来")
        at.do("round/withdraw", round=ROUND, reason="补充开门时间")  # a wrong turn, and back
        at.do("objection/answer", ref=said["ref"], words="早晚开，有门卫")
        at.do("item/change", round=ROUND, id="gate", description="早7点到晚9点")
        at.open()
        at.tick({"gate": 20, "gate,lamp": 10, "lamp": 3, "": 1}, paper=("gate", "lamp"))
        assert at.decide() == ["gate"]
        at.carry_out("gate")
        at.do("project/note", project="gate", words="门锁已换")
        at.do("project/deliver", project="gate", words="今天起开放")
        judged = at.judge("gate")
        assert judged["judges"] == 37
        shown = at.ask("project/show", project="gate")
        assert shown["judged"]["level_words"]["en"] == "satisfied"
        at.recounts()


def test_a_club_whose_members_join_and_leave(tmp_path: Path) -> None:
    """An item that needs people and no money: who joins is sealed, how many is posted."""
    with estate(tmp_path) as at:
        at.wish("想学书法")
        at.plan()
        at.item("club", "书法社", cost=0)
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"club": 22, "lamp": 9})
        assert at.decide() == ["club"]
        at.carry_out("club")
        names = [f"社员{one}" for one in "甲乙丙丁戊己"]
        joined = [
            at.ask("volunteer/join", project="club", part="member", name=name)["ref"]
            for name in names
        ]
        at.ask("volunteer/join", project="club", part="volunteer", name="王老师", shop=True)
        assert "already" in at.refused(
            "volunteer/join", project="club", part="member", name=names[0]
        )
        at.ask("volunteer/leave", ref=joined[-1])
        chain = "#接龙\n书法社\n1. 庚居民 参加\n2. 辛居民 参加"
        seen = at.do("chain/preview", text=chain)
        at.do("chain/join", text=chain, rows=[1, 2], project="club", part="member")
        assert seen
        shown = at.ask("project/show", project="club")
        assert shown["taking_part"] == {"member": 7, "volunteer": 1}
        assert "社员甲" not in str(shown)
        at.do("project/deliver", project="club", words="每周三活动")
        at.judge("club")
        at.recounts()
