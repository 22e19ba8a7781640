"""Changing is not setting: one field given leaves all others, ``unset`` clears exactly one.

The exam walks every act that changes something, and every field of it: a field that is added later
has to be given two values here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.acts import ACTS, Act, Actor, Role, perform
from tickbox_core.categories import fields_of
from tickbox_core.declarations.acts import Standing
from tickbox_core.desk import Desk, Town
from tickbox_core.errors import (
    BadValue,
    ChangedMeanwhile,
    NotListed,
    NotPossible,
    TickboxError,
    UnknownId,
    WrongState,
)
from tickbox_core.model import Category, Item, Picture
from tickbox_core.store import MemoryStore
from tickbox_core.testing import desks
from tickbox_core.text import Text
from tickbox_core.workflow.changing import UNSET, standing

from ..desk import annual_house, motion_house
from . import remaining_acts

LIN = Actor("小林", Role.STAFF)
Values = Mapping[str, tuple[Any, Any]]


@attrs.frozen
class Exam:
    """An act: a desk with the thing, what names it, and for each field how it stands and another.

    ``stays`` are fields that nobody can clear.
    """

    act: str
    make: Callable[[], Desk]
    names: dict[str, Any]
    values: Values


def at(act: str, desk: Desk, **given: Any) -> Any:
    """An act of staff."""
    return perform(ACTS[act], desk, given, LIN)


def planned() -> Desk:
    """An empty desk of a place with a law and a policy."""
    return motion_house.desk()


def with_plan() -> Desk:
    """A round of which only the title is said."""
    desk = planned()
    at("round/plan", desk, id="r", title="旧")
    return desk


def listed() -> Desk:
    """A round with an item."""
    desk = planned()
    at("round/plan", desk, id="r", title="春", categories=[["lift", "lift"], ["plain", "plain"]])
    at("item/add", desk, round="r", id="i", title="旧", category="lift")
    return desk


def answered() -> tuple[Desk, str]:
    """A wish."""
    desk = planned()
    return desk, at("wish/take", desk, text="装灯")["ref"]


def building() -> Desk:
    """A project that is planned."""
    desk = annual_house.listed()
    at("project/start", desk, round="r1", item="gate", project="p")
    return desk


def voting() -> Desk:
    """A motion that is open."""
    return motion_house.opened(planned())


def offering() -> Desk:
    """A service place."""
    desk = planned()
    at("place/set", desk, id="c", name="服务点", tier="corner")
    at("place/set", desk, id="d", name="另一处", tier="corner")
    return desk


def founded() -> Desk:
    """A desk whose town has buildings, for they are the town's."""
    folder = Path(tempfile.mkdtemp())
    town = Town(folder, remaining_acts.registry())
    FOUNDED.append((town, folder))
    town.plant(remaining_acts.tree())
    return town.found(remaining_acts.HOME)


FOUNDED: list[tuple[Town, Path]] = []


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    """No town is left open, and no folder behind."""
    yield
    for town, folder in FOUNDED:
        town.close()
        shutil.rmtree(folder)


def thought() -> tuple[Desk, str]:
    """An idea."""
    desk = listed()
    at("idea/ask", desk, call="i", question="怎么办好？", item="r/i")
    return desk, at("idea/give", desk, call="i", text="早一点")["ref"]


