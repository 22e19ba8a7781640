"""What the console says of an answer: every line in words, in the language of the page."""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, cast

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_console import result_view
from tickbox_console.result_view import ResultLine, about, result_lines, yuan
from tickbox_console.staff_request import StaffRequest
from tickbox_console.titles import title_of
from tickbox_core import Area, AreaTree
from tickbox_core.acts import Act, Actor, Catalogue, Role, catalogue_of, perform
from tickbox_core.categories import fields_of
from tickbox_core.components.motions import BarAnswer
from tickbox_core.components.projects import NewPayment
from tickbox_core.components.projects.money import SharedBy
from tickbox_core.components.wishes import NewWish
from tickbox_core.declarations import Said, Typed
from tickbox_core.desk import Cast, Desk, Town
from tickbox_core.desk.homes import people
from tickbox_core.model import Item
from tickbox_core.playing import played, stage
from tickbox_core.testing import desks
from tickbox_core.text import LANGUAGES, Language, Text
from tickbox_core.workflow.answers import ComparisonAnswer
from tickbox_core.workflow.deadlines import Announced
from tickbox_core.year import ObjectionStage
from tickbox_server import create_app

from ...installed import ACTS
from .. import asking_town, every_state
from ..test_pictures import photo

TYPED = "·"
"""What stands in place of whatever people typed in one language alone."""


@attrs.frozen
class Visit:
    """Somebody who reads in a language."""

    language: Language

    def say(self, text: Text) -> str:
        """The words in it."""
        return text.said_in(self.language)


@attrs.frozen
class Chair:
    """As much of a seat as an answer is drawn for."""

    desk: Desk
    visit: Visit
    named: dict[str, Any] = attrs.field(factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """What there is to do at the desk."""
        return catalogue_of(self.desk.components)

    def say(self, text: Text) -> str:
        """The words in the reader's language."""
        return self.visit.say(text)


def drawn(desk: Desk, act: Act, plain: Any, ids: Any, language: Language) -> tuple[ResultLine, ...]:
    """The lines of an answer."""
    seat = cast("StaffRequest", Chair(desk, Visit(language)))
    return result_lines(seat, act.answer, plain, ids)


def words(lines: tuple[ResultLine, ...]) -> Iterator[str]:
    """Every label and text."""
    for line in lines:
        yield line.label
        yield line.text
        yield from words(line.below)


@contextmanager
def masked() -> Iterator[None]:
    """What people typed is covered; an id that nobody could name stays to be found."""

    def said(kind: Said, plain: Any) -> Text:
        text = Text(**plain)
        return Text(TYPED, TYPED) if text.zh == text.en else text

    real = result_view.title_of

    def title(seat: StaffRequest, kind: str, id_: str, ids: Any) -> Text:
        found = real(seat, kind, id_, ids)
        return Text(TYPED, TYPED) if found and found != Text.of(id_) else found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Said, "describe", said)
        patch.setattr(Typed, "describe", lambda kind, plain: Text(TYPED, TYPED))
        patch.setattr(result_view, "title_of", title)
        yield


@attrs.frozen
class Heard:
    """Which acts answered, and the words that were wrong of them."""

    acts: set[str] = attrs.field(factory=set)
    wrong: set[tuple[str, str, str]] = attrs.field(factory=set)

    def hear(self, act: Act, desk: Desk, given: Any, plain: Any) -> None:
        """Read an answer in both languages."""
        self.acts.add(act.key)
        for language in LANGUAGES:
            lines = drawn(desk, act, plain, about(act.fields, given), language)
            for said in words(lines):
                if _foreign(said, language):
                    self.wrong.add((act.key, language, said))


def _foreign(said: str, language: Language) -> bool:
    """Whether letters of the other language stand in it, outside of quotes and codes."""
    if language == "zh":
        return bool(re.search("[A-Za-z]", NAMED["zh"].sub("", said)))
    return bool(CHINESE.search(NAMED["en"].sub("", said)))


