"""Notices and papers: what stands on them, made from what the desk publishes.

Whatever is posted names offices and nobody else, says which kind of question it is about, and gives
every share with its base.  How it looks is for a printer (``hooks.Printer``) or a page.
"""

from tickbox_core.components.meetings import minutes_notice
from tickbox_core.declarations import LOOKS, SIZES
from tickbox_core.desk.notices.answer_slips import (
    AnswerSlips,
    answer_slips,
    decision_slips,
    has_answers,
)
from tickbox_core.desk.notices.common import CONTACT, Sender
from tickbox_core.desk.notices.decisions import (
    motion_notice,
    preliminary_notice,
    void_judgement_notice,
    void_motion_notice,
)
from tickbox_core.desk.notices.dues import dues_notice, dues_slips, fund_notice
from tickbox_core.desk.notices.handed_out import HomeSheet, HomeSlips, Sheets, sheets, slips
from tickbox_core.desk.notices.motion_papers import motion_papers
from tickbox_core.desk.notices.motion_slips import motion_slips
from tickbox_core.desk.notices.own_homes import own_homes
from tickbox_core.desk.notices.results import (
    COMPUTED,
    annual_notice,
    result_notice,
    tie_notice,
    void_notice,
)
from tickbox_core.desk.notices.rounds import (
    call_notice,
    list_notice,
    objections_notice,
    roll_notice,
)
from tickbox_core.desk.notices.shared import Chat, chat
from tickbox_core.desk.notices.stairwell import Stairwells, stairwells
from tickbox_core.desk.notices.works import judgement_notice, progress_notice
from tickbox_core.workflow.notices import Notice

__all__ = [
    "COMPUTED",
    "CONTACT",
    "LOOKS",
    "SIZES",
    "AnswerSlips",
    "Chat",
    "HomeSheet",
    "HomeSlips",
    "Notice",
    "Sender",
    "Sheets",
    "Stairwells",
    "annual_notice",
    "answer_slips",
    "call_notice",
    "chat",
    "decision_slips",
    "dues_notice",
    "dues_slips",
    "fund_notice",
    "has_answers",
    "judgement_notice",
    "list_notice",
    "minutes_notice",
    "motion_notice",
    "motion_papers",
    "motion_slips",
    "objections_notice",
    "own_homes",
    "preliminary_notice",
    "progress_notice",
    "result_notice",
    "roll_notice",
    "sheets",
    "slips",
    "stairwells",
    "tie_notice",
    "void_judgement_notice",
    "void_motion_notice",
    "void_notice",
]
