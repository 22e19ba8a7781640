"""Wire shapes of the API: what goes in is exactly this, what comes out is at least this.

Numbers are whole: money in fen, shares as numerator, denominator and base.
"""

from tickbox_server.papers.base import WireShape, Words
from tickbox_server.papers.handed_in import CastPaper, CheckPaper, Id
from tickbox_server.papers.results import (
    CheckedPaper,
    CheckpointPaper,
    OutcomePaper,
    PlacedPaper,
    ProblemDetails,
    ReceiptPaper,
    SharePaper,
    TiePaper,
)
from tickbox_server.papers.rounds import (
    AreaPaper,
    DisclosurePaper,
    FiguresPaper,
    HealthPaper,
    LimitsPaper,
    ListedPaper,
    OptionPaper,
    ProblemPaper,
    ReadyPaper,
    RoundPaper,
    TownFiguresPaper,
    TurnoutByPaper,
    TurnoutPaper,
)

__all__ = [
    "AreaPaper",
    "CastPaper",
    "CheckPaper",
    "CheckedPaper",
    "CheckpointPaper",
    "DisclosurePaper",
    "FiguresPaper",
    "HealthPaper",
    "Id",
    "LimitsPaper",
    "ListedPaper",
    "OptionPaper",
    "OutcomePaper",
    "PlacedPaper",
    "ProblemDetails",
    "ProblemPaper",
    "ReadyPaper",
    "ReceiptPaper",
    "RoundPaper",
    "SharePaper",
    "TiePaper",
    "TownFiguresPaper",
    "TurnoutByPaper",
    "TurnoutPaper",
    "WireShape",
    "Words",
]
