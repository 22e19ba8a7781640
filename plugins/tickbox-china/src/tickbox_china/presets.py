"""Reading the data files: one file a place, each naming the place it lies in.

A file may part its values into layers that hold from a first to a last day: ``[[layer]]`` names
one, and ``layer`` in a value says of which it is.
"""

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
    rows: dict[str, list[dict[str, Any]]] = {key: []}
    layers = {one["key"]: one for one in place.get("layer", ())}
    for row in place["value"]:
        bare = {name: value for name, value in row.items() if name != "layer"}
        rows.setdefault(row.get("layer", key), []).append(bare)
    made = [Layer.of_plain(key, title, rows[key])]
    for name, one in layers.items():
        titled, days = Text.of(one["title"]), (one.get("first"), one.get("last"))
        made.append(Layer.of_plain(name, titled, rows[name], *days))
    return Preset(key, place["version"], title, (*outer, *made))


def _refuse_float(written: str) -> object:
    raise ValueError(f"{written} is a float; write it as a string")