CODE = "[0-9A-Z]{4}-[0-9A-Z]{4}"
WORKS = "|".join(every_state.WORKS)
NAMED = {
    "zh": re.compile(
        f"“[^”]*”|{CODE}|({WORKS})事项|#接龙|m-open|a2026|[a-z]+_valid_stands|local rules"
        "|evidence-[a-z0-9-]+[.]zip"
    ),
    "en": re.compile(f"'[^']*'|{CODE}|本地规则"),
}
"""What sentences name by its id, and what this test's data says in the other language."""
# a2026 is put forward for before the town declares it: nobody can say yet what it is called
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """A played year, a neighbourhood in every state there is, and all that can be asked there."""
    found = Heard()

    def listening(act: Act, desk: Desk, given: Any, *who: Any) -> Any:
        plain = perform(act, desk, given, *who)
        found.hear(act, desk, given, plain)
        return plain

    with masked(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "perform", listening)
        year = tmp_path_factory.mktemp("year") / "data"
        for _ in played(year):
            pass
        _after_the_year(year)
        house = every_state.build(tmp_path_factory.mktemp("states") / "data")
        _ask(house.desk)
        _go_on(house)
        house.town.close()
    return found


def _elect(do: Callable[..., Any], table: str) -> None:
    """A committee of two is elected, of whom one is voted on again."""
    names = [stage.both("陈一", "Chen Yi"), stage.both("钱二", "Qian Er")]
    do("motion/elect", id="e1", question=stage.both("选举", "Election"), seats=2, matter="other",
        candidates=names, jurisdiction="here")  # fmt: skip
    do("motion/draw-order", id="e1")
    do("motion/register", id="e1", table=table.replace(",,b", ",70,b"))
    do("motion/open", id="e1")
    do("motion/cast", id="e1", place="101", mark="c1", by="a")
    do("motion/cast", id="e1", place="201", mark="c1", by="b")
    do("motion/close", id="e1")
    do("motion/publish", id="e1")
    do("motion/elect-again", id="e1")


def _hear(do: Callable[..., Any], table: str) -> None:
    """A result is posted as preliminary, objected to, and a paper is set right."""
    do("motion/prepare", id="h1", question=WHY, matter="other", jurisdiction="here")
    do("motion/answer", id="h1", question="results.preliminary_days", answer=7, source="议事规则")
    do("motion/register", id="h1", table=table.replace(",,b", ",70,b"))
    do("motion/open", id="h1")
    do("motion/cast", id="h1", place="101", mark="yes", by="a")
    do("motion/close", id="h1")
    do("motion/preliminary", id="h1", where=WHY)
    do("motion/object", NOBODY, id="h1", text="读错了", author="王一")
    do("motion/objections", id="h1")
    do("motion/correct", id="h1", place="101", mark="no", reason=WHY)


def _ask(desk: Desk) -> None:
    """Every question that staff have, of everything there is."""
    acts = catalogue_of(desk.components).acts
    rounds = [{"round": one.id} for one in desk.rounds()]
    polls = [{"id": one.id} for one in desk.motions.polls()]
    projects = [{"project": one.id} for one in desk.projects.projects()]
    asked: dict[str, list[dict[str, Any]]] = {
        "round/checklist": rounds,
        "objection/list": rounds,
        "paper/batches": rounds,
        "paper/mismatches": rounds,
        "result/standing": [one for one in rounds if desk.outcome(one["round"]) is not None],
        "round/count": [{"round": "tick-closed"}],
        "motion/show": polls,
        "motion/disputes": polls,
        "motion/corrections": polls,
        "motion/objections": polls,
        "motion/mismatches": polls,
        "motion/checklist": [{"id": "m-posted"}],
        "motion/questions": [{"id": "m-posted"}],
        "motion/scope": [{}, {"id": "m-posted"}],
        "project/show": projects,
        "volunteer/list": projects,
        "judgement/show": [{"judgement": one.id} for one in desk.judging.judgements()],
        "judgement/of": [{"project": "exact"}],
        "meeting/about": [{"about": "item:works/exact"}],
        "chain/preview": [{"text": "#接龙\n1. 张三 3-201 东门装灯\n2. 李四\n"}],
        **{key: [{}] for key, act in acts.items() if act.reads and not fields_of(act.fields)},
    }
    for key, every in asked.items():
        for given in every:
            if acts[key].role in (Role.ANYBODY, Role.STAFF):
                stage.do(desk, key, **given)