WISHED, REF = answered()
THOUGHT, IDEA = thought()
BOTH = {"zh": "甲", "en": "A"}, {"zh": "乙", "en": "B"}
PLAN: Values = {
    "title": BOTH,
    "minimum": (1, 2),
    "maximum": (3, 4),
    "places": (5, 6),
    "budget": (700, 800),
    "rule": ("tick-share", "tick-count"),
    "parameters": ({"threshold": "1/10"}, {"threshold": "1/5"}),
    "ties": ("listed-first", "lot:abc"),
    "categories": ([["a", "plain"]], [["b", "lift"], ["a", "plain"]]),
    "jurisdiction": ("here", None),
    "notice_days": (7, 0),
    "objection_days": (3, 5),
    "revisable": (True, False),
    "tier_limits": ([{"tier": "s", "maximum": 2}], [{"tier": "t", "minimum": 1}]),
    "category_limits": (
        [{"category": "a", "maximum": 2}],
        [{"category": "b", "minimum": 1, "maximum": 1}],
    ),
    "ballot_budget": (900, 1000),
    "least_age": (15, 18),
    "roles": (["resident"], ["tenant", "shop"]),
    "owners": (True, False),
    "proxies": (2, 3),
    "closes": ("2026-05-01", "2026-06-01"),
    "closes_at": ("18:00", "09:30"),
    "opens": ("2026-04-01", "2026-04-02"),
    "opens_at": ("08:00", "07:30"),
    "extensions": (1, 2),
    "extension_days": (3, 4),
    "by_hand": (True, False),
    "unknown_age": ("admit", "leave-out"),
}
EXAMS = (
    Exam("round/change", with_plan, {"round": "r"}, PLAN),
    Exam(
        "item/change",
        listed,
        {"round": "r", "id": "i"},
        {
            "title": BOTH,
            "category": ("lift", "plain"),
            "description": BOTH,
            "place": BOTH,
            "cost": (100, 0),
            "funding": ([["public", 60], ["own", 40]], [["fund", 100]]),
            "tier": ("s", "t"),
            "options": ([{"id": "x", "title": "木", "cost": 5}], [{"id": "y", "title": "石"}]),
            "scope": ({"within": ["b8"]}, {"within": ["b9"]}),
            "fields": ({"site_visit": "2026-06-01"}, {"site_visit": "2026-07-01"}),
        },
    ),
    Exam(
        "place/set",
        planned,
        {"id": "c"},
        {
            "name": BOTH,
            "tier": ("corner", "space"),
            "area": ("b8", "b9"),
            "address": BOTH,
            "hours": BOTH,
            "phone": ("123", "456"),
            "services": (["wall"], ["help", "wishes"]),
        },
    ),
    Exam(
        "wish/answer",
        lambda: WISHED,
        {"ref": REF},
        {
            "reply": ("referred", None),
            "words": BOTH,
            "referred_to": BOTH,
            "posted": BOTH,
        },
    ),
    Exam(
        "motion/prepare",
        planned,
        {"id": "m"},
        {
            "question": BOTH,
            "matter": ("other", "rebuild"),
            "jurisdiction": ("here", None),
            "kind": ("owners-motion", "residents-motion"),
            "scope": ({"within": ["b8"]}, {"within": ["b9"]}),
            "options": ([["x", "木"], ["y", "石"]], [["z", "钢"]]),
            "because": BOTH,
        },
    ),
    Exam(
        "motion/elect",
        planned,
        {"id": "e"},
        {
            "question": BOTH,
            "seats": (2, 1),
            "candidates": (["张三", "李四"], ["王五", "张三"]),
            "jurisdiction": ("here", None),
            "matter": ("other", "rebuild"),
            "scope": ({"within": ["b8"]}, {"within": ["b9"]}),
            "silence": ("abstain", "not_participating"),
            "because": BOTH,
        },
    ),
    Exam(
        "motion/deliver",
        voting,
        {"id": "m1"},
        {
            "served": (["u0", "u1"], ["u2"]),
            "agenda_noticed": (True, False),
            "warning_printed": (True, False),
        },
    ),
    Exam(
        "project/supervisors",
        building,
        {"project": "p"},
        {"names": (["甲", "乙", "丙"], ["丁", "戊", "己"]), "signatures": (3, 1)},
    ),
    Exam(
        "project/responsible",
        building,
        {"project": "p", "side": "property-firm", "name": "物业"},
        {"task": BOTH},
    ),
    Exam(
        "place/offer",
        offering,
        {"id": "o"},
        {
            "place": ("c", "d"),
            "title": BOTH,
            "kind": ("learning", "culture"),
            "hours": BOTH,
            "description": BOTH,
        },
    ),
    Exam(
        "grid/set",
        founded,
        {"id": "g"},
        {"name": BOTH, "areas": (["b8"], ["b9"]), "shops": (["面馆"], ["书店", "花店"])},
    ),
    Exam(
        "idea/answer",
        lambda: THOUGHT,
        {"ref": IDEA},
        {"reply": ("taken-up", None), "words": BOTH, "posted": BOTH},
    ),
    Exam(
        "people/name-office",
        planned,
        {"of": "b8"},
        {"office": BOTH, "phone": ("123", "456")},
    ),
    Exam(
        "template/set",
        planned,
        {"id": "t"},
        {
            "title": BOTH,
            "minimum": (1, 2),
            "maximum": (3, 4),
            "places": (5, 6),
            "notice_days": (7, 8),
            "objection_days": (3, 5),
            "ties": ("listed-first", "lower-cost"),
            "jurisdiction": ("here", "there"),
            "post_by": ("2026-03-01", "2026-03-02"),
            "open_by": ("2026-04-01", "2026-04-02"),
            "closes": ("2026-05-01", "2026-05-02"),
            "publish_by": ("2026-06-01", "2026-06-02"),
        },
    ),
)
BY_KEY = {exam.act: exam for exam in EXAMS}


