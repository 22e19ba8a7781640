"""Plugins of strangers at the live server: what could never be published does not open there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from litestar.testing import TestClient

import tickbox_core
from tickbox_core import (
    Area,
    AreaTree,
    RuleChoice,
    RuleKind,
    Text,
    TickShare,
    hookimpl,
    open_registry,
)
from tickbox_core.desk import Cast, Town
from tickbox_core.errors import UnknownName
from tickbox_core.registry import timeouts
from tickbox_core.testing import desks
from tickbox_server import Settings, create_app

from ..installed import ACTS
from .test_commands import free_port

SOURCE = Path(tickbox_core.__file__).parents[1]
RULE = "of-those-who-came"
TREE = AreaTree((Area("n1", "neighbourhood", "一居"),))
PLUGIN = '''
    from tickbox_core import RuleKind, Text, TickShare, hookimpl

    @hookimpl
    def tickbox_rules():
        """Rules that the recount does not know."""
        make = lambda parameters, tie_break: TickShare("participants", tie_break)
        title = Text("按参与", "of those who came")
        return tuple(RuleKind(key, "1", title, make) for key in {keys!r})
'''


def bringing(*keys: str, make: Any = None) -> SimpleNamespace:
    """A plugin with rules of these keys."""

    def made(parameters: Any, tie_break: Any) -> Any:
        return TickShare("participants", tie_break)

    kinds = tuple(RuleKind(key, "1", Text("规则", "rule"), make or made) for key in keys)
    return SimpleNamespace(tickbox_rules=hookimpl(lambda: kinds))


def planted(folder: Path, rule: str, **plugins: Any) -> tuple[Town, str]:
    """A town with a round by that rule, ready to open, and a token of staff."""
    town = Town(folder, open_registry(discover=False, plugins=plugins))
    town.plant(TREE)
    desk = town.found("n1")
    desk.prepare(desks.plan(rule=RuleChoice(rule)))
    desk.register("r1", desks.roll())
    desks.make_ready(desk, "r1")
    return town, town.add_staff("n1", "王主任")


def act(client: Any, token: str, name: str, **fields: Any) -> Any:
    """Have staff do an act over the API, or ask for what it reads."""
    headers = {"Authorization": f"Bearer {token}"}
    url = f"/api/v1/areas/n1/acts/{name}"
    if ACTS[name].reads:
        return client.get(url, params=fields, headers=headers)
    return client.post(url, json=fields, headers=headers)


def test_a_rule_without_a_recount_is_refused_over_the_api(tmp_path: Path) -> None:
    """The checklist gives the reason, opening the same, and another rule opens."""
    town, token = planted(tmp_path, RULE, stranger=bringing(RULE))
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        lines = act(client, token, "round/checklist", round="r1").json()["answer"]
        (line,) = [one for one in lines if not one["met"]]
        assert line["key"] == "recount"
        assert "could never be published" in line["text"]["en"]
        assert "无法公布" in line["text"]["zh"]
        refused = act(client, token, "round/open", round="r1")
        assert refused.status_code == 409, refused.text
        assert RULE in refused.text and "stranger" in refused.text
        town.desk("n1").prepare(desks.plan())
        desks.make_ready(town.desk("n1"), "r1")
        assert act(client, token, "round/open", round="r1").status_code == 200
    town.close()


def test_a_rule_that_hangs_stops_nobody_at_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hangs: Callable[[], None]
) -> None:
    """Opening is refused while the rule still hangs, and ballots of another round are taken."""
    monkeypatch.setattr(timeouts.Watch.ask, "__defaults__", (0.3,))
    monkeypatch.setattr(timeouts, "ANSWERING", 0.3)

    hanging, back = threading.Event(), threading.Event()

    class Hangs:
        key, version = "hangs", "1"

        def outcome(self, contest: Any) -> Any:
            hangs()
            hanging.wait(60)
            back.set()

    town, token = planted(tmp_path, "hangs", stranger=bringing("hangs", make=lambda p, t: Hangs()))
    desk = town.desk("n1")
    desk.prepare(desks.plan(id="r2"))
    desk.register("r2", desks.roll())
    desks.make_ready(desk, "r2")
    with TestClient(create_app(town), base_url="http://testserver.local") as client:
        assert act(client, token, "round/open", round="r2").status_code == 200
        refused = act(client, token, "round/open", round="r1")
        assert refused.status_code == 409
        assert "did not answer within 0.45 s" in refused.text
        desk.cast("r2", Cast(desk.slots("r2")[0].slot, ("gate",), "key"))
        assert client.get("/health").status_code == 200
        assert not back.is_set()
        hanging.set()
    town.close()


def test_settings_leave_plugins_out(tmp_path: Path) -> None:
    """The host's own configuration; a name that is not there is an error at start."""
    town, token = planted(tmp_path, RULE, stranger=bringing(RULE), other=bringing("theirs"))
    app = create_app(town, settings=Settings(without_plugins=("stranger",)))
    assert [one.name for one in town.registry.plugins] == ["other", "tickbox-core"]
    with TestClient(app, base_url="http://testserver.local") as client:
        refused = act(client, token, "round/open", round="r1")
        assert refused.status_code == 409 and f"no rule named '{RULE}'" in refused.text
    with pytest.raises(UnknownName, match="no plugin named 'nobody'"):
        create_app(town, settings=Settings(without_plugins=("nobody",)))
    town.close()


