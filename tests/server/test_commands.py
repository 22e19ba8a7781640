"""``tickbox serve``: a folder is served until Ctrl-C; what is wrong is said in one sentence."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import tickbox_core
from tickbox_core import hookimpl, open_registry
from tickbox_core.cli import Command, Parser
from tickbox_core.desk import Town
from tickbox_core.errors import BadValue
from tickbox_core.text import Language
from tickbox_server.commands import serve, serve_town

Small = Any  # conftest's
SOURCE = Path(tickbox_core.__file__).parents[1]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def parsed(*words: str) -> argparse.Namespace:
    """The command's arguments."""
    parser = Parser("tickbox serve", "en", serve.help)
    serve.configure(parser)
    return parser.parse_args(words)


def test_it_is_a_command() -> None:
    """What the entry point names is what ``tickbox`` asks for."""
    assert isinstance(serve, Command)
    args = parsed("--data", "somewhere")
    assert (args.host, args.port, args.data) == ("127.0.0.1", 8000, Path("somewhere"))


def test_a_folder_without_a_town_is_refused(tmp_path: Path) -> None:
    """Nothing is made in a folder that was named by mistake."""
    with pytest.raises(BadValue, match=r"there is no town\.sqlite here"):
        serve.run(parsed("--data", str(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named(small: Small) -> None:
    """The address and what to do, no traceback."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(BadValue, match="Choose another --port"),
    ):
        serve_town(small.town, "127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("language, said", [("en", "failed at"), ("zh", "时出错")])
def test_a_part_that_is_left_out_is_said(
    small: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: Language,
    said: str,
) -> None:
    """To whoever starts the server, in their language; it is served all the same."""

    @hookimpl(optionalhook=True)
    def tickbox_server_parts() -> tuple[object, ...]:
        raise ImportError("no pages here")

    broken = SimpleNamespace(tickbox_server_parts=tickbox_server_parts)
    small.town.close()
    town = Town(tmp_path / "data", open_registry(discover=False, plugins={"broken": broken}))
    began: list[bool] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: began.append(True))
    assert serve_town(town, "127.0.0.1", free_port(), None, language) == 0
    town.close()
    told = capsys.readouterr().err
    assert began == [True]
    assert "broken" in told and "no pages here" in told and said in told, told


def test_it_serves_a_folder_and_ends_with_ctrl_c(small: Small, tmp_path: Path) -> None:
    """A process of its own answers, takes nothing into a log, and stops cleanly."""
    port = free_port()
    run = (
        "import sys; from tickbox_server.commands import serve; from tickbox_core.cli import Parser"
    )
    call = (
        f"{run}; p = Parser('serve', 'en', serve.help); serve.configure(p); "
        f"sys.exit(serve.run(p.parse_args(sys.argv[1:])))"
    )
    words = ["--data", str(tmp_path / "data"), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-c", call, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    try:
        answer = _eventually(f"http://127.0.0.1:{port}/health")
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert b'"status":"ok"' in answer
    assert out == ""
    assert err.splitlines()[0] == f"Open http://127.0.0.1:{port}; Ctrl-C ends."
    assert "GET" not in err


def _eventually(address: str) -> bytes:
    until = time.monotonic() + 120
    while True:
        try:
            with urlopen(address) as answer:
                content: bytes = answer.read()
                return content
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
