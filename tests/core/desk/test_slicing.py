"""The archive of one round: recounts elsewhere to the same, tells no name, kept as evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from tickbox_core.archive import Contents, Kind, digest, read, write
from tickbox_core.bundle import differences
from tickbox_core.cli import main
from tickbox_core.desk import Desk, Town
from tickbox_core.desk.keeping.restoring import check_backup, evidence, restore
from tickbox_core.desk.keeping.slicing import Sliced, archive
from tickbox_core.desk.keeping.taking import backup
from tickbox_core.errors import NotListed, NotPossible, WrongState
from tickbox_core.store.folder import DataFolder
from tickbox_core.testing import desks
from tickbox_core.text import Text

from . import annual_house, kept_house
from .kept_house import AREA, J1, LIFT, NAMES, R1, do, registry

MADE = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DataFolder, Desk]]:
    """A town in which everything has happened, and a second round is open."""
    data, desk, _ = kept_house.folder(tmp_path_factory.mktemp("sliced") / "town")
    desk.prepare(desks.plan(id="r2", items=annual_house.ITEMS[:1]))
    desk.register("r2", annual_house.roll())
    desks.open_list(desk, "r2")
    do(desk, "wish/take", text="还没有答复", author="夏侯等候")
    yield data, desk
    data.close()


def sliced(house: tuple[DataFolder, Desk], round: str = R1, **more: Any) -> Sliced:
    """The archive of a round."""
    return archive(house[0], AREA, round, registry(), made=MADE, version="0", **more)


@pytest.fixture(scope="module")
def contents(house: tuple[DataFolder, Desk]) -> Contents:
    """That of the decided one, without names."""
    return sliced(house).contents


class TestWhatIsInIt:
    def test_it_recounts_elsewhere_to_the_same(
        self, house: tuple[DataFolder, Desk], contents: Contents, tmp_path: Path
    ) -> None:
        """Round, motion and judgement, from the tables and from the bundles beside them."""
        _, desk = house
        found = check_backup(read(write(contents)), tmp_path, registry())
        assert found.faults == ()
        told = {one.id: one.digest for one in desk.keeping.verify().recounted}
        assert {one.id: one.digest for one in found.recounted} == told
        assert set(told) == {R1, LIFT, J1}
        held = set(contents.files.values())
        assert held == {desk.bundle(R1), desk.motions.bundle(LIFT), desk.judging.bundle(J1)}
        assert [differences(data).status for data in held] == [0, 0, 0]

    def test_no_name_is_in_it(self, contents: Contents) -> None:
        """Nor the address, phone, or word of anybody; nor a code, nor a token."""
        told = repr([(a.tables, a.checkpoints) for a in contents.areas.values()])
        told += repr(contents.town) + repr(list(contents.files.values()))
        assert [name for name in NAMES if name in told or name.encode() in told.encode()] == []
        tables = contents.areas[AREA].tables
        empty = "person unit sealed code answer failure head_slot motion_paper".split()
        assert [name for name in empty if tables[name]] == []
        assert not contents.town["staff"]
        assert contents.about.names is False

    def test_no_other_round_is_in_it(self, contents: Contents) -> None:
        """Of the open round there is nothing but what the diary says to everybody."""
        tables = contents.areas[AREA].tables
        assert {row["id"] for row in tables["cycle"]} == {R1}
        assert {row["log"] for row in tables["entry"]} == {R1, LIFT, J1, "diary"}

    def test_with_names(self, house: tuple[DataFolder, Desk], tmp_path: Path) -> None:
        """The roll, the papers and the round's own sealed words; nobody else's."""
        whole = sliced(house, names=True).contents
        assert check_backup(read(write(whole)), tmp_path, registry()).faults == ()
        told = repr(whole.areas[AREA].tables)
        assert [name for name in NAMES if name not in told] == []
        assert "夏侯等候" not in told
        assert not whole.areas[AREA].tables["code"]

    def test_plugins_and_rules_are_named(self, contents: Contents) -> None:
        """Those of this round, with their versions."""
        assert contents.about.kind is Kind.ROUND
        assert contents.about.round == R1
        assert contents.about.rules == (("tick-share", "1"),)

    def test_a_motion_still_running_is_left_out(self, tmp_path: Path) -> None:
        """What owners say is nobody's business before it is published; it is said so."""
        data, desk, _ = kept_house.folder(tmp_path / "town")
        do(desk, "project/start", round=R1, item="garden")
        do(desk, "project/responsible", project="garden", side="property-firm", name="物业",
           task="种")  # fmt: skip
        do(desk, "project/begin", project="garden")
        do(desk, "project/deliver", project="garden")
        desk.judging.open("j2", R1, ["garden"], Text("评议", "judgement"))
        made = sliced((data, desk))
        assert made.left_out == ("j2",)
        assert "j2" not in made.contents.about.logs[AREA]
        assert check_backup(made.contents, tmp_path, registry()).faults == ()
        data.close()

    def test_refusals(self, house: tuple[DataFolder, Desk]) -> None:
        """An open round, a trial, what is not there."""
        data, desk = house
        with pytest.raises(WrongState):
            sliced(house, "r2")
        with pytest.raises(NotListed):
            sliced(house, "r9")
        with pytest.raises(NotListed):
            archive(data, "b8", R1, registry(), made=MADE, version="0")
        desk.prepare(desks.plan(id="trial", rehearsal=True))
        with pytest.raises(NotPossible, match="trial"):
            sliced(house, "trial")


