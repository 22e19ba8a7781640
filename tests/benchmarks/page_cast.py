"""Measures what a ballot cast by page costs the server, beside what it cost before.

    python3 tests/benchmarks/page_cast.py [--ballots N] [--json]

Four screens are asked of the app itself (list, review, confirm, cast), with nothing between; CPU
seconds of the whole process, both ways in turn on one machine.  *Before* is how it used to be: the
receipt's picture drawn pixel by pixel, the typed code hashed slowly on confirm and on cast.  Ratios
hold between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import re
import statistics
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import segno

from tickbox_core.desk import Desk, Town
from tickbox_core.model import Area, AreaTree
from tickbox_core.testing import desks
from tickbox_server import create_app
from tickbox_server.identity import CodeIdentity
from tickbox_server.pages import receipts
from tickbox_server.receipt_image import _LETTERS, receipt_card

HERE, SCREENS = "n1", ("list", "review", "confirm", "cast")
Way = dict[str, list[float]]


# -- how it was --------------------------------------------------------------------------------


def card_by_pixels(address: str, code: str) -> str:
    """The picture as it was drawn: each pixel by itself, after all eight masks were tried."""
    symbol = _scaled([map(bool, r) for r in segno.make(address, error="m", micro=False).matrix], 8)
    letters = _scaled(_written(code), 6)
    width = max(len(symbol[0]), len(letters[0])) + 64
    blank = [[False] * width for _ in range(32)]
    rows = [*blank, *_centred(symbol, width), *blank, *_centred(letters, width), *blank]
    return f"data:image/png;base64,{base64.b64encode(_png(rows)).decode()}"


def _written(code: str) -> list[list[bool]]:
    columns = [column for letter in code for column in (*_LETTERS[letter], 0)][:-1]
    return [[bool(column >> row & 1) for column in columns] for row in range(7)]


def _scaled(rows: Iterable[Iterable[bool]], by: int) -> list[list[bool]]:
    held = [list(row) for row in rows]
    return [[one for one in row for _ in range(by)] for row in held for _ in range(by)]


def _centred(rows: Iterable[list[bool]], width: int) -> Iterator[list[bool]]:
    for row in rows:
        left = (width - len(row)) // 2
        yield [False] * left + row + [False] * (width - left - len(row))


def _png(rows: Sequence[Sequence[bool]]) -> bytes:
    lines = b"".join(b"\0" + _packed(row) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _packed(row: Sequence[bool]) -> bytes:
    bits = "".join("0" if black else "1" for black in row)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


@contextmanager
def as_before() -> Iterator[None]:
    """The picture by pixels, and the code itself carried from screen to screen."""
    ticket, drawn = CodeIdentity.ticket, receipts.receipt_card
    CodeIdentity.ticket = _carried  # type: ignore[method-assign]
    receipts.receipt_card = card_by_pixels
    try:
        yield
    finally:
        CodeIdentity.ticket = ticket  # type: ignore[method-assign]
        receipts.receipt_card = drawn


def _carried(self: CodeIdentity, area: str, round: str, slot: str, posted: str) -> str:
    return posted


# -- one ballot --------------------------------------------------------------------------------


async def ask(app: Any, path: str, fields: list[tuple[str, str]] | None = None) -> str:
    """A page of the app, asked for without a server or a client between."""
    body = urlencode(fields).encode() if fields is not None else b""
    headers = [(b"host", b"tick.example"), (b"content-length", str(len(body)).encode())]
    headers += [(b"content-type", b"application/x-www-form-urlencoded")] if fields else []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "https",
        "method": "GET" if fields is None else "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "headers": headers,
        "server": ("tick.example", 443), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    sent, status = [], []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])
        sent.append(message.get("body", b""))

    await app(scope, receive, send)
    assert status == [200], (path, status)
    return b"".join(sent).decode()


def carried(page: str) -> list[tuple[str, str]]:
    """What a page's form carries along."""
    return re.findall(r'<input type="hidden" name="(key|tick|code)" value="([^"]*)">', page)


async def ballot(app: Any, code: str, way: Way) -> None:
    """All four screens of one ballot; CPU seconds of each are added to ``way``."""
    at, page = f"/n/{HERE}/{desks.ROUND}", ""
    for screen in SCREENS:
        fields = None if screen == "list" else carried(page)
        if screen == "review":
            fields = [("tick", "gate"), ("tick", "bench")]
        if screen == "confirm" and fields is not None:
            fields.append(("code", code))
        start = time.process_time()
        page = await ask(app, at if screen == "list" else f"{at}/{screen}", fields)
        way[screen].append(time.process_time() - start)
    assert "receipt-code" in page


# -- side by side ------------------------------------------------------------------------------


def opened(folder: Path, ballots: int) -> tuple[Town, Desk, list[str]]:
    """A town with a round open, and codes for as many ballots."""
    town = Town(folder)
    town.plant(AreaTree((Area(HERE, "neighbourhood", "一村"),)))
    desk = town.found(HERE)
    desk.prepare(desks.plan(revisable=True))
    desk.register(desks.ROUND, desks.roll(homes=ballots // 2 + 1))
    desk.open(desks.ROUND)
    slots = [slot.slot for slot in desk.slots(desks.ROUND)][:ballots]
    return town, desk, list(desk.issue_codes(desks.ROUND, slots).values())


async def side_by_side(app: Any, codes: Sequence[str]) -> tuple[Way, Way]:
    """Before and now in turn, ballot by ballot."""
    before: Way = {screen: [] for screen in SCREENS}
    now: Way = {screen: [] for screen in SCREENS}
    for at, code in enumerate(codes):
        if at % 2:
            await ballot(app, code, now)
        else:
            with as_before():
                await ballot(app, code, before)
    return before, now


def rows(before: Way, now: Way) -> list[dict[str, object]]:
    """Medians in milliseconds of CPU, and their ratio."""
    found = [_row(screen, before[screen], now[screen]) for screen in SCREENS]
    whole = [[sum(one) for one in zip(*way.values(), strict=True)] for way in (before, now)]
    address, code = "https://tick.example/n/n1/spring-2026/check#r=K7QF-2M9P", "K7QF-2M9P"
    drawn = [
        [timed(lambda make=make: make(address, code)) for _ in range(40)]
        for make in (card_by_pixels, receipt_card)
    ]
    return [*found, _row("all four", *whole), _row("the receipt's picture alone", *drawn)]


def _row(name: str, before: Sequence[float], now: Sequence[float]) -> dict[str, object]:
    old, new = (1000 * statistics.median(one) for one in (before, now))
    return {"what": name, "before_ms": round(old, 1), "now_ms": round(new, 1),
            "ratio": round(old / new, 1)}  # fmt: skip


def timed(work: Callable[[], object]) -> float:
    """CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--ballots", type=int, default=120)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        town, desk, codes = opened(Path(folder) / "data", asked.ballots)
        found = rows(*asyncio.run(side_by_side(create_app(town), codes)))
        assert desk.turnout(desks.ROUND).participants == len(codes)
        town.close()
    if asked.json:
        print(json.dumps(found, indent=1))
        return
    print(f"Python {sys.version.split()[0]}, {asked.ballots} ballots, medians, CPU")
    for row in found:
        print("  ".join(f"{name}={value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
