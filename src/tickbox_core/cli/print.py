"""``tickbox print``: notices and papers as files, laid out by an installed printer."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tickbox_core.acts import ACTS
from tickbox_core.acts.prints import NOTICES, print_of
from tickbox_core.cli.host import host
from tickbox_core.declarations.ranges import Numbers
from tickbox_core.desk import Town, notices
from tickbox_core.desk.motions import Slip
from tickbox_core.desk.notices import Sender
from tickbox_core.errors import BadCommand, BadValue
from tickbox_core.hooks import Document, Printed
from tickbox_core.model import State
from tickbox_core.numbers import NotANumber
from tickbox_core.store.files import FILE
from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line
from tickbox_core.text import Text
from tickbox_core.year.papers import of_numbers

WHAT = (
    "notice",
    "sheets",
    "slips",
    "stairwells",
    "certificates",
    "decisions",
    "answers",
    "papers",
    "own-homes",
    "dues",
    "dues-slips",
    "fund",
    "chat",
)
PRIVATE = ("sheets", "slips", "answers", "papers", "own-homes", "dues", "dues-slips", "fund")
"""For their owner's eyes only: a sheet tells of a home, a slip holds a code or somebody's words."""
NO_CODE = "0000-0000-0000-0000"


class Print:
    """Prints what is posted, handed out or shared; only ``sheets --new`` and ``slips`` write."""

    help = Text(
        "打印公示、选票、打钩码、楼道大字告示、证书，生成群聊文字和图片",
        "print notices, tick sheets, slips, stairwell pages, certificates; text for chat groups",
    )

    def configure(self, parser: Parser) -> None:
        """Which data, what of it, and how."""
        said = parser.said
        parser.add_argument("data", type=Path, help=said(Text("数据文件夹", "the data folder")))
        parser.add_argument("area", help=said(Text("居民区编号", "the area's id")))
        parser.add_argument("about", metavar="ROUND", help=said(_ABOUT))
        parser.add_argument("what", choices=WHAT)
        parser.add_argument("--kind", choices=sorted(NOTICES), help=said(_KIND))
        parser.add_argument("--size", choices=notices.SIZES, default="a4")
        parser.add_argument("--look", choices=notices.LOOKS, default="official", help=said(_LOOK))
        parser.add_argument("--out", type=Path, help=said(Text("写入的文件", "the file to write")))
        parser.add_argument("--contact", help=said(Text("找谁、电话", "whom to ring, and where")))
        parser.add_argument("--address", default="", help=said(_ADDRESS))
        parser.add_argument("--until", type=day, metavar="YYYY-MM-DD", help=said(_UNTIL))
        parser.add_argument("--since", type=day, metavar="YYYY-MM-DD", help=said(_SINCE))
        parser.add_argument("--batch", help=said(Text("选票批次", "the batch of sheets")))
        parser.add_argument("--numbers", metavar="1-50", help=said(_NUMBERS))
        parser.add_argument("--new", action="store_true", help=said(_NEW))
        parser.add_argument("--unit", action="append", default=[], help=said(_UNIT))
        parser.add_argument("--all", action="store_true", help=said(_ALL))
        parser.add_argument("--by", default="", help=said(Text("经办人", "who does it")))
        parser.add_argument("--reason", default="", help=said(_REASON))
        parser.add_argument("--picture", type=Path, help=said(_PICTURE))

    def run(self, args: argparse.Namespace) -> int:
        """Write the file; nothing is written where anything is refused."""
        if not (args.data / "town.sqlite").is_file():
            raise BadValue(
                str(args.data),
                Text("不是数据文件夹。", "is no data folder."),
                Text("请用 tickbox found 建立。", "Found one with 'tickbox found'."),
            )
        town = Town(args.data, without=args.without_plugin)
        try:
            return _Job(args, town).print_out()
        finally:
            town.close()


_ABOUT = Text(
    "哪一轮；会议记录写会议编号，缴款表和缴款条写项目编号，表决写表决编号，评议写评议编号，证书写奖项编号，答复条写居民区编号",
    "the round; of minutes the meeting, of dues the project, of a motion the motion, of a "
    "judgement the judgement, of certificates the award, of answers the area",
)
_KIND = Text("哪种公示", "which notice")
_LOOK = Text("公文样式或海报样式", "as an office posts it, or as a poster")
_ADDRESS = Text(
    "网页地址，如 https://ticks.example；二维码通向它",
    "the pages' address (https://ticks.example); QR codes lead to it",
)
_UNTIL = Text("打钩到哪天", "the last day of ticking")
_SINCE = Text("答复条：哪天以来的答复", "slips of answers: those since which day")
_NUMBERS = Text("只打印这些票号", "these sheets alone, by number")
_NEW = Text("登记并打印新的一批选票", "enter a new batch of sheets and print it")
_UNIT = Text("只给这些户发新码", "new codes for these homes only")
_ALL = Text("给所有人换新码，旧码作废", "new codes for everybody; the old ones are dead")
_REASON = Text("为什么补发（密封保存）", "why codes are issued anew; kept sealed")
_PICTURE = Text("群聊方图写入的 PNG", "the PNG to write the square picture for a chat to")


def day(text: str) -> date:
    """A day written YYYY-MM-DD; argparse names this function where it is not one."""
    return date.fromisoformat(text)


class _Job:
    """One call of the command."""

    def __init__(self, args: argparse.Namespace, town: Town) -> None:
        self._args, self._town = args, town
        self._desk = town.desk(args.area)
        contact = Text.of(args.contact) if args.contact else notices.CONTACT
        self._sender = Sender(contact, args.address)

    def print_out(self) -> int:
        """Print what was asked for."""
        if self._args.what == "chat":
            return self._chat()
        made: dict[str, Callable[[], Document]] = {
            "notice": self._notice,
            "sheets": self._sheets,
            "slips": self._slips,
            "stairwells": self._stairwells,
            "certificates": self._certificates,
            "decisions": self._decisions,
            "answers": self._answers,
            "papers": self._papers,
            "own-homes": self._own_homes,
            "dues": self._dues,
            "dues-slips": self._dues_slips,
            "fund": self._fund,
        }
        out = self._out(self._args.out, ".pdf")
        printed = self._print_document(made[self._args.what]())
        _write(out, printed, FILE if self._args.what in PRIVATE else 0o644)
        self._tell(out, printed.pages)
        return 0

    @property
    def _about(self) -> str:
        return str(self._args.about)

    def _print_document(self, document: Document) -> Printed:
        return self._town.registry.printed(document)

    def _dues(self) -> Document:
        return notices.dues_notice(self._desk, self._about, self._sender).document(self._args.lang)

    def _dues_slips(self) -> Document:
        return notices.dues_slips(self._desk, self._about, self._sender).document(self._args.lang)

    def _fund(self) -> Document:
        return notices.fund_notice(self._desk, self._about, self._sender).document(self._args.lang)

    def _notice(self) -> Document:
        args = self._args
        if args.kind is None:
            raise BadCommand(
                Text("没有写哪种公示。", "which notice is not said."),
                Text(f"请写 --kind：{'、'.join(NOTICES)}。", f"Give --kind: {', '.join(NOTICES)}."),
            )
        if args.until is not None and args.kind != "call":
            raise BadCommand(
                Text("--until 只用于打钩通知。", "--until is for the call to tick."),
                Text("请去掉，或写 --kind call。", "Leave it out, or give --kind call."),
            )
        more = {} if args.until is None else {"until": args.until}
        document: Document = NOTICES[args.kind].document(
            self._desk, self._about, self._sender, args.lang, args.size, args.look, **more
        )
        return document

    def _sheets(self) -> Document:
        args, desk = self._args, self._desk
        if args.new and args.numbers is not None:
            raise BadCommand(
                Text("新的一批还没有票号。", "a new batch has no numbers yet."),
                Text("--numbers 和 --new 只写一个。", "Give either --numbers or --new."),
            )
        if args.new:
            _needs(args.batch, "--batch")
            _needs(args.by, "--by")
            with desk.transaction(host(args.by), "paper/print", about={"round": [self._about]}):
                found = desk.paper.print_batch(self._about, args.batch, args.by, self._slots())
        else:
            found = desk.paper.sheets(self._about, args.batch)
            if args.numbers is not None:
                found = of_numbers(found, _numbers(args.numbers))
        return notices.sheets(desk, self._about, found, self._sender).document(args.lang)

    def _slips(self) -> Document:
        """Printed once with blank codes first: what cannot be printed kills no code."""
        desk, args = self._desk, self._args
        if any(one.id == self._about for one in desk.motions.polls()):
            return self._motion_slips()
        if desk.round(self._about).state not in (State.LISTING, State.POSTED, State.TICKING):
            raise BadCommand(
                Text("这一轮已经截止，不再发码。", "this round is closed: it takes no more codes."),
                Text("请核对编号。", "Check the id."),
            )
        slots = self._slots() or self._everybody()
        blank = dict.fromkeys(slots, NO_CODE)
        self._print_document(
            notices.slips(desk, self._about, blank, self._sender).document(args.lang)
        )
        codes = self._issue_codes(slots)
        return notices.slips(desk, self._about, codes, self._sender).document(args.lang)

    def _motion_slips(self) -> Document:
        """Codes of a motion for those that have none yet, or new ones for some homes."""
        desk, args, id_ = self._desk, self._args, self._about
        blank = [
            Slip(one.slot, one.head.places, NO_CODE)
            for one in desk.motions.seats(id_)
            if one.head.voters
        ]
        self._print_document(
            notices.motion_slips(desk, id_, blank, self._sender).document(args.lang)
        )
        if args.all:
            raise BadCommand(
                Text("表决的码不能全部换新。", "codes of a motion are not all renewed."),
                Text("要补发的几户请写 --unit。", "Name single homes with --unit."),
            )
        act = ACTS["motion/codes"]
        desk.motions.require_not_standing(id_, act.title, args.by)
        with desk.transaction(host(args.by), act.key, about={"motion": [id_]}):
            made = desk.motions.issue_codes(
                id_, args.unit or None, Text.of(args.reason), anew=False
            )
        return notices.motion_slips(desk, id_, made.slips, self._sender).document(args.lang)

    def _issue_codes(self, slots: list[str]) -> dict[str, str]:
        """Codes for the slips; noted under the name that was given, if any."""
        desk, who, about = self._desk, host(self._args.by), {"round": [self._about]}
        with desk.transaction(who, "round/codes", about=about):
            return desk.issue_codes(self._about, slots, Text.of(self._args.reason))

    def _everybody(self) -> list[str]:
        """All slots; where codes are out already, only if that is said."""
        desk, held = self._desk, self._desk.with_codes(self._about)
        if held and not self._args.all:
            raise BadCommand(
                Text(
                    f"已有{len(held)}人领过码，重发后旧码全部作废。",
                    f"{len(held)} have codes already, and new ones would kill them all.",
                ),
                Text(
                    "只补发几户请写 --unit；确实要全部换新，请写 --all。",
                    "Name single homes with --unit; to renew everybody's, say --all.",
                ),
            )
        return [one.slot for one in desk.slots(self._about)]

    def _stairwells(self) -> Document:
        made = notices.stairwells(self._desk, self._about, self._sender)
        return made.document(self._args.lang)

    def _certificates(self) -> Document:
        kind = print_of(self._desk, "certificates")
        document: Document = kind.document(self._desk, self._about, self._sender, self._args.lang)
        return document

    def _decisions(self) -> Document:
        made = notices.decision_slips(self._desk, self._about, self._sender)
        return made.document(self._args.lang)

    def _answers(self) -> Document:
        """Those since a day; ``about`` is the neighbourhood itself."""
        made = notices.answer_slips(self._desk, self._about, self._sender, self._args.since)
        return made.document(self._args.lang)

    def _papers(self) -> Document:
        """The papers of a motion; ``about`` is the motion."""
        made = notices.motion_papers(self._desk, self._about, self._sender)
        return made.document(self._args.lang)

    def _own_homes(self) -> Document:
        """How each head of a motion is counted; ``about`` is the motion."""
        made = notices.own_homes(self._desk, self._about, self._sender)
        return made.document(self._args.lang)

    def _slots(self) -> list[str] | None:
        """The slots of the homes that are named; nothing where none is."""
        if not self._args.unit:
            return None
        wanted = set(self._args.unit)
        slots = [one for one in self._desk.slots(self._about) if one.unit in wanted]
        missing = wanted - {one.unit for one in slots}
        if missing:
            names = "、".join(sorted(missing))
            raise BadCommand(
                Text(f"名册上没有：{names}。", f"not on the roll: {names}."),
                Text("请核对户号。", "Check the homes."),
            )
        return [one.slot for one in slots]

    def _chat(self) -> int:
        made = notices.chat(self._desk, self._about, self._sender)
        args = self._args
        if args.picture is not None:
            out = self._out(args.picture, ".png")
            _write(out, self._print_document(made.document(args.lang)), 0o644)
        text = made.text(args.lang)
        if args.out is not None:
            args.out.write_text(f"{text}\n", encoding="utf-8")
        else:
            print(text)
        return 0

    def _out(self, path: Path | None, suffix: str) -> Path:
        """Where it is written: known to be writable before anything else happens."""
        if path is None:
            raise BadCommand(
                Text("没有写输出文件。", "the file to write is missing."),
                Text(f"请写 --out 文件{suffix}。", f"Give --out FILE{suffix}."),
            )
        if path.is_dir() or not os.access(path.parent, os.W_OK):
            raise BadValue(
                str(path),
                Text("不能写入。", "cannot be written."),
                Text("请换一个文件。", "Name another file."),
            )
        return path

    def _tell(self, out: Path, pages: int) -> None:
        said = Text("已写入{out}，共{pages}页。", "Wrote {out}: {pages} pages.")
        if pages == 1:
            said = Text(said.zh, "Wrote {out}: 1 page.")
        words = said.filled(out=one_line(str(out)), pages=pages)
        print(words.said_in(self._args.lang), file=sys.stderr)


def _needs(value: str | None, option: str) -> None:
    if not value:
        raise BadCommand(
            Text(f"没有写 {option}。", f"{option} is missing."),
            Text(f"请写 {option}。", f"Give {option}."),
        )


def _write(path: Path, printed: Printed, mode: int) -> None:
    """Straight into the file: no copy of a code is left in another place."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        if mode == FILE and path.is_file():  # also one that lay there, open to others
            path.chmod(FILE)
        file.write(printed.data)


COMMAND = Print()


def _numbers(typed: str) -> tuple[int, ...]:
    """Numbers and ranges as typed; ``BadCommand`` where they are none."""
    try:
        return Numbers().value(typed)
    except NotANumber as refused:
        raise BadCommand(refused.problem, refused.remedy) from None
    except ValueError:
        raise BadCommand(Text("没有票号。", "there are no numbers."), Numbers().remedy) from None
