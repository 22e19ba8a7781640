"""Imports point one way only: the rooms of the house, and what each may look into.

The rooms stand in a line and a room may import what stands left of it.  A new room is one line in
``LINE``, or in ``BESIDE`` when it stands next to the line and sees less.  Imports that only a type
checker follows count too, and so do imports inside functions.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).resolve().parents[1]

# From left to right; rooms on one line do not see each other.
LINE = (
    "text",
    "errors",
    "numbers",
    "model",
    "counting",
    "rules",
    "categories",
    "declarations",
    "hooks",
    "builtin",
    "registry",
    "api store",
    "archive bundle interchange",
    "workflow",
    "year",
    "components",
    "desk",
    "acts inspection",
    "playing",
    "cli",
)
# Beside the line: what the room sees, and the first room of the line that sees it.
BESIDE = {
    "ledger": ("text errors model", "store"),
    "terminal": ("text errors numbers", "cli"),
}
# The front door shows rooms to others; only these walk through it themselves.
FRONT_DOOR = "__init__"
THROUGH_THE_FRONT_DOOR = {"cli", "testing"}
# What these rooms do not know, whatever else is installed: the core counts with attrs and pluggy.
PLAIN_ROOMS = (
    "text errors numbers model counting rules categories declarations hooks builtin registry api"
)
PLAIN_PACKAGES = {"attr", "attrs", "pluggy"}
# The rooms that plugins may enter by name; everything else reaches them through the front door.
PUBLIC_ROOMS = set(
    "categories hooks rules counting model numbers errors text declarations workflow "
    "components terminal".split()
)
# Those that a plugin may enter as well which is nothing without a server: it stands where the
# console of a portal stands, and uses the desk as that does (docs/embedding.md).
HOST_ROOMS = set("acts desk interchange playing registry year".split())
HEAVY = "litestar msgspec sqlite_utils cryptography numpy rich jinja2 uvicorn"


def sights() -> dict[str, set[str]]:
    """For each room of the core, the rooms it may import."""
    seen: dict[str, set[str]] = {}
    left: set[str] = set()
    for place in LINE:
        left |= {side for side, (_, first) in BESIDE.items() if first in place.split()}
        for room in place.split():
            seen[room] = left | {room}
        left = left | set(place.split())
    for side, (rooms, _) in BESIDE.items():
        seen[side] = {side, *rooms.split()}
    for room in THROUGH_THE_FRONT_DOOR & seen.keys():
        seen[room] = seen[room] | {FRONT_DOOR}
    every = {FRONT_DOOR, *seen}
    return {**seen, FRONT_DOOR: every - {"cli"}, "testing": every | {"testing"}}


WIDTH = 100


def printed_line() -> str:
    """The rooms from left to right, as CONTRIBUTING.md shows them."""
    places = [place.replace(" ", ", ") for place in LINE] + ["tickbox_server"]
    lines, line = [], places[0]
    for place in places[1:]:
        if len(line) + len(place) + 3 > WIDTH:
            lines, line = [*lines, line], "    "
        line += f" ← {place}" if line.strip() else f"← {place}"
    beside = "; ".join(
        f"{' ← '.join((*rooms.split(), side, first))}" for side, (rooms, first) in BESIDE.items()
    )
    return "\n".join([*lines, line, f"    ({beside})"])


@attrs.frozen
class Import:
    """One import: where it stands, and the package and room that it names."""

    path: Path
    line: int
    package: str
    room: str = FRONT_DOOR

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line} imports {self.package}.{self.room}"


def imports(path: Path, base: Path) -> Iterator[Import]:
    """Every import in one file below ``base``, the folder that packages are imported from."""
    here = path.relative_to(base).with_suffix("").parts
    package = here[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        names: list[tuple[str, ...]] = []
        if isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            module = (*start, *(node.module or "").split(".")) if node.module else start
            names = [(*module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called in {"import_module", "importlib.import_module", "__import__"}:
                names = [tuple(str(node.args[0].value).split("."))]
        for name in names:
            top, *rest = name
            room = rest[0] if rest and is_room(base / top, rest[0]) else FRONT_DOOR
            yield Import(path.relative_to(base), node.lineno, top, room)


def is_room(package: Path, name: str) -> bool:
    """Whether a name is a room of the core, or else a module of a package that lies here."""
    known = package.name == "tickbox_core" and name in sights()
    return known or (package / name).is_dir() or (package / f"{name}.py").is_file()


def files(folder: Path) -> list[Path]:
    """The Python files of a folder and of those in it."""
    return sorted(folder.rglob("*.py"))


def core_faults(src: Path) -> Iterator[str]:
    """Every import in ``tickbox_core`` that points the wrong way, as a sentence."""
    may = sights()
    for path in files(src / "tickbox_core"):
        room = path.relative_to(src / "tickbox_core").parts[0].removesuffix(".py")
        if room not in may:
            yield f"{path.relative_to(src)}: the room {room!r} has no place in LINE yet"
            continue
        for found in imports(path, src):
            if found.package == "tickbox_core":
                if found.room not in may[room]:
                    yield f"{found}: {room} may not see {found.room}"
            elif found.package.startswith("tickbox_"):
                yield f"{found}: the core knows neither the server nor any plugin"
            elif room in PLAIN_ROOMS.split() and not is_plain(found.package):
                yield f"{found}: {room} is made of Python, attrs and pluggy alone"


def is_plain(package: str) -> bool:
    """Whether a package is there when tickbox-core is installed without any extra."""
    return package in PLAIN_PACKAGES or package in sys.stdlib_module_names


def server_faults(src: Path) -> Iterator[str]:
    """Every import in ``tickbox_server`` that is not for a server."""
    kit = src / "tickbox_server" / "testing.py"  # hangs off the core's, and nothing off it
    for path in files(src / "tickbox_server"):
        for found in imports(path, src):
            if found.room == "testing" and path != kit:
                yield f"{found}: nothing hangs off testing"
            elif found.package == "tickbox_core" and found.room == "cli":
                yield f"{found}: what a command needs too is in terminal, or further left"
            elif re.match(r"tickbox_(?!core$|server$)", found.package):
                yield f"{found}: the server asks the registry and names no plugin"


def declared_by(needs: list[str]) -> Iterator[str]:
    """The packages of ours that a project's requirements bring."""
    for need in needs:
        name, extras = re.fullmatch(r"([\w.-]+)\s*(?:\[([^\]]*)\])?.*", need).groups()  # type: ignore[union-attr]
        yield re.sub(r"[-.]", "_", name.lower())
        if name == "tickbox-core" and "server" in (extras or ""):
            yield "tickbox_server"


