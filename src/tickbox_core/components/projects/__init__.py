"""Projects: what anybody may read of them; other matters show it too."""

from tickbox_core.components.projects.public import (
    DECIDED_BY,
    PAYMENTS,
    ContributionAnswer,
    MilestoneAnswer,
    MoneyAnswer,
    PartAnswer,
    PaymentAnswer,
    ProjectAnswer,
    ProjectCard,
)

__all__ = [
    "DECIDED_BY",
    "PAYMENTS",
    "ContributionAnswer",
    "MilestoneAnswer",
    "MoneyAnswer",
    "PartAnswer",
    "PaymentAnswer",
    "ProjectAnswer",
    "ProjectCard",
]
