"""A form that changes something begins with what is there, and says all that it shows.

The forms are handed in as a browser does it: every box with what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.categories import fields_of
from tickbox_core.model import Category, Item
from tickbox_server import create_app

HERE, PREPARED = "bamboo", "prepared-1"
LIN = Actor("小林", Role.STAFF)
Boxes = dict[str, list[str]]


class Form(HTMLParser):
    """The boxes of the one form of a page that is handed in, with what stands in them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: Boxes = {}
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A box."""
        held = dict(attributes)
        name, value = held.get("name") or "", held.get("value") or ""
        if tag == "form":
            self._inside = "boxes" in (held.get("class") or "")
        if not self._inside:
            return
        if tag == "input" and (held.get("type") != "checkbox" or "checked" in held):
            self.boxes.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area = name
            self.boxes[name] = [""]
        elif tag == "select":
            self._select = name
            self.boxes.setdefault(name, [""])
        elif tag == "option" and self._select and "selected" in held:
            self.boxes[self._select] = [value]

    def handle_endtag(self, tag: str) -> None:
        """The end of a box, or of the form."""
        self._inside = self._inside and tag != "form"
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        """What stands in a large box."""
        if self._area is not None:
            self.boxes[self._area] = [self.boxes[self._area][0] + data]


@pytest.fixture
def staff(small: Any) -> Iterator[TestClient[Any]]:
    """The committee's secretary, signed in."""
    client = TestClient(create_app(small.town), base_url="http://testserver.local")
    token = small.town.add_staff(HERE, "小林")
    with client:
        client.post("/staff/sign-in", data={"area": HERE, "token": token})
        yield client


def form(client: TestClient[Any], act: str, **given: str) -> Boxes:
    """The form of an act, as it is drawn."""
    page = client.get(f"/staff/do/{act}", params=given)
    assert page.status_code == 200, page.text
    return Form(page.text).boxes


def send(client: TestClient[Any], act: str, boxes: Boxes, **more: str) -> Any:
    """Hand the form in."""
    return client.post(f"/staff/do/{act}", data={**boxes, **{k: [v] for k, v in more.items()}})


@pytest.fixture
def whole(small: Any) -> Any:
    """A round with everything that a plan can say, and the desk it is of."""
    given: dict[str, Any] = {
        "id": "r7", "title": {"zh": "春", "en": "Spring"}, "minimum": 1, "maximum": 3, "places": 2,
        "budget": 50000, "parameters": {"base": "registered", "threshold": "1/10"},
        "ties": "lot:abc", "categories": [["renewal", "plain"], ["lift", "elevator"]],
        "notice_days": 7, "objection_days": 3, "revisable": True,
        "tier_limits": [{"tier": "s", "maximum": 2}], "least_age": 15, "roles": ["resident"],
        "category_limits": [{"category": "lift", "minimum": 1}], "ballot_budget": 70000,
        "owners": True, "proxies": 2, "closes": "2030-05-01", "unknown_age": "admit",
    }  # fmt: skip
    perform(ACTS["round/plan"], small.desk, given, LIN)
    return small.desk


class TestPlans:
    def test_it_begins_with_what_is_there_and_changes_nothing_by_itself(
        self, whole: Any, staff: TestClient[Any]
    ) -> None:
        """Opened and handed in as it is."""
        before = whole.round("r7")
        boxes = form(staff, "round/change", round="r7")
        assert (boxes["f.title"], boxes["f.title.en"]) == (["春"], ["Spring"])
        assert (boxes["f.places"], boxes["f.budget"]) == (["2"], ["500.00"])
        assert boxes["f.own_base"] == ["registered"]
        assert "f.unset" not in boxes
        done = send(staff, "round/change", boxes)
        assert done.status_code == 200, done.text
        assert whole.round("r7") == before

    def test_an_emptied_box_clears_that_one(self, whole: Any, staff: TestClient[Any]) -> None:
        """Each by itself, of a round with everything said."""
        clears = {
            "f.places": "places", "f.budget": "budget", "f.maximum": None, "f.least_age": None,
            "f.closes": "closes",
        }  # fmt: skip
        for box, part in clears.items():
            before = whole.round("r7")
            boxes = form(staff, "round/change", round="r7")
            assert send(staff, "round/change", {**boxes, box: [""]}).status_code == 200
            after = whole.round("r7")
            if part is not None:
                assert getattr(after, part) is None
                assert attrs.evolve(before, **{part: None}) == after
        assert whole.round("r7").limits.maximum is None
        assert whole.round("r7").eligible.least_age is None
        assert whole.round("r7").eligible.roles == ("resident",)

    def test_an_emptied_parameter_clears_that_one(self, whole: Any, staff: TestClient[Any]) -> None:
        """The rule's other parameters stay; another rule drops what it does not know."""
        boxes = form(staff, "round/change", round="r7")
        assert send(staff, "round/change", {**boxes, "f.own_threshold": [""]}).status_code == 200
        assert dict(whole.round("r7").rule.parameters) == {"base": "registered"}
        boxes = form(staff, "round/change", round="r7")
        more = send(staff, "round/change", {**boxes, "f.rule": ["tick-count"]})
        assert more.status_code == 422  # it asks for what that rule takes
        again = Form(more.text).boxes
        assert "f.own_base" not in again
        assert send(staff, "round/change", again).status_code == 200
        rule = whole.round("r7").rule
        assert (rule.key, dict(rule.parameters)) == ("tick-count", {})
        assert whole.round("r7").places == 2

    def test_an_id_that_is_taken_is_refused(self, whole: Any, staff: TestClient[Any]) -> None:
        """A form for a new one never writes its defaults over one that is there."""
        before = whole.round("r7")
        boxes = form(staff, "round/plan")
        met = send(staff, "round/plan", {**boxes, "f.id": ["r7"], "f.title": ["秋"]})
        assert met.status_code == 409
        assert "已有一轮“r7”，内容不同：名称" in met.text and "修改" in met.text
        assert whole.round("r7") == before

    def test_what_somebody_changed_meanwhile_is_shown(
        self, whole: Any, staff: TestClient[Any]
    ) -> None:
        """Theirs stands, and the form comes back with it."""
        boxes = form(staff, "round/change", round="r7")
        perform(ACTS["round/change"], whole, {"round": "r7", "places": 9}, LIN)
        met = send(staff, "round/change", {**boxes, "f.budget": ["1"]})
        assert met.status_code == 409 and "刚才有人改过" in met.text
        assert (whole.round("r7").places, whole.round("r7").budget) == (9, 50000)
        assert Form(met.text).boxes["f.places"] == ["9"]


