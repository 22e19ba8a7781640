"""The time bank takes the exam that tickbox ships, and a few questions of its own."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import tickbox_time_bank
from tickbox_time_bank import COMPONENT, bank

from tickbox_core import open_registry
from tickbox_core.acts import Actor, Role, catalogue_of, perform
from tickbox_core.errors import NotListed, NotPossible, TickboxError
from tickbox_core.testing import component_contract, desks, plugin_contract

CLERK = Actor("小林", Role.STAFF)


def play(desk, do):
    """Three hours at the doctor's, thanked for."""
    given = do("hours/give", name="王阿姨", what="陪独居老人就医", hours=3)
    do("hours/thank", ref=given["ref"], thanks="谢谢您")
    do("hours/list")


TestComponent = component_contract(tickbox_time_bank, "time-bank", play)
TestPlugin = plugin_contract(tickbox_time_bank, entry="time-bank")


def here():
    """A desk with a time bank."""
    plugins = {"time-bank": tickbox_time_bank}
    return desks.desk(registry=open_registry(discover=False, plugins=plugins))


def done(desk, act, **fields):
    """What an act of the desk answers."""
    return perform(catalogue_of(desk.components).acts[act], desk, fields, CLERK)


def test_the_card_says_what_and_how_long_and_not_who():
    """On the wall, the newest first."""
    desk = here()
    done(desk, "hours/give", name="王阿姨", what="修灯", hours=1)
    given = done(desk, "hours/give", name="李叔", what="陪诊", hours=3)
    done(desk, "hours/thank", ref=given["ref"].lower(), thanks="谢谢")
    first, second = COMPONENT.cards(desk)
    assert (first.title.zh, first.state.en, second.state.zh) == ("陪诊", "3 h", "1小时")
    assert [line.words.zh for line in first.lines] == ["谢谢"] and not second.lines
    assert "王阿姨" not in str((first, second))


@pytest.mark.parametrize("hours", [0, -1, "1.5"])
def test_hours_are_whole_and_at_least_one(hours):
    """Half an hour is refused by the field, in words."""
    with pytest.raises(TickboxError):
        done(here(), "hours/give", name="王阿姨", what="修灯", hours=hours)


def test_nobody_is_thanked_twice_or_for_nothing():
    """Each refusal says which."""
    desk = here()
    ref = done(desk, "hours/give", name="王阿姨", what="修灯", hours=1)["ref"]
    done(desk, "hours/thank", ref=ref, thanks="谢谢")
    with pytest.raises(NotPossible):
        done(desk, "hours/thank", ref=ref, thanks="再谢")
    with pytest.raises(NotListed):
        done(desk, "hours/thank", ref="0000-0000", thanks="谢谢")
    assert len(bank(desk).all()) == 1


def test_the_command_line_knows_its_acts():
    """Where it is installed ``tickbox do`` lists them and says what they ask for."""
    if not list(entry_points(group="tickbox", name="time-bank")):
        pytest.skip("tickbox-time-bank is not installed")
    tickbox = [sys.executable, "-m", "tickbox_core.cli", "do"]
    listed = subprocess.run(tickbox, capture_output=True, text=True, check=True).stdout
    assert "hours/give" in listed
    asked = [*tickbox, "hours/give", "--fields", "--lang", "zh"]
    assert "小时数" in subprocess.run(asked, capture_output=True, text=True, check=True).stdout
