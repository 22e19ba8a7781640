"""What the default installation has beside the core, for exams that go over every act or page."""

from __future__ import annotations

from types import ModuleType

import tickbox_decisions
import tickbox_delivery
import tickbox_open_data
import tickbox_submissions
from tickbox_awards import COMPONENT as AWARDS
from tickbox_core.acts import catalogue_of
from tickbox_core.components import CORE

CATALOGUE = catalogue_of((*CORE, AWARDS))
ACTS, THINGS = CATALOGUE.acts, CATALOGUE.things

RESIDENTS_PAGES: dict[str, ModuleType] = {
    "tickbox-decisions": tickbox_decisions,
    "tickbox-delivery": tickbox_delivery,
    "tickbox-open-data": tickbox_open_data,
    "tickbox-submissions": tickbox_submissions,
}
"""The plugins that residents' pages come from beside the server's own, by distribution."""
