"""The console in a browser: no findings for anybody who signs in, and a year begun by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tickbox_core.acts import Role
from tickbox_core.text import Text

from ...installed import ACTS
from .test_axe import findings

pytestmark = pytest.mark.browser
HERE, OPEN, PREPARED = "bamboo", "open-1", "prepared-1"
SCREENS = (
    "", "/acts", "/wishes?show=all", "/diary", "/plugins", "/tables/roll", "/tables/items",
    "/tables/wishes", "/tables/areas", "/tables/balances", "/tables/payments", "/tables/service",
    "/chain",
    f"/rounds/{OPEN}/calls", f"/rounds/{OPEN}/codes", f"/rounds/{OPEN}/keying",
    f"/rounds/{OPEN}/print",
)  # fmt: skip
# Every control that a form can have.
FORMS = ("round/plan", "paper/count", "judgement/assist")
FEW = ("/acts", f"/rounds/{OPEN}/keying")
"""For those who are not of the committee: most of the rest is not for them."""


@pytest.fixture(scope="module")
def tokens(served: Any) -> dict[str, str]:
    """A token for each role that can sign in."""
    town, people = served.town, served.desk.people
    found = {
        role: town.add_staff(HERE, f"人{role}", role)
        for role in ("staff", "town", "keyer", "observer")
    }
    term = {"since": date(2020, 1, 1), "until": date(2099, 1, 1), "by": "小林"}
    found["stairwell"] = people.appoint("r1", "stair", "赵阿姨", **term)
    group = people.found_group("g1", "estate", Text("监督小组", "watchers"), ("钱叔叔",), **term)
    return {**found, "group": group["钱叔叔"]}


def signed_in(held: Any, token: str, language: str) -> Any:
    """The page of somebody who has just signed in."""
    held.go(f"/staff?lang={language}")
    held.page.select_option("#area", HERE)
    held.page.fill("#token", token)
    held.page.locator("main form .button").click()
    held.page.wait_for_selector(".desk-bar")
    return held.page


@pytest.mark.parametrize("role", ["staff", "town", "keyer", "observer", "stairwell", "group"])
def test_nobody_finds_a_fault_of_access(
    phone: Any, served: Any, tokens: dict[str, str], role: str
) -> None:
    """Every screen that is for them, one form of every control, in large type in the dark too."""
    look = {"size": "large", "color_scheme": "dark"} if role in ("town", "group") else {}
    held = phone(locale="zh-CN", **look)
    page = signed_in(held, tokens[role], "zh" if role != "keyer" else "en")
    forms = FORMS if role == "staff" else tuple(
        key for key, act in ACTS.items() if Role(role) in act.roles and act.role is not Role.ANYBODY
    )[:1]  # fmt: skip
    found, opened = findings(page), 0
    screens = SCREENS if role == "staff" else FEW
    for path in (*screens, *(f"/do/{key}?round={PREPARED}" for key in forms)):
        answer = page.goto(f"{served.address}/staff{path}")
        if answer.status == 200:
            opened += 1
            found += findings(page)
            assert page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            ) == 0, path  # fmt: skip
    assert found == [] and opened >= 2
    assert held.outside == []


@pytest.mark.parametrize("language, script, width", [("en", True, 1280), ("zh", False, 390)])
def test_a_list_is_made_by_hand(
    phone: Any, served: Any, tokens: dict[str, str], language: str, script: bool, width: int
) -> None:
    """Plan a round, choose a category, meet its fields, mend what is missing, change the item."""
    held = phone(java_script_enabled=script, width=width, locale="zh-CN")
    page = signed_in(held, tokens["staff"], language)
    id_ = f"by-hand-{language}"

    def form(path: str) -> None:
        page.goto(f"{served.address}/staff/do/{path}")

    def press() -> None:
        page.locator("form.boxes > p.actions .button:not(.plain)").click()
        page.wait_for_load_state()

    form("round/plan")
    page.fill('[name="f.id"]', id_)
    page.fill('[name="f.title"]', "秋季打钩")
    page.check('[name="f.categories"][value="elevator"]')
    press()
    assert page.locator(".well").count() == 1
    form(f"item/add?round={id_}")
    page.fill('[name="f.title"]', "8号楼电梯")
    page.select_option('[name="f.category"]', "elevator")
    press()
    assert page.locator('[name="f.own_cost"]').count() == 1
    assert "JSON" not in page.locator("main").inner_text()
    press()
    assert page.locator(".mend").count() >= 3
    assert page.input_value('[name="f.title"]') == "8号楼电梯"
    found = findings(page) if script else []
    held.go("/staff")
    assert "秋季打钩" in page.locator("main").inner_text()
    page.goto(f"{served.address}/staff/do/round/close?round={OPEN}")
    press()
    assert page.locator('[name="confirm"]').count() == 1
    assert served.desk.round(OPEN).state.value == "ticking"
    found += findings(page) if script else []
    assert found == [] and held.outside == []
    assert not [said for said in held.complaints if "Failed to load" not in said]


def test_a_count_sheet_is_filled_in_on_a_phone_without_a_script(
    phone: Any, served: Any, tokens: dict[str, str]
) -> None:
    """A number for each item, homes ticked by their address; the last look says both."""
    held = phone(locale="zh-CN", java_script_enabled=False)
    page = signed_in(held, tokens["staff"], "zh")
    held.go(f"/staff/do/paper/count?round={OPEN}")
    boxes = page.locator('input[name^="f.ticks."][inputmode="numeric"]')
    assert boxes.count() == sum(len(one.ticks) for one in served.desk.round(OPEN).items)
    beside = page.locator(".number-of label").first.bounding_box()
    assert beside["width"] > 150, "what is asked is read in lines, not letter by letter"
    boxes.nth(0).fill("2")
    page.locator('input[name="f.slots"]').nth(0).check()
    page.locator('input[name="f.slots"]').nth(1).check()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("main form.boxes button.button:not([formnovalidate])").last.click()
    title = served.desk.round(OPEN).items[0].title.zh
    assert f"{title} 2" in page.locator("dl.told").first.inner_text()
    assert page.locator("#token").count() == 1