def stands(desk: Desk, exam: Exam) -> Standing:
    """How the thing stands."""
    act = ACTS[exam.act]
    assert act.change is not None
    found = standing(act.change, act.fields, desk, exam.names)
    assert found is not None
    return found


def whole(exam: Exam) -> Desk:
    """The thing with every field as in the first column."""
    desk = exam.make()
    at(exam.act, desk, **exam.names, **{name: first for name, (first, _) in exam.values.items()})
    return desk


def default(act: Act, name: str) -> Any:
    """A field's default, plain; ``None`` where there is none."""
    (field,) = [one for one in fields_of(act.fields) if one.key == name]
    unsaid = field.default is None or field.default == Text("", "") or field.default == ""
    return None if unsaid else field.kind.plain(field.default)


def plainly(act: Act, name: str, value: Any) -> Any:
    """A given value as it stands later."""
    (field,) = [one for one in fields_of(act.fields) if one.key == name]
    return None if value is None else _listed(field.kind.plain(field.kind.value(value)))


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _listed(one) for name, one in value.items() if one is not None}
    return [_listed(one) for one in value] if isinstance(value, (list, tuple)) else value


def said(act: Act, plain: Mapping[str, Any], name: str) -> Any:
    """What stands in a field; of one left out, its default."""
    return _listed(plain[name]) if name in plain else _listed(default(act, name))


def test_every_changing_act_and_every_field_is_examined() -> None:
    """One that is new is not forgotten."""
    assert set(BY_KEY) == {act.key for act in ACTS.values() if act.change}
    for exam in EXAMS:
        fields = {one.key for one in fields_of(ACTS[exam.act].fields)} - {UNSET}
        assert fields == {*exam.names, *exam.values}, exam.act


@pytest.mark.parametrize("exam", EXAMS, ids=lambda exam: exam.act)
def test_all_that_is_given_stands(exam: Exam) -> None:
    """What the form would begin with is what was said."""
    act, plain = ACTS[exam.act], stands(whole(exam), exam).plain
    for name, (first, _) in exam.values.items():
        if exam.act != "project/supervisors" or name != "signatures":
            assert said(act, plain, name) == plainly(act, name, first), name


CASES = [(exam, name) for exam in EXAMS for name, (_, other) in exam.values.items()
         if other is not None]  # fmt: skip


@pytest.mark.parametrize("exam, name", CASES, ids=lambda one: getattr(one, "act", one))
def test_one_field_given_leaves_all_others(exam: Exam, name: str) -> None:
    """Whatever the field is."""
    desk, act = whole(exam), ACTS[exam.act]
    before = stands(desk, exam).plain
    at(exam.act, desk, **exam.names, **{name: exam.values[name][1]})
    after = stands(desk, exam).plain
    assert said(act, after, name) == plainly(act, name, exam.values[name][1])
    for other in exam.values:
        if other != name:
            assert said(act, after, other) == said(act, before, other), other


