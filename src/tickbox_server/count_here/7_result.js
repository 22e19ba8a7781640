// ---- 7. the published result of a round, held against what is counted here -------------------------

const RULES = {
  "tick-share": countByTicks,
  "tick-count": countByTicks,
  "greedy-votes": countGreedily,
  "greedy-ratio": countGreedily,
  "equal-shares": countEqualShares,
  phragmen: countPhragmen,
};

function ruleOf(plan) {
  const rule = plan.get("rule");
  const key = rule.get("key");
  if (!Object.hasOwn(RULES, key) || rule.get("version") !== "1") throw unknownRule(key);
  return RULES[key];
}

async function checkRound(bundle, report) {
  const log = new RoundLog(bundle, report);
  report.agrees(`记录：${log.entries.length}条，次序合法`, `Log: ${log.entries.length} entries, in a legal order`);
  const outcome = oneValueOf(bundle.files["outcome.json"], "outcome.json");
  expectShape(outcome, { rule: isText, ranking: isList(isMap) }, "outcome.json");
  const area = log.plan.get("area");
  checkCheckpoint(oneValueOf(bundle.files["checkpoint.json"], "checkpoint.json"), area, bundle.cycle, log.leaves, report);
  const ballots = readBallots(bundle, log, report);
  if (report.different.length) return;
  report.agrees(
    `名册：${log.roll.get("registered")}人；计入${log.people}票，都与投票时的承诺一致，都在名册上`,
    `Roll: ${log.roll.get("registered")} people; ${log.people} ballots count, each as it was committed to when it was cast, each on the roll`,
  );
  checkDigest(log, outcome, report);
  const wordsOnly = log.state === "voided" && (!log.facts.closed || isSaid(log.facts.voided.get("uncounted")));
  if (wordsOnly) checkUncounted(log, ballots, outcome, report);
  else if (log.state === "tied" || (log.facts.tied && log.state === "voided")) checkTied(log, ballots, outcome, report);
  else checkCounted(log, ballots, outcome, report);
  if (log.state === "voided") {
    report.agrees("这一轮已由两人作废：下面的数目核对了，但不作数", "Two people have voided this round: what is counted below is not in force");
  }
}

const isSaid = (words) => Boolean(words.get("zh") || words.get("en"));

/** The log names the digest of the outcome; where there was no count it names none. */
function checkDigest(log, outcome, report) {
  const digest = hexOf(sha256(bytesOf(canonical(outcome))));
  const where = "outcome.json SHA-256";
  if (log.state === "result") report.compare(where, log.facts.result.get("outcome"), digest);
  if (log.state !== "voided") return;
  const counted = log.facts.closed && !log.facts.tied && !isSaid(log.facts.voided.get("uncounted"));
  const stated = log.facts.voided.get("outcome");
  if (stated || counted) report.compare(where, stated, digest);
}

function nameOfRule(log) {
  const rule = log.plan.get("rule");
  return { rule: rule.get("key"), version: rule.get("version"), plugin: rule.get("plugin").get("name") };
}

function checkUncounted(log, ballots, outcome, report) {
  const wanted = mapOf({ ...nameOfRule(log), ballots: log.people, ranking: [] });
  if (!same(outcome, wanted)) report.compare("outcome.json", outcome, wanted);
  if (!log.facts.closed) {
    report.agrees("截止前作废，没有计票，也没有公开选票", "It was voided before closing: nobody counted, and no ballot is opened");
    return;
  }
  try {
    showRanking(ruleOf(log.plan)(log, ballots, log.plan.get("tie_break")).ranking, report);
  } catch (problem) {
    if (!(problem instanceof CannotTell)) throw problem;
  }
}

/** Ties as they are posted: who is tied, and how many of them still fit at most. */
function posted(ties) {
  return ties.filter(isOpen).map((tie) => {
    const row = new Map([["items", tie.get("items")], ["places", tie.get("places")]]);
    for (const name of ["in_turn", "fit"]) if (tie.has(name)) row.set(name, tie.get(name));
    return row;
  });
}

function checkTied(log, ballots, outcome, report) {
  const found = ruleOf(log.plan)(log, ballots, log.plan.get("tie_break"));
  const ties = posted(found.ties);
  checkPosted(log, found, report);
  const wanted = mapOf({ ...nameOfRule(log), ballots: log.people, ranking: [], ties });
  if (!same(outcome, wanted)) report.compare("outcome.json", outcome, wanted);
  report.agrees("计票有并列，交由人来处理：并列的事项与这里数的一致", "The count comes to a tie that people settle: the tied items are those found here");
  showRanking(found.ranking, report);
}

