"""Engines and tie-breaks of plugins behind their guards, and the waiting for what hangs."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import attrs
import pytest

from tickbox_core import Item, Text, hookimpl, open_registry
from tickbox_core.counting import PlainEngine, Profile, Tally
from tickbox_core.errors import PluginClash, PluginFailed
from tickbox_core.hooks import TieBreakKind
from tickbox_core.registry import timeouts
from tickbox_core.registry.timeouts import Escaped, Hung, SetAside, Watch
from tickbox_core.rules import Contest, RankingRule, TickShare
from tickbox_core.testing import engine_contract

WORDS = Text("某", "some")


class Engine:
    """The plain engine, and then something done to its tally."""

    key, version = "odd", "1"

    def __init__(self, then):
        self._then = then

    def tally(self, profile):
        """Count, then spoil."""
        return self._then(PlainEngine().tally(profile), profile)


def brought(then):
    """The registry of a plugin that brings such an engine."""
    engines = (Engine(then),)
    plugin = SimpleNamespace(tickbox_engines=hookimpl(lambda: engines))
    return open_registry(discover=False, plugins={"stranger": plugin})


def test_a_sound_engine_is_passed_through():
    """It counts as the plain one does, under its own name."""
    engine = brought(lambda tally, profile: tally).engine("odd")
    assert (engine.key, engine.version) == ("odd", "1")
    contest = Contest.of_ballots((Item("a", "a"),), (), places=1)
    counted = TickShare().outcome(attrs.evolve(contest, engine=engine))
    assert counted == TickShare().outcome(contest)


TestGuarded = engine_contract(lambda: brought(lambda tally, profile: tally).engine("odd"))


def more(tally, profile):
    """One tick too many."""
    return attrs.evolve(tally, ticks=tuple(number + 1 for number in tally.ticks))


def wrapped(tally, profile):
    """As a machine word would have it."""
    return attrs.evolve(tally, ticks=tuple(number % 2**63 for number in tally.ticks))


def halves(tally, profile):
    """Floats."""
    return attrs.evolve(tally, ticks=tuple(map(float, tally.ticks)))


def pointless(tally, profile):
    """Points are left out."""
    return attrs.evolve(tally, points=None)


@pytest.mark.parametrize(
    "then, said",
    [
        (more, "counts otherwise than the plain engine"),
        (wrapped, "counts otherwise than the plain engine"),
        (pointless, "counts otherwise than the plain engine"),
        (halves, "no whole numbers"),
        (lambda t, p: attrs.evolve(t, ticks=t.ticks[1:]), "not one number for each item"),
        (lambda t, p: attrs.evolve(t, ticks=list(t.ticks)), "not one number for each item"),
        (lambda t, p: attrs.evolve(t, items=t.items[::-1], ticks=t.ticks[::-1]), "not those that"),
        (lambda t, p: attrs.evolve(t, ballots=t.ballots + 1), "of 0"),
        (lambda t, p: {"a": 1}, "answered dict"),
        (lambda t, p: 1 / 0, "ZeroDivisionError"),
        (lambda t, p: (_ for _ in ()).throw(KeyboardInterrupt), "KeyboardInterrupt"),
    ],
)
def test_an_engine_that_counts_otherwise_is_refused_by_name(then, said):
    """Before anybody counts with it: a few small counts are compared with the plain engine's."""
    with pytest.raises(PluginFailed, match=r"'stranger' failed at 'odd\.tally'") as refusal:
        brought(then).engine("odd")
    assert said in str(refusal.value)
    assert refusal.value.text.zh


def test_an_engine_that_hangs_is_stopped(monkeypatch, hangs):
    """While it still hangs; and it is not asked again."""
    monkeypatch.setattr("tickbox_core.registry.installed.COUNTING", 0.2)
    hanging, back, asked = threading.Event(), threading.Event(), []

    def hang(tally, profile):
        asked.append(profile)
        hangs()
        hanging.wait(60)
        back.set()

    registry = attrs.evolve(brought(hang), seconds=0.2)
    for said in ("did not answer within", "not asked again"):
        with pytest.raises(PluginFailed, match=said):
            registry.engine("odd")
    assert not back.is_set() and len(asked) == 1
    hanging.set()


def test_an_engine_that_goes_wrong_later_is_refused_too():
    """Its exam was small; each tally is looked at all the same."""
    engine = brought(lambda tally, profile: more(tally, 0) if len(profile.items) > 3 else tally)
    found = engine.engine("odd")
    wrong = found.tally(Profile.of_marks("abcd", {(0,): 1}))
    assert isinstance(wrong, Tally)  # whole numbers that are wrong: the recount finds these
    garbage = brought(lambda t, p: halves(t, 0) if len(p.items) > 3 else t).engine("odd")
    with pytest.raises(PluginFailed, match="no whole numbers"):
        garbage.tally(Profile.of_marks("abcd", {(0,): 1}))