WHY = stage.both("说明", "why")
NOBODY = Actor()


def _after_the_year(folder: Path) -> None:
    """What the town's awards came to, a case taken over, offices that end."""
    town = Town(folder)
    here = town.desk("n2")
    for key in ("award/show", "award/certificates", "award/commend", "award/gather"):
        stage.do(town.desk(stage.TOWN), key, award="a2026")
    stage.do(here, "award/won")
    stage.do(here, "award/take-over", case="n1.light", round="r2027")
    term = {"since": "2026-01-01", "until": "2028-12-31"}
    token = stage.do(here, "people/representative", id="s", stairwell="n2b1s", name="王", **term)
    stage.do(here, "stairwell/see", stage.office(here, token["token"]))
    stage.do(here, "people/offices")
    stage.do(here, "people/end", id="s")
    town.close()


def _go_on(house: every_state.House) -> None:
    """What a played year leaves out: every other way on."""
    desk = house.desk
    do = partial(stage.do, desk)
    # -- wishes
    do("place/set", id="c", name=stage.both("服务点", "Corner"), tier="corner", area="b8",
        address=stage.both("8号楼", "No. 8"), phone="110")  # fmt: skip
    do("place/list")
    refs = [do("wish/take", text=text, area="b8", place="c", author="王阿姨", contact="1",
        channel="door")["ref"] for text in ("灯", "树")]  # fmt: skip
    do("wish/merge", refs=refs[:1], into=refs[1], reason=WHY)
    do("wish/follow", NOBODY, ref=refs[0])
    do("wish/unmerge", ref=refs[0], reason=WHY)
    do("wish/all")
    _ideas_and_offers(house)
    do("place/close", id="c")
    chain = "#接龙\n1. 张三 3-201 东门装灯\n2. 李四 种树\n"
    do("chain/take", text=chain, rows=[1])
    do("chain/join", text=chain, rows=[1, 2], project="planned", part="volunteer")
    ref = do("volunteer/join", NOBODY, project="planned", part="member", name="王", contact="1")
    do("volunteer/list", project="planned")
    do("volunteer/leave", NOBODY, ref=ref["ref"])
    # -- lists and paper
    do("round/clone", round="works", id="again", title=stage.both("再来", "again"))
    do("item/remove", round="again", item=desk.round("again").items[-1].id, reason=WHY)
    do("round/roll-offered", round="again")
    do("round/take-roll", round="again", source="works")
    do("round/roll-going", round="again")
    do("round/give-back-roll", round="again")
    do("round/clone", round="works", id="twice", title=stage.both("抄重", "copied twice"))
    do("round/drop", round="twice", reason=WHY)
    do("objection/raise", NOBODY, round="post-open", text="太亮", item="lamp", author="王")
    ref = desk.posting.objections("post-open", ObjectionStage.LIST)[-1].ref
    do("objection/answer", ref=ref, words=WHY)
    do("objection/list", round="post-open")
    do("round/withdraw", round="post-open", reason=WHY)
    picture = b64encode(photo()).decode()
    kept = do("item/picture", round="post-open", item="lamp", picture=picture, shows=WHY)
    do("item/picture", round="post-open", item="bench", picture=picture, shows=WHY)
    do("item/unpicture", round="post-open", item="lamp", digest=kept["digest"])
    do("round/post", round="post-open")
    slots = [one.slot for one in desk.slots("tick-open")]
    do("round/codes", round="tick-open", slots=slots[:2], reason=WHY)
    do("item/correct", round="tick-open", item="lamp", part="title", words=WHY, reason=WHY)
    sheets = do("paper/print", round="tick-open", batch="一", slots=slots[3:5])
    numbers = [one["number"] for one in sheets]
    do("paper/return", round="tick-open", numbers=numbers[:1])
    do("paper/spoil", round="tick-open", numbers=numbers[1:])
    slot = sheets[0]["slots"][0]
    keyed = {"round": "tick-open", "number": numbers[0], "slot": slot}
    do("paper/key", **keyed, spoiled=WHY)
    do("paper/unkey", **keyed)
    do("paper/key", **keyed, ticks=["lamp"])
    do("paper/key", stage.ZHOU, **keyed, ticks=["bench"])
    do("paper/mismatches", round="tick-open")
    do("paper/key", stage.WU, **keyed, ticks=["lamp"])
    do("paper/batches", round="tick-open")
    do("ballot/assist", round="tick-open", slot=slots[5], channel="door", witness="周",
        ticks=["lamp"])  # fmt: skip
    sheet = do("paper/count", round="tick-open", slots=slots[4:5], ticks=[["lamp", 1]])
    do("paper/counts", round="tick-open")
    do("paper/uncount", round="tick-open", number=sheet["number"], reason=WHY)
    do("round/void", round="tick-closed", reason=WHY)
    do("result/override", round="result-else", take=["rails"], leave=[], reason=WHY,
        decided_by=stage.both("居民会议", "the meeting"))  # fmt: skip
    do("round/wipe", round="trial-open")
    _tied(house)
    # -- motions
    table = "unit,building,floor,area,person,name\n101,b8,1,60,a,王一\n201,b8,2,,b,李二\n"
    do("motion/register", id="m-posted", table=table)
    for place, part in (("101", "area"), ("201", "owner")):
        do("motion/ask-correction", id="m-posted", place=place, about=[part], words="不对")
    do("motion/correct-roll", id="m-posted", place="101", floor_area="61", reason=WHY, correction=1)
    do("motion/refuse-correction", id="m-posted", correction=2, reason=WHY)
    do("motion/codes", id="m-open", reason=WHY)
    do("motion/cast", id="m-open", place="u2", mark="yes", by="p2")
    read = {"id": "m-open", "place": "u4"}
    do("motion/key", **read, mark="yes")
    do("motion/unkey", **read)
    do("motion/key", **read, mark="no")
    do("motion/key", stage.ZHOU, **read, mark="yes")
    do("motion/mismatches", id="m-open")
    do("motion/key", stage.WU, **read, mark="yes")
    do("motion/count", id="m-open")
    do("motion/assist", id="m-open", place="u3", mark="no", by="p3", channel="door", witness="周")
    do("motion/dispute", id="m-done", reason=WHY)
    do("motion/disputes", id="m-done")
    do("motion/end-dispute", id="m-done", reason=WHY)
    made = do("motion/evidence", id="m-done", given_to=WHY)
    do("motion/evidence-file", id="m-done", digest=made["digest"])
    do("paper/draw", id="m-done", number=1, dice="35162411632544613256")
    drawn = do("paper/drawn", id="m-done")[0]["place"]
    do("paper/drawn-answer", id="m-done", place=drawn, said="agrees", asker="周", independent=True)
    do("motion/close", id="m-open")
    do("motion/publish", id="m-open")
    do("motion/publish", id="m-closed")
    do("motion/show", NOBODY, id="m-closed")
    do("motion/deliver", id="m-over", served=["u1"])
    do("motion/void", id="m-posted", reason=WHY)
    do("motion/prepare", id="m-wrong", question=WHY, matter="other", jurisdiction="here")
    do("motion/drop", id="m-wrong", reason=WHY)
    _elect(do, table)
    _hear(do, table)
    do("judgement/void", judgement="j-closed", reason=WHY)
    # -- announced hours
    ends = desk.deadline("tick-open")
    assert ends is not None
    after = (ends.last_day + timedelta(days=1)).isoformat()
    do("round/extend", round="tick-open", closes=after, reason=WHY)
    last, later = (desk.today() + timedelta(days=days) for days in (10, 12))
    asking_town.ask(desk, "m-hours", comes=False, announced=Announced(last, "18:00", 1, 2))
    hour = {"closes": later.isoformat(), "closes_at": "18:00", "reason": WHY}
    do("motion/extend", id="m-hours", **hour)
    do("judgement/open", judgement="j-hours", round="works", projects=["cheaper"],
        title=stage.both("再评", "again"), closes=last.isoformat(), closes_at="18:00",
        extensions=1, extension_days=2)  # fmt: skip
    do("judgement/extend", judgement="j-hours", **hour)
    do("judgement/void", judgement="j-hours", reason=WHY)
    do("judgement/announce", judgement="j-later", round="works", projects=["cheaper"],
        title=stage.both("再评", "again"), opens=last.isoformat(),
        closes=later.isoformat())  # fmt: skip
    do("judgement/announced")
    do("judgement/call-off", judgement="j-later", reason=WHY)
    # -- works
    do("project/reschedule", project="begun", milestone="build", due="2026-12-01", reason=WHY)
    do("project/note", project="begun", words=WHY)
    do("project/resume", project="paused", words=WHY)
    gift = {"project": "begun", "source": "in-kind", "donor": "面馆", "worth": 5, "what": WHY}
    do("project/pledge-withdrawn", project="begun", ref=do("project/pledge", **gift)["ref"],
        reason=WHY)  # fmt: skip
    do("project/receive", project="begun", ref=do("project/pledge", **gift)["ref"])
    ref = do("problem/raise", title=stage.both("漏水", "A leak"), area="b8")["ref"]
    do("problem/take-on", ref=ref, side="partner", name=WHY, task=WHY)
    do("problem/link", ref=ref, item="works/exact")
    do("meeting/announce", id="m", kind="coordination", title=stage.both("协调会", "A meeting"),
        about=[f"problem:{ref}", "item:works/exact", "project:stopped",
               "motion:m-done"])  # fmt: skip
    do("meeting/minutes", id="m", minutes=WHY, resolved=WHY, attended=3)
    do("project/decide-again", project="stopped", amount=200_000, meeting="m")
    _pay(desk)
    do("project/correct", project="begun", payment="1", amount=5, reason=WHY)
    do("project/ledger", project="begun")
    do("problem/solve", ref=ref, how=WHY)
    do("problem/reopen", ref=ref, reason=WHY)
    do("problem/show", NOBODY, ref=ref)
    do("keeping/due")
    do("keeping/erase", confirm=True)


