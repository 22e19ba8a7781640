"""The door: one class with every step of the round; the services behind it do the work."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from functools import partial
from typing import TypeVar

from tickbox_core.components.judgement import JUDGING_OPENS
from tickbox_core.declarations import Component
from tickbox_core.desk import (
    brought,
    deciding,
    hours,
    opening,
    reading,
    records,
    self_closing,
)
from tickbox_core.desk.concluding import Concluding
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.drilled import Drilled, drill_down
from tickbox_core.desk.grants import Grants, IsOut
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.importing import Importing
from tickbox_core.desk.installed import installed_components, without_clashes
from tickbox_core.desk.keeping import Keeping
from tickbox_core.desk.motions import Motions, Poll
from tickbox_core.desk.motions import opening as motions_opening
from tickbox_core.desk.motions.deciding import OBJECTIONS_OVER
from tickbox_core.desk.motions.preliminary import tell_over
from tickbox_core.desk.paper import PaperBallots
from tickbox_core.desk.posting import Posting
from tickbox_core.desk.reading import Figures, Listed, TurnoutByArea
from tickbox_core.desk.rolls_over import RollsOver
from tickbox_core.desk.round_steps import RoundSteps
from tickbox_core.desk.settling import TIED
from tickbox_core.desk.timeline import Dated, timeline
from tickbox_core.desk.wiring import wire_services
from tickbox_core.errors import TickboxError
from tickbox_core.ledger import Checkpoint, Signer
from tickbox_core.model import (
    AreaTree,
    Category,
    MicroGrid,
    Problem,
    Round,
    Unit,
    order_seed,
)
from tickbox_core.registry import Registry, open_registry
from tickbox_core.rules import Outcome
from tickbox_core.store import Store
from tickbox_core.store.blobs import Blobs
from tickbox_core.text import Text
from tickbox_core.workflow import Actor, Doing, deadlines, log
from tickbox_core.workflow.context import Observer, system_time
from tickbox_core.workflow.deadlines import Deadline
from tickbox_core.workflow.jobs import Jobs, StoredJobs
from tickbox_core.workflow.participation import ReceiptCheck, Turnout

_log = logging.getLogger("tickbox.desk")


T = TypeVar("T")


class Desk(RoundSteps):
    """One area's year.  Listing, ticking and counting are here; the other stages stand behind it:
    ``collecting`` (wishes, service places), ``posting`` (the list on its way to opening), ``paper``
    (sheets, and ticking with a helper), ``concluding`` (from the result to the annual list),
    ``motions``.

    Every method that changes something is one durable transaction: it happened, or an error of
    ``tickbox_core.errors`` says why not and nothing has changed.
    """

    def __init__(
        self,
        store: Store,
        registry: Registry | None = None,
        *,
        area: str,
        signer: Signer | None = None,
        pepper: bytes | None = None,
        clock: Callable[[], datetime] = system_time,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        observers: Sequence[Observer] = (),
        witness: Callable[[Checkpoint], None] = lambda _: None,
        pictures: Callable[[bytes], str] | None = None,
        blobs: Blobs | None = None,
        peers: Callable[[], Mapping[str, Desk]] | None = None,
        tree: AreaTree | Callable[[], AreaTree] | None = None,
        lay_grid: Callable[[MicroGrid], object] | None = None,
        is_out: IsOut | None = None,
        zone: tzinfo | None = None,
        founded: str = "",
    ) -> None:
        """A desk over a store.  Without a ``pepper`` codes live only as long as the desk.

        ``peers`` answers with the desks of the town by area, this one among them; ``tree`` may be
        a question too, for a town whose areas change.  Without ``blobs`` bundles are made whenever
        they are asked for.  ``lay_grid`` puts a micro-grid upon the town's tree; without it none
        can be set here.  ``is_out`` answers whether a staff token still stands, by what it
        hashes to (``Actor.grant``); without it nobody's is asked for.  Days and hours are those of
        ``zone``, whatever the clock's offset; without one those of ``DEFAULT_ZONE``.
        ``founded`` is the day since which the area has a file, where that is known.
        """
        self._peers, self.founded = peers, date.fromisoformat(founded) if founded else None
        self._hand = hand = Hand(
            area=area,
            store=store,
            registry=without_clashes(registry or open_registry()),
            clock=clock,
            entropy=entropy,
            pepper=secrets.token_bytes(32) if pepper is None else pepper,
            signer=signer,
            observers=list(observers),
            witness=witness,
            pictures=pictures,
            blobs=blobs,
            tree=AreaTree(()) if tree is None else tree,
            lay_grid=lay_grid,
            zone=zone,
        )
        self.components = installed_components(hand.registry)
        self.diary = diary = YearDiary(hand, self.components)
        self.posting, self.paper = Posting(hand, diary), PaperBallots(hand, diary)
        self.concluding, self.motions = Concluding(hand, diary), Motions(hand, diary)
        found = wire_services(hand, diary, self.paper, self.components)
        self.projects, self.solving, self.meetings = found.projects, found.problems, found.meetings
        self.people, self.judging, self.collecting = found.people, found.judgement, found.wishes
        self.ideas, self._services = found.ideas, found.by_class()
        self.importing = Importing(hand, diary, self.collecting, self.paper, self.projects)
        self.components = tuple(self._with_services(self.components))
        self.keeping, self.rolls_over = Keeping(hand, diary), RollsOver(hand, self.importing)
        hand.transactions.stands = Grants(hand, diary, is_out).check

    def _with_services(self, components: Iterable[Component]) -> Iterator[Component]:
        """The components whose services could be made; one that fails is left out, and logged."""
        for one in components:
            if one.service is not None:
                try:
                    made = one.service(self)
                except Exception:  # noqa: BLE001 - whatever a plugin raises, the desk works
                    _log.exception("the component %s of a plugin failed and is left out", one.key)
                    continue
                self._services[type(made)] = made
            yield one

    def service(self, kind: type[T]) -> T:
        """The service of a component; ``KeyError`` where it is not installed."""
        found = self._services[kind]
        assert isinstance(found, kind)
        return found

    @property
    def context(self) -> Hand:
        """What services of components work with."""
        return self._hand

    @property
    def area(self) -> str:
        """The area this desk works for."""
        return self._hand.area

    @property
    def registry(self) -> Registry:
        """What is installed."""
        return self._hand.registry

    @property
    def peers(self) -> Mapping[str, Desk]:
        """The desks of the town by area; of a desk that works alone, itself."""
        return {self.area: self} if self._peers is None else self._peers()

    @property
    def observers(self) -> int:
        """How many are told."""
        return len(self._hand.observers)

    def observe(self, observer: Observer) -> None:
        """Tell one more observer, from now on, of what has happened and is durable."""
        self._hand.observers.append(observer)

    @contextmanager
    def transaction(
        self,
        actor: Actor,
        act: str,
        second: Actor | None = None,
        *,
        about: Mapping[str, Sequence[str]] | None = None,
        once: bool = False,
        holds: Callable[[], object] = lambda: None,
    ) -> Iterator[None]:
        """Everything inside that this thread does here is one transaction, in somebody's name.

        It begins with the first change; then ``holds`` is called, which raises where what was read
        before is not so any more.  Where the actor has a role it is closed by one entry of
        the diary of kind ``act``, which seals their name, role, office and whoever signs beside;
        ``about`` are the public references (ids by kind of thing) that stand open in it.  What is
        done ``once`` is noted the first time that they do it with the same references.  After an
        error nothing has happened.
        """
        doing = Doing(actor, act, second, about or {}, once)
        with self._hand.transactions.acting(doing, holds):
            yield

    def catch_up(self) -> tuple[str, ...]:
        """Do what has become due by itself; what it was about, by id.

        Whoever comes first does it: an act, a ballot, a job.  Inside a transaction nothing is done.
        """
        if not self._hand.transactions.is_idle:
            return ()
        return tuple(dict.fromkeys((*deadlines.catch_up(self._hand), *self._run_jobs())))

    @property
    def jobs(self) -> Jobs:
        """What is to be done at its time."""
        return StoredJobs(self._hand)

    def deadlines(self) -> tuple[Deadline, ...]:
        """What was announced and has not come to its hour, the earliest first."""
        return deadlines.pending(self._hand.store)

    def _run_jobs(self) -> list[str]:
        """Do the jobs that are due, and give their keys; what fails is tried again later."""
        doing: dict[str, Callable[[str], object]] = {
            opening.OPENING: partial(opening.open_at_its_hour, self._hand, self.diary),
            JUDGING_OPENS: self.judging.open_at_its_hour,
            motions_opening.OPENING: partial(
                motions_opening.open_at_its_hour, self._hand, self.diary
            ),
            OBJECTIONS_OVER: partial(tell_over, self._hand),
            deadlines.CLOSING: partial(
                self_closing.close_if_complete, self._hand, self.diary, self.judging
            ),
        }
        done = []
        while (job := self.jobs.take(self._hand.clock(), doing)) is not None:
            try:
                doing[job.job](job.key)
            except TickboxError as problem:
                said = json.dumps(problem.text.plain(), ensure_ascii=False)
                self.jobs.failed(job, said, self._hand.clock())
                # that paper is waited for is nothing for whoever watches the house
                level = logging.INFO if job.job == deadlines.CLOSING else logging.WARNING
                _log.log(level, "%s of %s was not done: %s", job.job, job.key, problem)
            else:
                self.jobs.done(job)
                done.append(job.key)
        return done

    def deadline(self, id_: str) -> Deadline | None:
        """Until when answers to a round, motion or judgement are taken, where that is announced."""
        return deadlines.find_deadline(self._hand.store, id_)

    def closing_waits_for(self, id_: str) -> tuple[Text, ...]:
        """What a round or motion waits for to be closed, once its announced hour has come."""
        with self.diary.reading() as book:
            return self_closing.waits_for(self._hand, book, id_)

    def ending(self, id_: str) -> Text:
        """Until when answers to a round, motion or judgement are taken, or were, in sentences.

        Also what closing waits for; ``EMPTY`` where no hour was announced.
        """
        with self.diary.reading() as book:
            return self_closing.sentences(self._hand, book, id_, self.now())

    def until(self, round_id: str) -> Text:
        """The announced last day of a round, with its hour where one is said; or ``EMPTY``."""
        return hours.until(self._hand, self.round(round_id))

    def since(self, round_id: str) -> Text:
        """From when a round is open, or is announced to be; ``EMPTY`` where nobody has said."""
        return hours.since(self._hand, self.round(round_id))

    def can_extend(self, id_: str) -> bool:
        """Whether an announced hour is still to come, and may be put off."""
        return deadlines.can_extend(self._hand, id_)

    def why_not_open(self, id_: str) -> Text:
        """Of a round, motion or judgement whose announced hour has come, why it is not open.

        ``EMPTY`` for any other.
        """
        if self._hand.store.get("motion", id=id_) is not None:
            return motions_opening.why_not_open(self._hand, self.motions.poll(id_))
        if self._hand.store.get("cycle", id=id_) is None:
            return self.judging.why_not_open(id_)
        return opening.why_not_open(self._hand, self.round(id_))

    def opens_at(self, round_id: str) -> datetime | None:
        """When a list opens by itself, where that is announced."""
        return opening.opens_at(self._hand, self.round(round_id))

    def has_ended(self, id_: str) -> bool:
        """Whether a round that is open takes only paper: its announced hour has come."""
        return reading.has_ended(self._hand, self.round(id_))

    def state_words(self, round_id: str) -> Text:
        """Where a round stands, in the words residents use; a posted tie is a state of its own."""
        if self.posted_tie(round_id) is not None:
            return TIED
        return reading.state_words(self._hand, self.round(round_id))

    def now(self) -> datetime:
        """The instant, told by the hour of the place."""
        return self._hand.local_now()

    # -- reading ---------------------------------------------------------------------------

    def shown_photo(self, digest: str) -> bytes | None:
        """A photograph (JPEG) that came with a wish or a problem, while staff let it be seen."""
        for held in (self.collecting.photos, self.solving.photos):
            if (found := held.shown_content(digest)) is not None:
                return found
        return None

    def photo_at(self, position: int) -> bytes | None:
        """The same by the position of its entry in the diary, shown or not: staff only."""
        for held in (self.collecting.photos, self.solving.photos):
            if (found := held.content_at(position)) is not None:
                return found
        return None

    @property
    def tree(self) -> AreaTree:
        """The areas of the town."""
        return self._hand.tree

    def timeline(self) -> tuple[Dated, ...]:
        """The days of the area that anybody may know, the earliest first."""
        return timeline(self._hand, self.diary)

    def today(self) -> date:
        """The day of the place."""
        return self._hand.today()

    def promote(self, round_id: str, item_id: str, jurisdiction: str = "") -> tuple[Poll, ...]:
        """Prepare every motion that carrying out a listed item needs, by the law of a place."""
        return self.motions.promote(round_id, item_id, jurisdiction)

    def rounds(self) -> tuple[Round, ...]:
        """All rounds by id."""
        return records.load_rounds(self._hand.store)

    def category_title(self, policy: str) -> Text:
        """What a category policy calls itself; ``UnknownName`` where none has that key."""
        title: Text = self._hand.registry.policy(Category(policy, policy, policy)).policy.title
        return title

    cycle, cycles = RoundSteps.round, rounds  # what they were called before 0.1

    def slots(self, round_id: str) -> list[records.Slot]:
        """The slots of a round: staff only."""
        return records.slots(self._hand.store, round_id)

    def units(self, round_id: str) -> tuple[Unit, ...]:
        """The homes and shops on the roll of a round, with their addresses: staff only."""
        return records.units(self._hand.store, round_id)

    def unreached(self, round_id: str) -> list[records.Slot]:
        """The slots of a round that have not taken part yet: staff only, for asking them again."""
        took_part = set(records.cast_slots(self._hand.store, round_id))
        return [one for one in self.slots(round_id) if one.slot not in took_part]

    def listed(self, round_id: str, slot: str | None = None) -> tuple[Listed, ...]:
        """The list as residents see it; with a slot, what it means for the household."""
        return reading.list_items(self._hand, round_id, slot)

    def order_seed(self, round_id: str, slot: str) -> str:
        """The seed by which ``model.arranged`` puts a slot's list in order, on screen and paper."""
        return order_seed(self._hand.pepper, round_id, slot)

    def turnout(self, round_id: str) -> Turnout:
        """How many have taken part."""
        return reading.turnout(self._hand, round_id)

    def turnout_by(self, round_id: str, level: str = "building") -> TurnoutByArea:
        """The same by building: small ones merged, so that nobody's taking part can be told."""
        return reading.turnout_by(self._hand, round_id, level)

    def has_ballot(self, round_id: str, slot: str) -> bool:
        """Whether a ballot of this slot was counted."""
        return reading.has_ballot(self._hand, round_id, slot)

    def outcome(self, round_id: str) -> Outcome | None:
        """The published outcome, or ``None`` while there is none."""
        return deciding.published_outcome(self._hand, round_id)

    def check(self, round_id: str, code: str) -> ReceiptCheck | None:
        """What a receipt's code proves."""
        return reading.check(self._hand, round_id, code)

    def ticks_of_receipt(self, round_id: str, code: str) -> tuple[str, ...] | None:
        """What the ballot of a receipt ticked, once the result is published."""
        return reading.ticks_of_receipt(self._hand, round_id, code)

    def checkpoint(self, round_id: str) -> Checkpoint | None:
        """The log's newest kept checkpoint."""
        return log.last_checkpoint(self._hand.store, round_id)

    def add_problems(self, problems: Sequence[Problem]) -> None:
        """Record problems."""
        with self._hand.transaction():
            records.add_problems(self._hand.store, problems)

    def problems(self) -> tuple[Problem, ...]:
        """All problems, the oldest first."""
        return self.solving.posted()

    def participations_by(self, level: str = "building") -> Drilled:
        """Participations of all rounds by building; no cell tells of a handful."""
        return drill_down(self._hand, level)

    def figures(self) -> Figures:
        """The area's year in numbers."""
        solved = sum(problem.solved is not None for problem in self.problems())
        return reading.figures(self._hand, solved, brought.figures(self, self.components))
