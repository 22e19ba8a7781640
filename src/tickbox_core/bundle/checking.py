"""The shipped recount, run on a bundle's bytes."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import attrs

from tickbox_core.bundle import (
    recount,
    recount_accounts,
    recount_elections,
    recount_judgement,
    recount_motions,
    recount_papers,
    recount_rules,
    recount_shares,
    recount_ties,
    recount_voids,
)
from tickbox_core.text import Text

_LATER = re.compile(r" +from tickbox_core\.bundle\.recount_\w+ import [^\n]*\n\n")
_OURS = re.compile(r"\nfrom tickbox_core\.bundle\.\w+ import (\([^)]*\)|[^\n]*)")
_START = 'if __name__ == "__main__":'
_JOINT = re.compile(r"(?:from tickbox_core\.bundle\.recount_\w+ import (?:\([^)]*\)|[^\n]*)\n)+")
_HEAD = "from __future__ import annotations\n"
_COUNTING = (recount_rules, recount_shares, recount_ties, recount_voids, recount_accounts)
_DECIDING = (recount_elections, recount_motions, recount_papers, recount_judgement)


@attrs.frozen
class Recount:
    """``status`` 0: the outcome follows from the ballots; 1: it differs; 2: it cannot be decided.

    ``texts`` holds every difference, and behind them why it could not be decided.
    """

    status: int
    texts: tuple[Text, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Each text on one line, in both languages."""
        return [f"{text.zh} / {text.en}" for text in self.texts]


def differences(data: bytes) -> Recount:
    """Recount a bundle with the shipped ``recount.py``; never raises."""
    audit = recount.recount(data)
    told = audit.differences + audit.undecided
    return Recount(audit.status, tuple(Text(zh, en) for zh, en in told))


def known_rules() -> tuple[tuple[str, str], ...]:
    """The rules that ``recount.py`` counts again, by key and version: rounds by others cannot be
    published.
    """
    return tuple(sorted(recount_shares.EVERY_RULE))


def recount_source() -> str:
    """The text of ``recount.py``, to hand out beside bundles: one file, all parts joined in."""
    body = Path(recount.__file__).read_text(encoding="utf-8")
    head, tail = _JOINT.split(body, 1)
    rules = "\n\n\n".join(map(_body, _COUNTING))
    motions = "\n\n\n".join(map(_body, _DECIDING))
    tail, start = _LATER.sub("", tail).split(_START)
    return f"{head.rstrip()}\n{_imports(head)}\n\n\n{rules}\n\n{tail}{motions}\n\n{_START}{start}"


def _imports(head: str) -> str:
    """What the counting parts import besides; two lines from one module become one."""
    wanted: dict[str, set[str]] = {}
    for part in _COUNTING:
        text = Path(part.__file__ or "").read_text(encoding="utf-8").partition(_HEAD)[2]
        for line in _OURS.sub("", text.split("\n\n\n", 1)[0]).splitlines():
            if line.strip() and line not in head:
                start, _, names = line.partition("  #")[0].rpartition("import ")
                new = {name for name in names.split(", ") if f"{start}import {name}\n" not in head}
                wanted.setdefault(start, set()).update(new)
    return "\n".join(f"{start}import {', '.join(sorted(n))}" for start, n in wanted.items() if n)


def _body(part: ModuleType) -> str:
    """A part without its docstring and imports."""
    text = Path(part.__file__ or "").read_text(encoding="utf-8")
    if _OURS.search(text):
        return _OURS.split(text)[-1].strip()
    return text.partition(_HEAD)[2].split("\n\n\n", 1)[1].strip()
