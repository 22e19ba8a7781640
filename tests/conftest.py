"""What tests of any folder may ask for by name, and skip without: data sets and a browser."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tickbox_core.playing import played
from tickbox_core.registry import loading, timeouts
from tickbox_core.testing.answers import every_answer_fits

ROOT = Path(__file__).resolve().parents[1]


def folder(variable: str, default: str, what: str) -> Path:
    """The folder that an environment variable names, or one beside the checkout; else skip."""
    path = Path(os.environ.get(variable) or ROOT.parent / default)
    if not path.is_dir():
        pytest.skip(f"no {what} here: set {variable} to the folder that holds it")
    return path


MEMORY, ROOM = Path("/dev/shm"), 6 << 30
"""Where Linux keeps files in memory, and how many bytes must be free there."""


def pytest_configure(config: pytest.Config) -> None:
    """Thousands of small stores are each written through to the disk: a slow one doubles the time.

    Where memory is ample they lie in it; what the tests show of stores does not hang on it.  A
    folder that was asked for (``--basetemp``, ``TMPDIR``) is kept to.
    """
    asked_for = config.option.basetemp or {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys()
    if asked_for or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # it is found anew


@pytest.fixture(scope="session", autouse=True)
def _one_width() -> Iterator[None]:
    """Tables are as wide in every terminal, and in none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        yield


@pytest.fixture(scope="session", autouse=True)
def _answers_as_declared() -> Iterator[None]:
    """Whatever a test has a desk do: the answer is what its act says that it answers."""
    with every_answer_fits():
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_haste() -> Iterator[None]:
    """A machine that has much else to do is no plugin that hangs: those have half a minute."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "LOADING", 30.0)
        patch.setattr(timeouts, "ANSWERING", 30.0)
        patch.setattr(timeouts.Watch.ask, "__defaults__", (30.0,))
        yield


@pytest.fixture(scope="session", autouse=True)
def _hashed_once() -> Iterator[None]:
    """The same towns are made again and again: the slow hash of a code of theirs is kept."""
    scrypt, known = hashlib.scrypt, dict[tuple[Any, ...], bytes]()

    def once(password: bytes, **given: Any) -> bytes:
        key = (password, *sorted(given.items()))
        if key not in known:
            known[key] = scrypt(password, **given)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashlib, "scrypt", once)
        yield


@pytest.fixture
def hangs(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What a plugin calls that is about to hang: no other runs out of time, however slow it is."""
    at_work: set[threading.Thread | None] = set()
    give_up = timeouts.Watch._give_up

    def give_up_on_those(watch: timeouts.Watch) -> None:
        if watch._thread in at_work:
            give_up(watch)

    monkeypatch.setattr(timeouts.Watch, "_give_up", give_up_on_those)
    return lambda: at_work.add(threading.current_thread())


@pytest.fixture(scope="session")
def _played_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("played") / "year"
    for _ in played(folder):
        pass
    return folder


@pytest.fixture(scope="module")
def played_year(_played_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a year is over, with all that is installed: a copy for each file."""
    return Path(shutil.copytree(_played_once, tmp_path_factory.mktemp("year") / "data"))


@pytest.fixture(scope="session")
def pabulib_dir() -> Path:
    """A folder of real elections in Pabulib's format (``*.pb``)."""
    return folder("TICKBOX_PABULIB", "shared/data/pabulib", "Pabulib files")


@pytest.fixture(scope="session")
def vectors_dir() -> Path:
    """A folder of worked examples with known answers (``*.json``)."""
    return folder("TICKBOX_VECTORS", "shared/vectors", "worked examples")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, for tests marked ``browser``.

    Without one they are skipped, unless ``TICKBOX_REQUIRE_BROWSER=1`` says that they must not be.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None and os.environ.get("TICKBOX_REQUIRE_BROWSER") == "1":
        pytest.fail(
            "TICKBOX_REQUIRE_BROWSER=1, and none of these is installed: " + ", ".join(names)
        )
    if path is None:
        pytest.skip("no Chromium here: apt install chromium")
    return path


SECONDS: dict[str, float] = json.loads((ROOT / "tests/seconds.json").read_text("utf-8"))
"""What files of tests took, as ``tests/benchmarks/suite.py`` wrote it down; nothing but their order
hangs on it."""
USUAL, SLOW, SLOW_MARKS = 0.05, 3.0, {"slow", "browser"}
"""Seconds of a test in a file that nobody has measured yet."""


def begin_slow_files_first(items: list[pytest.Item]) -> None:
    """By what each file took when it was measured: the last to be begun are short."""
    guessed: Counter[Path] = Counter()
    for item in items:
        guessed[item.path] += (
            SLOW if SLOW_MARKS & {one.name for one in item.iter_markers()} else USUAL
        )
    names = {path: path.relative_to(ROOT).as_posix() for path in guessed}
    took = {path: SECONDS.get(names[path], guess) for path, guess in guessed.items()}
    items.sort(key=lambda item: (-took[item.path], str(item.path)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests stay to the end: nobody need look for litter among them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)  # what one test leaves is little


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked ``long`` run only when they are asked for by name: ``-m long``.

    Where several processes share the work, the files that take longest are begun first: none of
    them is left to one process at the end.
    """
    if hasattr(config, "workerinput"):
        begin_slow_files_first(items)
    if "long" in config.option.markexpr:
        return
    skip = pytest.mark.skip(reason="long: run it with -m long")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)