def _pay(desk: Desk) -> None:
    """Homes pay for a project: one is known, of one nobody knows whose it was."""
    reason = Text("按户", "each")
    desk.projects.collect("begun", 6_000, SharedBy.UNIT, by="林", reason=reason)
    home, day = min(desk.projects.dues("begun")), desk.today()
    new = [NewPayment(home, 10, day), NewPayment("", 5, day, "1", "3", "2")]
    desk.importing.payments("begun", new, "digest", "林")


def _ideas_and_offers(house: every_state.House) -> None:
    """Ideas from the question to the option, photographs, offers, who answers, templates."""
    desk = house.desk
    do = partial(stage.do, desk)
    forming = {"round": "ideas"}
    do("round/plan", id="ideas", title=stage.both("征集", "Ideas"))
    do("place/offer", id="o", place="c", title=stage.both("书法班", "Calligraphy"),
        kind="learning", hours=stage.both("周三", "Wednesdays"))  # fmt: skip
    do("place/offers")
    do("item/from-offer", **forming, offer="o", id="o")
    do("place/end-offer", id="o")
    do("idea/ask", call="i", question=stage.both("怎么办好？", "How?"), item="ideas/o")
    ref = do("idea/give", NOBODY, call="i", text="灯", author="王", named=True)["ref"]
    back = do("idea/give", NOBODY, call="i", text="树")["ref"]
    do("idea/withdraw", NOBODY, ref=back)
    do("idea/waiting")
    do("idea/answer", ref=ref, reply="taken-up", words=WHY, posted=WHY)
    do("idea/take", ref=ref, option="a", title=stage.both("甲", "One way"))
    do("idea/follow", NOBODY, ref=ref)
    do("idea/all")
    do("idea/calls", NOBODY)
    do("idea/release", ref=ref, reason=WHY)
    do("idea/close", call="i", outcome=WHY)
    do("idea/show", NOBODY, call="i")
    picture = b64encode(photo()).decode()
    wish = do("wish/take", NOBODY, text="灯")["ref"]
    problem = do("problem/raise", title=stage.both("积水", "Water"))["ref"]
    for kind, of in (("wish", wish), ("problem", problem)):
        do(f"{kind}/photo", ref=of, picture=picture)
        do(f"{kind}/show-photo", ref=of, number=1, shows=WHY)
        do(f"{kind}/hide-photo", ref=of, number=1, reason=WHY)
        do(f"{kind}/photos", ref=of)
        do(f"{kind}/photo-file", ref=of, number=1)
    do("people/name-office", of="b8", office=stage.both("8号楼党小组", "The group of no. 8"))
    do("people/answering", NOBODY)
    do("people/end-answering", of="b8")
    estate = Area("e-late", "estate", stage.both("苑", "An estate"), desk.area)
    house.town.plant(AreaTree((*house.town.tree().areas, estate)))
    do("people/group", id="g-late", estate=estate.id, title=stage.both("小组", "A group"),
        members=[f"第{at}位" for at in range(1, 10)], since=desk.today().isoformat(),
        until=(desk.today() + timedelta(days=700)).isoformat())  # fmt: skip
    do("people/member", group="g-late", name="新来的")
    do("grid/set", id="w1", name=stage.both("一网格", "Grid one"), areas=["b8"])
    do("template/set", id="t", title=stage.both("模板", "A template"), maximum=3)
    do("template/since", on=house.desk.today().isoformat())
    do("template/offered", NOBODY)
    do("round/by-template", template=f"{desk.area}.t", id="by-template")
    do("template/end", id="t")


