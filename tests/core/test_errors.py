"""Every error: complete in both languages, stable for programs, and an ordinary exception."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from pathlib import Path

import attrs
import pytest

from tickbox_core import errors
from tickbox_core.errors import (
    BadValue,
    DuplicateId,
    Fault,
    MalformedFile,
    PluginFailed,
    TickboxError,
    TieRefused,
    TooFewTicks,
    TooManyTicks,
    UnknownId,
    UnknownName,
    WrongState,
)
from tickbox_core.text import EMPTY, Text

SRC = Path(errors.__file__).parents[2]
HAN = re.compile(r"[\u3400-\u9fff]")
SAMPLES = {
    "str": "value-{0}%",
    "int": 3,
    "Text": Text("中文。", "words."),
    "bool": True,
    "tuple[str, ...]": ("one", "two"),
    "tuple[Fault, ...]": (Fault("a.csv", 2, "area", Text("为零。", "it is 0."), Text("改", "!")),),
}
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, TickboxError) and kind is not TickboxError
]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def sample(kind: type[TickboxError]) -> TickboxError:
    """One error of a kind, with a value for each field by its declared type."""
    fields = attrs.fields(kind)
    return kind(**{field.name: SAMPLES[str(field.type)] for field in fields})


@every_kind
def test_its_sentence_is_complete_in_both_languages(kind):
    """The Chinese is Chinese, the English has none of it, and no placeholder is left over."""
    text = sample(kind).text
    assert HAN.search(text.zh)
    assert not HAN.search(text.en)
    for words in (text.zh, text.en):
        assert not re.search(r"\{[a-z_]+\}", words)
        assert words == words.strip()


@every_kind
def test_as_a_string_it_is_the_english(kind):
    """``str()`` is what a developer reads in a traceback: the English sentence."""
    error = sample(kind)
    assert str(error) == error.text.en


@every_kind
def test_every_field_is_said_or_belongs_to_the_program(kind):
    """The sentence is made from the error's own facts: all its placeholders are fields."""
    asked = set(re.findall(r"\{(\w+)\}", kind.said.zh + kind.said.en))
    assert asked <= sample(kind).fields.keys()


@every_kind
def test_it_survives_pickling_and_copying(kind):
    """Sent to another process or copied, it says the same."""
    error = sample(kind)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert twin.fields == error.fields
        assert str(twin) == str(error)


@every_kind
def test_it_can_be_raised_from_another_and_noted(kind):
    """Frozen fields do not stand in the way of Python's own attributes."""
    error = sample(kind)
    error.add_note("seen by a test")
    cause = KeyError("x")
    with pytest.raises(kind) as caught:
        raise error from cause
    assert caught.value.__cause__ is cause
    assert caught.value.__notes__ == ["seen by a test"]


@every_kind
def test_its_fields_are_frozen(kind):
    """What an error says cannot be changed after it was raised."""
    error = sample(kind)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(error, attrs.fields(kind)[0].name, "other")


def test_codes_are_distinct_and_stable():
    """Programs rely on the codes: a class that is renamed breaks them."""
    codes = {kind.__name__: sample(kind).code for kind in KINDS}
    assert len(set(codes.values())) == len(codes)
    assert codes["BadValue"] == "bad-value"
    assert codes["TooManyTicks"] == "too-many-ticks"
    assert codes["TieRefused"] == "tie-refused"
    assert TickboxError().code == "tickbox-error"


def test_all_share_one_root():
    """``except TickboxError`` catches whatever tickbox refuses, and nothing else does."""
    assert all(kind.__bases__ == (TickboxError,) for kind in KINDS)
    assert str(TickboxError()) == "Something went wrong."


@pytest.mark.parametrize(
    "error, zh, en",
    [
        (
            TooManyTicks(12, 10),
            "您勾选了12项，最多只能勾选10项；请取消2项。",
            "you ticked 12 items and at most 10 are allowed; untick 2.",
        ),
        (
            TooFewTicks(8, 10),
            "您勾选了8项，至少要勾选10项；请再勾选2项。",
            "you ticked 8 items and at least 10 are needed; tick 2 more.",
        ),
        (
            UnknownId("item", "i9", "ballot r1"),
            "选票 r1提到了不存在的事项“i9”；请核对编号。",
            "ballot r1 names the item 'i9', which does not exist; check the id.",
        ),
        (
            DuplicateId("unit", "3-501"),
            "房屋编号“3-501”出现了两次；请给其中一个换编号。",
            "the unit id '3-501' occurs twice; give one of them another id.",
        ),
        (
            UnknownName("parameter of tick-share", "colour", ()),
            "没有名为“colour”的规则参数 tick-share；可选：–。",
            "there is no parameter of tick-share named 'colour'; choose one of: –.",
        ),
        (
            MalformedFile("a.pb", 7, Text("坏了。", "broken."), Text("请改。", "Mend it.")),
            "a.pb 第7行：坏了。请改。",
            "a.pb, line 7: broken. Mend it.",
        ),
        (
            MalformedFile("a.pb", 0, Text("空的。", "empty."), EMPTY),
            "a.pb：空的。",
            "a.pb: empty.",
        ),
        (BadValue("area a", Text("不对。", "wrong.")), "区域 a：不对。", "area a: wrong."),
        (
            WrongState("c", Text("打钩中", "open"), Text("改清单", "change the list")),
            "“c”现在处于“打钩中”，不能改清单。",
            "'c' is now open: it is not possible to change the list.",
        ),
        (
            TieRefused(("a", "b", "c"), 2),
            "a, b, c票数相同，却只剩2个名额；请选定一种并列处理办法，或由居民再定。",
            (
                "a, b, c are tied for 2 remaining places; choose a tie-break or ask the residents "
                "again."
            ),
        ),
    ],
    ids=lambda value: getattr(value, "code", ""),
)
def test_what_they_say(error, zh, en):
    """The sentences name the thing, the number and the remedy, in words of each language."""
    assert error.text == Text(zh, en)


def test_braces_in_what_was_handed_in_stay_as_they_are():
    """A value that looks like a placeholder is quoted, not filled in."""
    assert "{said}" in str(PluginFailed("p", "h", "{said}"))


def nouns_in_the_source() -> set[str]:
    """The literal kinds that ids and names are refused under, anywhere in the core."""
    found = set()
    names = {"UnknownId", "DuplicateId", "UnknownName", "no_duplicates"}
    texts = [path.read_text("utf-8") for path in sorted((SRC / "tickbox_core").rglob("*.py"))]
    for text in texts:
        if not any(name in text for name in names):  # most files: reading a tree takes long
            continue
        for node in ast.walk(ast.parse(text)):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            named = getattr(node.func, "id", "") in names
            if named and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


@pytest.mark.parametrize("noun", sorted(nouns_in_the_source()))
def test_every_kind_of_id_has_a_chinese_noun(noun):
    """No English noun stands in a Chinese sentence: each has a line in ``errors.root.NOUNS``."""
    assert HAN.search(UnknownId(noun, "x", "y").text.zh.removeprefix("y提到了不存在的")[:1])