@pytest.mark.parametrize(
    "exam, name",
    [(exam, name) for exam in EXAMS for name in exam.values],
    ids=lambda one: getattr(one, "act", one),
)
def test_unset_clears_exactly_one(exam: Exam, name: str) -> None:
    """It goes back to its default; what nobody can do without is refused, and nothing changes."""
    desk, act = whole(exam), ACTS[exam.act]
    before = stands(desk, exam).plain
    (field,) = [one for one in fields_of(act.fields) if one.key == name]
    try:
        at(exam.act, desk, **exam.names, unset=[name])
    except TickboxError:
        needed = {("motion/prepare", "matter"), ("motion/prepare", "jurisdiction"),
                  ("motion/elect", "matter"), ("motion/elect", "jurisdiction"),
                  ("wish/answer", "referred_to")}  # fmt: skip
        assert field.required or (exam.act, name) in needed
        assert stands(desk, exam).plain == before
        return
    assert not field.required
    if exam.act == "project/responsible":  # with no task nobody is responsible any more
        assert desk.projects.project("p").parties == ()
        return
    after = stands(desk, exam).plain
    assert said(act, after, name) == _listed(default(act, name))
    for other in exam.values:
        if other != name:
            assert said(act, after, other) == said(act, before, other), other


@pytest.mark.parametrize("exam", EXAMS, ids=lambda exam: exam.act)
def test_what_cannot_be_cleared_is_refused(exam: Exam) -> None:
    """What is no field, what names the thing, and what is given at the same time."""
    desk = whole(exam)
    before = stands(desk, exam).plain
    first = next(iter(exam.values))
    whole_ones = ("fields", "parameters")
    free = [
        field.key
        for field in fields_of(ACTS[exam.act].fields)
        if not field.required and field.key in exam.values and field.key not in whole_ones
    ]
    wrong: list[Any] = [["moon"], [next(iter(exam.names))], [f"{first}.x"], [3], "places", 7]
    for unset in wrong:
        with pytest.raises(BadValue):
            at(exam.act, desk, **exam.names, unset=unset)
    with pytest.raises(BadValue, match="at once"):
        at(exam.act, desk, **exam.names, **{free[0]: exam.values[free[0]][0]}, unset=[free[0]])
    assert stands(desk, exam).plain == before


