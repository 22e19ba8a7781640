"""The columns of a roll table, and what one cell of each means.

A reader gives ``None`` where the cell says nothing, and where it says nonsense: that is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

import attrs

from tickbox_core.categories.kinds import Day
from tickbox_core.interchange.reading import shown
from tickbox_core.interchange.tables.faults import TableRow, not_one_of
from tickbox_core.interchange.tables.sheet import Names
from tickbox_core.interchange.workbooks.cells import CellKind, kind_of
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.numbers import AREA, NotANumber, may_part_thousands, narrow, read_count
from tickbox_core.text import Text

ROLL: Names = {
    "unit": "unit unit_id 房屋编号 房屋 房号编号 房屋代码",
    "address": "address 门牌地址 门牌号 门牌 门牌号码 地址 住址 房屋地址 家庭住址 家庭地址 "
    "居住地址 详细地址 房屋坐落 坐落 户址 现住址 房屋门牌 楼栋房号 楼房号 栋房号 "
    "幢室号 房产全称 房屋全称 房产名称 房屋名称 房源名称 房产地址 房屋位置 房产坐落",
    "room": "room room_no 室号 房号 房间号 室 房屋号 户室号 房间",
    "building": "building building_no 楼栋 楼号 幢号 栋号 楼幢 楼栋号 楼栋名称 幢 栋 号楼 座 "
    "座号 几号楼",
    "stairwell": "stairwell entrance 楼道 门洞 单元 单元号 门号 楼道号 门栋",
    "floor": "floor 楼层 所在层 层 所在楼层 层数 层次",
    "floor_area": "floor_area area 建筑面积 面积 产权面积 房屋面积 专有面积 专有部分面积 产证面积 "
    "产权证面积 产权建筑面积 房屋建筑面积 专有部分建筑面积 建面 登记面积 "
    "floor_area_m2 floor_area_(m²)",
    "kind": "kind type 类型 房屋类型 用途 房屋用途 房屋性质 规划用途 物业类型",
    "person": "person person_id owner_id 人员编号 业主编号 产权人编号 居民编号",
    "name": "name 姓名 居民姓名 住户姓名 人员姓名 家庭成员 成员姓名 居民 住户 名字 家庭成员姓名",
    "owner": "owner owner_name 业主 业主姓名 产权人 产权人姓名 房主 房主姓名 户主 户主姓名 "
    "所有权人 权利人 房屋所有权人 权利人姓名 业主名称 产权人名称 产权所有人",
    "co_owner": "co_owner co_owners 共有人 共有权人 共有人姓名 共有权人姓名 其他产权人 其他共有人 "
    "共同产权人 其他业主",
    "born": "born birth_date 出生日期 出生年月 出生年月日 生日 出生 出生时间",
    "owns": "owns is_owner 是否业主 是业主 是否产权人 是否为业主 是否为产权人 是否房主 "
    "产权人标记 业主标记",
    "relation": "relation 与户主关系 与业主关系 与产权人关系 关系 家庭关系 与房主关系 "
    "与户主的关系 户主关系 和户主关系 成员关系",
    "resident": "resident lives 是否常住 常住 是否居住 是否在住 是否入住 是否实际居住 "
    "是否常住人口 实际居住",
    "votes": "votes voter named_voter 表决人 共有人代表 指定表决人",
    "role": "role residence 居住身份 居住情况 身份 居住性质 人员类别 人员类型 居住类型 居民类别",
    "undelivered": "undelivered 未交付 未售未交付",
    "developer": "developer is_developer 开发商 建设单位",
    "delegate": "delegate 居民代表 代表",
    "served_by": "served_by lift lifts 电梯 电梯编号 服务设施",
    "identity": "identity id_card 身份证号 身份证号码 身份证 公民身份号码 公民身份证号 证件号码 "
    "证件号 居民身份证号码",
    "phone": "phone mobile 联系电话 电话 手机 手机号 手机号码 联系方式 电话号码",
}
NOT_KEPT = frozenset({"identity", "phone"})
"""Columns that are known, and whose cells no roll needs: they are not read."""
KINDS: Names = {
    "home": "home 住宅 住房 居住 普通住宅 商品房 公寓 住房用房 成套住宅",
    "shop": "shop 商铺 店铺 商业 商业用房 非居住 非居 非住宅 办公 办公用房 门面 店面 营业房 "
    "商业服务 仓库",
    "parking": "parking 车位 停车位 车库 地下车位 产权车位",
}
ROLES: Names = {
    "resident": "resident 居民 住户 自住 常住 户籍 家属 家庭成员 同住人 常住居民 人户一致",
    "tenant": "tenant 租户 承租人 租客 租住 租赁 承租户 出租 租房",
    "shop": "shop 商户 店主 经营者 商家 店家",
    "worker": "worker 职工 在职 工作",
    "student": "student 学生 就读",
}
_OWNERS = frozenset(
    "业主 产权人 房主 房东 共有人 共有产权人 本人 owner 业主本人 产权人本人 所有权人".split()
)
_HEADS = frozenset("户主 家长 户主本人".split())
_KIN = frozenset(
    "配偶 妻 妻子 夫 丈夫 老伴 爱人 子 儿 儿子 长子 次子 三子 女 女儿 长女 次女 三女 独生子 独生女 "
    "子女 父 父亲 母 母亲 父母 公公 婆婆 岳父 岳母 儿媳 儿媳妇 媳妇 女婿 孙 孙子 孙女 外孙 外孙女 "
    "祖父 祖母 爷爷 奶奶 外公 外婆 外祖父 外祖母 兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 "
    "兄弟姐妹 侄子 侄女 外甥 外甥女 亲属 其他亲属".split()
)
"""What somebody is to the head of the household; a column of roles is kept so too."""
_MEMBERS = frozenset("家庭成员 成员姓名 家庭成员姓名".split())
_TENANTS = frozenset(ROLES["tenant"].split())
UNKNOWN = -1  # an area that the table says is unknown, which another row may not contradict
_UNKNOWN = {"unknown", "未知", "不详", "?"}
_YES = {"1", "x", "y", "yes", "true", "✓", "✔", "√", "☑", "是", "对", "有", "勾", "v"}
_NO = {"0", "n", "no", "false", "-", "–", "—", "☐", "否", "无", "不是"}
_THERE = frozenset("常住 常住户 常住人口 自住 居住 在住 实住 实际居住 长期居住 人户一致".split())
_ELSEWHERE = frozenset(
    "不常住 非常住 不住 不在住 未居住 空置 空关 空户 空关户 空挂户 人户分离 外住".split()
)
_NO_OWNERS = frozenset("家属 家庭成员 配偶 子女 父母 非业主 同住人 居民 其他".split())
_LARGEST = 10**8  # m²; above it sums would no longer be kept exactly, and no unit is that large


@lru_cache(10_000)
def plain(cell: str) -> str:
    """What a cell says, whether its letters are wide or narrow, capital or small."""
    if not cell:
        return ""
    return unicodedata.normalize("NFKC", cell).strip().lower()


def yes_or_no(row: TableRow, column: str) -> bool | None:
    """A mark; one that could mean either is a fault."""
    given = plain(row[column])
    if not given:
        return None
    mark = _MARKS.get(column, _plain_mark)(given)
    if mark is None:
        said = shown(row[column])
        problem = Text(f"“{said}”不是是或否。", f"'{said}' is no yes or no.")
        row.fault(column, problem, Text("请填“是”或留空。", "Write yes, or nothing."))
    return mark


def _lives(given: str) -> bool | None:
    """Whether a cell says that somebody lives there: 常住, 自住; not 空关, 人户分离."""
    if given in _THERE or given in _ELSEWHERE:
        return given in _THERE
    return _plain_mark(given)


def _plain_mark(given: str) -> bool | None:
    return given in _YES if given in _YES | _NO else None


def mark_of(cell: str) -> bool | None:
    """Whether a mark says that somebody owns a home: ✓, √, 是, 业主, 产权人."""
    given = plain(cell)
    if given in _OWNERS:
        return True
    if given in _TENANTS or given in _NO_OWNERS:
        return False
    return _plain_mark(given)


_MARKS = {"owns": mark_of, "resident": _lives}
"""How a column's marks are read where they have words of their own."""


