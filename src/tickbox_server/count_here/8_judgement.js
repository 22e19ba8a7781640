// ---- 8. a judgement: marks on what was delivered -------------------------------------------------

const MARKS = ["satisfied", "fairly", "dissatisfied", "none"];
const JUDGEMENT = {
  area: isText,
  rule: isText,
  projects: isList(shaped({ id: isText })),
  round: shaped({ id: isText, slots_root: isHash }),
  ends: orNone(isText),
  extensions: orNone(isCount),
  extension_days: orNone(isCount),
};

/** A log that begins with what is asked, and between opening and closing holds one kind of entry. */
class AskedLog {
  constructor(bundle, report, first, parts, entries) {
    this.report = report;
    this.state = "";
    this.facts = {};
    this.extended = 0n;
    const read = readLog(bundle);
    this.entries = read.entries;
    this.leaves = read.leaves;
    this.kinds = {
      [first]: { after: [""], then: first, parts },
      roll: { after: [first], then: "roll", parts: ROLL },
      opened: { ...ROUND_ENTRIES.opened, after: ["roll"] },
      "ticking-extended": ROUND_ENTRIES["ticking-extended"],
      "ticking-ended": ROUND_ENTRIES["ticking-ended"],
      closed: { after: OPEN, then: "closed", parts: { at: isText, ballots: isCount } },
      result: { after: ["closed"], then: "result", parts: { outcome: isHash } },
      voided: { ...ROUND_ENTRIES.voided, after: [...OPEN, "closed"] },
      ...entries,
    };
    this.entries.forEach((entry, at) => this.step(entry, at));
    if (!["result", "voided"].includes(this.state)) {
      throw new Differs("记录没有以结果结束", "the log does not end with the result");
    }
  }

  step(entry, at) {
    const kind = entry.get("kind");
    if (!Object.hasOwn(this.kinds, kind)) throw unknownKind(at, kind);
    const handler = this.kinds[kind];
    if (!handler.after.includes(this.state)) throw outOfOrder(at, kind);
    if (kind === "closed" && this.hour !== undefined && this.state !== "ticking-ended") throw outOfOrder(at, kind);
    if (handler.parts) expectShape(entry, handler.parts, `ledger.jsonl:${at + 1}`);
    if (handler.read) handler.read(this, entry, at);
    if (!handler.then) return;
    if (this.state === "") {
      this.plan = entry;
      this.hour = entry.get("ends");
    }
    this.state = handler.then;
    this.facts[kind] = entry;
  }

  say(at, zh, en) {
    this.report.differs(`ledger.jsonl:${at + 1}：${zh}`, `ledger.jsonl:${at + 1}: ${en}`);
  }

  get roll() {
    return this.facts.roll;
  }

  checkDigest(outcome, name) {
    const digest = hexOf(sha256(bytesOf(canonical(outcome))));
    const stated = (this.facts.result || this.facts.voided).get("outcome");
    if (stated || this.state === "result" || this.facts.closed) {
      this.report.compare(`${name} SHA-256`, stated, digest);
    }
  }
}

/** What a slot says of a project comes in revisions 1, 2, …; the last one counts. */
function readMark(log, entry, at) {
  const key = canonical([entry.get("slot"), entry.get("project")]);
  const before = log.marks.get(key);
  const wanted = before ? before.entry.get("revision") + 1n : 1n;
  if (entry.get("revision") !== wanted) log.say(at, "版次不连续", "the revisions have a gap");
  if (!log.plan.get("projects").some((one) => one.get("id") === entry.get("project"))) {
    log.say(at, "不是评议的项目", "this project is not judged here");
  }
  if (log.state === "ticking-ended" && entry.get("channel") !== "paper") {
    log.say(at, "截止以后只能补录纸质票", "after the end only papers are entered");
  }
  log.marks.delete(key);
  log.marks.set(key, { entry, at });
}

async function checkJudgement(bundle, report) {
  const marks = new Map();
  const parts = { slot: isText, project: isText, revision: isCount, commitment: isHash, channel: isText };
  const reading = { after: OPEN, parts, read: (log, entry, at) => readMark(Object.assign(log, { marks }), entry, at) };
  const log = new AskedLog(bundle, report, "judgement", JUDGEMENT, { mark: reading });
  log.marks = marks;
  if (log.plan.get("format") !== 1n || log.plan.get("rule") !== "zhenhai/1") throw unknownRule(log.plan.get("rule"));
  report.agrees(`记录：${log.entries.length}条，次序合法`, `Log: ${log.entries.length} entries, in a legal order`);
  const outcome = oneValueOf(bundle.files["judgement.json"], "judgement.json");
  checkCheckpoint(oneValueOf(bundle.files["checkpoint.json"], "checkpoint.json"), log.plan.get("area"), bundle.cycle, log.leaves, report);
  if (log.plan.get("round").get("slots_root") !== log.roll.get("slots_root")) {
    report.differs("名册不是那一轮打钩的名册", "the roll is not that of its round");
  }
  const judges = new Set([...marks.values()].map(({ entry }) => entry.get("slot")));
  if (log.facts.closed) report.compare("ledger.jsonl ballots", log.facts.closed.get("ballots"), BigInt(judges.size));
  const rows = readMarks(bundle, log, report);
  if (report.different.length) return;
  report.agrees(
    `名册：${log.roll.get("registered")}人；${judges.size}人参加评议，评价都与当时的承诺一致`,
    `Roll: ${log.roll.get("registered")} people; ${judges.size} judged, each mark as it was committed to`,
  );
  log.checkDigest(outcome, "judgement.json");
  checkJudged(log, rows, outcome, report);
}

