"""The second verifier, in a browser: alone on a saved page, and a tap away from a posted result."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.bundle import differences
from tickbox_server.count_here import recount_page, script_parts

from ...core.bundle.every_bundle import Mutant, good_bundles, mutant

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHORT, LONG, AT_ONCE = 250, 100_000, 50
VERDICTS = """async given => {
  const found = [];
  for (const one of given) {
    const bytes = Uint8Array.from(atob(one), letter => letter.charCodeAt(0));
    const report = await recountBundle(bytes);
    found.push([report.verdict, [...report.different, ...report.untold].map(said => said[1])]);
  }
  return found;
}"""
AS_HTTP = "Object.defineProperty(crypto, 'subtle', {value: undefined});"
AS_OLD = "delete globalThis.DecompressionStream;"
NOT_COUNTED = "this page does not count"
NO_BUNDLE = "It is no bundle"


@pytest.fixture
def saved(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """The page as it lies in a folder, opened without any server; ``before`` runs in front."""
    file = tmp_path / "recount.html"
    file.write_bytes(recount_page())
    made: list[Any] = []

    def opened(before: str = "", width: int = 390, language: str = "en") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
        made.append(context)
        context.add_init_script(before)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{file.as_uri()}#lang={language}")
        return page

    yield opened
    for context in made:
        context.close()


def verdicts(page: Any, data: Iterable[bytes]) -> list[tuple[int, list[str]]]:
    """What the page says of bundles, in its status and its English sentences."""
    given = [base64.b64encode(one).decode() for one in data]
    found: list[tuple[int, list[str]]] = []
    for at in range(0, len(given), AT_ONCE):
        answers = page.evaluate(VERDICTS, given[at : at + AT_ONCE])
        found += [(status, sentences) for status, sentences in answers]
    return found


def is_explained(status: int, said: list[str], mutated: Mutant) -> bool:
    """Why the two may say different things of a bundle.

    The page says that it counts no such rule, or tie; or it refuses a zip that could be read in
    two ways, which Python's reader mends.
    """
    unknown = any(NOT_COUNTED in one.lower() for one in said)
    strict = mutated.how == "a byte of the zip" and any(NO_BUNDLE in one for one in said)
    return status == 2 and (unknown or strict)


def held_together(page: Any, good: list[tuple[str, bytes]], number: int, seed: int) -> list[str]:
    """Of so many mutants, those of which the two verifiers say different things unexplained."""
    draw = random.Random(seed)
    apart: list[str] = []
    for _ in range(0, number, AT_ONCE):
        made = []
        for _ in range(AT_ONCE):
            name, data = draw.choice(good)
            made.append((name, mutant(draw, data)))
        answers = verdicts(page, [one.data for _, one in made])
        for (name, one), (status, said) in zip(made, answers, strict=True):
            first = differences(one.data)
            if first.status != status and not is_explained(status, said, one):
                told = [text.en for text in first.texts]
                apart.append(f"{name}, {one.how}: {first.status} {told[:1]}, {status} {said[:1]}")
    return apart


@pytest.mark.parametrize("before", ["", AS_HTTP + AS_OLD], ids=["of today", "plain http, old"])
def test_both_verifiers_agree_with_good_bundles_of_every_kind(
    saved: Callable[..., Any], before: str
) -> None:
    """Rounds, ties, voids, papers, judgements, motions, elections: also with nothing lent to it."""
    page, good = saved(before), list(good_bundles())
    assert len(good) > 40
    answers = verdicts(page, [data for _, data in good])
    for (name, data), (status, said) in zip(good, answers, strict=True):
        assert differences(data).status == 0, name
        counted = not any(NOT_COUNTED in one.lower() for one in said)
        assert status == (0 if counted else 2), (name, said)
    assert page.complaints == []


def test_both_verifiers_say_the_same_of_mutated_bundles(saved: Callable[..., Any]) -> None:
    """Bytes, lines, counts, votes and logs sealed anew; the long form has its number beside it."""
    good = list(good_bundles(rounds=6))
    assert held_together(saved(), good, SHORT, seed=1) == []


@pytest.mark.long
def test_both_verifiers_say_the_same_of_a_hundred_thousand(saved: Callable[..., Any]) -> None:
    """The same, 100,000 mutants over more rounds (``-m long``)."""
    good = list(good_bundles(rounds=60))
    assert held_together(saved(), good, LONG, seed=2) == []


def test_a_saved_page_counts_a_file_without_any_connection(
    saved: Callable[..., Any], tmp_path: Path
) -> None:
    """By the file button, in both languages; what differs is listed, and so is what is not seen."""
    good = dict(good_bundles(rounds=1))
    file = tmp_path / "bundle.zip"
    draw = random.Random(3)
    for language, agrees, differs in (("en", "It agrees", "not agree"), ("zh", "一致", "不一致")):
        page = saved(language=language)
        file.write_bytes(good["account"])
        page.set_input_files("#file", file)
        page.wait_for_selector("#verdict[data-verdict='0']")
        assert agrees in page.locator("#verdict").inner_text()
        assert page.locator("h1:visible").count() == 1
        made = [mutant(draw, good["account"]) for _ in range(200)]
        of_outcome = [one for one in made if one.how.startswith("outcome.json")]
        forged = next((one for one in of_outcome if differences(one.data).status == 1), None)
        assert forged is not None
        other = tmp_path / f"forged-{language}.zip"
        other.write_bytes(forged.data)
        page.set_input_files("#file", other)
        page.wait_for_selector("#verdict[data-verdict='1']")
        assert differs in page.locator("#verdict").inner_text()
        assert page.locator("#answer li").count() > 2
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wide) <= 0
        assert page.complaints == []


def test_one_tap_from_a_posted_result_counts_it(phone: Any) -> None:
    """The wall's button opens the page, which fetches that bundle and says that it agrees."""
    for locale, words in (("zh-CN", "一致"), ("en-GB", "It agrees")):
        held = phone(locale=locale)
        held.go("/n/willow/decided-1/wall")
        held.page.locator("a[href*='/recount.html#']").first.click()
        held.page.wait_for_selector("#verdict[data-verdict='0']")
        assert words in held.page.locator("#verdict").inner_text()
        held.kept_to_itself()


