"""The fields of an item of this category, between the plain mapping of the item and attrs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from tickbox_core import Objection, Text
from tickbox_core.errors import BadValue

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")

CONTRACTS = {
    "lump-sum": Text("包干制", "lump-sum contract"),
    "commission": Text("酬金制", "commission contract"),
}
KINDS = {
    "home": Text("住宅", "homes"),
    "shop": Text("商铺", "shops"),
    "parking": Text("车位", "parking spaces"),
}
POSTED = {
    "audited-accounts": Text("经审计的账目", "audited accounts"),
    "assessed-price": Text("第三方评估价格", "an assessed price"),
}


def _about(key: str, zh: str, en: str) -> dict[str, object]:
    """A field's plain key and its label, for forms and messages."""
    return {"key": key, "label": Text(zh, en)}


def _class(value: Any) -> Any:
    """A fee class as people write it; what is none is left for the check below."""
    return Text.of(value) if _is_class(value) else value


@attrs.frozen
class PropertyFee:
    """A change of the fee of one class of units; raises ``BadValue`` where it cannot be.

    ``class_`` (plain key ``class``) names the fee class.  ``fee_now`` and ``fee_new`` are fen per
    m² and month.  ``from_`` (``from``) is the first month of the new fee, ``"2026-07"``.  Left
    empty where it is not known: the ``kind`` of unit the class is made of (``home``, ``shop``,
    ``parking``), ``contract`` (``lump-sum`` or ``commission``) and what was ``posted`` before a
    rise (``audited-accounts`` or ``assessed-price``).
    """

    class_: Text = attrs.field(metadata=_about("class", "收费类别", "fee class"), converter=_class)
    fee_now: int = attrs.field(metadata=_about("fee_now", "现行标准", "fee now"))
    fee_new: int = attrs.field(metadata=_about("fee_new", "调整后标准", "new fee"))
    from_: str = attrs.field(metadata=_about("from", "执行月份", "first month"))
    kind: str = attrs.field(metadata=_about("kind", "房屋种类", "kind of unit"), default="")
    contract: str = attrs.field(
        metadata=_about("contract", "合同方式", "kind of contract"), default=""
    )
    posted: str = attrs.field(
        metadata=_about("posted", "已公布的依据", "posted grounds"), default=""
    )

    def __attrs_post_init__(self) -> None:
        _refuse_the_first("property fee", faults(self.plain()))

    @classmethod
    def of(cls, plain: Mapping[str, Any], where: str = "property fee") -> PropertyFee:
        """From an item's ``fields``; ``BadValue`` names ``where``, the first fault, the remedy."""
        _refuse_the_first(where, faults(plain))
        return cls(**{field.name: plain[key] for key, field in _KEYS.items() if key in plain})

    def plain(self) -> dict[str, Any]:
        """The mapping that ``of`` reads, ready for JSON; what is empty is left out."""
        held = {key: getattr(self, field.name) for key, field in _KEYS.items()}
        return {
            key: value.plain() if isinstance(value, Text) else value
            for key, value in held.items()
            if value != "" or _KEYS[key].default is attrs.NOTHING
        }

    @property
    def rises(self) -> bool:
        """Whether the new fee is higher."""
        return self.fee_new > self.fee_now


_KEYS: dict[str, attrs.Attribute[Any]] = {
    field.metadata["key"]: field for field in attrs.fields(PropertyFee)
}


def faults(plain: Mapping[str, Any]) -> Iterator[Objection]:
    """Everything that keeps a plain mapping from being a ``PropertyFee``, field by field."""
    for key, field in _KEYS.items():
        check = _CHECKS[key]
        if key not in plain:
            if field.default is attrs.NOTHING:
                yield _fault(key, Text("没有填写。", "is missing."), check.remedy)
        elif not check.holds(plain[key]):
            shown = Text("“{value}”不对。", "'{value}' will not do.").filled(value=plain[key])
            yield _fault(key, shown, check.remedy)
    yield from _unknown(plain)
    if _is_fee(plain.get("fee_now")) and plain.get("fee_now") == plain.get("fee_new"):
        yield _fault(
            "fee_new",
            Text("与现行标准相同。", "is the same as the fee now."),
            Text("没有变动就不必列入清单。", "Without a change there is nothing to list."),
        )


def _refuse_the_first(where: str, found: Iterator[Objection]) -> None:
    for fault in found:
        raise BadValue(where, fault.problem, fault.remedy)


def _unknown(plain: Mapping[str, Any]) -> Iterator[Objection]:
    for key in plain:
        if key not in _KEYS:
            yield Objection(
                Text("没有“{key}”这个字段。", "there is no field '{key}'.").filled(key=key),
                Text("可填：{keys}。", "Fields are: {keys}.").filled(keys=", ".join(_KEYS)),
            )


def _fault(key: str, problem: Text, remedy: Text) -> Objection:
    label: Text = _KEYS[key].metadata["label"]
    named = Text("“{label}”（{key}）{problem}", "the {label} ({key}) {problem}")
    return Objection(named.filled(label=label, key=key, problem=problem), remedy)


@attrs.frozen
class _Check:
    """What a field's plain value has to be, and the sentence that says so."""

    holds: Callable[[Any], bool]
    remedy: Text


def _is_fee(value: object) -> bool:
    return type(value) is int and value > 0


def _is_class(value: object) -> bool:
    if isinstance(value, Mapping):
        if not all(isinstance(words, str) for words in value.values()):
            return False
        value = Text.of(value)
    if isinstance(value, str):
        value = Text.of(value)
    return isinstance(value, Text) and bool(value.zh.strip() and value.en.strip())


def _one_of(choices: Mapping[str, Text]) -> _Check:
    listed = [f"{key}（{words.zh}）" for key, words in choices.items()]
    return _Check(
        lambda value: isinstance(value, str) and value in choices,
        Text(
            f"请填{'或'.join(listed)}，不清楚就不填。",
            f"Give {' or '.join(choices)}, or leave it out.",
        ),
    )


_FEE = _Check(
    _is_fee,
    Text(
        "请填大于0的整数，单位是分：1.40元填140。",
        "Give fen, a whole number above 0: 140 for 1.40 yuan.",
    ),
)
_CHECKS = {
    "class": _Check(
        _is_class,
        Text(
            "请写明哪一类房屋，如“住宅（无电梯）”。",
            "Say which units, 'homes without a lift', say.",
        ),
    ),
    "fee_now": _FEE,
    "fee_new": _FEE,
    "from": _Check(
        lambda value: isinstance(value, str) and _MONTH.fullmatch(value) is not None,
        Text("请写成年-月，如2026-07。", "Write year and month, 2026-07."),
    ),
    "kind": _one_of(KINDS),
    "contract": _one_of(CONTRACTS),
    "posted": _one_of(POSTED),
}
