"""``tickbox do``: any act of the year, from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tickbox_core.acts import FIELDS_FORMERLY, Act, Actor, Acts, Role, catalogue_of, perform
from tickbox_core.categories import Field, docs_table, fields_of
from tickbox_core.categories.commas import commas_read
from tickbox_core.categories.fields import UNFIT, why_unfit
from tickbox_core.categories.kinds import Pairs, Words
from tickbox_core.cli.host import (
    SECOND_FILE,
    TOKEN_FILE,
    TWO_SIGN,
    TYPED_NAME,
    actor_by_token,
    host,
    second_actor,
    token_in,
)
from tickbox_core.declarations.fields import AsTyped, NamedValues, Pasted, PictureFile
from tickbox_core.desk import Town
from tickbox_core.desk.installed import installed_components, without_clashes
from tickbox_core.errors import BadCommand, BadValue, MalformedFile, TickboxError, UnknownName
from tickbox_core.interchange.reading import Trouble, bytes_of, decoded, raw_bytes
from tickbox_core.model.strict_json import load_json
from tickbox_core.registry import Registry, open_registry
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import columns
from tickbox_core.text import Language, Text

_SIGN = Text("写成 字段=内容", "write it as FIELD=VALUE")


class DoCommand:
    """Has the desk of an area do an act, or lists what there is to do."""

    help = Text(
        "办理一件事：收心愿、拟清单、公示、开放、截止、公布……",
        "do any act of the year: take a wish, post a list, open, close, publish …",
    )

    def configure(self, parser: Parser) -> None:
        """The act, its fields, and where and as whom it is done."""
        parser.add_argument("act", nargs="?", help=parser.said(_ACT))
        parser.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help=parser.said(_FIELDS))
        parser.add_argument(
            "--data", type=Path, help=parser.said(Text("数据文件夹", "the data folder"))
        )
        parser.add_argument("--area", help=parser.said(Text("居民区编号", "the area's id")))
        parser.add_argument("--by", default="", help=parser.said(_BY))
        parser.add_argument("--token", default="", help=parser.said(_TOKEN))
        parser.add_argument("--token-file", type=Path, help=parser.said(TOKEN_FILE))
        parser.add_argument("--second-token-file", type=Path, help=parser.said(SECOND_FILE))
        parser.add_argument("--from", dest="source", type=Path, help=parser.said(_FROM))
        parser.add_argument(
            "--fields", dest="explain", action="store_true", help=parser.said(_WHAT)
        )
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )

    def run(self, args: argparse.Namespace) -> int:
        """List, explain, or do."""
        registry = without_clashes(open_registry(without=args.without_plugin))
        acts = catalogue_of(installed_components(registry)).acts
        if args.act is None:
            print_json(catalogue(acts)) if args.json else print(format_acts(acts, args.lang))
            return 0
        act = acts[args.act]
        if args.explain:
            print_json(describe_act(act)) if args.json else print(explain_act(act, args.lang))
            return 0
        answer = _perform_act(act, args, registry)
        for note in _commas_read(act, args.fields):
            print(f"tickbox: {one_line(note.said_in(args.lang))}", file=sys.stderr)
        if args.json:
            print_json(answer)
        else:
            print("\n".join(answer_lines(answer, args.lang)) or _DONE.said_in(args.lang))
        return 0


_ACT = Text("要办理的事；不写则全部列出", "the act; without it all are listed")
_FIELDS = Text(
    "字段=内容；英文用 字段.en=内容，类别或规则自己的项用 fields.名称=内容",
    "FIELD=VALUE; its English as FIELD.en=VALUE, what a category asks as fields.NAME=VALUE",
)
_BY = Text("经办人姓名（工作人员）", "who does it (staff)")
_TOKEN = Text("令牌（工作人员或职务的）", "a token: of staff, or of an office")
_FROM = Text("从 JSON 文件读字段", "read the fields from a JSON file")
_WHAT = Text("说明这件事要填什么", "say what the act asks for")
_DONE = Text("已办理。", "Done.")


def catalogue(acts: Acts) -> list[dict[str, Any]]:
    """All acts, for JSON."""
    return [describe_act(act) for act in acts.values()]


def describe_act(act: Act) -> dict[str, Any]:
    """One act, for JSON: its fields as JSON Schema."""
    return {
        "act": act.key,
        "title": act.title.plain(),
        "role": str(act.role),
        "reads": act.reads,
        "second": act.second,
        "fields": act.schema,
    }


def format_acts(acts: Acts, language: Language) -> str:
    """All acts, a line for each."""
    star = {Role.ANYBODY: "", Role.STAFF: " *", Role.GROUP: " +", Role.STAIRWELL: " +"}
    rows = [
        (f"{act.key}{star[act.role]}{'2' if act.second else ''}", act.title.said_in(language))
        for act in acts.values()
    ]
    note = Text(
        "* 由工作人员办理，写 --by 或 --token-file。  + 凭职务办理，要写 --token-file。  "
        "2 要两个人签字：各用令牌，--token-file 和 --second-token-file。",
        "* for staff: say who with --by or --token-file.  + for whoever holds an office: give "
        "--token-file.  2 takes two people, each with a token: --token-file and "
        "--second-token-file.",
    )
    return f"{columns(rows)}\n\n{note.said_in(language)}"


def explain_act(act: Act, language: Language) -> str:
    """What one act asks for."""
    # read in a terminal, where nothing takes the backslash of Markdown away
    table = docs_table(act.fields, language, act.required).replace("\\|", "|")
    note = "" if act.change is None else f"\n\n{_KEEPS.said_in(language)}"
    two = f"\n\n{TWO_SIGN.said_in(language)}" if act.second else ""
    return f"{act.title.said_in(language)} ({act.key})\n\n{table}{note}{two}"


_KEEPS = Text(
    "改已有的：没有填的保持原样，填了的整项替换（写几条的项目，如类别、资金来源，要全部写上）；"
    "unset=places,budget 恢复默认。"
    "新的：没有填的按默认，必要的缺了会提示。",
    "Of what is there already, whatever is not given stays as it is; a field that is given "
    "is replaced whole (of several entries, as categories or funding, give all); "
    "unset=places,budget puts back defaults. What is new begins with the defaults, and says what "
    "it lacks.",
)


def _commas_read(act: Act, words: Iterable[str]) -> Iterator[Text]:
    """What is to be said of numbers whose comma some would read otherwise."""
    known = {one.key: one for one in fields_of(act.fields)}
    for word in words:
        key, _, typed = word.partition("=")
        if key in known:
            yield from commas_read(Text.of(key), known[key].kind, typed)


def _perform_act(act: Act, args: argparse.Namespace, registry: Registry) -> Any:
    if args.data is None or args.area is None:
        raise BadCommand(
            Text("没有写数据文件夹或居民区。", "the data folder or the area is missing."),
            Text("请写 --data 和 --area。", "Give --data and --area."),
        )
    if not (args.data / "town.sqlite").is_file():
        raise BadValue(
            str(args.data),
            Text("不是数据文件夹。", "is no data folder."),
            Text("请用 tickbox found 建立。", "Found one with 'tickbox found'."),
        )
    given = _read_fields(act, args)
    town = Town(args.data, registry)
    try:
        desk = town.desk(args.area)
        return perform(
            act,
            desk,
            given,
            _actor(town, act, args),
            second_actor(town, args.area, args.second_token_file),
        )
    finally:
        town.close()


def _actor(town: Town, act: Act, args: argparse.Namespace) -> Actor:
    """Who asks: by a token; or by name, for whoever owns the folder is its host.

    What two people sign takes a token of each: beside a typed name one token would be one person.
    """
    token = args.token or (token_in(args.token_file) if args.token_file else "")
    if token:
        return actor_by_token(town, args.area, token)
    if act.second and args.by.strip():
        raise BadCommand(TYPED_NAME, TWO_SIGN)
    return host(args.by)


def _read_fields(act: Act, args: argparse.Namespace) -> dict[str, Any]:
    given = {} if args.source is None else _read(args.source)
    known = {field.key: field for field in fields_of(act.fields)}
    typed = {name: value for name, _, value in (word.partition("=") for word in args.fields)}
    for word in args.fields:
        name, sign, value = word.partition("=")
        key, _, language = name.partition(".")
        key = key if key in known else FIELDS_FORMERLY.get(key, key)
        of_a_mapping = key in known and isinstance(known[key].kind, NamedValues)
        if not sign or (language not in ("", "zh", "en") and not of_a_mapping):
            raise BadCommand(Text(f"“{word}”看不懂。", f"'{word}' is not clear."), _SIGN)
        if key not in known:
            act.refuse_gone((key,))
            raise UnknownName("field", key, tuple(known)) if known else _nothing_asked(act)
        kind = known[key].kind
        value = kind.completed(value, typed) if isinstance(kind, Pairs) else value
        given[key] = _parse_field(known[key], given.get(key), language, value)
    return given


def _nothing_asked(act: Act) -> BadCommand:
    said = Text(f"“{act.key}”没有要填的内容。", f"'{act.key}' asks for nothing.")
    return BadCommand(said, Text("请只写这个事项。", "Give the act alone."))


def _parse_field(field: Field, before: Any, language: str, value: str) -> Any:
    if isinstance(field.kind, Pasted) and value.startswith("@"):
        return _table(Path(value[1:]))
    if isinstance(field.kind, PictureFile) and value.startswith("@"):
        return field.kind.plain(raw_bytes(Path(value[1:]), Trouble(value[1:])))
    if isinstance(field.kind, NamedValues) and language:
        return {**(before or {}), language: AsTyped(value)}
    if isinstance(field.kind, Words) and language:
        both = {"zh": before} if isinstance(before, str) else dict(before or {})
        return {**both, language: value}
    try:
        return field.kind.parse(value)
    except UNFIT as refused:
        remedy = why_unfit(refused) or field.kind.remedy
        raise BadValue(field.key, _NOT_RIGHT.filled(value=value[:60]), remedy) from None


_NOT_RIGHT = Text("“{value}”不对。", "'{value}' will not do.")


def _table(path: Path) -> str:
    """A plain table as text, whatever of the usual encodings it is in."""
    trouble = Trouble(str(path))
    return decoded(bytes_of(path, trouble), trouble)


def _read(path: Path) -> dict[str, Any]:
    try:
        held = load_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _malformed_file(path, str(problem)) from None
    if not isinstance(held, dict):
        raise _malformed_file(path, "no JSON object")
    return held


def _malformed_file(path: Path, problem: str) -> TickboxError:
    return MalformedFile(
        str(path),
        0,
        Text(f"读不出 JSON 对象（{problem}）。", f"holds no JSON object ({problem})."),
        Text("请核对文件。", "Check the file."),
    )


def answer_lines(answer: Any, language: Language, indent: str = "") -> Iterator[str]:
    """A plain answer for people: names and values, lists as indented blocks."""
    if isinstance(answer, Mapping) and set(answer) == {"zh", "en"}:
        yield f"{indent}{answer[language]}"
    elif isinstance(answer, Mapping):
        for name, value in answer.items():
            if value not in _EMPTY:
                yield from _entry(str(name), value, language, indent)
    elif isinstance(answer, list):
        for one in answer:
            first, *rest = list(answer_lines(one, language, f"{indent}  ")) or [f"{indent}  –"]
            yield f"{indent}- {first.strip()}"
            yield from rest
    else:
        yield f"{indent}{_scalar(answer, language)}"


def _entry(name: str, value: Any, language: Language, indent: str) -> Iterator[str]:
    simple = not isinstance(value, (Mapping, list)) or not value
    words = isinstance(value, Mapping) and set(value) == {"zh", "en"}
    if words:
        yield f"{indent}{name}: {value[language]}"
    elif simple:
        yield f"{indent}{name}: {_scalar(value, language)}"
    else:
        yield f"{indent}{name}:"
        yield from answer_lines(value, language, f"{indent}  ")


_EMPTY: tuple[Any, ...] = (None, "", {}, [], {"zh": "", "en": ""})


def _scalar(value: Any, language: Language) -> str:
    if value is None or value in ({}, []):
        return "–"
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").said_in(language)
    return str(value)


COMMAND = DoCommand()
