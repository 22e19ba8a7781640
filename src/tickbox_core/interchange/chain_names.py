"""Whether a word is somebody's name: Chinese names, what neighbours are called, nicknames."""

from __future__ import annotations

import re
import unicodedata

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲"
    "房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟"
    "应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀"
    "郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支"
)
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯")
_CALLED = re.compile(
    r".{0,6}(?:阿姨|先生|女士|小姐|叔叔?|伯伯?|爷叔|老师|师傅|妈妈?|爸爸?|奶奶|爷爷|外婆|外公|大姐|"
    r"大哥|大爷|大妈|姐|哥|嫂|家|同志|医生|书记|主任|太太|宝妈)"
)
_FAMILIAR = re.compile(r"[老小阿][\u4e00-\u9fff]")
_HAN = re.compile("[\u4e00-\u9fff·]+")
_LATIN = re.compile(r"[A-Za-z][\w.·-]{0,15}")
_WISHES = re.compile(
    "希望|建议|要求|请求|增加|增设|加装|安装|更换|维修|修理|修补|修复|修|装|建|改造|改善|拆除|清理|清洗"
    "|整治|处理|解决|渗水|漏水|漏|坏|不亮|堵|积水|多年|太|没有|不够|停车|充电|垃圾|路灯|灯|扶手|长椅"
    "|椅|电梯|外墙|屋顶|绿化|楼道|下水|管道|水管|路面|雨棚|棚|桩|健身|噪音|门禁|监控|摄像|大门|小区"
)
_THINGS = re.compile(
    "希望|建议|增加|加装|安装|更换|维修|渗水|漏水|不亮|积水|停车|充电|垃圾|扶手|外墙|屋顶|绿化|楼道|水管"
    "|管道|路面|噪音|门禁|监控|大门|小区|[灯椅棚桩漏坏梯桌]"
)
"""What names do not hold: 陈建国 and 李修文 hold single words of wishes, and are names."""
LONGEST = 12


def plain_nickname(name: str) -> str:
    """A name without the pictures around it: 🌸王五🌸 is 王五; of pictures alone they stay."""
    bare = "".join(mark for mark in name if unicodedata.category(mark) not in _PICTURES)
    return bare.strip("@~·- ") or name


_PICTURES = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Cs", "Co", "Cn"})


def is_name(word: str) -> bool:
    """Whether a word can hardly be anything but a name."""
    said = plain_nickname(word)
    if _CALLED.fullmatch(said) or _FAMILIAR.fullmatch(said):
        return not _WISHES.search(said)
    if _LATIN.fullmatch(said):
        return True
    if not _HAN.fullmatch(said) or _THINGS.search(said[1:]):
        return False
    if said.startswith(_DOUBLE):
        return 2 < len(said) <= 4
    return said[0] in _SURNAMES and 2 <= len(said) <= 3


def may_be_name(word: str) -> bool:
    """Whether a word can be what somebody calls themselves in a group: no wish is in it."""
    said = plain_nickname(word)
    if not said or len(said) > LONGEST or _WISHES.search(said):
        return False
    return not said.isdigit()
