"""``tickbox count``: rank what a file holds, with reasons."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs

from tickbox_core import Registry, open_registry
from tickbox_core.categories.commas import parted_numbers
from tickbox_core.cli.counted import Counted, explained, told
from tickbox_core.cli.mapping import add_map, read_map
from tickbox_core.cli.rule_asked import RULE, RuleAsked, outcome_of, rule_asked
from tickbox_core.cli.rules_that_fit import naming_rules, rules_that_fit
from tickbox_core.errors import BadCommand, RuleDoesNotFit, TieRefused
from tickbox_core.hooks import Parameter
from tickbox_core.interchange import Election, looks_like_pabulib, read_pabulib, read_tables
from tickbox_core.interchange.pabulib.own import selected_otherwise
from tickbox_core.interchange.tables.sheet import ELECTION
from tickbox_core.model import RuleChoice
from tickbox_core.numbers import one_thousand
from tickbox_core.registry.parameters import money, parse_parameter, read_parameters
from tickbox_core.rules import Contest, Electorate
from tickbox_core.rules.telling import blank_ballots
from tickbox_core.terminal.parser import Parser, whole
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.text import EMPTY, Text, join_texts


class CountCommand:
    """Counts Pabulib files one by one, or a table of items with one of ballots."""

    help = Text("给文件计票并排序", "count the votes in a file and rank its items")

    def __init__(self) -> None:
        self._without: tuple[str, ...] = ()

    @cached_property
    def registry(self) -> Registry:
        """Rules and tie-breaks, the core's and those of installed plugins."""
        return open_registry(without=self._without)

    def configure(self, parser: Parser) -> None:
        """Paths, what is decided and how, and the parameters of every rule there is.

        A parameter named like an option of the command itself is given in a file only.
        """
        if parser.without != self._without:
            self._without = parser.without
            vars(self).pop("registry", None)
        parser.add_argument("paths", nargs="+", metavar="PATH", help=parser.said(_PATHS))
        for name, kind, about in _OPTIONS:
            read = whole(f"--{name}") if kind is whole else str
            parser.add_argument(f"--{name}", type=read, help=parser.said(about))
        parser.add_argument(
            "--ties", metavar="|".join(self.registry.tie_breaks),
            help=parser.said(Text("名额处并列怎么办", "what to do with a tie across the cut")),
        )  # fmt: skip
        parser.add_argument(
            "--rule", metavar="|".join(self.registry.rules),
            help=parser.said(Text("计票规则", "the rule")),
        )  # fmt: skip
        parser.add_argument(
            "--explain", action="append", default=[], metavar="ITEM", help=parser.said(_EXPLAIN)
        )
        parser.add_argument("--ordered", action="store_true", help=parser.said(_ORDERED))
        add_map(parser, Text("表里某列是什么，如 诉求=title", "what a header of a table means"))
        parser.add_argument("--lenient", action="store_true", help=parser.said(_LENIENT))
        parser.add_argument(
            "--json", action="store_true", help=parser.said(Text("输出 JSON", "print JSON"))
        )
        for parameter in self._parameters():
            with suppress(argparse.ArgumentError):  # the command's own option stays
                parser.add_argument(
                    f"--{parameter.name}", dest=_dest(parameter), help=parser.said(parameter.about),
                    metavar="|".join(parameter.choices) or parameter.name.upper(),
                )  # fmt: skip

    def run(self, args: argparse.Namespace) -> int:
        """Count everything first, then print: a file that is at fault leaves no half answer."""
        for notice in self.registry.notices:
            print(f"tickbox: {one_line(notice.text.said_in(args.lang))}", file=sys.stderr)
        counted = list(self._counted(args))
        why = [explained(one, args.explain) for one in counted]
        if args.json:
            plain = [one.plain() for one in counted]
            for answer, reasons in zip(plain, why, strict=True):
                if reasons:
                    answer["explain"] = {item: text.plain() for item, text in reasons.items()}
            print_json(plain if len(plain) > 1 else plain[0])
        else:
            print("\n\n".join(told(one, args.lang) for one in counted))
            for reasons in why:
                for item, text in reasons.items():
                    print(f"\n{item}:\n{text.said_in(args.lang)}")
        return 0

    def _counted(self, args: argparse.Namespace) -> Iterator[Counted]:
        self.registry.rule_kind(args.rule or RULE)
        for files in _inputs(args):
            election = _read(files, args)
            asked = self._asked(args, election)
            rule = self.registry.rule(RuleChoice(asked.key, asked.parameters), asked.tie_break)
            contest = election.contest(electorate=_electorate(args), places=asked.places)
            contest = _within(contest, args.budget, election.minor_units)
            try:
                outcome = outcome_of(rule, contest, asked)
            except RuleDoesNotFit as error:
                fitting = rules_that_fit(self.registry, contest, asked.parameters)
                instead = naming_rules(error, files, list(fitting))
                raise _named(error, files[0], election, instead) from None
            except TieRefused as tie:
                raise attrs.evolve(tie, note=blank_ballots(contest.profile.blank)) from None
            own = selected_otherwise(election.items, outcome.selected or ())
            told = (
                asked.told, election.leniency, outcome.note, _budget_read(args.budget),
                *_lists_read(asked.parameters),
                own if own is not None and outcome.selected is not None else EMPTY,
            )  # fmt: skip
            note = join_texts([text for text in told if text])
            yield Counted(files, election, attrs.evolve(outcome, note=note))

    def _asked(self, args: argparse.Namespace, election: Election) -> RuleAsked:
        said = election.published
        key = args.rule or (said.rule if said else RULE)
        typed_here = self._chosen(args, key, election.minor_units)
        asked = rule_asked(election, args.rule, typed_here, args.ties, args.places)
        self._as_the_file_says(asked.key, asked.parameters, election)
        return asked

    def _as_the_file_says(self, rule: str, chosen: dict[str, Any], election: Election) -> None:
        """Ballots in order are scored as their file means them, where nobody says otherwise."""
        known = {parameter.name for parameter in self.registry.rule_kind(rule).parameters}
        if "ballots" in known and "ballots" not in chosen and election.ballots != "as-cast":
            chosen["ballots"] = election.ballots

    def _parameters(self) -> list[Parameter]:
        """The parameters of all rules by name; of two that share one the first rule's words."""
        found: dict[str, Parameter] = {}
        for offered in self.registry.rules.values():
            for parameter in offered.thing.parameters:
                found.setdefault(parameter.name, parameter)
        return [found[name] for name in sorted(found)]

    def _chosen(self, args: argparse.Namespace, rule: str, minor_units: int) -> dict[str, Any]:
        """The parameters that were given, as the rule's defaults say what they are.

        What is typed on the command line goes before what stands in the file.
        """
        typed_here = {p.name: getattr(args, _dest(p), None) for p in self._parameters()}
        given = {} if args.parameters is None else read_parameters(args.parameters)
        given |= {name: value for name, value in typed_here.items() if value is not None}
        known = {p.name: p for p in self.registry.rule_kind(rule).parameters}
        return {
            name: parse_parameter(known[name], value, minor_units)
            if name in known and isinstance(value, str)
            else value
            for name, value in given.items()
        }


