"""Several processes over one folder: what is due is written once, and each ends when it is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

import tickbox_core
from tickbox_core.desk import Town
from tickbox_core.testing import desks
from tickbox_core.workflow import log

from ..core.cli.test_jobs_command import announced
from .test_commands import free_port

SOURCE = Path(tickbox_core.__file__).parents[1]
ENDED = ["configuration", "roll", "opened", "cast", "ticking-ended", "closed"]
HOST = """
    import os
    from tickbox_core.desk import Town
    from tickbox_server import create_app

    def app():
        return create_app(Town(os.environ["TOWN"]))

    def mounted():
        from starlette.applications import Starlette
        from starlette.routing import Mount

        return Starlette(routes=[Mount("/inside", app=app())])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A town whose list ended yesterday and of which nobody has come by since."""
    announced(tmp_path / "t").close()
    (tmp_path / "host.py").write_text(textwrap.dedent(HOST))
    return tmp_path / "t"


@contextmanager
def running(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A process over the folder; killed at the end where it has not ended by itself."""
    paths = os.pathsep.join([str(SOURCE), str(folder.parent), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "TOWN": str(folder), "TZ": "UTC"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> int:
    """Told to end by SIGTERM: what it leaves with."""
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, (out, err)
    return process.returncode


def page(process: subprocess.Popen[str], port: int, path: str) -> str:
    """What an address answers, once the process listens there."""
    until = time.monotonic() + 120
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                return str(answer.read().decode())
        except HTTPError:
            raise
        except (URLError, ConnectionError):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until, "nobody listens"
            time.sleep(0.05)


def written(folder: Path) -> list[str]:
    """The kinds of entries of the list's log, as the file has them."""
    town = Town(folder)
    try:
        store = town.desk("n1").context.store
        return [one["kind"] for one in log.entries(store, desks.ROUND)]
    finally:
        town.close()


def serving(port: int, factory: str, *more: str) -> list[str]:
    """The words that serve a host's factory."""
    words = ["-m", "uvicorn", "--factory", factory, "--port", str(port), "--log-level", "warning"]
    return [*words, *more]


def test_several_workers_over_one_folder_end_it_once(folder: Path) -> None:
    """Forked workers, each with its own thread, asked at once by many."""
    port = free_port()
    with running(folder, *serving(port, "host:app", "--workers", "3")) as process:
        page(process, port, "/n/n1")
        asked = [threading.Thread(target=page, args=(process, port, "/n/n1/r1")) for _ in range(9)]
        for one in asked:
            one.start()
        for one in asked:
            one.join()
        assert "截止" in page(process, port, "/n/n1/r1")
        assert ended(process) in (0, -signal.SIGTERM)  # uvicorn hands the signal on
    assert written(folder) == ENDED


def test_mounted_without_a_lifespan_a_page_does_it(folder: Path) -> None:
    """No thread of ours runs there: the request is the first who comes."""
    port = free_port()
    with running(folder, *serving(port, "host:mounted")) as process:
        said = page(process, port, "/inside/n/n1/r1")
        assert "已按公告于" in said and "计票中" in said
        assert ended(process) in (0, -signal.SIGTERM)
    assert written(folder) == ENDED


def test_a_watch_beside_a_server(folder: Path) -> None:
    """Both look; one writes; each ends with 0 when it is told, and what is due is done."""
    port = free_port()
    watch = ("-m", "tickbox_core.cli", "jobs", "run", "--watch", "--json", "--data", str(folder))
    serve = ("-m", "tickbox_core.cli", "serve", "--data", str(folder), "--port", str(port))
    with running(folder, *watch) as watching, running(folder, *serve) as process:
        assert "计票中" in page(process, port, "/n/n1/r1")
        until = time.monotonic() + 120
        while written(folder) != ENDED:
            assert time.monotonic() < until, written(folder)
            time.sleep(0.05)
        assert ended(watching) == 0
        assert ended(process) == 0
    assert written(folder) == ENDED


def test_a_watch_alone_says_what_it_did_and_ends_with_ctrl_c(folder: Path) -> None:
    """At once, and nothing of nothing."""
    watch = ("-m", "tickbox_core.cli", "jobs", "run", "--watch", "--json", "--data", str(folder))
    with running(folder, *watch) as watching:
        assert watching.stdout is not None
        lines = [watching.stdout.readline() for _ in range(3)]
        assert json.loads("".join(lines)) == {"done": 1}
        watching.send_signal(signal.SIGINT)
        out, err = watching.communicate(timeout=120)
    assert (watching.returncode, out, err) == (0, "", "")
    assert written(folder) == ENDED