def is_owner_word(cell: str) -> bool:
    """Whether a word for a relation or a role says that somebody owns the home."""
    return plain(cell) in _OWNERS


def is_head_word(cell: str) -> bool:
    """Whether it says that somebody is the head of the household."""
    return plain(cell) in _HEADS


def heads_households(header: str) -> bool:
    """Whether a column of names lists those who stand for a household, and so live in it."""
    return plain(header).removesuffix("姓名").removesuffix("名") in _HEADS


def is_kin_word(cell: str) -> bool:
    """Whether it says what somebody is to the head of the household: 配偶, 女儿."""
    return plain(cell) in _KIN


def lists_members(header: str) -> bool:
    """Whether a column of names lists the members of households."""
    return plain(header) in _MEMBERS


def is_tenant_word(cell: str) -> bool:
    """Whether it says that somebody rents."""
    return plain(cell) in _TENANTS


def word(row: TableRow, column: str, names: Names) -> str | None:
    """One of the names, in either language."""
    given = plain(row[column])
    if not given:
        return None
    for name, words in names.items():
        if given in words.split():
            return name
    row.fault(column, *not_one_of(row[column], names))
    return None


def role(row: TableRow) -> str | None:
    """How somebody uses a home; 业主 says that they own it, and live there as residents."""
    given = row["role"]
    if is_owner_word(given) or is_head_word(given) or is_kin_word(given):
        return "resident"
    return word(row, "role", ROLES)


