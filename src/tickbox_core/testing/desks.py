"""Small desks to test against: a street of homes, a short list, a clock that stands still."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs

from tickbox_core import (
    Category,
    Item,
    Limits,
    Person,
    Registry,
    Residence,
    Roll,
    Round,
    RuleChoice,
    Text,
    Unit,
    open_registry,
)
from tickbox_core.desk import Desk
from tickbox_core.ledger import canonical
from tickbox_core.store import MemoryStore, Store
from tickbox_core.year import Feasible

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
ROUND = "r1"


def roll(homes: int = 3, people: int = 2) -> Roll:
    """So many homes with so many people each."""
    units = tuple(Unit(f"u{home}", "n1", f"{home}室", floor_area=5000) for home in range(homes))
    names = [(f"u{home}p{one}", f"u{home}") for home in range(homes) for one in range(people)]
    return Roll(
        date(2026, 1, 1),
        units,
        tuple(Person(person, "名字") for person, _ in names),
        tuple(Residence(person, unit) for person, unit in names),
    )


def plan(**changes: Any) -> Round:
    """A round with three plain items."""
    values: dict[str, Any] = {
        "id": ROUND,
        "area": "n1",
        "title": "春季打钩",
        "items": tuple(
            Item(id_, title, cost=0)
            for id_, title in (("gate", "开边门"), ("garden", "小花园"), ("bench", "长椅靠背"))
        ),
        "limits": Limits.at_most(2),
        "rule": RuleChoice("tick-share", {"base": "participants"}),
        "places": 1,
        "tie_break": "listed-first",
        **changes,
    }
    return Round(**values)


def desk(store: Store | None = None, registry: Registry | None = None, **changes: Any) -> Desk:
    """A desk of area n1, seeded, without plugins unless a registry brings some."""
    options: dict[str, Any] = {
        "area": "n1",
        "clock": lambda: NOON,
        "entropy": random.Random(7).randbytes,
        "pepper": b"pepper",
        **changes,
    }
    return Desk(store or MemoryStore(), registry or open_registry(discover=False), **options)


def opened(store: Store | None = None, homes: int = 3, **changes: Any) -> Desk:
    """A desk with the round open."""
    ready = desk(store)
    ready.prepare(plan(**changes))
    ready.register(ROUND, roll(homes))
    open_list(ready)
    return ready


def make_ready(at: Desk, round_id: str = ROUND) -> Desk:
    """What a list needs besides its roll: a limit, costs, and every item found feasible.

    What is there already stays; an item that says nothing of its cost costs nothing.
    """
    round = at.round(round_id)
    items = tuple(one if _has_price(one) else attrs.evolve(one, cost=0) for one in round.items)
    limits = round.limits
    lacking = {check.key for check in at.posting.checklist(round_id) if not check.met}
    if "limits-set" in lacking:
        limits = attrs.evolve(limits, maximum=max(limits.minimum, len(items)))
    if (items, limits) != (round.items, round.limits):
        at.prepare(attrs.evolve(round, items=items, limits=limits))
    unseen = [one.id for one in items if at.posting.finding(round_id, one.id) is None]
    if unseen:
        why = Text("已现场查看", "looked at on the spot")
        at.posting.assess_many(round_id, unseen, Feasible.YES, why, "小林")
    return at


def _has_price(item: Item) -> bool:
    return item.cost is not None or any(option.cost is not None for option in item.options)


def open_list(at: Desk, round_id: str = ROUND) -> Round:
    """Open a list for ticking, with what it needs besides its roll."""
    return make_ready(at, round_id).open(round_id)


def plain_category() -> tuple[Category, ...]:
    """One declared category with the plain policy."""
    return (Category("plain", "一般", "plain"),)


def forge_bundle(data: bytes, kind: str, change: Callable[[Any], object]) -> bytes:
    """A round's bundle with the entries of one kind changed in its log, and nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as new:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "ledger.jsonl":
                entries = [json.loads(line) for line in content.splitlines()]
                for entry in entries:
                    if entry["kind"] == kind:
                        change(entry)
                content = b"".join(canonical(entry) + b"\n" for entry in entries)
            new.writestr(name, content)
    return out.getvalue()