def plugin_faults(plugin: Path) -> Iterator[str]:
    """Every import in one plugin's folder that is not public, or not declared there."""
    project = tomllib.loads((plugin / "pyproject.toml").read_text("utf-8"))["project"]
    own = project["name"].replace("-", "_")
    needs = list(project.get("dependencies", ()))
    optional = project.get("optional-dependencies", {})
    for_tests, for_pages = optional.get("test", []), optional.get("server", [])
    hosted = HOST_ROOMS if "tickbox_server" in declared_by(needs) else set()
    for folder, public in (
        ("src", PUBLIC_ROOMS | hosted),
        ("tests", PUBLIC_ROOMS | HOST_ROOMS | {"testing", "cli", "bundle"}),
    ):
        needs += for_tests if folder == "tests" else for_pages
        declared = {own, "tickbox_core", *declared_by(needs)}
        for path in files(plugin / folder):
            for found in imports(path, plugin / folder):
                if found.package.startswith("tickbox_") and found.package not in declared:
                    yield f"{plugin.name}/{folder}/{found}: not declared in its pyproject.toml"
                elif found.package == "tickbox_core" and found.room not in {FRONT_DOOR, *public}:
                    yield f"{plugin.name}/{folder}/{found}: plugins use the front door"


def test_contributing_shows_the_line_as_it_is() -> None:
    """Copy what this prints where it differs."""
    assert f"```\n{printed_line()}\n```" in (ROOT / "CONTRIBUTING.md").read_text("utf-8"), (
        printed_line()
    )


def test_imports_in_the_core_point_left():
    """Every room of the core imports only rooms to its left."""
    assert list(core_faults(ROOT / "src")) == []


def test_the_server_imports_the_core_and_nothing_of_the_plugins():
    """The server uses any room of the core but testing, and meets plugins in the registry only."""
    assert list(server_faults(ROOT / "src")) == []


def test_plugins_use_public_doors():
    """A plugin imports the front door, public rooms, and what its project file declares."""
    found = (*ROOT.glob("plugins/*/pyproject.toml"), *ROOT.glob("docs/*/pyproject.toml"))
    plugins = [path.parent for path in sorted(found)]
    assert [fault for plugin in plugins for fault in plugin_faults(plugin)] == []


