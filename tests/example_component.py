"""The component of ``docs/example-component``, as a plugin that a test hands to a registry."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FILE = Path(__file__).parents[1] / "docs/example-component/src/tickbox_time_bank/__init__.py"


def time_bank() -> ModuleType:
    """Its module; installed it is tested from its own wheel."""
    if FILE.parent.name not in sys.modules:
        spec = importlib.util.spec_from_file_location(FILE.parent.name, FILE)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[FILE.parent.name] = module
        spec.loader.exec_module(module)
    return sys.modules[FILE.parent.name]
