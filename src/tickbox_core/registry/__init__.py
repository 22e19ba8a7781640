"""The typed door in front of pluggy: finds plugins, asks once, sorts by key, freezes the answers.

Nobody else touches the plugin manager.  A plugin that fails while it is loaded or asked leaves a
``PluginFailed`` notice naming it, and brings nothing; the others are not affected.  Two plugins
that bring the same key are a ``PluginClash``: that is for a person to settle, so it is raised.
"""

from tickbox_core.registry.guard import GuardedPolicy, GuardedRule
from tickbox_core.registry.installed import CORE, Offered, Registry
from tickbox_core.registry.loading import open_registry
from tickbox_core.registry.tracing import Trace

__all__ = ["CORE", "GuardedPolicy", "GuardedRule", "Offered", "Registry", "Trace", "open_registry"]
