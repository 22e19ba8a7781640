"""What can go wrong, as small nouns with fields and one plain sentence in each language.

Every error says what is wrong, where, and what to do.  ``error.text`` holds the sentence in both
languages; ``str(error)`` is the English one; ``error.code`` is a stable name for programs.
"""

from __future__ import annotations

import re
from typing import ClassVar

import attrs

from tickbox_core.text import EMPTY, Text


def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()


_NOUNS = {
    "area": "区域",
    "ballot": "选票",
    "bar": "通过线",
    "base of a motion": "表决基数",
    "base": "基数",
    "call of ballots": "选票读法",
    "category policy": "类别规程",
    "category": "类别",
    "command": "命令",
    "cost": "费用",
    "cycle": "轮次",
    "electorate": "选民人数",
    "engine": "计票引擎",
    "entry": "条目",
    "floor area": "建筑面积",
    "head": "表决人",
    "item": "事项",
    "jurisdiction": "法律依据",
    "kind of motion": "表决类型",
    "limits": "勾选限制",
    "mark": "选票标记",
    "matter": "决定事由",
    "members": "成员总数",
    "micro-grid": "微网格",
    "motion": "表决事项",
    "option": "选项",
    "parameter of": "规则参数",
    "payer": "分摊户",
    "person": "人员",
    "places": "入选名额",
    "plugin": "插件",
    "problem": "问题",
    "roll row": "名册行",
    "rounding unit": "取整单位",
    "ownership": "产权登记",
    "rule": "规则",
    "scope": "表决范围",
    "service": "服务设施",
    "share of": "比例（基数）",
    "strictness": "过线方式",
    "tally": "计票",
    "tie-break": "并列处理办法",
    "total": "总额",
    "unit": "房屋",
    "value": "值",
    "voter": "选民",
    "weights": "系数",
}
"""Chinese for the nouns with which ``kind`` and ``where`` begin; others stay as they are."""


def _in_words(value: object) -> object:
    """``"ballot r1"`` said in Chinese as well; anything but such a string is left alone."""
    if not isinstance(value, str):
        return value
    for noun, zh in sorted(_NOUNS.items(), key=lambda pair: -len(pair[0])):
        if value == noun or value.startswith(f"{noun} "):
            return Text(f"{zh}{value[len(noun) :]}", value)
    return value


class TickboxError(Exception):
    """The root: everything tickbox refuses or cannot do is one of these."""

    said: ClassVar[Text] = Text("出了问题。", "Something went wrong.")

    @property
    def text(self) -> Text:
        """The sentence with its fields filled in, in both languages."""
        facts = self.fields
        named = {name: _in_words(facts[name]) for name in ("kind", "where") if name in facts}
        said = self.said.filled(**(facts | named))
        return Text(said.zh.strip(), said.en.strip())  # an empty remedy leaves a space behind

    @property
    def fields(self) -> dict[str, object]:
        """The error's own facts by name."""
        return {name: getattr(self, name) for name in _field_names(type(self))}

    @property
    def code(self) -> str:
        """A stable name for programs: ``TooManyTicks`` is ``too-many-ticks``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    def __str__(self) -> str:
        return self.text.en


# -- what was handed in ------------------------------------------------------------------------


@attrs.frozen
class BadValue(TickboxError):
    """A value that cannot be: names the place, the problem and the remedy."""

    where: str
    problem: Text
    remedy: Text = EMPTY
    said = Text("{where}：{problem}{remedy}", "{where}: {problem} {remedy}")


@attrs.frozen
class MalformedFile(TickboxError):
    """A file that cannot be read: names file, line (0 = the whole file), problem and remedy."""

    file: str
    line: int
    problem: Text
    remedy: Text
    said = Text("{place_zh}：{problem}{remedy}", "{place_en}: {problem} {remedy}")

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the place in words."""
        zh = f"{self.file} 第{self.line}行" if self.line else self.file
        en = f"{self.file}, line {self.line}" if self.line else self.file
        return {**super().fields, "place_zh": zh, "place_en": en}


@attrs.frozen
class BadCommand(TickboxError):
    """A command line that cannot be understood."""

    problem: Text
    remedy: Text
    said = Text("{problem}{remedy}", "{problem} {remedy}")


@attrs.frozen
class DuplicateId(TickboxError):
    """Two things of one kind carry the same id."""

    kind: str
    id: str
    said = Text(
        "{kind}编号“{id}”出现了两次；请给其中一个换编号。",
        "the {kind} id '{id}' occurs twice; give one of them another id.",
    )


