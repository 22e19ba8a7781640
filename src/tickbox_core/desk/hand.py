"""What the desk's own services work with besides: what opening has frozen of a round's plugins."""

from __future__ import annotations

import logging

import attrs

from tickbox_core.categories import Setting
from tickbox_core.desk import records
from tickbox_core.ledger import Checkpoint
from tickbox_core.model import AreaTree, Category, Round
from tickbox_core.model.scope import Ground
from tickbox_core.registry import CORE, GuardedPolicy
from tickbox_core.rules.motions import Practice
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow.context import DeskContext

_log = logging.getLogger("tickbox.desk")


@attrs.frozen(eq=False)
class Hand(DeskContext):
    """A desk's tools, and the plugins of its rounds as they were frozen."""

    _settings: dict[tuple[str, str, str], tuple[AreaTree, Setting]] = attrs.field(
        factory=dict, init=False
    )

    def show(self, round: Round, checkpoint: Checkpoint) -> None:
        """Have a checkpoint kept outside, except a trial's: its log will be wiped."""
        if not round.rehearsal:
            self.keep_outside(checkpoint)

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
        return said.filled(changed=join_texts(changed, "、", ", "))

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
        return Practice(()) if not place or gone else self.registry.practice(place, self.today())
