#!/usr/bin/env python3
"""Recount a published bundle without tickbox: 不用 tickbox，独立复算一份公布的核验包。

    python recount.py bundle.zip [--checkpoint KEPT] [--receipt MINE] [--key HEX] [--lang zh|en]
                                 [--run-off BUNDLE OF THE RUN-OFF THAT SETTLED ITS TIE]

It prints what it checked and exits with 0 (agrees), 1 (differs, every difference is listed) or 2
(cannot decide).  It needs Python 3.9 or later and nothing else, believes nothing that the bundle
says of itself, and shares no code with the program that made it; docs/bundle.md has the format.
退出码：0 一致；1 不一致（逐条列出）；2 无法判定。只需 Python 3.9 以上，不用安装任何东西。
"""
# ruff: noqa: T201, B905, UP - it prints, and must run on Python 3.9

from __future__ import annotations

import argparse
import base64
import datetime
import hashlib
import hmac
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from tickbox_core.bundle.recount_accounts import account_of, check_account, has_account
from tickbox_core.bundle.recount_rules import (
    CannotDecide,
    TickIndex,
    more_limits,
    sums_can_be,
    within_cart,
)
from tickbox_core.bundle.recount_shares import EVERY_RULE
from tickbox_core.bundle.recount_ties import check_run_off, settled_outcome
from tickbox_core.bundle.recount_voids import (
    stated_digest,
    voided_outcome,
    voided_uncounted,
)

FORMATS = ("tickbox-bundle/1", "tickbox-bundle/2")  # in 2 no ballot says of which home it is
# The instructions are the same in every bundle, so that nobody slips in others: their SHA-256.
README = "bcd157261d43ae8f636316c409efbd1e83ab762569bfec03a8e1462bf6d1b642"
MOST_BYTES, MOST_RATIO = 256 * 2**20, 200  # unpacked, and how much more than packed