function checkPosted(log, found, report) {
  const where = `ledger.jsonl: tied`;
  const ties = posted(found.ties);
  if (!ties.length) report.differs("公布了并列，这里数出来没有", "a tie is posted, and the count comes to none");
  report.compare(where, mapOf({ final: log.facts.tied.get("final"), ties: log.facts.tied.get("ties") }), mapOf({ final: found.final, ties }));
}

const isThrows = (dice) => /^[1-6]{20,200}$/.test(dice);

/** The count as it was settled; with what has to stand beside it in the outcome. */
function settledCount(log, ballots, report) {
  const count = ruleOf(log.plan);
  const tieBreak = log.plan.get("tie_break");
  const open = count(log, ballots, tieBreak);
  const { tied, settled } = log.facts;
  if (!tied) {
    if (posted(open.ties).length) throw new Differs("有并列要交由人处理，却公布了结果", "there is a tie that goes back to people: no result can be");
    return { found: open, settling: undefined };
  }
  checkPosted(log, open, report);
  const how = settled.get("how");
  const ties = posted(open.ties);
  const settling = mapOf({ how, ties: tied.get("ties"), dice: settled.get("dice"), reason: settled.get("reason"), taken: [] });
  if (how === "lot") {
    if (!isThrows(settled.get("dice"))) report.differs("骰子的点数不对或不够", "these are not enough throws of a die");
    return { found: count(log, ballots, `lot:${settled.get("dice")}`), settling };
  }
  if (!["all", "none", "run-off"].includes(how) || !open.final || settled.get("dice")) report.differs("这个并列不能这样处理", "the tie cannot be settled in this way");
  if (how === "all") settling.set("taken", [...new Set(ties.flatMap((tie) => tie.get("items")))]);
  if (how === "run-off") readRunOff(log, ties, settled, settling, report);
  return { found: open, settling };
}

const RUN_OFF = { round: isText, size: isCount, root: isHash, outcome: isHash };

function readRunOff(log, ties, settled, settling, report) {
  const at = log.entries.indexOf(settled) + 1;
  expectShape(settled, { taken: isList(isText), run_off: shaped(RUN_OFF) }, `ledger.jsonl:${at}`);
  expectOnly(settled.get("run_off"), Object.keys(RUN_OFF), `ledger.jsonl:${at}`);
  const bound = constraintsOf(log.plan);
  const byPlaces = !isCount(log.plan.get("budget")) && !bound.exclusive.length && !bound.quotas.size && !bound.tiers.size;
  const taken = settled.get("taken");
  const ofTied = ties.length === 1 && taken.every((id) => ties[0].get("items").includes(id));
  if (!byPlaces || !ofTied || BigInt(new Set(taken).size) !== ties[0].get("places") || taken.length !== new Set(taken).size) {
    report.differs("这个并列不能由这样的决选处理", "the tie cannot be settled by such a run-off");
  }
  settling.set("taken", taken);
  settling.set("run_off", settled.get("run_off"));
  report.leavesOut(
    `决选“${settled.get("run_off").get("round")}”选了谁，要用它自己的核验包核对（recount.py --run-off）`,
    `Whom the run-off '${settled.get("run_off").get("round")}' took only its own bundle shows (recount.py --run-off)`,
  );
}

function checkCounted(log, ballots, outcome, report) {
  const { found, settling } = settledCount(log, ballots, report);
  const wanted = { ...nameOfRule(log), base: found.base, ballots: log.people };
  const parameters = new Map([...found.parameters, ["tie_break", log.plan.get("tie_break")]]);
  for (const [name, value] of Object.entries({ ...wanted, parameters })) {
    report.compare(`outcome.json ${name}`, outcome.get(name), value);
  }
  for (const name of ["selected", "cost", "budget"]) compareMaybe(outcome, name, found[name], report);
  report.compare("outcome.json ties", outcome.get("ties"), found.ties);
  compareMaybe(outcome, "settling", settling, report);
  compareMaybe(outcome, "account", log.facts.closed.get("format") === 2n ? accountOf(log, ballots, found.base) : undefined, report);
  compareRanking(outcome.get("ranking"), found.ranking, report);
  if (!report.different.length) {
    report.agrees("排名、比例、入选与公布的一致", "Ranks, shares and what is chosen are as published");
  }
  showRanking(found.ranking, report);
}

function compareMaybe(outcome, name, wanted, report) {
  if (wanted !== undefined) report.compare(`outcome.json ${name}`, outcome.get(name), wanted);
  else if (outcome.has(name)) {
    report.differs(`outcome.json：不该有“${name}”`, `outcome.json: '${name}' should not be there`);
  }
}