function readMarks(bundle, log, report) {
  const rows = valuesOf(bundle.files["marks.jsonl"], "marks.jsonl");
  const known = readPlaces(bundle, log.roll, log.roll.get("registered"), report);
  if (!log.facts.closed) {
    if (rows.length) report.differs("截止前作废，却公开了评价", "it was voided before closing, and opens marks");
    return [];
  }
  const tagged = bundle.format === "1";
  const parts = { slot: isText, project: isText, revision: isCount, mark: oneOf(...MARKS), knew: isTruth, salt: isSalt };
  if (tagged) parts.household = isText;
  const opened = new Set();
  let last = -1;
  rows.forEach((row, number) => {
    const where = `marks.jsonl:${number + 1}`;
    expectShape(row, parts, where);
    expectOnly(row, Object.keys(parts), where);
    const key = canonical([row.get("slot"), row.get("project")]);
    const mark = log.marks.get(key);
    if (!mark || opened.has(key)) {
      report.differs(`${where}：记录里没有这一条评价`, `${where}: the log has no such mark`);
      return;
    }
    opened.add(key);
    if (mark.at < last) report.differs(`${where}：次序不对`, `${where}: it is out of order`);
    last = mark.at;
    const said = new Map(["slot", "project", "revision", "mark", "knew"].map((name) => [name, row.get(name)]));
    const commitment = hexOf(hmac(bytesOfHex(row.get("salt")), bytesOf(canonical(said))));
    if (row.get("revision") !== mark.entry.get("revision") || commitment !== mark.entry.get("commitment")) {
      report.differs(`${where}：与当时的承诺不一致`, `${where}: it is not what was committed to`);
    }
    checkPlace(row, { tagged }, known, where, report);
  });
  for (const [key, mark] of log.marks) {
    if (!opened.has(key)) report.differs(`ledger.jsonl:${mark.at + 1}：这一条评价没有公开`, `ledger.jsonl:${mark.at + 1}: its mark is missing`);
  }
  return rows;
}

function checkJudged(log, rows, outcome, report) {
  const where = "judgement.json";
  expectShape(outcome, { judgement: isText }, where);
  report.compare(`${where} judgement`, outcome.get("judgement"), log.plan.get("cycle"));
  if (!log.facts.closed) {
    report.compare(`${where} projects`, outcome.get("projects"), []);
    report.agrees("截止前作废，没有公开评价", "It was voided before closing: no mark is opened");
    return;
  }
  const counted = log.plan.get("projects").map((one) => judged(one.get("id"), log.roll.get("registered"), rows));
  const published = outcome.get("projects");
  if (!isList(isMap)(published) || published.length !== counted.length) {
    report.compare(`${where} projects`, published, counted);
    return;
  }
  counted.forEach((one, at) => {
    for (const [name, value] of one) {
      const before = name === "level" && value === "nobody-judged" && published[at].get(name) === "dissatisfied";
      if (before) continue; // as it was written before there was a grade for that
      report.compare(`${where} ${one.get("project")} ${name}`, published[at].get(name), value);
    }
  });
  if (log.state === "voided") report.agrees("这次评议已由两人作废：数目核对了，但不作数", "Two people have voided this judgement: what is counted is not in force");
  if (!report.different.length) report.agrees("各项目的评价与等级与公布的一致", "Marks and grades of each project are as published");
}

/** More than half of all members satisfied; or satisfied and fairly so together; else not. */
function judged(project, members, rows) {
  const said = rows.filter((row) => row.get("project") === project);
  const marks = new Map(MARKS.map((mark) => [mark, BigInt(said.filter((row) => row.get("mark") === mark).length)]));
  const knew = BigInt(said.filter((row) => row.get("knew")).length);
  const judges = BigInt(said.length);
  const content = marks.get("satisfied") + marks.get("fairly");
  const share = (numerator, denominator, base) => mapOf({ numerator, denominator, base });
  let level = "dissatisfied";
  if (2n * content > members) level = "fairly-satisfied";
  if (2n * marks.get("satisfied") > members) level = "satisfied";
  if (members === 0n) level = "undetermined";
  else if (judges === 0n) level = "nobody-judged";
  return mapOf({
    project,
    members,
    judges,
    knew,
    marks,
    level,
    awareness: share(knew, judges, "judges"),
    participation: share(judges, members, "members"),
    satisfaction: share(content, judges - marks.get("none"), "marked"),
  });
}
