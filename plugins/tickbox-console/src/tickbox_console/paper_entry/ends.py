"""How paper ended that does not count, in words; for the committee, who may have to act on it."""

from __future__ import annotations

from tickbox_core.text import Text

CAST = "cast"
_WORDS = {
    "spoiled": Text("作废", "spoiled"),
    "not-on-roll": Text("作废：不在名册上", "not on the roll"),
    "already-cast": Text("这一位已用别的方式表达过", "they have answered in another way already"),
    "counted-on-sheet": Text("已计入楼道合计表", "counted on a stairwell's sheet"),
    "too-many-ticks": Text("勾多了", "too many ticks"),
    "too-few-ticks": Text("勾少了", "too few ticks"),
    "too-many-of-tier": Text("一级里勾多了", "too many ticks of a tier"),
    "too-few-of-tier": Text("一级里勾少了", "too few ticks of a tier"),
    "choose-one": Text("勾多了：一项里选了几个", "too many ticks: several options of one item"),
    "mandate-refused": Text("没有指定表决人", "no voter is named"),
    "marked-differently": Text("同一业主的票不一样", "papers of one owner contradict each other"),
}
_ELSE = Text("不合这次的规则", "against the rules")


def why_void(end: str) -> Text | None:
    """Why a ballot or paper does not count; ``None`` where it does, or is not settled."""
    return None if end in ("", CAST) else _WORDS.get(end, _ELSE)