WORDS = {
    "zip": ("不是可读的 zip 文件", "it is no zip file that can be read"),
    "huge": ("解压后过大，不予打开", "it would unpack to too much, so it stays closed"),
    "format": ("格式未知", "the format is not known here"),
    "newer": ("格式较新，请用新的 recount.py", "a newer format: get a newer recount.py"),
    "kind": ("不认识这种记录", "this kind of entry is not known here"),
    "rule": ("不认识这种排序规则或参数", "this rule, or a parameter of it, is not known here"),
    "tie-break": ("不认识这种并列处理办法", "this tie-break is not known here"),
    "given": ("读不懂给出的内容", "what was given cannot be read"),
    "unexpected": ("出现意外", "something unexpected came up"),
    "no-plan": ("没有清单或名册", "there is no list, or no roll"),
    "files": ("文件缺少、多余或重复", "files are missing, too many, or there twice"),
    "manifest": ("与目录中的摘要不符", "it does not have the hash in the manifest"),
    "readme": ("说明文字被改动", "the instructions were changed"),
    "json": ("不是规范的 JSON，或内容不全", "no canonical JSON, or parts are missing"),
    "names": ("内容多余", "it holds more than it may"),
    "order": ("记录次序不对", "the entry is out of order"),
    "early": ("开放之前的投票", "a ballot was cast before opening"),
    "proxy": ("代理不能这样投票", "a proxy may not cast this ballot"),
    "on-time": ("截止早于公布的钟点", "it ended before the hour that was announced"),
    "opened-early": ("开放早于公布的钟点", "it opened before the hour that was announced"),
    "announced": ("与公布的截止钟点不同", "it is not the hour that was announced"),
    "put-off": ("延期次数、天数超出开放前的规定", "it was put off further than was fixed before"),
    "late": ("截止之后的投票", "a ballot was cast after closing"),
    "cut": ("记录没有以结果结束", "the log does not end with the result"),
    "cycle": ("属于另一轮打钩", "it is of another round"),
    "revision": ("修改次数不连续", "the revisions have a gap"),
    "revised": ("本轮不得改票", "this round allows no second ballot"),
    "twice": ("同一编号出现两次", "something is there twice"),
    "closed": ("截止时公布的票数不对", "the number of ballots stated at closing is wrong"),
    "registered": ("名册人数不符", "the number of slots is not that of the roll"),
    "slots": ("名册位置与开放前的承诺不符", "the slots are not those committed to at opening"),
    "over": ("选票多于名册人数", "there are more ballots than slots on the roll"),
    "homes": ("参与户数多于名册户数", "there are more households than on the roll"),
    "handed-in": (
        "纸质票：计入的和作废的合起来不是交来的数",
        "papers: those cast and those void are not those handed in",
    ),
    "no-ballot": ("缺少这次投票的选票", "the ballot of this cast is missing"),
    "no-cast": ("记录中没有这次投票", "the log has no such cast"),
    "second": ("同一位置的第二张选票", "it is a second ballot of one slot"),
    "moved": ("选票次序与记录不符", "the ballots are not in the order of the log"),
    "old": ("不是最后一次的选票", "it is not the last ballot of its slot"),
    "commitment": ("与投票时的承诺不符", "it is not what was committed to when it was cast"),
    "roll": ("名册上没有这个位置和户", "this slot and household are not on the roll"),
    "homeless": ("选票没有写明属于哪一户", "the ballots do not say of which home they are"),
    "ticks": ("勾选项重复或未排序", "ticks are repeated or not in order"),
    "unlisted": ("勾选了清单以外的事项", "something is ticked that is not on the list"),
    "not-keyed": ("没有这张由纸质票录入的选票", "no ballot keyed from paper stands there"),
    "no-sheet": ("没有这份合计表", "no such count sheet stands"),
    "sums": ("合计超出参与人数或勾选限制", "more than those who took part can have ticked"),
    "by-sums": ("这种规则不能只凭合计计票", "this rule cannot count by totals only"),
    "limits": ("勾选项数超出限制", "the number of ticks is outside the limits"),
    "cart": ("勾选的费用超出每张选票的金额", "its ticks cost more than a ballot may spend"),
    "options": ("一个事项选了几个方案", "more than one option of an item is ticked"),
    "tied": ("并列须由居民再定，不应有结果", "the tie goes back to people: no result can be"),
    "ties": ("与复算到的并列不同", "these are not the ties that the count comes to"),
    "no-tie": ("没有公布过并列，却有处理", "a tie is settled that was never posted"),
    "dice": ("骰子点数不足或不对", "these are not enough throws of a die"),
    "settling": ("并列不能这样处理", "the tie cannot be settled in this way"),
    "run-off": (
        "决选取的不是并列事项中的这几项",
        "a run-off takes just as many of the tied as fit",
    ),
    "its-tie": ("这轮决选不是为这处并列办的", "that is no run-off of this tie"),
    "its-items": ("决选的事项或名额与并列不同", "its items and places are not those of the tie"),
    "its-result": ("与记录中写明的决选结果不同", "it is not the result that the log names"),
    "its-bundle": ("决选的核验包复算不一致", "the bundle of the run-off does not agree itself"),
    "uncounted": ("没有计票，却公开了选票", "a ballot is opened, although nothing was counted"),
    "outcome": ("与复算结果不同", "it is not as recounted"),
    "digest": ("不是记录中的那份结果", "it is not the outcome entered in the log"),
    "checkpoint": ("检查点与记录不符", "the checkpoint does not fit the log"),
    "history": ("先前公布的记录被改动或缩短", "what was published before was changed or cut"),
    "key": ("签名公钥不对", "it is signed with another key, or not at all"),
    "signature": ("签名不成立", "the signature does not hold"),
    "receipt": ("回执与记录不符", "the receipt does not fit the log"),
    "not-posted": (
        "规定要先公示初步结果，记录里没有",
        "the law asks for a preliminary result first, and the log has none",
    ),
    "too-short": (
        "听取异议的天数少于规定",
        "objections are taken for fewer days than the law asks",
    ),
    "too-soon": ("异议期没有满就定了最终结果", "it was made final while objections were taken"),
    "law": ("不认识这种通过条件", "this bar is not known here"),
    "total": ("合计与名册不符", "the total is not that of the roll"),
    "sum": ("各项相加不等于合计", "the marks do not add up to the total"),
    "took-part": ("表态人数与记录中的票不符", "it is not the number of heads in the log"),
    "verdict": ("与按合计复算的结论不同", "it is not what the totals give"),
    "head": ("与开放前承诺的表决人不符", "the head is not the one committed to at opening"),
    "heads": ("与名册的产权登记不符", "the heads are not those of the roll's owners"),
    "paper": ("与投票时的承诺不符", "the paper is not what was committed to"),
    "mark": ("票上不能这样写", "the paper cannot say this"),
    "mandate": ("填票的人无权投这张票", "whoever marked it may not"),
    "contradiction": ("同一业主的票互相矛盾", "the papers of one owner contradict each other"),
    "proof": ("与登记的送达证明不符", "the proofs of service are not those recorded"),
    "tally": ("与逐票复算的合计不同", "it is not what the papers add up to"),
}
STEPS = {
    "files": ("文件：{} 个，与目录一致", "files: {}, as in the manifest"),
    "log": ("记录：{} 条，次序合法", "log: {} entries, in legal order"),
    "roll": ("名册：{} 人、{} 户，开放前已定", "roll: {} people, {} households, fixed at opening"),
    "ballots": ("选票：{} 张，与投票时的承诺一致", "ballots: {}, each as committed to when cast"),
    "sheets": ("楼道合计表：{} 份，{} 人，仅有合计", "count sheets: {}, {} people, totals only"),
    "corrected": ("纸质票：{} 张录错，已更正", "papers keyed wrongly and set right: {}"),
    "account": ("纸质票：交来 {}，录入 {}，作废 {}", "papers handed in: {}, cast {}, void {}"),
    "superseded": ("楼道合计表：{} 份撤回，不计入", "count sheets taken back, not counted: {}"),
    "signed": ("检查点：{}，公钥 {}，请与公示墙比对", "checkpoint: {}, key {}: compare the wall's"),
    "unsigned": ("检查点：{}，没有签名", "checkpoint: {}, not signed"),
    "kept": ("先前的检查点：前 {} 条未被改动", "kept checkpoint: the first {} are unchanged"),
    "counts": ("回执：第 {} 条，计入结果", "receipt: entry {}, and it counts"),
    "replaced": ("回执：第 {} 条，后来改过", "receipt: entry {}; a later one counts"),
    "taken": ("回执：第 {} 条，已收到；这一轮已作废", "receipt: entry {}, taken; voided since"),
    "decided": ("结论：{}，由公布的合计得出", "verdict: {}, as the published totals give it"),
    "papers": ("逐票复算：{} 张票、{} 名表决人", "paper by paper: {} papers of {} heads"),
    "count": ("计票：{} {}，复算与公布相同", "count: {} {}, the same as published"),
    "tie": ("并列：{} 处，复算也停在这里", "ties: {}, where the recount stops as well"),
    "voided": ("作废，理由：{0}", "voided, because: {1}"),
    "posted": (
        "初步结果：{}，异议收到 {} 为止（含当天）",
        "preliminary result: {}, objections taken to the end of {}",
    ),
    "set-right": (
        "更正：{0} 张票；最终结果与初步结果{1}",
        "papers set right: {0}; the final result is {2} the preliminary one",
    ),
    "named": (
        "决选：轮次 {}，结果摘要 {}；它自己的核验包另行复算（--run-off）",
        "run-off: round {}, outcome {}; recount its own bundle as well (--run-off)",
    ),
    "run-off": (
        "决选 {}：核验包一致，正是这里写明的结果",
        "run-off {}: agrees, and is the one named",
    ),
    "of-tie": ("本轮是决选：为 {} 一轮的并列（{}）", "this is a run-off, of the tie of {} ({})"),
    "settled": ("并列处理：{} {}，记在公布并列之后", "ties settled: {} {}, after they were posted"),
}
VERDICTS = (
    ("一致：结果由这些选票得出。", "AGREES: the published result follows from these ballots."),
    ("不一致：见上。", "DIFFERS: see above."),
    ("无法判定：见上。", "CANNOT DECIDE: see above."),
    ("一致：确有这些并列，还没有处理。", "AGREES: these are tied, and nobody has settled it yet."),
    ("一致：截止前已作废，没有计票。", "AGREES: voided before closing, so nothing was counted."),
    (
        "一致：截止后已作废；以上是计票算出的，不生效。",
        "AGREES: voided after closing; above is what the count comes to. It does not hold.",
    ),
    (
        "一致：确有这处并列；取哪几项由决选决定，请再复算它的核验包（--run-off）。",
        "AGREES: these were tied; the run-off took them: recount its bundle as well (--run-off).",
    ),
    (
        "一致：这是初步结果，正在听取异议，还不是最终结果。",
        "AGREES: this result is preliminary, with objections heard. It is not final.",
    ),
)
SETTLED, TIED, UNCOUNTED, VOIDED, ELSEWHERE, NOT_FINAL = 0, 3, 4, 5, 6, 7


