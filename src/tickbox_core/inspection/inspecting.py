"""The inspection of one installed plugin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import hooks
from tickbox_core.errors import UnknownName
from tickbox_core.inspection import asking
from tickbox_core.inspection.documents import document_findings
from tickbox_core.inspection.evidence import Finding, Report, Topic
from tickbox_core.inspection.removing import removal_findings
from tickbox_core.inspection.touching import FILES, NETWORK, PROGRAMS, Touches
from tickbox_core.registry import Registry, open_registry
from tickbox_core.text import Text

KINDS = ("policies", "rules", "tie_breaks", "engines", "jurisdictions", "printers")
USES = "tickbox_uses"
"""Where a plugin declares what it touches: a tuple of ``network``, ``programs``, ``files``."""


def known() -> dict[str, EntryPoint]:
    """Installed plugins: by the name of their entry point, and of their distribution."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=hooks.ENTRY_POINT_GROUP):
        found.setdefault(entry.name, entry)
        if entry.dist is not None:
            found.setdefault(entry.dist.name, entry)
    return found


def inspect(name: str) -> Report:
    """Ask an installed plugin everything; raises ``UnknownName`` where there is none.

    It is loaded and asked under an audit hook that stays for the life of the process.
    """
    entry = _entry(name)
    touches = Touches(*_own_places(entry))
    with suppress(Exception, SystemExit), touches.watching():
        entry.load()  # what it raises is told by the registry
    whole = open_registry()
    plugin = entry.dist.name if entry.dist is not None else entry.name
    version = entry.dist.version if entry.dist is not None else "0"
    notices = [notice for notice in whole.notices if notice.plugin == plugin]
    if notices:
        return Report(plugin, version, tuple(map(_notice, notices)), (Topic.LOADS,))
    brought = _brought(whole, plugin)
    with touches.watching():
        findings = list(_asked(brought))
    findings += removal_findings(whole, _without(whole, plugin), brought)
    if entry.dist is not None:
        keys = (key for kind in brought.values() for key in kind)
        findings += document_findings(entry.dist, keys)
    findings += _touched(touches, entry)
    return Report(plugin, version, tuple(dict.fromkeys(findings)))


def with_notices(name: str, problem: str) -> Report:
    """The report of a plugin whose inspection did not come to an end."""
    said = Text(f"检查没有完成：{problem}", f"the inspection did not finish: {problem}")
    remedy = Text("插件不应挂起或退出进程。", "A plugin never hangs or ends the process.")
    return Report(name, "", (Finding(Topic.LOADS, said, remedy, name),), (Topic.LOADS,))


def _entry(name: str) -> EntryPoint:
    entries = known()
    if name not in entries:
        raise UnknownName("plugin", name, tuple(sorted(entries)))
    return entries[name]


def _own_places(entry: EntryPoint) -> Iterator[Path]:
    """The folders of the plugin's package and of tickbox itself, which it may read."""
    for package in (entry.module.partition(".")[0], "tickbox_core"):
        spec = find_spec(package)
        if spec is not None:
            yield from map(Path, spec.submodule_search_locations or [spec.origin or package])


def _notice(notice: Any) -> Finding:
    remedy = Text("请按提示修改。", "Mend it as the notice says.")
    return Finding(Topic.LOADS, notice.text, remedy, notice.hook)


def _brought(registry: Registry, plugin: str) -> dict[str, dict[str, Any]]:
    return {
        kind: {k: o for k, o in getattr(registry, kind).items() if o.plugin.name == plugin}
        for kind in KINDS
    }


def _without(registry: Registry, plugin: str) -> Registry:
    kept: dict[str, Any] = {
        kind: {k: o for k, o in getattr(registry, kind).items() if o.plugin.name != plugin}
        for kind in KINDS
    }
    plugins = tuple(one for one in registry.plugins if one.name != plugin)
    without: Registry = attrs.evolve(registry, plugins=plugins, **kept)
    return without


def _asked(brought: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    for offered in brought["policies"].values():
        yield from asking.policy_findings(offered.thing)
    for key, offered in brought["rules"].items():
        yield from asking.rule_findings(offered, key)
    for key, offered in brought["tie_breaks"].items():
        yield from asking.tie_break_findings(offered.thing, key)
    for key, offered in brought["engines"].items():
        yield from asking.engine_findings(offered.thing, key)
    for key, offered in brought["jurisdictions"].items():
        yield from asking.jurisdiction_findings(offered.thing, key)


def _touched(touches: Touches, entry: EntryPoint) -> Iterator[Finding]:
    declared = getattr(entry.load(), USES, ())
    for kind, what in sorted(touches.found.items()):
        if kind in declared:
            continue
        seen = ", ".join(sorted(what)[:5])
        said = Text("用到了{kind}：{seen}", "it touches {kind}: {seen}")
        remedy = Text(
            '请不要用，或在模块里声明 tickbox_uses = ("{kind}",)。',
            'Do without, or declare tickbox_uses = ("{kind}",) in its module.',
        )
        yield Finding(
            Topic.TOUCHES,
            said.filled(kind=_KIND_WORDS[kind], seen=seen),
            remedy.filled(kind=kind),
            entry.module,
        )


_KIND_WORDS = {
    NETWORK: Text("网络", "the network"),
    PROGRAMS: Text("其他程序", "other programs"),
    FILES: Text("自己以外的文件", "files that are not its own"),
}
