"""Acts that hosts make screens of their own for, by name: whoever imports one knows it is there."""

from __future__ import annotations

from tickbox_core.acts import ACTS

TAKE_WISH = ACTS["wish/take"]
ADD_PHOTO = ACTS["wish/photo"]
ALL_WISHES = ACTS["wish/all"]
MERGE_WISHES = ACTS["wish/merge"]
UNMERGE_WISH = ACTS["wish/unmerge"]
ANSWER_WISH = ACTS["wish/answer"]
GIVE_IDEA = ACTS["idea/give"]
WITHDRAW_IDEA = ACTS["idea/withdraw"]
READ_CHAIN = ACTS["chain/preview"]
TAKE_CHAIN = ACTS["chain/take"]
JOIN_CHAIN = ACTS["chain/join"]
ADD_ITEM = ACTS["item/add"]
PLAN_ROUND = ACTS["round/plan"]
OPEN_ROUND = ACTS["round/open"]
CLOSE_ROUND = ACTS["round/close"]
PUBLISH_ROUND = ACTS["round/publish"]
ASSESS_ITEM = ACTS["item/assess"]
RAISE_PROBLEM = ACTS["problem/raise"]
ISSUE_CODES = ACTS["round/codes"]
RAISE_OBJECTION = ACTS["objection/raise"]
OBJECT_TO_RESULT = ACTS["motion/object"]
PRINT_SHEETS = ACTS["paper/print"]
KEY_PAPER = ACTS["paper/key"]
UNKEY_PAPER = ACTS["paper/unkey"]
KEY_MOTION = ACTS["motion/key"]
UNKEY_MOTION = ACTS["motion/unkey"]
ANSWER_LAW = ACTS["motion/answer"]
