"""Footers in Chinese, as cells without blanks: 填表人：王　审核人：李 is one word.

Groups that repeat are atomic or short: however long a cell is, there is one way to read it.
"""

from __future__ import annotations

from tickbox_core.interchange.footers.parts import DAY, compile_patterns, one_of, words

_HAN = r"[\u4e00-\u9fff]"
_TO_END = "(?:|:.*)"
"""The label alone, or a colon and whatever stands behind it."""

# -- amounts and days --------------------------------------------------------------------------

_DIGITS = "0-9〇零一二两三四五六七八九十百千"
_NUMBER = rf"(?>[{_DIGITS}]+(?:[.,][0-9]+)*)"
_UNIT = r"(?:平方米|平米|㎡|m²|元整?|[张户页人项件条份票个名位栋幢套间行笔组家])"
_COUNTED = words(
    "选票 表决票 有效票 票 业主 居民 住户 房屋 心愿 诉求 事项 项目 记录 数据 意见 建议 代表 选民"
)
_AMOUNT = rf"(?>[¥约]?{_NUMBER}[万亿]?{_UNIT}?{_COUNTED}?)"
_FURTHER = rf"(?>[,、;。(]?[^\W{_DIGITS}]{{0,6}}[:(]?{_AMOUNT}\)?)*+"
_AMOUNTS = _AMOUNT + _FURTHER
"""Nothing but amounts to its end: 12户36人; 3项，其中有效2项."""
_HELD = one_of("", r"[:(].*", _AMOUNTS)
"""What stands behind the label of a sum."""

_FIGURE = "[0-9〇零○一二三四五六七八九十_]"
_DATE = (
    "(?:截[至止])?"
    + one_of(
        # full, or still to be filled in: 　年　月　日
        rf"{_FIGURE}{{0,4}}年{_FIGURE}{{0,3}}月(?:{_FIGURE}{{0,3}}[日号])?",
        rf"{_FIGURE}{{1,3}}月{_FIGURE}{{1,3}}[日号]",
        DAY,
    )
    + r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:[上下]午)?T?(?:[0-9]{1,2}[:时][0-9.:分]*)?"
)
_PHONE = r"[-0-9()+、,/ext转*]*"

# -- people and offices ------------------------------------------------------------------------

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范"
    "彭郎鲁韦马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾"
    "孟黄穆萧尹姚邵汪祁毛狄米贝臧戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路娄江童颜郭梅盛林钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包左石崔龚程邢裴陆荣翁甄曲段焦侯宁仇祖武符刘龙叶"
    "司白蒲赖卓屠乔池闻党谭劳姬冉桑桂牛尚温庄晏柴瞿阎连习艾向古易廖耿匡文寇广聂曾沙游肖巫涂车"
    "甲乙丙丁戊某小老"
)
_NAME = rf"[{_SURNAMES}](?:{_HAN}|[*×xX○]){{0,3}}"
_NAMES = rf"{_NAME}(?:[、,/和]{_NAME}){{0,5}}"
_OFFICES = words(
    "居委会 村委会 委员会 业委会 办事处 办公室 服务站 社区 街道 公司 中心 镇 村 支部 党委 物业 "
    "小区 局 所"
)
_OFFICE = rf"(?![增新建修加装改请希要设没不])[\w()]{{2,20}}{_OFFICES}"
_BODY = words("单位 部门 机构 科室 社区 居委会 街道 业委会 物业")
# 老人：送餐 is a wish for old people, and nobody's name
_HUMAN = one_of(
    "(?<!老)(?<!盲)(?<!行)(?<!病)(?<!残疾)(?<!年轻)人",
    *"员者长",
    *"书记 主任 代表 经理 干部".split(),
)

# -- totals ------------------------------------------------------------------------------------

# what asks for something is a wish, whatever word it ends in: 公布维修资金合计
_NO_WISH = rf"(?!.*{words('公布 公示 公开 请 希望 建议 要求 增加 增设')})"
_SIZE = words("数 额 量 分 人数 户数 票数 面积 金额 费用 造价 预算 份数 张数 件数")
_IN_ALL = (
    rf"{_COUNTED}?{words('以上 上述 本页 本表 本次 全部 全表 总 一')}?"
    rf"共{words('计 有 收到 收 收回 发出 发放')}?"
)
_TOTALS = (
    rf"{_NO_WISH}[\w#]{{0,6}}{words('合计 小计 总计 汇总 总和')}(?:\(.*\))?{_TO_END}",
    rf"{words('合计 小计 总计 共计 累计 总和 汇总')}共?{_HELD}",
    rf"总{_SIZE}{_HELD}",
    rf"{_HAN}{{0,4}}总{_SIZE}(?:[:(].*|{_AMOUNTS})",
    rf"平均{words('值 数 分 每户 每人')}?{_HELD}",
    # 共2张, 以上共12户，36人; not 共5个楼道没有灯
    rf"{_IN_ALL}{_NUMBER}[万亿]?{_UNIT}{_COUNTED}?{_FURTHER}",
)

# -- pages, ends, notes ------------------------------------------------------------------------

