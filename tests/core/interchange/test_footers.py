"""What stands below a table is told from its rows by how it is built; no wish is taken for it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tickbox_core.categories import columns
from tickbox_core.components.wishes import AWish
from tickbox_core.interchange.footers import is_footer
from tickbox_core.interchange.row_checks import check_row
from tickbox_core.interchange.sheets import mapped, read
from tickbox_core.interchange.workbooks import Rows
from tickbox_core.testing.strategies import lasting

# What is a footer wherever it stands, beside amounts, names and days.
SURE = """
合计|合 计|总计 12户|合计（元）|8号楼小计|本页小计|合计：人民币伍万元整|选票总数：12|总金额
总人数 36|总票数36
平均|平均值|共计：12|累计：5|汇总|合计 Total
共2张|共12户，36人|共3项，合计5万元|以上共5项|总共5项|全部共计 5 项|表决票共36张|本页共10人
共 十二 户|共计12户
第1页 共1页|第 1 / 3 页|共 2 页|第一页|第  页  共  页|转下页|续表|页码：1
以下空白|——以下空白——|【以下无正文】|此页无正文|本页以下为空|此表一式两份
本表一式三份，社区、街道各一份
本表由居委会填写|本表加盖公章有效|一式两份
注：以上数据截至5月|备注1：无|填表说明：一、本表…|数据来源：居委会|附件：照片2张|附：照片
单位：万元|说明：表中金额为概算
登记人：王|登记人|统计员：小王|录入人：|审核人：李明|总监票人：赵某|监票人：赵钱|监票人
唱票：孙某某|填报单位：…|上报单位：阳光社区
填表日期：2026.5.3|统计时间：2026年5月3日|抄送：街道办事处|制表人：王 审核人：李 日期：2026.5.3
填表人 Prepared by
社区负责人签字：|业主代表签字：王芳|经办人（签字）：王|计票人签字|领导签字：____|负责人（签章）
单位负责人：王芳 日期：　年　月　日
单位（公章）：|居委会（盖章）|物业公司（盖章）：|（盖章）|（公章）|（ 盖 章 ）|盖章处|签名：
日期：2026年5月
Sum|Sum: 12|Total|Total:|TOTAL|Grand total|Subtotal|Sub-total: 5|Total votes|Total (yuan)|Total 12
Page total
In all: 5|Average: 3.5
Page 1|Page 1 of 2|page 1/2|p. 1/2|Sheet 1 of 2|continued on next page|Please turn over
*** END OF TABLE ***|End of list|Blank below|This page intentionally left blank|Nothing below
No more entries
Prepared by|Prepared by:|Prepared by Lin|Prepared by: Lin Mei|Checked by|Approved by the Committee
Checked and signed by J. Smith
Signature:|Signature of the chair|Authorised signature|Signed: Lin|Stamp:|Official seal:|Seal here
Notes:|Remarks: none|Source: office
"""
# What is one where its row says nothing else.
MAYBE = """
2026年5月3日|2026/5/3|2026-05-03|二〇二六年五月三日|　年　月　日|5月3日|2026年5月3日（星期日）
截至2026年5月3日
楼组长：王芳|居委会主任：张三|网格员：李某|网格长 ：张三丰|楼组长：王芳　日期：2026年5月3日
单位盖章|业委会盖章|居民代表签名处
联系单位：阳光社区居委会|物业电话：5555 0101|打印日期：2026-5-3|有效票：12|发出票数：36张
审批意见：同意|结论：|主任：
3 May 2026|May 3, 2026|Date: 3 May 2026|as of 3 May 2026|5/3/2026|Signature|(seal)|-- end --
Average
Chairperson: J. Smith|Tel: 5555 0101|12 ballots in total|Number of ballots: 12|Name:
Name:      Date:
————|＿＿＿＿|- - -|*
"""
# What people wish for, and what their tables hold: with the same words in it.
ROWS = """
共享单车乱停|共用楼道堆物|共建花园|共青团路路灯|共5个楼道没有灯|共2张乒乓球桌不够用|一共三处漏水
全部共修|共有人
总计划要公布|总是停电|总阀门漏水|总预算要公示|总部搬迁|合计划修路|合计方案|小计算器|累计3年没修
累计停电3次|共计5户漏水
公布维修资金合计|费用合计要公布|车位总数不够|平均分摊电费|平均每户一个车位|统计一下停车位
汇总意见再公布
第1幢|第2单元|第1页宣传栏太高|续费太贵|转角镜|接下来修哪|页岩砖松动
日期牌|日期栏|日期太晚|时间银行|时间太短|2026年路灯改造|2026年5月3日停电|5月3日广场|晚上9:00后噪音
年年有余广场
签名墙|签名：字太小|签字笔不够|盖章处搬到一楼|盖章太慢|盖章：流程太长|给居住证明盖章|请居委会盖章
公章管理|快递签收：放在门卫|手印门锁
登记访客|登记时间：周末也能办|审核太慢|记录仪|发票难开|移交钥匙|打印店|负责人要公开
注意安全标志|注水泵坏了|附近没有公交|附一幅画|附属设施|说明会|说明书贴在健身器材旁|备注栏|备用电源
空白墙画画|完善照明|完工验收要公开|本表不准（水表）|此表具坏了|一式两份合同没给
老人：送餐|残疾人：坡道|行人：安全|老年人：助餐|儿童：滑梯|楼道：堆物|道路：坑洼|电梯：困人
停车：方案|绿化：高大树木
建议增加长椅|建议：增加长椅|居民代表：建议修路|志愿者招募：周末|物业经理：态度差|保洁员：太少
卫生间：安装扶手|意见：同意加装电梯吗
开放时间：希望延长到晚上9点|阅览室开放时间：9:00-21:00|联系电话：贴在电梯里|居委会电话：能不能公布
电话：打不通|票数：怎么算
单位门口加灯|施工单位：噪音太大|物业单位：增设服务站|小区：增设垃圾站|单位：太远
请修以下几处：1.门 2.灯
王芳|李明|居民代表|楼组长|101|1-101|8号楼|A12|P1|p1|p12|pg1|gate|bench|2026-0001|1203-1-2|20260503
Summer fans|Sumac trees|Total renovation of the gate|Totally dark stairs|Page Street lamps
Stamp collecting club
Pages of the notice are too small|Signature garden|Signed crossing at the school|Notebook corner
Notes on the wall are wet
Date palms|Seal the cracks|Blank wall mural|Approved dogs only|Continued noise at night
Average speed cameras
Endless noise|Ending of the leak|12 benches|5 swings|2 new lamps|In all weather benches
Sheet metal fence
Names on letterboxes|Phone box library|Countdown light|Prepared by nobody for a flood of this kind
"""


def cells(text):
    """The cells of such a list."""
    return [cell for cell in re.split(r"[|\n]", text) if cell]


HEADERS = [("诉求", "姓名", "电话"), ("编号", "标题", "金额"), ("voter_id", "ticks", "household")]


@pytest.mark.parametrize("cell", cells(SURE))
def test_what_is_nothing_else_is_none_of_the_table(cell):
    """Alone, further to the right, and beside amounts."""
    assert is_footer([cell])
    for row in ((cell, "", ""), ("", cell, ""), (cell, "3200", "12")):
        for header in HEADERS:
            problem, remedy = check_row(row, header)
            assert "是合计、落款、页码或备注" in problem.zh and "no row of the table" in problem.en
            assert "换个写法" in remedy.zh and "in other words" in remedy.en


@pytest.mark.parametrize("cell", cells(MAYBE))
def test_what_may_be_one_is_where_its_row_says_nothing_else(cell):
    """Alone, or beside more of the sort; beside a wish it says who wished, and when."""
    assert is_footer([cell]) and is_footer([cell, "日期：2026年5月3日"])
    assert not is_footer([cell, "东门装一盏灯"]) and not is_footer([cell, "gate;bench"])


@pytest.mark.parametrize("cell", cells(ROWS))
def test_what_people_write_is_a_row(cell):
    """Whatever words stand in it, and whatever stands beside it or does not."""
    for row in (
        (cell, "", ""),
        (cell, "王芳", "5555 0101"),
        ("", cell, ""),
        (cell, "", "2026-05-03"),
    ):
        for header in HEADERS:
            assert check_row(row, header) is None, row


PLACES = (
    "东门 3号楼 共用车棚 总闸旁 签到处 2026年新栽的树下 8-101门口 第3页宣传栏 合欢路 注水口 空白墙"
).split()
THINGS = (
    "路灯 共享单车 签名墙 日期牌 计时器 盖章机 总水表 备用钥匙 完整的护栏 说明牌 附属门 负责人名单"
).split()
ASKED = (
    "坏了 要修 太少 希望增加 能不能换 共3处漏水 合计5盏不亮 一直没人管 请公示 登记后再办 审核太慢"
).split()
WISHES = st.builds("".join, st.tuples(*map(st.sampled_from, (PLACES, THINGS, ASKED))))
AROUND = st.sampled_from(
    ["{}", "建议：{}", "{}。", "（{}）", "1.{}", "{}！！", "我觉得{}", "{}——谢谢"]
)
BESIDE = st.sampled_from(
    ["", "王芳", "5555 0101", "2026-05-03", "door", "上门", "合计", "（盖章）", "8-101"]
)


@lasting
@given(WISHES, AROUND, st.lists(BESIDE, min_size=2, max_size=2))
@example("共用车棚签名墙合计5盏不亮", "{}", ["", ""])
def test_no_wish_is_ever_taken_for_a_footer(wish, around, beside):
    """A place, a thing and what is asked, however it is wrapped and whatever stands beside it."""
    row = (around.format(wish), *beside)
    assert check_row(row, HEADERS[0]) is None
    found = mapped(Rows("x", (HEADERS[0], row)), columns(AWish), {}, "wishes")
    (one,) = read(Rows("x", (HEADERS[0], row)), found, AWish)
    assert one.plain["text"] == row[0]


CLERKS = "填表 制表 登记 统计 审核 复核 核对 录入 报送 监票 唱票".split()
WHO = "人 人员 员 单位 部门".split()
NAMES = "王 李明 张某某 赵×× 小王 ____ 王、李 阳光社区居委会".split()
BLANKS = st.sampled_from(["", " ", "\u3000", "   "])


@lasting
@given(*map(st.sampled_from, (CLERKS, WHO, NAMES)), BLANKS, st.sampled_from(":："))
def test_whatever_clerk_signs_it_is_a_signature(clerk, who, name, blank, colon):
    """A clerk's work, who did it, and a name: in any blanks and brackets, with a day."""
    for cell in (
        f"{clerk}{who}{blank}{colon}{blank}{name}",
        f"（{clerk}{who}{colon}{name}）",
        f"{clerk}{who}（签字）{colon}{blank}",
        f"{clerk}{who}{colon}{name}{blank} 日期{colon}2026年5月3日",
    ):
        assert is_footer([cell]), cell


@lasting
@given(st.text("合计共总一1张户页人第/，:：王（）()- abtolTpge年月日\u3000签字", max_size=400))
@example("共" + "1张" * 190 + "x")
@example("合计" + "1" * 395 + "x")
@example("(" * 400)
def test_any_cell_is_looked_at(cell):
    """Something is answered, whatever stands in it."""
    assert is_footer([cell]) in (True, False)
    assert is_footer([cell]) == is_footer([f" {cell}\u3000"])


def test_real_projects_are_rows(pabulib_dir):
    """Of all names of projects in real files, in whatever language, none is a footer."""
    for path in pabulib_dir.glob("*.pb"):
        text = path.read_text("utf-8-sig").partition("PROJECTS")[2].partition("\nVOTES")[0]
        header, *rows = csv.reader(io.StringIO(text.strip()), delimiter=";")
        for row in rows if "name" in header else ():
            assert not is_footer([row[header.index("name")]]), row
