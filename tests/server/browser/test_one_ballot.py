"""Going back, closing the app, losing the reply, a second phone, the next person: one ballot."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

LIST = "/n/bamboo/open-1"


def tick(held: Any, *items: str) -> None:
    """Open the list and tick these."""
    held.go(LIST)
    for item in items:
        held.tap(f"#item-{item} label")


def to_receipt(held: Any, code: str) -> str:
    """From a ticked list to the receipt's code."""
    held.tap(".sticky button")
    held.page.fill("#code", code)
    held.tap("main .actions .button")
    held.tap("main .actions .button")
    return str(held.page.locator(".receipt-code").inner_text())


def test_the_line_says_what_is_left_and_what_to_undo(phone: Any) -> None:
    """While ticking, in place, never a pop-up; over the limit it names the last one."""
    held = phone(locale="zh-CN")
    tick(held, "i1")
    assert held.page.locator("#left").inner_text() == "还可勾 2 项"
    for item in ("i2", "i3", "i4"):
        held.tap(f"#item-{item} label")
    assert held.page.locator("#left").inner_text() == "多勾了 1 项，请取消 1 项"
    assert "第4项" in held.page.locator("#undo").inner_text()
    held.fits()
    held.tap("#undo a")
    held.tap("#item-i4 label")
    assert held.page.locator("#left").inner_text() == "还可勾 0 项"
    assert not held.page.locator("#undo").is_visible()


def test_without_a_script_too_many_ticks_are_explained_and_stay(phone: Any) -> None:
    """The count runs along; the page comes back with what to undo."""
    held = phone(locale="en-GB", java_script_enabled=False)
    tick(held, "i1", "i2", "i3", "i4")
    held.tap(".sticky button")
    assert "untick 1" in held.page.locator(".error").inner_text()
    assert held.page.locator("input:checked").count() == 4
    held.fits()
    held.tap('.error a[href="#item-i2"]')
    held.tap("#item-i2 label")
    held.tap(".sticky button")
    assert held.page.locator(".chosen .item-title").count() == 3


def test_half_filled_ticks_survive_closing_the_app_for_seven_days(phone: Any) -> None:
    """A new page has them, says so and can clear them; after eight days they are gone."""
    held = phone(locale="en-GB")
    tick(held, "i2", "i5")
    kept = held.page.evaluate("JSON.stringify(localStorage)")
    assert "i2" in kept and kept.count("tickbox.") == 1
    again = held.context.new_page()
    again.goto(held.address + LIST)
    assert sorted(box.get_attribute("value") for box in again.locator("input:checked").all()) == [
        "i2",
        "i5",
    ]
    assert again.locator("#kept").is_visible()
    again.locator("#kept button").click()
    assert again.locator("input:checked").count() == 0
    assert again.evaluate("localStorage.length") == 0
    tick(held, "i1")
    held.page.evaluate("""() => {
      const name = Object.keys(localStorage)[0], held = JSON.parse(localStorage[name]);
      localStorage[name] = JSON.stringify({...held, at: Date.now() - 8 * 24 * 3600 * 1000});
    }""")
    held.go(LIST)
    assert held.page.locator("input:checked").count() == 0


def test_the_next_person_finds_nothing_of_the_one_before(phone: Any, served: Any) -> None:
    """Empty list, no code kept; their way back does not lead to somebody else's ballot."""
    held = phone(locale="en-GB")
    held.go(f"{LIST}#c={served.codes[0]}")
    held.tap("#item-i1 label")
    held.tap(".sticky button")
    held.tap("main .actions .button")
    held.tap("main .actions .button")
    assert held.page.evaluate("localStorage.length") == 0
    held.tap("#next")
    assert held.page.locator("input:checked").count() == 0
    held.tap("#item-i2 label")
    held.tap(".sticky button")
    assert held.page.locator("#code").input_value() == ""
    for _ in range(4):
        held.page.go_back()
        held.page.wait_for_load_state("load")
        held.page.wait_for_timeout(100)
        assert served.codes[0] not in held.page.content()
        if held.page.locator("#ballot [name=key]").count():
            assert held.page.locator(".chosen").inner_text().find("Item 1") < 0


def test_another_slip_on_the_same_phone_starts_afresh(phone: Any, served: Any) -> None:
    """Half-filled ticks of one are not brought back for the other; nor twice for the same."""
    held = phone(locale="en-GB")
    held.go(f"{LIST}#c={served.codes[0]}")
    held.tap("#item-i1 label")
    held.go("/")
    held.go(f"{LIST}#c={served.codes[0]}")
    assert held.page.locator("input:checked").count() == 1
    held.go("/")
    held.go(f"{LIST}#c={served.codes[1]}")
    assert held.page.locator("input:checked").count() == 0


