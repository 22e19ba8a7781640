"""``tickbox backup`` and ``tickbox restore``, as somebody types them, each in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tickbox_core.archive import Contents, read, write
from tickbox_core.cli import main

from .kept_house import AREA, J1
from .test_keeping import contents, copied, fails, town, with_tables

__all__ = ["contents", "town"]


def tickbox(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own, as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "tickbox_core.cli", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "LANG": "en_US.UTF-8"},
    )


class TestCommands:
    def test_another_installation_recounts_to_the_same(self, town: Path, tmp_path: Path) -> None:
        """Backed up here, restored there by another process: the same digests."""
        (tmp_path / "there").mkdir()
        done = tickbox(
            "backup", "--data", str(town), "--out", str(tmp_path / "b.zip"), cwd=tmp_path
        )
        assert (done.returncode, done.stderr) == (0, "")
        again = tickbox(
            "restore", "../b.zip", "--data", "new", "--verify", "--json", cwd=tmp_path / "there"
        )
        report = json.loads(again.stdout)
        assert (again.returncode, report["faults"]) == (0, [])
        logs = read((tmp_path / "b.zip").read_bytes()).about.logs[AREA]
        assert {one["id"]: one["digest"] for one in report["recounted"]} == {
            log: note.outcome for log, note in logs.items() if note.outcome
        }
        assert report["digest"] in done.stdout
        assert "here" in report["note"]["en"]  # the law's plugin is not installed there

    def test_a_difference_is_told_and_ends_with_1(self, contents: Contents, tmp_path: Path) -> None:
        """In one line each; the archive is checked without being restored."""
        tables = copied(contents)
        tables["mark"][-1]["mark"] = "dissatisfied"
        (tmp_path / "b.zip").write_bytes(write(with_tables(contents, tables)))
        done = tickbox("restore", "b.zip", "--verify", cwd=tmp_path)
        assert done.returncode == 1
        assert f"! {AREA}/{J1}/mark" in done.stdout
        assert "RECOUNT DIFFERS" in done.stdout
        assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]

    @pytest.mark.parametrize(
        "words, said",
        [
            (["restore", "b.zip"], "does not say where"),
            (["restore", "none.zip", "--verify"], "No such file"),
            (["restore", "x.zip", "--verify"], "no zip file"),
            (["restore", "x.zip", "--data", "new"], "no zip file"),
            (["backup", "--data", "nowhere"], "no data folder"),
            (["backup", "--data", "{town}", "--out", "x.zip"], "there already"),
            (["backup", "--data", "{town}", "--out", "no/x.zip"], "there is no folder"),
            (["backup", "--data", "{town}", "--area", "b8"], "there is no area"),
        ],
    )
    def test_refusals(self, town: Path, tmp_path: Path, words: list[str], said: str) -> None:
        """One sentence, exit code 2, and nothing is left."""
        (tmp_path / "x.zip").write_bytes(b"nonsense")
        done = tickbox(*(word.format(town=town) for word in words), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]

    def test_keys_are_warned_of(self, town: Path, tmp_path: Path) -> None:
        """In words, beside the answer."""
        words = ("backup", "--data", str(town), "--with-keys", "--out", "k.zip")
        done = tickbox(*words, cwd=tmp_path)
        assert done.returncode == 0
        assert done.stderr.startswith("Warning: the keys are in this file.")
        assert (tmp_path / "k.zip").stat().st_mode & 0o077 == 0

    def test_an_interrupted_backup(
        self, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nothing is there, not even a part."""
        monkeypatch.setattr("os.fsync", fails)
        assert main(["backup", "--data", str(town), "--out", str(tmp_path / "b.zip")]) == 130
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", [0.4, 0.7, 0.9, 1.1])
def test_killed_at_any_moment(contents: Contents, tmp_path: Path, seconds: float) -> None:
    """A restore that is killed leaves the whole folder or none, and then it can be done again."""
    (tmp_path / "b.zip").write_bytes(write(contents))
    words = [sys.executable, "-m", "tickbox_core.cli", "restore", "b.zip", "--data", "new"]
    with subprocess.Popen([*words, "--verify"], cwd=tmp_path, stdout=subprocess.DEVNULL) as running:
        with suppress(subprocess.TimeoutExpired):
            running.wait(seconds)
        running.kill()
    if (tmp_path / "new").exists():
        done = tickbox("backup", "--data", "new", "--out", "again.zip", cwd=tmp_path)
        assert done.returncode == 0
        again = read((tmp_path / "again.zip").read_bytes())
        assert again.areas[AREA] == contents.areas[AREA]
    else:
        done = tickbox("restore", "b.zip", "--data", "new", "--verify", cwd=tmp_path)
        assert done.returncode == 0
