// ---- 9. a motion: totals by heads and by area, held against the bars -----------------------------

const [ABSTAIN, SPOILED, SILENT] = ["abstain", "spoiled", "silent"];
const BASES = ["heads", "area", "households"];
const isBar = (value) => isText(value) && barOf(value) !== null;
const BARS = shaped({ base: oneOf(...BASES), quorum: orNull(isBar), approval: isBar, of: orNone(oneOf("participating", "all")) });
const TREATMENT = oneOf("takes_part", "not_participating");
const ASKED = shaped({
  id: isText,
  kind: oneOf("owners-motion", "residents-motion"),
  bars: isList(BARS),
  options: isList(shaped({ id: isText })),
  abstention: TREATMENT,
  spoiled: TREATMENT,
  silence: oneOf("not_participating", "abstain", "follow_majority"),
  silence_agreed: isText,
  double: oneOf("first_valid_stands", "last_valid_stands"),
  seats: orNone(isCount),
});
const WEIGHTS = shaped({ units: isCount, heads: orNull(isCount), area: isCount, area_unknown: isCount, decimals: orNone(isCount) });
const TALLY = shaped({
  base: oneOf(...BASES),
  total: orNull(isCount),
  participating: orNull(isCount),
  joined: orNull(isCount),
  marks: (value) => isMap(value) && [...value.values()].every(orNull(isCount)),
  decimals: orNone(isCount),
});

/** What a motion has to say at all; what it says of these, a page may not know. */
const ASKED_PARTS = {
  id: isText,
  kind: isText,
  bars: isList(shaped({ base: isText, quorum: orNull(isText), approval: isText })),
  options: isList(shaped({ id: isText })),
  abstention: isText,
  spoiled: isText,
  silence: isText,
  silence_agreed: isText,
  proxies: isMap,
  double: isText,
};

/** "at_least 2/3" or "more_than 1/2" as whole numbers; null for anything else. */
function barOf(written) {
  const found = /^(at_least|more_than) (\d+)(?:\/([1-9]\d*))?$/.exec(written);
  if (!found) return null;
  const [above, below] = [BigInt(found[2]), BigInt(found[3] || 1)];
  return above <= below ? { above, below, reached: found[1] === "at_least" } : null;
}

/** Whether part of whole passes; null where it is not known. Of nobody nothing passes. */
function passes(bar, part, whole) {
  if (whole === 0n) return false;
  if (part === null || whole === null) return null;
  const [reached, wanted] = [part * bar.below, bar.above * whole];
  return bar.reached ? reached >= wanted : reached > wanted;
}

/** The smallest whole part that passes. */
function leastOf(bar, whole) {
  const edge = (bar.above * whole) / bar.below;
  const onIt = edge * bar.below === bar.above * whole;
  return bar.reached && onIt ? edge : edge + 1n;
}

function writtenNumber(value, decimals) {
  if (value === null) return null;
  const digits = value.toString().padStart(Number(decimals) + 1, "0");
  const whole = digits.slice(0, digits.length - Number(decimals));
  const rest = digits.slice(digits.length - Number(decimals)).replace(/0+$/, "");
  return rest ? `${whole}.${rest}` : whole;
}

function checkRow(check, bars, bar, part, whole, decimals) {
  const met = passes(bar, part, whole);
  const known = part !== null && whole !== null && whole !== 0n;
  const [above, below] = known ? reduced(part, whole) : [0n, 1n];
  const row = mapOf({
    check,
    base: bars.get("base"),
    part: writtenNumber(part, decimals),
    whole: writtenNumber(whole, decimals),
    share: known ? `${above}${below === 1n ? "" : `/${below}`}` : null,
    bar: check === "quorum" ? bars.get("quorum") : bars.get("approval"),
    met,
    missing: met === false && known ? writtenNumber(leastOf(bar, whole) - part, decimals) : null,
  });
  if (bars.get("base") === "area" && decimals !== 2n) row.set("decimals", decimals);
  if (check === "approval" && bars.get("of") === "all") row.set("of", "all");
  return row;
}

const resultOf = (found) => (found.includes(false) ? "rejected" : found.includes(null) ? "undetermined" : "passed");

