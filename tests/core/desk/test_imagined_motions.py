"""Before a motion opens one like it is imagined: law that no recount confirms opens nothing."""

from __future__ import annotations

import itertools
import json
import threading
from datetime import date

import attrs
import pytest

from tickbox_core import Person, Text, hookimpl, open_registry
from tickbox_core.acts import ACTS, Actor, Role, perform
from tickbox_core.desk import Desk
from tickbox_core.desk.motions import CastPaper, Poll, PollState
from tickbox_core.desk.motions import imagining as room
from tickbox_core.errors import NotReady, PluginClash, PluginFailed
from tickbox_core.model import Question
from tickbox_core.registry import timeouts
from tickbox_core.rules.motions import Layer, Paper
from tickbox_core.testing import desks

from .motion_house import LIFT, VALUES, Clock, Law, LawPlugin, desk, layer, poll, roll

STAFF = Actor("王主任", Role.STAFF)


def ready(at, **choices):
    """The desk with a poll prepared that has its roll."""
    grown = tuple(Person(f"p{n}", f"王{n}", date(1960, 1, 1)) for n in range(6))
    at.motions.prepare(poll(at, **choices))
    at.motions.register("m1", attrs.evolve(roll(), persons=grown))
    return at


def refused(at):
    """Why it does not open: the same on the checklist and at opening; nothing has changed."""
    told = perform(ACTS["motion/checklist"], at, {"id": "m1"}, STAFF)
    (said,) = told["reasons"]
    with pytest.raises(NotReady) as refusal:
        perform(ACTS["motion/open"], at, {"id": "m1"}, STAFF)
    assert said["zh"] in refusal.value.text.zh and said["en"] in refusal.value.text.en
    assert at.motions.poll("m1").state is PollState.PREPARED
    assert at._hand.store.count("head_slot", motion="m1") == 0
    return said


def by(base, quorum="at_least 2/3", approval="more_than 1/2"):
    """One bar."""
    return [{"base": base, "quorum": quorum, "approval": approval}]


def test_bars_that_the_recount_cannot_confirm_do_not_open():
    """Residents are counted by heads or homes; by floor area no total of theirs is the roll's."""
    at = ready(desk(bars__ordinary=by("area")), kind=Question.RESIDENTS_MOTION)
    said = refused(at)
    assert "无法公布" in said["zh"] and "总" not in said["en"]
    assert "could never be published" in said["en"] and "docs/hooks.md" in said["en"]


@pytest.mark.parametrize(
    "kind, base",
    [
        (Question.OWNERS_MOTION, "area"),
        (Question.OWNERS_MOTION, "heads"),
        (Question.OWNERS_MOTION, "households"),
        (Question.RESIDENTS_MOTION, "heads"),
        (Question.RESIDENTS_MOTION, "households"),
    ],
)
@pytest.mark.parametrize("quorum", [None, "more_than 1/2"])
@pytest.mark.parametrize("silence", ["not_participating", "abstain", "follow_majority"])
def test_every_bar_that_is_known_opens_and_is_published(kind, base, quorum, silence):
    """No false alarm: what opens here goes to its end, and what goes to its end opens."""
    at = ready(desk(bars__ordinary=by(base, quorum), silence=silence), kind=kind)
    assert at.motions.checklist("m1").reasons == ()
    at.motions.open("m1")
    for seat in at.motions.seats("m1")[:4]:
        paper = Paper(seat.head.places[0], "yes", seat.head.voters[0])
        at.motions.cast("m1", CastPaper(paper, seat.slot))
    at.motions.close("m1")
    assert at.motions.publish("m1").result in ("passed", "rejected")


@pytest.mark.parametrize("value", [0.5, {1, 2}, b"x", float("nan")])
def test_a_value_that_no_log_takes_does_not_open(value):
    """A float in a law, say: told before the opening, not raised in the middle of it."""
    said = refused(ready(desk(note=value)))
    assert "cannot be recorded" in said["en"] and "无法公布" in said["zh"]


