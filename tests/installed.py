"""What the default installation has beside the core, for exams that go over every act."""

from __future__ import annotations

from tickbox_awards import COMPONENT as AWARDS
from tickbox_core.acts import catalogue_of
from tickbox_core.components import CORE

CATALOGUE = catalogue_of((*CORE, AWARDS))
ACTS, THINGS = CATALOGUE.acts, CATALOGUE.things
