"""What the default installation has beside the core, for exams that go over every act or page."""

from __future__ import annotations

from types import ModuleType

import tickbox_decisions
from tickbox_awards import COMPONENT as AWARDS
from tickbox_core.acts import catalogue_of
from tickbox_core.components import CORE

CATALOGUE = catalogue_of((*CORE, AWARDS))
ACTS, THINGS = CATALOGUE.acts, CATALOGUE.things

RESIDENTS_PAGES: dict[str, ModuleType] = {"tickbox-decisions": tickbox_decisions}
"""The plugins whose pages residents go on to from a neighbourhood's page, by distribution."""
