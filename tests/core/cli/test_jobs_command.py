"""``tickbox jobs`` and ``found --zone``: the place's hours, whatever zone the machine is in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tickbox_core.cli.main import main
from tickbox_core.desk import Cast, Town
from tickbox_core.desk.nudging import Nudger
from tickbox_core.errors import BadValue
from tickbox_core.model import State, local_time
from tickbox_core.model.local_time import read_zone
from tickbox_core.testing import desks, towns
from tickbox_core.workflow import log

R1 = desks.ROUND


def announced(folder: Path) -> Town:
    """A town whose list ended yesterday at 18:00, and of which nobody has come by since."""
    clock = towns.SteppedClock()
    clock.now = datetime.now(clock.now.tzinfo) - timedelta(days=3)
    town = Town(folder, clock=clock)
    town.plant(towns.TREE)
    desk = town.found("n1")
    desk.prepare(desks.plan(closes=desk.today() + timedelta(days=2), closes_at="18:00"))
    desk.register(R1, desks.roll())
    desks.open_list(desk, R1)
    desk.cast(R1, Cast(desk.slots(R1)[0].slot, ("gate",), "k"))
    return town


def written(folder: Path) -> list[str]:
    """The kinds of entries of the list's log."""
    town = Town(folder)
    try:
        return [one["kind"] for one in log.entries(town.desk("n1").context.store, R1)]
    finally:
        town.close()


def run(*words: str, zone: str = "UTC") -> str:
    """What the command prints on a machine in that zone."""
    program = [sys.executable, "-m", "tickbox_core.cli", *words]
    done = subprocess.run(
        program, capture_output=True, text=True, check=True, env={**os.environ, "TZ": zone}
    )
    return done.stdout


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
def test_a_machine_in_another_zone_tells_the_places_hours(tmp_path, zone):
    """Listed, run once, and not a second time; the stamps are Shanghai's."""
    town = announced(tmp_path / "t")
    ends = town.desk("n1").deadline(R1).announced.isoformat()
    town.close()
    (waiting,) = json.loads(run("jobs", "list", "--data", str(tmp_path / "t"), "--json", zone=zone))
    assert waiting["at"] == ends and ends.endswith("18:00:00+08:00")
    told = run("jobs", "run", "--data", str(tmp_path / "t"), "--json", zone=zone)
    assert json.loads(told) == {"done": 1}
    told = run("jobs", "run", "--data", str(tmp_path / "t"), "--json", zone=zone)
    assert json.loads(told) == {"done": 0}
    again = Town(tmp_path / "t")
    (entry,) = [
        one
        for one in log.entries(again.desk("n1").context.store, R1)
        if one["kind"] == "ticking-ended"
    ]
    again.close()
    assert entry["announced"] == ends
    assert entry["at"].endswith("+08:00")


def test_the_list_says_what_closing_waits_for(tmp_path, capsys):
    """A sheet that is out: ended, looked at again, and what is missing stands below."""
    town = announced(tmp_path / "t")
    desk = town.desk("n1")
    desk.paper.print_batch(R1, "b1", "甲", [desk.slots(R1)[1].slot])
    town.close()
    data = ["--data", str(tmp_path / "t"), "--lang", "en"]
    assert main(["jobs", "run", *data]) == 0
    capsys.readouterr()
    assert main(["jobs", "list", *data]) == 0
    said = capsys.readouterr().out
    assert "n1 r1: looked at again at " in said
    assert "batches are not reconciled: b1" in said
    assert written(tmp_path / "t")[-1] == "ticking-ended"


def test_the_thread_only_nudges(tmp_path):
    """It writes what is due once; it stops."""
    town = announced(tmp_path / "t")
    town._clock.now += timedelta(days=3)
    told = threading.Event()
    town.observe(lambda event: told.set() if event.kind == "ticking-ended" else None)
    nudger = Nudger(town, 0.01)
    nudger.start()
    nudger.start()
    assert told.wait(30)
    nudger.stop()
    town.close()
    assert written(tmp_path / "t").count("ticking-ended") == 1


def test_a_town_is_founded_with_its_zone(tmp_path, capsys):
    """Asked for, said, kept; without a word it is Shanghai's; another can be set later."""
    data = ["--data", str(tmp_path / "t")]
    assert main(["found", *data, "n1:neighbourhood:一村", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["zone"] == "Asia/Shanghai"
    assert main(["found", *data, "--zone", "Europe/Paris"]) == 0
    assert "Europe/Paris" in capsys.readouterr().out
    town = Town(tmp_path / "t", clock=lambda: desks.NOON)
    assert town.zone == "Europe/Paris"
    assert town.desk("n1").context.now() == "2026-03-06T13:00:00+01:00"
    town.close()
    assert main(["found", *data, "--zone", "Mars/Olympus"]) == 2
    assert main(["found", *data]) == 2


def test_a_machine_without_zones_says_what_to_install(monkeypatch):
    """The default needs none; any other is refused in words."""
    import zoneinfo

    def missing(name):
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    told = datetime(2026, 3, 6, 12, tzinfo=read_zone("Asia/Shanghai"))
    assert told.utcoffset() == timedelta(hours=8)
    with pytest.raises(BadValue, match="tzdata"):
        read_zone("Europe/Paris")


def test_an_hour_that_a_change_of_clocks_leaves_out_or_repeats():
    """2:30 on the last Sunday of March is 3:30; in October it is the first of the two."""
    paris = read_zone("Europe/Paris")
    gone = local_time.instant_of(date(2026, 3, 29), "02:30", paris)
    assert gone.isoformat() == "2026-03-29T03:30:00+02:00"
    twice = local_time.instant_of(date(2026, 10, 25), "02:30", paris)
    assert twice.isoformat() == "2026-10-25T02:30:00+02:00"


def test_states_are_reached_by_the_clock_alone(tmp_path):
    """A list on automatic: posted, opened, ended and closed at its hours by ``run_jobs``."""
    clock = towns.SteppedClock()
    town = Town(tmp_path / "t", clock=clock)
    town.plant(towns.TREE)
    desk = town.found("n1")
    days = {"opens": date(2026, 3, 8), "opens_at": "08:00"}
    desk.prepare(desks.plan(closes=date(2026, 3, 10), closes_at="18:00", **days))
    desk.register(R1, desks.roll())
    desks.make_ready(desk, R1).posting.post(R1, whole=True)
    seen = []
    for _ in range(20):
        clock.now += timedelta(hours=6)
        town.run_jobs()
        seen.append(str(desk.round(R1).state))
    town.close()
    assert sorted(set(seen), key=seen.index) == [str(State.POSTED), "ticking", "counting"]
    assert written(tmp_path / "t")[2:] == ["opened", "ticking-ended", "closed"]
