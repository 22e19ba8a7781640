"""A played town, its backup and archives, as an earlier version wrote them, are read."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

import tickbox_awards
from tickbox_core import open_registry
from tickbox_core.bundle import differences
from tickbox_core.cli import main
from tickbox_core.desk import Town
from tickbox_core.ledger import canonical

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
ROUNDS = {
    "n1": "aa24ee6e3f6e1c4bada40306d1ebc6526f2967992a2e3bca6c31b9dd6dafb04c",
    "n2": "3459c56321819da28e6174f7f1a1c529689c5910fe433bb65835375959e54b30",
    "n3": "3459c56321819da28e6174f7f1a1c529689c5910fe433bb65835375959e54b30",
}
JUDGEMENTS = {
    "n1": "a3f16c3d3ac9a85a3af67116877ecbe36176459952d921b561fe6afb301eebb4",
    "n2": "5f348c30e04676eb3f81a3e092b1cb2d1c933fc7c118eee668f337e032a11685",
    "n3": "5f348c30e04676eb3f81a3e092b1cb2d1c933fc7c118eee668f337e032a11685",
}
"""Digests of the results as they were published."""
ALL = {(area, "r2026", digest) for area, digest in ROUNDS.items()} | {
    (area, "j2026", digest) for area, digest in JUDGEMENTS.items()
}
ONE = {(area, id_, digest) for area, id_, digest in ALL if area == "n1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder, in a place where it can be written to."""
    with zipfile.ZipFile(GOLDEN / "town-1.zip") as packed:
        packed.extractall(tmp_path / "town")
    return tmp_path / "town"


def test_the_folder_opens_and_every_log_agrees_with_its_witness(folder: Path) -> None:
    """Desks, diaries, cards, figures and results are as they were."""
    town = Town(folder, open_registry(discover=False))
    assert set(town.areas()) == {"t", *ROUNDS}
    for area, digest in ROUNDS.items():
        desk = town.desk(area)
        outcome = desk.outcome("r2026")
        assert outcome is not None
        assert hashlib.sha256(canonical(outcome.plain())).hexdigest() == digest
        assert differences(desk.bundle("r2026")).status == 0
        assert desk.judging.of_project(next(iter(desk.projects.projects())).id) is not None
    assert len(town.desk("n1").diary.entries()) > 50
    year = town.figures().total
    assert (year.items, year.participations, year.projects) == (10, 105, 4)
    assert "awards" not in year.counted  # opened without the plugin that wrote of them
    town.close()
    brought = open_registry(discover=False, plugins={"awards": tickbox_awards})
    town = Town(folder, brought)
    assert town.figures().total.counted["awards"] == 3
    town.close()


def test_the_folder_goes_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new entry is written after those of then, and everything still verifies."""
    data = ["--data", str(folder), "--area", "n1"]
    assert main(["do", *data, "wish/take", "text=东门装灯"]) == 0
    assert main(["backup", "--data", str(folder), "--out", str(folder.parent / "new.zip")]) == 0
    capsys.readouterr()
    assert main(["restore", str(folder.parent / "new.zip"), "--verify", "--json"]) == 0
    assert recounted(capsys) == ALL


def test_a_diary_that_names_nobody_goes_on_with_who_did_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Entries of then stay as they are; from now on each act of staff has one behind it."""
    town = Town(folder, open_registry(discover=False))
    before = town.desk("n1").diary.entries()
    town.close()
    assert before and not any(one.kind == "act" for one in before)
    data = ["--data", str(folder), "--area", "n1"]
    assert main(["do", *data, "--by", "小林", "wish/take", "text=东门装灯", "channel=door"]) == 0
    town = Town(folder, open_registry(discover=False))
    desk = town.desk("n1")
    assert desk.diary.entries()[: len(before)] == before
    wish, act = desk.diary.entries()[len(before) :]
    assert (wish.kind, act.kind) == ("wish", "act")
    assert act.facts["entries"] == {"diary": [wish.position]}
    assert act.sealed == {"name": "小林", "role": "staff"}
    assert desk.keeping.verify().faults == () and desk.keeping.due()
    town.close()
    capsys.readouterr()


def recounted(capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str, str]]:
    """Area, id and digest of every result that was recounted and agrees."""
    told = json.loads(capsys.readouterr().out)
    assert told["faults"] == [] and all(one["agrees"] for one in told["recounted"])
    return {(one["area"], one["id"], one["digest"]) for one in told["recounted"]}


@pytest.mark.parametrize(
    "file, whole", [("backup-1", ALL), ("archive-1", ONE), ("archive-1-names", ONE)]
)
def test_backups_and_archives_are_read_and_recount(
    file: str, whole: set[tuple[str, str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every log, every result, with the digests of then."""
    assert main(["restore", str(GOLDEN / f"{file}.zip"), "--verify", "--json"]) == 0
    assert recounted(capsys) == whole


def test_a_backup_is_restored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Into a folder that opens and whose bundles recount."""
    args = ["restore", str(GOLDEN / "backup-1.zip"), "--data", str(tmp_path / "again"), "--json"]
    assert main(args) == 0
    assert recounted(capsys) in (ALL, set())
    town = Town(tmp_path / "again", open_registry(discover=False))
    assert all(differences(town.desk(area).bundle("r2026")).status == 0 for area in ROUNDS)
    town.close()


def test_the_files_are_those_of_then() -> None:
    """Nobody makes them anew: what was written once stays written."""
    kept = json.loads((GOLDEN / "town-1.json").read_text("utf-8"))
    here = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in GOLDEN.glob("*.zip")
        if file.stem in ("town-1", "backup-1", "archive-1", "archive-1-names")
    }
    assert here == kept
