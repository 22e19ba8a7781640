"""What acts of judging answer: judgements, what was said of projects, promise and delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.categories.fields import YUAN
from tickbox_core.categories.kinds import LARGEST, Count, Hundredths, YesNo
from tickbox_core.declarations import (
    COUNT,
    MONEY,
    Difference,
    Keyed,
    ListOf,
    Moment,
    Named,
    Ref,
    Row,
    Said,
    Shared,
    choice,
    gives,
    unseen,
)
from tickbox_core.desk.following.marks import Phase
from tickbox_core.rules.judgement import BASES, Mark
from tickbox_core.rules.satisfaction import Level
from tickbox_core.text import Text

OF_MARKS = Shared(BASES)
COLUMNS = Named(
    {**{str(mark): mark.words for mark in Mark}, "absent": Text("没有评议", "did not judge")}
)
"""Marks, some of them added together."""
APART = Row(
    (COUNT, COUNT),
    Text("受益者{0}人，其他人{1}人", "{0} of the beneficiaries, {1} of the others"),
)
OVER = Difference(
    Hundredths(YUAN, -LARGEST),
    Text("多花{by}", "{by} more"),
    Text("少花{by}", "{by} less"),
    Text("正好", "the same"),
)
LATE = Difference(
    Count(-LARGEST),
    Text("晚{by}天", "later by {by}, in days"),
    Text("早{by}天", "earlier by {by}, in days"),
    Text("按时", "on time"),
)
PARTS_DONE = Row((COUNT, COUNT), Text("{1}处中完成{0}处", "{0} of {1} finished"))


@attrs.frozen
class ComparisonAnswer:
    """Delivery beside promise; ``over`` and ``late`` are below 0 where cheaper or earlier."""

    cost: int | None = gives(MONEY, "承诺费用", "promised", none=True)
    spent: int = gives(MONEY, "已支出", "spent")
    over: int | None = gives(OVER, "与承诺费用相比", "beside the cost promised", none=True)
    late: int | None = gives(LATE, "与承诺日期相比", "beside the day promised", none=True)
    parts: tuple[int, int] | None = gives(PARTS_DONE, "完成", "finished", none=True)
    left_out: Text = gives(Said(), "未做的部分及原因", "what is left out, and why")
    whole: bool = gives(YesNo(), "全部做完", "all of it done")


@attrs.frozen
class JudgedAnswer:
    """What the members of an electorate said of a project; ``apart`` only where no handful is."""

    judgement: str = gives(Ref("judgement"), "评议", "judgement")
    project: str = gives(Ref("project"), "项目", "project")
    members: int = gives(COUNT, "全体成员人数", "members")
    judges: int = gives(COUNT, "参加评议人数", "how many judged")
    knew: int = gives(COUNT, "评议前知道的人数", "how many knew of it before")
    marks: Mapping[str, int] = gives(Keyed(choice(Mark), COUNT), "评价", "marks")
    level: str = unseen(choice(Level))
    awareness: Mapping[str, Any] = gives(OF_MARKS, "知晓度", "awareness")
    participation: Mapping[str, Any] = gives(OF_MARKS, "参与度", "participation")
    satisfaction: Mapping[str, Any] = gives(OF_MARKS, "满意度", "satisfaction")
    level_words: Text = gives(Said(), "等级", "grade")
    text: Text = unseen(Said())
    at: str = gives(Moment(), "公布时间", "published")
    beneficiaries: int | None = gives(COUNT, "受益者人数", "beneficiaries", none=True)
    apart: Mapping[str, tuple[int, int]] | None = gives(
        Keyed(COLUMNS, APART), "受益者与其他人", "beneficiaries and others", none=True
    )


@attrs.frozen
class JudgedProject:
    """One project that is judged."""

    project: str = unseen(Ref("project"))
    title: Text = gives(Said(), "项目", "project")
    comparison: ComparisonAnswer = gives(ComparisonAnswer, "与承诺相比", "beside what was promised")


@attrs.frozen
class JudgementAnswer:
    """A judgement as anybody may know it: how many have judged, never what they said."""

    judgement: str = unseen(Ref("judgement"))
    title: Text = gives(Said(), "评议", "judgement")
    phase: str = gives(choice(Phase), "状态", "state")
    projects: tuple[JudgedProject, ...] = gives(ListOf(JudgedProject), "项目", "projects")
    judges: int = gives(COUNT, "参加评议人数", "how many judged")
    members: int = gives(COUNT, "全体成员人数", "members")
