"""Problems (急难愁盼): raised, looked after by somebody, solved; posted beside the projects."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.text import EMPTY, Text, as_text


@attrs.frozen
class Problem:
    """One problem of an area; ``solved`` is ``None`` while it is open."""

    id: str
    area: str
    title: Text = attrs.field(converter=as_text)
    raised: date
    solved: date | None = None
    how: Text = attrs.field(default=EMPTY, converter=as_text)
    responsible: Text = attrs.field(default=EMPTY, converter=as_text)

    def __attrs_post_init__(self) -> None:
        if self.solved is not None and self.solved < self.raised:
            raise BadValue(
                f"problem {self.id}",
                Text("解决日期早于提出日期。", "solved before it was raised."),
                Text("请核对两个日期。", "Check the two dates."),
            )
