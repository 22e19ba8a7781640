"""The second verifier: one HTML page that counts a published bundle again, on a phone.

It was written from ``docs/bundle.md``, apart from ``recount.py``, in plain JavaScript without any
library.  What is handed out is one file that can be saved and opened without a connection; its
parts stand here, in the order of their numbers, and are joined as they are.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

_PARTS = files(__package__)


@cache
def recount_page() -> bytes:
    """The page as it is handed out: the same bytes for everybody, style and script in it.

    >>> recount_page().startswith(b"<!doctype html>")
    True
    """
    page = _part("page.html").replace("{policy}", page_policy())
    return page.replace("{style}", _style()).replace("{script}", _script()).encode()


@cache
def page_policy() -> str:
    """Its content security policy, which it carries itself, so that a saved copy keeps to it.

    Script and style are those in it, by their digests; it may fetch from where it came from (the
    bundle), and nothing else.
    """
    script, style = (_digest(text) for text in (_script(), _style()))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'"
    )


def script_parts() -> tuple[str, ...]:
    """The texts of the script in their order; the last one is the page itself."""
    names = [one.name for one in _PARTS.iterdir() if one.name.endswith(".js")]
    return tuple(_part(name) for name in sorted(names, key=_number))


def _number(name: str) -> int:
    return int(name.partition("_")[0])


def _script() -> str:
    return "\n" + '"use strict";\n' + "\n".join(script_parts())


def _style() -> str:
    return "\n" + _part("page.css")


def _part(name: str) -> str:
    return _PARTS.joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
