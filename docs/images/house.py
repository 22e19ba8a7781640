"""Draws the house from the arrows that ``tests/test_arrows.py`` declares and holds.

    .venv/bin/python docs/images/house.py        writes ``house.svg`` beside it

What stands on a shelf may look into those above it.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.test_arrows import BESIDE, LINE  # noqa: E402 - found beside the checkout

FONT = 'font-family="sans-serif" font-size="13"'
WIDTH, ROW, GAP, LEFT = 900, 34, 6, 16
SERVER = ("tickbox_server", "lists, ballots, the wall, the JSON API; parts of plugins")
PLUGINS = ("plugins", "law, categories; residents' matters, the console, the demonstration")


def first_line(room: str) -> str:
    """What a room says of itself."""
    base = ROOT / "src" / "tickbox_core" / room
    path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return (
        path.read_text("utf-8").removeprefix('"""').partition("\n")[0].rstrip('".').replace("`", "")
    )


def shelves() -> list[list[tuple[str, str]]]:
    """The rooms as they stand on the line, each with what it says."""
    found = []
    for place in LINE:
        beside = [room for room, (_, before) in BESIDE.items() if before in place.split()]
        found += [[(room, first_line(room))] for room in beside]
        found.append([(room, first_line(room)) for room in place.split()])
    return [*found, [SERVER], [PLUGINS]]


def drawn() -> str:
    """The picture as SVG."""
    rows = shelves()
    height = len(rows) * (ROW + GAP) + 2 * LEFT + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fffdf8"/>',
    ]
    for at, rooms in enumerate(rows):
        y = LEFT + at * (ROW + GAP)
        wide = (WIDTH - 2 * LEFT - GAP * (len(rooms) - 1)) // len(rooms)
        for number, (room, words) in enumerate(rooms):
            x = LEFT + number * (wide + GAP)
            most = (wide - 130) // 7
            short = words if len(words) <= most else words[: most - 1].rstrip() + "…"
            parts.append(
                f'<rect x="{x}" y="{y}" width="{wide}" height="{ROW}" rx="4" fill="#fff" '
                'stroke="#97131f"/>'
                f'<text x="{x + 10}" y="{y + 22}" font-weight="bold">{escape(room)}</text>'
                f'<text x="{x + 122}" y="{y + 22}" fill="#444">{escape(short)}</text>'
            )
    parts.append(
        f'<text x="{LEFT}" y="{height - 14}" fill="#444">'
        "Each room may import those above it, and none below it.</text>"
    )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    (Path(__file__).parent / "house.svg").write_text(drawn(), encoding="utf-8", newline="\n")
