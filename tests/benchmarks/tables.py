"""How long a roll takes to read: `python tests/benchmarks/tables.py`.

Rolls as committees keep them: an address, a name, a relation, the area on the owner's row, a day of
birth; three people a home.  5,000 rows are a neighbourhood, 200,000 a town.
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date
from pathlib import Path

import xlsxwriter

from tickbox_core.interchange import read_roll

HEAD = "序号 门牌地址 姓名 性别 联系电话 与户主关系 建筑面积（㎡） 出生年月日 是否常住 备注".split()
ROWS = (5_000, 50_000, 200_000)


def row(number: int) -> list[str | float]:
    """One person of a home of three."""
    home, of_home = divmod(number, 3)
    address = f"{home // 100 + 1}号{home % 100 + 101}室"
    owner = of_home == 0
    return [
        number, address, "王小" + "明芳强"[of_home], "女", "138-0000-0000",
        "业主" if owner else "子女", 62.16 if owner else "", "1980-07-02", "是", "",
    ]  # fmt: skip


def workbook(path: Path, rows: int) -> None:
    """A roll of so many rows."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as made:
        sheet = made.add_worksheet("名册")
        sheet.write_row(0, 0, HEAD)
        for number in range(rows):
            sheet.write_row(number + 1, 0, row(number))


def main() -> None:
    """Seconds of the clock and of the processor, that of the limited parser too, for each size."""
    print(f"{'rows':>8} {'homes':>8} {'seconds':>8} {'CPU':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for rows in ROWS:
            path = Path(folder) / f"{rows}.xlsx"
            workbook(path, rows)
            clock, cpu = time.perf_counter(), sum(os.times()[:4])
            roll = read_roll(path, as_of=date(2026, 1, 1)).roll
            took, here = time.perf_counter() - clock, sum(os.times()[:4]) - cpu
            print(f"{rows:>8} {len(roll.units):>8} {took:>8.1f} {here:>9.1f}")


if __name__ == "__main__":
    main()