def _tied(house: every_state.House) -> None:
    """A round whose count stops at a tie: counted, posted, settled by dice."""
    desk = house.desk
    every_state.listed(desk, "tied", ties="refuse")
    stage.do(desk, "round/open", round="tied")
    for slot, item in zip(desk.slots("tied"), ("lamp", "bench"), strict=False):
        desk.cast("tied", Cast(slot.slot, (item,), f"tied-{item}"))
    stage.do(desk, "round/close", round="tied")
    stage.do(desk, "round/count", round="tied")
    stage.do(desk, "round/publish", round="tied")
    stage.do(desk, "tie/settle", round="tied", how="lot", dice="3 5 1 6 2 " * 4)
    stage.do(desk, "result/standing", round="tied")


def test_no_answer_shows_a_word_of_the_other_language(heard: Heard) -> None:
    """No key, no id, no code word of a program in either; only what people typed is as it is."""
    assert heard.wrong == set()


def test_what_every_act_answers_was_heard(heard: Heard) -> None:
    """Of each act, or of one that answers the same; the two that are left are drawn below."""
    below = {"project/pay", "project/payments", "stairwell/count"}
    known = {repr(ACTS[key].answer) for key in {*heard.acts, *below}}
    left = {key for key, act in ACTS.items() if repr(act.answer) not in known}
    assert left == set() and not below & heard.acts