class Audit:
    """What was checked, what differs and what stands in the way, in pairs (Chinese, English)."""

    def __init__(self) -> None:
        self.steps: list[tuple[bool, str, str]] = []
        self.differences: list[tuple[str, str]] = []
        self.undecided: list[tuple[str, str]] = []
        self.ranking: list[str] = []
        self.agrees = SETTLED  # which of the verdicts it is where nothing differs
        self._told = 0

    def must(self, truth: bool, where: str, what: str) -> bool:
        """Note a difference unless it is true."""
        if not truth:
            self.differences.append(sentence(where, what))
        return truth

    def same(self, where: str, what: str, want: Any, have: Any) -> None:
        """Note a difference, with what was expected and what was found, unless they are equal."""
        if type(want) is type(have) is str and want == have:
            return  # the usual case, and quick
        want, have = canonical(want), canonical(have)
        if not self.must(want == have, where, what):
            zh, en = self.differences.pop()
            zh, en = f"{zh}，应为 {want:.200}，实为 ", f"{en}: expected {want:.200}, found "
            self.differences.append((clean(f"{zh}{have:.200}"), clean(f"{en}{have:.200}")))

    def done(self, step: str, *facts: Any) -> None:
        """Close a step: it is in order if no difference was noted since the one before."""
        zh, en = (clean(words.format(*facts)) for words in STEPS[step])
        self.steps.append((self._told == len(self.differences), zh, en))
        self._told = len(self.differences)

    def rank(self, row: Any) -> None:
        """Tell one row of the ranking as recounted."""
        line = "{rank:>4}. {ticks}/{share[denominator]} {title[zh]} / {title[en]}".format(**row)
        self.ranking.append(clean(line + (" *" if row.get("chosen") else "")))

    @property
    def status(self) -> int:
        """0 agrees, 1 differs, 2 cannot decide."""
        return 1 if self.differences else 2 if self.undecided else 0


def sentence(where: str, what: str) -> tuple[str, str]:
    """One of ``WORDS`` with its place in front, in Chinese and in English."""
    zh, en = WORDS[what]
    return clean(f"{where}：{zh}"), clean(f"{where}: {en}")


def clean(text: str) -> str:
    """The text without characters that move the cursor or turn the writing round."""
    return "".join(one if one.isprintable() else "?" for one in text)


# -- one value, one spelling: canonical JSON (RFC 8785) without floats -------------------------


def canonical(value: Any) -> str:
    """The value's only spelling; names are in the order of their UTF-16 code units."""
    text = quickly(value)
    return spelled(value) if APART.search(text) and apart(value) else text


def apart(value: Any) -> bool:
    """Whether a name in it has characters that sort apart; in text they may stand anywhere."""
    if isinstance(value, dict):
        return any(map(APART.search, value)) or any(map(apart, value.values()))
    return isinstance(value, (list, tuple)) and any(map(apart, value))


def spelled(value: Any) -> str:
    """The same name by name: what sorts by characters sorts apart from U+D800 on."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{single(name)}:{spelled(value[name])}" for name in names) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(spelled, value)) + "]"
    return single(value)


single = json.JSONEncoder(ensure_ascii=False).encode
quickly = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
APART = re.compile("[\ud800-\U0010ffff]")


def parsed(data: bytes, shape: Any) -> Any:
    """The value of canonical JSON of a shape; ``ValueError`` for anything else."""
    text = data.decode("utf-8")
    value = decoded(text)
    if canonical(value) != text or not fits(value, shape):
        raise ValueError
    return value


def whole(digits: str) -> int:
    """A whole number that every reader of JSON keeps exactly."""
    if len(digits) > 17 or abs(int(digits)) >= 2**53:
        raise ValueError
    return int(digits)


decoded = json.JSONDecoder(parse_int=whole, parse_float=whole, parse_constant=whole).decode


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has what the shape asks for: see below."""
    if isinstance(shape, dict):
        if not isinstance(value, dict) or not shape.keys() <= value.keys():
            return False
        return all(fits(value[name], part) for name, part in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, tuple):
        return any(fits(value, one) for one in shape)
    if isinstance(shape, str):
        return isinstance(value, str) and re.fullmatch(shape, value) is not None
    if shape is int:
        return type(value) is int and value >= 0
    return value is None if shape is None else isinstance(value, shape)


# What has to be there: a type, a pattern, a list or mapping of these, a tuple of choices; ``int``
# is a whole number from 0.  More may be there where a hash pins the whole.
HASH, TEXT = "[0-9a-f]{64}", {"zh": str, "en": str}
RULE = {"key": str, "version": str, "plugin": {"name": str}, "parameters": dict}
LIMITS = {"minimum": int, "maximum": (int, None)}
OPTION = {"id": str, "title": TEXT}
ITEM = {"id": str, "title": TEXT, "category": str, "cost": (int, None), "tier": str}
ITEM["options"] = [OPTION]
PLACE = {"slot": str}
ROLL = {"registered": int, "households": int, "commitment": HASH, "slots_root": str}
CAST = {"slot": str, "revision": int, "commitment": HASH, "channel": str}
PLAN = {"area": str, "items": [ITEM], "limits": LIMITS, "rule": RULE}
ENTRIES: dict[str, dict[str, Any]] = {
    "configuration": {
        **PLAN,
        "places": (int, None),
        "budget": (int, None),
        "tie_break": str,
        "revisable": bool,
        "jurisdiction": str,
    },
    "roll": ROLL,
    "opened": {"at": str},
    "cast": CAST,
    "count-sheet": {"number": int, "places": [PLACE], "ticks": dict, "photo": str},
    "ballot-superseded": {"slot": str, "revision": int, "reason": TEXT},
    "count-sheet-superseded": {"number": int, "reason": TEXT},
    "ticking-ended": {"at": str, "announced": str},
    "ticking-extended": {"at": str, "announced": str, "until": str, "reason": TEXT},
    "closed": {"at": str, "ballots": int},
    "tied": {"ties": [{"items": [str], "places": int}], "final": bool},
    "settled": {"how": str, "dice": str, "reason": TEXT},  # of a run-off more: recount_ties
    "voided": {"reason": TEXT, "outcome": str, "uncounted": TEXT},
    "result": {"outcome": str},
}
CLOSED = {"at": str, "ballots": int, "papers": int, "void": dict}
AFTER = {"": "configuration", "configuration": "roll", "roll": "opened", "opened": "closed"}
AFTER["closed"] = "result"  # casts stand between opened and closed
FORMS = {"configuration": (1, 2, 3), "settled": (1, 2), "closed": (1, 2)}  # see wanted_form
AFTER.update(tied="settled", settled="result")  # these two stand before a result that needs them
WHILE_OPEN = ("cast", "count-sheet", "count-sheet-superseded", "ballot-superseded")
VOIDABLE = ("opened", "closed", "tied")  # what a log can say last before it says "voided"
SETTLES = {"round": str, "entry": HASH}
MANIFEST = {"format": str, "cycle": str, "files": dict}
SALT = "([0-9a-f]{2}){16,}"
BY_SUMS = ("tick-share", "tick-count", "greedy-votes", "greedy-ratio")
BALLOT: dict[str, Any] = {"slot": str, "revision": int, "household": str, "ticks": [str]}
BALLOT["salt"] = SALT
SIGNED = {"key": HASH, "signature": "[0-9a-f]{128}"}
CHECKPOINT = {"origin": str, "size": int, "root": HASH, "key": str, "signature": str}
RECEIPT = {"slot": str, "revision": int, "leaf": HASH, "index": int, "size": int, "root": HASH}
FILES: dict[str, Any] = {
    "ledger.jsonl": {"kind": str, "cycle": str},
    "ballots.jsonl": BALLOT,
    "slots.json": [HASH],
    "outcome.json": {"ranking": [{"item": str}]},
    "checkpoint.json": CHECKPOINT,
}