def test_importing_the_core_is_light():
    """``import tickbox_core`` loads no web framework, no database, no cryptography, no arrays."""
    code = f"import sys, tickbox_core; print(*sorted(set({HEAVY!r}.split()) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    "room, planted, fault",
    [
        ("model", "from tickbox_core.counting import Share", "model may not see counting"),
        ("model", "from tickbox_core import counting", "model may not see counting"),
        ("model", "from .. import counting", "model may not see counting"),
        ("model", "from ..counting.share import Share", "model may not see counting"),
        ("model", "import tickbox_core.desk", "model may not see desk"),
        ("model", "import tickbox_core", "model may not see __init__"),
        ("rules", "from tickbox_core import rank", "rules may not see __init__"),
        ("rules", "from tickbox_core.ledger import leaf", "rules may not see ledger"),
        ("ledger", "from tickbox_core.counting import Share", "ledger may not see counting"),
        ("bundle", "from tickbox_core.interchange import read", "bundle may not see interchange"),
        ("cli", "from tickbox_core.testing import strategies", "cli may not see testing"),
        ("cli", "import tickbox_server", "the core knows neither the server nor any plugin"),
        ("builtin", "import tickbox_china", "the core knows neither the server nor any plugin"),
        ("counting", "import numpy as np", "counting is made of Python, attrs and pluggy alone"),
        ("hooks", "if TYPE_CHECKING:\n    from tickbox_core.desk import Desk", "hooks may not see"),
        ("hooks", "def f():\n    from tickbox_core.desk import Desk", "hooks may not see desk"),
        ("hooks", "import_module('tickbox_core.desk')", "hooks may not see desk"),
        ("attic", "import json", "the room 'attic' has no place in LINE yet"),
    ],
)
def test_a_planted_wrong_import_is_noticed(tmp_path, room, planted, fault):
    """Each way to write an import that points right is found, wherever it stands in the file."""
    plant(tmp_path, f"tickbox_core/{room}/inner.py", planted)
    assert [fault in found for found in core_faults(tmp_path)] == [True]


@pytest.mark.parametrize(
    "room, right",
    [
        ("counting", "from tickbox_core.model import Ballot\nfrom . import share"),
        ("model", "from .area import Area\nfrom tickbox_core.text import Text\nimport attrs, re"),
        ("store", "from tickbox_core.ledger import leaf\nimport sqlite_utils"),
        ("ledger", "from tickbox_core.model import Ballot\nimport rfc8785"),
        ("testing", "from tickbox_core import rank\nfrom tickbox_core.desk import Desk"),
        ("__init__", "from tickbox_core.rules import TickShare"),
    ],
)
def test_an_import_that_points_left_is_let_through(tmp_path, room, right):
    """What the line allows is not complained about."""
    plant(tmp_path, f"tickbox_core/{room}{'' if room == '__init__' else '/inner'}.py", right)
    assert list(core_faults(tmp_path)) == []


@pytest.mark.parametrize(
    "planted, fault",
    [
        ("from tickbox_core.testing import strategies", "nothing hangs off testing"),
        ("import tickbox_property_fee", "names no plugin"),
        ("import tickbox_console", "names no plugin"),
        ("from tickbox_server.testing import part_contract", "nothing hangs off testing"),
        ("from tickbox_core.cli import Parser", "in terminal, or further left"),
    ],
)
def test_a_planted_import_in_the_server_is_noticed(tmp_path, planted, fault):
    """A server that leans on the test kit or on one plugin fails."""
    plant(tmp_path, "tickbox_server/pages/wall.py", planted)
    (tmp_path / "tickbox_server" / "testing.py").write_text("import tickbox_core.testing\n")
    assert [fault in found for found in server_faults(tmp_path)] == [True]


@pytest.mark.parametrize(
    "where, planted, faults",
    [
        ("src/tickbox_lift/policy.py", "from tickbox_core import Item, hookimpl", 0),
        ("src/tickbox_lift/policy.py", "from tickbox_core.hooks import hookimpl", 0),
        ("src/tickbox_lift/policy.py", "import tickbox_china", 0),
        ("tests/test_policy.py", "from tickbox_core.testing import policy_contract", 0),
        ("src/tickbox_lift/policy.py", "from tickbox_core.testing import policy_contract", 1),
        ("src/tickbox_lift/policy.py", "from tickbox_core.desk import Desk", 1),
        ("src/tickbox_lift/policy.py", "from tickbox_core import registry", 1),
        ("src/tickbox_lift/policy.py", "import tickbox_server", 1),
        ("src/tickbox_lift/policy.py", "import tickbox_property_fee", 1),
    ],
)
def test_a_plugin_is_held_to_what_it_declares(tmp_path, where, planted, faults):
    """Undeclared neighbours and private rooms fail; declared ones and public rooms pass."""
    declared = (
        "[project]\nname = 'tickbox-lift'\ndependencies = ['tickbox-core', 'tickbox-china>=0.1']"
    )
    (tmp_path / "pyproject.toml").write_text(declared, "utf-8")
    plant(tmp_path, where, planted)
    assert len(list(plugin_faults(tmp_path))) == faults


