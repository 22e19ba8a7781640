"""A rule of the estate's own: which document says it, in which article, adopted on which day.

What an estate has agreed for itself (管理规约, 业主大会议事规则) binds its owners alone, and nobody
outside can look it up.  So whoever names it as a source says where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.text import Text, as_text

_PARTS = frozenset({"document", "article", "adopted"})


@attrs.frozen
class EstateRule:
    """The ``article`` of a ``document`` that the owners have ``adopted`` on a day.

    Raises ``BadValue`` without document or article.

    >>> EstateRule("业主大会议事规则", "第九条", date(2024, 3, 1)).words.zh
    '《业主大会议事规则》第九条（2024年3月1日通过）'
    """

    document: Text = attrs.field(converter=as_text)
    article: Text = attrs.field(converter=as_text)
    adopted: date

    def __attrs_post_init__(self) -> None:
        for part, words in ((self.document, _DOCUMENT), (self.article, _ARTICLE)):
            if not part.zh.strip():
                raise BadValue("rule", _LACKS.filled(what=words), _SAY)

    @property
    def words(self) -> Text:
        """Document, article and day, as they stand beside what they say."""
        day = self.adopted
        said = Text(
            "《{document}》{article}（{day}通过）", "'{document}', {article} (adopted on {iso})"
        )
        return said.filled(
            document=_bare(self.document),
            article=self.article,
            day=f"{day.year}年{day.month}月{day.day}日",
            iso=day.isoformat(),
        )

    def plain(self) -> dict[str, Any]:
        """For JSON; ``of_plain`` reads it."""
        return {
            "document": self.document.plain(),
            "article": self.article.plain(),
            "adopted": self.adopted.isoformat(),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> EstateRule:
        """The rule that a plain form stands for; ``BadValue`` where it is none."""
        try:
            if set(plain) != _PARTS:
                raise ValueError(", ".join(sorted(_PARTS ^ set(plain))))
            document, article = plain["document"], plain["article"]
            if not all(isinstance(one, (str, Mapping)) for one in (document, article)):
                raise ValueError(f"{document!r}, {article!r}")
            return cls(document, article, date.fromisoformat(plain["adopted"]))
        except (TypeError, ValueError) as problem:
            wrong = Text(f"看不懂：{problem}。", f"cannot be read: {problem}.")
            raise BadValue("rule", wrong, _SAY) from None


def _bare(document: Text) -> Text:
    """A document's name without the marks that go round it."""
    return Text(document.zh.strip().strip("《》"), document.en.strip().strip("《》"))


_DOCUMENT, _ARTICLE = Text("文件名称", "the document"), Text("哪一条", "the article")
_LACKS = Text("没有写{what}。", "it does not say {what}.")
_SAY = Text(
    "依据是本小区规则的，要写明文件名称、哪一条、哪天通过。",
    "A rule of the estate names its document, its article and the day it was adopted.",
)