# -- hashes, the tree of RFC 6962, and the signatures of RFC 8032 ------------------------------


def leaf(data: bytes) -> bytes:
    """The leaf of an entry."""
    return hashlib.sha256(b"\0" + data).digest()


def root(leaves: list[bytes]) -> str:
    """The root, by the definition in RFC 6962, section 2.1: split at the largest power of two."""

    def of(start: int, end: int) -> bytes:
        if end - start < 2:
            return leaves[start] if end > start else hashlib.sha256().digest()
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        return hashlib.sha256(b"\1" + of(start, middle) + of(middle, end)).digest()

    return of(0, len(leaves)).hex()


P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def added(p: Any, q: Any) -> Any:
    """The sum of two points (x, y, z, t), which stand for (x/z, y/z), with t = xy/z."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(factor: int, point: Any) -> Any:
    """That many times a point, by doubling."""
    total = (0, 1, 1, 0)
    while factor:
        total = added(total, point) if factor & 1 else total
        point, factor = added(point, point), factor >> 1
    return total


def point(data: bytes) -> Any:
    """The point that 32 bytes stand for (section 5.1.3), or ``ValueError``."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verified(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether it is the key's Ed25519 signature of the message (section 5.1.7)."""
    try:
        public, nonce = point(key), point(signature[:32])
    except ValueError:
        return False
    response = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little")
    left, right = times(response, BASE), added(nonce, times(challenge % ORDER, public))
    same = [left[i] * right[2] % P == right[i] * left[2] % P for i in (0, 1)]
    return response < ORDER and all(same)


def signature_holds(checkpoint: Any) -> bool:
    """Whether the checkpoint's origin, size and root are signed with its key."""
    if not fits(checkpoint, SIGNED):
        return False
    top = base64.b64encode(bytes.fromhex(checkpoint["root"])).decode()
    note = f"{checkpoint['origin']}\n{checkpoint['size']}\n{top}\n".encode()
    key, signature = bytes.fromhex(checkpoint["key"]), bytes.fromhex(checkpoint["signature"])
    return verified(key, signature, note)


# -- the files ---------------------------------------------------------------------------------


def names_in(data: bytes) -> list[str]:
    """The names in a zip, nothing of it unpacked; none where it is no zip."""
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()[:100]
    except Exception:  # noqa: BLE001 - hostile bytes make zipfile raise errors of many kinds
        return []


def unpack(data: bytes, audit: Audit, shapes: Any) -> dict[str, bytes]:
    """The files of the zip; names and sizes are checked before anything is unpacked."""
    known = sorted(["README.txt", "manifest.json", *shapes])
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if sum(one.file_size for one in members) > min(MOST_BYTES, MOST_RATIO * len(data)):
            raise CannotDecide("zip", "huge")
        audit.same("zip", "files", known, sorted(one.filename for one in members[:100]))
        if any(one.compress_type not in (0, zipfile.ZIP_DEFLATED) for one in members):
            raise ValueError  # other methods unpack without a bound
        members = [one for one in members if one.filename in known]
        return {one.filename: archive.open(one).read(one.file_size) for one in members}
    except CannotDecide:
        raise
    except Exception:  # noqa: BLE001 - hostile bytes make zipfile raise errors of many kinds
        raise CannotDecide("zip", "zip") from None


def check_manifest(files: dict[str, bytes], audit: Audit, forms: Any, readme: str) -> Any:
    """The manifest, of a format that is known; the other files have the hashes that it states."""
    manifest = read("manifest.json", files.get("manifest.json", b""), MANIFEST, Audit())
    if manifest is None or manifest["format"] not in forms:
        name, _, number = str((manifest or {}).get("format")).partition("/")
        newer = name == forms[0].partition("/")[0] and re.fullmatch("[1-9][0-9]{0,3}", number)
        raise CannotDecide("manifest.json", "newer" if newer else "format")
    audit.same("manifest.json", "names", sorted(MANIFEST), sorted(manifest))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    for name in sorted({*hashes, *manifest["files"]} - {"manifest.json"}):
        audit.same(name, "manifest", manifest["files"].get(name), hashes.get(name))
    audit.same("README.txt", "readme", readme, hashes.get("README.txt"))
    audit.done("files", len(files))
    return manifest


def read(name: str, data: bytes, shape: Any, audit: Audit) -> Any:
    """The value of a file or a line, or ``None`` and a difference."""
    try:
        if not data.endswith(b"\n"):
            raise ValueError
        return parsed(data[:-1], shape)
    except (ValueError, RecursionError):
        audit.must(False, name, "json")
        return None


