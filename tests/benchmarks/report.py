"""What was measured, as JSON, a Markdown table and a picture."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Row = dict[str, Any]
LARGE = 1_000
"""Floors are medians over the files with more voters than this."""


def ratio(pair: Row) -> float:
    """How many times pabutools' time."""
    return float(pair["pabutools"] / pair["tickbox"])


def write(rows: Sequence[Row], out: Path) -> None:
    """Write ``rules.json``, ``rules.md`` and ``rules.svg``."""
    whole = {"medians": medians(rows), "files": list(rows)}
    (out / "rules.json").write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    (out / "rules.md").write_text(markdown(rows), "utf-8")
    (out / "rules.svg").write_text(picture(rows), "utf-8")


# -- the page of the documents -----------------------------------------------------------------


def write_docs(out: Path, docs: Path) -> None:
    """Put what was measured last into ``docs/benchmarks.md`` and its pictures."""
    rows = json.loads((out / "rules.json").read_text("utf-8"))["files"]
    scaled = json.loads((out / "scaling.json").read_text("utf-8"))
    page = docs / "benchmarks.md"
    text = page.read_text("utf-8")
    for name, part in (("rules", markdown(rows)), ("scaling", scaling_table(scaled))):
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n{part}\n{end}{rest.partition(end)[2]}"
    page.write_text(text, "utf-8")
    for name in ("rules", "scaling"):
        picture_ = (out / f"{name}.svg").read_text("utf-8")
        (docs / "images" / f"benchmark-{name}.svg").write_text(picture_, "utf-8")


