"""The root of all errors, and the nouns that they speak of in both languages."""

from __future__ import annotations

import re
from typing import ClassVar

import attrs

from tickbox_core.text import Text


def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()


NOUNS = {
    "act": "办理事项",
    "area": "区域",
    "ballot": "选票",
    "bar": "通过线",
    "base of a motion": "表决基数",
    "base of a share": "比例的基数",
    "side": "计入哪一方",
    "base": "基数",
    "call of ballots": "选票读法",
    "case": "案例",
    "subsidy": "补贴",
    "category policy": "类别规程",
    "category": "类别",
    "command": "命令",
    "cost": "费用",
    "criterion": "评分项",
    "column": "列",
    "meaning of two of one name": "同名的意思",
    "round": "轮次",
    "delegate": "居民代表",
    "electorate": "选民人数",
    "engine": "计票引擎",
    "entry": "条目",
    "field": "填写项",
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
    "milestone": "节点",
    "motion": "表决事项",
    "option": "选项",
    "parameter of": "规则参数",
    "payer": "分摊户",
    "person": "人员",
    "places": "入选名额",
    "plugin": "插件",
    "printer": "打印程序",
    "problem": "问题",
    "project": "项目",
    "roll row": "名册行",
    "rounding unit": "取整单位",
    "ownership": "产权登记",
    "role": "身份",
    "rule": "规则",
    "scope": "表决范围",
    "server part": "网页部件",
    "server address": "网址",
    "service": "服务设施",
    "share of": "比例（基数）",
    "strictness": "过线方式",
    "tier": "层级",
    "tally": "计票",
    "tie-break": "并列处理办法",
    "template on offer": "可用的模板",
    "total": "总额",
    "unit": "房屋",
    "value": "值",
    "voter": "选民",
    "weights": "系数",
    "who is asked": "由谁表决",
    "question": "规则",
    "variant": "计分办法",
    "missing": "缺号的算法",
}
"""Chinese for the nouns with which ``kind`` and ``where`` begin; others stay as they are."""


def _in_words(value: object) -> object:
    """``"ballot r1"`` said in Chinese as well; anything but such a string is left alone."""
    if not isinstance(value, str):
        return value
    for noun, zh in sorted(NOUNS.items(), key=lambda pair: -len(pair[0])):
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
