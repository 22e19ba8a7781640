"""To which homes a motion was served: each row one home, whether it is proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from tickbox_core.acts.tables.homes import by_unit, home_change
from tickbox_core.acts.tables.kind import Asked, Faulty, Looked, Signed, TableKind, known_headers
from tickbox_core.categories import Column, a_name, columns, day_of_record, one_of
from tickbox_core.components.motions import PollState
from tickbox_core.declarations import ThingChoice
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.home_index import natural_order
from tickbox_core.desk.homes import called
from tickbox_core.desk.importing import SERVICE
from tickbox_core.desk.roll_changes import RowChange
from tickbox_core.errors import WrongState
from tickbox_core.interchange.rows import read_sheets
from tickbox_core.interchange.sheets import FoundTables, Read, read_all
from tickbox_core.registry import Registry
from tickbox_core.rules.motions import Delivery, ServiceProof
from tickbox_core.text import Text

SERVED, NOT_SERVED = "served", "not-served"
CHOICES = {SERVED: Text("是", "yes"), NOT_SERVED: Text("否", "no")}
_YES = "已送达 送达 已签收 签收 有 对 已送 送到 y true 1 √ ✓ ✔ 本人签收 家属签收"
_NO = "未送达 没有送达 未签收 拒收 拒签 无人 没有 不在家 退回 未送 n false 0 × ✗ ✘"
ALSO = {
    **dict.fromkeys(_YES.split(), SERVED),
    **dict.fromkeys(_NO.split(), NOT_SERVED),
}


@attrs.frozen
class AServedHome:
    """One home, and what is proved of its service; a paper that was refused was not served."""

    unit: str = a_name("房号", "home")
    served: str = one_of("是否送达", "served", CHOICES, also=ALSO, default="")
    day: date | None = day_of_record("送达日期", "served on", default=None)
    signed: str = a_name("签收人", "signed by", default="")
    how: str = a_name("送达方式", "how", default="")
    by: str = a_name("送达人", "brought by", default="")


def _columns(registry: Registry, policy: str) -> list[Column]:
    return list(columns(AServedHome))


def _open(desk: Desk) -> Iterator[ThingChoice]:
    for poll in desk.motions.polls():
        if poll.state is PollState.OPEN:
            yield ThingChoice(poll.id, poll.motion.question)


def _look(desk: Desk, path: Path, asked: Asked) -> Looked | Faulty:
    known = known_headers(desk, SERVICE, asked)
    poll = desk.motions.poll(asked.to)
    if poll.state is not PollState.OPEN:
        raise WrongState(asked.to, poll.state.words, Text("登记送达", "record service"))
    found = read_all(read_sheets(path), columns(AServedHome), known, SERVICE, AServedHome)
    units = desk.motions.units(asked.to)
    named = by_unit(found, units, desk.tree)
    if named.faults:
        return Faulty(found.sheets, named.faults)
    proved = {unit: _proved(row, found) for unit, row in named.rows.items()}
    stood = desk.motions.delivery(asked.to) or Delivery()
    served = (stood.served | {u for u, yes in proved.items() if yes}) - {
        unit for unit, yes in proved.items() if not yes
    }
    told = {**stood.proofs, **dict(_proofs(named.rows, stood))}
    return Looked(
        SERVICE, asked, attrs.evolve(stood, served=frozenset(served), proofs=told), len(proved),
        _changes(stood, proved, told, called(units, desk.tree)), stood, found.unused,
        (*_guessed(found, proved), *named.notes, *found.notes),
    )  # fmt: skip


def _column(found: FoundTables, key: str) -> bool:
    return any(key in one.place for one in found.rows)


def _proved(row: Read, found: FoundTables) -> bool:
    """Whether a row proves service: as it says, else by who signed and when, else as listed."""
    if _column(found, "served"):
        return row.plain.get("served") == SERVED
    if _column(found, "signed") or _column(found, "day"):
        return bool(row.plain.get("signed") or row.plain.get("day"))
    return True


_NO_PROOF = ServiceProof()
_PARTS = (("day", "on"), ("how", "how"), ("signed", "signed"), ("by", "by"))
"""Columns of the table, and where a proof keeps what they say."""


def _proofs(rows: Mapping[str, Read], stood: Delivery) -> Iterator[tuple[str, ServiceProof]]:
    """By what each row proves service; what its cells leave open stays as it was recorded."""
    for unit, row in rows.items():
        said = {name: str(row.plain.get(key) or "") for key, name in _PARTS}
        given = {name: word for name, word in said.items() if word}
        if given:
            yield unit, attrs.evolve(stood.proofs.get(unit, _NO_PROOF), **given)


def _guessed(found: FoundTables, proved: dict[str, bool]) -> Iterator[Text]:
    if _column(found, "served"):
        blank = sum("served" not in one.plain for one in found.rows)
        if blank:
            yield Text(
                "{number}行没有填“是否送达”，按没有送达处理。",
                "rows that leave 'served' blank, taken as not served: {number}.",
            ).filled(number=blank)
    elif _column(found, "signed") or _column(found, "day"):
        yield Text(
            "没有“是否送达”一栏：有签收人或送达日期的{number}户算送达。",
            "no column says 'served': homes with a signature or a day count as served: {number}.",
        ).filled(number=sum(proved.values()))
    else:
        yield Text(
            "没有“是否送达”一栏：表里的{number}户都算送达。",
            "no column says 'served': all homes of the table count as served: {number}.",
        ).filled(number=len(proved))


def _changes(
    stood: Delivery,
    proved: dict[str, bool],
    proofs: Mapping[str, ServiceProof],
    named: Mapping[str, Text],
) -> list[RowChange]:
    found = []
    for unit in sorted(proved, key=natural_order):
        yes, before = proved[unit], unit in stood.served
        what = "same" if yes == before else "added" if yes else "removed"
        old, new = (of.get(unit, _NO_PROOF) for of in (stood.proofs, proofs))
        parts = tuple(key for key, name in _PARTS if getattr(old, name) != getattr(new, name))
        if what == "same" and parts:
            found.append(home_change(named, unit, "changed", parts))
            continue
        found.append(home_change(named, unit, what))
    return found


def _stands(desk: Desk, asked: Asked, held: object) -> object:
    return desk.motions.delivery(asked.to) or Delivery()


def _write(town: Town, desk: Desk, looked: Looked, signed: Signed) -> Any:
    desk.motions.require_not_standing(looked.asked.to, KIND.title, signed.by)
    return desk.importing.service(
        looked.asked.to, looked.held, looked.rows, signed.digest, signed.by
    )


def _current(desk: Desk, to: str) -> Iterator[dict[str, str]]:
    """Every home that is asked, and whether its service is proved."""
    delivery = desk.motions.delivery(to) or Delivery()
    for unit in sorted((one.id for one in desk.motions.units(to)), key=natural_order):
        proof = delivery.proofs.get(unit, _NO_PROOF)
        yield {
            "unit": unit,
            "served": CHOICES[SERVED].zh if unit in delivery.served else "",
            "day": proof.on,
            "signed": proof.signed,
            "how": proof.how,
            "by": proof.by,
        }


KIND = TableKind(
    SERVICE,
    Text("送达登记", "service"),
    Text("导入送达登记", "Read proofs of service in"),
    Text("已登记{rows}户的送达情况。", "Service of {rows} homes is recorded."),
    _columns,
    _look,
    _stands,
    _write,
    _current,
    to=Text("表决", "Motion"),
    choices=_open,
    about="motion",
    personal=True,
)