def test_it_fetches_bundles_of_its_own_server_and_nothing_else(phone: Any) -> None:
    """Other addresses behind the sign are not asked for."""
    held = phone(locale="en-GB")
    for at in (
        "https://elsewhere.example/api/v1/areas/a/rounds/b/bundle",
        "//elsewhere.example/api/v1/areas/a/rounds/b/bundle",
        "/api/v1/areas/willow/rounds/decided-1/outcome",
        "javascript:alert(1)",
    ):
        held.go(f"/recount.html#lang=en&bundle={at}")
        held.page.reload()
        assert held.page.locator("#answer").inner_text() == ""
    held.kept_to_itself()


EXACT = {  # divisions, all of them of BigInt, which drops the rest
    "(above * 2000n + below) / (below * 2n)",
    "above / (a || 1n), below / (a || 1n)",
    "(bar.above * whole) / bar.below",
}


def test_no_float_is_in_it() -> None:
    """No decimal number, nothing that makes one, and no division but of whole BigInt."""
    for text in script_parts():
        code = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
        code = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', code)
        assert not re.search(r"(?<![\w.])\d+\.\d|\d[eE][-+]?\d+\b(?!\w)", code.replace("0x", "0X_"))
        assert not re.search(r"parseFloat|toFixed|toPrecision|Float\d|Math\.(?!min|max)", code)
        for allowed in EXACT:
            code = code.replace(allowed, "")
        assert re.findall(r"[^\n]* / [^\n]*", re.sub(r"`[^`]*`", "", code)) == []


def test_it_is_one_file_that_fetches_nothing_of_itself() -> None:
    """No address of anything is in it: no library, font or picture from elsewhere."""
    page = recount_page().decode()
    assert not re.search(
        r"https?://|src=|url\(|@import|<link|eval\(|innerHTML|document\.write", page
    )