def test_an_answer_for_this_motion_is_looked_at_too():
    """What staff answer lies on top of the law, and is published with it."""
    at = ready(desk())
    at.motions.answer("m1", {"notice.days": 0.5}, "业主大会决定")
    assert "cannot be recorded" in refused(at)["en"]


def test_it_waits_as_long_as_the_law_says():
    """The imagined motion closes on the first day that the law allows, whatever the clock says."""
    at = ready(desk(window__min_days=15, window__max_days=60))
    assert at.motions.checklist("m1").ready


def test_nothing_of_it_is_seen_outside():
    """No row, no observer, no witness, no randomness of the real desk."""
    seen, drawn = [], []
    at = ready(desk())
    store = at._hand.store
    before = json.dumps(store.snapshot(), default=repr)
    again = Desk(
        store,
        at._hand.registry,
        area="n1",
        clock=Clock(),
        entropy=lambda number: drawn.append(number) or bytes(number),
        observers=[seen.append],
        witness=seen.append,
        tree=at.tree,
    )
    room._KNOWN.clear()
    assert again.motions.checklist("m1").ready
    assert json.dumps(store.snapshot(), default=repr) == before
    assert (seen, drawn) == ([], [])


def test_it_is_remembered(monkeypatch):
    """Asked again nothing is played; other bars are another motion."""
    room._KNOWN.clear()
    played = []
    real = room._play_through
    monkeypatch.setattr(room, "_play_through", lambda *a: played.append(1) or real(*a))
    at = ready(desk())
    for _ in range(3):
        assert at.motions.checklist("m1").ready
    assert len(played) == 3  # nobody, all alike, a mixture
    ready(desk(bars__ordinary=by("heads"))).motions.checklist("m1")
    assert len(played) == 6


def test_a_bug_of_ours_is_a_refusal_and_no_traceback(monkeypatch, caplog):
    """Whatever an imagined motion comes to, the real one must not come to it."""
    room._KNOWN.clear()
    monkeypatch.setattr(room, "_play_through", lambda *a: 1 / 0)
    assert "ZeroDivisionError" in refused(ready(desk()))["en"]
    assert "an imagined motion came to no end" in caplog.text
    room._KNOWN.clear()


# -- laws that fail ----------------------------------------------------------------------------


class Place:
    """A place that is calm while it is looked at, and then does something else."""

    version, title = "1", Text("此地", "here")

    def __init__(self, layers, key):
        self._layers, self.key, self.armed = layers, key, False

    @property
    def layers(self):
        """Whatever it is."""
        return self._layers() if self.armed else ()


class Failing:
    """A place whose law does something when it is asked for."""

    def __init__(self, layers, key="here"):
        self._layers, self._key = layers, key

    @hookimpl
    def tickbox_jurisdictions(self):
        """The place."""
        return (Place(self._layers, self._key),)


def armed(layers, name):
    """The registry of a plugin with such a place."""
    registry = open_registry(discover=False, plugins={name: Failing(layers)})
    registry.jurisdictions["here"].thing.armed = True
    return registry


def at_a_failing(layers, at):
    """The same desk, started anew with a law that fails."""
    registry = armed(layers, "stranger")
    return Desk(at._hand.store, registry, area="n1", clock=Clock(), tree=at.tree)


class Own(Layer):
    """A layer of another kind."""


@pytest.mark.parametrize(
    "layers",
    [
        lambda: 1 / 0,
        lambda: None,
        lambda: ("x",),
        lambda: [layer(VALUES)],
        lambda: (Own("k", "t", {}),),
        lambda: (_ for _ in ()).throw(SystemExit),
        lambda: (_ for _ in ()).throw(KeyboardInterrupt),
    ],
)
def test_a_law_that_fails_is_named(layers):
    """At every step that needs it, and nothing has changed."""
    at = at_a_failing(layers, ready(desk()))
    for step in ("motion/checklist", "motion/open"):
        with pytest.raises(PluginFailed, match=r"'stranger' failed at 'here\.layers'"):
            perform(ACTS[step], at, {"id": "m1"}, STAFF)
    assert at.motions.poll("m1").state is PollState.PREPARED


