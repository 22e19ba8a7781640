"""The inspection of one installed plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import hooks
from tickbox_core.errors import PluginClash, UnknownName
from tickbox_core.inspection import asking
from tickbox_core.inspection.documents import document_findings
from tickbox_core.inspection.evidence import Finding, Report, Topic
from tickbox_core.inspection.publishing import for_files_only, publishing_findings
from tickbox_core.inspection.side_effects import FILES, NETWORK, PROGRAMS, Touches
from tickbox_core.inspection.uninstall import removal_findings
from tickbox_core.registry import Offered, Registry, open_registry
from tickbox_core.registry.distributions import brought_by
from tickbox_core.registry.guard import in_words
from tickbox_core.registry.timeouts import Hung, SetAside, Watch
from tickbox_core.text import Text

LOOKING = 10.0
"""Seconds that each thing may take to be asked everything."""
KINDS = ("policies", "rules", "tie_breaks", "engines", "jurisdictions", "printers")
USES = "tickbox_uses"
"""Where a plugin declares what it touches: a tuple of ``network``, ``programs``, ``files``."""


def known_plugins() -> dict[str, EntryPoint]:
    """Installed plugins: by the name of their entry point, and of their distribution.

    A name that two distributions give to an entry point stands for neither.
    """
    entries = entry_points(group=hooks.ENTRY_POINT_GROUP)
    own = {brought_by(entry): entry for entry in entries}
    return {**own, **{e.name: e for e in entries if len(_bring(e.name)) == 1}}


def find_plugin(name: str) -> EntryPoint:
    """The plugin of that name; ``UnknownName``, or ``PluginClash`` where two have it."""
    entries, several = known_plugins(), _bring(name)
    if name in entries:
        return entries[name]
    if len(several) > 1:
        raise PluginClash("plugin", name, several[0], several[1], tuple(several[2:]))
    raise UnknownName("plugin", name, tuple(sorted(entries)))


def _bring(name: str) -> list[str]:
    """The distributions that give an entry point that name."""
    entries = entry_points(group=hooks.ENTRY_POINT_GROUP, name=name)
    return sorted({brought_by(entry) for entry in entries})


def inspect(name: str, without: Iterable[str] = ()) -> Report:
    """Ask an installed plugin everything; raises ``UnknownName`` where there is none.

    ``without`` leaves others out, so that one can be looked at that clashes with them.

    It is loaded and asked under an audit hook that stays for the life of the process.
    """
    entry = find_plugin(name)
    touches = Touches(*_own_places(entry))
    with suppress(Exception, SystemExit), touches.watching():
        entry.load()  # what it raises is told by the registry
    whole = open_registry(without=without)
    plugin = entry.dist.name if entry.dist is not None else entry.name
    version = entry.dist.version if entry.dist is not None else "0"
    notices = [notice for notice in whole.notices if plugin in notice.plugins]
    if notices:
        return Report(plugin, version, tuple(map(_notice, notices)), (Topic.LOADS,))
    brought = _things_of_plugin(whole, plugin)
    with touches.watching():
        findings = list(_ask_all(brought))
    findings += publishing_findings(whole, brought)
    findings += removal_findings(whole, _without(whole, plugin), brought)
    if entry.dist is not None:
        keys = (key for kind in brought.values() for key in kind)
        findings += document_findings(entry.dist, keys)
    findings += _touch_findings(touches, entry)
    return Report(
        plugin,
        version,
        tuple(dict.fromkeys(findings)),
        note=for_files_only(whole, brought),
    )


def with_notices(name: str, problem: str) -> Report:
    """The report of a plugin whose inspection did not come to an end."""
    said = Text(f"检查没有完成：{problem}", f"the inspection did not finish: {problem}")
    remedy = Text("插件不应挂起或退出进程。", "A plugin never hangs or ends the process.")
    return Report(name, "", (Finding(Topic.LOADS, said, remedy, name),), (Topic.LOADS,))


def _own_places(entry: EntryPoint) -> Iterator[Path]:
    """The folders of the plugin's package and of tickbox itself, which it may read."""
    for package in (entry.module.partition(".")[0], "tickbox_core"):
        spec = find_spec(package)
        if spec is not None:
            yield from map(Path, spec.submodule_search_locations or [spec.origin or package])


def _notice(notice: Any) -> Finding:
    remedy = Text("请按提示修改。", "Mend it as the notice says.")
    return Finding(Topic.LOADS, notice.text, remedy, notice.hook)


def _things_of_plugin(registry: Registry, plugin: str) -> dict[str, dict[str, Any]]:
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


def _ask_all(brought: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    for kind, (noun, findings) in _QUESTIONS.items():
        for key, offered in brought[kind].items():
            yield from _patiently(f"{noun} {key}", offered, partial(findings, offered, key))


_QUESTIONS: dict[str, tuple[str, Callable[[Offered, str], Iterator[Finding]]]] = {
    "policies": ("category", lambda offered, _: asking.policy_findings(offered.thing)),
    "rules": ("rule", asking.rule_findings),
    "tie_breaks": (
        "tie-break",
        lambda offered, key: asking.tie_break_findings(offered.thing, key),
    ),
    "engines": ("engine", lambda offered, key: asking.engine_findings(offered.thing, key)),
    "jurisdictions": (
        "jurisdiction",
        lambda offered, key: asking.jurisdiction_findings(offered.thing, key),
    ),
}


def _patiently(
    of: str, offered: Offered, findings: Callable[[], Iterator[Finding]]
) -> Iterator[Finding]:
    """Ask one thing everything, in its own thread: one that hangs is a finding that names it."""
    watch = offered.watch or Watch(of)
    try:
        yield from watch.ask(lambda: list(findings()), LOOKING)
    except (Hung, SetAside):
        said = Text("{seconds}秒内没有回答", "did not answer within {seconds} s")
        remedy = Text("插件不应挂起或死循环。", "A plugin never hangs or loops for ever.")
        yield Finding(Topic.CONTRACT, said.filled(seconds=f"{LOOKING:g}"), remedy, of)
    except Exception as problem:  # noqa: BLE001 - whatever a plugin raises is a finding
        said = Text("出错：{said}", "it raised {said}").filled(said=in_words(problem))
        remedy = Text("插件不应结束进程。", "A plugin never ends the process.")
        yield Finding(Topic.CONTRACT, said, remedy, of)


def _touch_findings(touches: Touches, entry: EntryPoint) -> Iterator[Finding]:
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
