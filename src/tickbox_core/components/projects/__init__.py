"""Projects: what anybody may know of them; all else of it is in ``year`` and ``desk`` yet."""

from tickbox_core.components.projects.public import ComparisonAnswer, ProjectAnswer

__all__ = ["ComparisonAnswer", "ProjectAnswer"]