class TestPlans:
    def test_a_new_one_begins_with_the_defaults(self) -> None:
        """And says what it lacks; clearing what was never set is no fault."""
        desk = planned()
        with pytest.raises(BadValue, match="title"):
            at("round/plan", desk, id="r", maximum=1)
        with pytest.raises(NotListed):
            at("round/change", desk, round="r", title="春")
        at("round/plan", desk, id="r", title="春")
        at("round/change", desk, round="r", unset=["places"])
        made = desk.round("r")
        assert (made.limits.minimum, made.limits.maximum, made.tie_break) == (0, None, "refuse")

    def test_planning_changes_nothing_that_is_there(self) -> None:
        """Said once more it is the same; said otherwise it is refused, and says what changes it."""
        desk = planned()
        given = {"id": "r", "title": {"zh": "春", "en": "Spring"}, "places": 2, "maximum": 3}
        at("round/plan", desk, **given)
        before = desk.round("r")
        at("round/plan", desk, **given)
        at("round/plan", desk, id="r", title="春")
        with pytest.raises(
            NotPossible, match=r"not the same: places\. Change it with round/change"
        ):
            at("round/plan", desk, **{**given, "places": 4})
        with pytest.raises(NotPossible, match="title"):
            at("round/plan", desk, **{**given, "title": "秋"})
        assert desk.round("r") == before

    def test_what_no_field_says_stays(self) -> None:
        """Items with their pictures, titles of categories, marks of generated data."""
        desk = planned()
        picture = Picture("a" * 64, "照片")
        desk.prepare(
            desks.plan(
                id="r",
                items=(Item("i", "门", "lift", pictures=(picture,)),),
                categories=(Category("lift", "本村电梯", "lift"),),
                demonstration=True,
            )
        )
        before = desk.round("r")
        at("round/change", desk, round="r", places=7)
        assert desk.round("r") == attrs.evolve(before, places=7)
        at("round/change", desk, round="r", categories=[["lift", "lift"], ["plain", "plain"]])
        assert [one.title.zh for one in desk.round("r").categories] == ["本村电梯", "一般事项"]

    def test_one_name_of_the_parameters(self) -> None:
        """Given by name, cleared by name; a rule that does not know one says so."""
        desk = with_plan()
        at("round/change", desk, round="r", title="春",
           parameters={"base": "registered", "threshold": "1/10"})  # fmt: skip
        at("round/change", desk, round="r", parameters={"threshold": "1/5"})
        held = dict(desk.round("r").rule.parameters)
        assert held == {"base": "registered", "threshold": "1/5"}
        with pytest.raises(TickboxError, match="base"):
            at("round/change", desk, round="r", rule="tick-count")
        at("round/change", desk, round="r", rule="tick-count", unset=["parameters.base"])
        assert dict(desk.round("r").rule.parameters) == {"threshold": "1/5"}
        at("round/change", desk, round="r", unset=["parameters"])
        assert dict(desk.round("r").rule.parameters) == {}

    def test_what_changed_meanwhile_is_not_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Somebody writes between the look and the change: it is refused, and theirs stands."""
        desk = whole(BY_KEY["round/change"])
        act = ACTS["round/change"]
        assert act.change is not None
        find = act.change.find

        def meanwhile(at_desk: Desk, named: Mapping[str, Any]) -> Standing | None:
            found = find(at_desk, named)
            at_desk.prepare(attrs.evolve(at_desk.round("r"), places=1))
            return found

        late = attrs.evolve(act, change=attrs.evolve(act.change, find=meanwhile))
        with pytest.raises(ChangedMeanwhile, match="meanwhile"):
            perform(late, desk, {"round": "r", "budget": 9}, LIN)
        assert (desk.round("r").places, desk.round("r").budget) == (1, 700)

    def test_once_it_is_open_it_changes_no_more(self) -> None:
        """Nor once it is posted."""
        desk = desks.opened(MemoryStore())
        with pytest.raises(WrongState):
            at("round/change", desk, round="r1", places=2)

    def test_a_trial_takes_no_plans_place(self) -> None:
        """Neither another list's nor its own."""
        desk = desks.desk()
        desk.prepare(desks.plan())
        desk.register("r1", desks.roll())
        desk.prepare(desks.plan(id="r2"))
        for id_ in ("r1", "r2"):
            with pytest.raises(NotPossible, match="in use"):
                at("round/rehearse", desk, round="r1", id=id_)
        assert not desk.round("r1").rehearsal and not desk.round("r2").rehearsal


class TestItems:
    def test_one_field_of_the_category(self) -> None:
        """Given: the others stay. Cleared: the others stay."""
        desk = listed()
        at("item/change", desk, round="r", id="i", fields={"site_visit": "2026-06-01"})
        at("item/change", desk, round="r", id="i", fields={"upkeep": "居委会"})
        held = desk.round("r").item("i").fields
        assert dict(held) == {"site_visit": "2026-06-01", "upkeep": "居委会"}
        at("item/change", desk, round="r", id="i", unset=["fields.site_visit"])
        assert dict(desk.round("r").item("i").fields) == {"upkeep": "居委会"}
        at("item/change", desk, round="r", id="i", unset=["fields"], fields={"note": "新"})
        assert dict(desk.round("r").item("i").fields) == {"note": "新"}
        with pytest.raises(BadValue, match="at once"):
            at("item/change", desk, round="r", id="i", unset=["fields.note"], fields={"note": "x"})

    def test_one_language_of_a_title(self) -> None:
        """The other stays; a title in one language alone is both."""
        desk = listed()
        at("item/change", desk, round="r", id="i", title={"zh": "门", "en": "Gate"})
        at("item/change", desk, round="r", id="i", title={"en": "The gate"})
        assert desk.round("r").item("i").title == Text("门", "The gate")
        at("item/change", desk, round="r", id="i", title="边门")
        assert desk.round("r").item("i").title == Text("边门", "边门")

    def test_what_is_not_there(self) -> None:
        """A round, an item: said which."""
        desk = listed()
        with pytest.raises(NotListed):
            at("item/change", desk, round="x", id="i", title="门")
        with pytest.raises(UnknownId):
            at("item/change", desk, round="r", id="x", title="门")

    def test_listing_it_again_changes_nothing_in_silence(self) -> None:
        """The same ties a wish to it; anything else is refused, with the act that changes it."""
        desk = listed()
        ref = at("wish/take", desk, text="装灯")["ref"]
        before = desk.round("r").item("i")
        at("item/add", desk, round="r", id="i", title="旧", category="lift", refs=[ref])
        assert [list(one) for one in at("wish/follow", desk, ref=ref)["items"]] == []
        for other in ({"title": "新"}, {"title": "旧", "cost": 5}):
            with pytest.raises(NotPossible, match="item/change"):
                at("item/add", desk, round="r", id="i", category="lift", **other)
        assert desk.round("r").item("i") == before