_PATHS = Text(
    "一个或多个 .pb 文件，或者 items.csv ballots.csv", ".pb files, or items.csv ballots.csv"
)
_LENIENT = Text("略过不合格的内容并列出来", "leave out what does not fit, and list it")
_OPTIONS = (
    ("registered", whole, Text("在册居民人数", "how many residents are on the roll")),
    ("households", whole, Text("在册户数", "how many households are on the roll")),
    ("roll", str, Text("名册（csv：voter_id, household）", "the roll (csv: voter_id, household)")),
    ("places", whole, Text("入选名额", "how many items are to be chosen")),
    (
        "budget",
        str,
        Text("总预算（元），代替文件里的", "the money there is, instead of the file's"),
    ),
    (
        "parameters",
        str,
        Text("规则参数文件（JSON 或 TOML）", "a file of rule parameters (JSON or TOML)"),
    ),
)


_EXPLAIN = Text("说明这一项为什么（可重复）", "say why for this item (may be repeated)")
_ORDERED = Text(
    "选票表里勾选有先后（或写了序号）", "ballots in the table are in order, or numbered"
)


def _dest(parameter: Parameter) -> str:
    """Where a rule's parameter is kept, apart from the command's own options."""
    return f"parameter {parameter.name}"


# -- in ----------------------------------------------------------------------------------------


