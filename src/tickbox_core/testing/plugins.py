"""The contract of a plugin as a whole: it loads beside others, and is found when installed."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import attrs
import pluggy
import pytest

from tickbox_core import hooks
from tickbox_core.errors import PluginClash
from tickbox_core.inspection.publishing import publishing_findings
from tickbox_core.registry import Registry, open_registry

OFFERS = (
    "policies", "rules", "tie_breaks", "engines", "jurisdictions", "printers", "components",
)  # fmt: skip


@attrs.frozen
class _Subject:
    """What a contract is held to: a plugin, under the name that it is opened with."""

    plugin: object
    name: str
    publishes: bool

    def opened(self, **others: object) -> Registry:
        """The core with the plugin, and with these."""
        return open_registry(discover=False, plugins={self.name: self.plugin, **others})

    def keys(self) -> list[tuple[str, str]]:
        """What the plugin offers where it is alone."""
        return _offered_keys(self.opened(), self.name)


class _PluginContract:
    """Loads, hands over, and leaves the others alone."""

    subject: ClassVar[_Subject]

    def test_it_loads_without_a_notice(self) -> None:
        """The registry takes it whole: every hook spelt right, everything of the right type."""
        registry = self.subject.opened()
        assert [str(notice) for notice in registry.notices] == []
        assert self.subject.name in {release.name for release in registry.plugins}

    def test_it_brings_something(self) -> None:
        """Something is offered, of whatever kind, that is there only because of it."""
        assert self.subject.keys()

    def test_it_takes_nothing_away(self) -> None:
        """What the core offers is still offered by the core."""
        alone, beside = open_registry(discover=False), self.subject.opened()
        for kind in OFFERS:
            before, after = getattr(alone, kind), getattr(beside, kind)
            assert before.keys() <= after.keys()
            assert all(after[key].plugin == before[key].plugin for key in before)

    def test_it_answers_alike_when_asked_again(self) -> None:
        """Two registries opened one after the other hold the same keys."""
        assert self.subject.keys() == self.subject.keys()

    def test_a_second_plugin_with_its_keys_is_a_clash(self) -> None:
        """Of two that bring the same neither's is used, and a notice for each names both."""
        name, other = self.subject.name, "another-plugin"
        registry = self.subject.opened(**{other: _Twin(self.subject.plugin)})
        clashes = [one for one in registry.notices if isinstance(one, PluginClash)]
        assert all(one.plugins == tuple(sorted((name, other))) for one in clashes)
        assert len(clashes) == len(self.subject.keys()) == len(registry.notices)
        assert not _offered_keys(registry, name) + _offered_keys(registry, other)

    def test_rounds_by_what_it_brings_can_be_published(self) -> None:
        """Imagined rounds and motions are counted, published and recounted."""
        registry = self.subject.opened()
        brought = {
            kind: {k: one for k, one in getattr(registry, kind).items()
                   if one.plugin.name == self.subject.name}
            for kind in OFFERS
        }  # fmt: skip
        found = [str(one.problem.en) for one in publishing_findings(registry, brought)]
        assert bool(found) is (not self.subject.publishes), found


class _ShipsTypes:
    """Of a plugin that is a package."""

    subject: ClassVar[_Subject]

    def test_its_types_are_shipped(self) -> None:
        """Its package carries ``py.typed``, so that mypy sees its types."""
        assert isinstance(self.subject.plugin, ModuleType)
        (folder,) = self.subject.plugin.__path__
        assert (Path(folder) / "py.typed").is_file()


class _IsFound:
    """Of a plugin with an entry point."""

    subject: ClassVar[_Subject]

    def test_its_entry_point_is_found(self) -> None:
        """Installed, it is found by the group ``tickbox`` under its own name."""
        name = self.subject.name
        point = _find_installed(name)
        if point is None:
            pytest.skip(f"no entry point named {name!r} is installed here")
        assert point.load() is self.subject.plugin
        found = _offered_keys(open_registry(), "" if point.dist is None else point.dist.name)
        assert found == self.subject.keys()


def plugin_contract(plugin: object, *, entry: str | None = None, publishes: bool = True) -> type:
    """A test class for a plugin: the module or object that its entry point names.

    ``entry`` is the name of its entry point (the key of its policy, say); with it, the tests look
    whether the installed distribution is found, and skip where it is not installed.  ``publishes``
    is ``False`` for a plugin that brings what ranks files only: a rule, a tie-break, an engine or
    law that the independent recount does not know, so that no round by it can be published.
    """
    held = _Subject(plugin, entry or "plugin-under-test", publishes)
    bases: list[type] = [_PluginContract]
    if isinstance(plugin, ModuleType) and hasattr(plugin, "__path__"):
        bases.append(_ShipsTypes)
    if entry is not None:
        bases.append(_IsFound)
    return type("PluginContract", tuple(bases), {"subject": held, "__doc__": bases[0].__doc__})


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
