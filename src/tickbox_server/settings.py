"""What a host may set; every default is safe on one machine behind a proxy or mounted in a host."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from tickbox_core.desk.election_file import LICENCE
from tickbox_core.text import Text, as_text


@attrs.frozen(hash=False)
class Settings:
    """How the server presents itself and how much it takes on.

    ``title`` stands at the head of each page, ``contact`` (whom to ask) in the same place on all
    of them, and beside it a number to ring: of ``phones`` (by area id) the nearest area's, else
    that of a service place there which helps with ticking, else ``phone``.  ``address`` is where
    people find the server (``https://tick.example``), for codes that are scanned; without it, it
    is what the request says.  ``sign_in`` is where a host's own identity sends somebody whom it
    does not know.
    ``origins`` are further origins (``https://portal.example``) whose forms may post here.
    ``figures_seconds`` and ``turnout_seconds`` are how old those numbers on a page may be: figures
    are read from every file of the town, turnouts from every ballot of a round.
    ``breakdown_seconds`` is how old turnout by building is: no clock of who has just been ticking.
    ``answer_seconds`` is how long a request may take before it is told to look again later (a step
    of staff's may go on behind it).  ``health_seconds`` is how old an answer of ``/ready`` may be,
    which asks for ``least_free_bytes`` on the disk.  ``closing_seconds`` is what a server that is
    told to end gives to those who are still being answered, and again to what is being written.
    ``proxies`` are the addresses or networks of proxies (``127.0.0.1``, ``10.0.0.0/24``) whose
    ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed; nobody else's are.
    ``code_checks`` voting codes are hashed at once, and ``anonymous_per_hour`` wishes, objections,
    problems and ideas each are taken from one address in an hour.
    ``header_seconds`` is what a connection has to say what it wants, ``body_seconds`` what it may
    fall behind ``body_rate`` bytes a second while it sends the rest: slower ones are closed.
    ``without_plugins`` leaves installed plugins out, by entry point or distribution.
    ``licence`` is the licence (an SPDX name) of published election files, by whoever publishes.
    ``round_seconds`` is how long a step taken by another process (closing, say) may stay unseen on
    pages; desks always look for themselves before they take a ballot.
    """

    title: Text = attrs.field(
        default=Text("让居民打钩", "Let the residents tick"), converter=as_text
    )
    contact: Text = attrs.field(
        default=Text("有疑问请找居委会", "Questions? Ask the residents' committee"),
        converter=as_text,
    )
    phone: str = ""
    phones: Mapping[str, str] = attrs.field(factory=dict)
    address: str = ""
    sign_in: str | None = None
    origins: frozenset[str] = frozenset()
    frame_ancestors: str = "'none'"
    body_bytes: int = 64 * 1024
    readers: int = 8
    code_checks: int = 2
    anonymous_per_hour: int = 30
    proxies: tuple[str, ...] = ()
    header_seconds: float = 15.0
    body_seconds: float = 20.0
    body_rate: int = 1024
    waiting_casts: int = 1000
    casts_per_commit: int = 200
    retry_seconds: int = 3
    figures_seconds: float = 60.0
    turnout_seconds: float = 5.0
    breakdown_seconds: float = 3600.0
    round_seconds: float = 2.0
    answer_seconds: float = 120.0
    health_seconds: float = 5.0
    least_free_bytes: int = 64 * 1024 * 1024
    closing_seconds: float = 2.0
    without_plugins: tuple[str, ...] = ()
    licence: str = LICENCE
