"""Who reads second meets the same everywhere, whether both readings agree or not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.categories import fields_of
from tickbox_core.desk import Town
from tickbox_core.errors import TickboxError
from tickbox_core.model.order import seed_of
from tickbox_core.text import Text
from tickbox_server import Settings, create_app
from tickbox_server.links import API
from tickbox_server.pages.visit import ORDER

HERE, OPEN = "bamboo", "open-1"
FIRST, SECOND, THIRD = "甲", "小王", "丙"
MOST_PAGES = 400
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
_VOLATILE = re.compile(
    r'name="(?:form_key|once)" value="[^"]*"|\b[0-9a-f]{16,}\b|nonce-[\w+/=-]+'
    r"|[A-Za-z0-9+/]{40,}={0,2}|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,}\b"
)
"""What differs between any two towns: keys of forms, hashes, signatures, codes of receipts."""
_LEAVES = re.compile(r'(?:href|src|action)="(/[^"#]*)')
_OF_OTHERS = re.compile(
    r"willow|/static/|/staff/(?:do|tables|print|plugins|sign-out)|prepared-1|final-1/|items/i[2-6]"
    r"|/months/|[?](?!number)"
)
"""Addresses that have nothing of the round, or are many of a kind, or the same in other letters."""
READINGS: dict[str, dict[str, Any]] = {
    "alike": {"ticks": ["i1"]},
    "different": {"ticks": ["i2"]},
    "spoiled": {"spoiled": Text("破", "torn")},
    "unreadable": {"unsure": True},
}


class Copy:
    """A copy of the town with one sheet read by the first, and somebody who reads it second."""

    def __init__(self, folder: Path, role: str) -> None:
        self.sit_down(Town(folder, clock=lambda: NOW), HERE, role)
        chosen = [one.slot for one in self.desk.slots(OPEN)][:6]
        self.sheets = self.desk.paper.print_batch(OPEN, "b1", FIRST, chosen)
        numbers = [sheet.number for sheet in self.sheets]
        self.desk.paper.take_back(OPEN, numbers, FIRST)
        self.columns = [(one.number, slot) for one in self.sheets for slot in one.slots]

    def sit_down(self, town: Town, area: str, role: str) -> None:
        """Whoever reads second, with a device of their own."""
        self.town, self.desk, self.role = town, town.desk(area), Role(role)
        app = create_app(town, settings=Settings(figures_seconds=0, turnout_seconds=0))
        self.token = town.add_staff(area, SECOND, role)
        self.client: Any = TestClient(app, base_url="http://testserver.local").__enter__()
        self.client.post("/staff/sign-in", data={"area": area, "token": self.token})
        self.kept = {**self.client.cookies, ORDER: seed_of(bytes(16))}

    def starts(self) -> list[str]:
        """Pages from which all others are reached."""
        keying = f"/staff/rounds/{OPEN}/keying"
        sheets = [f"{keying}?number={one.number}" for one in self.sheets]
        return ["/", "/staff", keying, f"/n/{HERE}/{OPEN}", *sheets]

    def ids(self) -> dict[str, list[str]]:
        """What addresses of the API may name."""
        slots = [slot for _, slot in self.columns]
        return {"area": [HERE], "round": [OPEN], "slot": slots, "item": ["i1"]}

    def given(self) -> dict[str, str]:
        """What acts that only read may be asked about."""
        return {"round": OPEN}

    def do(self, act: str, **given: Any) -> Any:
        """As an act of whoever reads second: its answer, or its refusal in both languages."""
        try:
            return perform(ACTS[act], self.desk, given, Actor(SECOND, self.role))
        except TickboxError as refusal:
            return refusal.text.plain()

    def reached(self) -> dict[str, str]:
        """Everything that they can reach, by address: pages by their links, JSON, feeds, acts."""
        found = {**self._pages(), **self._twins()}
        for act in ACTS.values():
            named = {one.key for one in fields_of(act.fields)}
            if act.reads and self.role in act.roles and named <= self.given().keys():
                given = self.given() if named else {}
                found[f"act {act.key}"] = _VOLATILE.sub("", str(self.do(act.key, **given)))
        return found

    def _pages(self) -> dict[str, str]:
        found: dict[str, str] = {}
        waiting = self.starts()
        for address in waiting:  # grows meanwhile
            if address in found or len(found) >= MOST_PAGES:
                continue
            answer = self._get(address)
            text = answer.text if "text" in answer.headers.get("content-type", "") else ""
            found[address] = f"{answer.status_code} {_VOLATILE.sub('', text)}"
            links = (link.replace("&amp;", "&") for link in _LEAVES.findall(text))
            waiting += [link for link in links if not _OF_OTHERS.search(link)]
        return found

    def _get(self, address: str) -> Any:
        """As from a device that always says the same: no size of letters, one order of lists."""
        self.client.cookies = dict(self.kept)
        return self.client.get(address, headers={"Accept-Language": "zh"})

    def _twins(self) -> dict[str, str]:
        described = self.client.get(f"{API}/openapi.json").json()["paths"]
        known, found = self.ids(), {}
        for path, operations in described.items():
            names = re.findall(r"\{(\w+)\}", path)
            if "get" not in operations or not set(names) <= known.keys():
                continue
            for values in product(*(known[name] for name in names)):
                address = path
                for name, value in zip(names, values, strict=True):
                    address = address.replace(f"{{{name}}}", value)
                sent = {"authorization": f"Bearer {self.token}"}
                answer = self.client.get(address, headers=sent)
                found[address] = f"{answer.status_code} {_VOLATILE.sub('', answer.text)}"
        return found


@pytest.fixture
def copies(built: Any, tmp_path: Path, role: str) -> Iterator[dict[str, Copy]]:
    """For each way that the first may have read a column, a town of its own."""
    found = {}
    for name in READINGS:
        shutil.copytree(built[0], tmp_path / name)
        found[name] = Copy(tmp_path / name, role)
    yield found
    for copy in found.values():
        copy.client.__exit__(None, None, None)
        copy.town.close()


def read_by(copy: Copy, first: dict[str, Any], columns: list[tuple[int, str]]) -> list[Any]:
    """Both read some columns, the second always the first item; what the second is answered."""
    told = []
    for number, slot in columns:
        given = {"ticks": [], **first}
        copy.desk.paper.key(OPEN, number, slot, given.pop("ticks"), FIRST, **given)
        one = {"round": OPEN, "number": number, "slot": slot}
        told += [
            copy.do("paper/key", **one, ticks=["i1"]),
            copy.do("paper/key", **one, ticks=["i2"]),
            copy.do("paper/unkey", **one),
        ]
    return told


@pytest.mark.slow
@pytest.mark.parametrize("role", ["keyer", "staff"])
def test_whoever_reads_second_meets_the_same_everywhere(copies: dict[str, Copy], role: str) -> None:
    """One column, then the whole batch: answers, pages, JSON, feeds, lists and checklists."""
    alike = copies["alike"]
    for some in (alike.columns[:1], alike.columns[1:]):
        told, reached = {}, {}
        for name, copy in copies.items():
            told[name] = read_by(copy, READINGS[name], some)
            reached[name] = copy.reached()
        assert len(reached["alike"]) > 60
        for name in copies:
            assert told[name] == told["alike"], name
            assert reached[name].keys() == reached["alike"].keys()
            differing = {
                address: (text, reached["alike"][address])
                for address, text in reached[name].items()
                if text != reached["alike"][address]
            }
            assert not differing, name
    assert any(len(copy.desk.paper.mismatches(OPEN)) == 6 for copy in copies.values())


@pytest.mark.parametrize("role", ["keyer"])
def test_the_batch_counts_by_whoever_reconciles_it(copies: dict[str, Copy], role: str) -> None:
    """Then the turnout grows by all of it at once: the comparison above does see a ballot."""
    copy = copies["alike"]
    read_by(copy, READINGS["alike"], copy.columns)
    before = copy.reached()
    copy.desk.paper.reconcile(OPEN, "b1", len(copy.sheets), 0, FIRST)
    after = copy.reached()
    assert copy.desk.turnout(OPEN).participants == 6
    changed = [address for address in before if before[address] != after.get(address)]
    for part in ("/turnout", f"/n/{HERE}", f"/rounds/{OPEN}/keying"):
        assert any(address.endswith(part) for address in changed), (part, changed)
