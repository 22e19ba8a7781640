"""Two wishes that cost nothing: a side gate, and a calligraphy club that people join."""

import re
from pathlib import Path

from litestar.testing import TestClient

from tickbox_server import create_app

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


def test_the_same_list_is_ticked_on_the_page_on_paper_and_by_the_api(tmp_path: Path) -> None:
    """One resident at each door; the account says by which, and the whole is judged."""
    with estate(tmp_path) as at:
        at.wish("东门夜里看不清台阶")
        at.plan()
        at.item("lamp", "东门路灯", cost=120000)
        at.item("rails", "楼道扶手", cost=90000)
        at.open()
        first, second, *_ = [one.slot for one in at.desk.slots(ROUND)]
        codes = at.do("round/codes", round=ROUND, slots=[first, second])
        with TestClient(create_app(at.town)) as client:
            page = client.post(f"/n/n1/{ROUND}/review", data={"tick": "lamp"})
            key = re.search(r'name="key" value="([^"]+)"', page.text)
            assert key is not None
            sent = {"tick": "lamp", "key": key[1], "code": codes[first]}
            assert "东门路灯" in client.post(f"/n/n1/{ROUND}/confirm", data=sent).text
            assert client.post(f"/n/n1/{ROUND}/cast", data=sent).status_code == 200
            answer = client.post(
                f"/api/v1/areas/n1/rounds/{ROUND}/casts",
                json={"ticks": ["lamp", "rails"]},
                headers={"Idempotency-Key": "a-key-of-mine", "Tickbox-Code": codes[second]},
            )
            assert answer.status_code == 201, answer.text
        rest = [one.slot for one in at.desk.slots(ROUND)][2:4]
        at.on_paper(rest, ("lamp", "rails"))
        assert at.decide() == ["lamp"]
        outcome = at.desk.outcome(ROUND)
        assert outcome is not None and outcome.account is not None
        assert outcome.account.plain()["counted"] == {"online": 2, "paper": 2}
        at.carry_out("lamp")
        at.do("project/deliver", project="lamp")
        assert at.judge("lamp")["judges"] == 37
        at.recounts()
