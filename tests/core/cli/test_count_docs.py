"""``docs/count.md``: its files are written down, its commands run, and they say what it says."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from tickbox_core.cli import main

TEXT = Path(__file__).resolve().parents[3].joinpath("docs/count.md").read_text("utf-8")
FILES = re.findall(r"^```(?:csv|pb) (\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SESSIONS = "".join(re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^\$ tickbox (.*?)\n(.*?)(?=^\$|\Z)", SESSIONS, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("words, shown", COMMANDS, ids=[words for words, _ in COMMANDS])
def test_the_document_shows_what_the_command_prints(tmp_path, monkeypatch, capsys, words, shown):
    """Every session in the document, with ``...`` for what it leaves out."""
    for name, text in FILES:
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    code = main(shlex.split(words))
    out, err = capsys.readouterr()
    got = out + err + (f"[exit code {code}]\n" if code else "")
    assert doctest.OutputChecker().check_output(shown, got, doctest.ELLIPSIS), got


def test_the_document_has_sessions():
    """The patterns above still find what they look for."""
    assert len(COMMANDS) >= 8
    assert len(FILES) >= 6
