"""What goes wrong with plugins and missing parts."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import Text


@attrs.frozen
class PluginFailed(TickboxError):
    """A plugin that failed: names the plugin, what was asked of it and what to do."""

    plugin: str
    hook: str
    problem: str
    said = Text(
        "插件“{plugin}”在“{hook}”时出错，其回答不予采用：{problem}。请更新或卸载它，或联系其作者。",
        "the plugin '{plugin}' failed at '{hook}', so its answer is not used: {problem}. "
        "Update or remove it, or write to its author.",
    )


@attrs.frozen
class PluginClash(TickboxError):
    """Two plugins bring the same key."""

    kind: str
    key: str
    first: str
    second: str
    said = Text(
        "插件“{first}”和“{second}”都提供名为“{key}”的{kind}；请卸载其中一个。",
        "the plugins '{first}' and '{second}' both bring a {kind} named '{key}'; remove one.",
    )


@attrs.frozen
class MissingExtra(TickboxError):
    """Something needs a part of tickbox that is not installed."""

    needs: str
    extra: str
    said = Text(
        "这一步需要“{needs}”，尚未安装；请安装 tickbox-core[{extra}]。",
        "this needs '{needs}', which is not installed; install tickbox-core[{extra}].",
    )


@attrs.frozen
class MissingPlugin(TickboxError):
    """Something needs a plugin that is not installed."""

    needs: str
    plugin: str
    said = Text(
        "这一步需要“{needs}”，由插件 {plugin} 提供，尚未安装；请安装 {plugin}。",
        "this needs '{needs}' of the plugin {plugin}, which is not installed; install {plugin}.",
    )
