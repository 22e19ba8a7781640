"""The pinned requirements: complete, one version each, and nobody's address in them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETS = ("run", "test", "lint")


def pins(name: str) -> dict[tuple[str, str], str]:
    """Version by package and marker, for one set; a package has a line for each version."""
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = [re.match(r"([\w.-]+)==(\S+?)(?: ; (.+?))?\s+--hash", line) for line in lines]
    assert all(found), "a line of another kind, or without a hash"
    return {(pin[1], pin[3] or ""): pin[2] for pin in found if pin}


def needs(project: Path, *extras: str) -> set[str]:
    """The names of the packages that a project file asks for."""
    said = tomllib.loads(project.read_text("utf-8"))
    optional = said["project"].get("optional-dependencies", {})
    lines = [*said["project"].get("dependencies", ()), *said["build-system"]["requires"]]
    lines += [line for extra in extras for line in optional[extra]]
    return {re.split(r"[^\w.-]", line)[0].lower() for line in lines} - {"tickbox-core"}


@pytest.mark.parametrize("name", SETS)
def test_pins_hold_no_address(name):
    """Any index or mirror may serve them, and no machine's paths are told."""
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    assert re.findall(r"\w+://\S+|^-.*|^[^#\s]*/.*", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", ["run", "lint"])
def test_sets_agree_where_they_overlap(name):
    """Adding one set to another changes nothing that is there."""
    test = pins("test")
    other = {key: version for key, version in pins(name).items() if key in test}
    assert other == {key: test[key] for key in other}
    if name == "run":
        assert other == pins(name)


def test_everything_that_is_asked_for_is_pinned():
    """The core, its extras and every plugin find their packages and build backends in the pins."""
    names = {package for package, _ in pins("run")}
    asked = needs(ROOT / "pyproject.toml", "store", "server") | {"editables"}
    for project in ROOT.glob("plugins/*/pyproject.toml"):
        asked |= {need for need in needs(project) if not need.startswith("tickbox-")}
    assert asked - names == set(), "run requirements/update.sh"
    tested = needs(ROOT / "pyproject.toml", "test") - {package for package, _ in pins("test")}
    assert tested == set(), "run requirements/update.sh"
