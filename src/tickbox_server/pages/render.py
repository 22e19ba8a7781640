"""Templates: ours by name, a host's own of the same name in front of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import attrs
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)

from tickbox_core.text import LANGUAGES, Language
from tickbox_server.language import NAMES, catalogue
from tickbox_server.links import Links
from tickbox_server.pages.views import Frame, SizeSwitch, Switch
from tickbox_server.settings import Settings
from tickbox_server.text_size import OFFERED

HostTemplates = str | Path | BaseLoader
STYLESHEET, MARK, SCRIPT = "tickbox.css", "mark.svg", "tickbox.js"


@attrs.frozen
class StaticFile:
    """A file that is served as it is; ``stamp`` changes with its content."""

    name: str
    media_type: str
    content: bytes
    stamp: str

    @classmethod
    def read(cls, name: str, media_type: str) -> StaticFile:
        """One of ours."""
        content = (files("tickbox_server") / "static" / name).read_bytes()
        return cls(name, media_type, content, hashlib.sha256(content).hexdigest()[:16])


@cache
def static_files() -> Mapping[str, StaticFile]:
    """All of them by name."""
    held = (entry.name for entry in (files("tickbox_server") / "static").iterdir())
    return {name: StaticFile.read(name, kind) for name in held if (kind := _kind(name))}


def _kind(name: str) -> str | None:
    return _KINDS.get(name.rpartition(".")[2])


_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@attrs.frozen
class Around:
    """What a page's frame depends on; ``here`` is its own path, ``area`` whose page it is."""

    language: Language
    size: str
    links: Links
    here: str
    area: str
    phone: str


class Templates:
    """Draws views; everything in them is text and is escaped."""

    def __init__(
        self,
        settings: Settings,
        host: HostTemplates | None = None,
        packages: Sequence[str] = (),
    ) -> None:
        """``host`` is a folder or a loader whose templates come before ours, ``packages`` those
        of the parts that components bring, which come behind them.
        """
        self._settings = settings
        self._by_language = {
            language: _environment(language, host, packages) for language in LANGUAGES
        }

    def draw(self, view: object, around: Around) -> str:
        """The page of a view."""
        drawn = self._by_language[around.language].get_template(template_of(type(view)))
        return drawn.render(page=view, frame=self._frame(around))

    def _frame(self, around: Around) -> Frame:
        language, links = around.language, around.links
        return Frame(
            language=language,
            size=around.size,
            service=self._settings.title.said_in(language),
            contact=self._settings.contact.said_in(language),
            phone=around.phone,
            phone_url=dial_address(around.phone),
            help_url=links.help(around.area) if around.area else "",
            wish_url=links.wishes(around.area) if around.area else "",
            home_url=links.town,
            promises_url=links.promises,
            recount_url=links.recount,
            stylesheet_url=static_url(links, STYLESHEET),
            script_url=static_url(links, SCRIPT),
            mark_url=static_url(links, MARK),
            switches=tuple(
                Switch(other, NAMES[other], f"{around.here}?lang={other}")
                for other in LANGUAGES
                if other != language
            ),
            sizes=tuple(
                SizeSwitch(size, f"{around.here}?type={size}") for size in OFFERED[around.size]
            ),
        )


def static_url(links: Links, name: str) -> str:
    """Where a file of ours is, as it is now."""
    return links.static(name, static_files()[name].stamp)


def dial_address(phone: str) -> str:
    """The address that dials a number; nothing where it holds none.

    >>> dial_address("021-6614 1234"), dial_address("+86 (21) 66141234"), dial_address("")
    ('tel:02166141234', 'tel:+862166141234', '')
    """
    digits = "".join(c for c in phone if c.isascii() and c.isdigit())
    return f"tel:{'+' if phone.strip().startswith('+') else ''}{digits}" if digits else ""


def template_of(view: type) -> str:
    """The template that draws a view: what it names, else ``wall.html`` for ``WallView``."""
    named: str = getattr(view, "template", "")
    return named or f"{view.__name__.removesuffix('View').lower()}.html"


def _has_templates(package: str) -> bool:
    return (files(package) / "templates").is_dir()


def _environment(
    language: Language, host: HostTemplates | None, packages: Sequence[str]
) -> Environment:
    loaders: list[BaseLoader] = [PackageLoader("tickbox_server", "templates")]
    loaders += [PackageLoader(one, "templates") for one in packages if _has_templates(one)]
    if host is not None:
        loaders.insert(0, host if isinstance(host, BaseLoader) else FileSystemLoader(host))
    environment = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # the extension's
        catalogue(language, tuple(packages)), newstyle=True
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment
