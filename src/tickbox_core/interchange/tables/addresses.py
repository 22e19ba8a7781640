"""Addresses as committees write them: building, stairwell and room out of one cell.

1号101室, １号１０１室, 1-101, 1号楼1单元101, 8号楼 3-2, 淞南六村8号101室, A座1201.  What stands
before the building (an estate, a lane) is kept apart: it matters only where a table has several.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import attrs

_KEPT = 10_000
"""Addresses are read once for all the people of a home."""
_LONGEST = 200
"""Characters of an address; in what is longer a form would be looked for at every place of it."""
_DASHES = str.maketrans("－—–―‐‑−~～_", "-" * 10)
_SMALL = "一二三四五六七八九"
_NUMERALS = re.compile(f"[{_SMALL}]?十[{_SMALL}]?|[{_SMALL}]")
_MARK = r"(?:号楼|幢楼|栋楼|座楼|号|栋|幢|座|#)"
_B = (
    rf"(?P<building>[0-9]{{1,4}}(?:[甲乙丙丁](?={_MARK}|-))?|[A-Za-z]{{1,2}}[0-9]{{0,3}}"
    r"|[一二三四五六七八九十]{1,3})"
)
_HALF = r"(?P<half>[甲乙丙丁])?"
_S = r"(?P<stairwell>[0-9]{1,3}|[甲乙丙丁]|[一二三四五六七八九十]{1,3}|[A-Za-z])"
_STAIRS = r"(?:单元|门洞|楼道|门|梯)"
_ROOM = r"(?P<room>[东西南北]?[0-9A-Za-z]{1,6}|[0-9]{1,4}[甲乙丙丁])(?:室|户|房|号)?"
_BEFORE = r"(?P<before>.*?(?:[0-9]+弄|[^-0-9A-Za-z一二三四五六七八九十]))?"
_FORMS = tuple(
    re.compile(_BEFORE + form)
    for form in (
        rf"{_B}{_MARK}{_HALF}-?{_S}{_STAIRS}-?(?:[0-9]{{1,2}}[层楼])?-?{_ROOM}",
        rf"{_B}{_MARK}{_HALF}-?(?P<stairwell>[0-9]{{1,2}})-{_ROOM}",
        rf"{_B}{_MARK}{_HALF}-?(?:[0-9]{{1,2}}[层楼])?{_ROOM}",
        rf"(?![0-9]{{4}}){_B}-(?P<stairwell>[0-9]{{1,2}}|[A-Za-z甲乙丙丁])-{_ROOM}",
        rf"(?![0-9]{{4}}){_B}-{_ROOM}",
    )
)
_BUILDING = re.compile(_BEFORE + rf"(?:第|building)?{_B}(?:{_MARK}|楼)?{_HALF}", re.IGNORECASE)
_NAMED = re.compile(
    rf".*?(?:[0-9]{{1,4}}[甲乙丙丁]?|[A-Za-z]|[一二三四五六七八九十]{{1,3}})(?:{_MARK}|楼)[甲乙丙丁]?"
)
_BARE = re.compile("[0-9]{1,3}[甲乙丙丁]?")
_REMARK = re.compile(r"\([^()]*\)$")
_STAIRWELL = re.compile(rf"第?{_S}(?:号?{_STAIRS}|号)?")
_STAIRWELL_OF = re.compile(_BEFORE + rf"{_B}{_MARK}{_HALF}-?第?{_S}号?{_STAIRS}")


@attrs.frozen
class Address:
    """Where a home is; ``before`` is what stands before the building, ``said`` its building so."""

    building: str
    room: str
    stairwell: str = ""
    before: str = ""
    said: str = ""
    bare: bool = False
    """Whether dashes alone part it: 1-101 may be a stairwell and a room as well."""


@lru_cache(_KEPT)
def parse_address(text: str) -> Address | None:
    """The parts of an address, or ``None`` where it names no building and room."""
    said = _REMARK.sub("", tidy(text)) if len(text) <= _LONGEST else ""
    for at, form in enumerate(_FORMS):
        found = form.fullmatch(said)
        if found is not None:
            parts = found.groupdict()
            before = parts["before"] or ""
            end = found.start("stairwell" if parts.get("stairwell") else "room")
            return Address(
                plain_number(parts["building"]) + (parts.get("half") or ""),
                parts["room"].upper(),
                plain_number(parts.get("stairwell") or ""),
                before,
                said[len(before) : end].strip("-"),
                at >= 3 and not before,
            )
    return None


@lru_cache(_KEPT)
def building_key(text: str) -> str:
    """What a building is compared by: 8号楼, ８栋, 第8幢 and building 8 are all ``8``."""
    said = tidy(text)
    found = _BUILDING.fullmatch(said) if len(said) <= _LONGEST else None
    if found is None:
        return said.upper()
    before = (found["before"] or "").upper()
    if before in ("第", "BUILDING"):
        before = ""
    return before + plain_number(found["building"]) + (found["half"] or "")


@lru_cache(_KEPT)
def stairwell_key(text: str) -> str:
    """The same for a stairwell: 1单元, 一单元, 1号门洞, 21号楼1单元 are all ``1``."""
    said = tidy(text)
    found = _STAIRWELL.fullmatch(said) or _of_building(said)
    return plain_number(found["stairwell"]) if found else said.upper()


def stairwell_of(text: str) -> tuple[str, str] | None:
    """The building and the stairwell that a name says both of, each as compared: 21号楼1单元."""
    found = _of_building(tidy(text))
    if found is None:
        return None
    building = plain_number(found["building"]) + (found["half"] or "")
    return building, plain_number(found["stairwell"])


def _of_building(said: str) -> re.Match[str] | None:
    return _STAIRWELL_OF.fullmatch(said) if len(said) <= _LONGEST else None


@lru_cache(_KEPT)
def room_key(text: str) -> str:
    """The same for a room: 101室 is ``101``."""
    said = tidy(text)
    found = re.fullmatch(_ROOM, said)
    return (found["room"] if found else said).upper()


def figures_meant(room: str) -> str:
    """The number that a room may be whose figures were taken for letters: 101 of l01; or ``""``.

    Programs that read photographs write O for 0, l and I for 1.
    """
    if _LOOKS_LIKE_FIGURES.fullmatch(room) is None:
        return ""
    return room.translate(_AS_FIGURES)


_LOOKS_LIKE_FIGURES = re.compile(r"(?=.*[0-9].*)(?=.*[OolI|])[0-9OolI|]{2,5}")
_AS_FIGURES = str.maketrans("OolI|", "00111")


def names_building(text: str) -> bool:
    """Whether a text (the name of a sheet) is that of a building: 8号楼, A座."""
    return len(text) <= _LONGEST and _NAMED.fullmatch(tidy(text)) is not None


def may_name_building(text: str) -> bool:
    """The same where nothing else says the building, so that a number alone will do: 16, 18甲."""
    return names_building(text) or _BARE.fullmatch(tidy(text[:_LONGEST])) is not None


def tidy(text: str) -> str:
    """Without blanks, full width as half width, every dash the same."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES)


def plain_number(text: str) -> str:
    """A number without noughts before it, written in figures; letters as capitals."""
    if _NUMERALS.fullmatch(text):
        tens, ten, ones = text.rpartition("十")
        tenfold = (_SMALL.index(tens) + 1 if tens else 1) * 10 if ten else 0
        return str(tenfold + (_SMALL.index(ones) + 1 if ones else 0))
    return (text.lstrip("0") or "0").upper() if text else ""
