"""One value, one text: canonical JSON (RFC 8785) without floats.

The same facts always give the same bytes, so that a hash of them means something.  A float is
refused: what cannot be said in whole numbers is said as numerator and denominator.
"""

from __future__ import annotations

import json
import json.encoder
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tickbox_core.errors import BadValue, MissingExtra
from tickbox_core.text import Text

MOST = 2**53 - 1  # what every JSON reader keeps exactly
DEEPEST = 64

_encoder = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
)
_encode_lines = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=("\n", ":")
).encode
# What JSONEncoder makes anew for each value, which takes as long as encoding a ballot.
_in_c: Any = getattr(json.encoder, "c_make_encoder", None)
_ESCAPED, _SORTED, _SKIPPING, _NAN = json.encoder.encode_basestring, True, False, True
_parts = _in_c and _in_c(None, None, _ESCAPED, None, ":", ",", _SORTED, _SKIPPING, _NAN)


def _encode(value: object) -> str:
    return "".join(_parts(value, 0)) if _parts else _encoder.encode(value)


_SORTS_APART = re.compile("[\ud800-\U0010ffff]")


def canonical(value: object) -> bytes:
    """The value as canonical JSON (RFC 8785).

    Raises ``BadValue`` for a float, a whole number beyond ±(2^53 - 1), text that is not Unicode, a
    name that is not a string, anything else JSON does not hold, and nesting beyond 64 levels;
    ``MissingExtra`` without the library ``rfc8785``.
    """
    try:
        import rfc8785
    except ImportError:
        raise MissingExtra("rfc8785", "store") from None
    checked = value if _is_plain(value, 0) else plain(value)
    text = _encode(checked)
    # Without floats the two differ only where names sort apart in UTF-16, from U+D800 on (as a
    # full-width comma does); the encoder in C is six times faster, and a ballot is encoded thrice.
    if _SORTS_APART.search(text) and _names_sort_apart(checked):
        return rfc8785.dumps(plain(checked))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _encode(plain(checked)).encode()  # which says where half a character stands


def _names_sort_apart(value: object) -> bool:
    """Whether a name at any depth has a character that UTF-16 puts elsewhere than Unicode."""
    if isinstance(value, dict):
        return any(_SORTS_APART.search(name) for name in value) or any(
            map(_names_sort_apart, value.values())
        )
    return isinstance(value, (list, tuple)) and any(map(_names_sort_apart, value))


def canonical_rows(rows: Sequence[object]) -> list[bytes]:
    """What ``canonical`` gives for each of many rows that hold words and whole numbers alone.

    Raises ``BadValue`` as ``canonical`` does.  All are encoded at once, which is three times
    faster: parted by line breaks, since in a string a line break is written as other characters.
    """
    if not rows or not all(map(_is_flat, rows)) or _names_sort_apart(rows):
        return [canonical(row) for row in rows]
    try:
        text = _encode_lines(rows).encode()
    except UnicodeEncodeError:
        return [canonical(row) for row in rows]
    return [b"{%b}" % one.replace(b"\n", b",") for one in text[2:-2].split(b"}\n{")]


def plain(value: object, where: str = "ledger") -> Any:
    """The value in dicts and lists, or ``BadValue`` as ``canonical`` says."""
    return _plain(value, where, 0)


def _is_flat(row: object) -> bool:
    """Whether a row is a dict of nothing but words, whole numbers, truths and nothings."""
    if type(row) is not dict:
        return False
    for name, value in row.items():
        kind = type(value)
        if type(name) is not str or not (
            kind is str or value is None or kind is bool or (kind is int and -MOST <= value <= MOST)
        ):
            return False
    return True


def _is_plain(value: object, depth: int) -> bool:
    """Whether the value is nothing but what ``plain`` would give (half characters aside).

    Most of what is recorded is; walking it without building it anew and without naming each place
    is three times faster, and whatever fails here is walked again with its place.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -MOST <= value <= MOST  # type: ignore[operator]
    if depth == DEEPEST:
        return False
    if kind is dict:
        inner = depth + 1
        for name, one in value.items():  # type: ignore[attr-defined]
            if type(name) is not str or not _is_plain(one, inner):
                return False
        return True
    if kind is list or kind is tuple:
        inner = depth + 1
        return all(_is_plain(one, inner) for one in value)  # type: ignore[attr-defined]
    return False


def _plain(value: object, where: str, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, where)
    if isinstance(value, int):
        return _whole(value, where)
    if depth == DEEPEST:
        raise BadValue(where, Text("嵌套太深。", "it is nested too deep."))
    if isinstance(value, Mapping):
        return {_name(k, where): _plain(v, f"{where}.{k}", depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one, f"{where}[{at}]", depth + 1) for at, one in enumerate(value)]
    raise _refusal(value, where)


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        problem = Text("含有不完整的字符。", "it holds half a character (a lone surrogate).")
        raise BadValue(where, problem, Text("请重新输入。", "Type it again.")) from None
    return str(value)


def _whole(value: int, where: str) -> int:
    if -MOST <= value <= MOST:
        return int(value)
    raise BadValue(
        where,
        Text("整数太大，不能准确记录。", "the whole number is too large to be kept exactly."),
        Text("请改用文字记录。", "Keep it as text."),
    )


def _name(key: object, where: str) -> str:
    if isinstance(key, str):
        return _text(key, where)
    raise BadValue(where, Text(f"名称“{key}”不是文字。", f"the name '{key}' is not a string."))


def _refusal(value: object, where: str) -> BadValue:
    kind = type(value).__name__
    return BadValue(
        where,
        Text(f"不能记录这种值（{kind}）。", f"a value of this kind ({kind}) cannot be recorded."),
        Text(
            "小数请写成分子和分母，其余写成文字。",
            "Write a fraction as two whole numbers, else text.",
        ),
    )
