"""``tickbox new category NAME`` and ``tickbox new component NAME``: a plugin of one's own.

It is green from the first minute; the templates are in this wheel, nothing is fetched.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from tickbox_core import __version__
from tickbox_core.errors import BadValue
from tickbox_core.terminal.parser import Parser
from tickbox_core.text import Text, join_texts

TEMPLATE = Path(__file__).with_name("template")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FILES = {
    "pyproject.toml": "pyproject.toml.txt",
    "README.md": "{kind}/README.md.txt",
    "CHANGELOG.md": "CHANGELOG.md.txt",
    "src/{module}/__init__.py": "{kind}/plugin.py.txt",
    "src/{module}/py.typed": "",
    "tests/test_{module}.py": "{kind}/test_plugin.py.txt",
}
"""The template's own files: where each goes, and from where."""
KINDS = {
    "category": Text("类别：一类事项要填什么、每户看到什么", "a category: what its items are"),
    "component": Text("栏目：居民区的一件事，如时间银行", "a component: a matter of an area"),
}


class New:
    """Writes the files of a new plugin into a folder of its own."""

    help = Text("新建一个插件：类别或栏目", "start a plugin of your own")

    def configure(self, parser: Parser) -> None:
        """What, its name, and where to."""
        what = join_texts(
            [Text(f"{k}：{w.zh}", f"{k}: {w.en}") for k, w in KINDS.items()], "；", "; "
        )
        parser.add_argument("kind", choices=list(KINDS), help=parser.said(what))
        parser.add_argument("name", help=parser.said(Text("名称，如 benches", "its name: benches")))
        parser.add_argument(
            "--to", type=Path, default=Path(), help=parser.said(Text("放在哪里", "where to"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """Write it all, or (raising) nothing."""
        folder = scaffold(args.kind, args.name, args.to)
        said = Text(
            "已写好 {folder}。接着：\n  cd {folder}\n  pip install -e . && pytest",
            "Wrote {folder}. Next:\n  cd {folder}\n  pip install -e . && pytest",
        )
        print(said.filled(folder=folder).said_in(args.lang))
        return 0


def scaffold(kind: str, name: str, to: Path) -> Path:
    """The folder of the new plugin, of one of ``KINDS``.

    Raises ``BadValue`` for a name that cannot be one, or a folder that is there already.
    """
    if not _NAME.fullmatch(name):
        raise BadValue(
            name,
            Text("不能作名称。", "cannot be its name."),
            Text("请用小写字母、数字和-，如 benches。", "Use small letters, digits, -: benches."),
        )
    folder = to / f"tickbox-{name}"
    if folder.exists():
        raise BadValue(
            str(folder),
            Text("已经存在，没有改动它。", "is there already and was not touched."),
            Text("请换个名称或地方。", "Choose another name or place."),
        )
    module = f"tickbox_{name.replace('-', '_')}"
    words = {
        "@name@": name,
        "@kind@": kind,
        "@module@": module,
        "@class@": "".join(part.capitalize() for part in name.split("-")),
        "@version@": ".".join(__version__.split(".")[:2]),
    }
    for path, source in FILES.items():
        file = folder / path.format(module=module)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = (TEMPLATE / source.format(kind=kind)).read_text("utf-8") if source else ""
        for mark, word in words.items():
            text = text.replace(mark, word)
        file.write_text(text, encoding="utf-8", newline="\n")
    return folder


COMMAND = New()
