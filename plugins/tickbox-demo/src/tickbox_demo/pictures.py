"""Small drawings of spots, before and after: made by this script, and no photographs.

A *motif* is what a spot shows (a garden, a gate, …); a *moment* is ``spot`` or ``before`` (worn)
and ``after`` (mended).  The same seed draws the same spot, so that a pair shows one place.
"""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from tickbox_core import Item

SIZE = (480, 300)
_SCALE = 2
"""It is drawn larger and made smaller, so that slanting lines are smooth."""
VARIANTS = 4
"""So many spots of each motif; a seed picks one."""

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]

SKY, DULL_SKY = (206, 228, 243), (203, 209, 212)
GROUND, GRASS, DRY = (214, 205, 188), (139, 178, 98), (178, 164, 118)
LEAF, DARK_LEAF, BARE = (88, 142, 72), (60, 110, 62), (140, 122, 96)
WALL, STAIN, ROOF = (238, 226, 204), (186, 172, 148), (170, 82, 62)
WOOD, OLD_WOOD, STEEL, RUST = (186, 130, 74), (134, 116, 96), (96, 108, 122), (140, 92, 62)
ROAD, CRACK, WHITE, YELLOW = (120, 124, 130), (88, 90, 94), (250, 250, 246), (244, 200, 66)
GLASS, DARK, RED, BLUE = (166, 206, 224), (60, 66, 74), (200, 70, 58), (66, 112, 168)

_WORDS = (
    ("parking", "停车 车位 车棚 地锁 充电 消防通道 植草砖 道路 路面 环路 主干道 鸣笛 快递"),
    ("bench", "长椅 座椅 凉亭 石凳 广场 乐园 健身"),
    ("lamp", "灯 照明 飞线 监控"),
    ("gate", "门 门禁 围墙 信箱"),
    ("garden", "花园 绿地 草坪 花 树 竹园 樱花 池 小道 步道 种菜 遛狗"),
    ("stairs", "楼道 扶手 对讲 门厅 晾衣"),
    ("table", "生日 团圆 全家福 邻居 春游 秋游 长桌 活动室 书画 社 班 值日 公约"),
)