def of(desk: Desk, key: str, plain: Any, language: Language = "zh", **ids: str) -> list[str]:
    """The words of an answer, without what is empty."""
    return [one for one in words(drawn(desk, ACTS[key], plain, ids, language)) if one]


class TestKinds:
    """Each kind of value as people read it."""

    def test_money_is_in_yuan_and_nothing_is_said_of_it(self) -> None:
        """Fen are exact; nothing is 0 yuan; a sign stands before the amount."""
        desk = desks.desk()
        payments = {"101": {"due": 5050, "paid": 0}}
        assert of(desk, "project/payments", payments) == ["101", "应缴", "50.50元", "已缴", "0元"]
        assert of(desk, "project/pay", payments["101"], "en") == [
            "due", "50.50 yuan", "paid", "0 yuan"
        ]  # fmt: skip
        assert [yuan(fen).zh for fen in (-20050, -1, 0, 1, 100)] == [
            "-200.50元", "-0.01元", "0元", "0.01元", "1元"
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("over", "late", "said"),
        [
            (0, 0, ("正好", "按时", "the same", "on time")),
            (1, 1, ("多花0.01元", "晚1天", "0.01 yuan more", "later by 1, in days")),
            (-5, -2, ("少花0.05元", "早2天", "0.05 yuan less", "earlier by 2, in days")),
            (None, None, ()),
        ],
    )
    def test_a_difference_is_said_without_a_sign(
        self, over: int | None, late: int | None, said: tuple[str, ...]
    ) -> None:
        """More, less, just the same, and nothing where one of the two is not known."""
        shown = [
            line.text
            for language in LANGUAGES
            for line in result_lines(
                cast("StaffRequest", Chair(desks.desk(), Visit(language))),
                ComparisonAnswer,
                {"over": over, "late": late},
            )
        ]
        assert tuple(shown) == said

    def test_a_number_is_a_number(self) -> None:
        """A count sheet has one, and it is no money."""
        assert of(desks.desk(), "stairwell/count", {"number": 100}) == ["编号", "100"]

    def test_heads_are_heads_and_areas_are_square_metres(self) -> None:
        """Of a tally, each base in its own unit, silence and all; unknown is left out."""
        answer = {
            "motion": "m", "result": "rejected", "chosen": None, "next_round": [], "verdicts": {},
            "notes": [], "sentence": {"zh": "", "en": ""},
            "tallies": [
                {"base": "heads", "total": 400, "participating": 300, "joined": 0,
                 "marks": {"yes": 150, "abstain": None}},
                {"base": "area", "total": 2_300_050, "participating": None, "joined": None,
                 "marks": {}},
            ],
        }  # fmt: skip
        said = of(desks.desk(), "motion/publish", answer)
        assert {"400人", "300人", "150人", "0人", "23000.5平方米"} <= set(said)
        assert not [one for one in said if "元" in one]

    @pytest.mark.parametrize(
        ("part", "found"), [(199, "未达到"), (200, "达到"), (201, "达到"), (0, "未达到")]
    )
    def test_a_bar_says_whether_it_is_met(self, part: int, found: str) -> None:
        """Just under, exactly on, just over, and nobody: with its base and what it asks for."""
        answer = {
            "check": "quorum", "base": "heads", "part": str(part), "whole": "300",
            "share": str(Fraction(part, 300)), "bar": "at_least 2/3", "met": part >= 200,
            "missing": None if part >= 200 else str(200 - part),
        }  # fmt: skip
        seat = cast("StaffRequest", Chair(desks.desk(), Visit("zh")))
        (line,) = result_lines(seat, BarAnswer, answer)
        assert f"参与表决人数{part}人／总人数300人" in line.text
        assert line.text.partition("：")[2].startswith(found), line.text

    def test_an_item_is_named_within_its_round(self) -> None:
        """Two rounds have an item of the same id: each has its own title, or none is guessed."""
        desk = desks.desk()
        for round_, title in (("r1", "门"), ("r2", "灯")):
            desk.prepare(desks.plan(id=round_, items=(Item("i", title, cost=0),)))
        seat = cast("StaffRequest", Chair(desk, Visit("zh")))
        assert title_of(seat, "item", "i", {"round": "r1"}).zh == "门"
        assert title_of(seat, "item", "i", {"round": "r2"}).zh == "灯"
        assert title_of(seat, "item", "r2/i", {}).zh == "灯"
        assert title_of(seat, "item", "i", {}).zh == "i"
        assert of(desk, "item/change", {"round": "r2", "item": "i"})[-1] == "灯"

    def test_a_wish_is_called_by_its_reference(self) -> None:
        """Its words are its author's own, and stand in no line about something else."""
        desk = desks.desk()
        ref = desk.collecting.take(NewWish("灯")).ref
        seat = cast("StaffRequest", Chair(desk, Visit("zh")))
        assert title_of(seat, "wish", ref, {}) == Text.of(ref)

    def test_what_only_programs_read_is_left_out(self) -> None:
        """Of a receipt: the address and the code that is read aloud, no digest."""
        desk = desks.opened()
        slot = desk.slots("r1")[0].slot
        receipt = desk.cast("r1", Cast(slot, ("gate",), "k"))
        said = of(desk, "ballot/assist", receipt.plain(), round="r1")
        assert said[1::2] == [people(desk, "r1")[slot].zh, receipt.code]

    def test_an_empty_answer_draws_nothing(self) -> None:
        """No line without words."""
        assert of(desks.desk(), "place/list", []) == []
        assert (
            of(desks.desk(), "wish/answer", {"answer": None, "posted": {"zh": "", "en": ""}}) == []
        )

    def test_codes_stand_beside_the_address_of_their_slot(self) -> None:
        """Of a judgement its round's; never the slot's random name."""
        desk = desks.opened()
        ((slot, code),) = desk.issue_codes("r1", [desk.slots("r1")[0].slot]).items()
        address = people(desk, "r1")[slot].zh
        assert of(desk, "round/codes", {slot: code}, round="r1") == [address, code]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("结果 通过", "参与表决人数5人／总人数5人（100.00%），要求不少于2/3：达到",
                "同意面积22.1平方米／参与表决面积22.1平方米（100.00%），要求超过1/2：达到",
                "更换电梯：通过。", "全体 5人", "全体 22.1平方米")),
        ("en", ("Result passed", "Area taking part: 22.1 m² of 22.1 m² (100.00%)",
                "Heads in favour: 5 of 5 taking part (100.00%), more than 1/2 required: reached",
                "Replace the lift?: passed.", "All 5", "All 22.1 m²")),
    ],
)  # fmt: skip
def test_a_published_motion_is_told_with_its_bars(
    tmp_path: Path, language: str, said: tuple[str, ...]
) -> None:
    """Verdict, every bar with its base, heads as heads, areas in m², the sentence: no yuan."""
    made = asking_town.town(tmp_path / "data")
    asking_town.ask(made.desk(asking_town.HERE))
    codes = asking_town.codes(made.desk(asking_town.HERE))
    for code in codes.values():
        slot = made.desk(asking_town.HERE).motions.elector_of_code("m1", code)
        made.desk(asking_town.HERE).motions.say("m1", slot or "", "yes", f"key-{code}")
    first, second = (made.add_staff(asking_town.HERE, name) for name in ("小林", "老周"))
    with TestClient(create_app(made), base_url="http://testserver.local") as client:
        client.post("/staff/sign-in", data={"area": asking_town.HERE, "token": first})
        page = ""
        for act in ("motion/close", "motion/publish"):
            form = client.get(f"/staff/do/{act}").text
            keys = dict(re.findall(r'name="(form_key|once)" value="([^"]+)"', form))
            sent = {**keys, "f.id": "m1", "confirm": "yes", "token": second}
            page = client.post(
                f"/staff/do/{act}", data=sent, headers={"Accept-Language": language}
            ).text
    made.close()
    shown = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    for one in said:
        assert one in shown, (one, shown)
    assert "yuan" not in shown and "元" not in shown
