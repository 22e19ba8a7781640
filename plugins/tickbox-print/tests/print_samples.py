"""Documents as the core hands them over, one for each layout, with words that try to be markup."""

from __future__ import annotations

from typing import Any

from tickbox_core.hooks import Document

HOSTILE = "#let x=1 $x^2$ *b* _i_ [c] @ref <lab> \\n `r` ~ = - + / // /* */ #panic() {at}"
RARE = "㐂䶮𠮷龘"
LINK = "https://ticks.example/n/n1/r2026"
FOOT = {
    "publisher": "十村党总支",
    "day": "2026年3月6日",
    "contact": "居委会 021-5555 0101",
    "link": f"{LINK}/wall",
    "warning": "",
}
HEAD = {"area": "十村", "title": HOSTILE, "round": RARE, "question": "打钩排序：决定先做什么"}
WORDS = {"question": "问题性质", "page": "第{at}页，共{of}页", "scan": "扫码", "ring": "咨询"}
FACT = {"label": "费用", "words": "9,000元"}


def entry(number: int = 7, title: str = "边门") -> dict[str, Any]:
    """An item."""
    return {
        "title": title,
        "tag": "打钩排序",
        "words": HOSTILE,
        "facts": [FACT],
        "number": number,
    }


def bar(chosen: bool | None = True) -> dict[str, Any]:
    """A share."""
    return {
        "title": f"东门路灯{RARE}",
        "of": "32 / 45名参与居民",
        "percent": "71.1%",
        "thousandths": 711,
        "rank": 1,
        "tag": "",
        "words": "比后一名多9。",
        "chosen": chosen,
        "mark": "入选",
    }


PARTS = [
    {"part": "facts", "facts": [FACT, {"label": "校验码", "words": "ab01" * 16}]},
    {"part": "words", "words": "第一行\n第二行", "strong": True},
    {"part": "entries", "entries": [entry(), {**entry(), "number": None}]},
    {"part": "bars", "bars": [bar(), bar(False), {**bar(None), "rank": None, "mark": ""}]},
    {"part": "table", "heads": ["步骤", "情况"], "rows": [["勘察", HOSTILE]], "widest": 1},
    {"part": "signatures", "who": ["主持人", "记录人"]},
]


def notice(size: str = "a4", look: str = "official", **more: Any) -> Document:
    """A notice with every kind of part."""
    sections = [{"title": "说明", "parts": PARTS}]
    values = {**HEAD, "sections": sections, "foot": FOOT, "lead": "请看", "words": WORDS, **more}
    return Document("notice", "zh", values, size, look)


def sheets(items: int = 3, persons: int = 2, sheets: int = 1) -> Document:
    """Sheets with so many items, the first of them with options."""
    slots = [f"4C7JQZ0M1N2P3R4{n}" for n in range(persons)]
    questions = [
        {"entry": entry(n, f"事项{n}"), "boxes": [{"tick": f"i{n}", "words": ""}]}
        for n in range(2, items + 1)
    ]
    options = [{"tick": f"i1/{name}", "words": name} for name in ("红", "蓝", "都不选")]
    made = [
        {
            "number": number,
            "batch": "一号楼",
            "home": f"1-{number:02}",
            "slots": slots,
            "persons": [f"第{n}位" for n in range(1, persons + 1)],
            "code": f"{LINK}?o=ABCDEFGHJKMNPQRS#s={number}&v={','.join(slots)}",
            "questions": [{"entry": entry(1, "颜色"), "boxes": options}, *questions],
        }
        for number in range(1, sheets + 1)
    ]
    words = {name: name for name in ("title", "stub", "home", "number", "how", "return")} | {
        "page": "第{at}页，共{of}页"
    }
    values = {
        **HEAD,
        "limits": "最多2项",
        "terms": [],
        "sheets": made,
        "foot": {**FOOT, "link": ""},
    }
    return Document("sheets", "zh", {**values, "words": words})


CODE = "0123-4567-89AB-CDEF"


def slips(number: int = 9) -> Document:
    """So many slips."""
    made = [
        {"home": f"1-{n:02}", "person": "1/2", "code": CODE, "link": f"{LINK}?o=SEED{n}#c={CODE}"}
        for n in range(number)
    ]
    words = {name: name for name in ("title", "how", "lost")}
    values = {**HEAD, "limits": "最多2项", "slips": made, "address": LINK, "words": words}
    return Document("slips", "zh", {**values, "foot": {**FOOT, "link": ""}})


