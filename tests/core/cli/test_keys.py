"""``tickbox keys``, and the commands that need them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tickbox_core.cli import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a neighbourhood, and somebody who has a token there."""
    folder = tmp_path / "data"
    assert main(["found", "--data", str(folder), "n1:neighbourhood:一村"]) == 0
    assert main(["staff", "--data", str(folder), "--area", "n1", "乙"]) == 0
    return folder


def test_whole_keys(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0, and nothing is made."""
    capsys.readouterr()
    assert main(["keys", "--data", str(data), "--new", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"keys": {"log-signing": None, "code-pepper": None}, "made": []}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lost_key(data: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    """1 with a sentence; every command refuses, exit 2; made anew only where that is said."""
    pepper = data / "keys" / "code-pepper"
    before = (data / "keys" / "log-signing").read_bytes()
    pepper.unlink()
    words = {"zh": "code-pepper 不能用", "en": "code-pepper cannot be used"}[language]
    capsys.readouterr()
    assert main(["keys", "--data", str(data), "--lang", language]) == 1
    assert words in capsys.readouterr().out
    refused = (["serve", "--data", str(data)], ["staff", "--data", str(data), "--area", "n1", "甲"])
    for command in refused:
        assert main([*command, "--lang", language]) == 2
        assert words in capsys.readouterr().err
    assert not pepper.exists()
    assert main(["keys", "--data", str(data), "--new"]) == 0
    assert len(pepper.read_bytes()) == 32
    assert (data / "keys" / "log-signing").read_bytes() == before
    assert main(["staff", "--data", str(data), "--area", "n1", "甲"]) == 0


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_damaged_key_is_never_replaced(
    data: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    """Not even where new ones are asked for: somebody has to take it away by hand."""
    signing = data / "keys" / "log-signing"
    signing.write_bytes(content)
    assert main(["serve", "--data", str(data)]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert main(["keys", "--data", str(data), "--new"]) == 1
    assert signing.read_bytes() == content


def test_no_folder_is_made_by_asking(tmp_path: Path) -> None:
    """A name typed wrong stays wrong."""
    assert main(["keys", "--data", str(tmp_path / "nowhere"), "--new"]) == 2
    assert not (tmp_path / "nowhere").exists()
