"""JSON from outside: no nesting brings a program down, by whatever door it comes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.acts import ACTS
from tickbox_core.archive import read as read_archive
from tickbox_core.bundle import differences
from tickbox_core.categories import of_row
from tickbox_core.categories.fields import fields_of
from tickbox_core.cli import main
from tickbox_core.errors import BadArchive
from tickbox_core.model.strict_json import DEEPEST, TooDeep, load_json, refuse_deep
from tickbox_core.testing import desks


def nested(depth: int, inside: str = "1", kind: str = "[]") -> str:
    """That many brackets in one another."""
    start, end = ("[", "]") if kind == "[]" else ('{"a":', "}")
    return start * depth + inside + end * depth


DEEP = {
    "lists": nested(1100),
    "objects": nested(1100, kind="{}"),
    "never closed": "[" * 100_000,
    "in a text": '{"text":' + nested(1100) + "}",
    "mixed": '[{"a":' * 600 + "1" + "}]" * 600,
    "after words": json.dumps({"a": '\\"[]{}"\\', "b": 1})[:-1] + ', "c": ' + nested(1100) + "}",
}
BUNDLE = (
    "README.txt ballots.jsonl checkpoint.json ledger.jsonl manifest.json outcome.json slots.json"
).split()
deep = pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)


@pytest.mark.parametrize("kind", ["[]", "{}"])
@pytest.mark.parametrize(
    ("depth", "read"), [(DEEPEST - 1, True), (DEEPEST, True), (DEEPEST + 1, False)]
)
def test_the_bar(depth: int, read: bool, kind: str) -> None:
    """Just under, on and just over the depth."""
    text = nested(depth, kind=kind)
    for form in (text, text.encode()):
        if read:
            assert load_json(form) == json.loads(text)
        else:
            with pytest.raises(TooDeep):
                load_json(form)


@deep
def test_what_is_deep_is_no_json_of_ours(text: str) -> None:
    """A ``ValueError``, as for anything else that cannot be read."""
    with pytest.raises(ValueError, match="nested"):
        load_json(text)


def test_brackets_in_words_are_words() -> None:
    """However many, and whatever stands before the quotation marks."""
    for words in ("[" * 1000, '"' * 3 + "[" * 1000, "\\" * 5 + "{" * 1000, '\\"[{' * 1000):
        assert load_json(json.dumps({"a": words, "b": [words]})) == {"a": words, "b": [words]}


def test_nothing_and_large_things_pass_quickly() -> None:
    """A picture of staff's in base64, and ten thousand short lists."""
    refuse_deep(b"")
    refuse_deep(json.dumps({"picture": "QUJD" * 3_000_000}))
    assert len(load_json(json.dumps([[1]] * 10_000))) == 10_000


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
)


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inside), default=0) if isinstance(value, (dict, list)) else 0


@given(_json, st.integers(0, 90))
def test_the_same_as_json_up_to_the_bar(value: Any, more: int) -> None:
    """What is as deep as may be is read as ``json`` reads it; what is deeper is refused."""
    for _ in range(more):
        value = [value]
    text = json.dumps(value, ensure_ascii=bool(more % 2))
    if _depth(value) <= DEEPEST:
        assert load_json(text) == value
    else:
        with pytest.raises(TooDeep):
            load_json(text)


@deep
def test_no_field_of_any_act_is_brought_down(text: str) -> None:
    """Typed into a form, a spreadsheet's cell or an address: a fault beside the field, or words."""
    for act in ACTS.values():
        for field in fields_of(act.fields):
            plain, _ = of_row(act.fields, {field.key: text})
            assert plain.keys() <= {field.key}


@deep
@pytest.mark.parametrize(
    "words",
    [
        ["do", "wish/take", "--data", "DATA", "--area", "n1", "--from", "FILE"],
        ["check-notice", "FILE"],
        ["share-cost", "FILE"],
        ["recount", "ZIP"],
        ["recount", "ZIP", "--receipt", "FILE"],
        ["recount", "ZIP", "--checkpoint", "TEXT"],
        ["restore", "ZIP", "--verify"],
        ["count", "VOTES", "--parameters", "FILE"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_the_command_line_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: list[str]
) -> None:
    """An exit code and a sentence, no traceback."""
    assert main(["found", "--data", str(tmp_path / "data"), "n1:neighbourhood:一村"]) == 0
    (tmp_path / "file.json").write_text(text, encoding="utf-8")
    (tmp_path / "votes.csv").write_text("a,b\n1,0\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in BUNDLE:
            archive.writestr(name, text + "\n")
    given = {
        "DATA": str(tmp_path / "data"),
        "FILE": str(tmp_path / "file.json"),
        "ZIP": str(tmp_path / "a.zip"),
        "VOTES": str(tmp_path / "votes.csv"),
        "TEXT": text[:90_000],
    }
    assert main([given.get(word, word) for word in words]) == 2
    told = capsys.readouterr()
    assert "RecursionError" not in told.out + told.err
    assert "Traceback" not in told.out + told.err


@deep
def test_no_part_of_a_bundle_brings_the_recount_down(text: str) -> None:
    """Each part of a sound bundle in turn: it differs, or cannot be decided, in words."""
    desk = desks.opened()
    desk.close(desks.ROUND)
    desk.publish(desks.ROUND)
    with zipfile.ZipFile(io.BytesIO(desk.bundle(desks.ROUND))) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    for name in parts:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as changed:
            for other, content in parts.items():
                changed.writestr(other, text + "\n" if other == name else content)
        found = differences(out.getvalue())
        assert found.status in (1, 2)
        assert "RecursionError" not in " ".join(found.sentences)


@deep
def test_an_archive_is_refused(text: str) -> None:
    """Whichever part of it is deep."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", text + "\n")
    with pytest.raises(BadArchive):
        read_archive(out.getvalue())
