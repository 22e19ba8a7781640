"""The instructions in every bundle; ``recount.py`` knows their hash, so they are always these."""

README = """\
核验包 / BUNDLE

这是一轮居民打钩的全部公开记录。任何人都可以不经服务器，自己再算一遍。
This is the whole public record of one cycle. Anyone can count it again without the server.

怎么核对
1. 准备 Python 3.9 以上，不用安装别的东西。
2. 从您信得过的地方取得 recount.py（不要用陌生人随包附上的），先读一读，它只有一个文件。
3. 运行：python recount.py bundle.zip
   最后一行：一致、不一致（逐条列出）、无法判定。
4. 把它打印的公钥与公示墙上的比对。手里有回执或先前保存的检查点，也请一起核对：
   python recount.py bundle.zip --receipt 回执.json --checkpoint 检查点.json --key 公钥

How to check
1. Have Python 3.9 or later; nothing else needs to be installed.
2. Get recount.py from a place you trust (not from a stranger who sends it along with the
   bundle) and read it: it is one file.
3. Run: python recount.py bundle.zip
   The last line says that it agrees, differs (each difference is listed) or cannot be decided.
4. Compare the key it prints with the one on the wall. If you have a receipt, or kept a
   checkpoint earlier, check them as well:
   python recount.py bundle.zip --receipt receipt.json --checkpoint checkpoint.json --key KEY

里面有什么 / What is inside
manifest.json    文件目录和摘要 / the files and their hashes
ledger.jsonl     记录：清单、名册承诺、开放、每次投票的承诺、截止、结果 / the log
checkpoint.json  记录的根和签名 / the log's root, signed
ballots.jsonl    计入的选票，用随机代号，不含姓名 / the ballots that count, under random names
slots.json       名册上所有位置的摘要；没有打钩的人认不出来 / a hash for each place on the roll
outcome.json     公布的结果 / the published outcome

没有打钩的人不在里面；代号与姓名的对应不公开。
Nobody can read from it who did not tick; which name is whose is not published.
"""

JUDGEMENT_README = """\
评议核验包 / JUDGEMENT

这是一次居民评议的全部公开记录：评议哪些项目、同一轮打钩的名册、每一次评价的承诺、评价和结果。
This is the whole public record of a judgement: which projects, the roll of the round they came of,
a commitment for each mark, the marks that count, and what came out.

怎么核对 / How to check
python recount.py bundle.zip

里面有什么 / What is inside
manifest.json    文件目录和摘要 / the files and their hashes
ledger.jsonl     记录：评议项目、名册承诺、开放、每次评价的承诺、截止、结果 / the log
checkpoint.json  记录的根和签名 / the log's root, signed
marks.jsonl      计入的评价，用随机代号，不含姓名 / the marks that count, under random names
slots.json       名册上所有位置的摘要 / a hash for each place on the roll
judgement.json   公布的结果 / what was published

没有评议的人不在里面；代号与姓名的对应不公开。
Nobody can read from it who did not judge; which name is whose is not published.
"""

MOTION_README = """\
表决核验包 / MOTION

这是一次表决的公开记录：方案与法律依据、名册合计与承诺、每张票的承诺、合计与结论。
谁怎么投、谁没有投，不公开。
This is the public record of a motion: what was asked and by which law, the sums of the roll, a
commitment for each paper, totals and verdict. Who said what, and who said nothing, is not public.

怎么核对 / How to check
python recount.py bundle.zip
公开的包可以核对：记录没有被改动，结论由合计按规定得出，合计与名册相符。
要逐票核对合计，须由法院或受托核查的人用密封文件：
A public file shows that the log is whole, that the verdict follows from the totals and that the
totals fit the roll. Paper by paper it is checked by a court, or whoever is charged with it, from
the sealed file, which also holds heads.jsonl, papers.jsonl, delivery.json and roll.json:
python recount.py sealed.zip
密封文件有真实姓名，不得公布 / the sealed file holds real names and must not be published.
"""