def plant(folder: Path, where: str, text: str) -> None:
    """Put one file into a folder."""
    path = folder / where
    path.parent.mkdir(parents=True)
    path.write_text(text + "\n", "utf-8")


def test_a_plugin_of_a_server_may_use_the_desk(tmp_path: Path) -> None:
    """Where it is nothing without one; with pages in an extra it may not."""
    for needs, faults in (("dependencies", 0), ("optional-dependencies.server", 1)):
        plugin = tmp_path / needs
        plugin.mkdir()
        key = "dependencies = ['tickbox-core[server]>=0.1']"
        if faults:
            key = "optional-dependencies.server = ['tickbox-core[server]>=0.1']"
        (plugin / "pyproject.toml").write_text(f"[project]\nname = 'tickbox-desk'\n{key}", "utf-8")
        plant(plugin, "src/tickbox_desk/page.py", "from tickbox_core.desk import Desk")
        assert len(list(plugin_faults(plugin))) == faults


def server_names(folders: list[Path]) -> Iterator[tuple[str, str]]:
    """What plugins import of the server: modules and names."""
    for folder in folders:
        for path in files(folder):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    if node.module.partition(".")[0] == "tickbox_server":
                        yield from ((node.module, one.name) for one in node.names)
                elif isinstance(node, ast.Import):
                    names = (one.name for one in node.names)
                    yield from ((n, "") for n in names if n.partition(".")[0] == "tickbox_server")


def test_what_plugins_use_of_the_server_is_documented() -> None:
    """The table in docs/embedding.md has each module and name, and none that nobody uses."""
    page = (ROOT / "docs" / "embedding.md").read_text("utf-8")
    rows = re.findall(r"^\| `(tickbox_server[\w.]*)` \| ([^|]+) \|", page, re.MULTILINE)
    told = {(module, name) for module, names in rows for name in re.findall(r"`(\w+)`", names)}
    used = set(server_names(sorted(ROOT.glob("plugins/*/src"))))
    assert used == told


def test_a_component_is_entered_by_its_door() -> None:
    """Whoever is outside a component's folder imports the folder, never a file in it."""
    inside = re.compile(r"tickbox_core\.components\.(\w+)\.\w+")
    found = []
    for path in sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            for module in named:
                match = inside.match(module)
                if match and path.parent.name != match[1]:
                    found.append(f"{path.relative_to(ROOT)}: {module}")
    assert found == []


def known_components(src: Path) -> dict[str, set[str]]:
    """By component the others whose doors it goes through."""
    found: dict[str, set[str]] = {}
    for door in sorted(src.glob("tickbox_core/components/*/__init__.py")):
        own = door.parent.name
        found[own] = set()
        for path in door.parent.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    room, _, rest = node.module.partition("tickbox_core.components.")
                    found[own] |= {rest.partition(".")[0]} - {own, ""} if not room else set()
    return found


def circles(known: dict[str, set[str]]) -> set[str]:
    """Those that cannot be put in a line, each right of all that it knows."""
    left = dict(known)
    while ready := {one for one, others in left.items() if not others & left.keys()}:
        left = {one: others for one, others in left.items() if one not in ready}
    return set(left)


def test_components_know_one_another_in_no_circle() -> None:
    """Of two matters at most one knows the other, whatever lies between them."""
    known = known_components(ROOT / "src")
    assert {"projects", "problems", "people", "judgement"} <= known.keys()
    assert "meetings" in known["projects"] and circles(known) == set()


def test_a_circle_is_found(tmp_path: Path) -> None:
    """Over a third matter too; who knows one that is in it has no place either."""
    for own, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        plant(tmp_path, f"tickbox_core/components/{own}/__init__.py", "")
        (tmp_path / f"tickbox_core/components/{own}/state.py").write_text(
            f"from tickbox_core.components.{other} import Thing\n", "utf-8"
        )
    known = known_components(tmp_path)
    assert circles(known) == set("abcd")
    assert circles({**known, "c": set()}) == set()
