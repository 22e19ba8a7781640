"""How a page with a form is asked for in another type or language, without losing anything."""

from __future__ import annotations

import attrs

SAME = "same"
"""What is said of a page that has said nothing yet."""


@attrs.frozen
class LookView:
    """How a page behind a form is shown again in another type or language, as it stands.

    Its form is posted to ``url`` with ``said`` under the name ``look``: what the page has said of
    it already (the code of an error, a receipt that was looked up), to be said again.
    """

    url: str
    said: str = SAME
