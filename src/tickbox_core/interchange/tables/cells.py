"""The columns of a roll table, and what one cell of each means.

A reader gives ``None`` where the cell says nothing, and where it says nonsense: that is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from fractions import Fraction

from tickbox_core.categories.kinds import Day
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.tables.faults import Row, not_one_of
from tickbox_core.interchange.tables.sheet import Names
from tickbox_core.numbers import NotANumber, narrow, read_area, read_count
from tickbox_core.text import Text

ROLL: Names = {
    "unit": "unit unit_id 房屋编号 房屋",
    "room": "room room_no 室号 房号 房间号 室",
    "building": "building building_no 楼栋 楼号 幢号 栋号 楼幢",
    "stairwell": "stairwell entrance 楼道 门洞 单元 单元号 门号",
    "floor": "floor 楼层 所在层 层",
    "floor_area": "floor_area area 建筑面积 面积 产权面积 建筑面积(㎡) 建筑面积（㎡） 建筑面积(m²) "
    "建筑面积（m²） 建筑面积(平方米) 建筑面积（平方米） floor_area_m2 floor_area_(m²)",
    "kind": "kind type 类型 房屋类型 用途 房屋用途",
    "person": "person person_id owner_id 人员编号 业主编号 产权人编号",
    "name": "name owner owner_name 姓名 业主 业主姓名 产权人 产权人姓名",
    "born": "born birth_date 出生日期",
    "owns": "owns is_owner 是否业主 是业主",
    "votes": "votes voter named_voter 表决人 共有人代表 指定表决人",
    "role": "role residence 居住身份 居住情况 身份",
    "undelivered": "undelivered 未交付 未售未交付",
    "developer": "developer is_developer 开发商 建设单位",
    "delegate": "delegate 居民代表 代表",
    "served_by": "served_by lift lifts 电梯 电梯编号 服务设施",
}
KINDS: Names = {
    "home": "home 住宅 住房 居住",
    "shop": "shop 商铺 店铺 商业 商业用房",
    "parking": "parking 车位 停车位 车库",
}
ROLES: Names = {
    "resident": "resident 居民 住户 自住",
    "tenant": "tenant 租户 承租人 租客",
    "shop": "shop 商户 店主 经营者",
    "worker": "worker 职工 在职 工作",
    "student": "student 学生 就读",
}
UNKNOWN = -1  # an area that the table says is unknown, which another row may not contradict
_UNKNOWN = {"unknown", "未知", "不详", "?"}
_YES = {"1", "x", "y", "yes", "true", "✓", "✔", "√", "☑", "是", "对"}
_NO = {"0", "n", "no", "false", "-", "–", "—", "☐", "否"}
_LARGEST = 10**8  # m²; above it sums would no longer be kept exactly, and no unit is that large


def plain(cell: str) -> str:
    """What a cell says, whether its letters are wide or narrow, capital or small."""
    return unicodedata.normalize("NFKC", cell).strip().lower()


def yes_or_no(row: Row, column: str) -> bool | None:
    """A mark; one that could mean either is a fault."""
    given = plain(row[column])
    if not given:
        return None
    problem = Text(
        f"“{shown(row[column])}”不是是或否。", f"'{shown(row[column])}' is no yes or no."
    )
    row.unless(
        given in _YES | _NO, column, problem, Text("请填“是”或留空。", "Write yes, or nothing.")
    )
    return given in _YES if given in _YES | _NO else None


def word(row: Row, column: str, names: Names) -> str | None:
    """One of the names, in either language."""
    given = plain(row[column])
    for name, words in names.items():
        if given in words.split():
            return name
    if given:
        row.fault(column, *not_one_of(row[column], names))
    return None


def floor_area(row: Row) -> int | None:
    """An area in m² as 0.01 m²; ``UNKNOWN`` where it is said to be."""
    given = plain(row["floor_area"])
    if given in _UNKNOWN:
        return UNKNOWN
    if not given:
        return None
    try:
        value = read_area(row["floor_area"])
    except NotANumber as refused:
        row.fault("floor_area", refused.problem, refused.remedy if refused.doubtful else _AREA)
        return None
    wrong = _wrong_area(given, value)
    if wrong is None:
        return int(value * 100)
    row.fault("floor_area", wrong, _AREA)
    return None


def _wrong_area(given: str, value: Fraction) -> Text | None:
    if value <= 0:
        return Text(f"面积“{given}”不大于0。", f"the area '{given}' is not more than 0.")
    if value >= _LARGEST:
        return Text(f"“{shown(given)}”大得不可能。", f"'{shown(given)}' is impossibly large.")
    return None


_AREA = Text(
    "请填平方米数，最多两位小数；不知道就留空。",
    "Write m² with at most two decimals, or nothing where it is not known.",
)


def floor(row: Row) -> int | None:
    """A floor, below ground with a minus or a B: ``3``, ``3层``, ``-1``, ``B1``."""
    given = narrow(row["floor"]).lower()
    if not given:
        return None
    match = _FLOOR.fullmatch(given)
    number = None if match is None else _count(match[2])
    if match is None or number is None or number >= _HIGHEST:
        problem = Text(f"“{shown(given)}”不是楼层。", f"'{shown(given)}' is not a floor.")
        row.fault("floor", problem, Text("请填整数，地下用负数。", "Write a whole number."))
        return None
    return -number if match[1] else number


def _count(given: str) -> int | None:
    try:
        return read_count(given)
    except NotANumber:
        return None


_FLOOR = re.compile(r"([-b]?)([0-9][^层楼f]*)(?:层|楼|f)?")
_HIGHEST = 1000


def born(row: Row) -> date | None:
    """A date of birth, in any of the usual ways (``categories.kinds.Day``)."""
    given = row["born"]
    try:
        return Day().value(Day().typed(given)) if given else None
    except ValueError:
        problem = Text(f"“{shown(given)}”不是日期。", f"'{shown(given)}' is not a date.")
        row.fault("born", problem, Text("请写成1950-02-03。", "Write it like 1950-02-03."))
        return None


def ids(row: Row, column: str) -> frozenset[str] | None:
    """Several ids in one cell."""
    found = frozenset(filter(None, _BETWEEN.split(row[column])))
    return found or None


_BETWEEN = re.compile(r"[;；、，,|\s]+")