def contents(
    data: bytes, audit: Audit, shapes: Any = None, forms: Any = FORMATS, readme: str = README
) -> dict[str, Any]:
    """What the files hold, line by line; ``None`` where a file or line cannot be read.

    ``place`` names what stands for a place on the roll: its slot, and of old its home's tag.
    """
    shapes = shapes or FILES
    files = unpack(data, audit, shapes)
    manifest = check_manifest(files, audit, forms, readme)
    tagged = manifest["format"].endswith("/1")
    found: dict[str, Any] = {"cycle": manifest["cycle"], "format": manifest["format"]}
    found["place"] = ["household", "slot"] if tagged else ["slot"]
    for name, shape in shapes.items():
        if name in ("ballots.jsonl", "marks.jsonl") and not tagged:
            shape = {part: kind for part, kind in shape.items() if part != "household"}
        content = files.get(name, b"")
        if name.endswith(".json"):
            found[name] = read(name, content, shape, audit)
        else:
            lines = enumerate(content.splitlines(keepends=True), 1)
            found[name] = [read(f"{name}:{at}", line, shape, audit) for at, line in lines]
    found["leaves"] = [leaf(line) for line in files.get("ledger.jsonl", b"").splitlines()]
    return found


# -- the log -----------------------------------------------------------------------------------


class AnnouncedHour:
    """The hour at which answers end by themselves: frozen, put off, come.

    ``announced`` is the hour as it stands (empty: none was announced), ``ended`` whether it came.
    """

    def __init__(self) -> None:
        self.announced, self.ended = "", False
        self.most, self.days = 0, 0

    def enter(self, where: str, entry: Any, state: str, audit: Audit) -> bool:
        """Look at an entry; whether it is one of those that are about the hour alone."""
        kind = entry["kind"]
        if kind in ("configuration", "motion", "judgement"):
            self.announced = str(entry.get("ends") or "")
            self.most = entry.get("extensions") or 0
            self.days = entry.get("extension_days") or 0
            fine = not self.announced or moment(self.announced) is not None
            audit.must(fine and {type(self.most), type(self.days)} == {int}, where, "json")
        elif kind in ("ticking-extended", "ticking-ended"):
            if audit.must(state == "opened" and not self.ended, where, "order"):
                audit.same(where, "announced", self.announced, entry["announced"])
                self._extend(where, entry, audit) if "until" in entry else self._end(
                    where, entry, audit
                )
            return True
        elif kind == "opened" and "announced" in entry:
            at, hour = moment(entry.get("at")), moment(entry["announced"])
            audit.must(at is not None and hour is not None and at >= hour, where, "opened-early")
        elif kind == "closed":
            audit.must(self.ended or not self.announced, where, "on-time")
        elif kind in ("cast", "mark") and self.ended:
            audit.must(entry.get("channel") == "paper", where, "late")
        return False

    def _end(self, where: str, entry: Any, audit: Audit) -> None:
        at, hour = moment(entry["at"]), moment(self.announced)
        audit.must(at is not None and hour is not None and at >= hour, where, "on-time")
        self.ended = True

    def _extend(self, where: str, entry: Any, audit: Audit) -> None:
        at, hour, until = (moment(one) for one in (entry["at"], self.announced, entry["until"]))
        if audit.must(None not in (at, hour, until), where, "json"):
            fits_in = at < hour < until and until - hour <= self.days * 86_400
            audit.must(fits_in and self.most > 0, where, "put-off")
        self.announced, self.most = entry["until"], self.most - 1


def moment(stamp: Any) -> Any:
    """Seconds since 1970 of a time with its offset, or ``None``."""
    try:
        found = datetime.datetime.fromisoformat(stamp)
        return None if found.tzinfo is None else int(found.timestamp())
    except (TypeError, ValueError, OverflowError):
        return None


class Log:
    """What the log says: facts by kind of entry; of each slot its last cast, and on which line."""

    def __init__(self, entries: list[Any], round: str, audit: Audit) -> None:
        self.entries = entries
        self.facts: dict[str, Any] = {}
        self.lines: dict[str, str] = {}
        self.casts: dict[str, tuple[int, Any]] = {}
        self.sheets: list[tuple[str, Any]] = []
        self.superseded = 0  # count sheets that were taken back
        self.taken_back = 0  # people on them
        self.every_cast: list[Any] = []
        self.wrong: list[tuple[str, int]] = []  # papers keyed wrongly: slot, revision
        self.place: list[str] = []
        self.account: Any = None
        self._state, self._audit = "", audit
        self._hour = AnnouncedHour()
        for at, entry in enumerate(entries, 1):
            if entry is not None:
                audit.same(f"ledger.jsonl:{at}", "cycle", round, entry["cycle"])
                self._enter(f"ledger.jsonl:{at}", at, entry)
        if self._state not in ("tied", "voided"):  # a tie waits for people, a void ends it
            audit.same("ledger.jsonl", "cut", "result", self._state)
        if not {"configuration", "roll"} <= set(self.facts):
            raise CannotDecide("ledger.jsonl", "no-plan")
        self.plan, self.roll = self.facts["configuration"], self.facts["roll"]
        self.ticks = TickIndex(self.plan)
        self.listed = set(self.ticks.item_of)
        audit.done("log", len(entries))
        where, settles = self.where("configuration"), self.plan.get("settles")
        if "settles" in self.plan and audit.must(fits(settles, SETTLES), where, "json"):
            audit.done("of-tie", settles["round"], settles["entry"])

    def _enter(self, where: str, at: int, entry: Any) -> None:
        kind = entry["kind"]
        form = entry.get("format", 1)
        if kind not in ENTRIES or form not in FORMS.get(kind, (1,)):
            raise CannotDecide(where, "kind")
        self._audit.must(kind not in FORMS or form == wanted_form(entry), where, "json")
        shape = CLOSED if (kind, form) == ("closed", 2) else ENTRIES[kind]
        if not self._audit.must(fits(entry, shape), where, "json"):
            return
        if self._hour.enter(where, entry, self._state, self._audit):
            return
        if kind not in WHILE_OPEN:
            aside = (self._state, kind) == ("closed", "tied")
            if not aside and not (kind == "voided" and self._state in VOIDABLE):
                self._audit.same(where, "order", AFTER.get(self._state), kind)
            self._state = kind
            self.facts.setdefault(kind, entry)
            self.lines.setdefault(kind, where)
        elif self._state == "opened" and kind == "count-sheet":
            self.sheets.append((where, entry))
        elif self._state == "opened" and kind == "count-sheet-superseded":
            left = [one for one in self.sheets if one[1]["number"] != entry["number"]]
            gone = [one for one in self.sheets if one not in left]
            self.taken_back += sum(len(sheet["places"]) for _, sheet in gone)
            self._audit.must(len(left) == len(self.sheets) - 1, where, "no-sheet")
            self.sheets, self.superseded = left, self.superseded + 1
        elif self._state == "opened" and kind == "ballot-superseded":
            last = self.casts.get(entry["slot"], (0, {}))[1]
            right = (last.get("revision"), last.get("channel")) == (entry["revision"], "paper")
            self._audit.must(right, where, "not-keyed")
            self.wrong.append((entry["slot"], entry["revision"]))
        elif self._state == "opened":
            self._cast(where, at, entry)
        else:
            over = not {"closed", "voided"}.isdisjoint(self.facts)
            self._audit.must(False, where, "late" if over else "early")

    def where(self, kind: str) -> str:
        """The line of an entry that there is one of."""
        return self.lines.get(kind, "ledger.jsonl")

    def _cast(self, where: str, at: int, entry: Any) -> None:
        before = self.casts[entry["slot"]][1]["revision"] if entry["slot"] in self.casts else 0
        self._audit.same(where, "revision", before + 1, entry["revision"])
        plan = self.facts.get("configuration", {"revisable": True})
        again = plan["revisable"] or (entry["slot"], before) in self.wrong
        self._audit.must(again or not before, where, "revised")
        if entry.get("channel") == "proxy":
            self._audit.must(plan.get("proxies") and not before, where, "proxy")
        self.casts[entry["slot"]] = (at, entry)
        self.every_cast.append(entry)