def _inputs(args: argparse.Namespace) -> list[tuple[str, ...]]:
    """Which files belong together: each Pabulib file alone, or two tables."""
    pabulib = [looks_like_pabulib(path) for path in args.paths]
    tables = sum(not is_pabulib for is_pabulib in pabulib)
    csv = any(Path(path).suffix.lower() == ".csv" for path in args.paths)
    if tables == 0 or (tables == len(args.paths) == 1 and not csv):
        if args.roll is not None:
            raise BadCommand(
                Text("Pabulib 文件不能配名册。", "a Pabulib file takes no roll."),
                Text("请用 --registered 给出人数。", "Give its size with --registered."),
            )
        return [(path,) for path in args.paths]
    if tables == len(args.paths) == 2:
        return [(*args.paths, *((args.roll,) if args.roll is not None else ()))]
    raise BadCommand(
        Text("文件配不成一组。", "these files do not belong together."),
        Text(
            "请给出 .pb 文件，或者一个事项表加一个选票表。",
            "Name .pb files, or one table of items and one of ballots.",
        ),
    )


def _read(files: tuple[str, ...], args: argparse.Namespace) -> Election:
    if len(files) == 1:
        return read_pabulib(files[0], lenient=args.lenient)
    said = read_map(args.map, ELECTION)
    return read_tables(
        files[0], files[1], args.roll, lenient=args.lenient, ordered=args.ordered, known=said
    )


def _electorate(args: argparse.Namespace) -> Electorate | None:
    """The sizes given as numbers; they and a roll exclude each other."""
    if args.registered is None and args.households is None:
        return None
    if args.roll is not None:
        raise BadCommand(
            Text("同时给了名册和总数。", "both a roll and numbers were given."),
            Text("只给其中一种。", "Give one of them."),
        )
    return Electorate(args.registered, args.households)


def _within(contest: Contest, budget: str | None, minor_units: int) -> Contest:
    """The contest with the budget that was typed, where one was."""
    if budget is None:
        return contest
    return attrs.evolve(contest, budget=money(budget, "--budget", minor_units))


def _budget_read(budget: str | None) -> Text:
    """How a budget was read whose comma some would read otherwise."""
    if budget is None or not one_thousand(budget):
        return EMPTY
    return Text(
        f"--budget 的“{budget}”，逗号按千分位读。",
        f"The comma of --budget '{budget}' is read as parting thousands.",
    )


def _lists_read(parameters: Mapping[str, Any]) -> Iterator[Text]:
    """How lists of numbers were read (points by place) whose commas some would read otherwise."""
    for name, value in parameters.items():
        if isinstance(value, (list, tuple)):
            yield parted_numbers(Text.of(f"--{name}"), ",".join(map(str, value)), value)


def _named(error: RuleDoesNotFit, file: str, election: Election, instead: Text) -> RuleDoesNotFit:
    """The same error saying which file it is about, how people voted there, what to do instead."""
    kind = election.vote_type
    named = Text(f"{file}（{kind}）：{error.problem.zh}", f"{file} ({kind}): {error.problem.en}")
    return RuleDoesNotFit(error.rule, join_texts([text for text in (named, instead) if text]))


COMMAND = CountCommand()
