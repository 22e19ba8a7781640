"""Archives: written, read back, refused where a byte, name or version is not as it should."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickbox_core.archive import (
    ArchivedSubject,
    AreaParts,
    Contents,
    Kind,
    LogNote,
    digest,
    names,
    read,
    write,
)
from tickbox_core.errors import BadArchive, BadValue
from tickbox_core.ledger import Checkpoint, canonical
from tickbox_core.model import PluginVersion
from tickbox_core.store import AREA, TOWN

PICTURE = b"a picture"
DIGEST = hashlib.sha256(PICTURE).hexdigest()
_VALUES = {
    "TEXT": st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    "INTEGER": st.integers(-(2**53) + 1, 2**53 - 1),
    "BLOB": st.binary(max_size=8),
}


def rows_of(name: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows that fit a table of an area, with different keys."""
    table = AREA.tables[name]
    columns = {
        column: _VALUES[kind.removesuffix("!")]
        if kind.endswith("!")
        else st.none() | _VALUES[kind.removesuffix("!")]
        for column, kind in table.columns.items()
    }
    return st.lists(
        st.fixed_dictionaries(columns),
        max_size=3,
        unique_by=lambda row: tuple(row[column] for column in table.key),
    )


def sample(tables: dict[str, Any] | None = None) -> Contents:
    """A small archive of one neighbourhood."""
    entry = {"log": "r1", "position": 0, "body": b'{"kind":"x"}', "leaf": b"\x00\xff"}
    held = {name: [] for name in AREA.tables} | ({"entry": [entry]} if tables is None else tables)
    about = ArchivedSubject(
        Kind.BACKUP,
        "2026-11-23T16:00:00+08:00",
        "0.1.0",
        ("n1",),
        logs={"n1": {"r1": LogNote(1, "ab" * 32, "cd" * 32)}},
        rules=(("tick-share", "1"),),
        plugins=[PluginVersion("tickbox-core", "0.1.0")],
    )
    town: dict[str, Any] = {name: [] for name in TOWN.tables}
    town["file"] = [{"area": "n1", "name": "n1.sqlite"}]
    checkpoints = (Checkpoint("tickbox/n1/r1", 1, "ab" * 32).plain(),)
    files = {f"pictures/{DIGEST}.png": PICTURE, "keys/code-pepper": bytes(32)}
    return Contents(about, town, {"n1": AreaParts(held, checkpoints)}, files)


def changed(data: bytes, change: Callable[[dict[str, bytes]], None], pin: bool = False) -> bytes:
    """The zip with its parts changed; ``pin``: and a manifest that says they are right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    if pin:
        head = json.loads(parts["manifest.json"])
        head["parts"] = {
            name: {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
            for name, part in parts.items()
            if name != "manifest.json"
        }
        parts["manifest.json"] = canonical(head) + b"\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def in_manifest(**values: Any) -> Callable[[dict[str, bytes]], None]:
    """Other values in the manifest."""

    def change(parts: dict[str, bytes]) -> None:
        head = {**json.loads(parts["manifest.json"]), **values}
        parts["manifest.json"] = canonical(head) + b"\n"

    return change


def put(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    """Another part, or another content of one."""
    return lambda parts: parts.update({name: data})


def drop(name: str) -> Callable[[dict[str, bytes]], None]:
    """Without a part."""

    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


class TestRoundTrip:
    def test_what_is_written_is_read(self) -> None:
        """Rows, checkpoints, files and what the manifest says come back as they were."""
        assert read(write(sample())) == sample()

    @given(st.data())
    def test_any_rows(self, data: st.DataObject) -> None:
        """Whatever the tables may hold, and the same contents give the same bytes."""
        tables = {name: data.draw(rows_of(name)) for name in AREA.tables}
        written = write(sample(tables))
        assert read(written) == sample(tables)
        assert write(sample(tables)) == written
        assert digest(written) == digest(write(sample(tables)))

    def test_the_ledger_can_be_read_by_eye(self) -> None:
        """An entry's body stands as text, other bytes as hexadecimal."""
        with zipfile.ZipFile(io.BytesIO(write(sample()))) as archive:
            (line,) = archive.read("areas/n1/entry.jsonl").splitlines()
        assert json.loads(line)["body"] == {"utf8": '{"kind":"x"}'}
        assert json.loads(line)["leaf"] == {"hex": "00ff"}

    def test_a_file_with_a_strange_name_is_not_written(self) -> None:
        """Nor could it be read."""
        bad = sample()
        bad = Contents(bad.about, bad.town, bad.areas, {"../x": b""})
        with pytest.raises(BadValue, match=r"\.\./x"):
            write(bad)