def scaling_table(scaled: Row) -> str:
    """Seconds by size, a line a size; then the long list."""
    lines = [
        "| ballots | ticks | one `bincount` | NumPy tally | ratio | plain tally | equal shares |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for point in scaled["points"]:
        plain, shares = (
            _seconds(point[name]) if name in point else "–" for name in ("plain", "equal shares")
        )
        lines.append(
            f"| {point['ballots']:,} | {point['ticks']:,} | {_seconds(point['bincount'])} | "
            f"{_seconds(point['numpy'])} | {point['numpy'] / point['bincount']:.2f} | {plain} | "
            f"{shares} |"
        )
    large = scaled["large"]
    lines += ["", f"{large['ballots']:,} ballots over {large['items']:,} items:", ""]
    lines += ["| rule | time | winners |", "|---|--:|--:|"]
    for rule in ("equal shares", "phragmen"):
        lines.append(f"| {rule} | {_seconds(large[rule]['seconds'])} | {large[rule]['winners']} |")
    return "\n".join(lines) + "\n"


def added(rows: Sequence[Row], out: Path) -> list[Row]:
    """What was measured before, with the rules measured now beside it."""
    known = {row["file"]: row for row in json.loads((out / "rules.json").read_text())["files"]}
    for row in rows:
        old = known.get(row["file"], row)
        known[row["file"]] = {**old, "rules": {**old["rules"], **row["rules"]}}
    return list(known.values())


def ratios(row: Row) -> dict[str, float]:
    """All ratios of a file."""
    if row["failed"]:
        return {}
    found = {"parse": ratio(row["parse"]), "parse + tally + greedy": ratio(row["path"])}
    return found | {rule: ratio(pair) for rule, pair in row["rules"].items()}


def medians(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Median and least ratio over the large files."""
    collected: dict[str, list[float]] = {}
    for row in rows:
        if row.get("voters", 0) > LARGE:
            for name, value in ratios(row).items():
                collected.setdefault(name, []).append(value)
    return {
        name: {"median": statistics.median(values), "least": min(values), "files": len(values)}
        for name, values in collected.items()
    }


def markdown(rows: Sequence[Row]) -> str:
    """One line a file and rule, then the medians."""
    lines = [
        "| file | voters | what | pabutools | tickbox | with reasons | ratio | same set |",
        "|---|--:|---|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        lines.extend(_lines(row))
    lines += ["", f"Over the files with more than {LARGE:,} voters:", ""]
    lines += ["| what | median | least | files |", "|---|--:|--:|--:|"]
    for name, found in medians(rows).items():
        least, number = found["least"], found["files"]
        lines.append(f"| {name} | {found['median']:,.0f} | {least:,.0f} | {number} |")
    return "\n".join(lines) + "\n"


def _lines(row: Row) -> Iterable[str]:
    if row["failed"]:
        yield f"| {row['file']} | | {row['failed']} | | | | | |"
        return
    head = f"| {row['file']} | {row['voters']:,} |"
    yield f"{head} parse | {_span(row['parse'])} | | {ratio(row['parse']):,.0f} | |"
    yield f"{head} parse + tally + greedy | {_span(row['path'])} | | {ratio(row['path']):,.0f} | |"
    memory = row["path_mb"]
    yield (
        f"{head} peak memory of that | {memory['pabutools']:,.0f} MB | "
        f"{memory['tickbox']:,.0f} MB | | {memory['pabutools'] / memory['tickbox']:,.0f} | |"
    )
    for rule, pair in row["rules"].items():
        same = "yes" if pair["same"] else "**no**"
        told = _seconds(pair["explained"])
        yield f"{head} {rule} | {_span(pair)} | {told} | {ratio(pair):,.0f} | {same} |"


def _span(pair: Row) -> str:
    return f"{_seconds(pair['pabutools'])} | {_seconds(pair['tickbox'])}"


def _seconds(value: float) -> str:
    return f"{value:,.2f} s" if value >= 1 else f"{value * 1000:,.1f} ms"


# -- pictures ----------------------------------------------------------------------------------

COLOURS = ("#1b6ca8", "#c8553d", "#3c8d5a", "#8a5fb0", "#b8860b", "#555555", "#2aa198", "#a0306a")
WIDTH, LEFT, RIGHT, BAR = 960, 300, 60, 12


def picture(rows: Sequence[Row]) -> str:
    """How many times faster, a bar a file and rule, on a logarithmic axis."""
    shown = [(row["file"], ratios(row)) for row in rows if not row["failed"]]
    names = list(dict.fromkeys(name for _, found in shown for name in found))
    parts, y = [], 40
    for at, name in enumerate(names):
        parts.append(_text(LEFT + 10 + (at % 3) * 215, y, name, COLOURS[at % len(COLOURS)]))
        y += 18 if at % 3 == 2 else 0
    y += 30
    for file, found in shown:
        parts.append(_text(LEFT - 8, y + 12, file, "#222", end=True))
        for name, value in found.items():
            parts.append(_bar(y, value, COLOURS[names.index(name) % len(COLOURS)]))
            y += BAR + 2
        y += 12
    for power in range(6):
        x = _x(10**power)
        parts.append(f'<path d="M{x} 66V{y}" stroke="#bbb" stroke-dasharray="2 3"/>')
        parts.append(_text(x, y + 16, f"{10**power:,}×", "#444"))
    title = "tickbox: how many times pabutools 1.2.3's speed, exact arithmetic on both sides"
    return _svg(WIDTH, y + 30, [_text(20, 22, title, "#222"), *parts])


def _x(value: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * math.log10(max(1.0, value)) / 5


def _bar(y: int, value: float, colour: str) -> str:
    wide = _x(value) - LEFT
    return f'<rect x="{LEFT}" y="{y}" width="{wide:.1f}" height="{BAR}" fill="{colour}"/>' + _text(
        _x(value) + 4, y + BAR - 2, f"{value:,.0f}", "#222"
    )


def _text(x: float, y: float, words: str, colour: str, *, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{anchor}>{escape(words)}</text>'


def _svg(width: int, height: float, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" '
        'font-family="sans-serif" font-size="11">'
    )
    return "\n".join([head, '<rect width="100%" height="100%" fill="#fff"/>', *parts, "</svg>"])


def write_scaling(points: Sequence[Row], large: Row, out: Path) -> None:
    """Write ``scaling.json`` and ``scaling.svg``: seconds over ticks, both logarithmic."""
    whole = {"points": list(points), "large": large}
    (out / "scaling.json").write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    names = [name for name in points[0] if name not in ("ballots", "ticks")]
    parts = [_text(20, 22, "Seconds over ticks, both logarithmic; dashed: linear", "#222")]
    parts += [_text(_over(10**power), 476, f"{10**power:,}", "#444") for power in range(5, 9)]
    for power in range(-4, 2):
        y = _up(10.0**power)
        parts.append(f'<path d="M80 {y:.1f}H640" stroke="#ddd"/>')
        parts.append(_text(10, y + 4, f"{10.0**power:,g} s", "#444"))
    low, high = points[0]["ticks"], points[-1]["ticks"]
    start = points[0]["bincount"]
    ends = f"M{_over(low):.1f} {_up(start):.1f}L{_over(high):.1f} {_up(start * high / low):.1f}"
    parts.append(f'<path d="{ends}" stroke="#999" stroke-dasharray="4 4"/>')
    for at, name in enumerate(names):
        known = [(_over(p["ticks"]), _up(p[name])) for p in points if name in p]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in known)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[at]}"/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[at]}"/>' for x, y in known
        ]
        parts.append(
            f'<rect x="90" y="{44 + 18 * at}" width="20" height="4" fill="{COLOURS[at]}"/>'
        )
        parts.append(_text(116, 50 + 18 * at, name, "#222"))
    (out / "scaling.svg").write_text(_svg(720, 490, parts), "utf-8")


def _over(ticks: float) -> float:
    return 80 + 150 * (math.log10(ticks) - 4.8)


def _up(seconds: float) -> float:
    return 440 - 62 * (math.log10(seconds) + 5)
