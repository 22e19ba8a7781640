"""Templates of a town: how its neighbourhoods' rounds are to be, and by when; each may use one."""

from tickbox_core.components.templates.acts import ACTS
from tickbox_core.components.templates.public import SinceAnswer, TemplateAnswer
from tickbox_core.components.templates.service import (
    OFFERED,
    TemplateService,
    find_offered,
    offered_to,
)
from tickbox_core.components.templates.state import PlanTemplate, Templates
from tickbox_core.components.templates.things import ENDED, OPEN, THINGS
from tickbox_core.declarations import Component, EntryKind
from tickbox_core.text import Text

__all__ = [
    "COMPONENT",
    "OFFERED",
    "PlanTemplate",
    "SinceAnswer",
    "TemplateAnswer",
    "TemplateService",
    "Templates",
    "find_offered",
    "offered_to",
]

COMPONENT = Component(
    key="templates",
    stages={"template": Text("模板", "Templates")},
    state=Templates,
    kinds={
        "template": EntryKind(Text("设置模板", "a template was set"), act="template/set"),
        "template-ended": EntryKind(Text("停用模板", "a template ended"), act="template/end"),
        "template-since": EntryKind(
            Text("登记从哪天起按模板办", "it was said since when templates hold"),
            act="template/since",
        ),
        # planning a round from one writes it, and that is an act of lists
        "template-used": EntryKind(Text("按模板拟定一轮", "a round was planned by a template")),
    },
    things=THINGS,
    exits={"template": {OPEN[0]: ("template/end",), ENDED[0]: ()}},
    acts=ACTS,
)
