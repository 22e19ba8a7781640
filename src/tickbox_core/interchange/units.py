"""The unit that a table says for a whole column: 预算（万元）, or 单位：万元 above its header.

What counts thousands or ten thousands is read with its cells; a unit of which we make no yuan and
no square metre (亩, 美元) is never taken for one that we do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from tickbox_core.interchange.reading import shown
from tickbox_core.numbers import narrow
from tickbox_core.text import Text

_SCALES = "[万千亿]"
_SCALED = re.compile(rf"({_SCALES})元")
_FOREIGN = (
    "百元 百万元 千万元 角 分 美元 美金 港元 港币 欧元 日元 usd hkd eur jpy 亩 公亩 公顷 坪 "
    "平方公里 平方千米 平方分米 平方厘米 平方毫米 平方英尺 万平方米 万平方 万㎡ 万m2 km2 cm2 ft2 "
    "ha acre acres sqft"
)
_OTHERS = frozenset(_FOREIGN.split())
_BRACKETED = re.compile(r"[(\[【](?:单位[:]?)?([^)\]】]*)[)\]】]")
_SAID = re.compile(r"(?:金额|货币|计量|面积)?单位[:]\s*(?:人民币)?\s*([^\s,;，；()（）]{1,8})")
_OWN = re.compile(rf"(?:{_SCALES}|元|圆|块|整|yuan|rmb|cny)$", re.IGNORECASE)
SCALES = {"万": "万元", "千": "千元", "亿": "亿元"}
"""What may stand behind a number, and the unit that says it."""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def scale_of(header: str) -> str:
    """``万``, ``千`` or ``亿`` where a header counts in them, else ``""``."""
    found = _SCALED.search(_plain(header))
    return found[1] if found and not is_foreign(header) else ""


def says_yuan(header: str) -> bool:
    """Whether a header says in brackets that its amounts are in yuan, or so many thousands."""
    return any(
        part.strip().endswith("元") and part.strip() not in _OTHERS
        for part in _BRACKETED.findall(_plain(header))
    )


def is_foreign(header: str) -> bool:
    """Whether a header says a unit that is neither yuan nor square metres."""
    return any(part.strip() in _OTHERS for part in _BRACKETED.findall(_plain(header)))


def unit_above(rows: Iterable[Sequence[str]]) -> str:
    """What stands above a header as the unit of its amounts: ``万元`` of 单位：万元; or ``""``.

    The name of whoever fills the table in (填报单位：…) is none.
    """
    for row in rows:
        for cell in row:
            found = _SAID.fullmatch(_plain(cell).strip())
            if found and (found[1].endswith("元") or found[1] in _OTHERS):
                return found[1]
    return ""


def unit_of(header: str, above: str) -> str:
    """What a column's amounts are in, by its header or by what stands above it; ``""``: in yuan."""
    own = SCALES.get(scale_of(header), "")
    said = own or ("" if "元" in header else above)
    return "" if said == "元" else said


def in_unit(cell: str, unit: str) -> str | None:
    """A cell of such a column as money is read; ``None`` where no yuan is made of the unit."""
    if not unit or not cell:
        return cell
    if unit in SCALES.values():
        return scaled(cell, unit[0])
    return cell if _OWN.search(narrow(cell)) else None


def not_ours(unit: str) -> tuple[Text, Text]:
    """What is wrong with an amount in a unit of which no yuan is made, and what to do."""
    return (
        Text(
            f"表上写的单位是{shown(unit)}。", f"the table says that amounts are in {shown(unit)}."
        ),
        Text("请换算成元，或逐格写明单位。", "Give yuan, or write the unit in each cell."),
    )


def says_unit(unit: str) -> Text:
    """That a column counts in more than yuan, to be said of an amount in it that will not do."""
    return Text(f"这一栏以{unit}为单位。", f"The column is in {unit}.")


def write_in(unit: str) -> Text:
    """What to write in such a column."""
    return Text(
        f"请填以{unit}为单位的数字，如1.2；或连单位一起写，如12000元。",
        f"Write a number of {unit}, 1.2 say, or one with its own unit, 12000元 say.",
    )


def scaled(cell: str, scale: str) -> str:
    """A cell with what its column counts in behind it; one with a unit of its own stays."""
    return cell if not scale or _OWN.search(narrow(cell)) else f"{narrow(cell)}{scale}"