ENTRY = "areas/n1/entry.jsonl"
ROW = b'{"body":{"utf8":"x"},"leaf":{"hex":"00"},"log":"r1","position":0}\n'


class TestRefused:
    @pytest.mark.parametrize(
        "change, said",
        [
            (drop(ENTRY), "missing"),
            (put("areas/n1/unit.jsonl", b""), "does not know this part"),
            (put(ENTRY, ROW), "hash"),
            (put(f"pictures/{DIGEST}.png", b"b picture"), "hash"),
            (drop("manifest.json"), "no archive of tickbox"),
            (put("manifest.json", b"{}\n"), "format is not known"),
            (put("manifest.json", b"[]\n"), "canonical"),
            (put("manifest.json", b"\xff\n"), "canonical"),
            (in_manifest(format="tickbox-archive/2"), "newer tickbox"),
            (in_manifest(format="tickbox-archive/0"), "format is not known"),
            (in_manifest(format="tickbox-bundle/1"), "format is not known"),
            (in_manifest(format="tickbox-archive/" + "9" * 5000), "newer tickbox"),
            (in_manifest(parts=[]), "format is not known"),
            (in_manifest(kind="nonsense"), "parts of it are missing"),
            (in_manifest(names="yes"), "parts of it are missing"),
            (in_manifest(more=1), "more than it may"),
            (in_manifest(areas=["n2"]), "areas are not"),
            (in_manifest(areas=["n1", "n2"]), "areas are not"),
        ],
    )
    def test_parts_that_are_not_as_the_manifest_says(
        self, change: Callable[[dict[str, bytes]], None], said: str
    ) -> None:
        """Missing, added or changed, another format, a newer one: refused with the part's name."""
        with pytest.raises(BadArchive, match=said) as refused:
            read(changed(write(sample()), change))
        assert refused.value.part

    @pytest.mark.parametrize(
        "name, data, said",
        [
            (ENTRY, ROW.replace(b'"utf8"', b'"hex"'), "wrong kind"),
            (ENTRY, ROW.replace(b"0}", b'"0"}'), "wrong kind"),
            (ENTRY, ROW.replace(b"0}", b"true}"), "wrong kind"),
            (ENTRY, ROW.replace(b"0}", b"1.0}"), "canonical"),
            (ENTRY, ROW.replace(b',"position":0', b""), "missing or"),
            (ENTRY, ROW.replace(b'"body":{"utf8":"x"},', b""), "missing or"),
            (ENTRY, ROW.replace(b'{"utf8":"x"}', b'{"hex":"78"}'), "wrong kind"),
            (ENTRY, ROW.replace(b'{"hex":"00"}', b'{"hex":"0 0"}'), "wrong kind"),
            (ENTRY, ROW.replace(b"0}", b'0,"salary":1}'), "newer tickbox"),
            (ENTRY, ROW + ROW, "twice"),
            (ENTRY, ROW + b" ", "canonical"),
            (ENTRY, ROW.replace(b":0", b": 0"), "canonical"),
            (ENTRY, b"[" * 100_000 + b"\n", "canonical"),
            ("areas/n1/salary.jsonl", ROW, "newer tickbox"),
            ("areas/n9/entry.jsonl", ROW, "does not list this area"),
            ("areas/n1/checkpoints.jsonl", b'{"size":1}\n', "no checkpoint"),
            ("town/file.jsonl", b'{"area":"n1","name":"../../n1.sqlite"}\n', "no archive has"),
            ("town/file.jsonl", b'{"area":"..","name":"...sqlite"}\n', "no archive has"),
            ("town/file.jsonl", b"", "areas are not"),
            (f"pictures/{'0' * 64}.png", b"x", "what its name says"),
            ("keys/log-signing", b"short", "what its name says"),
            ("areas/../n1/entry.jsonl", ROW, "no archive has"),
            ("/etc/passwd", b"x", "no archive has"),
            ("areas/n1/entry.jsonl/../x", b"x", "no archive has"),
            ("keys/../../x", b"x", "no archive has"),
            ("keys\\x", b"x", "no archive has"),
            ("evidence/../x.zip", b"x", "no archive has"),
            ("evidence/.zip", b"x", "no archive has"),
            ("pictures/x.png", b"x", "no archive has"),
        ],
    )
    def test_parts_that_are_wrong_whatever_the_manifest_says(
        self, name: str, data: bytes, said: str
    ) -> None:
        """A forger writes the manifest too: rows have to fit their tables, names to be ours."""
        with pytest.raises(BadArchive, match=said):
            read(changed(write(sample()), put(name, data), pin=True))

    def test_the_same_part_twice(self) -> None:
        """Two parts of one name: which one would count?"""
        out = io.BytesIO(write(sample()))
        with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("README.txt", "other")
        with pytest.raises(BadArchive, match="twice"):
            read(out.getvalue())

    def test_a_zip_bomb(self) -> None:
        """What would unpack to far more than it is packed is not unpacked."""
        bomb = changed(write(sample()), put("README.txt", b"\0" * 30_000_000), pin=True)
        assert len(bomb) < 100_000
        with pytest.raises(BadArchive, match="stays closed"):
            read(bomb)

    def test_too_many_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nor what is over the limit whatever its ratio; and no such archive is written."""
        data = write(sample())
        whole = sum(one.file_size for one in zipfile.ZipFile(io.BytesIO(data)).infolist())
        for limit, refuses in ((whole, False), (whole - 1, True)):
            monkeypatch.setattr("tickbox_core.archive.reading.MOST_BYTES", limit)
            if refuses:
                with pytest.raises(BadArchive, match="stays closed"):
                    read(data)
            else:
                assert read(data) == sample()
        monkeypatch.setattr("tickbox_core.archive.writing.MOST_BYTES", 10)
        with pytest.raises(BadValue, match="too much"):
            write(sample())

    @pytest.mark.parametrize("limit", ["MOST_PARTS", "MOST_MANIFEST", "MOST_BYTES", "MOST_RATIO"])
    def test_what_is_written_is_read(self, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
        """Each limit just under, on and just over: the writer refuses what the reader refuses."""
        data = write(sample())
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {one.filename: one.file_size for one in archive.infolist()}
        bars = {
            "MOST_PARTS": len(sizes),
            "MOST_MANIFEST": sizes["manifest.json"],
            "MOST_BYTES": sum(sizes.values()),
            "MOST_RATIO": -(-sum(sizes.values()) // len(data)),
        }
        for more, fits in ((-1, False), (0, True), (1, True)):
            for side in ("reading", "writing"):
                monkeypatch.setattr(f"tickbox_core.archive.{side}.{limit}", bars[limit] + more)
            if fits:
                assert read(write(sample())) == sample()
                continue
            with pytest.raises(BadArchive):
                read(data)
            with pytest.raises(BadValue, match="too much"):
                write(sample())

    @pytest.mark.parametrize("data", [b"", b"PK", b"nonsense" * 100, bytes(1000)])
    def test_no_zip(self, data: bytes) -> None:
        """Any other bytes are refused in words."""
        with pytest.raises(BadArchive, match="no zip file"):
            read(data)

    @given(st.data())
    def test_any_flipped_bit(self, data: st.DataObject) -> None:
        """A bit anywhere: refused, or nothing of what counts has changed."""
        whole = bytearray(write(sample()))
        at = data.draw(st.integers(0, len(whole) * 8 - 1))
        whole[at // 8] ^= 1 << at % 8
        with suppress(BadArchive):
            assert read(bytes(whole)) == sample()

    @given(st.integers(0, 3000))
    def test_any_cut(self, length: int) -> None:
        """An archive that broke off is refused."""
        whole = write(sample())
        if length < len(whole):
            with pytest.raises(BadArchive):
                read(whole[:length])


@pytest.mark.parametrize("name", ["README.txt", "manifest.json", "town/area.jsonl", ENTRY])
def test_known_names(name: str) -> None:
    """What every archive has is known."""
    assert names.is_known(name)
