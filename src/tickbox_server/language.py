"""Which language a page speaks, and the catalogues it speaks from.

Asked for by ``?lang=``, remembered in one cookie, else by ``Accept-Language``, else Chinese.
Catalogues are read from their ``.po`` files at start: nothing compiled is kept beside them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from litestar import Request

from tickbox_core.text import LANGUAGES, Language

DOMAIN = "tickbox"
COOKIE = "tickbox_lang"
COOKIE_SECONDS = 365 * 24 * 3600
NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}


OURS = "tickbox_server"


@cache
def catalogue(language: Language, package: str = OURS) -> Translations:
    """The sentences of a package's templates in one language, with ours behind them."""
    ours = _read(OURS, language)
    if package != OURS and _source(package, language).is_file():
        ours.merge(_read(package, language))
    return ours


def _source(package: str, language: Language) -> Traversable:
    return files(package) / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(package: str, language: Language) -> Translations:
    return Translations(BytesIO(_compile(package, language)), domain=DOMAIN)


@cache
def _compile(package: str, language: Language) -> bytes:
    with _source(package, language).open("rb") as opened:
        read = read_po(opened, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, read)
    return compiled.getvalue()


def find_language(name: str | None) -> Language | None:
    """The language of that name, if it is one of ours."""
    return next((language for language in LANGUAGES if language == name), None)


def wanted_language(request: Request[Any, Any, Any]) -> Language:
    """The language to answer a request in."""
    return (
        find_language(request.query_params.get("lang"))
        or find_language(request.cookies.get(COOKIE))
        or accepted_language(request.headers.get("accept-language", ""))
    )


def accepted_language(header: str) -> Language:
    """The best of our languages in an ``Accept-Language`` header; Chinese where it names none.

    >>> accepted_language("fr, en-GB;q=0.8, zh;q=0.2"), accepted_language("")
    ('en', 'zh')
    """
    best: tuple[float, Language] = (0.0, "zh")
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        language = find_language(tag.strip().lower().split("-")[0])
        if language and (quality := _quality(weight)) > best[0]:
            best = (quality, language)
    return best[1]


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 0.0
    except ValueError:
        return 0.0