class TestMotions:
    def test_answers_and_posting_stay(self) -> None:
        """While the same is asked; where residents would read something else it is unposted."""
        desk = planned()
        at("motion/prepare", desk, id="m", question="装门禁", matter="other", jurisdiction="here")
        at("motion/answer", desk, id="m", question="notice.days", answer=3, source="议事规则")
        at("motion/post", desk, id="m")
        posted = desk.motions.poll("m").posted
        at("motion/prepare", desk, id="m", because="有人提出")
        kept = desk.motions.poll("m")
        assert (kept.posted, len(kept.own)) == (posted, 1)
        at("motion/prepare", desk, id="m", question="换门禁")
        assert desk.motions.poll("m").posted is None
        assert len(desk.motions.poll("m").own) == 1

    def test_promoting_again_keeps_them_too(self) -> None:
        """What was answered, and the day of posting."""
        desk = motion_house.listed(planned())
        at("motion/promote", desk, round="r1", item="lift")
        for question, answer in (("notice.days", 3), ("reelection", "no")):
            at("motion/answer", desk, id="r1.lift.estate", source="议事规则", question=question,
               answer=answer)  # fmt: skip
        at("motion/post", desk, id="r1.lift.estate")
        before = desk.motions.poll("r1.lift.estate")
        at("motion/promote", desk, round="r1", item="lift")
        assert desk.motions.poll("r1.lift.estate") == before

    def test_proofs_of_service_add_up(self) -> None:
        """The warning proved later does not take back who was served."""
        desk = voting()
        assert at("motion/deliver", desk, id="m1", served=["u0", "u1"]) == {"heads_served": 2}
        assert at("motion/deliver", desk, id="m1", warning_printed=True) == {"heads_served": 2}


class TestWishesAndProjects:
    def test_to_whom_it_was_referred_belongs_to_that_reply(self) -> None:
        """Taken up later, nobody is named any more; the posted words stay."""
        desk, ref = answered()
        at("wish/answer", desk, ref=ref, reply="referred", words="转", referred_to="物业",
           posted="路灯")  # fmt: skip
        at("wish/answer", desk, ref=ref, reply="taken-up", words="列入")
        told = at("wish/follow", desk, ref=ref)
        assert told["posted"]["zh"] == "路灯"
        assert not told["answer"]["referred_to"]["zh"]

    def test_a_majority_goes_with_the_number_of_supervisors(self) -> None:
        """A number that somebody chose stays; more than half is counted anew."""
        desk = building()
        at("project/supervisors", desk, project="p", names=["甲", "乙", "丙"])
        at("project/supervisors", desk, project="p", names=["甲", "乙", "丙", "丁", "戊"])
        assert desk.projects.project("p").signatures == 3
        at("project/supervisors", desk, project="p", signatures=5)
        at("project/supervisors", desk, project="p", names=["己", "庚", "辛", "壬", "癸"])
        assert desk.projects.project("p").signatures == 5