def stairwells(number: int = 3, missed: int = 2, ahead: int = 1) -> Document:
    """A page for each of so many stairwells."""
    words = {"ahead": "要办的事", "missed": "没有选上", "ring": "有事请找", "nothing": "无"}
    rest = [{"title": f"事项{n}", "words": f"差{n}个钩"} for n in range(1, missed + 1)]
    return Document(
        "stairwells",
        "zh",
        {
            **HEAD,
            "title": "打钩结果",
            "stairwells": [f"{n}号楼" for n in range(1, number + 1)],
            "ahead": [{"title": "东门路灯", "words": "45名参与居民的71.1%（32名）"}] * ahead,
            "missed": rest,
            "foot": FOOT,
            "words": words,
        },
    )


def certificates() -> Document:
    """Two certificates."""
    one = {
        "number": "a-01",
        "title": "优秀案例",
        "case": HOSTILE,
        "area": f"十村{RARE}",
        "publisher": "镇党委",
        "day": "2026年6月20日",
        "digest": "ab01" * 16,
        "words": f"“{HOSTILE}”",
    }
    words = {name: name for name in ("title", "number", "digest", "seal")}
    return Document("certificates", "zh", {"certificates": [one, one], "words": words})


def square() -> Document:
    """The picture for a chat."""
    values = {**HEAD, "title": "打钩结果", "lines": ["一", HOSTILE, "三"], "foot": FOOT}
    return Document("square", "zh", values, "square", "poster")


def answers(number: int = 5) -> Document:
    """So many slips of answers in two stairwells, the last of them of a decision."""
    told = {"title": "您的心愿", "said": HOSTILE, "answer": "列入清单", "lines": []}
    made = [{"home": f"1-{n:02}", **told} for n in range(1, number + 1)]
    decided = {
        "home": "2-101",
        "title": "打钩结果",
        "said": "",
        "answer": "要办的事：",
        "lines": [{"title": "东门路灯", "words": "45名参与居民的71.1%（32名）"}],
    }
    held = [
        {"where": "1号楼", "slips": made},
        {"where": "2号楼", "slips": [decided]},
    ]
    words = {"said": "您说过", "answer": "答复", "ring": "有事请找", "count": "{n}张"}
    values = {**HEAD, "title": "给您的答复", "stairwells": held, "foot": FOOT, "words": words}
    return Document("answers", "zh", values)


def papers(number: int = 3, boxes: int = 6) -> Document:
    """So many papers of an election with so many boxes."""
    lines = [
        {"number": str(at), "words": HOSTILE if at == 1 else "候选人", "apart": at == boxes - 1}
        for at in range(1, boxes + 1)
    ]
    homes = "、".join(f"1-{n:02}" for n in range(1, 16))
    made = [
        {"home": f"1-{n:02}", "homes": homes, "counts": "计1人、面积80.5平方米"}
        for n in range(1, number + 1)
    ]
    words = {"home": "房号", "sign": "表决人签名", "day": "日期", "return": "请交回"}
    values = {
        **HEAD, "title": "选举票", "because": HOSTILE, "limits": "最多选2人。",
        "rules": ["没有打钩的按弃权计。"], "boxes": lines, "papers": made, "foot": FOOT,
        "words": words,
    }  # fmt: skip
    return Document("papers", "zh", values)


def own_homes(number: int = 3, homes: int = 15) -> Document:
    """So many sheets that say how a head is counted, each with so many homes."""
    lines = [{"home": f"1-{n:02}", "area": "80.5平方米"} for n in range(1, homes + 1)]
    made = [
        {
            "home": f"1-{n:02}", "homes": "、".join(line["home"] for line in lines),
            "lines": lines, "counts": "计1人、面积1207.5平方米",
            "share": "占全体300人的0.33%，占全体面积24150平方米的5.00%",
            "note": HOSTILE if n == 1 else "",
        }
        for n in range(1, number + 1)
    ]  # fmt: skip
    words = {"home": "房号", "area": "计入面积", "own": "只给本户，不张贴"}
    values = {
        **HEAD, "title": "计票核对单", "lead": "请核对。", "ask": "有错请告诉居委会。",
        "sheets": made, "foot": FOOT, "words": words,
    }  # fmt: skip
    return Document("own-homes", "zh", values)


def everything() -> dict[str, Document]:
    """One of each."""
    made = (
        notice(), sheets(), slips(), stairwells(), certificates(), square(), answers(), papers(),
        own_homes(),
    )  # fmt: skip
    return {document.layout: document for document in made}
