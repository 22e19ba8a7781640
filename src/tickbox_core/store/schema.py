"""Which tables there are.  An area's file holds its rounds; the town's file holds no ballots."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs


@attrs.frozen
class TableSchema:
    """Columns with their SQLite types (``!`` behind the type: never null) and the primary key.

    ``since``: the migration that makes it; older files get it when they are next opened.
    """

    columns: Mapping[str, str]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()
    since: int = 1


@attrs.frozen
class Schema:
    """A named set of tables.

    ``counters``: numbers that go up with every change of some tables, whoever makes it; they are
    the file's own and in no snapshot.
    """

    name: str
    tables: Mapping[str, TableSchema]
    counters: Mapping[str, tuple[str, ...]] = MappingProxyType({})


TEXT, INTEGER, BLOB = "TEXT", "INTEGER", "BLOB"


def _table(
    primary: str, indexes: tuple[tuple[str, ...], ...] = (), since: int = 1, /, **columns: str
) -> TableSchema:
    return TableSchema(MappingProxyType(columns), tuple(primary.split()), indexes, since)


AREA = Schema(
    "area",
    MappingProxyType(
        {
            # a round's plan as its configuration entry, and where it stands
            "cycle": _table(
                "id",
                id="TEXT!",
                configuration="TEXT!",
                state="TEXT!",
                roll=TEXT,
                roll_salt=BLOB,
                plugins=TEXT,
                opened_at=TEXT,
                closed_at=TEXT,
            ),
            # the ledger: canonical entries and their leaf hashes, one log per round
            "entry": _table(
                "log position", log="TEXT!", position="INTEGER!", body="BLOB!", leaf="BLOB!"
            ),
            "head": _table("log", log="TEXT!", frontier="TEXT!"),
            "checkpoint": _table("log size", log="TEXT!", size="INTEGER!", body="TEXT!"),
            # personal data: who is on the roll of a round, and which slot is whose
            "unit": _table(
                "cycle id",
                cycle="TEXT!",
                id="TEXT!",
                area="TEXT!",
                label="TEXT!",
                kind="TEXT!",
                floor=INTEGER,
                floor_area=INTEGER,
            ),
            "person": _table("cycle id", cycle="TEXT!", id="TEXT!", name="TEXT!", born=TEXT),
            "slot": _table(
                "cycle slot",
                (("cycle", "person"),),
                cycle="TEXT!",
                slot="TEXT!",
                position="INTEGER!",
                household="TEXT!",
                person=TEXT,
                unit=TEXT,
            ),
            # openings of the cast entries' commitments
            "ballot": _table(
                "cycle slot revision",
                (("cycle", "code"),),
                cycle="TEXT!",
                slot="TEXT!",
                revision="INTEGER!",
                position="INTEGER!",
                ticks="TEXT!",
                salt="BLOB!",
                code="TEXT!",
            ),
            # slots that stand on a stairwell's count sheet
            "sheet_slot": _table(
                "cycle slot", (), 2, cycle="TEXT!", slot="TEXT!", number="INTEGER!"
            ),
            # what was answered to an idempotency key, so that asking again gets the same
            "answer": _table(
                "cycle key", cycle="TEXT!", key="TEXT!", digest="TEXT!", receipt="TEXT!"
            ),
            # voting codes: never the code itself
            "code": _table(
                "cycle locator",
                (("cycle", "slot"),),
                cycle="TEXT!",
                locator="TEXT!",
                slot="TEXT!",
                hash="BLOB!",
                salt="BLOB!",
            ),
            "failure": _table("cycle locator", cycle="TEXT!", locator="TEXT!", failures="INTEGER!"),
            "outcome": _table("cycle", cycle="TEXT!", body="TEXT!"),
            # the bundle of a result (round, motion, judgement): the file that was published
            "bundle": _table("cycle", (), 7, cycle="TEXT!", digest="TEXT!"),
            # a motion: its plan and where it stands; the roll's rows are personal data
            "motion": _table(
                "id",
                id="TEXT!",
                plan="TEXT!",
                state="TEXT!",
                roll=TEXT,
                rows=TEXT,
                roll_salt=BLOB,
                opened_at=TEXT,
                closed_at=TEXT,
            ),
            # the heads a motion asks, each under its slot, and the openings of their papers
            "head_slot": _table(
                "motion slot",
                motion="TEXT!",
                slot="TEXT!",
                position="INTEGER!",
                head="TEXT!",
                salt="BLOB!",
            ),
            # of a motion whose heads were erased: their leaves, from which its roll's root follows
            "head_leaf": _table(
                "motion position", (), 4, motion="TEXT!", position="INTEGER!", leaf="BLOB!"
            ),
            "motion_paper": _table(
                "motion slot revision",
                (("motion", "proxy"),),
                motion="TEXT!",
                slot="TEXT!",
                revision="INTEGER!",
                position="INTEGER!",
                paper="TEXT!",
                proxy=TEXT,
                salt="BLOB!",
                code="TEXT!",
            ),
            # a judgement: what is judged, where it stands; the openings of its marks
            "judgement": _table(
                "id",
                (),
                3,
                id="TEXT!",
                round="TEXT!",
                plan="TEXT!",
                state="TEXT!",
                opened_at=TEXT,
                closed_at=TEXT,
            ),
            "mark": _table(
                "judgement slot project revision",
                (("judgement", "code"),),
                3,
                judgement="TEXT!",
                slot="TEXT!",
                project="TEXT!",
                revision="INTEGER!",
                position="INTEGER!",
                mark="TEXT!",
                knew="INTEGER!",
                salt="BLOB!",
                code="TEXT!",
            ),
            # until when answers to a round, motion or judgement are taken, as announced (instants)
            "deadline": _table(
                "cycle",
                (),
                8,
                cycle="TEXT!",
                announced="TEXT!",
                ended="TEXT!",
                extensions="TEXT!",
            ),
            # what is to be done at its time, by whoever comes first; nothing of it is evidence
            "job": _table(
                "job key",
                (("not_before",),),
                8,
                job="TEXT!",
                key="TEXT!",
                not_before="TEXT!",
                taken_until="TEXT!",
                tries="INTEGER!",
                fault="TEXT!",
            ),
            "delivery": _table("motion", motion="TEXT!", body="TEXT!", salt="BLOB!"),
            # openings of the diary's sealed parts; body and salt are erased with their purpose
            "sealed": _table(
                "log position", log="TEXT!", position="INTEGER!", salt=BLOB, body=TEXT
            ),
            "problem": _table(
                "id",
                id="TEXT!",
                area="TEXT!",
                title="TEXT!",
                raised="TEXT!",
                solved=TEXT,
                how="TEXT!",
                responsible="TEXT!",
            ),
        }
    ),
)

TOWN = Schema(
    "town",
    MappingProxyType(
        {
            "area": _table(
                "id",
                id="TEXT!",
                level="TEXT!",
                name="TEXT!",
                parent=TEXT,
                position="INTEGER!",
            ),
            "grid": _table(
                "id", id="TEXT!", name="TEXT!", areas="TEXT!", shops="TEXT!", position="INTEGER!"
            ),
            "file": _table("area", area="TEXT!", name="TEXT!"),
            # who may act for an area: never the token itself
            "staff": _table("hash", hash="BLOB!", area="TEXT!", name="TEXT!"),
            "staff_role": _table("hash", (), 5, hash="BLOB!", role="TEXT!"),
            # what holds for the whole town: its zone
            "setting": _table("name", (), 8, name="TEXT!", value="TEXT!"),
        }
    ),
    MappingProxyType({"tree": ("area", "grid"), "files": ("file",)}),
)