class MotionCount {
  constructor(log, decision, report) {
    this.log = log;
    this.report = report;
    this.asked = log.plan.get("motion");
    this.decision = decision;
    this.seats = this.asked.get("seats") || 0n;
    const options = this.asked.get("options").map((one) => one.get("id"));
    this.options = options;
    this.sides = options.length ? [...options, NONE_OF_THESE] : ["yes", "no"];
    this.judged = this.seats ? options : options.length ? this.sides : ["yes"];
    this.weights = log.roll.get("weights");
    this.areaDecimals = this.weights.get("decimals") === undefined ? 2n : this.weights.get("decimals");
    const slots = new Set(log.casts.map((cast) => cast.get("slot")));
    this.spoke = BigInt(slots.size);
  }

  decimals(base) {
    return base === "area" ? this.areaDecimals : 0n;
  }

  totalOf(base) {
    if (base !== "area") return this.weights.get("heads");
    return this.weights.get("area_unknown") > 0n ? null : this.weights.get("area");
  }

  wrong(zh, en) {
    this.report.differs(`decision.json：${zh}`, `decision.json: ${en}`);
  }

  get away() {
    const away = [SILENT];
    for (const mark of [ABSTAIN, SPOILED]) {
      const treatment = mark === ABSTAIN ? "abstention" : "spoiled";
      if (this.asked.get(treatment) === "not_participating") away.push(mark);
    }
    return away;
  }

  /** The totals: those of the roll, adding up, with as many heads as the log has papers of. */
  checkTallies() {
    const tallies = this.decision.get("tallies");
    const bars = this.asked.get("bars");
    if (!isList(TALLY)(tallies) || !same(tallies.map((one) => one.get("base")), bars.map((one) => one.get("base")))) {
      throw new Differs("decision.json：合计不全", "decision.json: its totals are not those of the bars");
    }
    this.tallies = tallies;
    for (const tally of tallies) {
      const base = tally.get("base");
      const decimals = base === "area" && this.areaDecimals !== 2n ? this.areaDecimals : undefined;
      if (tally.get("decimals") !== decimals) this.wrong("面积的小数位不对", "the decimals of areas are wrong");
      this.report.compare(`decision.json ${base} total`, tally.get("total"), this.totalOf(base));
      if (base === "area") this.checkArea(tally);
      else this.checkHeads(tally);
    }
  }

  checkHeads(tally) {
    const marks = tally.get("marks");
    const names = [...this.sides, ABSTAIN, SPOILED, SILENT].sort();
    const known = same([...marks.keys()].sort(), names) && [...marks.values(), tally.get("joined"), tally.get("participating")].every(isCount);
    if (!known) throw new Differs("decision.json：人数的合计不全", "decision.json: the totals by heads are not whole");
    this.heads = tally;
    this.joined = tally.get("joined");
    const total = tally.get("total");
    const away = this.away.reduce((sum, mark) => sum + marks.get(mark), 0n);
    this.report.compare("decision.json participating", tally.get("participating"), total - away);
    if (this.joined > 0n) this.findSide(marks);
    else this.side = null;
    const unmarked = this.joined > 0n && this.side === null ? this.joined : 0n;
    const alone = [...marks].filter(([mark]) => !this.seats || !this.options.includes(mark));
    const sum = alone.reduce((all, [, number]) => all + number, unmarked);
    if (!this.seats && sum !== total) this.wrong("各项合计不等于总数", "its marks do not come to all heads");
    if (this.seats) this.checkTicks(marks, total - sum);
    const spoke = total - marks.get(SILENT) - this.joined;
    this.report.compare("decision.json heads with papers", spoke, this.spoke);
  }

  /** An election: with so many papers that tick somebody, what ticks there can be. */
  checkTicks(marks, papers) {
    let ticks = 0n;
    for (const one of this.options) {
      ticks += marks.get(one);
      if (marks.get(one) > papers) this.wrong("候选人的票比选票多", "a candidate has more than there are papers with ticks");
    }
    if (papers < 0n || ticks < papers || ticks > papers * this.seats) {
      this.wrong("勾选的合计与席位不符", "its ticks are not as many as papers and seats allow");
    }
  }

