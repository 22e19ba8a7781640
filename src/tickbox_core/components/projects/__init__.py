"""Projects: what anybody may read of them; other matters show it too."""

from tickbox_core.components.projects.public import (
    PAYMENTS,
    ComparisonAnswer,
    PaymentAnswer,
    ProjectAnswer,
)

__all__ = [
    "PAYMENTS",
    "ComparisonAnswer",
    "PaymentAnswer",
    "ProjectAnswer",
]
