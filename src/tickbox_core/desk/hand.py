"""What every service of the desk holds in one hand: store, registry, keys, clock, observers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

import attrs

from tickbox_core.categories import Setting
from tickbox_core.desk import records
from tickbox_core.errors import BadValue, NotPossible
from tickbox_core.hooks import Event
from tickbox_core.interchange.pictures import fit_to_show
from tickbox_core.ledger import Checkpoint, Signer
from tickbox_core.model import AreaTree, Category, Picture, Round
from tickbox_core.model.scope import Ground
from tickbox_core.registry import CORE, GuardedPolicy, Registry
from tickbox_core.rules.motions import Practice
from tickbox_core.store import Store
from tickbox_core.store.blobs import Blobs
from tickbox_core.text import EMPTY, Text, joined
from tickbox_core.workflow import Transactions

_log = logging.getLogger("tickbox.desk")

Observer = Callable[[Event], None]
_NO_WORDS = Text("没有写图上是什么。", "what the picture shows is missing.")
_SAY_WHAT = Text(
    "请用一句话写明，看不见图的人也能知道。", "Say it in a line, for whoever cannot see it."
)
_NO_FOLDER = Text("这里没有存放图片的地方。", "there is no place to keep pictures here.")


@attrs.frozen(eq=False)
class Hand:
    """The desk's tools.  ``clock`` is read here and nowhere else; ``entropy`` makes salts.

    ``witness`` keeps a checkpoint somewhere outside the store, so that a store set back to an
    older copy is noticed.  ``pictures`` keeps a picture and answers with its SHA-256 (hex).
    ``tree`` is the area tree, or a question that answers with it as it is now.
    ``blobs`` keeps the bundles of results as files, ``building`` is held by whoever makes one.
    """

    area: str
    store: Store
    registry: Registry
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    pepper: bytes = attrs.field(repr=False)
    _tree: AreaTree | Callable[[], AreaTree] = attrs.field(factory=lambda: AreaTree(()))
    signer: Signer | None = attrs.field(default=None, repr=False)
    observers: list[Observer] = attrs.field(factory=list)
    witness: Callable[[Checkpoint], None] = lambda _: None
    pictures: Callable[[bytes], str] | None = attrs.field(default=None, repr=False)
    blobs: Blobs | None = attrs.field(default=None, repr=False)
    transactions: Transactions = attrs.field(init=False, repr=False)
    building: threading.Lock = attrs.field(factory=threading.Lock, init=False, repr=False)
    _settings: dict[tuple[str, str, str], tuple[AreaTree, Setting]] = attrs.field(
        factory=dict, init=False
    )

    @transactions.default
    def _transactions_of_the_store(self) -> Transactions:
        return Transactions(self.store)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One durable transaction, or a part of the one that is open in this thread."""
        with self.transactions.begin():
            yield

    @property
    def tree(self) -> AreaTree:
        """The areas of the town, as they are now."""
        return self._tree if isinstance(self._tree, AreaTree) else self._tree()

    def now(self) -> str:
        """The time, to the second, with its offset."""
        return self.clock().isoformat(timespec="seconds")

    def today(self) -> date:
        """The day, where the clock is."""
        return self.clock().date()

    def keep_picture(self, content: bytes, shows: Text) -> Picture:
        """Keep a picture where pages find it, made fit to show; raises what ``fit_to_show`` does.

        Without what it shows in words it is refused: not everybody sees it.
        """
        if not shows.zh.strip():
            raise BadValue("shows", _NO_WORDS, _SAY_WHAT)
        if self.pictures is None:
            raise NotPossible(_NO_FOLDER, Text("请用数据文件夹（Town）。", "Use a Town."))
        return Picture(self.pictures(fit_to_show(content)), shows)

    def show(self, round: Round, checkpoint: Checkpoint) -> None:
        """Have a checkpoint kept outside, except a trial's: its log will be wiped."""
        if not round.rehearsal:
            self.keep_outside(checkpoint)

    def keep_outside(self, checkpoint: Checkpoint) -> None:
        """Have a checkpoint kept outside, once what it is of is durable."""
        self.transactions.later(partial(self.witness, checkpoint))

    def policy(self, category: Category) -> GuardedPolicy:
        """The policy of a category; what goes wrong in a plugin is logged under its name."""
        return self.registry.policy(category, lambda failed: _log.warning("%s", failed))

    def policy_as_kept(self, round: Round, category: Category) -> GuardedPolicy | None:
        """The policy of a category; ``None`` where its plugin is gone since the round was opened.

        Before opening a policy that nobody brings is ``UnknownName``.
        """
        if not self.is_as_frozen(round, "policies", category.policy):
            return None
        return self.policy(category)

    def is_as_frozen(self, round: Round, kind: str, key: str) -> bool:
        """Whether the thing of a key is there, and of a plugin that was frozen at opening.

        ``kind`` is the registry's; before opening whatever is installed will do, and what is the
        core's own always does.
        """
        offered = getattr(self.registry, kind).get(key)
        if round.opened_at is None or offered is None:
            return round.opened_at is None
        names = {CORE, *(plugin.name for plugin in round.plugins)}
        return not round.plugins or offered.plugin.name in names

    def changed_plugins(self, round: Round) -> Text:
        """The plugins of an opened round that are gone or of another version, said in a line."""
        here = {plugin.name: Text.of(plugin.version) for plugin in self.registry.plugins}
        gone = Text("已卸载", "removed")
        changed = [
            Text("{name} {was} → {now}", "{name} {was} → {now}").filled(
                name=plugin.name, was=plugin.version, now=here.get(plugin.name, gone)
            )
            for plugin in round.plugins
            if here.get(plugin.name) != Text.of(plugin.version)
        ]
        if not changed:
            return EMPTY
        said = Text("开放以后插件有变：{changed}。", "Plugins changed since opening: {changed}.")
        return said.filled(changed=joined(changed, "、", ", "))

    def setting(self, round: Round) -> Setting:
        """What the items of a round are judged against: its roll's units, the areas, the law.

        Kept while roll, areas and law stay the same: every page of a list asks for it.  Raises
        ``UnknownName`` for a jurisdiction that nobody brings, before opening; after it the law of a
        plugin that is gone is unknown.
        """
        key = (round.id, round.roll.commitment if round.roll else "", round.jurisdiction)
        tree, kept = self.tree, self._settings.get(key)
        if kept is None or kept[0] is not tree:
            units = records.units(self.store, round.id)
            kept = tree, Setting(units, Ground(tree), self._law(round))
            self._settings[key] = kept
        return kept[1]

    def forget(self) -> None:
        """Keep nothing in memory of any roll."""
        self._settings.clear()

    def _law(self, round: Round) -> Practice:
        place = round.jurisdiction
        gone = not self.is_as_frozen(round, "jurisdictions", place)
        return Practice(()) if not place or gone else self.registry.practice(place)

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
