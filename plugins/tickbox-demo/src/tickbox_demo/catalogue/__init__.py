"""What the demo's year is made of: an invented town, its items and its solved problems.

Everything here is **generated**: the names of the town, its neighbourhoods, estates and shops
are invented, no person occurs, and the same `random.Random` seed gives the same year again.
The texts live in the JSON files beside this module, Chinese first with English beside;
the code only puts kinds and places together. Plain values in, plain values out: areas are
whole numbers of 0.01 m², money is whole fen (0.01 yuan), dates are ISO strings of 2023.

The words used:

- a *kind* is a sort of item ("backrests for benches"), a *place* is where in a neighbourhood
  it would be done ("the east garden"); an item is a kind at a place;
- a *hand* is the part of all possible items of a neighbourhood that belongs to one round.
  Hands of different rounds never share a title, so nothing is offered twice in a year.
"""

from tickbox_demo.catalogue.items import CATEGORIES, ROUNDS, capacity, draw_items
from tickbox_demo.catalogue.plan import Plan, plan_items
from tickbox_demo.catalogue.problems import draw_problems
from tickbox_demo.catalogue.shapes import (
    Building,
    DemoGrid,
    DemoHome,
    DemoText,
    DrawnItem,
    DrawnProblem,
    Estate,
    Neighbourhood,
    Shop,
    Stairwell,
)
from tickbox_demo.catalogue.town import TOWN, neighbourhoods, people_per_unit

__all__ = [
    "CATEGORIES",
    "ROUNDS",
    "TOWN",
    "Building",
    "DemoGrid",
    "DemoHome",
    "DemoText",
    "DrawnItem",
    "DrawnProblem",
    "Estate",
    "Neighbourhood",
    "Plan",
    "Shop",
    "Stairwell",
    "capacity",
    "draw_items",
    "draw_problems",
    "neighbourhoods",
    "people_per_unit",
    "plan_items",
]
