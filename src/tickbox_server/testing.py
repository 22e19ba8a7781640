"""The contract of a part of a server: what a plugin brings is drawn, said and left out whole.

    TestPart = part_contract(tickbox_console, "console")

It needs pytest and ``tickbox-core[server,test]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2.meta import find_referenced_templates
from litestar import Litestar
from litestar.testing import TestClient

from tickbox_core.desk import Town
from tickbox_core.registry import open_registry
from tickbox_core.testing.towns import delivered_town
from tickbox_core.text import LANGUAGES
from tickbox_server.app import create_app
from tickbox_server.links import API
from tickbox_server.pages.render import OURS, environment_of, static_files
from tickbox_server.parts import ServerPart

__all__ = ["part_contract"]

CHINESE = re.compile(r"[\u4e00-\u9fff]")
Said = dict[tuple[str, ...], tuple[str, ...]]


def sentences_of(package: str) -> set[tuple[str, ...]]:
    """What the templates of a package say: (singular,) or (singular, plural)."""
    folder = Path(str(files(package)))
    found = extract_from_dir(folder, [("templates/**.html", "jinja2")])
    return {one if isinstance(one, tuple) else (one,) for _, _, one, _, _ in found}


def catalogue_of_package(package: str, language: str) -> Said:
    """The sentences of a package's catalogue with their translations; none where it has none."""
    path = files(package) / "locales" / language / "LC_MESSAGES" / "tickbox.po"
    if not path.is_file():
        return {}
    with path.open("rb") as opened:
        read = read_po(opened, locale=language)
    return {_all_of(one.id): _all_of(one.string) for one in read if one.id}


def _all_of(said: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def has_shape(responses: dict[str, Any]) -> bool:
    """Whether what is answered if all is well is more than "any object"."""
    schemas = [
        media["schema"]
        for status, one in responses.items()
        if status.startswith("2")
        for media in one["content"].values()
    ]
    inner = [one.get("items", one) for one in schemas]
    return all("$ref" in one or one.get("properties") or one["type"] == "string" for one in inner)


@attrs.define
class _Played:
    """A town, its app, and a visitor of it."""

    town: Town
    app: Litestar
    client: TestClient[Any]


@attrs.frozen
class _Subject:
    """What a contract is held to: the part of a key that a plugin brings."""

    plugin: object
    key: str

    def serve(self, folder: Path, *, with_it: bool) -> Iterator[_Played]:
        """A delivered town with the plugin and no other, or with none."""
        delivered_town(folder).close()
        brought = {"part-under-test": self.plugin} if with_it else {}
        town = Town(folder, open_registry(discover=False, plugins=brought))
        app = create_app(town)
        with TestClient(app) as client:
            yield _Played(town, app, client)
        town.close()

    def part_of(self, played: _Played) -> ServerPart:
        """The part itself, or an error where it is not used."""
        parts: dict[str, ServerPart] = {one.key: one for one in played.app.state["hall"].parts}
        return parts[self.key]


class _PartContract:
    """Served whole, drawn in both languages, and missed by nobody where it is left out."""

    subject: ClassVar[_Subject]

    @pytest.fixture
    def here(self, tmp_path: Path) -> Iterator[_Played]:
        """A town served with it."""
        yield from self.subject.serve(tmp_path / "with", with_it=True)

    @pytest.fixture
    def bare(self, tmp_path: Path) -> Iterator[_Played]:
        """The same town served without it."""
        yield from self.subject.serve(tmp_path / "bare", with_it=False)

    def test_it_is_used(self, here: _Played) -> None:
        """Nothing is said against it or its plugin."""
        assert self.subject.part_of(here).package
        assert (*here.app.state["hall"].notices, *here.town.registry.notices) == ()

    def test_it_is_made_anew_for_each_app(self, here: _Played) -> None:
        """Two apps of one process have one each."""
        with TestClient(create_app(here.town)) as client:
            assert self.subject.key in {one.key for one in client.app.state["hall"].parts}

    def test_the_server_is_there_without_it(self, bare: _Played) -> None:
        """Its pages are, and none of the part's links."""
        assert self.subject.key not in {one.key for one in bare.app.state["hall"].parts}
        assert bare.app.state["hall"].notices == ()
        for path in ("/", "/n/n1", "/health", "/api/v1/openapi.json"):
            assert bare.client.get(path).status_code == 200

    def test_its_links_lead_somewhere_and_are_gone_with_it(
        self, here: _Played, bare: _Played
    ) -> None:
        """At the foot of every page, in both languages."""
        for link in self.subject.part_of(here).foot:
            assert CHINESE.search(link.title.zh) and re.search("[A-Za-z]", link.title.en)
            assert here.client.get(link.path).status_code in (200, 401)
            assert f'href="{link.path}"' in here.client.get("/").text
            assert f'href="{link.path}"' not in bare.client.get("/").text
            assert bare.client.get(link.path).status_code == 404

    def test_its_api_says_what_it_answers(self, here: _Played) -> None:
        """Each of its handlers stands in the description, and its answer has a shape there."""
        described = here.client.get("/api/v1/openapi.json").json()["paths"]
        for handler in self.subject.part_of(here).api:
            for path in handler.paths:
                told = described[API + re.sub(r"\{(\w+):\w+\}", r"{\1}", path)]
                answers = [one["responses"] for one in told.values()]
                assert all(has_shape(one) for one in answers), path

    def test_its_templates_are_read(self, here: _Played) -> None:
        """Each compiles, and so does what it extends and imports."""
        drawn = environment_of("zh", None, self.subject.part_of(here).package)
        for name in template_names(self.subject.part_of(here).package):
            source, _, _ = drawn.loader.get_source(drawn, name)  # type: ignore[union-attr]
            around = find_referenced_templates(drawn.parse(source))
            assert all(drawn.get_template(one) for one in (name, *around) if one)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_sentence_is_said(self, here: _Played, language: str) -> None:
        """In its own catalogue or in the server's; its own has none left over."""
        own = catalogue_of_package(self.subject.part_of(here).package, language)
        ours = catalogue_of_package(OURS, language)
        asked = sentences_of(self.subject.part_of(here).package)
        assert asked <= own.keys() | ours.keys()
        assert own.keys() <= asked
        for sentence, said in own.items():
            assert all(said), sentence
            assert language != "en" or said == sentence
            assert language != "zh" or CHINESE.search(said[0]), sentence

    def test_its_files_are_served(self, here: _Played, bare: _Played) -> None:
        """Under the name of its package, and only while it is used."""
        package = self.subject.part_of(here).package
        for name in static_files(package):
            path = f"/static/{package}/{name}"
            assert here.client.get(path).content == static_files(package)[name].content
            assert bare.client.get(path).status_code == 404


def part_contract(plugin: object, key: str) -> type:
    """A test class for the part of that key that a plugin brings."""
    held = {"subject": _Subject(plugin, key), "__doc__": _PartContract.__doc__}
    return type("PartContract", (_PartContract,), held)


def template_names(package: str) -> list[str]:
    """The templates of a package, as they are asked for."""
    folder = Path(str(files(package))) / "templates"
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.html"))
