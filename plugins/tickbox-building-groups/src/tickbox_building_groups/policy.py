"""An item of a building group: which criteria it takes on, shown by what, for how many stars."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from tickbox_building_groups.examples import EXAMPLES
from tickbox_building_groups.scoring import FIVE_ONES, score, stars
from tickbox_core import (
    NOWHERE,
    Item,
    Objection,
    Placed,
    Plan,
    Policy,
    Setting,
    Step,
    Text,
)
from tickbox_core.categories import a_name, headline, pairs, sentences, several, where
from tickbox_core.categories.kinds import Count, Name, Portion
from tickbox_core.model.scope import Scope

OWN = Text(
    "评分标准由本居民区自定，没有统一的官方评分表。",
    "The criteria are this neighbourhood's own; there is no official scoring sheet.",
)


@attrs.frozen
class Group:
    """A group's plan for the year; ``weights`` left out means the five ones, one point each."""

    building: Scope = where("哪个楼组", "which building or stairwell")
    leader: str = a_name("楼组长（可不填）", "who leads it", default="")
    weights: tuple[tuple[str, int], ...] = pairs(
        "评分项和分值", "criteria and points", Name(), Count(0, 1000), default=()
    )
    shown: tuple[str, ...] = several("已做到的", "criteria shown", Name(), default=())
    cuts: tuple[tuple[int, Fraction], ...] = pairs(
        "几星要达到多少", "stars and the part they take", Count(1, 10), Portion(), default=()
    )

    @property
    def criteria(self) -> dict[str, int]:
        """Points by criterion."""
        return dict(self.weights) or dict.fromkeys(FIVE_ONES, 1)

    def conflicts(self) -> Iterator[Objection]:
        """Points that say nothing, and evidence of what is no criterion."""
        if sum(self.criteria.values()) == 0:
            yield Objection(
                Text("分值合计为0。", "the points sum to 0."),
                Text("请给评分项定分值。", "Give the criteria points."),
                field="weights",
            )
        for criterion in self.shown:
            if criterion not in self.criteria:
                said = Text("评分项里没有“{name}”。", "'{name}' is no criterion.")
                yield Objection(
                    said.filled(name=criterion),
                    Text("请核对名称。", "Check the name."),
                    field="shown",
                )


class GroupPolicy(Policy[Group]):
    """Preference ticks; a checklist that becomes a score."""

    key = "building-groups"
    version = "1"
    title = Text("活力楼组", "vibrant building groups")
    fields = Group
    examples = EXAMPLES

    def plan(self, item: Item, setting: Setting = NOWHERE) -> Plan:
        """A step for each criterion, with its points and the stars that they make."""
        held = self.held(item)
        if held is None:
            return Plan()
        steps = tuple(
            Step(f"c{at}", FIVE_ONES.get(name, Text(f"评分项：{name}", name)), points=points)
            for at, (name, points) in enumerate(held.criteria.items(), 1)
        )
        return Plan(steps=steps, notes=(OWN,), stars=held.cuts)

    def notice(self, item: Item, placed: Placed | None) -> Text:
        """Its score as a part of all points, its stars, and whose criteria they are."""
        held = self.held(item)
        if held is None:
            return headline(item, placed)
        part = score(held.criteria, held.shown)
        number = stars(part, dict(held.cuts))
        done = sum(held.criteria[name] for name in held.shown)
        said = Text(
            "得{done}分（满分{total}分），{stars}星",
            "{done} of {total} points, {stars} stars",
        ).filled(done=done, total=sum(held.criteria.values()), stars=number)
        return sentences(headline(item, placed), said, OWN)
