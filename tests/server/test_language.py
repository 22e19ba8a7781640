"""Two languages: which one is spoken, and that every sentence is in both catalogues."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from litestar.testing import TestClient

from tickbox_core.text import LANGUAGES
from tickbox_server.language import COOKIE, accepted_language

Client = TestClient[Any]
ROOT = Path(str(files("tickbox_server")))


def extracted() -> set[tuple[str, ...]]:
    """Every message of templates and code: (singular,) or (singular, plural)."""
    with (ROOT / "babel.cfg").open() as opened:
        methods, options = parse_mapping_cfg(opened)
    found = extract_from_dir(ROOT, methods, options)
    return {message if isinstance(message, tuple) else (message,) for _, _, message, _, _ in found}


def catalogue(language: str) -> Catalog:
    """A catalogue as it is in the source."""
    with (ROOT / "locales" / language / "LC_MESSAGES" / "tickbox.po").open("rb") as opened:
        return read_po(opened, locale=language)


def ids(catalogue: Catalog) -> set[tuple[str, ...]]:
    """The messages of a catalogue."""
    return {
        tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)
        for message in catalogue
        if message.id
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    """What the templates say is in each catalogue, and nothing that they do not say."""
    read = catalogue(language)
    assert len(extracted()) > 100
    assert ids(read) == extracted()
    for message in read:
        if not message.id:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(said), message.id
        assert not message.fuzzy, message.id
        assert not read.obsolete
        assert [str(error) for error in message.check()] == []


def test_the_english_catalogue_says_what_its_ids_say() -> None:
    """The message ids are the English sentences: a changed one is changed in both places."""
    for message in catalogue("en"):
        if message.id:
            assert message.string == (
                tuple(message.id) if isinstance(message.id, list) else message.id
            )


def test_the_chinese_catalogue_is_chinese() -> None:
    """Each translation has a Chinese character or is punctuation."""
    for message in catalogue("zh"):
        if message.id:
            said = message.string if isinstance(message.string, str) else message.string[0]
            assert re.search(r"[\u4e00-\u9fff]", said) or said == "、", message.id


PATHS = [
    "/",
    "/n/bamboo",
    "/n/bamboo/open-1",
    "/n/bamboo/open-1/wall",
    "/n/bamboo/open-1/check",
    "/n/willow/decided-1/wall",
    "/recount",
    "/promises",
]


@pytest.mark.parametrize("path", PATHS)
def test_pages_speak_one_language(client: Client, path: str) -> None:
    """No Chinese sentence on an English page but the way to Chinese; and the other way round."""
    english = client.get(path, headers={"Accept-Language": "en"}).text
    visible = re.sub(r"<[^>]+>", " ", english).replace("中文", "")
    assert not re.search(r"[\u4e00-\u9fff]", visible)
    chinese = client.get(path, headers={"Accept-Language": "zh"})
    assert 'lang="zh-CN"' in chinese.text
    assert chinese.headers["content-language"] == "zh"
    title = re.search(r"<title>(.*?)</title>", chinese.text)
    assert title is not None
    assert re.search(r"[\u4e00-\u9fff]", title.group(1))


def test_a_chosen_language_is_remembered_in_the_one_cookie(client: Client) -> None:
    """``?lang=`` sets it, later pages follow it, no other cookie is ever set."""
    chosen = client.get("/?lang=en", headers={"Accept-Language": "zh"})
    assert client.cookies.get(COOKIE) == "en"
    assert "HttpOnly" in chosen.headers["set-cookie"]
    assert "SameSite=lax" in chosen.headers["set-cookie"]
    assert "The year in numbers" in client.get("/", headers={"Accept-Language": "zh"}).text
    assert "set-cookie" not in client.get("/").headers
    assert len(client.cookies) == 1


def test_an_unknown_language_is_not_remembered(client: Client) -> None:
    """Chinese, and no cookie."""
    answer = client.get("/?lang=tlh")
    assert "set-cookie" not in answer.headers
    assert "选择您的居民区" in answer.text


@pytest.mark.parametrize(
    "header, language",
    [
        ("", "zh"),
        ("fr", "zh"),
        ("en", "en"),
        ("EN-us", "en"),
        ("zh-TW,en;q=0.9", "zh"),
        ("en;q=0.1,zh;q=0.2", "zh"),
        ("en;q=0", "zh"),
        ("fr,en;q=0.5", "en"),
        (";;;,,q=x", "zh"),
        ("en;q=nan", "zh"),
        ("en;level=1", "zh"),
    ],
)
def test_the_best_language_of_a_header(header: str, language: str) -> None:
    """By weight, then by place; Chinese where it names none of ours."""
    assert accepted_language(header) == language


def test_a_form_takes_its_language_along(client: Client) -> None:
    """On pages behind a form the other language is a button that posts the same form."""
    review = client.post("/n/bamboo/open-1/review?lang=en", data={"tick": "i1"})
    assert "You ticked 1 item" in review.text
    button = 'form="ballot" formaction="/n/bamboo/open-1/review?lang=zh"'
    assert button in review.text
