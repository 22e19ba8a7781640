"""The typed door in front of pluggy: finds plugins, asks once, sorts by key, freezes the answers.

Nobody else touches the plugin manager.  A plugin that fails while it is loaded or asked leaves a
``PluginFailed`` notice naming it, and brings nothing; the others are not affected.  A key that two
plugins bring is a ``PluginClash`` notice naming both: neither is used until a person has settled
it, and everything else is.
"""

from tickbox_core.registry.deciding import GuardedEngine, GuardedRule, GuardedTieBreak
from tickbox_core.registry.guard import GuardedPolicy
from tickbox_core.registry.installed import (
    CORE,
    Extensions,
    HostHook,
    Notice,
    Offered,
    Registry,
)
from tickbox_core.registry.leaving_out import known_plugins
from tickbox_core.registry.loading import open_registry
from tickbox_core.registry.tracing import Trace

__all__ = [
    "CORE",
    "Extensions",
    "GuardedEngine",
    "GuardedPolicy",
    "GuardedRule",
    "GuardedTieBreak",
    "HostHook",
    "Notice",
    "Offered",
    "Registry",
    "Trace",
    "known_plugins",
    "open_registry",
]
