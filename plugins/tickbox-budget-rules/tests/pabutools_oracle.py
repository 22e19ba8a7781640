"""pabutools 1.2.3 as an oracle, in a process of its own: one JSON line in, one JSON line out.

``Oracle`` asks; run as a script by an interpreter that has pabutools (GPL), this file answers.
Nothing of pabutools is imported by tickbox.  A request is ``{"budget", "costs": {id: cost},
"ballots": [[id, …] or {id: points}], "rules": [names]}``; the answer is ``{name: [ids] or {"error":
text}}``.  All numbers are whole.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any


class Oracle:
    """Asks pabutools; close it when done."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, budget: int, costs: dict[str, int], ballots: list[Any], rules: list[str]) -> Any:
        """The ids that each rule selects."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"budget": budget, "costs": costs, "ballots": ballots, "rules": rules}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


def python_with_pabutools() -> str | None:
    """The Python that ``TICKBOX_PABUTOOLS`` names, or this one if it has pabutools."""
    named = os.environ.get("TICKBOX_PABUTOOLS")
    return named or (sys.executable if importlib.util.find_spec("pabutools") else None)


# -- the other side ----------------------------------------------------------------------------


def rules() -> dict[str, Any]:
    """The oracle's rules by the names that requests use."""
    from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat
    from pabutools.rules import (
        completion_by_rule_combination,
        greedy_utilitarian_welfare,
        maximin_support,
        method_of_equal_shares,
        sequential_phragmen,
    )
    from pabutools.tiebreaking import lexico_tie_breaking

    lexico = {"tie_breaking": lexico_tie_breaking}

    def shares(sat: Any, **more: Any) -> Any:
        return lambda i, p: method_of_equal_shares(i, p, sat_class=sat, **lexico, **more)

    def greedy(sat: Any) -> Any:
        return lambda i, p: greedy_utilitarian_welfare(i, p, sat_class=sat, **lexico)

    def then_greedy(sat: Any) -> Any:
        both = [method_of_equal_shares, greedy_utilitarian_welfare]
        how = {"sat_class": sat, **lexico}
        return lambda i, p: completion_by_rule_combination(i, p, both, [dict(how), dict(how)])

    return {
        "greedy-votes": greedy(Cost_Sat),
        "greedy-ratio": greedy(Cardinality_Sat),
        "equal-shares cost": shares(Cost_Sat),
        "equal-shares cardinality": shares(Cardinality_Sat),
        "equal-shares points": shares(Additive_Cardinal_Sat),
        "equal-shares cost add1": shares(Cost_Sat, voter_budget_increment=1),
        "equal-shares cardinality add1": shares(Cardinality_Sat, voter_budget_increment=1),
        "equal-shares cost greedy": then_greedy(Cost_Sat),
        "equal-shares cardinality greedy": then_greedy(Cardinality_Sat),
        "phragmen": lambda i, p: sequential_phragmen(i, p, **lexico),
        "maximin": lambda i, p: maximin_support(i, p, **lexico),
    }


def election(request: dict[str, Any]) -> tuple[Any, Any]:
    """The request as the oracle's instance and profile."""
    from pabutools.election import (
        ApprovalBallot,
        ApprovalProfile,
        CumulativeBallot,
        CumulativeProfile,
        Instance,
        Project,
    )

    projects = {name: Project(name, cost) for name, cost in request["costs"].items()}
    instance = Instance(projects.values(), budget_limit=request["budget"])
    if any(isinstance(ballot, dict) for ballot in request["ballots"]):
        points = [
            CumulativeBallot({projects[name]: given for name, given in ballot.items()})
            for ballot in request["ballots"]
        ]
        return instance, CumulativeProfile(points, instance=instance)
    ticks = [ApprovalBallot([projects[name] for name in ballot]) for ballot in request["ballots"]]
    return instance, ApprovalProfile(ticks, instance=instance)


def answer(request: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What each rule selects, or how it fails."""
    instance, profile = election(request)
    answers: dict[str, Any] = {}
    for name in request["rules"]:
        try:
            answers[name] = [project.name for project in known[name](instance, profile)]
        except Exception as problem:  # noqa: BLE001 - the oracle's own trouble is an answer too
            answers[name] = {"error": f"{type(problem).__name__}: {problem}"}
    return answers


def main() -> None:
    """Answer line by line."""
    known = rules()
    sys.setrecursionlimit(100_000)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), known)), flush=True)


if __name__ == "__main__":
    main()
