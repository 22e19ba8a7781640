"""A chat group's sign-up chain (接龙), pasted as text: rows to be looked at before they are taken.

Chains are typed by many hands: numbers as 1. 1、 １） ① or 1️⃣, names and homes in any order, lines
that run over, a number used twice because somebody edited, a newer copy below an older one, an
example above.  Nothing is guessed silently: what is not clear is said beside the row.  A figure
alone (105) is a home only where the area has one that is called so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import attrs

from tickbox_core.interchange.chain_names import is_name, may_be_name, plain_nickname
from tickbox_core.text import Text

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_ROW = re.compile(
    r"\s*[(（\[【]?\s*(?:([0-9]{1,4})\s*[.、．,，:：)）\]】]\s*(?![0-9]+(?:米|元|万|m\b|公里|%))"
    r"|([0-9]{1,4})\s+)(.*)"
)
_BARE = re.compile(r"\s*[(（\[【]?\s*([0-9]{1,4})\s*[.、．,，:：)）\]】]?\s*")
_BUILDING = "(?:[0-9]{1,4}|[A-Za-z]|[一二三四五六七八九十]{1,3})(?:号楼|号|栋|幢|座|#)"
_MEASURE = "(?![0-9个人米元块天日月年点层盏条只棵辆台次岁万%])"
"""What makes a home of figures, 10-20, a range: 10-20个."""
_UNIT = re.compile(
    rf"(?:(?:{_BUILDING}|[0-9]{{1,4}})[-—–/])+[0-9]{{2,4}}(?:室|户|{_MEASURE})"
    rf"|{_BUILDING}\s*(?:[0-9]{{1,2}}单元\s*)?[0-9]{{2,4}}(?:室|户)"
    rf"|{_BUILDING}(?:[0-9]{{1,2}}单元)?[0-9]{{2,4}}{_MEASURE}"
    r"|[0-9]{1,4}(?:号楼|栋|幢)|[0-9]{3,4}(?:室|户)"
)
_PLAIN_UNIT = re.compile(r"#?([A-Za-z]?[0-9]{1,4}(?:-[0-9A-Za-z]{1,4}){0,2})")
"""What may be a home where the area has one that is called so: 105, 8-2-103."""
_STUCK = re.compile(rf"([^\W\d]+){_PLAIN_UNIT.pattern}|{_PLAIN_UNIT.pattern}([^\W\d]+)")
_BUILDING_ALONE = re.compile(_BUILDING)
_SLASHES = re.compile(r"[/|+]")
_WORD = re.compile(r"[^\s,，;；、()（）\[\]【】]+")
_MARKS = re.compile(r"([，：；！？（）、。…～]+)")
_SAYS = re.compile(r"\s*[:：]\s*")
_HEADS = ("#接龙", "接龙")
_EXAMPLE = re.compile(
    r"[(（\[【]?(?:例如|比如|示例|样例|范例|举例|格式|例)[)）\]】]?(?:[:：,，.、\s]|(?=[0-9])|$).*"
)
_EXAMPLE_ROW = re.compile(r"[(（\[【](?:例|示例|样例|举例)[)）\]】]")
_SUPPORT = re.compile(
    r"(?:我也|也)?(?:同意|支持|赞成|赞同|附议|附和|顶|同|跟|和)?\s*"
    r"(?:楼上|上面|上一?条|上一?位|前一?条|同上|附议|第?\s*([0-9]{1,4})\s*(?:号|条|楼|位)?)"
    r"(?:的?(?:意见|建议|说法|心愿|一样|同意|支持|\+1)*)?[!！。.~～]*"
)
_PLUS = re.compile(
    r"(?:\+1|同意|支持|赞成|赞同|附议|同上|同求|同感|我也是|我也要|一样|顶)[!！。.~～]*"
)


@attrs.frozen
class Link:
    """One row: its number, who, which home, and what is wished or remarked.

    ``supports``: the row whose wish it is for, where it has none of its own (同意楼上).  ``doubts``
    say what is not clear; ``name`` and ``unit`` are personal data.
    """

    number: int
    name: str = attrs.field(repr=False)
    unit: str = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    doubts: tuple[Text, ...] = ()
    supports: int | None = None


@attrs.frozen
class Chain:
    """What stands above the rows, and the rows by number.

    ``left_out`` are examples that somebody put above to show how it goes.
    """

    head: str
    links: tuple[Link, ...]
    left_out: tuple[str, ...] = attrs.field(default=(), repr=False)

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers that nobody used between the first and the last."""
        used = {link.number for link in self.links}
        return tuple(at for at in range(min(used), max(used)) if at not in used) if used else ()


