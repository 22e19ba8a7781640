"""Whether what a project rests on was decided: the motions of its item, and later ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from tickbox_core.categories import NO_PLAN, Plan, Proposal
from tickbox_core.components.motions import PollState
from tickbox_core.counting import Share
from tickbox_core.desk import records
from tickbox_core.desk.deciding import published_share
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.motions import deciding, rows
from tickbox_core.errors import NotPossible
from tickbox_core.model import Round, Unit
from tickbox_core.rules.subsidy import SubsidyRule, subsidies
from tickbox_core.text import Text


@attrs.frozen
class CarryingItems:
    """The items of a desk's lists, as projects ask for them."""

    hand: Hand

    def round(self, round_id: str) -> Round:
        """A round, or ``NotListed``."""
        return records.load_round(self.hand.store, round_id)

    def plan(self, round_id: str, item_id: str) -> Plan:
        """How an item is carried out; ``NO_PLAN`` where its policy is gone."""
        round = self.round(round_id)
        item = round.item(item_id)
        policy = self.hand.policy_as_kept(round, round.category(item))
        return NO_PLAN if policy is None else policy.plan(item, self.hand.setting(round))

    def needed_motions(self, round_id: str, item_id: str) -> tuple[Proposal, ...] | None:
        """The motions that carrying an item out needs; its policy says so: nothing is locked.

        ``None`` where nobody can say: the policy or the law it asks is gone, or it fails.
        """
        round = self.round(round_id)
        item = round.item(item_id)
        policy = self.hand.policy_as_kept(round, round.category(item))
        place = round.jurisdiction
        if place and not self.hand.is_as_frozen(round, "jurisdictions", place):
            return None  # a policy that asks the law would ask for fewer motions without it
        return None if policy is None else policy.motions_if_known(item, self.hand.setting(round))

    def lacking_motions(
        self, round_id: str, item_id: str, needed: Iterable[Proposal] | None
    ) -> list[Text]:
        """What is said of each motion that carrying an item out needs and that has not passed.

        Where nobody can say which they are (``None``), that.
        """
        if needed is None:
            round = self.round(round_id)
            return [_unknown_motions(round, round.category(round.item(item_id)).policy)]
        return [
            Text("须先表决通过：{question}。", "first this motion has to pass: {question}.").filled(
                question=proposal.question
            )
            for proposal in needed
            if not deciding.has_passed(self.hand, f"{round_id}.{item_id}.{proposal.key}")
        ]

    def subsidies(self, round_id: str) -> tuple[SubsidyRule, ...]:
        """The subsidies that the law of a round's place publishes today; none where it is gone."""
        return subsidies(self.hand.setting(self.round(round_id)).practice)

    def homes(self, round_id: str, areas: Sequence[str]) -> tuple[Unit, ...]:
        """The units on the roll of a round that lie in any of these areas; all, where none."""
        units = records.units(self.hand.store, round_id)
        if not areas:
            return units
        tree = self.hand.tree
        return tuple(
            unit
            for unit in units
            if any(area in tree and tree.within(unit.area, area) for area in areas)
        )

    def ticks(self, round_id: str, item_id: str) -> Share | None:
        """The share of those who ticked an item, in the published outcome."""
        return published_share(self.hand, round_id, item_id)

    def check_passed(self, motion: str, since: str) -> None:
        """Raise ``NotListed`` for an unknown motion, ``NotPossible`` where it has not passed.

        The same where it was opened before ``since`` (a moment): it was asked of something else.
        """
        known = rows.poll(self.hand.store, motion)
        if not deciding.has_passed(self.hand, motion):
            over = known.state in (PollState.PUBLISHED, PollState.VOID)
            raise NotPossible(
                Text(
                    f"表决“{motion}”没有公布通过。",
                    f"motion '{motion}' is not published as passed.",
                ),
                _ANOTHER_MOTION if over else _FIRST_PUBLISH,
            )
        opened = known.opened_at
        if opened and datetime.fromisoformat(opened) < datetime.fromisoformat(since):
            raise NotPossible(
                Text(
                    f"表决“{motion}”在写明预计费用之前就开始了，问的不是这次超支。",
                    f"motion '{motion}' was opened before it was said what it is to cost now: it "
                    "was not asked of that.",
                ),
                _ANOTHER_MOTION,
            )


_FIRST_PUBLISH = Text("请先公布表决结果。", "Publish its result first.")
_ANOTHER_MOTION = Text(
    "它不会再通过了：请另行表决，或依据居民会议的决定。",
    "It will not pass any more: put another motion, or name a meeting that resolved it.",
)


def _unknown_motions(round: Round, policy: str) -> Text:
    """Why it cannot be told whether a motion has to pass first, and what to do."""
    law = f"、“{round.jurisdiction}”" if round.jurisdiction else ""
    of_law = f" or '{round.jurisdiction}'" if round.jurisdiction else ""
    return Text(
        f"现在说不清这一项是否要先经表决：插件“{policy}”{law}没有安装，或与开放时不同，或出错。"
        "请装上开放时的插件，再开工。",
        f"whether a motion has to pass first cannot be told now: the plugin of '{policy}'{of_law} "
        "is not installed, is not that of the opening, or fails. Install the plugins of the "
        "opening, then begin.",
    )
