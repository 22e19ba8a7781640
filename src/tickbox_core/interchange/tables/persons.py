"""Who is named in a row: by an id, or by a name in a home.

Where a table has no ids, a person's is made of home and name, at a desk with a secret of its area:
the same row read in again is the same person.  Two of one name in one home cannot be told apart and
are asked about; in two homes they are two people.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeAlias

import attrs

from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.tables.faults import TableRow
from tickbox_core.numbers import narrow
from tickbox_core.text import Text

_BETWEEN = re.compile(r"[、，,;；/／&＆\n]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_ALONE = re.compile("[\u4e00-\u9fff]+")
_NOBODY = frozenset(
    "无 空置 空 空房 空户 空关 空关户 空挂户 暂无 未知 不详 不明 待查 无人 无人居住 / - — –".split()
)
_IN_BRACKETS = re.compile(r"[（(【\[]([^（()）]*)[）)】\]]")


PersonId: TypeAlias = Callable[[str, str], str]
"""An id of a home and of how a name looks, the same whenever it is asked for."""


def guessable_id(unit: str, look: str) -> str:
    """An id that does not show the name, but whoever has a list of names can find it out."""
    return f"p-{hashlib.sha256(_said(unit, look)).hexdigest()[:12]}"


def may_be_guessable(id_: str) -> bool:
    """Whether an id may be one of ``guessable_id``, by its length."""
    return len(id_) == len("p-") + 12


def secret_id(secret: bytes, unit: str, look: str) -> str:
    """An id that nobody can find out who does not have the secret."""
    return f"p-{hmac.digest(secret, _said(unit, look), 'sha256').hex()[:16]}"


def _said(unit: str, look: str) -> bytes:
    return f"{unit}\0{look}".encode("utf-8", "surrogatepass")


def look_of(name: str) -> str:
    """A name as it is compared: width, capitals and blanks make no other one."""
    plain = _HAN_ALONE.fullmatch(name) is not None  # nothing of it has another look
    look = name if plain else unicodedata.normalize("NFKC", name).casefold()
    return "".join(look.split())


@attrs.frozen
class NamedPerson:
    """A person whom a row names; ``made``: whether the id is made of home and name."""

    id: str
    name: str = attrs.field(repr=False)
    made: bool = False


class Namesakes(StrEnum):
    """What rows are that name somebody of one name in one home twice."""

    ASK = "ask"
    ONE = "one"
    TWO = "two"

    @property
    def words(self) -> Text:
        """In words."""
        return _NAMESAKES[self]


_NAMESAKES = {
    Namesakes.ASK: Text("逐处问", "asked about"),
    Namesakes.ONE: Text("同一个人，只取前一行", "one person, of whom the first row counts"),
    Namesakes.TWO: Text("两个同名的人", "two people"),
}


@attrs.define
class Persons:
    """Who was named so far, and by which row first."""

    person_id: PersonId = guessable_id
    namesakes: Mapping[str, str] = attrs.field(factory=dict)
    """By home what two of one name are; under ``""`` what they are in all others."""
    looks: dict[str, tuple[str, TableRow]] = attrs.field(factory=dict)
    members: dict[str, TableRow] = attrs.field(factory=dict)
    again: list[TableRow] = attrs.field(factory=list)
    """The rows that name one person once more, as somebody said of them."""

    def named(self, unit: str, row: TableRow) -> list[NamedPerson]:
        """The persons of a row, co-owners in one cell each for themselves."""
        names = names_in(row["name"])
        if "person" in row.headers:
            return self._by_id(row, names)
        found = [self._made(unit, name) for name in names]
        told = [self._told_apart(unit, one, row) for one in found]
        return [one for one in told if one is not None]

    def owners(self, unit: str, row: TableRow) -> list[NamedPerson]:
        """Those whom columns of owners and co-owners beside the one of names name."""
        held = [one for one in ("owner", "co_owner") if one in row.headers]
        return [self._made(unit, name) for one in held for name in names_in(row[one])]

    def _made(self, unit: str, name: str) -> NamedPerson:
        return NamedPerson(self.person_id(unit, look_of(name)), name, made=True)

    def _by_id(self, row: TableRow, names: list[str]) -> list[NamedPerson]:
        ids = [part.strip() for part in _BETWEEN.split(row["person"]) if part.strip()]
        if len(ids) != len(names) or len(ids) < 2:
            ids, names = ([row["person"]] if row["person"] else []), [row["name"]]
        for id_ in ids:
            self._written_one_way(id_, row)
        return [NamedPerson(id_, clean(name)) for id_, name in zip(ids, names, strict=False)]

    def _written_one_way(self, id_: str, row: TableRow) -> None:
        """An id that only looks like another one is a fault."""
        seen = "".join(unicodedata.normalize("NFKC", id_).casefold().split())
        first, where = self.looks.setdefault(seen, (id_, row))
        if first == id_:
            return
        said = Text(
            "编号“{id}”与“{first}”（{where}）只差大小写、空格或全角半角。",
            "the id '{id}' differs from '{first}' ({where}) in capitals, blanks or width alone.",
        ).filled(id=shown(id_), first=shown(first), where=where.place)
        row.fault("person", said, _ONE_WAY)

    def _told_apart(self, unit: str, person: NamedPerson, row: TableRow) -> NamedPerson | None:
        """Somebody of whose name nobody was named for the home before; else what was said of it.

        ``None`` for who was named already, and where it has to be asked.
        """
        if person.id not in self.members:
            self.members[person.id] = row
            return person
        meant = self.namesakes.get(unit) or self.namesakes.get("", Namesakes.ASK)
        if meant == Namesakes.TWO:
            return self._another(unit, person, row)
        if meant == Namesakes.ASK:
            self._ask(unit, person, row)
        else:
            self.again.append(row)
        return None

    def _another(self, unit: str, person: NamedPerson, row: TableRow) -> NamedPerson:
        """The next of the name: the second is the second again whenever the table is read in."""
        number = 2
        while (other := self._made(unit, f"{person.name}#{number}")).id in self.members:
            number += 1
        self.members[other.id] = row
        return attrs.evolve(other, name=person.name)

    def _ask(self, unit: str, person: NamedPerson, row: TableRow) -> None:
        first = self.members[person.id]
        said = Text(
            "这套房屋（{unit}）有两个“{name}”（另一个在{where}）：是一个人，还是两个同名的人？",
            "this home ({unit}) has two of the name '{name}' (see {where}): one person, or two?",
        ).filled(name=shown(person.name), unit=shown(unit), where=first.place)
        row.fault("name", said, _ONE_OR_TWO)


_ONE_WAY = Text("请统一写法。", "Write it one way.")
_ONE_OR_TWO = Text(
    "是一个人就只留一行；是两个人请在姓名后注明，如“（大）”“（小）”，或加“人员编号”一栏；"
    "命令行也可写 --namesakes one（一个人）或 two（两个人），只对一户说的写 房屋=two。",
    "Keep one row for one person; for two write more behind a name, or add a column of ids. "
    "A command takes --namesakes one or two, of one home alone HOME=two.",
)


def names_in(cell: str) -> list[str]:
    """The names in a cell: 甲、乙 are two; 空置 and 无 are nobody's."""
    if not cell or _HAN_ALONE.fullmatch(cell):  # as nearly every cell of a large table
        return [str(cell)] if cell and cell not in _NOBODY else []
    parts = _BETWEEN.split(cell) if _HAN.search(cell) else [cell]
    names = [clean(part) for part in parts]
    return [name for name in names if name and not _is_nobody(name)]


def _is_nobody(name: str) -> bool:
    """Whether it is a word for nobody, in brackets too: （空置）."""
    said = _IN_BRACKETS.fullmatch(name)
    return (said[1] if said else name) in _NOBODY


def clean(name: str) -> str:
    """A name without the blanks that fill up short ones: 陈 杰国 is 陈杰国."""
    said = " ".join(narrow(name).split())
    return said.replace(" ", "") if _HAN.search(said) else said
