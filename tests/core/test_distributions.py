"""What is installed is read once, and again when something is put beside it."""

from importlib.metadata import Distribution
from pathlib import Path

import pytest

from tickbox_core.registry.distributions import brought_by, entry_points, release_of

GROUP = "tickbox.tried"


def install(folder: Path, name: str, metadata: str) -> None:
    """A distribution with one entry point of its own name."""
    info = folder / f"{name.replace('-', '_')}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(metadata)
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = nothing\n")


def metadata(name: str, version: str = "1") -> str:
    """As an installer leaves it, with a description that says otherwise."""
    return f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n\nName: other\nVersion: 9\n"


def test_what_is_installed_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same process, without anything being told."""
    monkeypatch.syspath_prepend(tmp_path)
    assert entry_points(group=GROUP) == ()
    install(tmp_path, "tickbox-one", metadata("tickbox-one"))
    assert [brought_by(one) for one in entry_points(group=GROUP)] == ["tickbox-one"]
    install(tmp_path, "tickbox-two", metadata("Tickbox_Two"))
    found = sorted(brought_by(one) for one in entry_points(group=GROUP))
    assert found == ["Tickbox_Two", "tickbox-one"]


@pytest.mark.parametrize(
    "written",
    [metadata("x-y", "2.1"), metadata("x-y", "2.1").replace("\n", "\r\n"),
     "name: x-y\nVERSION:2.1\n", "Version: 2.1\nSummary: long\n  Name: no\nName: x-y\n"],
    ids=["plain", "windows", "letters", "order"],
)  # fmt: skip
def test_its_name_and_version_are_those_of_the_head(tmp_path: Path, written: str) -> None:
    """As ``importlib.metadata`` has them, whatever the description says."""
    (folder := tmp_path / "x_y-2.1.dist-info").mkdir()
    (folder / "METADATA").write_bytes(written.encode())
    found = Distribution.at(folder)
    assert release_of(found) == (found.name, found.version) == ("x-y", "2.1")
