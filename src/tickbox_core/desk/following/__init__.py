"""Following: what becomes of the annual list, from the first day of work to the certificate."""

from tickbox_core.desk.following.awards import Awards
from tickbox_core.desk.following.judging import Judging
from tickbox_core.desk.following.projects import Projects

__all__ = [
    "Awards",
    "Judging",
    "Projects",
]