def wanted_form(entry: Any) -> int:
    """The format of what an entry says: more than others do of a run-off, of limits, of papers."""
    if more_limits(entry):
        return 3
    more = "settles" in entry or entry.get("how") == "run-off" or "papers" in entry
    return 2 if more else 1


# -- roll, ballots, count ----------------------------------------------------------------------


def check_roll(log: Log, slots: list[str], audit: Audit) -> None:
    """The slots are those committed to before opening, and there are not more casts than slots."""
    audit.same("slots.json", "registered", log.roll["registered"], len(slots))
    audit.same("slots.json", "slots", log.roll["slots_root"], root([*map(bytes.fromhex, slots)]))
    audit.same("slots.json", "twice", len(set(slots)), len(slots))
    took_part = len(log.casts) + sum(len(sheet["places"]) for _, sheet in log.sheets)
    audit.must(took_part <= log.roll["registered"], "ledger.jsonl", "over")
    if "closed" in log.facts:
        audit.same("ledger.jsonl", "closed", took_part, log.facts["closed"]["ballots"])
    audit.done("roll", log.roll["registered"], log.roll["households"])


def check_ballots(log: Log, ballots: list[Any], slots: list[str], audit: Audit) -> list[Any]:
    """The ballots that count: one for each slot's last cast, in the order of the log."""
    counted: dict[str, Any] = {}
    known = set(slots)
    if voided_uncounted(log):
        audit.must(not ballots, "ballots.jsonl", "uncounted")
        return []
    for at, ballot in enumerate(ballots, 1):
        if ballot is None:
            continue
        slot, where = ballot["slot"], f"ballots.jsonl:{at} {ballot['slot']}"
        fresh = audit.must(slot not in counted, where, "second")
        if audit.must(slot in log.casts, where, "no-cast") and fresh:
            check_ballot(where, ballot, log, known, audit)
            counted[slot] = ballot
    in_order = sorted(log.casts, key=lambda slot: log.casts[slot][0])
    for slot in in_order:
        audit.must(slot in counted, f"ledger.jsonl:{log.casts[slot][0]} {slot}", "no-ballot")
    wanted = [slot for slot in in_order if slot in counted]
    moved = [pair for pair in zip(wanted, counted) if pair[0] != pair[1]]
    audit.same("ballots.jsonl", "moved", *(moved or [("", "")])[0])
    homes = {ballot.get("household") for ballot in counted.values()}
    audit.must(len(homes) <= log.roll["households"], "ballots.jsonl", "homes")
    audit.done("ballots", len(counted))
    return list(counted.values())


def placed(log: Any, one: Any) -> str:
    """The leaf of the place on the roll that a ballot, mark or sheet names."""
    return leaf(canonical({name: one.get(name) for name in log.place}).encode()).hex()


def names_of(log: Any, shape: Any) -> list[str]:
    """What a ballot or mark consists of: nothing of its home where that is not counted by."""
    return sorted({*shape} - {"household"} | {*log.place})


def check_ballot(where: str, ballot: Any, log: Log, slots: set[str], audit: Audit) -> None:
    """One ballot opens the commitment of its cast, is on the roll, and keeps to the limits."""
    entry, ticks = log.casts[ballot["slot"]][1], ballot["ticks"]
    choice = {"revision": ballot["revision"], "slot": ballot["slot"], "ticks": sorted(ticks)}
    commitment = hmac.new(bytes.fromhex(ballot["salt"]), canonical(choice).encode(), hashlib.sha256)
    audit.same(where, "names", names_of(log, BALLOT), sorted(ballot))
    audit.same(where, "old", entry["revision"], ballot["revision"])
    audit.same(where, "commitment", entry["commitment"], commitment.hexdigest())
    audit.must(placed(log, ballot) in slots, where, "roll")
    audit.same(where, "ticks", sorted(set(ticks)), ticks)
    audit.same(where, "unlisted", [], sorted(set(ticks) - log.listed))
    audit.must(log.ticks.within(ticks), where, "limits")
    audit.must(within_cart(log.plan, dict.fromkeys(ticks, 1), 1), where, "cart")
    audit.must(not log.ticks.cast_wrongly(ticks), where, "options")


