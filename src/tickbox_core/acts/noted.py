"""What an entry of the diary of kind ``act`` says was done, in words."""

from __future__ import annotations

from collections.abc import Mapping

from tickbox_core.acts.act import Act
from tickbox_core.text import Text

BESIDE = {
    "table/import": Text("导入表格", "read a table in"),
    "table/undo": Text("撤销导入", "undo an import"),
    "staff/give": Text("发放令牌", "give a token"),
    "staff/take": Text("收回令牌", "take tokens away"),
}
"""What is noted as done and has doors of its own: no form, and no address of the API."""


def noted_title(acts: Mapping[str, Act], key: str) -> Text:
    """The title of an act by its key; the key of one that nobody here knows."""
    if key in acts:
        return acts[key].title
    return BESIDE.get(key, Text.of(key))