@attrs.define
class _Row:
    """A row as it was typed, in which copy of the chain, and what is to be said of it."""

    said: str
    copy: int
    doubts: list[Text] = attrs.field(factory=list)


def read_chain(pasted: str, is_home: Callable[[str], bool] = lambda _: False) -> Chain:
    """The rows of a chain; later lines of one number stand in place of earlier ones.

    ``is_home``: whether the area has a home that is called so; asked of figures beside a name,
    which stay in the text where it has none.
    """
    reading = _Reading()
    for line in pasted.splitlines():
        reading.take(_plain(line))
    links: list[Link] = []
    for number, row in sorted(reading.rows.items()):
        if row.copy < reading.copy:
            row.doubts.append(_GONE)
        links.append(_link(number, row, links, is_home))
    return Chain(" ".join(reading.head), tuple(_same_name(links)), tuple(reading.left_out))


class _Reading:
    """A chain line by line."""

    def __init__(self) -> None:
        self.head: list[str] = []
        self.left_out: list[str] = []
        self.rows: dict[int, _Row] = {}
        self.copy = 0
        self._last: int | None = None

    def take(self, said: str) -> None:
        """One more line."""
        if not said:
            return
        if said in _HEADS:
            self._begin_anew()
            return
        found = _ROW.fullmatch(said)
        bare = None if found and found[3].strip() else _BARE.fullmatch(said)
        what = found[3].strip() if found else said
        if _EXAMPLE.fullmatch(what) or _EXAMPLE_ROW.search(what):
            self.left_out.append(what)
        elif bare is not None and (found is not None or self._last is not None):
            self._add(int(bare[1]), "")
        elif found is not None:
            self._add(int(found[1] or found[2]), what)
        elif self._last is None:
            self.head += [] if said in self.head else [said]
        else:
            self._run_over(said)

    def _begin_anew(self) -> None:
        """The head of a chain: below rows it begins a newer copy of it."""
        if self.rows:
            self.copy += 1
        self._last = None

    def _add(self, number: int, said: str) -> None:
        before = self.rows.get(number)
        row = _Row(said, self.copy)
        if before is not None and before.said != said:
            edited = before.copy < self.copy
            doubt = _EDITED if edited else _TWICE
            row.doubts.append(doubt.filled(said=before.said or "–"))
        self.rows[number] = row
        self._last = number

    def _run_over(self, said: str) -> None:
        row = self.rows[self._last or 0]
        row.said = f"{row.said} {said}".strip()
        if _UNIT.search(said):
            row.doubts.append(_NO_NUMBER)


_TWICE = Text(
    "这个编号写了两次，取后一次；前一次写的是“{said}”，是另一个人的，请另编一号再看一遍。",
    "the number is there twice; the later line stands. Before it said '{said}': if that is "
    "somebody else's, give it a number of its own and look again.",
)
_EDITED = Text(
    "后一份接龙改过，原来写的是“{said}”。", "a newer copy has changed it; it said '{said}' before."
)
_GONE = Text("后一份接龙里没有这一条。", "the newer copy of the chain does not have it.")
_NO_NUMBER = Text(
    "下面一行没有编号，并进了这一条；是另一个人的，请拆开。",
    "a line below without a number was put to it; if it is somebody else's, part them.",
)
_NOBODY = Text("没有写姓名。", "nobody's name is there.")
_NO_NAME = Text("第一个词不像姓名，请核对。", "its first word may be no name.")
_EMPTY = Text("这一条是空的。", "the row is empty.")
_NO_WISH = Text("没有写内容。", "nothing is said in it.")
_SUPPORTS = Text("算支持第{number}条，请确认。", "taken as support of row {number}.")
_SUPPORTS_NONE = Text("上面没有可以支持的内容。", "there is nothing above that it could support.")
_SAME = Text("和另一行同名。", "another row has the same name.")


