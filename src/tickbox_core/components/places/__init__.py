"""Service places (服务阵地): wishes are handed in and people are helped there."""

from tickbox_core.components.places.acts import ACTS
from tickbox_core.components.places.public import SERVICES, OfferAnswer, PlaceAnswer, PlaceNamed
from tickbox_core.components.places.service import PlaceService
from tickbox_core.components.places.state import (
    FreeOffer,
    OfferedService,
    OfferKind,
    Places,
    ServicePlace,
    Tier,
)
from tickbox_core.components.places.things import CLOSED, OPEN, THINGS
from tickbox_core.declarations import Component, EntryKind
from tickbox_core.text import Text

__all__ = [
    "COMPONENT",
    "SERVICES",
    "FreeOffer",
    "OfferAnswer",
    "OfferKind",
    "OfferedService",
    "PlaceAnswer",
    "PlaceNamed",
    "PlaceService",
    "Places",
    "ServicePlace",
    "Tier",
]

COMPONENT = Component(
    key="places",
    stages={
        "place": Text("服务点", "Service places"),
        "grid": Text("微网格", "Micro-grids"),
    },
    state=Places,
    kinds={
        "place": EntryKind(Text("设置服务点", "a service place was set"), act="place/set"),
        "place-closed": EntryKind(
            Text("关闭服务点", "a service place was closed"), act="place/close"
        ),
        "offer": EntryKind(Text("设置免费服务", "a free offer was set"), act="place/offer"),
        "offer-ended": EntryKind(Text("结束免费服务", "a free offer ended"), act="place/end-offer"),
        "grid": EntryKind(Text("设置微网格", "a micro-grid was set"), act="grid/set"),
    },
    things=THINGS,
    acts=ACTS,
    exits={
        "place": {OPEN: ("place/close",), CLOSED: ()},
        "offer": {OPEN: ("place/end-offer",), CLOSED: ()},
    },
)
