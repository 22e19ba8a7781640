"""Nine who oversee an estate, and a building group with its five ones."""

from fractions import Fraction
from pathlib import Path

from litestar.testing import TestClient

from tickbox_building_groups import score, stars
from tickbox_core import Text
from tickbox_core.desk.notices import Sender, progress_notice
from tickbox_core.playing.stage import office
from tickbox_core.workflow.notices import plain
from tickbox_server import create_app

from .estate import ROUND, Estate, estate

NINE = tuple(f"{one}居民" for one in "甲乙丙丁戊己庚辛壬")
TERM = {"since": "2026-01-01", "until": "2026-12-31"}


def test_nine_residents_oversee_everything_and_find_problems_early(tmp_path: Path) -> None:
    """They see all of the estate; one moves away, another joins; the term ends by itself."""
    with estate(tmp_path) as at:
        made = at.do("people/group", id="g", estate="e1", title="九人临时自管小组",
            members=list(NINE), **TERM)  # fmt: skip
        refs = at.wish("东门夜里看不清台阶")
        at.plan()
        at.item("lamp", "东门路灯", cost=120000, refs=refs)
        at.item("rails", "楼道扶手", cost=90000)
        at.open()
        member = office(at.desk, made["tokens"][NINE[0]])
        assert len(at.do("group/see", member)["items"]) == 2
        raised = at.do("group/raise", member, title="地下管道有裂缝")
        at.do("problem/take-on", ref=raised["ref"], side="property-firm", name="物业",
            task="修管道")  # fmt: skip
        at.do("people/end", id="g.9")  # one moves away
        assert "already ended" in at.refused("people/end", id="g.9").replace("has ended already",
            "already ended")  # fmt: skip
        assert "already" in at.refused("people/member", group="g", name=NINE[0])
        joined = at.do("people/member", group="g", name="癸居民")
        assert joined["id"] == "g.10"
        newcomer = office(at.desk, joined["token"])
        assert [one["title"]["zh"] for one in at.do("group/see", newcomer)["problems"]] == [
            "地下管道有裂缝"
        ]
        at.tick({"lamp": 24, "rails": 9})
        assert at.decide() == ["lamp"]
        at.carry_out("lamp")
        at.do("problem/link", ref=raised["ref"], project="lamp")
        at.do("project/deliver", project="lamp")
        at.do("problem/solve", ref=raised["ref"], how="换了一段管道")
        assert at.ask("problem/show", ref=raised["ref"])["solved"] is not None
        at.judge("lamp")
        at.wait(330)
        assert at.desk.people.actor(joined["token"]) is None
        assert "term" in at.refused("people/member", group="g", name="子居民")
        at.recounts()


def on_pages(at: Estate) -> None:
    """The score stands on the project's page, its card, the printed notice and in the JSON."""
    said = {
        "zh": "5项做到了4项，得4分（满分5分），3星；由",
        "en": "4 of 5 done: 4 of 5 points, stars: 3; ticked off by ",
    }
    client = TestClient(create_app(at.town))  # without its lifespan: no thread nudges
    for language, words in said.items():
        for page in ("projects/group", "projects"):
            assert words in client.get(f"/n/n1/{page}?lang={language}").text
    twin = client.get("/api/v1/areas/n1/projects/group").json()
    assert twin["score"]["words"]["zh"].startswith(said["zh"])
    assert [one["points"] for one in twin["milestones"]] == [1] * 5
    assert len({one["done"] for one in twin["milestones"]}) == 5
    printed = progress_notice(at.desk, ROUND, Sender(Text("居委会", "the committee")))
    assert said["zh"] in str(plain(printed, "zh"))


def test_five_ones_are_ticked_off_during_the_year(tmp_path: Path) -> None:
    """Each is a milestone with its day and a word; what was not done is said."""
    with estate(tmp_path) as at:
        at.wish("3号楼想建活力楼组")
        at.plan(categories=[["groups", "building-groups"], ["plain", "plain"]])
        fields = {"building": {"within": ["e1-3"]}, "cuts": [[3, "1/2"], [5, "1"]]}
        at.item("group", "3号楼活力楼组", category="groups", cost=0, fields=fields)
        at.item("lamp", "东门路灯", cost=120000)
        at.open()
        at.tick({"group": 24, "lamp": 9})
        assert at.decide() == ["group"]
        at.carry_out("group")
        ones = [one["key"] for one in at.ask("project/show", project="group")["milestones"]]
        assert len(ones) == 5
        at_first = at.ask("project/show", project="group")["score"]
        assert at_first["words"]["en"] == "0 of 5 done: 0 of 5 points, stars: 0"
        for key, words in zip(ones[:4], ("值日表", "全家福", "生日会", "去公园"), strict=True):
            at.wait(30)
            at.do("project/milestone", project="group", milestone=key, words=words)
        on_pages(at)
        assert "not done" in at.refused("project/deliver", project="group")
        done = at.do("project/deliver", project="group", left_out="团圆饭改到春节")
        assert [one["done"] is not None for one in done["milestones"]] == [True] * 4 + [False]
        assert done["comparison"]["whole"] is False
        shown = {one["key"] for one in done["milestones"] if one["done"] is not None}
        points = score(dict.fromkeys(ones, 1), shown)
        assert points == Fraction(4, 5) and stars(points, {3: Fraction(1, 2), 5: Fraction(1)}) == 3
        told = at.ask("project/show", project="group")["score"]
        assert (told["points"], told["total"], told["stars"]) == (4, 5, 3)
        assert at.judge("group")["judges"] == 37
        judged = at.ask("project/show", project="group")["judged"]
        assert judged["level_words"]["en"] == "satisfied"
        at.recounts()
