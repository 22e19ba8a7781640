"""A town: the data folder's areas, each with a desk of its own, and the figures over them."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import attrs

from tickbox_core.declarations import Component
from tickbox_core.desk import outside, together
from tickbox_core.desk.area_looks import AreaLooks
from tickbox_core.desk.area_uses import LIVED_IN, check_areas_free, check_grids_free
from tickbox_core.desk.condition import Condition, can_write, free_bytes
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.drilled import Drilled, by_area
from tickbox_core.desk.installed import installed_components, without_clashes
from tickbox_core.desk.reading import Figures
from tickbox_core.errors import (
    BadValue,
    LedgerBroken,
    NotListed,
    StoreUnavailable,
    TickboxError,
    UnknownId,
)
from tickbox_core.ledger import Checkpoint, Ed25519Signer
from tickbox_core.model import Area, AreaTree, Item, MicroGrid
from tickbox_core.model.local_time import day_at, read_zone, told_in
from tickbox_core.registry import Registry, open_registry
from tickbox_core.store import Store
from tickbox_core.store.connections import MOST
from tickbox_core.store.folder import STAFF, DataFolder
from tickbox_core.store.recent import Recent
from tickbox_core.text import Text
from tickbox_core.workflow import NOBODY, Actor, Role
from tickbox_core.workflow.context import Observer, system_time
from tickbox_core.year import access

_log = logging.getLogger("tickbox.desk")


@attrs.frozen(hash=False)
class TownFigures:
    """The town's year in numbers, summed over its areas' files."""

    total: Figures
    by_area: tuple[tuple[str, Figures], ...]


@attrs.frozen
class Clerk:
    """Somebody with a staff token: their name, and the role it gives them."""

    name: str
    role: str = STAFF


class Town:
    """Everything in one data folder."""

    def __init__(
        self,
        path: str | Path,
        registry: Registry | None = None,
        *,
        without: Sequence[str] = (),
        clock: Callable[[], datetime] = system_time,
        entropy: Callable[[int], bytes] = os.urandom,
        observers: Sequence[Observer] = (),
        desks: int = 64,
        connections: int = MOST,
    ) -> None:
        """Open (or make) the folder.

        So many ``desks`` stay in memory and so many ``connections`` open when nobody uses them.
        ``without`` leaves plugins out of the registry, by entry point or distribution.

        Raises ``KeyUnusable`` for a key that is missing or damaged beside data made with it,
        ``UnknownName`` for a plugin to leave out that is not installed.
        """
        opened = registry or (open_registry(without=without) if without else open_registry())
        self.registry = without_clashes(
            opened if registry is None else registry.leaving_out(without)
        )
        self._folder = DataFolder(path, connections=connections)
        self._signer = Ed25519Signer(self._folder.secret("log-signing"))
        self._pepper = self._folder.secret("code-pepper")
        self._clock, self._entropy, self._observers = clock, entropy, list(observers)
        self._desks: Recent[Desk] = Recent(desks, self._is_listened_to)
        self._lock = threading.Lock()
        self._opening: dict[str, threading.Lock] = {}
        self._agreed: dict[str, set[Checkpoint]] = {}
        self._unkept: dict[tuple[str, str], Checkpoint] = {}
        self._looks = AreaLooks(self._compare_again, self._folder.area)

    @property
    def components(self) -> tuple[Component, ...]:
        """The matters that desks of the town have."""
        return installed_components(self.registry)

    def leave_out(self, plugins: Sequence[str]) -> None:
        """Go on without those plugins as well; desks opened from now on do not know them.

        Raises ``UnknownName`` for one that is not there.
        """
        with self._lock:
            self.registry = without_clashes(self.registry.leaving_out(plugins))
            self._desks.clear()

    @property
    def zone(self) -> str:
        """The IANA name of the zone in which the town's days begin and end."""
        return self._folder.zone()

    def set_zone(self, name: str) -> None:
        """Say in which zone the town lies; hours that were announced stay the instants they are.

        Raises ``BadValue`` for a zone that is not known here.
        """
        read_zone(name)
        self._folder.set_zone(name)
        with self._lock:
            self._desks.clear()

    def now(self) -> datetime:
        """The instant, told by the hour of the place."""
        return told_in(self._clock, read_zone(self.zone))()

    def plant(self, tree: AreaTree) -> None:
        """Write the area tree; every desk of every process sees it from then on."""
        self._folder.plant(tree)

    def grow(self, areas: Iterable[Area], grids: Iterable[MicroGrid] = ()) -> None:
        """Add areas and micro-grids to the tree as it is by then, whoever else adds some too."""
        self._folder.grow(areas, grids)

    def turn_grids_back(self, gone: Iterable[str], restored: Iterable[MicroGrid] = ()) -> None:
        """Take micro-grids away and put others back as they were.

        Raises ``NotPossible`` for one that goes and that anything is said of.
        """
        out = frozenset(gone)
        self.check_grids_free(out)
        self._folder.turn_grids_back(out, restored)

    def check_grids_free(self, gone: Iterable[str]) -> None:
        """Raise ``NotPossible`` as ``turn_grids_back`` would; nothing is written."""
        check_grids_free(self._every_desk(), self.tree(), frozenset(gone))

    def prune(self, gone: Iterable[str], restored: Iterable[Area] = ()) -> None:
        """Take areas out of the tree and put others back as they were.

        Raises ``NotPossible`` for one that has a file, a home on a roll, what stays lying in it, or
        what is said of it: a wish, a place.
        """
        out, back = frozenset(gone), tuple(restored)
        self.check_areas_free(out, back)
        try:
            self._folder.prune(out, back)
        except UnknownId:
            raise LIVED_IN from None

    def check_areas_free(self, gone: Iterable[str], restored: Iterable[Area] = ()) -> None:
        """Raise ``NotPossible`` as ``prune`` would; nothing is written."""
        check_areas_free(self._every_desk(), self.tree(), frozenset(gone), restored)

    def _every_desk(self) -> list[Desk]:
        return [self.desk(area) for area in self.areas()]

    def tree(self) -> AreaTree:
        """The area tree, one for all desks; read anew only after somebody has planted."""
        return self._folder.tree()

    def areas(self) -> tuple[str, ...]:
        """The areas that have a file of their own."""
        return self._folder.areas()

    def neighbourhoods(self) -> tuple[str, ...]:
        """Those of them that are no town or community: whose figures the town adds up."""
        tree = self.tree()
        return tuple(
            area for area in self.areas() if area not in tree or tree[area].level not in _ABOVE
        )

    def found(self, area: str) -> Desk:
        """Give an area a file, and its desk."""
        self._folder.add_area(area, day_at(self.now()).isoformat())
        return self.desk(area)

    def desk(self, area: str) -> Desk:
        """The desk of an area, or ``NotListed``.

        Raises ``LedgerBroken`` where a log is shorter than, or differs from, a checkpoint that was
        kept outside its file: the file was set back or changed.
        """
        found = self._desks.get(area)
        if found is not None:
            return found
        store = self._folder.area(area)
        with self._lock:
            opening = self._opening.setdefault(area, threading.Lock())
        with opening:  # one area that takes its time keeps nobody else waiting
            self._compare(area, store)
            with self._lock:
                return self._desks.get(area) or self._desks.put(area, self._open_desk(area, store))

    def add_staff(self, area: str, name: str, role: str = STAFF, *, by: Actor = NOBODY) -> str:
        """A token with which somebody acts for an area in a role; it is readable only now.

        The area's diary notes it first: the role is open, the name (and who gives it) sealed.
        Raises ``NotListed`` for an area without a file, ``BadValue`` without a name.
        """
        desk, whose = self.desk(area), name.strip()
        if not whose:
            raise BadValue("staff", Text("没有写姓名。", "the name is missing."))
        token = f"tb_{secrets.token_urlsafe(24)}"
        with desk.transaction(by, "staff/give"), desk.diary.writing() as pen:
            pen.add(access.token_given(whose, role, self._folder.has_staff(area, whose)))
            # once it is noted, and before anybody else asks whether there is one
            kept = partial(self._folder.add_staff, self._token(token), area, whose, role)
            desk.diary.later(kept)
        return token

    def staff(self, area: str, token: str) -> Clerk | None:
        """Who acts for the area with that token, or ``None``."""
        held = self._folder.staff(self._token(token))
        return Clerk(*held[1:]) if held is not None and held[0] == area else None

    def actor(self, token: str, area: str) -> Actor | None:
        """Who may act for an area with a token: staff, or who holds an office there today.

        Gives ``None`` for any other; raises ``NotListed`` for an area without a file.
        """
        clerk = self.staff(area, token.strip())
        if clerk is not None:
            return Actor(clerk.name, Role(clerk.role), grant=self._token(token.strip()).hex())
        return self.desk(area).people.actor(token)

    def remove_staff(self, area: str, name: str, *, by: Actor = NOBODY) -> int:
        """Take all of somebody's tokens for an area away; how many there were.

        The area's diary notes it, where it can be written: a token is taken in any case, and who
        takes their own away has done it.
        """
        by = attrs.evolve(by, grant="")
        number = self._folder.remove_staff(area, name)
        try:
            if number:
                desk = self.desk(area)
                with desk.transaction(by, "staff/take"), desk.diary.writing() as pen:
                    pen.add(access.token_taken(name, number))
        except TickboxError as problem:  # the area's file is damaged, say: the token is taken
            _log.error("tokens were taken away, and the diary could not note it: %s", problem)
        return number

    def _token(self, token: str) -> bytes:
        """192 random bits need no slow hash: a pepper outside the database is enough."""
        return hmac.new(self._pepper, token.encode(), hashlib.sha256).digest()

    def observe(self, observer: Observer) -> None:
        """Tell one more observer, from now on, of what happens at any desk of the town."""
        with self._lock:
            self._observers.append(observer)
            for desk in self._desks.each():
                desk.observe(observer)

    def _is_listened_to(self, desk: Desk) -> bool:
        """Whether somebody has asked a desk, rather than the town, to be told."""
        return desk.observers > len(self._observers)

    def run_jobs(self) -> int:
        """Do what is due in every area, and say how much was done; a fault is logged, not raised.

        An area where nothing is announced is not opened for it.
        """
        done = 0
        for area in self.areas():
            try:
                store = self._folder.area(area)
                if store.count("job") or store.count("deadline", ended=""):
                    done += len(self.desk(area).catch_up())
            except (TickboxError, OSError) as problem:
                _log.error("what is due in an area could not be done: %s", problem)
        return done

    def figures(self) -> TownFigures:
        """The year in numbers, read from the areas' files."""
        by_area = tuple((area, self.desk(area).figures()) for area in self.neighbourhoods())
        counted = (figure.key for one in self.components for figure in one.figures)
        return TownFigures(Figures.total((one for _, one in by_area), counted), by_area)

    def drill(self, level: str = "building") -> tuple[Drilled, dict[str, Drilled]]:
        """Participations by area, and in each area that is shown by building; small cells merged.

        An area that is not shown by itself is not drilled into either.
        """
        parts = {area: self.desk(area).participations_by(level) for area in self.neighbourhoods()}
        tree = self.tree()
        over = by_area(parts, {area: tree[area].name for area in parts})
        return over, {area: parts[area] for area in over.breakdown.shown}

    # -- cases, pictures -------------------------------------------------------------------

    def take_over(
        self,
        source: str,
        project: str,
        *,
        to: str,
        round: str,
        id_: str = "",
        category: str = "",
        by: Actor = NOBODY,
    ) -> Item:
        """Put what a neighbourhood has done on another's list, as an item to be filled in there.

        ``id_`` and ``category`` are the list's own where they differ.  The list's diary notes who
        has done it, where that is said.
        """
        here, own = self.desk(to), {"id_": id_, "category": category}
        with here.transaction(by, "award/take-over", about={"round": [round]}):
            return together.take_over(here, source, project, round=round, **own)

    def keep_picture(self, content: bytes) -> str:
        """Keep a picture beside the lists; its SHA-256, by which items name it.

        Raises ``BadValue`` for what is no PNG, JPEG or WebP.
        """
        if picture_kind(content) is None:
            raise BadValue(
                "picture",
                Text("不是能显示的图片。", "is no picture that can be shown."),
                Text("请用 PNG、JPEG 或 WebP。", "Use PNG, JPEG or WebP."),
            )
        return self._folder.keep_picture(content)

    def picture(self, digest: str) -> tuple[bytes, str] | None:
        """A kept picture and its media type, or ``None``."""
        content = self._folder.picture(digest)
        kind = None if content is None else picture_kind(content)
        return None if content is None or kind is None else (content, kind)

    def close(self) -> None:
        """Close every file."""
        self._desks.clear()
        self._folder.close()

    def _open_desk(self, area: str, store: Store) -> Desk:
        return Desk(
            store,
            self.registry,
            area=area,
            signer=self._signer,
            pepper=self._pepper,
            clock=self._clock,
            entropy=self._entropy,
            observers=tuple(self._observers),
            witness=lambda checkpoint: self._witness(area, checkpoint),
            pictures=self.keep_picture,
            blobs=self._folder.blobs(),
            peers=lambda: _Peers(self),
            tree=self.tree,
            lay_grid=lambda grid: self.grow((), (grid,)),
            zone=read_zone(self.zone),
            founded=self._folder.founded(area),
            is_out=lambda grant: self._folder.staff(bytes.fromhex(grant)) is not None,
        )

    # -- checkpoints kept outside the areas' files -----------------------------------------

    def _witness(self, area: str, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint outside.  What it is of has happened: a fault here undoes nothing."""
        self._unkept[area, outside.log_of(checkpoint)] = checkpoint
        self._agreed.setdefault(area, set()).add(checkpoint)  # made from this very store
        self._keep_outside()

    def _keep_outside(self) -> None:
        for name, checkpoint in tuple(self._unkept.items()):
            try:
                outside.keep(self._checkpoints(name[0]), checkpoint)
            except OSError as problem:
                _log.error("a checkpoint is not kept outside yet: %s", problem.strerror)
            else:
                if self._unkept.get(name) is checkpoint:
                    self._unkept.pop(name, None)

    def _miss_outside(self) -> None:
        """Checkpoints that somebody took away are told as not kept, and kept again next time."""
        for area, known in tuple(self._agreed.items()):
            for one in outside.missing_checkpoints(self._checkpoints(area), tuple(known)):
                _log.error("a checkpoint kept outside is gone from its place")
                self._unkept.setdefault((area, outside.log_of(one)), one)

    def _checkpoints(self, area: str) -> Path:
        return self._folder.path / "checkpoints" / area

    def _compare(self, area: str, store: Store) -> None:
        agreed, now = self._agreed.pop(area, set()), set()
        for known in outside.read_checkpoints(self._checkpoints(area)):
            outside.compare(store, known, agreed=known in agreed)
            now.add(known)
        self._agreed[area] = now

    # -- how it is doing -------------------------------------------------------------------

    def condition(self, seconds: float = 1.0) -> Condition:
        """Whether everything can be written and every area stands in its place.

        Areas are looked into for about so many ``seconds``; those left wait for the next time.
        """
        self._keep_outside()
        self._miss_outside()
        path = self._folder.path
        writable, free = can_write(path), free_bytes(path)
        try:
            areas, missing = self.areas(), self._folder.missing()
        except StoreUnavailable:
            return Condition(writable, free, gone=True)
        used = {desk.area for desk in self._desks.each()}
        wrong, waiting = self._looks.look(areas, missing, self.now(), used, seconds)
        return Condition(
            writable=writable,
            free_bytes=free,
            areas=len(areas),
            by_area=wrong,
            waiting=waiting,
            unkept=len(self._unkept),
            keys=self._folder.keys_gone(),
            zone=self.zone,
            now=self.now().isoformat(timespec="seconds"),
        )

    def _compare_again(self, area: str, *, whole: bool) -> Store:
        """The store of an area, once it agrees; where it does not, its desk is let go."""
        store = self._folder.area(area)
        if whole:
            self._agreed.pop(area, None)
        try:
            self._compare(area, store)
        except LedgerBroken:
            self._desks.drop(area)
            raise
        return store


class _Peers(Mapping[str, Desk]):
    """The desks of a town by area, each opened when it is asked for."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def __getitem__(self, area: str) -> Desk:
        try:
            return self._town.desk(area)
        except NotListed:
            raise KeyError(area) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._town.areas())

    def __len__(self) -> int:
        return len(self._town.areas())


def picture_kind(content: bytes) -> str | None:
    """The media type of a picture by its first bytes; ``None`` for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


_ABOVE = {"town", "community"}
