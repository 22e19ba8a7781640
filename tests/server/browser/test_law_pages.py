"""The law of a motion answered on a phone, with and without a script; its scope chosen there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.desk import Town

from ..console import law_house
from ..console.law_house import ANSWERS, HERE, MOTION
from .conftest import Phone, serving
from .test_axe import findings

pytestmark = pytest.mark.browser


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A motion that is prepared, under a law that leaves much open."""
    made = law_house.town(tmp_path / "data")
    yield made
    made.close()


def signed_in(browser: Any, town: Town, address: str, language: str, **options: Any) -> Phone:
    """A phone whose owner is of the staff."""
    phone = Phone(browser, address, **options)
    phone.go(f"/staff?lang={language}")
    phone.page.fill("#token", town.add_staff(HERE, "小林", "staff"))
    phone.page.locator("main form .button").first.click()
    phone.page.wait_for_selector(".desk-bar")
    return phone


@pytest.mark.parametrize(
    ("language", "script", "width", "size"),
    [("zh", False, 390, "normal"), ("en", True, 1280, "normal"), ("zh", True, 320, "largest")],
)
def test_every_question_is_answered_on_a_phone(
    browser: Any, town: Town, language: str, script: bool, width: int, size: str
) -> None:
    """One a page, by pressing what it offers; nothing overflows, axe finds nothing."""
    with serving(town) as address:
        phone = signed_in(
            browser, town, address, language, width=width, size=size, java_script_enabled=script
        )
        page = phone.page
        phone.go(f"/staff/motions/{MOTION}/law")
        faults = []
        for question, values in ANSWERS.items():
            assert page.input_value('[name="question"]') == question
            if values == ("none",):
                page.check('[name="nothing"]')
            elif page.locator('input[name="value"][inputmode]').count():
                page.fill('[name="value"]', values[0])
            else:
                for value in values:
                    page.check(f'[name="value"][value="{value}"]')
            if not page.input_value('[name="source"]'):
                page.fill('[name="source"]', "议事规则第九条")
            if script:
                faults += findings(page)
                phone.fits()
            page.locator("form.boxes p.actions .button:not(.plain)").click()
            page.wait_for_load_state()
            assert page.locator(".well").count() >= 1
        assert page.locator("#law").count() == 0
        assert town.desk(HERE).motions.checklist(MOTION).questions == {}
        said = [one for one in phone.complaints if "Failed to load" not in one]  # signing in
        assert faults == [] and phone.outside == [] and said == []


@pytest.mark.parametrize("script", [True, False])
def test_a_scope_is_looked_at_before_it_is_kept(browser: Any, town: Town, script: bool) -> None:
    """The form of a motion at 390 px: building 8 by its number, then whom it asks."""
    with serving(town) as address:
        phone = signed_in(browser, town, address, "zh", java_script_enabled=script)
        page = phone.page
        phone.go("/staff/do/motion/prepare")
        page.fill('[name="f.id"]', "new")
        page.fill('[name="f.question"]', "换电梯")
        page.select_option('[name="f.jurisdiction"]', "city")
        page.select_option('[name="f.matter"]', "fee")
        page.fill('[name="f.scope.first"]', "8")
        if script:
            phone.fits()
            assert findings(page) == []
        page.locator("form.boxes > p.actions .button:not(.plain)").click()
        page.wait_for_load_state()
        said = page.locator("main").inner_text()
        assert "会问到谁" in said and "8号楼" in said and "22.1平方米" in said
        if script:
            phone.fits()
            assert findings(page) == []
        page.locator('[name="confirm"]').click()
        page.wait_for_load_state()
        assert town.desk(HERE).motions.poll("new").motion.scope.plain() == {"within": ["b8"]}