def check_sheets(log: Log, slots: list[str], audit: Audit) -> list[Any]:
    """Stairwells counted by hand: who took part is on the roll and nowhere else, sums can be.

    What comes back are ballots dealt out so that they have these sums; only the sums are anybody's.
    """
    if log.sheets and log.plan["rule"]["key"] not in BY_SUMS:
        raise CannotDecide("ledger.jsonl:1", "by-sums")
    known, used, dealt = set(slots), set(log.casts), []
    for where, sheet in log.sheets:
        for place in sheet["places"]:
            audit.same(where, "names", log.place, sorted(place))
            audit.must(placed(log, place) in known, where, "roll")
            audit.must(place["slot"] not in used, where, "second")
            used.add(place["slot"])
        numbers = sheet["ticks"].values()
        if not audit.must(all(type(n) is int and n >= 0 for n in numbers), where, "json"):
            continue
        audit.same(where, "unlisted", [], sorted(set(sheet["ticks"]) - log.listed))
        audit.must(sums_can_be(log.plan, sheet["ticks"], len(sheet["places"])), where, "sums")
        audit.must(within_cart(log.plan, sheet["ticks"], len(sheet["places"])), where, "cart")
        dealt += dealt_out(sheet)
    if log.sheets:
        audit.done("sheets", len(log.sheets), len(dealt))
    if log.wrong:
        audit.done("corrected", len(log.wrong))
    if log.superseded:
        audit.done("superseded", log.superseded)
    return dealt


def dealt_out(sheet: Any) -> list[Any]:
    """A ballot for each place of a sheet, so that together they have its sums."""
    places = sheet["places"]
    ticks = [tick for tick, number in sheet["ticks"].items() for _ in range(number)]
    return [{**one, "ticks": ticks[at :: len(places)]} for at, one in enumerate(places)]


def check_outcome(log: Log, ballots: list[Any], outcome: Any, audit: Audit) -> None:
    """The published outcome is the one entered in the log, and the one these ballots give.

    What it says for reading (why, note, margin, rounds) is not recomputed, and nothing reads it.
    """
    rule = (log.plan["rule"]["key"], log.plan["rule"]["version"])
    digest = hashlib.sha256(canonical(outcome).encode()).hexdigest()
    audit.same("outcome.json", "digest", stated_digest(log, digest), digest)
    ids = [item["id"] for item in log.plan["items"]]
    audit.same("ledger.jsonl:1", "twice", len(set(ids)), len(ids))
    uncounted = voided_outcome(log, ballots, audit)
    if uncounted is not None:
        audit.same("outcome.json", "outcome", uncounted, outcome)
        tell_void(log, audit)
        return
    if rule not in EVERY_RULE:
        raise CannotDecide("ledger.jsonl:1 " + " ".join(rule), "rule")
    told = outcome.get("ties")  # where no tie says "more", all are named, however many
    cut = isinstance(told, list) and any("more" in tie for tie in told if isinstance(tie, dict))
    plan = {**log.plan, "all named": not cut}
    want = settled_outcome(plan, log.roll, ballots, log, audit)
    if want is None:  # there can be no outcome, and why has been told
        return
    want.update(rule=rule[0], version=rule[1], plugin=log.plan["rule"]["plugin"]["name"])
    want.update(ballots=len(ballots))
    if "tied" not in log.facts or "settled" in log.facts:
        want.update(note=None, **({"account": log.account} if log.account else {}))
    rows, found = ({row["item"]: row for row in one["ranking"]} for one in (want, outcome))
    orders = [{"ranking": [row["item"] for row in one["ranking"]]} for one in (want, outcome)]
    there = {**outcome, **({"note": None} if "note" in want else {})}
    pairs = [("outcome.json", {**want, **orders[0]}, {**there, **orders[1]})]
    pairs += [(f"outcome.json {id_}", rows[id_], found.get(id_, {})) for id_ in rows]
    for where, one, other in pairs:
        for name in sorted({*one, *other} - {"why", "margin", "rounds"}):
            audit.same(f"{where} {name}", "outcome", one.get(name), other.get(name))
    for row in rows.values():
        audit.rank(row)
    tell_ties(log, want, audit)
    audit.done("count", *rule)
    tell_void(log, audit)


def tell_ties(log: Log, want: Any, audit: Audit) -> None:
    """What the log says of ties that went back to people, once it was held against the count."""
    if "tied" not in log.facts:
        return
    for tie in log.facts["tied"]["ties"]:
        audit.ranking.append(clean("= {}: {}".format(", ".join(tie["items"]), tie["places"])))
    audit.done("tie", len(log.facts["tied"]["ties"]))
    if "settled" in log.facts:
        taken = [f"+ {id_}" for id_ in want["settling"]["taken"]]
        audit.ranking += map(clean, taken)
        audit.done("settled", log.facts["settled"]["how"], log.facts["settled"]["dice"])
        run_off = want["settling"].get("run_off")
        if run_off:
            audit.done("named", run_off["round"], run_off["outcome"])
            audit.agrees = ELSEWHERE  # until its own bundle is held beside
    else:
        audit.agrees = TIED


def tell_void(log: Any, audit: Audit) -> None:
    """Why the round was voided, once what the log says of it was held against the count."""
    if "voided" in log.facts:
        reason = log.facts["voided"]["reason"]
        audit.done("voided", reason["zh"] or reason["en"], reason["en"] or reason["zh"])
        audit.agrees = UNCOUNTED if voided_uncounted(log) else VOIDED


# -- checkpoints and receipts ------------------------------------------------------------------


def check_checkpoint(held: Any, leaves: list[bytes], log: Log, key: str, audit: Audit) -> None:
    """The bundle's checkpoint is of the whole log, and its signature holds."""
    signed = bool(held["key"] or held["signature"])
    want: dict[str, Any] = {"origin": f"tickbox/{log.plan['area']}/{log.plan['cycle']}"}
    want.update(size=len(leaves), root=root(leaves), key=held["key"], signature=held["signature"])
    audit.same("checkpoint.json", "checkpoint", want, held)
    audit.same("checkpoint.json", "key", key or held["key"], held["key"])
    audit.must(not signed or signature_holds(held), "checkpoint.json", "signature")
    audit.done("signed" if signed else "unsigned", want["root"], held["key"])


def check_kept(kept: Any, leaves: list[bytes], held: Any, audit: Audit) -> None:
    """What was published earlier is still the beginning of the log."""
    size, signed = kept["size"], bool(kept["key"] or kept["signature"])
    now = [held["origin"], min(size, len(leaves)), root(leaves[:size])]
    audit.same("--checkpoint", "history", [kept["origin"], size, kept["root"]], now)
    audit.same("--checkpoint", "key", kept["key"], held["key"] if signed else "")
    audit.must(not signed or signature_holds(kept), "--checkpoint", "signature")
    audit.done("kept", size)