class TestItems:
    def test_every_box_begins_with_what_is_there(self, small: Any, staff: TestClient[Any]) -> None:
        """Handed in as it is, nothing changes: also what no box can show."""
        plan = small.desk.round(PREPARED)
        item = attrs.evolve(
            plan.items[0],
            tier="street",
            scope={"not": {"within": [plan.area]}},
            funding={"public": 100},
            cost=100,
        )
        small.desk.prepare(attrs.evolve(plan, items=(item, *plan.items[1:])))
        boxes = form(staff, "item/change", round=PREPARED, id=item.id)
        assert boxes["f.tier"] == ["street"]
        done = send(staff, "item/change", boxes)
        assert done.status_code == 200, done.text
        assert small.desk.round(PREPARED).item(item.id) == item

    def test_an_emptied_box_clears_and_a_category_takes_its_fields_along(
        self, small: Any, staff: TestClient[Any]
    ) -> None:
        """One field of a category at a time; of another category none of the old ones stay."""
        plan = small.desk.round(PREPARED)
        lift = Category("lift", "加装电梯", "elevator")
        item = Item("x", "8号楼电梯", "lift", place="8号楼", cost=500, fields=LIFT)
        small.desk.prepare(
            attrs.evolve(plan, items=(item, *plan.items), categories=(*plan.categories, lift))
        )
        boxes = form(staff, "item/change", round=PREPARED, id="x")
        assert [key for key in LIFT if f"f.own_{key}" in boxes] == list(LIFT)
        done = send(staff, "item/change", {**boxes, "f.place": [""], "f.place.en": [""]})
        assert done.status_code == 200, done.text
        now = small.desk.round(PREPARED).item("x")
        assert now == attrs.evolve(item, place="")
        boxes = form(staff, "item/change", round=PREPARED, id="x")
        more = send(staff, "item/change", {**boxes, "f.category": ["renewal"]})
        again = Form(more.text).boxes if more.status_code == 422 else None
        if again is not None:
            more = send(staff, "item/change", again)
        assert more.status_code == 200, more.text
        now = small.desk.round(PREPARED).item("x")
        assert (now.category, dict(now.fields), now.cost) == ("renewal", {}, 500)

    def test_naming_it_first_shows_it(self, small: Any, staff: TestClient[Any]) -> None:
        """Chosen from the list, without an address that says which."""
        item = small.desk.round(PREPARED).items[1]
        boxes = form(staff, "item/change")
        named = {**boxes, "f.round": [PREPARED], "f.id": [item.id]}
        shown = send(staff, "item/change", named, more="1")
        assert shown.status_code == 200
        assert Form(shown.text).boxes["f.title"] == [item.title.zh]
        met = send(staff, "item/change", named)
        assert met.status_code == 409
        assert small.desk.round(PREPARED).item(item.id) == item


LIFT: dict[str, Any] = {
    "kind": "replace",
    "scope": {"within": ["stair"]},
    "cost": 60_000_000,
    "funding": "fund",
    "table": "area",
    "upkeep": "物业",
}


def test_every_form_that_changes_something_carries_its_mark(staff: TestClient[Any]) -> None:
    """And none asks for what only commands say."""
    changing = [act for act in ACTS.values() if act.change and act.role is Role.STAFF]
    assert len(changing) > 5
    for act in changing:
        boxes = form(staff, act.key)
        chosen = act.key == "round/change"  # the only round that can be changed is offered at once
        assert bool(boxes["stood"][0]) == chosen
        assert "f.unset" not in boxes
        assert {f"f.{one}" for one in act.change.names} <= boxes.keys()  # type: ignore[union-attr]
        assert any(field.key == "unset" for field in fields_of(act.fields))


def test_a_service_place_keeps_what_its_form_does_not_touch(
    small: Any, staff: TestClient[Any]
) -> None:
    """By the form as by the act."""
    given = {"id": "c", "name": "服务点", "tier": "corner", "hours": "9–17", "phone": "123"}
    perform(ACTS["place/set"], small.desk, given, LIN)
    boxes = form(staff, "place/set", id="c")
    done = send(staff, "place/set", {**boxes, "f.phone": ["456"], "f.hours": [""]})
    assert done.status_code == 200, done.text
    (place,) = [one for one in small.desk.collecting.places() if one.id == "c"]
    assert (place.name.zh, place.phone, place.hours.zh) == ("服务点", "456", "")
