"""The kinds of the diary in words that no component declares."""

from __future__ import annotations

from tickbox_core.text import Text

KINDS = {
    # lists
    "feasibility": Text("可行性说明", "it was said whether an item is feasible"),
    "item-taken-off": Text("事项撤下清单", "an item was taken off a list"),
    "list-dropped": Text("弃用清单", "a list that was not posted was dropped"),
    "posted": Text("公示清单", "a list was posted"),
    "posting-withdrawn": Text("撤回公示", "a posted list was taken down"),
    "objection": Text("收到异议", "somebody objected"),
    "objection-answered": Text("答复异议", "an objection was answered"),
    "taken-over": Text("案例推广", "a case was taken over"),
    "rehearsal": Text("开始演练", "a trial was opened"),
    "rehearsal-wiped": Text("清除演练", "a trial was wiped"),
    "correction": Text("更正文字", "words were set right"),
    # paper and help
    "sheets-printed": Text("打印选票", "sheets were printed"),
    "sheet-returned": Text("选票收回", "a sheet came back"),
    "sheet-spoiled": Text("选票作废", "a sheet was spoiled"),
    "sheet-keyed": Text("录入选票", "a sheet was keyed"),
    "motion-paper-read": Text("录入表决票", "a paper of a motion was keyed"),
    "motion-paper-unread": Text(
        "撤回表决票录入", "a reading of a paper of a motion was taken back"
    ),
    "motion-paper-done": Text("表决票录入完成", "keying a paper was finished"),
    "sheet-unkeyed": Text("撤回录入", "a reading was taken back"),
    "sheet-done": Text("选票录入完成", "keying a sheet was finished"),
    "batch-reconciled": Text("核对批次", "a batch was reconciled"),
    "count-sheet": Text("录入楼道合计表", "a stairwell's count sheet was taken"),
    "ballot-superseded": Text("更正已录的纸质票", "a keyed paper was set right"),
    "count-sheet-superseded": Text("撤回楼道合计表", "a count sheet was taken back"),
    "assisted": Text("协助打钩", "somebody was helped to tick"),
    "proxied": Text("代理打钩", "somebody ticked by written mandate"),
    # results
    "tie-posted": Text("公布并列", "a tie was posted"),
    "tie-run-off": Text("为并列另办决选", "a run-off was made of a tie"),
    "tie-settled": Text("处理并列", "a tie was settled"),
    "round-voided": Text("作废一轮", "a round was voided"),
    "result-posted": Text("公布结果", "the result was published"),
    "motion-posted": Text("公布表决结果", "the result of a motion was published"),
    "motion-preliminary": Text("公布表决初步结果", "a preliminary result was posted"),
    "motion-paper-corrected": Text("更正表决票", "a paper of a motion was set right"),
    "motion-voided": Text("作废表决", "a motion was voided"),
    "motion-dropped": Text("弃用表决草案", "a motion that was not posted was dropped"),
    "override": Text("另行决定", "something was decided beside the result"),
    "final": Text("确定年度清单", "the annual list was fixed"),
    # tables and personal data
    "imported": Text("导入表格", "a table was read in"),
    "import-undone": Text("撤销导入", "an import was undone"),
    "headers-mapped": Text("记住表头", "headers of tables were remembered"),
    "codes-issued": Text("发放打钩码", "codes were issued"),
    "token-given": Text("发放令牌", "a token was given"),
    "token-taken": Text("收回令牌", "tokens were taken away"),
    "act": Text("经办", "done"),
    "erased": Text("删除个人信息", "personal data was erased"),
    # motions
    "motion-disputed": Text("登记表决争议", "a dispute about a motion was declared"),
    "motion-dispute-ended": Text("表决争议了结", "a dispute about a motion ended"),
    "motion-correction-asked": Text("申请更正名册", "a correction of a roll was asked for"),
    "motion-corrected": Text("更正名册", "a roll was corrected"),
    "motion-correction-refused": Text("不予更正名册", "a correction of a roll was refused"),
    "motion-evidence": Text("出具证据文件", "the evidence file of a motion was made"),
    "papers-drawn": Text("抽取票或业主核对", "papers or heads were drawn, to be checked"),
    "drawn-answered": Text("登记核对情况", "it was entered what one of those drawn says"),
}
"""``tests/server/console`` holds them against every kind that the package writes."""
UNKNOWN = Text("其他办理", "something else was done")
"""A kind of a newer version, in an older one."""
