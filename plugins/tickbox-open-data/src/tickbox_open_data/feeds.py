"""What stands on the wall for programs to follow: Atom (RFC 4287), iCalendar (RFC 5545), CSV.

Pure functions of what anybody may know; in Chinese first, with the English beside it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from xml.etree import ElementTree as Xml

import attrs

from tickbox_core.components.lists import RoundOnWall
from tickbox_core.desk import Dated, Listed
from tickbox_core.desk.wall import ProblemOnWall, ProjectOnWall
from tickbox_core.model import Round
from tickbox_core.rules import Outcome
from tickbox_core.text import LANGUAGES, Language, Text

ATOM = "http://www.w3.org/2005/Atom"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def both(text: Text, language: Language) -> str:
    """The text in the reader's language."""
    return text.said_in(language)


# -- Atom --------------------------------------------------------------------------------------


@attrs.frozen
class FeedFile:
    """A file that goes with an entry: its address, its media type, what it is."""

    href: str
    type: str
    title: Text


def atom(
    area: str,
    title: Text,
    news: Sequence[Dated],
    base: str,
    page: str,
    language: Language,
    files: Mapping[str, Sequence[FeedFile]] = MappingProxyType({}),
) -> bytes:
    """An Atom feed, the newest first; ids stay the same for ever, wherever the server moves.

    ``files`` are those of published rounds, by round; they go with the entry of the result.
    """
    feed = Xml.Element("feed", {"xmlns": ATOM, "xml:base": base, "xml:lang": language})
    newest = max((one.day for one in news), default=None)
    _add(feed, "id", f"urn:tickbox:{area}")
    _add(feed, "title", both(title, language))
    _add(feed, "updated", f"{newest or '1970-01-01'}T00:00:00Z")
    Xml.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    author = Xml.SubElement(feed, "author")
    _add(author, "name", both(title, language))
    for one in sorted(news, key=lambda dated: dated.day, reverse=True):
        entry = Xml.SubElement(feed, "entry")
        _add(entry, "id", f"urn:tickbox:{area}:{one.about}:{one.kind}")
        _add(entry, "title", f"{both(one.title, language)}: {both(one.what, language)}")
        _add(entry, "updated", f"{one.day}T00:00:00Z")
        Xml.SubElement(entry, "link", {"rel": "alternate", "href": page})
        for file in files.get(one.about, ()) if one.kind == "decided" else ():
            held = {"rel": "enclosure", "type": file.type, "href": file.href}
            Xml.SubElement(entry, "link", {**held, "title": both(file.title, language)})
        _add(entry, "summary", _summary(one, language))
    written: bytes = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: Xml.Element, name: str, words: str) -> None:
    Xml.SubElement(parent, name).text = "".join(c for c in words if c.isprintable())


def _summary(one: Dated, language: Language) -> str:
    if one.until is None:
        return f"{one.day} {both(one.what, language)}"
    return Text(f"{one.day}至{one.until}", f"{one.day} to {one.until}").said_in(language)


# -- iCalendar ---------------------------------------------------------------------------------


