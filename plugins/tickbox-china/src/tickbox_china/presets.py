"""Reading the data files: one file a place, each naming the place it lies in."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import attrs

from tickbox_core import Text
from tickbox_core.rules.motions import Layer


@attrs.frozen
class Preset:
    """A place's law: its own layer on top of those of the places it lies in."""

    key: str
    version: str
    title: Text
    layers: tuple[Layer, ...]


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset that comes with this plugin, by key."""
    folder = files("tickbox_china") / "data"
    places = [
        # a number that is no whole number is written as a string: no float gets in
        tomllib.loads(file.read_text("utf-8"), parse_float=_refuse_float)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    by_key = {place["key"]: place for place in places}
    return tuple(_preset(key, by_key) for key in sorted(by_key))


def _preset(key: str, places: dict[str, dict[str, Any]]) -> Preset:
    place = places[key]
    outer = _preset(place["within"], places).layers if "within" in place else ()
    title = Text.of(place["title"])
    layer = Layer.of_plain(key, title, place["value"])
    return Preset(key, place["version"], title, (*outer, layer))


def _refuse_float(written: str) -> object:
    raise ValueError(f"{written} is a float; write it as a string")
