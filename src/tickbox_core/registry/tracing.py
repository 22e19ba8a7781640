"""What plugins are asked and how they answer, for whoever looks for a slow or a wrong one.

A trace says shapes, never contents: how many units, which kind of question, which type of answer,
how long it took.  A household's figures, names, texts and amounts cannot stand in it, because
nothing but types, numbers of things and the ids of items and categories ever does.  A trace decides
nothing: a line that cannot be kept is lost, and the answer stands.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs

from tickbox_core.categories import Setting
from tickbox_core.errors import BadValue
from tickbox_core.model import Item, Unit
from tickbox_core.rules import Contest, Outcome
from tickbox_core.text import Text

VARIABLE = "TICKBOX_TRACE"
"""Names the file that a trace is added to, a JSON object a line."""

Told = Callable[[Mapping[str, Any]], None]

_log = logging.getLogger("tickbox.trace")


@attrs.frozen
class Trace:
    """Hands each call to ``tell`` when it is over."""

    tell: Told
    _lost: threading.Event = attrs.field(factory=threading.Event, init=False, repr=False, eq=False)

    @contextmanager
    def call(self, plugin: str, hook: str, arguments: tuple[object, ...]) -> Iterator[list[object]]:
        """Put the answer into the list; without one the call failed."""
        answer: list[object] = []
        start = time.perf_counter()
        failed = ""
        try:
            yield answer
        except BaseException as problem:
            failed = type(problem).__name__  # its message may quote what it was handed
            raise
        finally:
            spent = (time.perf_counter() - start) * 1000
            said = {"failed": failed} if failed else {"answer": [shape(one) for one in answer]}
            self._keep_line(
                {
                    "plugin": plugin,
                    "hook": hook,
                    "arguments": [shape(one) for one in arguments],
                    **said,
                    "ms": f"{spent:.3f}",
                }
            )

    def _keep_line(self, line: Mapping[str, Any]) -> None:
        """Whatever goes wrong here is the trace's own: it must not look like the plugin's."""
        try:
            self.tell(line)
        except Exception as problem:  # noqa: BLE001 - an injected one may raise anything
            if not self._lost.is_set():
                self._lost.set()
                said = getattr(problem, "strerror", None) or type(problem).__name__
                _log.warning("lines of the trace are lost: %s", said)


def of_environment() -> Trace | None:
    """The trace that ``TICKBOX_TRACE`` asks for; ``None`` where it is not set.

    Raises ``BadValue`` where its file cannot be written.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    try:
        with open(path, "a", encoding="utf-8"):  # noqa: PTH123 - a name
            return Trace(_File(path).add)
    except (OSError, ValueError) as problem:
        said = getattr(problem, "strerror", None) or type(problem).__name__
        raise BadValue(
            VARIABLE,
            Text(f"无法写入“{path}”（{said}）。", f"'{path}' cannot be written ({said})."),
            Text("请换一个可写的文件，或取消该变量。", "Name a file that can be, or unset it."),
        ) from None


class _File:
    """Lines are added one at a time, whichever thread they come from."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()

    def add(self, line: Mapping[str, Any]) -> None:
        """Add a line."""
        with self._lock, open(self._path, "a", encoding="utf-8") as file:  # noqa: PTH123 - a name
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def shape(value: object) -> str:
    """What kind of thing it is and how many things are in it; nothing of what it says."""
    if isinstance(value, Item):
        return f"Item(id={value.id}, category={value.category}, fields={len(value.fields)})"
    if isinstance(value, Unit):
        return "Unit"
    if isinstance(value, Setting):
        return f"Setting(units={len(value.units)}, layers={len(value.practice.layers)})"
    if isinstance(value, Contest):
        return f"Contest(items={len(value.items)}, groups={len(value.profile.counts)})"
    if isinstance(value, Outcome):
        return f"Outcome(rule={value.rule}, items={len(value.ranking)})"
    if isinstance(value, (tuple, list, set, frozenset, Mapping)):
        kinds = sorted({type(one).__name__ for one in value})
        return f"{type(value).__name__} of {len(value)}{' ' if kinds else ''}{'|'.join(kinds)}"
    return type(value).__name__
