"""A whole year of a town, played through the acts people use, with generated data.

``played`` yields each step as it happens: the day, and what happened, as a person would tell it.
"""

from tickbox_core.playing.stage import PlayedStep
from tickbox_core.playing.year import played

__all__ = ["PlayedStep", "played"]