def check_receipt(receipt: Any, leaves: list[bytes], log: Log, audit: Audit) -> None:
    """The receipt's ballot stands in the log where the receipt says."""
    at, size, where = receipt["index"], receipt["size"], f"--receipt {receipt['slot']}"
    entry = log.entries[at] if at < len(leaves) and log.entries[at] else {}
    there = [entry.get("slot"), entry.get("revision"), *(one.hex() for one in leaves[at : at + 1])]
    want = [receipt["slot"], receipt["revision"], receipt["leaf"]]
    audit.same(where, "receipt", want, there)
    now = [min(size, len(leaves)), root(leaves[:size])]
    audit.same(where, "history", [size, receipt["root"]], now)
    last = log.casts.get(receipt["slot"], (0, None))[0]
    step = "counts" if last == at + 1 else "replaced"
    audit.done("taken" if "voided" in log.facts and step == "counts" else step, at + 1)


def given(argument: str, shape: Any) -> Any:
    """A kept checkpoint or receipt: JSON, or a checkpoint's lines origin, size, root in base64."""
    try:
        if "{" not in argument and Path(argument).is_file():
            argument = Path(argument).read_text("utf-8")
        if "{" not in argument:
            origin, size, top = argument.split("\n\n")[0].split()
            value = {"origin": origin, "size": whole(size), "key": "", "signature": ""}
            value["root"] = base64.b64decode(top, validate=True).hex()
        else:
            value = json.loads(argument, parse_int=whole, parse_float=whole, parse_constant=whole)
        if not fits(value, shape):
            raise ValueError
    except (ValueError, OSError, RecursionError):
        raise CannotDecide(f"{argument:.60}", "given") from None
    return value


# -- all of it ---------------------------------------------------------------------------------


def recount(
    data: bytes, kept: Any = (), receipts: Any = (), key: str = "", run_off: bytes = b""
) -> Audit:
    """Check a bundle's bytes, against themselves and what was kept; never raises.

    ``run_off`` is the bundle of the run-off that settled its tie.
    """
    audit = Audit()
    try:
        found = _recount(data, kept, receipts, key, audit)
        if run_off:
            beside = Audit()
            other = _recount(run_off, (), (), key, beside)
            good = not beside.status and beside.agrees == SETTLED and found and other
            if audit.must(good, "--run-off", "its-bundle"):
                check_run_off(found, other, audit)
                audit.done("run-off", other["round"])
                audit.agrees = SETTLED
    except CannotDecide as reason:
        audit.undecided.append(sentence(*reason.args))
    except Exception as problem:  # noqa: BLE001 - an auditor gets an answer, never a traceback
        audit.undecided.append(sentence(f"{problem!r:.200}", "unexpected"))
    return audit


def _recount(data: bytes, kept: Any, receipts: Any, key: str, audit: Audit) -> Any:
    """Check all of it; what a round's bundle holds, for another to be held against it."""
    checkpoints = [given(one, CHECKPOINT) for one in kept]
    papers = [given(one, RECEIPT) for one in receipts]
    if "decision.json" in names_in(data):
        from tickbox_core.bundle.recount_motions import recount_motion

        recount_motion(data, checkpoints, papers, key, audit)
        return None
    if "judgement.json" in names_in(data):
        from tickbox_core.bundle.recount_judgement import recount_judgement

        recount_judgement(data, checkpoints, papers, key, audit)
        return None
    found = contents(data, audit)
    slots, leaves = found["slots.json"] or [], found["leaves"]
    outcome, held = found["outcome.json"], found["checkpoint.json"]
    log = Log(found["ledger.jsonl"], found["cycle"], audit)
    log.place = found["place"]
    check_roll(log, slots, audit)
    counted = check_ballots(log, found["ballots.jsonl"], slots, audit)
    log.account = account_of(log, counted) if has_account(log) else None
    counted += check_sheets(log, slots, audit)
    check_account(log, audit)
    if held:
        check_checkpoint(held, leaves, log, key, audit)
    for one in checkpoints:
        check_kept(one, leaves, held or one, audit)
    for one in papers:
        check_receipt(one, leaves, log, audit)
    if outcome:
        check_outcome(log, counted, outcome, audit)
    return held_by(found, log, outcome or {})


def held_by(found: Any, log: Log, outcome: Any) -> Any:
    """What a run-off's bundle and that of its tie are held together by."""
    tied = [
        line.hex()
        for line, entry in zip(found["leaves"], log.entries)
        if entry and entry["kind"] == "tied"
    ]
    return {
        "log": log,
        "round": found["cycle"],
        "tied": "".join(tied),
        "size": len(found["leaves"]),
        "root": root(found["leaves"]),
        "digest": hashlib.sha256(canonical(outcome).encode()).hexdigest(),
        "selected": outcome.get("selected"),
    }


def report(audit: Audit, language: Any) -> None:
    """Print what was checked, the ranking as recounted, what differs, and the verdict."""

    def say(mark: str, zh: str, en: str) -> None:
        print(mark, {"zh": zh, "en": en}.get(language, f"{zh}\n   {en}"))

    for good, zh, en in audit.steps:
        say("ok" if good else "!!", zh, en)
    for line in audit.ranking:
        print(line)
    for zh, en in audit.differences + audit.undecided:
        say("->", zh, en)
    say("==", *VERDICTS[audit.status or audit.agrees])


def bytes_of(path: str) -> bytes:
    """A bundle, as far as it would be opened."""
    with Path(path).open("rb") as file:
        return file.read(MOST_BYTES)


def main(words: Any = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="复算核验包 recount a published bundle")
    parser.add_argument("bundle", help="bundle.zip")
    parser.add_argument("--checkpoint", action="append", default=[], help="text, or a file")
    parser.add_argument("--receipt", action="append", default=[], help="JSON, or a file")
    parser.add_argument("--key", default="", help="the public key on the wall 公示墙上的公钥")
    parser.add_argument("--lang", choices=("zh", "en"), help="one language 只用一种语言")
    parser.add_argument("--run-off", default="", help="its bundle.zip 决选的核验包")
    asked = parser.parse_args(words)
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # consoles without Chinese
    try:
        bundles = [bytes_of(asked.bundle), bytes_of(asked.run_off) if asked.run_off else b""]
    except (OSError, ValueError) as problem:
        print(clean(f"{asked.bundle} {asked.run_off}: {problem}"))
        return 2
    audit = recount(bundles[0], asked.checkpoint, asked.receipt, asked.key.lower(), bundles[1])
    report(audit, asked.lang)
    return audit.status


if __name__ == "__main__":
    sys.exit(main())
