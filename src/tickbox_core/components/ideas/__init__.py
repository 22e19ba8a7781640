"""Ideas (问计于民): asked for by an item or a problem, each answered; some become options."""

from tickbox_core.components.ideas.acts import ACTS
from tickbox_core.components.ideas.notices import NOTICES
from tickbox_core.components.ideas.public import (
    CallAnswer,
    FollowedIdea,
    IdeaAnswer,
    OptionAnswer,
    OptionOfIdea,
    PostedIdea,
    option_origins,
    origin_words,
)
from tickbox_core.components.ideas.service import IdeaService, ListsOfOptions
from tickbox_core.components.ideas.state import (
    AskedAbout,
    Idea,
    IdeaCall,
    IdeaReply,
    Ideas,
    NewIdea,
    refuse_while_asked,
    still_needed,
)
from tickbox_core.components.ideas.steps import next_steps
from tickbox_core.components.ideas.things import (
    ANSWERED,
    AS_OPTION,
    CLOSED,
    OPEN,
    THINGS,
    UNANSWERED,
    WITHDRAWN,
)
from tickbox_core.declarations import Component, EntryKind, PersonalData, Retention
from tickbox_core.text import Text

__all__ = [
    "COMPONENT",
    "AskedAbout",
    "CallAnswer",
    "FollowedIdea",
    "Idea",
    "IdeaAnswer",
    "IdeaCall",
    "IdeaReply",
    "IdeaService",
    "Ideas",
    "ListsOfOptions",
    "NewIdea",
    "OptionAnswer",
    "OptionOfIdea",
    "PostedIdea",
    "option_origins",
    "origin_words",
    "refuse_while_asked",
]

_OF = ("idea:{ref}",)

COMPONENT = Component(
    key="ideas",
    stages={"idea": Text("征集建议", "Ideas")},
    state=Ideas,
    kinds={
        "idea-call": EntryKind(Text("向居民征集建议", "ideas were asked for"), act="idea/ask"),
        "idea-call-closed": EntryKind(
            Text("征集结束", "a call for ideas was closed"), act="idea/close"
        ),
        "idea": EntryKind(
            Text("收到建议", "an idea was given"), Retention("ideas", _OF), act="idea/give"
        ),
        "idea-answered": EntryKind(
            Text("答复建议", "an idea was answered"),
            Retention("ideas", (), _OF),
            ends=True,
            act="idea/answer",
        ),
        # the name of whoever lets it be told is kept as long as the round that the option is of
        "idea-taken": EntryKind(
            Text("建议成为选项", "an idea became an option"),
            Retention("ideas", ("round:{round}",)),
            act="idea/take",
        ),
        "idea-released": EntryKind(
            Text("建议的选项撤下", "an idea's option was taken off"), act="idea/release"
        ),
        "idea-withdrawn": EntryKind(
            Text("建议撤回", "an idea was taken back"),
            Retention("ideas", (), _OF),
            ends=True,
            act="idea/withdraw",
        ),
    },
    things=THINGS,
    notices=NOTICES,
    next_steps=next_steps,
    exits={
        "idea-call": {OPEN[0]: ("idea/close",), CLOSED[0]: ()},
        "idea": {
            UNANSWERED[0]: ("idea/answer", "idea/withdraw"),
            ANSWERED[0]: (),
            AS_OPTION[0]: (),
            WITHDRAWN[0]: (),
        },
    },
    acts=ACTS,
    personal={
        "ideas": PersonalData(
            Text("建议：原话、提出人和联系方式", "ideas: the words, author and contact"),
            Text(
                "已答复或撤回（选项上的姓名：所在清单已定）",
                "it is answered or withdrawn (a name beside an option: its list is fixed)",
            ),
        )
    },
    purposes={"idea": still_needed},
)
