"""``python -m tickbox_core.cli`` is ``tickbox``."""

import sys

from tickbox_core.cli import main

sys.exit(main())