@attrs.frozen
class UnknownId(TickboxError):
    """Something refers to an id that does not exist."""

    kind: str
    id: str
    where: str
    said = Text(
        "{where}提到了不存在的{kind}“{id}”；请核对编号。",
        "{where} names the {kind} '{id}', which does not exist; check the id.",
    )


@attrs.frozen
class UnknownName(TickboxError):
    """A rule, base, tie-break or other named choice that nobody offers."""

    kind: str
    name: str
    known: tuple[str, ...]
    said = Text(
        "没有名为“{name}”的{kind}；可选：{choices}。",
        "there is no {kind} named '{name}'; choose one of: {choices}.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the choices in one line."""
        return {**super().fields, "choices": ", ".join(self.known) or "–"}


@attrs.frozen
class TooManyTicks(TickboxError):
    """More ticks than the limits allow."""

    given: int
    limit: int
    said = Text(
        "您勾选了{given}项，最多只能勾选{limit}项；请取消{over}项。",
        "you ticked {given} items and at most {limit} are allowed; untick {over}.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many to undo."""
        return {**super().fields, "over": self.given - self.limit}


@attrs.frozen
class TooFewTicks(TickboxError):
    """Fewer ticks than the limits ask for."""

    given: int
    limit: int
    said = Text(
        "您勾选了{given}项，至少要勾选{limit}项；请再勾选{short}项。",
        "you ticked {given} items and at least {limit} are needed; tick {short} more.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and how many are missing."""
        return {**super().fields, "short": self.limit - self.given}


@attrs.frozen
class RepeatedTick(TickboxError):
    """One ballot ticks one item twice."""

    item: str
    voter: str
    said = Text(
        "“{voter}”把“{item}”勾选了两次；每项只能勾选一次。",
        "'{voter}' ticks '{item}' twice; an item can be ticked once.",
    )


@attrs.frozen
class DuplicateVoter(TickboxError):
    """Two ballots of one voter where each may have one."""

    voter: str
    said = Text(
        "“{voter}”有两张选票；请只保留一张。",
        "'{voter}' has two ballots; keep one of them.",
    )


# -- counting and ranking ----------------------------------------------------------------------


@attrs.frozen
class BaseUnknown(TickboxError):
    """A share is asked for on a base whose size nobody gave."""

    base: str
    remedy: Text
    said = Text(
        "不知道“{base}”这个基数是多少，不能计算比例；{remedy}",
        "the size of the base '{base}' is not known, so no share can be computed; {remedy}",
    )


@attrs.frozen
class BaseTooSmall(TickboxError):
    """More took part than the base holds."""

    base: str
    size: int
    took_part: int
    said = Text(
        "基数“{base}”是{size}，但有{took_part}参与，数字互相矛盾；请核对名册。",
        "the base '{base}' is {size} but {took_part} took part, which contradicts it; "
        "check the roll.",
    )


@attrs.frozen
class TieRefused(TickboxError):
    """A tie stands across the cut and the chosen tie-break is to refuse."""

    tied: tuple[str, ...]
    places: int
    said = Text(
        "{listed}票数相同，却只剩{places}个名额；请选定一种并列处理办法，或由居民再定。",
        "{listed} are tied for {places} remaining places; choose a tie-break or ask the "
        "residents again.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the tied items in one line."""
        return {**super().fields, "listed": ", ".join(self.tied)}


@attrs.frozen
class RuleDoesNotFit(TickboxError):
    """A rule that is not defined for these ballots or items."""

    rule: str
    problem: Text
    said = Text("规则“{rule}”用不上：{problem}", "the rule '{rule}' does not fit: {problem}")


@attrs.frozen
class MarkedDifferently(TickboxError):
    """The units of one owner are marked differently, though an owner is one head."""

    units: tuple[str, ...]
    said = Text(
        "{listed}属于同一业主，按一人计，选票却填得不一样；请业主只保留一种意见。",
        "{listed} belong to one owner, who is one head, but are marked differently; "
        "ask the owner for one opinion.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the units in one line."""
        return {**super().fields, "listed": ", ".join(self.units)}


@attrs.frozen
class MandateRefused(TickboxError):
    """A paper that was marked by somebody who may not."""

    place: str
    problem: Text
    said = Text(
        "“{place}”的表决票不能计入：{problem}请核对委托手续。",
        "the paper of '{place}' cannot count: {problem} Check the mandate.",
    )


@attrs.frozen
class BadTable(TickboxError):
    """A table of weights or percentages by which nothing can be shared."""

    problem: Text
    remedy: Text
    said = Text("无法分摊：{problem}{remedy}", "this cannot be shared: {problem} {remedy}")


# -- plugins -----------------------------------------------------------------------------------


@attrs.frozen
class PluginFailed(TickboxError):
    """A plugin that failed: names the plugin, what was asked of it and what to do."""

    plugin: str
    hook: str
    problem: str
    said = Text(
        "插件“{plugin}”在“{hook}”时出错，其回答不予采用：{problem}。请更新或卸载它，或联系其作者。",
        "the plugin '{plugin}' failed at '{hook}', so its answer is not used: {problem}. "
        "Update or remove it, or write to its author.",
    )


@attrs.frozen
class PluginClash(TickboxError):
    """Two plugins bring the same key."""

    kind: str
    key: str
    first: str
    second: str
    said = Text(
        "插件“{first}”和“{second}”都提供名为“{key}”的{kind}；请卸载其中一个。",
        "the plugins '{first}' and '{second}' both bring a {kind} named '{key}'; remove one.",
    )


@attrs.frozen
class MissingExtra(TickboxError):
    """Something needs a part of tickbox that is not installed."""

    needs: str
    extra: str
    said = Text(
        "这一步需要“{needs}”，尚未安装；请安装 tickbox-core[{extra}]。",
        "this needs '{needs}', which is not installed; install tickbox-core[{extra}].",
    )


@attrs.frozen
class MissingPlugin(TickboxError):
    """Something needs a plugin that is not installed."""

    needs: str
    plugin: str
    said = Text(
        "这一步需要“{needs}”，由插件 {plugin} 提供，尚未安装；请安装 {plugin}。",
        "this needs '{needs}' of the plugin {plugin}, which is not installed; install {plugin}.",
    )


# -- the cycle and its ballots -----------------------------------------------------------------


@attrs.frozen
class WrongState(TickboxError):
    """A step that the cycle's present state does not allow."""

    cycle: str
    state: Text
    step: Text
    remedy: Text = EMPTY
    said = Text(
        "“{cycle}”现在处于“{state}”，不能{step}。{remedy}",
        "'{cycle}' is now {state}: it is not possible to {step}. {remedy}",
    )


@attrs.frozen
class NotReady(TickboxError):
    """A list that cannot open yet, with every reason."""

    cycle: str
    reasons: Text
    said = Text("“{cycle}”还不能开放：{reasons}", "'{cycle}' cannot open yet: {reasons}")


@attrs.frozen
class AlreadyCast(TickboxError):
    """The slot already has a counted ballot and the cycle allows no revision."""

    cycle: str
    slot: str
    said = Text(
        "您的选票已经收到并计入，不能再投一次；凭回执可以查询。",
        "your ballot was already received and counts; it cannot be cast twice. "
        "Your receipt shows it.",
    )


@attrs.frozen
class KeyReused(TickboxError):
    """An idempotency key that was used before with another ballot."""

    key: str
    said = Text(
        "同一次提交带着不同的内容又来了一次；请回到清单重新打钩。",
        "the same submission came again with other content; go back to the list and tick again.",
    )


@attrs.frozen
class UnknownSlot(TickboxError):
    """No such place on the roll of this cycle."""

    cycle: str
    said = Text(
        "这次打钩的名册上没有这个位置；请联系居委会。",
        "there is no such place on the roll of this round; ask the residents' committee.",
    )


@attrs.frozen
class NotListed(TickboxError):
    """Something that is not there, or not for this asker to see."""

    kind: Text
    id: str
    said = Text("没有找到{kind}“{id}”。", "there is no {kind} '{id}' here.")


# -- the ledger and the store ------------------------------------------------------------------


@attrs.frozen
class LedgerBroken(TickboxError):
    """The log does not agree with what was committed to before."""

    log: str
    problem: Text
    said = Text(
        "记录“{log}”与先前公布的不一致：{problem}。只能查看，不能再写入。",
        "the log '{log}' does not agree with what was published before: {problem}. "
        "It stays read-only.",
    )


@attrs.frozen
class StoreUnsafe(TickboxError):
    """A database that would not keep an acknowledged ballot."""

    path: str
    problem: Text
    said = Text(
        "数据文件 {path} 不能安全保存选票：{problem}",
        "the data file {path} would not keep ballots safely: {problem}",
    )


@attrs.frozen
class NotConfirmed(TickboxError):
    """A result that the independent recount does not confirm: it cannot be published."""

    cycle: str
    differences: tuple[str, ...]
    said = Text(
        "独立复算不能确认“{cycle}”的结果，不予公布：{listed}",
        "the independent recount does not confirm the result of '{cycle}', "
        "so it is not published: {listed}",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields and the differences in one line."""
        return {**super().fields, "listed": "; ".join(self.differences)}