class TestRestored:
    def test_to_a_folder_of_its_own(self, contents: Contents, tmp_path: Path) -> None:
        """A small town with that round, to be looked into as any other."""
        restore(contents, tmp_path / "new", check=False)
        town = Town(tmp_path / "new", registry())
        desk = town.desk(AREA)
        assert desk.outcome(R1) is not None
        assert desk.bundle(R1) in contents.files.values()
        assert desk.projects.card("gate")
        assert [round.id for round in desk.rounds()] == [R1]
        town.close()

    def test_into_a_living_town_as_evidence(
        self, house: tuple[DataFolder, Desk], contents: Contents, tmp_path: Path
    ) -> None:
        """Beside its rounds, read-only, in none of its figures; and its backups hold it."""
        town = DataFolder(tmp_path / "town")
        town.plant(kept_house.IN_ALL)
        desk = desks.opened(town.add_area(AREA))
        before, data = desk.figures(), write(contents)
        file, verdict = evidence(data, tmp_path / "town", registry())
        assert (verdict.faults, file.read_bytes()) == ((), data)
        assert file.stat().st_mode & 0o222 == 0
        assert file.name == f"{AREA}.{R1}.{digest(data)[:16]}.zip"
        assert desk.figures() == before
        assert evidence(data, tmp_path / "town", registry())[0] == file
        held = backup(town, made=MADE, version="0")
        assert held.files[f"evidence/{file.name}"] == data
        assert read(write(held)) == held
        with pytest.raises(NotPossible, match="new folder"):
            evidence(write(held), tmp_path / "town", registry())
        town.close()

    def test_a_forged_bundle_in_it(self, contents: Contents, tmp_path: Path) -> None:
        """The log of the bundle changed, its hash put right in the manifest: not kept."""

        def earlier(entry: dict[str, Any]) -> None:
            entry["at"] = "2026-01-01T00:00:00+00:00"

        whole = contents.files["bundles/1.zip"]
        forged = {**contents.files, "bundles/1.zip": desks.forge_bundle(whole, "opened", earlier)}
        data = write(attrs.evolve(contents, files=forged))
        file, verdict = evidence(data, tmp_path, registry())
        assert verdict.faults
        assert all("bundles/1.zip" in fault.en for fault in verdict.faults)
        assert not file.exists()

    def test_a_bundle_of_something_else(self, contents: Contents, tmp_path: Path) -> None:
        """It recounts, but it is not of this round."""
        other = desks.opened()
        other.close(R1)
        other.publish(R1)
        files = {**contents.files, "bundles/9.zip": other.bundle(R1)}
        found = check_backup(attrs.evolve(contents, files=files), tmp_path, registry())
        assert [fault.en for fault in found.faults] == [
            "bundles/9.zip: it does not belong to this archive."
        ]


class TestCommand:
    def test_archived_here_and_kept_there(
        self,
        house: tuple[DataFolder, Desk],
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """As two people in two places type it."""
        monkeypatch.chdir(tmp_path)
        here = str(house[0].path)
        assert main(["archive", "--lang", "en", "--data", here, AREA, R1]) == 0
        told = capsys.readouterr().out
        assert f"{AREA}/{R1}: " in told and "Archived to tickbox-n1-r1.zip" in told
        assert main(["found", "--data", "there", "n9:neighbourhood:那里"]) == 0
        capsys.readouterr()
        restoring = ["restore", "tickbox-n1-r1.zip", "--data", "there"]
        assert main([*restoring, "--lang", "en"]) == 0
        told = capsys.readouterr().out
        assert "read-only evidence" in told and "recount agrees" in told
        assert main([*restoring, "--json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert {one["id"] for one in report["recounted"]} == {R1, LIFT, J1}
        assert main(["archive", "--data", here, AREA, R1]) == 2
        assert main(["archive", "--data", here, AREA, "r2", "--out", "x.zip"]) == 2
        names = ["archive", "--data", here, AREA, R1, "--with-names", "--out", "n.zip"]
        assert main([*names, "--lang", "en"]) == 0
        assert capsys.readouterr().err.splitlines()[-1].startswith("Warning: names")
        assert sorted(file.name for file in tmp_path.iterdir()) == [
            "n.zip", "there", "tickbox-n1-r1.zip",
        ]  # fmt: skip
