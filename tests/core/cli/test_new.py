"""A new plugin is green at once, and what is installed is listed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tickbox_core.cli import main

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("kind", "name", "lines"),
    [
        ("category", "benches", 60),
        ("category", "park-benches-2", 60),
        ("component", "lending", 160),
        ("component", "tool-shed-2", 160),
    ],
)
def test_a_new_plugin_is_green_at_once(tmp_path: Path, kind: str, name: str, lines: int) -> None:
    """Its own tests pass and its README's example runs; an author has little to read."""
    assert main(["new", kind, name, "--to", str(tmp_path)]) == 0
    folder = tmp_path / f"tickbox-{name}"
    module = f"tickbox_{name.replace('-', '_')}"
    source = folder / "src" / module / "__init__.py"
    assert len(source.read_text("utf-8").splitlines()) < lines
    paths = os.pathsep.join([str(ROOT / "src"), str(folder / "src")])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "@" not in (folder / "pyproject.toml").read_text("utf-8")


def test_what_is_there_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that exists, and a name that cannot be one, are refused with nothing written."""
    (tmp_path / "tickbox-benches").mkdir()
    for name, said in (("benches", "was not touched"), ("Benches", "small letters"), ("", "name")):
        assert main(["new", "category", name, "--to", str(tmp_path), "--lang", "en"]) == 2
        assert said in capsys.readouterr().err
    assert list((tmp_path / "tickbox-benches").iterdir()) == []


def test_what_is_installed_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With what each brings, in words and in JSON."""
    assert main(["plugins", "--json"]) == 0
    plugins = json.loads(capsys.readouterr().out)["plugins"]
    core = next(plugin for plugin in plugins if plugin["name"] == "tickbox-core")
    assert "tick-share" in core["brings"]["rules"]
    assert main(["plugins", "--lang", "zh"]) == 0
    assert "已安装不等于生效" in capsys.readouterr().out