  /** Which side those who said nothing joined, if the motion lets them. */
  findSide(marks) {
    this.side = null;
    const silence = this.asked.get("silence");
    const delivery = this.log.delivery;
    if (silence === "not_participating") this.wrong("沉默不该计入", "silence is counted, and must not be");
    if (silence === "abstain") {
      this.side = ABSTAIN;
      if (marks.get(SILENT) !== 0n || marks.get(ABSTAIN) < this.joined) this.wrong("沉默应计为弃权", "silence should count as abstaining");
    }
    if (silence !== "follow_majority") return;
    const proved =
      this.asked.get("silence_agreed") && delivery && delivery.get("served") > 0n && delivery.get("agenda_noticed") && delivery.get("warning_printed");
    if (!proved || this.joined > delivery.get("served")) {
      this.wrong("没有送达、公示和提示的证明，沉默不该计入", "silence is counted without proof of service, agenda and warning");
      return;
    }
    this.undecided = this.saysUndecided();
    if (this.undecided) return;
    const own = (side, joined) => marks.get(side) - (side === joined ? this.joined : 0n);
    const leads = this.sides.filter((side) =>
      own(side, side) > 0n && this.sides.every((other) => other === side || own(side, side) > own(other, side)),
    );
    if (leads.length !== 1) {
      this.wrong("沉默并入了哪一方，看不出来", "no side can be that which silence joined");
      return;
    }
    [this.side] = leads;
    this.report.leavesOut(
      "沉默随多数：面积上是不是同一方领先，公开的包只能部分核对",
      "Silence follows the majority: whether the same side leads by area a public bundle shows only in part",
    );
  }

  /** Where no side leads on every base, nothing can be said of what is in favour. */
  saysUndecided() {
    const verdicts = this.decision.get("verdicts");
    if (!isMap(verdicts)) return false;
    return [...verdicts.values()].every(
      (one) => isMap(one) && isList(isMap)(one.get("checks")) && one.get("checks").every((row) => row.get("check") !== "approval" || row.get("part") === null),
    ) && this.sides.every((side) => this.heads.get("marks").get(side) !== null);
  }

  checkArea(tally) {
    const marks = tally.get("marks");
    const [total, took] = [tally.get("total"), tally.get("participating")];
    if (!same([...marks.keys()].sort(), [...this.judged].sort())) {
      throw new Differs("decision.json：面积的合计不全", "decision.json: the totals by area are not whole");
    }
    if (tally.get("joined") !== null) this.wrong("面积不该写明沉默", "silence by area should not be told");
    const known = this.weights.get("area");
    const most = total === null ? known : took === null ? total : took;
    if (took !== null && took > known) this.wrong("参与的面积比总面积大", "more area took part than there is");
    let sum = 0n;
    for (const value of marks.values()) {
      if (value === null && total !== null) this.wrong("面积已知，却写未知", "an area is known and not told");
      if (value !== null && value > most) this.wrong("同意的面积比参与的大", "more area is in favour than took part");
      sum += value || 0n;
    }
    if (total !== null && took === null) this.wrong("面积已知，却写未知", "an area is known and not told");
    if (this.seats ? sum > most * this.seats : sum > most) this.wrong("各项面积之和比参与的大", "the areas come to more than took part");
    if (this.heads) this.checkAreaBesideHeads(tally, took, total);
  }

  checkAreaBesideHeads(tally, took, total) {
    const heads = this.heads;
    const nobody = heads.get("participating") === 0n;
    const everybody = heads.get("participating") === heads.get("total");
    if ((nobody && took !== null && took !== 0n) || (everybody && took !== total)) {
      this.wrong("参与的面积与人数不符", "the area that took part does not fit the heads");
    }
    for (const [side, value] of tally.get("marks")) {
      if (heads.get("marks").get(side) === 0n && value !== 0n && value !== null) {
        this.wrong("没有人同意，却有面积", "nobody is in favour, and area is");
      }
    }
  }

  /** Every check of every side, and what they come to. */
  checkVerdicts() {
    const bars = this.asked.get("bars");
    const verdicts = this.decision.get("verdicts");
    if (!isMap(verdicts) || !same([...verdicts.keys()].sort(), [...this.judged].sort())) {
      throw new Differs("decision.json：结论不全", "decision.json: its verdicts are not those of the sides");
    }
    this.results = new Map();
    this.checks = new Map();
    for (const side of this.judged) {
      const rows = [
        ...bars.flatMap((one, at) => (one.get("quorum") === null ? [] : [this.quorum(one, this.tallies[at])])),
        ...bars.map((one, at) => this.approval(one, this.tallies[at], side)),
      ];
      const result = resultOf(rows.map((row) => row.get("met")));
      const published = verdicts.get(side);
      expectShape(published, { checks: isList(isMap), result: isText }, `decision.json ${side}`);
      this.report.compare(`decision.json ${side} checks`, published.get("checks"), rows);
      this.report.compare(`decision.json ${side} result`, published.get("result"), result);
      this.results.set(side, result);
      this.checks.set(side, rows);
    }
  }

