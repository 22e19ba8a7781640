// ---- 11. the verdict --------------------------------------------------------------------------------

/** Count a bundle again. Gives a report: what was found, what differs, what was left unchecked. */
async function recountBundle(bytes) {
  const report = new Report();
  try {
    const bundle = await readBundle(bytes, report);
    const check = { "tickbox-bundle": checkRound, "tickbox-judgement": checkJudgement, "tickbox-motion": checkMotion };
    report.kind = bundle.kind;
    await check[bundle.kind](bundle, report);
  } catch (problem) {
    if (problem instanceof CannotTell) report.untold.push(problem.said);
    else if (problem instanceof Differs) report.different.push(problem.said);
    else report.untold.push([`出现意外：${problem}`, `Something unexpected came up: ${problem}`]);
  }
  return report;
}
