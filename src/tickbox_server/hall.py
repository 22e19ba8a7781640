"""The hall: where handlers bring their questions, so that nothing slow runs on the event loop.

Desks are asked in a few threads of the hall's own (each keeps its connection to each file, so
their number is fixed); casts go through the writers.  Both start with the first question.
"""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from litestar import Request

from tickbox_core.components.places import OfferedService, PlaceService
from tickbox_core.desk import Cast, Desk, Figures, Listed, Town, TownFigures, Turnout, TurnoutByArea
from tickbox_core.desk.drilled import Drilled, sum_breakdowns
from tickbox_core.desk.election_file import write_election_file
from tickbox_core.errors import ListTakenDown, NotListed, TickboxError
from tickbox_core.hooks import Event, Identity
from tickbox_core.ledger import Receipt
from tickbox_core.model import AreaTree, Round, State
from tickbox_core.registry import Notice
from tickbox_core.store.blobs import Blob
from tickbox_core.text import Text
from tickbox_core.workflow.hourly import HourlyLimit
from tickbox_server.addresses import address_of
from tickbox_server.errors import NoSlot, Unconfirmed
from tickbox_server.readers import Readers
from tickbox_server.settings import Settings
from tickbox_server.turns import Turns, forget_code
from tickbox_server.writer import Writers

_log = logging.getLogger("tickbox.server")

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

T = TypeVar("T")
ELECTION_FILES = 8
"""Those asked for last are held; one takes some 25 bytes a ballot."""