def floor_area(row: TableRow, points_are_decimal: bool, places: int) -> Fraction | int | None:
    """An area in m², exactly; ``UNKNOWN`` where it is said to be.

    ``points_are_decimal``: the other areas of the table leave no doubt what a point is;
    ``places``: as many decimals as can be kept.
    """
    cell = row["floor_area"]
    given = plain(cell)
    if given in _UNKNOWN:
        return UNKNOWN
    if not given:
        return None
    try:
        value = read_area(cell, points_are_decimal, places)
    except NotANumber as refused:
        row.fault("floor_area", refused.problem, refused.remedy if refused.doubtful else _AREA)
        return None
    wrong = _wrong_area(given, value)
    if wrong is None:
        return value
    row.fault("floor_area", wrong, _AREA)
    return None


def read_area(cell: str, points_are_decimal: bool, places: int) -> Fraction:
    """The area that a cell writes, in m²; ``NotANumber`` where it is not clear."""
    return _area(cell, kind_of(cell) is CellKind.NUMBER or points_are_decimal, places)


def points_are_decimal(figures: Sequence[str]) -> bool:
    """Whether a point before three figures stands before decimals, as all areas of a table show."""
    doubtful = [one for one in figures if may_part_thousands(one)]
    clear = any("." in one and not may_part_thousands(one) for one in figures)
    # as thousands these would be homes of 10,000 m² and more
    huge = len(doubtful) > 1 and any(one.index(".") > 1 for one in doubtful)
    return clear or huge


@lru_cache(10_000)
def _area(cell: str, point_is_decimal: bool, places: int) -> Fraction:
    if not point_is_decimal:
        attrs.evolve(AREA, places=places if places == TWO_DECIMALS else None).read(cell)
    return attrs.evolve(AREA, places=places, doubted=False).read(cell)


def figures_of(cell: str) -> str:
    """The figures of an area without its unit."""
    return "" if kind_of(cell) is CellKind.NUMBER else narrow(cell).rstrip(_UNITS).strip()


_UNITS = "平方米㎡m²2M "


def _wrong_area(given: str, value: Fraction) -> Text | None:
    if value <= 0:
        return Text(f"面积“{given}”不大于0。", f"the area '{given}' is not more than 0.")
    if value >= _LARGEST:
        return Text(f"“{shown(given)}”大得不可能。", f"'{shown(given)}' is impossibly large.")
    return None


_AREA = Text(
    "请填平方米数；不知道就留空。",
    "Write m² in figures, or nothing where it is not known.",
)


def floor(row: TableRow) -> int | None:
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


def born(row: TableRow) -> date | None:
    """A date of birth, in any of the usual ways (``categories.kinds.Day``)."""
    given = row["born"]
    if not given:
        return None
    day = _day(given, kind_of(given))
    if day is not None or is_month(given):
        return day
    problem = Text(f"“{shown(given)}”不是日期。", f"'{shown(given)}' is not a date.")
    if _SHORT_YEAR.fullmatch(narrow(given)):
        problem = Text(
            f"“{shown(given)}”的年份不全。", f"the year of '{shown(given)}' is not whole."
        )
    row.fault("born", problem, _WRITE_DAY)
    return None


@lru_cache(50_000)
def _day(given: str, kind: CellKind) -> date | None:
    if is_month(given) or (kind not in _DAYS and not _SOLID.fullmatch(given)):
        return None
    try:
        day = Day().value(Day().parse(given))
    except ValueError:
        return None
    return day if date(1850, 1, 1) <= day <= date(2150, 1, 1) else None


_DAYS = (CellKind.DATE, CellKind.TEXT)
_WRITE_DAY = Text(
    "请写成1950-02-03，年份四位。", "Write it like 1950-02-03, the year in four figures."
)
_SOLID = re.compile("(?:18|19|20)[0-9]{6}")
_SHORT_YEAR = re.compile(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{6}")
_MONTH = re.compile(r"(?:18|19|20)[0-9]{2}(?:[-/.年](?:0?[1-9]|1[0-2])月?|年|(?:0[1-9]|1[0-2]))?")


@lru_cache(50_000)
def is_month(cell: str) -> bool:
    """Whether a date of birth says year and month alone."""
    return _MONTH.fullmatch("".join(narrow(cell).split())) is not None


def ids(row: TableRow, column: str) -> frozenset[str] | None:
    """Several ids in one cell."""
    found = frozenset(filter(None, _BETWEEN.split(row[column])))
    return found or None


_BETWEEN = re.compile(r"[;；、，,|\s]+")