def _plain(line: str) -> str:
    """The line with numbers as digits: keycaps, circled and full-width ones."""
    digits = _KEYCAP.sub(r"\1", line.replace("\U0001f51f", "10"))
    # circled numbers run into what follows: ①王五
    digits = re.sub(r"[①-⑳]", lambda m: f"{int(unicodedata.numeric(m[0]))}. ", digits)
    # not the marks of a sentence: a wish stays as it was written
    parts = _MARKS.split(digits)
    return "".join(
        p if _MARKS.fullmatch(p) else unicodedata.normalize("NFKC", p) for p in parts
    ).strip()


def _link(number: int, row: _Row, before: list[Link], is_home: Callable[[str], bool]) -> Link:
    doubts = row.doubts
    if not row.said:
        return Link(number, "", "", "", (*doubts, _EMPTY))
    said = _without_slashes(row.said)
    who, colon, wish = _first(_SAYS.split(said, maxsplit=1))
    found_unit = _UNIT.search(who) or (None if colon else _UNIT.search(said))
    unit = found_unit[0] if found_unit else ""
    rest = who.replace(unit, " ", 1) if unit else who
    words = list(_WORD.finditer(rest))
    parts = [word[0] for word in words]
    if not unit or _BUILDING_ALONE.fullmatch(unit):
        unit, parts = _plain_unit(unit, parts, is_home)
    name, unsure = _name(parts, bool(unit), colon)
    remark = _as_written(rest, words, parts[1:] if name else parts)
    text = " ".join(part for part in (remark, wish) if part)
    found = Link(number, plain_nickname(name), unit, text)
    if unsure:
        doubts.append(_NO_NAME)
    if not name:
        doubts.append(_NOBODY)
    supports = _supported(text, before)
    if supports is not None:
        doubts.append(_SUPPORTS.filled(number=supports) if supports else _SUPPORTS_NONE)
    elif not text:
        doubts.append(_NO_WISH)
    return attrs.evolve(found, doubts=tuple(doubts), supports=supports or None)


def _as_written(rest: str, words: list[re.Match[str]], remark: list[str]) -> str:
    """The last words of a row with what stands between them."""
    last = words[len(words) - len(remark) :]
    if not last or [word[0] for word in last] != remark:
        return " ".join(remark)
    said = " ".join(rest[last[0].start() :].split())
    alone = said[-1] in ")）" and not re.search("[(（]", said)
    return said[:-1] if alone else said


def _without_slashes(said: str) -> str:
    """张三/8-105/灯 and 张三+105+灯 with blanks between name, home and wish; +1 stays."""
    first, *others = _SLASHES.split(said, maxsplit=2)
    if len(others) < 2 or not is_name(first.strip()):
        return said
    return " ".join((first, *others))


def _plain_unit(
    building: str, parts: list[str], is_home: Callable[[str], bool]
) -> tuple[str, list[str]]:
    """Figures beside the name that a home of the area is called by, and the words without them."""
    for at, part in enumerate(parts[:2]):
        alone = _PLAIN_UNIT.fullmatch(part)
        beside = len(parts) > 1 and may_be_name(parts[1 - at])
        if alone and beside and is_home(building + alone[1]):
            return building + alone[1], parts[:at] + parts[at + 1 :]
    stuck = _STUCK.fullmatch(parts[0]) if parts and not building else None
    if stuck is None:
        return building, parts
    name, unit = stuck[1] or stuck[4], stuck[2] or stuck[3]
    return (unit, [name, *parts[1:]]) if is_name(name) and is_home(unit) else ("", parts)


def _name(parts: list[str], has_unit: bool, colon: bool) -> tuple[str, bool]:
    """Who it is, and whether that is not sure: the first word, where it can be one."""
    first = parts[0] if parts else ""
    if not first or _SUPPORT.fullmatch(first) or _PLUS.fullmatch(first):
        return "", False
    if is_name(first):
        return first, False
    alone = len(parts) == 1 and not colon
    if not may_be_name(first) or (alone and not has_unit):
        return "", False
    return first, True


def _supported(text: str, before: list[Link]) -> int | None:
    """The row whose wish a text is for; 0 where it says so and there is none, ``None`` for others.

    Support of support is support of what that is for.
    """
    found = _SUPPORT.fullmatch(text)
    if found is None and not _PLUS.fullmatch(text):
        return None
    meant = int(found[1]) if found is not None and found[1] else None
    for link in reversed(before):
        if meant is None or link.number == meant:
            if link.supports is not None:
                return link.supports
            if link.text:
                return link.number
    return 0


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