def test_double_tap_back_and_a_second_phone_are_one_ballot(phone: Any, served: Any) -> None:
    """The same form pressed twice is the same receipt; another phone's ballot replaces it."""
    code = served.codes[3]
    before = served.desk.turnout("open-1").participants
    new = not served.desk.has_ballot("open-1", served.desk.slot_of_code("open-1", code))
    held = phone(locale="en-GB", java_script_enabled=False)
    tick(held, "i1")
    held.tap(".sticky button")
    held.page.fill("#code", code)
    held.tap("main .actions .button")
    held.page.locator("main .actions .button").first.dblclick()
    held.page.wait_for_load_state("load")
    first = held.page.locator(".receipt-code").inner_text()
    held.page.go_back()
    held.tap("main .actions .button")
    assert held.page.locator(".receipt-code").inner_text() == first
    other = phone(locale="en-GB")
    tick(other, "i2")
    assert to_receipt(other, code) != first
    assert served.desk.turnout("open-1").participants == before + new
    held.tap("#ballot .button")
    assert held.page.locator(".verdict").inner_text() == "Replaced"


def test_a_lost_reply_is_pressed_again_and_counts_once(phone: Any, served: Any) -> None:
    """The ballot arrives, its answer does not: back, once more, one ballot with one receipt."""
    code = served.final[2]
    held = phone(locale="en-GB")
    held.go("/n/bamboo/final-1")
    held.tap("#item-i1 label")
    held.tap(".sticky button")
    held.page.fill("#code", code)
    held.tap("main .actions .button")
    before = served.desk.turnout("final-1").participants

    def lose(route: Any) -> None:
        route.fetch()  # it reaches the server, and its answer goes nowhere
        route.abort()

    held.page.route("**/cast", lose)
    with held.page.expect_event("requestfailed"):
        held.page.locator("main .actions .button").first.click(no_wait_after=True)
    held.page.wait_for_timeout(500)
    assert served.desk.turnout("final-1").participants == before + 1
    held.page.unroute("**/cast")
    if not held.page.locator("#ballot").count():
        held.page.go_back()
    held.tap("main .actions .button")
    assert held.page.locator(".receipt-code").count() == 1
    assert served.desk.turnout("final-1").participants == before + 1


@pytest.mark.parametrize("script", [True, False])
def test_the_look_changes_in_the_middle_without_losing_a_tick(
    phone: Any, served: Any, script: bool
) -> None:
    """Language and type on list, check page and receipt; the ticks and the receipt stay."""
    held = phone(locale="zh-CN", java_script_enabled=script)
    tick(held, "i3")
    held.tap(".switch[lang]")
    html = held.page.locator("html")
    assert html.get_attribute("lang") == "en"
    held.tap(".switch:not([lang])")
    assert html.get_attribute("data-size") == "large"
    assert held.page.locator("input:checked").count() == 1
    held.tap(".sticky button")
    held.tap(".switch[lang]")
    assert html.get_attribute("lang") == "zh-CN"
    assert held.page.locator(".chosen .item-title").count() == 1
    held.page.fill("#code", served.codes[5])
    held.tap("main .actions .button")
    held.tap("main .actions .button")
    receipt = held.page.locator(".receipt-code").inner_text()
    held.tap(".switch:not([lang])")
    assert html.get_attribute("data-size") == "normal"
    assert held.page.locator(".receipt-code").inner_text() == receipt


def test_it_is_read_aloud_where_the_browser_can(phone: Any) -> None:
    """A button beside each item says its title and what is told of it, in the page's language."""
    held = phone(locale="zh-CN")
    held.context.add_init_script("""
      window.said = [];
      const speech = {speaking: false, cancel() {}, speak(words) { said.push(words); }};
      Object.defineProperty(window, 'speechSynthesis', {value: speech});
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    """)
    held.go(LIST)
    held.page.locator("#item-i2 .aloud").click()
    said = held.page.evaluate("said.map(one => [one.text, one.lang])")
    assert len(said) == 1 and said[0][1] == "zh-CN"
    assert "第2项" in said[0][0] and "2,469元" in said[0][0]


def test_a_receipts_qr_fills_in_the_check(phone: Any, served: Any) -> None:
    """Its code stands behind the #; the field has it, the address loses it."""
    held = phone(locale="en-GB")
    held.go(f"{LIST}/check#r=K7QF-2M9P")
    assert held.page.locator("#code").input_value() == "K7QF-2M9P"
    assert "#" not in held.page.url


def test_a_wish_is_handed_in_and_followed(phone: Any) -> None:
    """Two screens to the reference, and one more to its answer."""
    held = phone(locale="en-GB", size="large", width=320)
    held.go("/n/bamboo/wishes")
    held.page.fill("#text", "a lamp at the gate")
    held.tap("main .actions .button")
    held.fits()
    ref = held.page.locator(".receipt-code").inner_text()
    held.tap("main .actions .button")
    held.page.fill("#ref", ref)
    held.tap("main .actions .button")
    held.fits()
    assert "Waiting" in held.page.locator(".verdict").inner_text()
    held.kept_to_itself()