def test_a_town_leaves_plugins_out(tmp_path: Path) -> None:
    """Of its own registry, or of the one that it is handed."""
    found = open_registry(discover=False, plugins={"stranger": bringing(RULE)})
    with pytest.raises(UnknownName, match="nobody"):
        Town(tmp_path / "a", found, without=["nobody"])
    assert not (tmp_path / "a").exists()
    with pytest.raises(UnknownName, match="nobody"):
        Town(tmp_path / "a", without=["nobody"])
    town = Town(tmp_path / "a", found, without=["stranger"])
    assert RULE not in town.registry.rules
    town.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two installed distributions that bring the same rule, and one each of their own."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name, keys in (("tickbox-one", (RULE, "first")), ("tickbox-two", (RULE, "second"))):
        module = name.replace("-", "_")
        (folder / f"{module}.py").write_text(textwrap.dedent(PLUGIN).format(keys=keys), "utf-8")
        info = folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[tickbox]\n{name[8:]} = {module}\n")
    return folder


def asked(url: str, token: str = "", **fields: Any) -> tuple[int, str]:
    """Status and body of a question over HTTP, or of an act with fields."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = json.dumps(fields).encode() if fields else None
    try:
        with urlopen(Request(url, data, headers), timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def awaited(url: str, process: subprocess.Popen[str]) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        assert process.poll() is None, process.communicate()
        try:
            assert asked(url)[0] == 200
        except (URLError, ConnectionError):
            time.sleep(0.1)
            continue
        return
    raise AssertionError("the server did not start")


@pytest.mark.slow
@pytest.mark.parametrize("without", [(), ("--without-plugin", "two")])
def test_it_is_served_in_spite_of_a_clash(site: Path, tmp_path: Path, without: Any) -> None:
    """A process of its own: one notice at start, everything answers, and the round says why not.

    With one plugin left out there is no clash, and the rule is still one without a recount.
    """
    town, token = planted(tmp_path / "data", RULE, one=bringing(RULE))
    town.close()
    port = free_port()
    path = os.pathsep.join([str(site), str(SOURCE)])
    words = ["serve", "--data", str(tmp_path / "data"), "--port", str(port), "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tickbox_core.cli", *words, *without],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        here = f"http://127.0.0.1:{port}"
        awaited(f"{here}/health", process)
        status, said = asked(f"{here}/api/v1/areas/n1/acts/round/open", token, round="r1")
        assert status == 409
        why = "could never be published" if without else "both bring a rule named"
        assert why in said and RULE in said
        assert asked(f"{here}/")[0] == 200
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert err.count("both bring a rule") == (0 if without else 1), out + err
