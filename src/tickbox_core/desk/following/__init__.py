"""Following: what becomes of the annual list, from the first day of work to the judgement."""

from tickbox_core.desk.following.projects import Projects

__all__ = [
    "Projects",
]
