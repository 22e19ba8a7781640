"""What patterns of footers are made of: words, figures, days."""

from __future__ import annotations

import re


def words(said: str) -> str:
    """One of these words."""
    return f"(?:{'|'.join(said.split())})"


def one_of(*patterns: str) -> str:
    """One of these patterns."""
    return f"(?:{'|'.join(patterns)})"


def compile_patterns(*patterns: str) -> re.Pattern[str]:
    """One of these patterns, to be matched with all of a cell."""
    return re.compile("|".join(patterns))


DAY = r"(?:19|20)[0-9]{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12][0-9]|3[01])"
"""A day in figures, of our times: a home 1203-1-2 is none."""