function compareRanking(published, counted, report) {
  const ids = (rows) => rows.map((row) => row.get("item"));
  if (!published.every(shaped({ item: isText })) || !same(ids(published), ids(counted))) {
    report.compare("outcome.json ranking", published.map((row) => row.get("item") || null), ids(counted));
    return;
  }
  counted.forEach((row, at) => {
    for (const name of ["rank", "title", "ticks", "share", "chosen", "options"]) {
      const where = `outcome.json ${row.get("item")} ${name}`;
      if (row.has(name)) report.compare(where, published[at].get(name), row.get(name));
      else if (published[at].has(name)) report.differs(`${where}：不该有`, `${where}: it should not be there`);
    }
    if (published[at].has("score")) report.differs(`${row.get("item")}：不该有 score`, `${row.get("item")}: it should have no score`);
  });
}

// -- the account of what was handed in -----------------------------------------------------------

const FEWEST = 5n;
const CHANNELS = ["online", "paper", "assisted", "mandate", "count-sheet"];

function channelOf(name) {
  if (name === "proxy") return "mandate";
  return name.startsWith("assisted-") ? "assisted" : name;
}

function accountOf(log, ballots, base) {
  const counted = new Map();
  const more = (name, number) => counted.set(name, (counted.get(name) || 0n) + number);
  for (const { entry } of log.casts.values()) more(channelOf(entry.get("channel")), 1n);
  for (const { entry } of log.sheets.values()) more("count-sheet", BigInt(entry.get("places").length));
  const place = (name) => (CHANNELS.includes(name) ? CHANNELS.indexOf(name) : CHANNELS.length);
  const names = [...counted.keys()].filter((name) => counted.get(name) > 0n);
  names.sort((a, b) => place(a) - place(b) || byCodePoints(a, b));
  const inOrder = new Map(names.map((name) => [name, counted.get(name)]));
  return mapOf({
    counted: inOrder,
    blank: BigInt(ballots.filter((ballot) => !ballot.get("ticks").length).length),
    papers: log.facts.closed.get("papers"),
    void: new Map([...log.facts.closed.get("void")].filter(([, number]) => number > 0n)),
    replaced: log.account.replaced,
    taken_back: log.account.takenBack,
    corrected: log.account.corrected,
    items: base === "households" ? [] : ticksByChannel(log, ballots, inOrder),
  });
}

function ticksByChannel(log, ballots, counted) {
  const rows = [];
  for (const item of log.plan.get("items")) {
    const ticks = new Map([...counted.keys()].map((name) => [name, 0n]));
    const more = (name, number) => ticks.set(name, ticks.get(name) + number);
    const supports = (tick) => log.ticks.get(tick).item === item && log.ticks.get(tick).option !== NONE_OF_THESE;
    for (const ballot of ballots) {
      const { entry } = log.casts.get(ballot.get("slot"));
      if (ballot.get("ticks").some(supports)) more(channelOf(entry.get("channel")), 1n);
    }
    for (const { entry } of log.sheets.values()) {
      for (const [tick, number] of entry.get("ticks")) if (supports(tick)) more("count-sheet", number);
    }
    const cells = shownCells(ticks, counted);
    if (cells.length > 1) rows.push(mapOf({ item: item.get("id"), channels: cells }));
  }
  return rows;
}

/** The cells as they may be shown: none tells what a handful did; smaller ones stand together. */
function shownCells(ticks, counted) {
  const names = [...counted.keys()];
  const sumOf = (some) => some.reduce(([part, whole], name) => [part + ticks.get(name), whole + counted.get(name)], [0n, 0n]);
  const safe = (some) => {
    const [part, whole] = sumOf(some);
    return whole === 0n || (part >= FEWEST && whole - part >= FEWEST);
  };
  const cell = (some) => mapOf({ of: some, ticks: sumOf(some)[0], ballots: sumOf(some)[1] });
  const together = names.filter((name) => !safe([name]));
  const others = names.filter((name) => safe([name]));
  others.sort((a, b) => sign(counted.get(a) - counted.get(b)) || byCodePoints(a, b));
  if (!together.length) return names.map((name) => cell([name]));
  while (!safe(together) && others.length) together.push(others.shift());
  if (!safe(together)) return [];
  const alone = names.filter((name) => !together.includes(name));
  return [...alone.map((name) => cell([name])), cell(names.filter((name) => together.includes(name)))];
}

function showRanking(rows, report) {
  report.table = rows.map((row) => ({
    rank: row.get("rank"),
    title: row.get("title"),
    ticks: row.get("ticks"),
    share: row.get("share"),
    chosen: row.get("chosen"),
  }));
}