_PAGES = (
    rf"第{_FIGURE}*(?:/[0-9]+)?页(?:[,/、;]?[共总]{_FIGURE}*页)?",
    rf"[共总]{_FIGURE}*页(?:[,/、;]?第{_FIGURE}*页)?",
    rf"第?{_NUMBER}/共?{_NUMBER}页",
    "页码:.*",
    "[接转续见][上下]页",
    "续[上下]?表",
    "未完待续",
)
_THE_TABLE = "[本此该]" + words("表 清单 名册 名单 统计表 汇总表 登记表 件")
_BELOW = words("本页以下 本表以下 以下 以上 此页 本页 此处 下面 后面 下页") + "[均皆为系全]*"
_ENDS = (
    _BELOW + words("空白 无正文 无内容 无数据 无记录 无 空 略 留空 作废"),
    words("正文完 表完 全文完"),
    # what is said of the table itself: 此表一式两份; not 本表不准, which is a meter
    rf"{_THE_TABLE}{words('一式 由 共 仅 须 需 应 请 数据 填写 填报 经 自 为')}.*",
    rf"{_THE_TABLE}{words('后附 如 内容 用于 最终 未 加盖 盖章 打印 统计 截')}.*",
    rf"一式{_NUMBER}份(?:[,、;。(].*)?",
    f"(?:未)?加?盖公?章{words('有效 无效 生效')}",
)
_MEASURE = "(?:[万千百亿]?元|平方米|㎡|m²|[户人张票个套])"
_NOTES = (
    rf"{words('备注 附注 附?注 说明')}[0-9一二三四五]?(?:|[:、.].*)",
    rf"{words('填表说明 填写说明 填报说明 编制说明 特别说明 注意事项 温馨提示')}{_TO_END}",
    rf"{words('数据来源 资料来源')}{_TO_END}",
    rf"附{words('件 表')}?[0-9一二三四五]?:.*",
    rf"{words('货币 金额 面积 计量 数量')}?单位:(?:人民币)?{_MEASURE}(?:[,、/].*)?",
)

# -- signatures --------------------------------------------------------------------------------

# what is done to a table by whoever signs it
_CLERK = words(
    "填表 填报 填写 填单 制表 制单 编制 编报 登记 统计 汇总 审核 复核 初审 终审 审定 核对 核准 "
    "经办 录入 记录 报送 上报 呈报 抄送 校对 监票 计票 唱票 收票 发票 验票 点票 拟稿 交接 移交 签发"
)
_SEAL = words("签字 签名 签章 盖章 公章 印章 签收 手印")
_SEALED = rf"(?:\((?:{_SEAL}|章)(?:[或/、和]?{_SEAL})?处?\))"
_FEW = r"(?:[^。!?]{0,16}|[^。!?]*:[^。!?]*)"
"""A few words, or further labels."""
_SIGNED = rf"(?:(?:{_NAMES}|{_OFFICE})?(?:{_DATE})?|[^:]{{0,12}}:.*)"
"""Nothing yet, whoever signs, the day, or further labels."""
_WHOSE = one_of(_BODY, words("项目 主要 分管 法定"), "")
_SIGNATURES = (
    # 填表人王, 制表日期2026年1月: no wish begins like that, with a colon or without
    rf"{words('填表 填报 制表')}{words('人 单位 日期 时间')}.*",
    rf"{_HAN}{{0,6}}{_CLERK}{words('人员? 员 者 单位 部门 机构 科室 小?组')}{_SEALED}?(?:|:{_FEW})",
    rf"{_HAN}{{0,6}}{_CLERK}{words('人员? 员 者 单位 部门')}{_SEAL}{words('处 栏')}?",
    rf"{_CLERK}{words('日期 时间')}(?:|:(?:{_DATE})?)",
    rf"{_CLERK}电话(?:|:{_PHONE})",
    rf"{_CLERK}{_SEALED}?:{_SIGNED}",
    rf"{words('填表 制表 制单 审核 复核 经办 监票 计票 唱票')}{_SEALED}?{_TO_END}",
    rf"{_WHOSE}{words('负责人 联系人 经办人 责任人 代表人')}{_SEALED}?(?:|:{_SIGNED})",
    rf"{words('联系人 负责人 日期')}{_TO_END}",
    rf"联系{words('电话 方式')}(?:|:{_PHONE})",
    rf"{_SEAL}{words('处 栏')}?{_SEALED}?",
    rf"{_HAN}{{0,12}}{_SEAL}{words('处 栏')}?{_SEALED}?:{_SIGNED}",
    rf"\w{{0,14}}{_SEALED}{_TO_END}",
)
SURE = compile_patterns(*_TOTALS, *_PAGES, *_ENDS, *_NOTES, *_SIGNATURES)

# -- where the row says nothing else -----------------------------------------------------------

MAYBE = compile_patterns(
    _DATE,
    words("空白 完"),
    # a label that is still to be filled in
    rf"[\w()、/]{{0,16}}(?:{_HAN}|\)):",
    # a label, and what it asks for
    rf"\w{{0,10}}{_HUMAN}{_SEALED}?:{_NAMES}(?:\({_HAN}+\))?(?:{_DATE})?",
    rf"\w{{0,6}}{words('单位 部门 机构 科室')}{_SEALED}?:{_OFFICE}",
    rf"\w{{0,8}}{words('电话 手机 热线 号码 传真 微信')}:{_PHONE}",
    rf"\w{{0,8}}{words('日期 时间 日')}:{_DATE}",
    rf"\w{{0,8}}{words('数 数量 额 面积 票')}:{_AMOUNTS}",
    rf"\w{{0,8}}意见:{words('同意 不同意 属实 情况属实 通过 无 无异议')}?",
    # 业主代表签字; not 请社区盖章
    rf"(?![请让要帮给])\w{{0,6}}{one_of(_BODY, _HUMAN)}{_SEAL}{words('处 栏')}?",
)