@pytest.mark.parametrize("how", ["waits", "loops"])
def test_a_law_that_hangs_is_stopped_and_locks_nothing(monkeypatch, how, caplog, hangs):
    """While it is asked others write; it is named once, and is not asked again."""
    monkeypatch.setattr(timeouts.Watch.ask, "__defaults__", (0.5,))
    asked, posted, hanging, back = (threading.Event() for _ in range(4))
    give_up, times = timeouts.Watch._give_up, []

    def after_posting(watch):  # its time is up; nobody loses patience before others have written
        posted.wait(60)
        give_up(watch)

    monkeypatch.setattr(timeouts.Watch, "_give_up", after_posting)

    def hang():
        times.append(how)
        hangs()
        asked.set()
        if how == "loops":
            for _ in itertools.count():
                pass
        hanging.wait(60)
        back.set()

    fine = ready(desk())
    at = at_a_failing(hang, fine)
    refusals = []

    def answering():
        try:
            at.motions.answer("m1", {"reelection": True}, "居委会")
        except PluginFailed as refusal:
            refusals.append(refusal)

    thread = threading.Thread(target=answering)
    thread.start()
    assert asked.wait(60)
    fine.motions.post("m1")
    assert refusals == [] and thread.is_alive()
    posted.set()
    thread.join()
    with pytest.raises(PluginFailed, match="not asked again"):
        at.motions.open("m1")
    assert len(refusals) == len(times) == 1 and not back.is_set()
    hanging.set()
    assert len([line for line in caplog.messages if "did not answer within" in line]) == 1
    assert fine.motions.open("m1").state is PollState.OPEN


def test_a_law_is_asked_once():
    """It is data: whoever asks later gets what was handed over."""
    asked = []

    def layers():
        asked.append(1)
        return (layer(VALUES),)

    registry = armed(layers, "here")
    assert registry.practice("here") == registry.practice("here")
    assert asked == [1]


def test_a_law_that_two_bring_is_neithers():
    """The motion says so in words, and opens once one of them is left out."""
    at = ready(desk())
    both = {"here": LawPlugin(), "other": LawPlugin()}
    registry = open_registry(discover=False, plugins=both)
    clashing = Desk(at._hand.store, registry, area="n1", clock=Clock(), tree=at.tree)
    with pytest.raises(PluginClash, match="'here' and 'other'"):
        clashing.motions.open("m1")
    alone = registry.leaving_out(["other"])
    settled = Desk(at._hand.store, alone, area="n1", clock=Clock(), tree=at.tree)
    assert settled.motions.open("m1").state is PollState.OPEN


def test_a_motion_that_is_changed_while_its_law_is_asked_does_not_open(monkeypatch):
    """What was found was found of another."""
    at = ready(desk())
    changes = [attrs.evolve(poll(at), because="another")]

    def change(hand, found, practice):
        if changes:
            at.motions.prepare(changes.pop())
        return ()

    monkeypatch.setattr("tickbox_core.desk.motions.opening.imagine", change)
    with pytest.raises(NotReady, match="being changed"):
        at.motions.open("m1")
    assert at.motions.open("m1").because.zh == "another"


def test_a_poll_without_a_plugin_is_imagined_as_well():
    """Bars of one's own, no law: the same exam."""
    at = desks.desk()
    law = layer({name: value for name, value in VALUES.items() if not name.startswith("bars")})
    motion = attrs.evolve(poll(desk()).motion, question=LIFT)
    at.motions.prepare(Poll(motion, own=(law,)))
    at.motions.register("m1", roll())
    assert at.motions.checklist("m1").ready
    assert isinstance(Law("x", (law,)).layers[0], Layer)