  quorum(bars, tally) {
    const base = bars.get("base");
    return checkRow("quorum", bars, barOf(bars.get("quorum")), tally.get("participating"), tally.get("total"), this.decimals(base));
  }

  approval(bars, tally, side) {
    const base = bars.get("base");
    const part = this.undecided ? null : tally.get("marks").get(side);
    const whole = bars.get("of") === "all" ? tally.get("total") : tally.get("participating");
    return checkRow("approval", bars, barOf(bars.get("approval")), part, whole, this.decimals(base));
  }

  checkResult() {
    const passing = this.judged.filter((side) => this.results.get(side) === "passed");
    const unknown = [...this.results.values()].includes("undetermined");
    const wanted = this.seats ? this.seatsFilled(passing, unknown) : this.sideChosen(passing, unknown);
    wanted.motion = this.asked.get("id");
    for (const [name, value] of Object.entries(wanted)) {
      this.report.compare(`decision.json ${name}`, this.decision.get(name), value);
    }
    if (!this.seats && ["seats", "elected", "equal", "left", "again"].some((name) => this.decision.has(name))) {
      this.wrong("不是选举，却有席位", "it is no election, and tells seats");
    }
    this.result = wanted.result;
  }

  sideChosen(passing, unknown) {
    const chosen = passing.length === 1 ? passing[0] : null;
    let result = unknown || passing.length > 1 ? "undetermined" : "rejected";
    if (chosen !== null) result = chosen === NONE_OF_THESE ? "rejected" : "passed";
    return { chosen, result, next_round: this.nextRound(result, chosen) };
  }

  /** The options that lead on some base, where a quorum took part and nothing has passed. */
  nextRound(result, chosen) {
    if (!this.options.length || result !== "rejected" || chosen !== null) return [];
    const rows = [...this.checks.values()].flat();
    if (!rows.filter((row) => row.get("check") === "quorum").every((row) => row.get("met") === true)) return [];
    const leading = new Set(this.tallies.flatMap((tally) => this.leaders(tally.get("marks"))));
    return this.options.filter((one) => leading.has(one));
  }

  leaders(marks) {
    if (this.sides.some((side) => marks.get(side) === null)) return [];
    const most = this.sides.reduce((best, side) => (marks.get(side) > best ? marks.get(side) : best), 0n);
    return most ? this.sides.filter((side) => marks.get(side) === most) : [];
  }

  /** Seats go to those who pass, by most heads, then by most area; who are equal at the last do not get it. */
  seatsFilled(passing, unknown) {
    const area = this.tallies.find((tally) => tally.get("base") === "area");
    if (!area || !this.heads) throw unknownRule("seats");
    const wanted = { chosen: null, next_round: [], seats: this.seats };
    if (unknown) return { ...wanted, result: "undetermined", elected: [], equal: [], left: this.seats, again: [] };
    const votes = (one) => [this.heads.get("marks").get(one), area.get("marks").get(one) || 0n];
    const compare = (a, b) => sign(votes(b)[0] - votes(a)[0]) || sign(votes(b)[1] - votes(a)[1]);
    const order = [...passing].sort(compare);
    const number = Number(this.seats);
    let elected = order.slice(0, number);
    let equal = [];
    if (order.length > number && compare(order[number - 1], order[number]) === 0) {
      equal = order.filter((one) => compare(one, order[number]) === 0);
      elected = order.filter((one) => compare(one, order[number]) < 0);
    }
    const left = this.seats - BigInt(elected.length);
    const again = left === 0n ? [] : this.options.filter((one) => (equal.length ? equal.includes(one) : !elected.includes(one)));
    return { ...wanted, result: elected.length ? "passed" : "rejected", elected, equal, left, again };
  }
}

const DELIVERY = { served: isCount, agenda_noticed: isTruth, warning_printed: isTruth, commitment: isHash };

