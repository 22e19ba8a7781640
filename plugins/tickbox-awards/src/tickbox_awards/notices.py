"""The certificates of an award, as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_awards.public import CertificateAnswer
from tickbox_awards.service import AwardService
from tickbox_awards.things import AWARDED
from tickbox_core.declarations import SIZES, NoticeKind
from tickbox_core.errors import NotListed
from tickbox_core.hooks import Document
from tickbox_core.text import Language, Text
from tickbox_core.workflow import ComponentDesk
from tickbox_core.workflow.notices import both, day, plain


@attrs.frozen
class Certificate:
    """What stands on one certificate; ``digest`` names its words for good."""

    number: str
    title: Text
    case: Text
    area: Text
    publisher: Text
    day: Text
    digest: str
    words: Text

    @classmethod
    def of(cls, held: CertificateAnswer) -> Certificate:
        """A certificate that was given."""
        area, case, title = map(both, (held.area_name, held.case, held.title))
        words = Text(
            "“{case}”项目被评为{title}。特发此证，以资鼓励。",
            "The project '{case}' is commended: {title}.",
        )
        return cls(
            number=held.number,
            title=title,
            case=case,
            area=area,
            publisher=both(held.publisher),
            day=day(held.on),
            digest=held.digest,
            words=words.filled(case=case, title=title),
        )


@attrs.frozen
class Certificates:
    """The certificates of an award, the best first."""

    certificates: tuple[Certificate, ...]
    words: Mapping[str, Text]

    def document(self, language: Language) -> Document:
        """To be printed."""
        return Document("certificates", language, plain(self, language))


_WORDS = {
    "title": Text("荣誉证书", "Certificate of Commendation"),
    "number": Text("编号", "No."),
    "digest": Text("校验码", "Digest"),
    "seal": Text("（盖章）", "(seal)"),
}


def certificates(desk: ComponentDesk, award: str, sender: Any = None) -> Certificates:
    """The certificates of a decided award; ``NotListed`` where there is none yet."""
    held = desk.service(AwardService).certificates(award)
    if not held:
        raise NotListed(Text("已评定的奖项", "decided award"), award)
    return Certificates(tuple(map(Certificate.of, held)), _WORDS)


NOTICES = (
    NoticeKind(
        "certificates",
        Text("荣誉证书", "the certificates"),
        "award",
        AWARDED,
        certificates,
        SIZES[:1],
    ),
)
