"""Real elections: published winners, and the same selected sets as pabutools."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.interchange import Election, read_pabulib
from tickbox_core.model import RuleChoice
from tickbox_core.registry import Registry, open_registry

PLUGIN = Path(__file__).resolve().parents[4] / "plugins" / "tickbox-budget-rules"
CHEAP: dict[str, tuple[str, dict[str, str]]] = {
    "greedy-votes": ("greedy-votes", {}),
    "greedy-ratio": ("greedy-ratio", {}),
    "equal-shares cost": ("equal-shares", {}),
    "equal-shares cardinality": ("equal-shares", {"utility": "cardinality"}),
    "phragmen": ("phragmen", {}),
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The core and the budget rules."""
    plugin = pytest.importorskip("tickbox_budget_rules")
    return open_registry(discover=False, plugins={"budget-rules": plugin})


@pytest.fixture(scope="module")
def oracle() -> Iterator[Any]:
    """Pabutools in a process of its own."""
    path = PLUGIN / "tests" / "pabutools_oracle.py"
    spec = importlib.util.spec_from_file_location("pabutools_oracle", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    python = module.python_with_pabutools()
    if python is None:
        pytest.skip("no pabutools 1.2.3 here: set TICKBOX_PABUTOOLS to a Python that has it")
    opened = module.Oracle(python)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "until", "winners"),
    [
        ("Poland_Swiecie_2023", "exhaustive", 17),
        ("Netherlands_Assen_2024", "exhaustive", 9),
        # its rules go on raising until the next list would overspend
        ("Poland_Wieliczka_2023_Green_Budget", "overspending", 30),
    ],
)
def test_published_winners(
    registry: Registry, pabulib_dir: Path, name: str, until: str, winners: int
) -> None:
    """Three towns that used equal shares with add1: every published winner, and no other."""
    path = pabulib_dir / f"{name}.pb"
    if not path.exists():
        pytest.skip(f"{name}.pb is not in the folder")
    election = read_pabulib(path)
    choice = RuleChoice("equal-shares", {"completion": "add1", "until": until})
    selected = registry.rule(choice, "lexicographic").outcome(election.contest()).selected
    published = {item.id for item in election.items if str(item.fields.get("selected")) == "1"}
    assert len(published) == winners
    assert set(selected or ()) == published


def selections(registry: Registry, election: Election) -> dict[str, set[str]]:
    """What tickbox selects, by rule."""
    contest = election.contest()
    return {
        name: set(registry.rule(RuleChoice(*rule), "lexicographic").outcome(contest).selected or ())
        for name, rule in CHEAP.items()
    }


def asked(oracle: Any, election: Election) -> dict[str, set[str]]:
    """What pabutools selects, by rule."""
    ids = [item.id for item in election.items]
    ballots = [
        [ids[mark] for mark in marks]
        for marks, count in election.profile.groups()
        for _ in range(count)
    ]
    costs = {item.id: item.cost for item in election.items}
    answers = oracle.ask(election.budget, costs, ballots, list(CHEAP))
    return {name: set(answers[name]) for name in CHEAP}


def compared(registry: Registry, oracle: Any, paths: list[Path]) -> None:
    """Approval and choose-1 files give the same sets, and there are some."""
    found: dict[str, Any] = {}
    number = 0
    for path in paths:
        election = read_pabulib(path, lenient=True)
        if election.vote_type in ("approval", "choose-1"):
            number += 1
            ours, theirs = selections(registry, election), asked(oracle, election)
            found |= {f"{path.name} {rule}": 1 for rule in CHEAP if ours[rule] != theirs[rule]}
    print(f"{number} files, {len(CHEAP)} rules, {len(found)} differences", file=sys.stderr)
    assert number
    assert found == {}


def test_small_elections(registry: Registry, oracle: Any, pabulib_dir: Path) -> None:
    """Every approval and choose-1 file up to 60 KB."""
    files = sorted(pabulib_dir.glob("*.pb"))
    compared(registry, oracle, [path for path in files if path.stat().st_size <= 60_000])


@pytest.mark.long
def test_large_elections(registry: Registry, oracle: Any, pabulib_dir: Path) -> None:
    """Every larger approval and choose-1 file (minutes, nearly all of them the oracle's)."""
    files = sorted(pabulib_dir.glob("*.pb"))
    compared(registry, oracle, [path for path in files if path.stat().st_size > 60_000])