class Canvas:
    """A drawing in points of the finished picture."""

    def __init__(self, rng: random.Random, *, worn: bool) -> None:
        """Sky and ground; what is ``worn`` is duller."""
        self.rng, self.worn = rng, worn
        self.image = Image.new("RGB", (SIZE[0] * _SCALE, SIZE[1] * _SCALE), GROUND)
        self._draw = ImageDraw.Draw(self.image)
        self.box((0, 0, SIZE[0], 170), DULL_SKY if worn else SKY)

    def box(self, where: Box, colour: Colour) -> None:
        """A rectangle."""
        self._draw.rectangle(_scaled(where), fill=colour)

    def oval(self, where: Box, colour: Colour) -> None:
        """An ellipse."""
        self._draw.ellipse(_scaled(where), fill=colour)

    def line(self, where: tuple[float, ...], colour: Colour, width: float = 3) -> None:
        """A line through these points."""
        self._draw.line(_scaled(where), fill=colour, width=round(width * _SCALE), joint="curve")

    def shape(self, where: tuple[float, ...], colour: Colour) -> None:
        """A polygon with these corners."""
        self._draw.polygon(_scaled(where), fill=colour)

    def house(self, left: float, top: float, width: float) -> None:
        """A block of flats."""
        self.box((left, top, left + width, 190), WALL)
        self.box((left - 4, top - 8, left + width + 4, top), ROOF)
        for y in range(round(top) + 12, 170, 30):
            for x in range(round(left) + 10, round(left + width) - 18, 28):
                self.box((x, y, x + 15, y + 17), GLASS)

    def tree(self, x: float, foot: float, size: float) -> None:
        """A tree; before the works it is half bare."""
        self.box((x - 3, foot - size, x + 3, foot), BARE)
        if self.worn:
            self.line((x, foot - size * 0.7, x - size * 0.4, foot - size * 1.2), BARE, 2)
            self.line((x, foot - size * 0.6, x + size * 0.4, foot - size * 1.1), BARE, 2)
            self.oval((x - size * 0.3, foot - size * 1.5, x + size * 0.4, foot - size), DRY)
            return
        self.oval((x - size * 0.6, foot - size * 1.7, x + size * 0.6, foot - size * 0.6), LEAF)
        self.oval((x - size * 0.4, foot - size * 1.6, x + size * 0.2, foot - size), DARK_LEAF)

    def person(self, x: float, foot: float, coat: Colour) -> None:
        """Somebody, without a face."""
        self.box((x - 6, foot - 16, x - 1, foot), DARK)
        self.box((x + 1, foot - 16, x + 6, foot), DARK)
        self.shape((x - 9, foot - 14, x - 7, foot - 42, x + 7, foot - 42, x + 9, foot - 14), coat)
        self.oval((x - 7, foot - 58, x + 7, foot - 43), (226, 188, 156))

    def cracks(self, number: int) -> None:
        """Cracks in the ground."""
        for _ in range(number):
            x, y = self.rng.uniform(30, 430), self.rng.uniform(205, 280)
            self.line((x, y, x + 18, y + 6, x + 30, y - 3, x + 46, y + 5), CRACK, 1.5)

    def png(self) -> bytes:
        """The picture as a PNG of few colours."""
        small = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.quantize(48, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue()


def _scaled(where: tuple[float, ...]) -> list[float]:
    return [one * _SCALE for one in where]


def motif_of(item: Item) -> str:
    """What a drawing of an item's spot shows: by the words of its title."""
    for motif, words in _WORDS:
        if any(word in item.title.zh for word in words.split()):
            return motif
    return "table" if item.category == "building-groups" else "facade"


def encoded(motif: str, seed: str, moment: str) -> str:
    """A drawing as acts take pictures: a PNG in base64."""
    variant = random.Random(f"{seed} spot").randrange(VARIANTS)
    return base64.b64encode(draw_spot(motif, variant, worn=moment != "after")).decode()


@cache
def draw_spot(motif: str, variant: int, *, worn: bool) -> bytes:
    """The PNG of a spot."""
    sheet = Canvas(random.Random(f"{motif} {variant}"), worn=worn)
    rng = random.Random(f"{motif} {variant} houses")
    for left in (rng.randint(-30, 10), rng.randint(300, 350)):
        sheet.house(left, rng.randint(40, 80), rng.randint(120, 150))
    _MOTIFS[motif](sheet)
    return sheet.png()


# -- what spots show ---------------------------------------------------------------------------


def _garden(sheet: Canvas) -> None:
    sheet.box((0, 185, 480, 300), DRY if sheet.worn else GRASS)
    sheet.shape((200, 300, 225, 185, 255, 185, 290, 300), GROUND)
    for x in (50, 130, 360, 430):
        sheet.tree(x + sheet.rng.randint(-12, 12), 215, sheet.rng.randint(38, 50))
    if sheet.worn:
        sheet.cracks(5)
        sheet.shape((320, 262, 350, 240, 390, 246, 410, 268, 360, 276), BARE)
        return
    for _ in range(26):
        left, top = sheet.rng.uniform(310, 440), sheet.rng.uniform(240, 275)
        sheet.oval((left, top, left + 8, top + 8), sheet.rng.choice((RED, YELLOW, WHITE)))
    sheet.person(170, 262, BLUE)


def _bench(sheet: Canvas) -> None:
    sheet.box((0, 185, 480, 300), GROUND)
    sheet.tree(70, 205, 48)
    sheet.tree(410, 205, 44)
    wood = OLD_WOOD if sheet.worn else WOOD
    for left in (110, 270):
        if not sheet.worn:
            for y in (212, 222):
                sheet.box((left, y, left + 110, y + 6), wood)
            sheet.box((left + 8, 210, left + 13, 248), STEEL)
            sheet.box((left + 97, 210, left + 102, 248), STEEL)
        sheet.box((left - 4, 240, left + 114, 249), wood)
        for x in (left + 6, left + 98):
            sheet.box((x, 249, x + 7, 274), RUST if sheet.worn else STEEL)
    if sheet.worn:
        sheet.cracks(6)
    else:
        sheet.person(165, 262, RED)


def _parking(sheet: Canvas) -> None:
    sheet.box((0, 185, 480, 300), ROAD)
    if sheet.worn:
        sheet.cracks(9)
    else:
        for x in range(30, 480, 105):
            sheet.line((x, 195, x - 22, 296), WHITE, 3)
        sheet.box((0, 186, 480, 192), YELLOW)
    shift = 34 if sheet.worn else 0
    for at, (x, colour) in enumerate(((48, BLUE), (258, RED), (362, WHITE))):
        _car(sheet, x + (shift if at == 1 else 0), 232 - (10 if sheet.worn and at else 0), colour)


def _car(sheet: Canvas, x: float, y: float, colour: Colour) -> None:
    sheet.shape((x + 12, y, x + 20, y - 18, x + 52, y - 18, x + 62, y), GLASS)
    sheet.box((x, y, x + 74, y + 22), colour)
    for wheel in (x + 10, x + 50):
        sheet.oval((wheel, y + 14, wheel + 16, y + 30), DARK)


def _gate(sheet: Canvas) -> None:
    sheet.box((0, 200, 480, 300), GROUND)
    wall = STAIN if sheet.worn else WALL
    for left, right in ((0, 165), (315, 480)):
        sheet.box((left, 150, right, 240), wall)
        sheet.box((left, 144, right, 151), ROOF)
    for x in (165, 300):
        sheet.box((x, 120, x + 16, 246), STEEL)
    leaf = RUST if sheet.worn else BLUE
    sheet.box((160, 108, 321, 122), leaf)
    if sheet.worn:
        for x in range(186, 298, 16):
            sheet.line((x, 132, x, 240), RUST, 3)
        sheet.line((184, 186, 298, 186), RUST, 4)
        sheet.cracks(4)
        return
    sheet.box((270, 176, 292, 206), DARK)
    sheet.box((274, 180, 288, 192), GLASS)
    sheet.person(225, 262, RED)
    sheet.person(252, 268, DARK_LEAF)


def _lamp(sheet: Canvas) -> None:
    sheet.image.paste((44, 52, 78), (0, 0, SIZE[0] * _SCALE, 170 * _SCALE))
    sheet.house(10, 66, 130)
    sheet.house(340, 54, 130)
    sheet.box((0, 185, 480, 300), (62, 66, 72) if sheet.worn else (98, 98, 92))
    if not sheet.worn:
        for x in (150, 320):
            sheet.shape((x, 96, x - 84, 290, x + 84, 290), (226, 206, 128))
        sheet.person(238, 268, RED)
    for x in (150, 320):
        sheet.box((x - 3, 92, x + 3, 270), STEEL)
        sheet.shape((x - 16, 94, x + 16, 94, x + 9, 80, x - 9, 80), DARK)
        sheet.oval((x - 9, 90, x + 9, 102), (92, 92, 92) if sheet.worn else YELLOW)


def _stairs(sheet: Canvas) -> None:
    sheet.box((0, 0, 480, 300), STAIN if sheet.worn else WALL)
    sheet.box((0, 150, 480, 300), (150, 146, 138) if sheet.worn else (196, 214, 206))
    for at in range(7):
        sheet.box((150 + at * 40, 270 - at * 30, 480, 300), ROAD if at % 2 else (142, 146, 152))
    if sheet.worn:
        sheet.box((30, 214, 96, 270), OLD_WOOD)
        sheet.box((44, 184, 92, 214), (160, 140, 110))
        sheet.line((60, 40, 84, 78, 70, 110, 96, 140), CRACK, 2)
        return
    sheet.line((140, 210, 420, 0), WOOD, 8)
    for at in range(6):
        sheet.line((160 + at * 40, 268 - at * 30, 160 + at * 40, 196 - at * 30), STEEL, 4)
    sheet.oval((52, 24, 96, 52), YELLOW)
    sheet.person(80, 284, BLUE)


def _table(sheet: Canvas) -> None:
    sheet.box((0, 0, 480, 300), (222, 214, 200) if sheet.worn else (246, 236, 214))
    sheet.box((0, 210, 480, 300), (166, 146, 120))
    sheet.box((30, 40, 140, 120), GLASS)
    if not sheet.worn:
        for at, colour in enumerate((RED, YELLOW, BLUE, RED, YELLOW, BLUE, RED)):
            sheet.shape((176 + at * 40, 30, 206 + at * 40, 30, 191 + at * 40, 56), colour)
        for at, coat in enumerate((BLUE, RED, DARK_LEAF, YELLOW, STEEL)):
            sheet.person(130 + at * 56, 226, coat)
    sheet.box((90, 206, 400, 218), WOOD if not sheet.worn else OLD_WOOD)
    for x in (104, 376):
        sheet.box((x, 218, x + 9, 274), DARK)
    for x in () if sheet.worn else (140, 210, 280, 340):
        sheet.oval((x, 198, x + 36, 210), WHITE)


def _facade(sheet: Canvas) -> None:
    sheet.box((0, 200, 480, 300), GROUND)
    sheet.box((110, 20, 380, 250), WALL if not sheet.worn else (220, 208, 186))
    sheet.box((102, 12, 388, 22), ROOF)
    for y in range(40, 210, 46):
        for x in range(134, 350, 60):
            sheet.box((x, y, x + 32, y + 28), GLASS)
            if sheet.worn:
                sheet.shape((x + 4, y + 28, x + 26, y + 28, x + 20, y + 44, x + 8, y + 40), STAIN)
    sheet.box((222, 204, 268, 250), DARK if sheet.worn else BLUE)
    if sheet.worn:
        sheet.line((360, 24, 348, 80, 362, 140, 346, 200), CRACK, 3)
        sheet.cracks(4)
        return
    sheet.box((366, 22, 373, 250), STEEL)
    sheet.tree(60, 250, 46)
    sheet.tree(430, 252, 42)


_MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "garden": _garden,
    "bench": _bench,
    "parking": _parking,
    "gate": _gate,
    "lamp": _lamp,
    "stairs": _stairs,
    "table": _table,
    "facade": _facade,
}
