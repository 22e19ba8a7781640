"""Taking what is personal out of the tables, so that logs verify and results recount as before.

What stays: slots under their random names, with the household's random tag where homes are counted,
the openings that count, the homes as places, and of a motion the leaves of its heads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tickbox_core.desk import records
from tickbox_core.desk.motions import rows
from tickbox_core.desk.places import places
from tickbox_core.store import Store

OF_CODES = ("code", "failure", "answer")


def people(store: Store, round: str) -> int:
    """Who is on the roll of a round, where they live, and which slot is whose; how many slots.

    So goes which slots share a home, unless the roll was committed to with the homes' tags.
    """
    held = [row for row in store.find("slot", cycle=round) if row["person"] is not None]
    tagged = bool(held) and places(store, records.load_round(store, round)).tagged
    for row in held:
        home = row["household"] if tagged else row["slot"]
        store.put("slot", {**row, "household": home, "person": None, "unit": None})
    if held:
        store.remove("person", cycle=round)
        row = store.get("cycle", id=round) or {}
        store.put("cycle", {**row, "roll_salt": None})
    return len(held)


def codes(store: Store, id_: str) -> int:
    """Voting codes, failed tries and what was answered to whom; how many rows."""
    return sum(store.remove(table, cycle=id_) for table in OF_CODES)


def replaced_ballots(store: Store, round: str) -> int:
    """What was ticked before a later ballot of the same slot took its place; how many ballots."""
    return _blank_replaced(store, "ballot", cycle=round)


def replaced_marks(store: Store, judgement: str) -> int:
    """The same of marks."""
    return _blank_replaced(store, "mark", judgement=judgement)


def count_replaced(store: Store, table: str, **where: str) -> int:
    """How many openings of a table are there that a later one has replaced."""
    return len(list(_earlier(store, table, **where)))


_KEYS = {"ballot": ("slot",), "mark": ("slot", "project")}
_SAID = ("ticks", "mark", "knew")


def _blank_replaced(store: Store, table: str, **where: str) -> int:
    """An earlier opening says what the last one does, and has no salt: it opens nothing."""
    found = list(_earlier(store, table, **where))
    for row, final in found:
        said = {name: final[name] for name in _SAID if name in row}
        store.put(table, {**row, **said, "salt": b""})
    return len(found)


def _earlier(
    store: Store, table: str, **where: str
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The openings that were replaced and are not blank yet, each with the one that counts."""
    held = store.find(table, order="revision", **where)
    last = {tuple(row[key] for key in _KEYS[table]): row for row in held}
    for row in held:
        final = last[tuple(row[key] for key in _KEYS[table])]
        if row["revision"] < final["revision"] and row["salt"] != b"":
            yield row, final


def count_heads(store: Store, motion: str) -> int:
    """How many heads of a motion are there by name: of one that never opened, homes on its roll."""
    kept = rows.roll(store, motion)
    on_the_roll = 0 if kept is None else len(kept[0].units)
    return store.count("head_slot", motion=motion) or on_the_roll


def papers(store: Store, motion: str) -> int:
    """Heads, papers, proofs and roll of a motion; how many heads."""
    if rows.is_erased(store, motion):
        return 0
    heads = count_heads(store, motion)
    rows.erase(store, motion)
    return heads
