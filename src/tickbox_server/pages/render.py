"""Templates: ours by name, a host's own of the same name in front of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

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
from tickbox_server.pages.views import FootWay, Frame, SizeSwitch, Switch
from tickbox_server.settings import Settings
from tickbox_server.text_size import OFFERED

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

HostTemplates = str | Path | BaseLoader
OURS = "tickbox_server"
STYLESHEET, MARK, SCRIPT = "tickbox.css", "mark.svg", "tickbox.js"


@attrs.frozen
class StaticFile:
    """A file that is served as it is; ``stamp`` changes with its content."""

    name: str
    media_type: str
    content: bytes
    stamp: str

    @classmethod
    def read(cls, file: Traversable, media_type: str) -> StaticFile:
        """As it is now."""
        content = file.read_bytes()
        return cls(file.name, media_type, content, hashlib.sha256(content).hexdigest()[:16])


@cache
def static_files(package: str = OURS) -> Mapping[str, StaticFile]:
    """All of a package by name."""
    folder = files(package) / "static"
    held = folder.iterdir() if folder.is_dir() else ()
    return {one.name: StaticFile.read(one, kind) for one in held if (kind := _kind(one.name))}


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
        parts: Sequence[ServerPart] = (),
    ) -> None:
        """``host`` is a folder or a loader whose templates come before all others."""
        self._settings = settings
        self._foot = tuple(link for part in parts for link in part.foot)
        self._packages = sorted({part.package for part in parts}, key=len, reverse=True)
        self._made: dict[tuple[Language, str], Environment] = {}
        self._host = host
        for language in LANGUAGES:
            self._environment(language, OURS)

    def draw(self, view: object, around: Around) -> str:
        """The page of a view, by the templates of the package that it comes from."""
        environment = self._environment(around.language, self._package_of(type(view)))
        drawn = environment.get_template(template_of(type(view)))
        return drawn.render(page=view, frame=self._frame(around))

    def _package_of(self, view: type) -> str:
        inside = f"{view.__module__}."
        return next((one for one in self._packages if inside.startswith(f"{one}.")), OURS)

    def _environment(self, language: Language, package: str) -> Environment:
        made = self._made.get((language, package))
        if made is None:  # two threads may make it, and either is good
            made = self._made[language, package] = environment_of(language, self._host, package)
        return made

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
            foot=tuple(
                FootWay(link.title.said_in(language), links.prefix + link.path)
                for link in self._foot
            ),
        )


def static_url(links: Links, name: str, package: str = OURS) -> str:
    """Where a file of ours, or of the package of a part, is as it is now."""
    at = name if package == OURS else f"{package}/{name}"
    return links.static(at, static_files(package)[name].stamp)


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


def environment_of(language: Language, host: HostTemplates | None, package: str) -> Environment:
    """A host's templates, then those of the package, then ours; and so its sentences."""
    loaders: list[BaseLoader] = [PackageLoader(OURS, "templates")]
    if package != OURS and _has_templates(package):
        loaders.insert(0, PackageLoader(package, "templates"))
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
        catalogue(language, package), newstyle=True
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment
