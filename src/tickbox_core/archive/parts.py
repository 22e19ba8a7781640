"""What an archive is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.model import PluginVersion
from tickbox_core.model._checks import a_tuple, frozen_mapping
from tickbox_core.text import Text

Rows = list[dict[str, Any]]
Tables = Mapping[str, Rows]


class Kind(StrEnum):
    """A whole town or neighbourhood, to go on with; or one round, to look at and count again."""

    BACKUP = "backup"
    ROUND = "cycle"

    @property
    def words(self) -> Text:
        """The kind in words."""
        return _WORDS[self]


_WORDS = {
    Kind.BACKUP: Text("备份", "backup"),
    Kind.ROUND: Text("一轮的存档", "archive of a round"),
}


@attrs.frozen
class LogNote:
    """A log as it stood: its size, its root and, once published, its outcome's digest (hex)."""

    size: int
    root: str
    outcome: str = ""


def _plugins(given: Iterable[PluginVersion]) -> tuple[PluginVersion, ...]:
    return tuple(sorted(set(given), key=lambda one: (one.name, one.version)))


@attrs.frozen(hash=False)
class ArchivedSubject:
    """What the manifest says besides the parts.

    ``made`` is the time of making, ``tickbox`` the version that made it, ``names`` whether rolls
    and sealed words are in it.  ``logs`` is by area and log; ``rules`` (key, version) and
    ``plugins`` are those that were in force.
    """

    kind: Kind = attrs.field(converter=Kind)
    made: str
    tickbox: str
    areas: tuple[str, ...] = attrs.field(validator=a_tuple)
    round: str = ""
    names: bool = True
    logs: Mapping[str, Mapping[str, LogNote]] = attrs.field(factory=dict, converter=frozen_mapping)
    rules: tuple[tuple[str, str], ...] = attrs.field(default=(), validator=a_tuple)
    plugins: tuple[PluginVersion, ...] = attrs.field(default=(), converter=_plugins)

    def plain(self) -> dict[str, Any]:
        """For the manifest."""
        noted = {
            area: {log: attrs.asdict(note) for log, note in logs.items()}
            for area, logs in self.logs.items()
        }
        return {
            **{name: getattr(self, name) for name in ("made", "tickbox", "names")},
            "cycle": self.round,
            "kind": str(self.kind),
            "areas": list(self.areas),
            "logs": noted,
            "rules": [list(rule) for rule in self.rules],
            "plugins": [attrs.asdict(plugin) for plugin in self.plugins],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> ArchivedSubject:
        """What ``plain`` wrote; raises ``KeyError``, ``TypeError`` or ``ValueError``."""
        return cls(
            kind=plain["kind"],
            made=_of(str, plain["made"]),
            tickbox=_of(str, plain["tickbox"]),
            areas=tuple(_of(str, area) for area in plain["areas"]),
            round=_of(str, plain["cycle"]),
            names=_of(bool, plain["names"]),
            logs={
                area: {log: _note(note) for log, note in logs.items()}
                for area, logs in plain["logs"].items()
            },
            rules=tuple((_of(str, key), _of(str, version)) for key, version in plain["rules"]),
            plugins=[
                PluginVersion(_of(str, one["name"]), _of(str, one["version"]))
                for one in plain["plugins"]
            ],
        )


def _note(plain: Mapping[str, Any]) -> LogNote:
    return LogNote(_of(int, plain["size"]), _of(str, plain["root"]), _of(str, plain["outcome"]))


def _of(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _mappings(given: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(given)


@attrs.frozen(hash=False, repr=False)
class AreaParts:
    """An area's file: the rows of its tables, and the checkpoints that were kept outside it."""

    tables: Tables = attrs.field(converter=frozen_mapping)
    checkpoints: tuple[Mapping[str, Any], ...] = attrs.field(default=(), converter=_mappings)


@attrs.frozen(hash=False, repr=False)
class Contents:
    """An archive: ``town`` holds the rows of ``town.sqlite``, ``files`` whole files by name.

    Names of files: ``pictures/SHA256[.ext]``, ``bundles/N.zip`` (of a round) or
    ``bundles/SHA256.zip`` (of a backup), ``evidence/NAME.zip`` and ``keys/NAME``.
    """

    about: ArchivedSubject
    town: Tables = attrs.field(converter=frozen_mapping)
    areas: Mapping[str, AreaParts] = attrs.field(converter=frozen_mapping)
    files: Mapping[str, bytes] = attrs.field(factory=dict, converter=frozen_mapping)
