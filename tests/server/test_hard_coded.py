"""A pseudo-locale: with every sentence we translate in circled letters, no plain letter is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.support import Translations
from jinja2 import Environment, PackageLoader, nodes
from litestar.testing import TestClient

from tickbox_core.text import Language, Text
from tickbox_server import create_app
from tickbox_server.pages import render

Client = TestClient[Any]
Small = Any  # conftest's
CIRCLED = {
    **{65 + at: 0x24B6 + at for at in range(26)},
    **{97 + at: 0x24D0 + at for at in range(26)},
}
HOLES = re.compile(r"(%\(\w+\)s|\{\w*\})")
LIST, DECIDED = "/n/bamboo/open-1", "/n/willow/decided-1"
GETS = [
    "/",
    "/n/bamboo",
    "/n/bamboo/help",
    "/n/bamboo/wishes",
    "/n/bamboo/wishes/follow",
    "/n/bamboo/ideas",
    "/n/bamboo/ideas/follow",
    LIST,
    f"{LIST}/wall",
    f"{LIST}/check",
    DECIDED,
    f"{DECIDED}/object",
    f"{DECIDED}/wall",
    f"{DECIDED}/items/i1",
    "/n/willow/projects",
    "/n/bamboo/problems",
    "/n/bamboo/meetings",
    "/n/bamboo/motions",
    "/n/bamboo/judge",
    "/awards",
    "/staff",
    "/recount",
    "/promises",
]


def circled(words: str) -> str:
    """The words with their letters circled, holes left as they are."""
    parts = HOLES.split(words)
    return "".join(p if HOLES.fullmatch(p) else p.translate(CIRCLED) for p in parts)


class Pseudo(Translations):
    """A catalogue of circled letters."""

    def gettext(self, message: str) -> str:
        """The id itself, circled."""
        return circled(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:  # type: ignore[override]
        """By the English rule."""
        return circled(singular if n == 1 else plural)

    ugettext, ungettext = gettext, ngettext


@pytest.fixture
def pseudo(small: Small, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Somebody whose language is circled letters: catalogues and texts of the core alike."""
    said = Text.said_in

    def say(self: Text, language: Language) -> str:
        return circled(said(self, language))

    monkeypatch.setattr(render, "catalogue", lambda *_: Pseudo())
    monkeypatch.setattr(Text, "said_in", say)
    with TestClient(create_app(small.town)) as client:
        client.headers["Accept-Language"] = "en"
        yield client


def left(html: str) -> list[str]:
    """Plain letters in what is read, or said by what cannot be seen (``alt``, labels, data)."""
    shown = re.sub(r"<(style|script|pre|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    shown = re.sub(r'<[^>]*class="(?:hash|receipt-code)"[^>]*>[^<]*<', "<", shown)
    shown = re.sub(r"<code>[^<]*</code>", "", shown)
    attributes = re.findall(
        r'\b(?:alt|title|aria-label|placeholder|data-(?:more|under|over|aloud))="([^"]*)"', shown
    )
    texts = re.findall(r">([^<]+)<", shown)
    plain = [re.sub(r"&#?\w+;|\{\w+\}", " ", one) for one in (*texts, *attributes)]
    plain = [re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}|English|中文", "", one) for one in plain]
    return [one.strip() for one in plain if re.search(r"[A-Za-z\u4e00-\u9fff]", one)]


@pytest.mark.parametrize("path", GETS)
def test_no_page_has_a_hard_coded_word(pseudo: Client, path: str) -> None:
    """Everything that is read comes from a catalogue, from the core's texts, or from the data."""
    assert left(pseudo.get(path).text) == []


def test_no_page_of_a_ballot_has_a_hard_coded_word(pseudo: Client, small: Small) -> None:
    """From the review to the receipt, with its refusals."""
    form: dict[str, Any] = {"tick": ["i1", "i2"], "key": "long-enough", "code": small.codes[0]}
    many = {"tick": ["i1", "i2", "i3", "i4"]}
    steps = [("review", many), ("review", form), ("confirm", {**form, "code": "x"})]
    steps += [("confirm", form), ("cast", form), ("check", {"code": "AAAA-AAAA"})]
    for page, fields in steps:
        html = pseudo.post(f"{LIST}/{page}", data=fields).text
        assert left(html) == [], page


def test_the_search_finds_what_is_hard_coded() -> None:
    """The negative control: in text, in an attribute; and not what is circled or a code."""
    assert left("<p>Hello</p>") == ["Hello"] and left('<img alt="您好">') == ["您好"]
    assert left(f"<p>{circled('Hello')} K7QF-2M9P</p>") == []


@pytest.mark.parametrize(
    "package, least",
    [
        ("tickbox_server", 18),
        ("tickbox_decisions", 12),
        ("tickbox_delivery", 4),
        ("tickbox_submissions", 7),
        ("tickbox_console", 15),
        ("tickbox_awards", 1),
    ],
)
def test_no_template_has_a_word_outside_its_sentences(package: str, least: int) -> None:
    """Every template, also those that no page above has drawn: what stands between its tags."""
    environment = Environment(
        loader=PackageLoader(package, "templates"), extensions=["jinja2.ext.i18n"]
    )
    names = environment.list_templates(extensions=["html"])
    assert len(names) >= least
    for name in names:
        source = environment.loader.get_source(environment, name)[0]  # type: ignore[union-attr]
        written = "".join(
            node.data if isinstance(node, nodes.TemplateData) else "\0"
            for output in environment.parse(source).find_all(nodes.Output)
            for node in output.nodes
        )
        prose = re.sub(r"<(pre|code)\b.*?</\1>", " ", written, flags=re.DOTALL)
        bare = re.sub(r'\s[\w-]+="[^"]*"|<[^>]*>|<[^>]*$|&\w+;', " ", prose, flags=re.DOTALL)
        assert left(f"<p>{bare}</p>") == [], name
