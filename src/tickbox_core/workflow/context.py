"""What every service of a desk works with: store, registry, keys, clock, observers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from typing import Any

import attrs

from tickbox_core.errors import BadValue, NotPossible
from tickbox_core.hooks import Event
from tickbox_core.interchange.pictures import fit_to_show
from tickbox_core.ledger import Checkpoint, Signer
from tickbox_core.model import AreaTree, MicroGrid, Picture
from tickbox_core.model.local_time import DEFAULT_ZONE, day_at, day_of, read_zone, told_in
from tickbox_core.registry import Registry
from tickbox_core.store import Store
from tickbox_core.store.blobs import Blobs
from tickbox_core.text import Text
from tickbox_core.workflow.state import DiaryState
from tickbox_core.workflow.transactions import Transactions

_log = logging.getLogger("tickbox.desk")

Observer = Callable[[Event], None]
_NO_WORDS = Text("没有写图上是什么。", "what the picture shows is missing.")
_SAY_WHAT = Text(
    "请用一句话写明，看不见图的人也能知道。", "Say it in a line, for whoever cannot see it."
)
_NO_FOLDER = Text("这里没有存放图片的地方。", "there is no place to keep pictures here.")


def system_time() -> datetime:
    """Now, with the offset of the machine; a town's desks tell it by the town's zone."""
    return datetime.now(UTC).astimezone()


def _zone_of_the_place(zone: tzinfo | None) -> tzinfo:
    return read_zone(DEFAULT_ZONE) if zone is None else zone


@attrs.frozen(eq=False)
class DeskContext:
    """A desk's tools.  ``clock`` is read here and nowhere else; ``entropy`` makes salts.

    Days and hours are those of ``zone``, whatever offset the clock has; without one those of
    ``DEFAULT_ZONE``, for a server's clock is often in UTC.

    ``witness`` keeps a checkpoint somewhere outside the store, so that a store set back to an
    older copy is noticed.  ``pictures`` keeps a picture and answers with its SHA-256 (hex).
    ``tree`` is the area tree, or a question that answers with it as it is now.
    ``lay_grid`` puts a micro-grid upon the town's tree.

    ``finders`` find things by kind, for matters that speak of each other's.
    ``blobs`` keeps the bundles of results as files, ``building`` is held by whoever makes one.
    """

    area: str
    store: Store
    registry: Registry
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    pepper: bytes = attrs.field(repr=False)
    _tree: AreaTree | Callable[[], AreaTree] = attrs.field(factory=lambda: AreaTree(()))
    lay_grid: Callable[[MicroGrid], object] | None = attrs.field(default=None, repr=False)
    signer: Signer | None = attrs.field(default=None, repr=False)
    observers: list[Observer] = attrs.field(factory=list)
    witness: Callable[[Checkpoint], None] = lambda _: None
    pictures: Callable[[bytes], str] | None = attrs.field(default=None, repr=False)
    blobs: Blobs | None = attrs.field(default=None, repr=False)
    zone: tzinfo = attrs.field(default=None, converter=_zone_of_the_place)
    transactions: Transactions = attrs.field(init=False, repr=False)
    finders: dict[str, Callable[[Any, str], object]] = attrs.field(factory=dict, init=False)
    building: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)

    @transactions.default
    def _transactions_of_the_store(self) -> Transactions:
        return Transactions(self.store)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable transaction, or a part of the one that is open in this thread."""
        with self.transactions.begin():
            yield

    def find(self, kind: str, state: DiaryState, id_: str) -> object:
        """A thing of another matter; raises what that matter does where there is none."""
        return self.finders[kind](state, id_)

    @property
    def tree(self) -> AreaTree:
        """The areas of the town, as they are now."""
        return self._tree if isinstance(self._tree, AreaTree) else self._tree()

    def now(self) -> str:
        """The time, to the second, with its offset."""
        return self.local_now().isoformat(timespec="seconds")

    def local_now(self) -> datetime:
        """The instant, told by the hour of the place."""
        return told_in(self.clock, self.zone)()

    def today(self) -> date:
        """The day of the place."""
        return day_at(self.local_now())

    def day_of(self, stamp: str) -> date:
        """The day that it was here, of something that is kept with its time."""
        return day_of(stamp, self.zone)

    def keep_picture(self, content: bytes, shows: Text) -> Picture:
        """Keep a picture where pages find it, made fit to show; raises what ``fit_to_show`` does.

        Without what it shows in words it is refused: not everybody sees it.
        """
        if not shows.zh.strip():
            raise BadValue("shows", _NO_WORDS, _SAY_WHAT)
        if self.pictures is None:
            raise NotPossible(_NO_FOLDER, Text("请用数据文件夹（Town）。", "Use a Town."))
        return Picture(self.pictures(fit_to_show(content)), shows)

    def keep_outside(self, checkpoint: Checkpoint) -> None:
        """Have a checkpoint kept outside, once what it is of is durable."""
        self.transactions.later(partial(self.witness, checkpoint))

    def tell(self, event: Event) -> None:
        """Tell every observer once it is durable; one that fails is logged, not followed.

        Whatever it raises: what has happened is not undone by it.  Only Ctrl-C ends a program.
        """
        self.transactions.later(partial(self._tell, event), locked=False)

    def _tell(self, event: Event) -> None:
        for observer in tuple(self.observers):
            try:
                observer(event)
            except BaseException as problem:
                if isinstance(problem, KeyboardInterrupt) and _in_main_thread():
                    raise
                _log.exception("an observer failed at %s of %s", event.kind, event.round)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
