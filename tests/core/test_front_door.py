"""The front door loads a room when one of its names is asked for, and not before."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import tickbox_core
from tickbox_core.builtin import own_rule

SOURCE = Path(tickbox_core.__file__).read_text("utf-8")
COUNTED = "rank(['gate'], [{'voter': 'r1', 'ticks': ['gate']}])"


def rooms_after(code: str) -> set[str]:
    """The rooms of the core that are loaded once a new interpreter has run that."""
    told = f"{code}\nimport sys\nprint(*[name for name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    names = (one.split(".") for one in done.stdout.split())
    return {parts[1] for parts in names if parts[0] == "tickbox_core" and len(parts) > 1}


def test_what_a_type_checker_sees_is_what_there_is() -> None:
    """The imports that mypy follows name each name at its home, and nothing else does."""
    checked = next(node for node in ast.parse(SOURCE).body if isinstance(node, ast.If))
    seen = {
        str(node.module).removeprefix("tickbox_core."): [one.name for one in node.names]
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
    }
    assert seen == {home: names.split() for home, names in tickbox_core.HOMES.items()}
    named = [name for names in seen.values() for name in names]
    assert sorted({*named, "__version__"}) == sorted(tickbox_core.__all__)


@pytest.mark.parametrize("name", tickbox_core.__all__)
def test_every_name_is_there(name: str) -> None:
    """And the same thing as at home."""
    found = getattr(tickbox_core, name)
    home = next((h for h, names in tickbox_core.HOMES.items() if name in names.split()), None)
    if home is not None:
        assert found is getattr(import_module(f"tickbox_core.{home}"), name)
    assert name in dir(tickbox_core)


def test_what_is_not_there_is_an_attribute_error() -> None:
    """As of any module; the former name of a round leads on."""
    assert tickbox_core.Cycle is tickbox_core.Round
    with pytest.raises(AttributeError, match="nothing"):
        _ = tickbox_core.nothing


def test_the_door_alone_loads_no_room() -> None:
    """``import tickbox_core`` is a name."""
    assert rooms_after("import tickbox_core") == set()


def test_a_count_loads_what_counts_and_nothing_of_the_year() -> None:
    """No registry, no categories, no desk, no diary, no acts, no declarations, no store."""
    rooms = rooms_after(f"from tickbox_core import rank; {COUNTED}")
    assert {"api", "rules", "counting"} <= rooms
    assert not rooms & set(
        "registry categories declarations workflow year components desk acts store ledger archive "
        "bundle cli".split()
    )


@pytest.mark.parametrize(
    ("key", "parameters", "ties"),
    [
        ("tick-share", {"base": "registered"}, "refuse"),
        ("borda", {}, "lot:7"),
        ("greedy-ratio", {"unfit": "stop"}, "lower-cost"),
        ("no-such", {}, "refuse"),
        ("tick-share", {"no-such": 1}, "refuse"),
        ("tick-share", {"base": "no-such"}, "refuse"),
        ("tick-share", {}, "no-such"),
        ("tick-share", {}, "refuse:7"),
    ],
)
def test_a_rule_made_without_a_registry_is_the_registrys(
    key: str, parameters: dict[str, str], ties: str
) -> None:
    """The same rule, or the same refusal."""
    choice, registry = tickbox_core.RuleChoice(key, parameters), tickbox_core.open_registry
    made: list[object] = []
    for make in (own_rule, registry(discover=False).rule):
        try:
            made.append(make(choice, ties))
        except tickbox_core.TickboxError as refusal:
            made.append((type(refusal), refusal.text))
    if isinstance(made[0], tuple):
        assert made[0] == made[1]
    else:
        assert type(made[0]) is type(made[1]) and vars_of(made[0]) == vars_of(made[1])


def vars_of(rule: object) -> dict[str, object]:
    """The fields of a rule as JSON would have them, and its name."""
    return {"key": rule.key, "fields": repr(rule).split(" at 0x")[0]}  # type: ignore[attr-defined]