def calendar(area: str, title: Text, news: Iterable[Dated], language: Language) -> bytes:
    """A calendar of whole days; lines are folded at 75 bytes, never inside a character."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tickbox//tickbox//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape(both(title, language))}",
    ]
    for one in news:
        end = (one.until or one.day) + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escape(f'{area}.{one.about}.{one.kind}@tickbox')}",
            f"DTSTAMP:{one.day:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end:%Y%m%d}",
            f"SUMMARY:{_escape(f'{both(one.title, language)}: {both(one.what, language)}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold_line(line)}\r\n" for line in lines).encode()


def _escape(words: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in words)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _fold_line(line: str) -> str:
    parts: list[str] = []
    part = ""
    for character in line:
        if len((part + character).encode()) > (75 if not parts else 74):
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


# -- tables ------------------------------------------------------------------------------------

LIST = ("id", "title_zh", "title_en", "category", "place", "cost_fen", "question", "needs")
RESULT = ("rank", "id", "title_zh", "title_en", "ticks", "base", "base_size", "share", "chosen")
_INTEGERS = frozenset(
    "cost_fen rank ticks base_size promised_fen allowed_fen spent_fen days_open place".split()
)


def list_table(listed: Sequence[Listed]) -> bytes:
    """The items of a list as CSV."""
    return _table(
        LIST,
        (
            (
                one.item.id,
                one.item.title.zh,
                one.item.title.en,
                one.category.key,
                one.item.place.zh,
                one.item.cost,
                str(one.question),
                "" if one.needs is None else str(one.needs),
            )
            for one in listed
        ),
    )


def result_table(outcome: Outcome) -> bytes:
    """A published ranking as CSV; ``share`` is the exact fraction ``ticks/base_size``."""
    return _table(
        RESULT,
        (
            (
                placed.rank,
                placed.item,
                placed.title.zh,
                placed.title.en,
                placed.ticks,
                str(placed.share.base),
                placed.share.denominator,
                f"{placed.share.numerator}/{placed.share.denominator}",
                "" if placed.chosen is None else str(placed.chosen).lower(),
            )
            for placed in outcome.ranking
        ),
    )


PROJECTS = (
    "id", "title_zh", "title_en", "status", "round", "item", "promised_fen", "allowed_fen",
    "spent_fen", "due", "begun", "delivered", "level",
)  # fmt: skip
PROBLEMS = ("ref", "title_zh", "title_en", "raised", "solved", "days_open", "how_zh", "how_en")
ANNUAL = ("round", "place", "item", "title_zh", "title_en", "project")


def projects_table(projects: Iterable[ProjectOnWall]) -> bytes:
    """Projects as CSV."""
    return _table(
        PROJECTS,
        (
            (
                one.id,
                one.title.zh,
                one.title.en,
                one.status,
                one.baseline.round,
                one.baseline.item,
                one.money.promised,
                one.money.allowed,
                one.money.spent if one.money.spent or one.money.promised == 0 else None,
                one.baseline.due,
                one.begun,
                one.delivered,
                None if one.judged is None else one.judged.level,
            )
            for one in projects
        ),
    )


def problems_table(problems: Iterable[ProblemOnWall]) -> bytes:
    """Problems as CSV."""
    return _table(
        PROBLEMS,
        (
            (
                one.ref,
                one.title.zh,
                one.title.en,
                one.raised,
                one.solved,
                one.days_open,
                one.how.zh,
                one.how.en,
            )
            for one in problems
        ),
    )


def annual_table(rounds: Iterable[RoundOnWall]) -> bytes:
    """The annual lists of rounds as CSV, each in the order chosen."""
    return _table(
        ANNUAL,
        (
            (
                facts.id,
                place,
                one.id,
                *(one.title.said_in(language) for language in LANGUAGES),
                one.project,
            )
            for facts in rounds
            if facts.result and facts.result.annual_list
            for place, one in enumerate(facts.result.annual_list.items, 1)
        ),
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if cell is None else inert(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # or Excel takes it for another encoding


def inert(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def package(round: Round, names: Iterable[str]) -> bytes:
    """``datapackage.json`` (Frictionless Data) of a round's tables."""
    return described(round.id, round.title, names)


def described(id_: str, title: Text, names: Iterable[str]) -> bytes:
    """``datapackage.json`` of tables by their names."""
    fields = {
        "list.csv": LIST,
        "result.csv": RESULT,
        "projects.csv": PROJECTS,
        "problems.csv": PROBLEMS,
        "annual.csv": ANNUAL,
    }
    described = {
        "name": "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in id_)
        .strip("-")
        .lower()
        or "round",
        "title": title.zh,
        "description": title.en,
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": name.removesuffix(".csv"),
                "path": name,
                "profile": "tabular-data-resource",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {
                            "name": one,
                            "type": _type(name, one),
                        }
                        for one in fields[name]
                    ],
                    "missingValues": [""],
                },
            }
            for name in names
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _type(table: str, field: str) -> str:
    """A list's place is in words, an annual list's a number."""
    whole = field in _INTEGERS and (table, field) != ("list.csv", "place")
    return "integer" if whole else "string"