function readMotionLog(bundle, report) {
  const casts = [];
  const last = new Map();
  const cast = (log, entry, at) => {
    const wanted = (last.get(entry.get("slot")) || 0n) + 1n;
    if (entry.get("revision") !== wanted) log.say(at, "版次不连续", "the revisions have a gap");
    if (log.state === "ticking-ended" && entry.get("channel") !== "paper") {
      log.say(at, "截止以后只能补录纸质票", "after the end only papers are entered");
    }
    last.set(entry.get("slot"), entry.get("revision"));
    casts.push(entry);
  };
  const delivered = (log, entry) => {
    log.delivery = entry;
  };
  const parts = { slot: isText, revision: isCount, commitment: isHash, channel: isText };
  const log = new AskedLog(bundle, report, "motion", { area: isText, motion: isMap }, {
    cast: { after: OPEN, parts, read: cast },
    delivery: { after: OPEN, parts: DELIVERY, read: delivered },
  });
  log.casts = casts;
  if (log.facts.closed) report.compare("ledger.jsonl ballots", log.facts.closed.get("ballots"), BigInt(last.size));
  return log;
}

/** Owners elect, by heads and by area; silence can be nobody's majority. */
function isElection(asked) {
  const bases = asked.get("bars").map((one) => one.get("base")).sort();
  const enough = BigInt(asked.get("options").length) >= asked.get("seats");
  return enough && asked.get("kind") === "owners-motion" && same(bases, ["area", "heads"]) && asked.get("silence") !== "follow_majority";
}

/** In which format such a motion has to be published: others may not know what it says. */
function formatOfMotion(log) {
  const asked = log.plan.get("motion");
  if (asked.get("seats")) return 4;
  if (asked.get("bars").some((one) => one.has("of"))) return 3;
  return log.roll.get("weights").has("decimals") ? 2 : 1;
}

async function checkMotion(bundle, report) {
  const log = readMotionLog(bundle, report);
  report.agrees(`记录：${log.entries.length}条，次序合法`, `Log: ${log.entries.length} entries, in a legal order`);
  const asked = log.plan.get("motion");
  expectShape(asked, ASKED_PARTS, "ledger.jsonl:1");
  if (log.plan.get("format") !== 1n || !ASKED(asked) || (asked.get("seats") && !isElection(asked))) {
    throw new CannotTell("这个网页不认识这种表决或通过条件", "this page does not know a motion, or a bar, like this one");
  }
  expectShape(log.roll, { weights: WEIGHTS }, "ledger.jsonl:2");
  if (formatOfMotion(log) > Number(bundle.format)) {
    throw new CannotTell("表决的内容超出了它写明的格式", "the motion says more than its format can");
  }
  checkCheckpoint(oneValueOf(bundle.files["checkpoint.json"], "checkpoint.json"), log.plan.get("area"), bundle.cycle, log.leaves, report);
  readPlaces(bundle, log.roll, log.roll.get("registered"), report);
  report.compare("ledger.jsonl:2 heads", log.roll.get("weights").get("heads"), log.roll.get("registered"));
  const decision = oneValueOf(bundle.files["decision.json"], "decision.json");
  expectShape(decision, { motion: isText, result: isText, tallies: isList(isMap), verdicts: isMap }, "decision.json");
  log.checkDigest(decision, "decision.json");
  if (!log.facts.closed) {
    report.compare("decision.json", decision, mapOf({ motion: log.plan.get("cycle"), result: "void", tallies: [], verdicts: new Map() }));
    report.agrees("截止前作废，没有计票", "It was voided before closing: nobody counted");
    return;
  }
  const count = new MotionCount(log, decision, report);
  count.checkTallies();
  count.checkVerdicts();
  count.checkResult();
  if (bundle.sealed) new SealedCount(bundle, log, count).check();
  else {
    report.leavesOut(
      "谁投了什么不公开，所以合计本身要用密封的包逐票核对",
      "Who said what is not public, so the totals themselves are checked paper by paper from the sealed bundle",
    );
  }
  if (log.state === "voided") report.agrees("这次表决已由两人作废：数目核对了，但不作数", "Two people have voided this motion: what is counted is not in force");
  if (!report.different.length) report.agrees(`结论“${count.result}”由合计按规定的比例得出`, `The result, ${count.result}, follows from the totals by the bars`);
  report.checks = count.checks;
}