class Hall:
    """A town with what is needed to answer for it over the web."""

    def __init__(self, town: Town, identity: Identity, settings: Settings) -> None:
        """Nothing is started before the first question."""
        self.town = town
        self.identity = identity
        self.settings = settings
        self.parts: tuple[ServerPart, ...] = ()
        """What plugins have on this server."""
        self.notices: tuple[Notice, ...] = ()
        """Why parts of plugins were left out; ``town.registry.notices`` has the rest."""
        self.pages: frozenset[str] = frozenset()
        """The pages of neighbourhoods and rounds that are served, by name."""
        self._writers = Writers(waiting=settings.waiting_casts, group=settings.casts_per_commit)
        self.readers = Readers(settings.readers, settings.answer_seconds)
        self.turns = Turns(settings.code_checks, settings.answer_seconds)
        self._hourly = HourlyLimit(settings.anonymous_per_hour)
        # One thread: however many ask for a bundle at once, the first makes it.
        self._makers = Readers(1, settings.answer_seconds, "tickbox-bundles")
        self._kept = Kept()
        self._election_file = lru_cache(maxsize=ELECTION_FILES)(self._write_election_file)
        town.observe(self._heard)

    # -- asked by handlers -----------------------------------------------------------------

    async def ask(self, question: Callable[[], T]) -> T:
        """The answer to a question that may block, from one of the hall's threads.

        Context variables go along, so that a host's identity finds what it has set.  Raises
        whatever the question does, as an ordinary exception, or ``TooLong``.
        """
        async with self.turns.own():  # what a code is typed for waits for the slow hash
            return await self.readers.ask(question)

    async def bundle(
        self, id_: str, where: Callable[[], Desk], make: Callable[[Desk], Blob]
    ) -> Blob:
        """The bundle of a result: at once where it is kept, else made in a thread of its own.

        So those who wait for one that is being made keep no reader from anybody else.
        """

        def look() -> tuple[Desk, Blob | None]:
            desk = where()
            return desk, desk.bundle_kept(id_)

        desk, blob = await self.ask(look)
        if blob is not None:
            return blob
        return await self._makers.ask(lambda: make(desk))

    async def election_file(self, area: str, round: str) -> Blob:
        """The ``.pb`` file of a published round, made of its bundle."""
        bundle = await self.bundle(
            round, lambda: self.find_round(area, round)[0], lambda desk: desk.bundle_file(round)
        )

        return await self._makers.ask(lambda: self._election_file(bundle))

    def _write_election_file(self, bundle: Blob) -> Blob:
        # whoever published it recounted it, and its file was hashed before it was handed out
        text = write_election_file(bundle.read(), self.settings.licence, recounted=True)
        return Blob.of(text.encode())

    async def slot(self, area: str, round: str, request: Request[Any, Any, Any]) -> str | None:
        """The slot of a round that a request speaks for, or nobody's; ``NotListed`` without one."""

        def find() -> str | None:
            self.find_round(area, round)
            return self.identity.slot(round, request)

        slot = await self.ask(find)
        forget_code()
        return slot

    def limit_anonymous(
        self, request: Request[Any, Any, Any], kind: str
    ) -> AbstractContextManager[None]:
        """While somebody without a name hands in something of a kind (``wish/take``).

        Raises ``TooOften`` for more in an hour than one address may; what is refused counts not.
        """
        return self._hourly.count(address_of(request), kind)

    async def cast(self, area: str, round: str, slot: str | None, cast: _CastOf) -> Receipt:
        """Take a ballot for a slot: answered when it is on the disk.

        Raises ``NoSlot``, ``Busy``, ``Unconfirmed``, or what the desk refuses.
        """
        if slot is None:
            raise NoSlot
        desk = await self.ask(lambda: self.find_round(area, round)[0])
        answer = asyncio.wrap_future(self._writers.submit(desk, round, cast(slot)))
        try:
            return await asyncio.wait_for(answer, self.settings.answer_seconds)
        except TimeoutError:
            raise Unconfirmed from None

    def full_queues(self) -> tuple[str, ...]:
        """The areas whose queue of casts is full: whoever casts there is told to press again."""
        return self._writers.full()

    def hold(self, name: str, make: Callable[[], T]) -> T:
        """What the server holds under a name as long as it runs: made by whoever asks first."""
        return self._kept.get(f"held: {name}", math.inf, make)

    def close(self) -> None:
        """Write what is waiting and let go of the threads; a later question starts them again.

        Those that do not come back within ``closing_seconds`` are left behind.
        """
        until = time.monotonic() + self.settings.closing_seconds
        self._writers.close(self.settings.closing_seconds)
        self.readers.close(max(0.0, until - time.monotonic()))
        self._makers.close(max(0.0, until - time.monotonic()))

    # -- asked in the hall's threads -------------------------------------------------------

    def desk(self, area: str) -> Desk:
        """The desk of an area, when it has done what is due; ``NotListed`` where there is none.

        Where it cannot be done it is logged: what is there is shown all the same.
        """
        desk = self.town.desk(area)
        try:
            desk.catch_up()
        except (TickboxError, OSError) as problem:
            _log.error("what is due could not be done: %s", problem)
        return desk

    def find_round(self, area: str, round: str) -> tuple[Desk, Round]:
        """The desk of an area and one of its rounds.

        Raises ``NotListed`` for an area or round that is not there, and for one that is still
        being prepared, which is nobody's business yet; ``ListTakenDown`` for one that was
        posted.
        """
        desk = self.desk(area)
        found = desk, self._round(desk, round)
        if found[1].state is State.LISTING:
            taken_down = desk.posting.taken_down(round)
            if taken_down is not None:
                raise ListTakenDown(taken_down.words)
            raise NotListed(Text("这一轮打钩", "round"), round)
        return found

    def listed(self, desk: Desk, round: str) -> tuple[Listed, ...]:
        """The list of a round as everybody sees it."""
        name = round, "listed", desk.area
        return self._kept.get(name, self.settings.figures_seconds, lambda: desk.listed(round))

    def rounds(self, desk: Desk) -> tuple[Round, ...]:
        """The rounds of an area that have opened, the newest first."""
        opened = [round for round in desk.rounds() if round.state is not State.LISTING]
        return tuple(sorted(opened, key=lambda round: round.opened_at or "", reverse=True))

    def tree(self) -> AreaTree:
        """The tree of areas, as it is now."""
        return self.town.tree()

    def areas(self) -> tuple[str, ...]:
        """The areas that have rounds, as it is now."""
        return self.town.areas()

    def figures(self, area: str) -> Figures:
        """An area's figures."""
        desk = self.town.desk(area)
        return self._kept.get(("figures", area), self.settings.figures_seconds, desk.figures)

    def town_figures(self) -> TownFigures:
        """The town's figures."""
        return self._kept.get("figures", self.settings.figures_seconds, self.town.figures)

    def turnout(self, desk: Desk, round: str) -> Turnout:
        """How many have taken part in a round that ``find_round`` has found."""
        name = round, "turnout", desk.area
        return self._kept.get(name, self.settings.turnout_seconds, lambda: desk.turnout(round))

    def homes_show(self, desk: Desk, round: str) -> bool:
        """Whether the bundle of an opened round will tell which ballots come from one home."""
        name = round, "homes", desk.area  # fixed at opening, and read from every slot of the roll
        kept = self.settings.breakdown_seconds
        return self._kept.get(name, kept, lambda: desk.shows_homes(round))

    def turnout_by(self, desk: Desk, round: str) -> TurnoutByArea:
        """The same by building, an hour old at most: two of them tell of more than a handful."""
        name = round, "turnout by", desk.area
        kept = self.settings.breakdown_seconds
        return self._kept.get(name, kept, lambda: desk.turnout_by(round))

    def participations_by(self, desk: Desk) -> Drilled:
        """All rounds by building: the sum of what is told of each, so that it tells no more."""
        apart = (State.POSTED, State.VOID)
        rounds = [c for c in self.rounds(desk) if c.state not in apart and not c.rehearsal]
        return sum_breakdowns([self.turnout_by(desk, round.id) for round in rounds])

    def has_picture(self, digest: str) -> bool:
        """Whether a picture is kept beside the lists, unchanged."""
        name = "picture", digest
        kept = self.settings.figures_seconds
        return self._kept.get(name, kept, lambda: self.town.picture(digest) is not None)

    def phone(self, area: str) -> str:
        """The number to ring about an area; of the settings' where nobody gave another.

        Raises nothing: an address that leads nowhere still says whom to ring.
        """
        name = "phone", area
        return self._kept.get(name, self.settings.figures_seconds, lambda: self._phone(area))

    def phone_at_hand(self, area: str) -> str:
        """The same without asking anybody: as it was told last, else the settings' own."""
        kept: str | None = self._kept.peek(("phone", area))
        return self.settings.phones.get(area, self.settings.phone) if kept is None else kept

    def _phone(self, area: str) -> str:
        settings, tree = self.settings, self.tree()
        path = [one.id for one in reversed(tree.path(area))] if area in tree else [area]
        own = next((settings.phones[one] for one in path if one in settings.phones), "")
        return own or self._phone_of_helpers(area) or settings.phone

    def _phone_of_helpers(self, area: str) -> str:
        if area not in self.areas():
            return ""
        places = self.town.desk(area).service(PlaceService).places()
        return next((p.phone for p in places if p.phone and OfferedService.HELP in p.services), "")

    def _round(self, desk: Desk, round: str) -> Round:
        name = round, "round", desk.area
        kept = self._kept.get(name, self.settings.round_seconds, lambda: desk.round(round))
        if kept.state is not State.LISTING:
            return kept
        self._kept.forget(lambda one: one == name)  # once posted it is seen at once
        return desk.round(round)

    def _heard(self, event: Event) -> None:
        """A step of a round is seen at once; casts are many, and turnouts may be a little old."""
        if event.kind != "cast":
            self._kept.forget(lambda name: isinstance(name, tuple) and name[0] == event.round)


