"""Enter, in every field of every form, presses the button at the bottom; nothing typed is lost.

The pages are taken from the app's own routes; what stands behind a form is reached by hand.  What
a press sends is caught on its way, so that every field can be tried on one and the same page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import attrs
import pytest
from litestar.testing import TestClient

from tickbox_core.components.wishes import NewWish
from tickbox_server import create_app

from ...installed import ACTS
from ..every_state import HERE, House, build
from ..test_sentences import addresses
from .conftest import Phone, serving

pytestmark = pytest.mark.browser

# A form's button at the bottom (its last one that is not plain), and its fields by a number each;
# of boxes that belong together the first.
FORMS = """() => [...document.forms].map((form, at) => {
  const inside = [...form.elements];
  const buttons = inside.filter(e => e.type === 'submit' && !e.closest('.visually-hidden')
    && !e.matches('.switch'));
  const main = buttons.filter(e => !e.matches('.plain'));
  const button = (main.length ? main : buttons).pop();
  const typed = inside.filter(e => e.tagName === 'INPUT'
    && !['hidden', 'file', 'submit', 'button'].includes(e.type) && !e.disabled
    && (!['checkbox', 'radio'].includes(e.type) || e === inside.find(o => o.name === e.name)));
  typed.forEach((e, number) => e.dataset.tried = `${at}-${number}`);
  return button && typed.length ? {
    action: button.hasAttribute('formaction') ? button.formAction : form.action,
    method: form.method, name: button.name, value: button.value,
    words: button.textContent.trim(),
    fields: typed.map(e => ({at: e.dataset.tried, name: e.name, type: e.type})),
  } : null;
}).filter(Boolean)"""
# What a form asks for before it lets anything go; nothing of the page's own script is in the way.
FILLED = """() => {
  for (const e of document.querySelectorAll('[required]')) {
    if (e.type === 'radio') e.checked = true;
    else if (e.tagName === 'SELECT') e.selectedIndex = Math.max(e.selectedIndex, 0);
    else if (e.type !== 'file' && !e.value) e.value = '7';
    if (e.type === 'file') e.required = false;
  }
}"""
TYPE = """([at, words]) => {
  const field = document.querySelector(`[data-tried="${at}"]`);
  if (['checkbox', 'radio'].includes(field.type)) field.checked = true;
  else field.value = words;
  field.focus();
  return field.value;
}"""
HASTE = "let beats = 0; Date.now = () => (beats += 60000);"
WORDS = {"date": "2026-03-04", "month": "2026-03", "number": "7", "password": "tb_secret"}


@attrs.define(slots=False)
class Caught:
    """The requests of forms, caught on their way."""

    page: Any
    sent: list[tuple[str, str, str]] = attrs.field(factory=list)

    def start(self) -> None:
        """From now on nothing leaves the page."""
        self.page.route("**/*", self._catch)

    def stop(self) -> None:
        """Pages can be opened again."""
        self.page.unroute("**/*")

    def _catch(self, route: Any) -> None:
        request = route.request
        if request.is_navigation_request():
            self.sent.append((request.method, request.url, request.post_data or ""))
            route.fulfill(status=204)  # the page stays as it is
        else:
            route.continue_()


def pressed(held: Phone) -> tuple[list[str], int]:
    """Enter in every field of the page that is open: what went wrong, and how many were tried."""
    page, caught, wrong, tried = held.page, Caught(held.page), [], 0
    forms = page.evaluate(FORMS)
    page.evaluate(FILLED)
    caught.start()
    for form in forms:
        for field in form["fields"]:
            caught.sent.clear()
            typed = page.evaluate(TYPE, [field["at"], WORDS.get(field["type"], "K7QF")])
            page.keyboard.press("Enter")
            _wait(page, caught)
            tried += 1
            where = f"{page.url} {field['name']} ({field['type']})"
            wrong += [f"{where}: {one}" for one in _faults(form, field, typed, caught.sent)]
    caught.stop()
    return wrong, tried


def _wait(page: Any, caught: Caught) -> None:
    for _ in range(3000):  # half a minute, on a machine that has much else to do
        if caught.sent:
            return
        page.wait_for_timeout(10)


def _faults(form: Any, field: Any, typed: str, sent: list[tuple[str, str, str]]) -> list[str]:
    """What a press sent that the button at the bottom would not have sent."""
    if len(sent) != 1:
        return [f"sent {len(sent)} times"]
    method, url, body = sent[0]
    if method.lower() != form["method"]:
        return [f"sent by {method}"]
    query = method == "GET"
    address, right = url.partition("?")[0] if query else url, form["action"]
    pairs = parse_qsl(urlsplit(url).query if query else body, keep_blank_values=True)
    parts = () if 'name="' in body else pairs  # with files it is no query
    faults = [] if address == (right.partition("?")[0] if query else right) else [f"to {url}"]
    if any(name in ("look", "more") for name, _ in parts) or 'name="more"' in body:
        faults.append("by a button that only shows the page again")
    if form["name"] and (form["name"], form["value"]) not in parts:
        faults.append(f"without {form['name']}={form['value']}")
    if typed not in (url if query else body) and (field["name"], typed) not in parts:
        faults.append("without what was typed")
    return faults


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """Everything in every state, served."""
    made = build(tmp_path_factory.mktemp("enter") / "data")
    made.desk.collecting.take_many([NewWish("装灯"), NewWish("东门太黑")])
    made.desk.paper.print_batch("tick-open", "一号", "小林", _slots(made)[3:5])
    with serving(made.town) as address:
        yield made, address
    made.town.close()


def _slots(house: House) -> list[str]:
    return [one.slot for one in house.desk.slots("tick-open")]


@pytest.fixture
def held(browser: Any, house: tuple[House, str]) -> Iterator[Phone]:
    """A phone whose clock runs fast: no press is taken for a second press of the same button."""
    one = Phone(browser, house[1], locale="zh-CN")
    one.context.add_init_script(HASTE)
    yield one
    one.context.close()


def _with_forms(house: House) -> list[str]:
    """The public pages on which something can be typed or ticked."""
    with TestClient(create_app(house.town)) as client:
        pages = {path: client.get(path, follow_redirects=False) for path in addresses(house)}
    return [
        path
        for path, page in pages.items()
        if re.search(r'<(input|textarea) (?!type="hidden")', page.text)
    ]


def test_every_field_of_every_public_form(house: Any, held: Phone) -> None:
    """Lists, questions, judgements, checks, wishes, objections, in whatever state they are."""
    wrong, tried, forms = [], 0, set()
    for path in _with_forms(house[0]):
        held.page.goto(held.address + path)
        found, number = pressed(held)
        wrong += found
        tried += number
        forms |= {path} if number else set()
    assert wrong == []
    assert tried > 30 and {
        f"/n/{HERE}/tick-open", f"/n/{HERE}/post-open/object", f"/n/{HERE}/works/check",
        f"/n/{HERE}/motions/m-open", f"/n/{HERE}/judge/j-open", f"/n/{HERE}/wishes",
        f"/n/{HERE}/wishes/follow", f"/n/{HERE}/motions/m-done/check",
    } <= forms  # fmt: skip


@pytest.mark.parametrize("path", [f"/n/{HERE}/tick-open", f"/n/{HERE}/works/check"])
def test_without_that_button_the_type_switch_would_be_pressed(held: Phone, path: str) -> None:
    """The negative control: what is looked for is found."""
    held.page.goto(held.address + path)
    held.page.evaluate("document.querySelector('button.visually-hidden').remove()")
    wrong, tried = pressed(held)
    assert tried and any("only shows the page again" in one for one in wrong)


def _ballot(held: Phone, path: str, tick: str, code: str) -> Iterator[str]:
    """From screen to screen; the name of each that has a field, or would have one."""
    held.go(path)
    held.tap(tick)
    held.tap("#ballot .button:not(.plain):not(.visually-hidden)")
    yield "review"
    held.page.fill("#code", "AAAA-AAAA-AAAA-AAAA")
    held.tap("main .actions .button")
    yield "review, refused"
    held.page.fill("#code", code)
    held.tap("main .actions .button")
    yield "behind the code"


@pytest.mark.parametrize(
    "path, tick, id_",
    [
        (f"/n/{HERE}/tick-open", "#item-lamp label", "tick-open"),
        (f"/n/{HERE}/motions/m-open", "input[value=yes]", "m-open"),
        (f"/n/{HERE}/judge/j-open", "input[value='fairly dearer']", "j-open"),
    ],
)
def test_every_field_behind_a_form(house: Any, held: Phone, path: str, tick: str, id_: str) -> None:
    """The code, also after a refusal; and the check that answers."""
    tried = 0
    for _ in _ballot(held, path, tick, house[0].codes[id_][4]):
        wrong, number = pressed(held)
        assert wrong == []
        tried += number
    assert tried == 2
    held.go(f"{path}/check")
    held.page.fill("#code", house[0].receipts["works"][0])
    held.page.keyboard.press("Enter")
    held.page.wait_for_selector(".verdict")
    assert pressed(held) == ([], 1)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    "path, tick, id_",
    [
        (f"/n/{HERE}/tick-open", "#item-lamp label", "tick-open"),
        (f"/n/{HERE}/motions/m-open", "input[value=yes]", "m-open"),
        (f"/n/{HERE}/judge/j-open", "input[value='fairly dearer']", "j-open"),
    ],
)
def test_a_typed_code_goes_on_by_enter_and_stays_in_larger_type(
    browser: Any, house: Any, script: bool, path: str, tick: str, id_: str
) -> None:
    """With and without a script: typed, enlarged, still there, and Enter hands it in."""
    phone = Phone(browser, house[1], locale="en-GB", java_script_enabled=script)
    code = house[0].codes[id_][3]
    phone.go(path)
    phone.tap(tick)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector("#code")
    phone.page.fill("#code", code)
    phone.tap(".switch:not([lang])")
    assert phone.page.locator("html").get_attribute("data-size") == "large"
    assert phone.page.input_value("#code") == code
    phone.page.locator("#code").press("Enter")
    phone.page.wait_for_selector("#code", state="detached")
    assert phone.page.locator(".error").count() == 0
    assert code not in phone.page.content()
    phone.context.close()


@pytest.mark.parametrize(
    "path, field",
    [
        (f"/n/{HERE}/wishes", "#text"),
        (f"/n/{HERE}/wishes", "#author"),
        (f"/n/{HERE}/wishes/follow", "#ref"),
        (f"/n/{HERE}/post-open/object", "#text"),
        (f"/n/{HERE}/tick-open/check", "#code"),
        (f"/n/{HERE}/judge/j-open/check", "#code"),
    ],
)
def test_what_is_typed_stays_in_larger_type_and_another_language(
    house: Any, held: Phone, path: str, field: str
) -> None:
    """Nothing is handed in by it, and nothing is looked up."""
    desk = house[0].desk
    before = len(desk.collecting.wishes()), len(desk.posting.objections("post-open"))
    held.go(path)
    held.page.fill(field, "K7QF")
    for switch in (".switch:not([lang])", ".switch[lang]"):
        held.tap(switch)
        assert held.page.input_value(field) == "K7QF"
        assert held.page.locator(".verdict, .error").count() == 0
    assert before == (len(desk.collecting.wishes()), len(desk.posting.objections("post-open")))


def test_tab_comes_upon_no_button_twice(house: Any, held: Phone) -> None:
    """The button that Enter presses is for nobody else: no stop, no name, no size."""
    for path in (f"/n/{HERE}/tick-open", f"/n/{HERE}/works/check", f"/n/{HERE}/wishes"):
        held.go(path)
        unseen = held.page.locator("button.visually-hidden")
        assert unseen.count() == 1
        assert unseen.get_attribute("tabindex") == "-1"
        assert unseen.get_attribute("aria-hidden") == "true"
        words = unseen.inner_text().strip()
        shown = held.page.get_by_role("button", name=words, exact=True)
        assert shown.count() == 1 and shown.first.is_visible()
        stops = []
        for _ in range(60):
            held.page.keyboard.press("Tab")
            stops.append(held.page.evaluate("document.activeElement.className"))
        assert not [one for one in stops if "visually-hidden" in one]


# -- the console -------------------------------------------------------------------------------


@pytest.fixture
def desk(house: Any, held: Phone) -> Callable[[], Phone]:
    """Somebody at the console, on a wide screen."""

    def sign_in() -> Phone:
        held.page.set_viewport_size({"width": 1280, "height": 900})
        held.go("/staff/sign-in")
        assert pressed(held)[0] == []
        held.page.select_option("#area", HERE)
        held.page.fill("#token", house[0].town.add_staff(HERE, "小林"))
        held.page.keyboard.press("Enter")
        held.page.wait_for_selector(".desk-bar")
        return held

    return sign_in


def test_every_field_of_every_act(desk: Callable[[], Phone]) -> None:
    """Also where a button above shows more rows, or what else a choice asks for."""
    held, wrong, tried = desk(), [], 0
    acts = [key for key, act in ACTS.items() if "staff" in map(str, act.roles)]
    assert len(acts) > 60
    for key in acts:
        held.page.goto(f"{held.address}/staff/do/{key}")
        found, number = pressed(held)
        wrong += found
        tried += number
    assert wrong == [] and tried > 250


def test_every_field_of_the_rest_of_the_console(house: Any, desk: Callable[[], Phone]) -> None:
    """Codes, keying, tables, wishes with each work, and the last look with a second token."""
    held, found, tried = desk(), [], 0
    paths = ["", "/wishes?show=all", "/rounds/tick-open/codes", "/rounds/tick-open/keying",
             "/rounds/tick-open/keying?number=1", "/tables/roll", "/tables/items",
             "/tables/areas", "/chain",
             "/rounds/tick-open/calls", "/rounds/tick-open/print"]  # fmt: skip
    for path in paths:
        held.page.goto(f"{held.address}/staff{path}")
        wrong, number = pressed(held)
        found += wrong
        tried += number
    assert tried == 6
    for work, fields in (("answer", 3), ("merge", 2), ("unmerge", 2), ("list", 3)):
        held.page.goto(f"{held.address}/staff/wishes?show=all")
        for box in held.page.locator("[name=ref]").all():
            box.check()
        held.page.locator(f"button[value={work}]").click()
        held.page.wait_for_selector(f"[name=work][value={work}]", state="attached")
        wrong, number = pressed(held)
        assert number == fields, work
        found += wrong
    held.page.goto(f"{held.address}/staff/do/round/publish?round=tick-closed")
    held.page.locator("form.boxes > p.actions .button:not(.plain)").click()
    held.page.wait_for_selector("#token")
    assert pressed(held) == ([], 1)
    assert found == []
