"""The contract of a plugin as a whole: it loads beside others, and is found when installed."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy
import pytest

from tickbox_core import hooks
from tickbox_core.errors import PluginClash
from tickbox_core.inspection.publishing import publishing_findings
from tickbox_core.registry import Registry, open_registry

OFFERS = (
    "policies", "rules", "tie_breaks", "engines", "jurisdictions", "printers", "components",
)  # fmt: skip


def plugin_contract(plugin: object, *, entry: str | None = None, publishes: bool = True) -> type:
    """A test class for a plugin: the module or object that its entry point names.

    ``entry`` is the name of its entry point (the key of its policy, say); with it, the tests look
    whether the installed distribution is found, and skip where it is not installed.  ``publishes``
    is ``False`` for a plugin that brings what ranks files only: a rule, a tie-break, an engine or
    law that the independent recount does not know, so that no round by it can be published.
    """
    name = entry or "plugin-under-test"

    def opened(**others: object) -> Registry:
        return open_registry(discover=False, plugins={name: plugin, **others})

    class PluginContract:
        """Loads, hands over, and leaves the others alone."""

        def test_it_loads_without_a_notice(self) -> None:
            """The registry takes it whole: every hook spelt right, everything of the right type."""
            registry = opened()
            assert [str(notice) for notice in registry.notices] == []
            assert name in {release.name for release in registry.plugins}

        def test_it_brings_something(self) -> None:
            """Something is offered, of whatever kind, that is there only because of it."""
            assert _offered_keys(opened(), name)

        def test_it_takes_nothing_away(self) -> None:
            """What the core offers is still offered by the core."""
            alone, beside = open_registry(discover=False), opened()
            for kind in OFFERS:
                before, after = getattr(alone, kind), getattr(beside, kind)
                assert before.keys() <= after.keys()
                assert all(after[key].plugin == before[key].plugin for key in before)

        def test_it_answers_alike_when_asked_again(self) -> None:
            """Two registries opened one after the other hold the same keys."""
            assert _offered_keys(opened(), name) == _offered_keys(opened(), name)

        def test_a_second_plugin_with_its_keys_is_a_clash(self) -> None:
            """Of two that bring the same neither's is used, and a notice for each names both."""
            registry = opened(**{"another-plugin": _Twin(plugin)})
            clashes = [one for one in registry.notices if isinstance(one, PluginClash)]
            assert all(one.plugins == tuple(sorted((name, "another-plugin"))) for one in clashes)
            assert len(clashes) == len(_offered_keys(opened(), name)) == len(registry.notices)
            assert not _offered_keys(registry, name) + _offered_keys(registry, "another-plugin")

        def test_rounds_by_what_it_brings_can_be_published(self) -> None:
            """Imagined rounds and motions are counted, published and recounted."""
            registry = opened()
            brought = {
                kind: {k: one for k, one in getattr(registry, kind).items()
                       if one.plugin.name == name}
                for kind in OFFERS
            }  # fmt: skip
            found = [str(one.problem.en) for one in publishing_findings(registry, brought)]
            assert bool(found) is (not publishes), found

        if isinstance(plugin, ModuleType) and hasattr(plugin, "__path__"):

            def test_its_types_are_shipped(self) -> None:
                """Its package carries ``py.typed``, so that mypy sees its types."""
                (folder,) = plugin.__path__
                assert (Path(folder) / "py.typed").is_file()

        if entry is not None:

            def test_its_entry_point_is_found(self) -> None:
                """Installed, it is found by the group ``tickbox`` under its own name."""
                point = _find_installed(name)
                if point is None:
                    pytest.skip(f"no entry point named {name!r} is installed here")
                assert point.load() is plugin
                distribution = "" if point.dist is None else point.dist.name
                assert _offered_keys(open_registry(), distribution) == _offered_keys(opened(), name)

    return PluginContract


class _Twin:
    """A copy of a plugin under another identity: two modules that bring the same keys."""

    def __init__(self, plugin: object) -> None:
        manager = pluggy.PluginManager(hooks.PROJECT)
        for name in dir(plugin):
            if manager.parse_hookimpl_opts(plugin, name) is not None:
                setattr(self, name, getattr(plugin, name))


def _offered_keys(registry: Registry, plugin: str) -> list[tuple[str, str]]:
    """What a plugin offers: kinds and keys, sorted."""
    offers: dict[str, Any] = {kind: getattr(registry, kind) for kind in OFFERS}
    return sorted(
        (kind, key)
        for kind, offered in offers.items()
        for key, offer in offered.items()
        if offer.plugin.name == plugin
    )


def _find_installed(name: str) -> EntryPoint | None:
    found = entry_points(group=hooks.ENTRY_POINT_GROUP, name=name)
    return next(iter(found), None)
