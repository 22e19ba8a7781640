"""``python -m tickbox_core.inspection NAME``: the report as JSON, in a process of its own."""

import json
import sys

from tickbox_core.inspection import inspect

if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(inspect(sys.argv[1], sys.argv[2:]).plain(), ensure_ascii=True) + "\n"
    )