_CastOf = Callable[[str], Cast]


class Kept:
    """Answers kept for some seconds, so that many askers cost one computation."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is kept yet."""
        self._clock = clock
        self._answers: dict[Hashable, tuple[float, Any]] = {}
        self._guards: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, name: Hashable, seconds: float, compute: Callable[[], T]) -> T:
        """The kept answer if it is younger than that, or a new one.

        Those who ask for the same thing at the same time wait for one computation.
        """
        with self._guard:
            guard = self._guards.setdefault(name, threading.Lock())
        with guard:
            kept = self._answers.get(name)
            if kept is None or self._clock() - kept[0] >= seconds:
                kept = self._answers[name] = (self._clock(), self._compute(name, compute))
            answer: T = kept[1]
            return answer

    def _compute(self, name: Hashable, compute: Callable[[], T]) -> T:
        try:
            return compute()
        except BaseException:
            with self._guard:  # names of things that are not there leave nothing behind
                self._guards.pop(name, None)
            raise

    def peek(self, name: Hashable) -> Any:
        """The answer kept last, however old; ``None`` where there is none."""
        kept = self._answers.get(name)
        return None if kept is None else kept[1]

    def forget(self, which: Callable[[Hashable], bool]) -> None:
        """Compute anew what is asked for next under these names."""
        with self._guard:
            for name in [name for name in self._answers if which(name)]:
                self._answers.pop(name, None)
