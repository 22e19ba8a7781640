"""A chat group's sign-up chain (接龙), pasted as text: rows to be looked at before they are taken.

Chains are typed by many hands: numbers as 1. 1、 １） ① or 1️⃣, names and homes in any order, lines
that run over, a number used twice because somebody edited.  Nothing is guessed silently: what is
not clear is said beside the row.
"""

from __future__ import annotations

import re
import unicodedata

import attrs

from tickbox_core.text import Text

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_ROW = re.compile(r"\s*(?:([0-9]{1,4})\s*[.、．,，:：)）\]】]\s*|([0-9]{1,4})\s+)(.*)")
_BUILDING = "[0-9]{1,4}(?:号楼|号|栋|幢|座)"
_UNIT = re.compile(
    rf"(?:(?:{_BUILDING}|[0-9]{{1,4}})[-—–/])+[0-9]{{2,4}}(?:室|户)?"
    rf"|{_BUILDING}[0-9]{{2,4}}(?:室|户)?|[0-9]{{1,4}}(?:号楼|栋|幢)|[0-9]{{3,4}}(?:室|户)"
)
_APART = re.compile(r"[\s,，;；、()（）\[\]【】]+")
_SAYS = re.compile(r"\s*[:：]\s*")
_HEADS = ("#接龙", "＃接龙", "接龙")


@attrs.frozen
class Link:
    """One row: its number, who, which home, and what is wished or remarked.

    ``doubts`` say what is not clear; ``name`` and ``unit`` are personal data.
    """

    number: int
    name: str = attrs.field(repr=False)
    unit: str = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    doubts: tuple[Text, ...] = ()


@attrs.frozen
class Chain:
    """What stands above the rows, and the rows by number."""

    head: str
    links: tuple[Link, ...]


def read_chain(pasted: str) -> Chain:
    """The rows of a chain; later lines of one number stand in place of earlier ones."""
    head: list[str] = []
    rows: dict[int, tuple[str, tuple[Text, ...]]] = {}
    last: int | None = None
    for line in pasted.splitlines():
        said = _plain(line)
        if not said or said in _HEADS:
            continue
        found = _ROW.fullmatch(said)
        if found is None or not found[3].strip():
            if last is None:
                head.append(said)
            elif found is None:
                rows[last] = (f"{rows[last][0]} {said}", rows[last][1])
            continue
        last = int(found[1] or found[2])
        doubts = (_TWICE,) if last in rows else ()
        rows[last] = (found[3].strip(), doubts)
    links = [_link(number, said, doubts) for number, (said, doubts) in sorted(rows.items())]
    return Chain(" ".join(head), tuple(_same_name(links)))


_TWICE = Text("这个编号写了两次，取后一次。", "the number is there twice; the later line stands.")
_NOBODY = Text("没有写姓名。", "nobody's name is there.")
_SAME = Text("和另一行同名。", "another row has the same name.")


def _plain(line: str) -> str:
    """The line with numbers as digits: keycaps, circled and full-width ones."""
    digits = _KEYCAP.sub(r"\1", line)
    # circled numbers run into what follows: ①王五
    digits = re.sub(r"[①-⑳]", lambda m: f"{int(unicodedata.numeric(m[0]))}. ", digits)
    return unicodedata.normalize("NFKC", digits).strip()


def _link(number: int, said: str, doubts: tuple[Text, ...]) -> Link:
    who, colon, wish = _first(_SAYS.split(said, maxsplit=1))
    unit = _UNIT.search(who) or (None if colon else _UNIT.search(said))
    rest = who.replace(unit[0], " ", 1) if unit else who
    parts = [part for part in _APART.split(rest) if part]
    name = parts[0] if parts and len(parts[0]) <= 12 else ""
    remark = " ".join(parts[1:] if name else parts)
    text = " ".join(part for part in (remark, wish) if part)
    return Link(number, name, unit[0] if unit else "", text, doubts if name else (*doubts, _NOBODY))


def _first(parts: list[str]) -> tuple[str, bool, str]:
    return (parts[0], True, parts[1].strip()) if len(parts) == 2 else (parts[0], False, "")


def _same_name(links: list[Link]) -> list[Link]:
    names = [link.name for link in links]
    return [
        attrs.evolve(link, doubts=(*link.doubts, _SAME))
        if link.name and names.count(link.name) > 1
        else link
        for link in links
    ]
