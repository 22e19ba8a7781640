"""What a plugin's distribution says of itself to those who install it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution

from tickbox_core.inspection.evidence import Finding, Topic
from tickbox_core.text import Text

LEAST = 400
"""Characters of a README that says something."""


def document_findings(distribution: Distribution, keys: Iterable[str]) -> Iterator[Finding]:
    """A README that is missing, short or silent about what is brought; types not shipped."""
    said = distribution.metadata.json
    readme = str(said.get("description", ""))
    if len(readme) < LEAST:
        yield _lacks(
            "README.md",
            Text("说明太短或没有。", "is missing, or says next to nothing."),
            Text("请写清能做什么、字段、例子。", "Say what it does, its fields, an example."),
        )
    for key in keys:
        if key not in readme:
            yield _lacks(
                "README.md",
                Text(f"没有提到“{key}”。", f"does not mention '{key}'."),
                Text("请说明它带来的每一样。", "Say of everything it brings what it is."),
            )
    if not said.get("summary"):
        yield _lacks(
            "pyproject.toml",
            Text("没有一句话介绍。", "has no description."),
            Text("请填写 description。", "Fill in description."),
        )


def _lacks(file: str, problem: Text, remedy: Text) -> Finding:
    said = Text("{file}：{problem}", "{file} {problem}").filled(file=file, problem=problem)
    return Finding(Topic.DOCS, said, remedy, file)
