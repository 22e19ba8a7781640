"""What goes wrong with plugins and missing parts."""

from __future__ import annotations

import attrs

from tickbox_core.errors.root import TickboxError
from tickbox_core.text import EMPTY, Text

_CORE = "tickbox-core"


@attrs.frozen
class PluginFailed(TickboxError):
    """A plugin that failed: names the plugin, what was asked of it and what to do.

    ``words`` say the problem in both languages, where it is more than what the plugin raised.
    """

    plugin: str
    hook: str
    problem: str
    words: Text = EMPTY
    said = Text(
        "插件“{plugin}”在“{hook}”时出错，其回答不予采用：{problem}。请更新或卸载它，或联系其作者。",
        "the plugin '{plugin}' failed at '{hook}', so its answer is not used: {problem}. "
        "Update or remove it, or write to its author.",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields, and the problem in words."""
        return {**super().fields, "problem": self.words or self.problem}

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins that it is about."""
        return (self.plugin,)


@attrs.frozen
class PluginClash(TickboxError):
    """A key that is brought twice: by two plugins, by one and the core, or by one alone.

    ``first`` and ``second`` stand in alphabetical order, ``more`` are others that bring it too.
    What is the core's own stays; of the others none is used, whichever was found first.
    """

    kind: str
    key: str
    first: str
    second: str
    more: tuple[str, ...] = ()
    said = Text("{named}名为“{key}”的{kind}：{result}", "{named} a {kind} named '{key}': {result}")

    @property
    def fields(self) -> dict[str, object]:
        """The fields, everybody in one line, and what follows from it."""
        names = sorted({self.first, self.second, *self.more})
        quoted = " and ".join(f"'{name}'" for name in names)
        named = Text(
            "和".join(f"“{name}”" for name in names) + "都提供", f"the plugins {quoted} both bring"
        )
        if len(names) == 1:
            named = Text(f"插件“{names[0]}”两次提供", f"the plugin {quoted} brings twice")
        result = _KEPT if _CORE in names else _TWICE if len(names) == 1 else _NEITHER
        one = next(iter(self.plugins), "")
        return {**super().fields, "named": named, "result": result.filled(one=one)}

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins that bring it, the core left out."""
        named = dict.fromkeys((self.first, self.second, *self.more))
        return tuple(name for name in named if name != _CORE)

    @property
    def plugin(self) -> str:
        """The plugins in one line."""
        return ", ".join(self.plugins)

    @property
    def hook(self) -> str:
        """What is brought twice: ``rule mine``."""
        return f"{self.kind} {self.key}"

    @property
    def problem(self) -> str:
        """What follows from it."""
        return self.text.en


_NEITHER = Text(
    "都不采用，其余一切照常。请卸载其中一个插件，或启动时加 --without-plugin {one}（或另一个）。",
    "none of these is used, everything else is. Remove one of the plugins, or start with "
    "--without-plugin {one} (or another).",
)
_TWICE = Text(
    "都不采用，其余一切照常。请更新该插件，或联系其作者。",
    "none of these is used, everything else is. Update the plugin, or write to its author.",
)
_KEPT = Text(
    "仍用 tickbox 自带的，插件的这一个不采用，其余一切照常。"
    "请更新或卸载该插件，或启动时加 --without-plugin {one}。",
    "tickbox's own stays in use and the plugin's is not, everything else is. Update or remove the "
    "plugin, or start with --without-plugin {one}.",
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
    """Something needs a plugin that is not installed; ``other`` brings a thing of that name now."""

    needs: str
    plugin: str
    other: str = ""
    said = Text(
        "这一步需要“{needs}”，由插件 {plugin} 提供，尚未安装；请安装 {plugin}。{instead}",
        "this needs '{needs}' of the plugin {plugin}, which is not installed; install {plugin}. "
        "{instead}",
    )

    @property
    def fields(self) -> dict[str, object]:
        """The fields, and that another plugin's cannot stand in."""
        instead = Text(
            f"插件 {self.other} 也有同名的，但开放时定的不是它，不能代替。",
            f"The plugin {self.other} has one of that name too, but it is not the one that was "
            "fixed at opening, and cannot stand in for it.",
        )
        return {**super().fields, "instead": instead if self.other else EMPTY}
