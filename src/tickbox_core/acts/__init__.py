"""Acts: what people can have the desk do, described once for command line, API, forms and docs.

>>> from tickbox_core.acts import ACTS, Actor, perform
>>> from tickbox_core.testing.desks import desk
>>> here = desk()
>>> taken = perform(ACTS["wish/take"], here, {"text": "东门装一盏灯"})
>>> perform(ACTS["wish/follow"], here, {"ref": taken["ref"]})["answer"] is None
True
"""

from tickbox_core.acts.act import (
    FIELDS_FORMERLY,
    NOBODY,
    WITH_TOKENS,
    Act,
    Actor,
    Acts,
    Role,
    allow,
    countersign,
    perform,
    plain_of,
    under_todays_names,
)
from tickbox_core.acts.catalogue import Catalogue, catalogue_of
from tickbox_core.acts.every import ACTS, STAGES

__all__ = [
    "ACTS",
    "FIELDS_FORMERLY",
    "NOBODY",
    "STAGES",
    "WITH_TOKENS",
    "Act",
    "Actor",
    "Acts",
    "Catalogue",
    "Role",
    "allow",
    "catalogue_of",
    "countersign",
    "perform",
    "plain_of",
    "under_todays_names",
]
