"""Projects: what anybody may read of them; other matters show it too."""

from tickbox_core.components.projects.public import (
    PAYMENTS,
    ComparisonAnswer,
    JudgedAnswer,
    PaymentAnswer,
    ProjectAnswer,
)

__all__ = [
    "PAYMENTS",
    "ComparisonAnswer",
    "JudgedAnswer",
    "PaymentAnswer",
    "ProjectAnswer",
]
