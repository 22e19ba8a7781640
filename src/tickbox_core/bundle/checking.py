"""The shipped recount, run on a bundle's bytes."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import attrs

from tickbox_core.bundle import recount, recount_motions, recount_papers, recount_rules
from tickbox_core.text import Text

_LATER = re.compile(r" +from tickbox_core\.bundle\.recount_motions import [^\n]*\n\n")
_OURS = re.compile(r"\nfrom tickbox_core\.bundle\.\w+ import (\([^)]*\)|[^\n]*)")
_START = 'if __name__ == "__main__":'
_JOINT = re.compile(r"from tickbox_core\.bundle\.recount_rules import [^\n]*\n")


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


def recount_source() -> str:
    """The text of ``recount.py``, to hand out beside bundles: one file, all parts joined in."""
    body = Path(recount.__file__).read_text(encoding="utf-8")
    rules = Path(recount_rules.__file__).read_text(encoding="utf-8")
    head, tail = _JOINT.split(body)
    imports, code = rules.partition("from __future__ import annotations\n")[2].split("\n\n\n", 1)
    motions = "\n\n\n".join(map(_body, (recount_motions, recount_papers)))
    tail, start = _LATER.sub("", tail).split(_START)
    new = "\n".join(line for line in imports.strip().split("\n") if line not in head)
    return f"{head}{new}\n\n\n{code.rstrip()}\n\n{tail}{motions}\n\n{_START}{start}"


def _body(part: ModuleType) -> str:
    """A part without its docstring and imports."""
    text = Path(part.__file__ or "").read_text(encoding="utf-8")
    return _OURS.split(text)[-1].strip()
