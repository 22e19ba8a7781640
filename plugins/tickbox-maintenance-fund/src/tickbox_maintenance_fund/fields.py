"""The fields of a use of the maintenance fund."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tickbox_core import Objection, Text
from tickbox_core.categories import a_line, a_name, money, one_of, pairs, where, yes_no
from tickbox_core.categories.kinds import LARGEST, Hundredths, Name
from tickbox_core.model.scope import Scope
from tickbox_core.text import EMPTY

YUAN = Text("元", "yuan")
WORKS = {
    "roof": Text("屋面", "roof"),
    "facade": Text("外墙", "façade"),
    "pipes": Text("管道", "pipes"),
    "lift": Text("电梯", "lift"),
    "fire": Text("消防设施", "fire protection"),
    "door": Text("楼道门", "entrance doors"),
    "other": Text("其他共用部位或设施", "other common parts"),
}
URGENT = {
    "": Text("不紧急", "not urgent"),
    "leak": Text("屋面、外墙渗漏", "roof or façade leaks"),
    "lift": Text("电梯故障危及安全", "a lift that endangers people"),
    "fire": Text("消防设施失效", "fire protection out of order"),
    "falling": Text("外墙脱落", "a façade that falls"),
    "sewer": Text("排水堵塞或爆裂", "a blocked or burst sewer"),
}
EXCLUDED = {
    "": Text("都不是", "none of these"),
    "warranty": Text("开发商保修范围", "under the developer's warranty"),
    "utility": Text("水电气等单位自己的设施", "a utility's own works"),
    "liable": Text("有责任人的损坏", "damage somebody is liable for"),
    "duty": Text("物业日常养护", "the property firm's ordinary duty"),
}


@attrs.frozen
class FundUse:
    """A use of the maintenance fund, or its renewal (``raises``).

    ``accounts``: by unit, fen that its account holds; known to staff and to the household itself.
    ``urgent``: the kind of emergency, which needs no vote but is posted.
    """

    work: str = one_of("用在哪里", "what for", WORKS)
    scope: Scope = where("受益范围", "the part that benefits")
    amount: int = money("预算金额", "amount", least=1)
    estimate: str = a_name("预算依据", "estimate by", default="")
    auditor: str = a_name("审价单位", "audited by", default="")
    urgent: str = one_of("紧急情形", "emergency", URGENT, default="")
    excluded: str = one_of("是否属于不得动用的情形", "excluded", EXCLUDED, default="")
    raises: bool = yes_no("续筹维修资金", "the fund is raised anew", default=False)
    accounts: tuple[tuple[str, int], ...] = pairs(
        "各户余额", "balances", Name(), Hundredths(YUAN, -LARGEST), default=()
    )
    reason: Text = a_line("理由", "why", default=EMPTY)

    def conflicts(self) -> Iterator[Objection]:
        """What the money may not buy, and an estimate that nobody has made."""
        if self.excluded:
            said = Text("{why}，不得动用维修资金。", "{why}: the fund may not pay for it.")
            yield Objection(
                said.filled(why=EXCLUDED[self.excluded]),
                Text("请由责任方承担。", "Let whoever is responsible pay."),
                field="excluded",
            )
        if not self.estimate:
            yield Objection(
                Text("没有写预算依据。", "nobody has made an estimate."),
                Text("请写明由谁作的预算。", "Say who made it."),
                field="estimate",
            )