def test_a_tie_break_gives_back_our_own_items():
    """What a plugin hands back is looked up by id: a changed item is not taken."""

    class Sly:
        key = "sly"

        def order(self, tied):
            return [attrs.evolve(item, cost=0) for item in reversed(tied)]

    kind = TieBreakKind("sly", WORDS, lambda argument: Sly())
    plugin = SimpleNamespace(tickbox_tie_breaks=hookimpl(lambda: (kind,)))
    registry = open_registry(discover=False, plugins={"stranger": plugin})
    tied = (Item("a", "a", cost=5), Item("b", "b", cost=7))
    assert registry.tie_break("sly").order(tied) == tied[::-1]


def test_a_tie_break_that_cannot_say_its_key_is_named():
    """A key that raises, or is no string."""
    for key in (7, property(lambda self: 1 / 0)):
        kind = type("Odd", (), {"key": key, "order": lambda self, tied: tied})
        made = TieBreakKind("odd", WORDS, lambda argument, kind=kind: kind())
        plugin = SimpleNamespace(tickbox_tie_breaks=hookimpl(lambda made=made: (made,)))
        registry = open_registry(discover=False, plugins={"stranger": plugin})
        with pytest.raises(PluginFailed, match="'stranger' failed at 'odd"):
            registry.tie_break("odd")


def test_clashing_errors_are_fresh_each_time():
    """A raised notice does not gather tracebacks of whoever asked before."""
    plugins = {
        name: SimpleNamespace(tickbox_engines=hookimpl(lambda: (PlainEngine("same"),)))
        for name in ("one", "two")
    }
    registry = open_registry(discover=False, plugins=plugins)
    raised = []
    for _ in "12":
        with pytest.raises(PluginClash) as clash:
            registry.engine("same")
        raised.append(clash.value)
    assert raised[0] is not raised[1]
    assert registry.notices[0].__traceback__ is None


def test_rules_and_engines_are_what_the_protocols_say():
    """A guard can stand wherever the thing itself can."""
    assert isinstance(TickShare(), RankingRule)


# -- waiting -----------------------------------------------------------------------------------


def test_a_short_question_waits_for_a_long_one_that_is_in_its_time(monkeypatch):
    """Nobody is set aside because somebody else's count takes longer than an answer may."""
    watch = Watch("patient")
    answers, begun, waited, give_up = [], threading.Event(), threading.Event(), watch._give_up

    def over():  # the time of the short one is up, and the long one is still at work
        waited.set()
        give_up()

    monkeypatch.setattr(watch, "_give_up", over)

    def ask_long():
        begun.set()
        assert waited.wait(60)
        return "long"

    long = threading.Thread(target=lambda: answers.append(watch.ask(ask_long, 120)))
    long.start()
    assert begun.wait(60)
    assert watch.ask(lambda: "short", 0.5) == "short"
    long.join()
    assert answers == ["long"] and not watch.hung and waited.is_set()


def test_one_is_told_that_it_hung_and_the_others_that_it_is_set_aside():
    """One notice, however many wait."""
    watch = Watch("stuck")
    told, hanging, back = [], threading.Event(), threading.Event()

    def hang():
        hanging.wait(60)
        back.set()

    def ask():
        try:
            watch.ask(hang, 0.2)
        except (Hung, SetAside) as problem:
            told.append(type(problem))

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not back.is_set()
    assert sorted(kind.__name__ for kind in told) == ["Hung", *["SetAside"] * 4]
    with pytest.raises(SetAside):
        watch.ask(lambda: 1)
    hanging.set()


def test_a_timeout_that_the_plugin_raises_is_its_own():
    """It is no hanging."""
    watch = Watch("prompt")

    def raises():
        raise TimeoutError("of a socket")

    with pytest.raises(TimeoutError, match="of a socket"):
        watch.ask(raises, 60)
    assert watch.ask(lambda: 1) == 1


def test_a_thread_that_nobody_needs_ends_and_another_takes_its_place(monkeypatch):
    """Whoever opens a thousand registries in one process does not keep a thread for each plugin."""
    monkeypatch.setattr(timeouts, "IDLE", 0.01)
    watch, asked = Watch("resting"), set()
    for at in range(5):
        assert watch.ask(lambda at=at: (asked.add(threading.current_thread()), at)[1]) == at
        for thread in tuple(asked):
            thread.join(60)
            assert not thread.is_alive()
    assert len(asked) == 5


def test_no_question_is_lost_to_a_thread_that_is_about_to_end(monkeypatch):
    """However closely the question and the end come together."""
    monkeypatch.setattr(timeouts, "IDLE", 0.0)
    watch = Watch("leaving")
    assert [watch.ask(lambda at=at: at, 60) for at in range(2000)] == list(range(2000))


@pytest.mark.parametrize("problem", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_would_end_the_program_is_kept_in(problem):
    """Whoever asks gets an ordinary exception that says what it was."""
    watch = Watch("rude")

    def raises():
        raise problem

    with pytest.raises(Escaped) as escaped:
        watch.ask(raises)
    assert type(escaped.value.problem) is problem
    assert watch.ask(lambda: 2) == 2


def test_a_loop_is_ended():
    """The thread of a plugin that loops comes to its end once it was set aside."""
    watch = Watch("loops")

    def loop():
        while True:
            pass

    with pytest.raises(Hung):
        watch.ask(loop, 0.2)
    thread = watch._thread
    thread.join(60)
    assert not thread.is_alive()
