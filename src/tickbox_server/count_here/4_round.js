// ---- 4. a round: its plan, what was cast, which ballots count -----------------------------------

const NONE_OF_THESE = "none-of-these";
const NONE_WORDS = mapOf({ zh: "都不选", en: "none of these" });
const isTime = (value) => isText(value) && momentOf(value) !== null;
const PLUGIN = shaped({ name: isText });
const OPTION = shaped({ id: isText, title: isWords, cost: orNone(orNull(isCount)) });
const ITEM = shaped({
  id: isText,
  title: isWords,
  category: isText,
  tier: isText,
  cost: orNull(isCount),
  options: isList(OPTION),
});
const LIMIT = { minimum: isCount, maximum: orNull(isCount) };
const LIMITS = shaped({
  ...LIMIT,
  tiers: orNone(isList(shaped({ ...LIMIT, tier: isText }))),
  categories: orNone(isList(shaped({ ...LIMIT, category: isText }))),
  budget: orNone(isCount),
});
const CONFIGURATION = {
  area: isText,
  items: isList(ITEM),
  limits: LIMITS,
  rule: shaped({ key: isText, version: isText, plugin: PLUGIN, parameters: isMap }),
  places: orNull(isCount),
  budget: orNone(orNull(isCount)),
  tie_break: isText,
  revisable: isTruth,
  jurisdiction: isText,
  proxies: orNone(isCount),
  ends: orNone(isText),
  extensions: orNone(isCount),
  extension_days: orNone(isCount),
  settles: orNone(shaped({ round: isText, entry: isHash })),
};

/** An instant written with its distance from UTC, in seconds; null where it is none. */
function momentOf(text) {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
  const found = form.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(found) ? null : BigInt(found);
}

function planFormat(plan) {
  const limits = plan.get("limits");
  if (isMap(limits) && (limits.has("categories") || limits.has("budget"))) return 3n;
  return plan.has("settles") ? 2n : 1n;
}

/** Every tick that a ballot may hold: of which item it is, of which option, and what it costs. */
function ticksOf(plan) {
  const ticks = new Map();
  const ids = new Set();
  for (const item of plan.get("items")) {
    const options = item.get("options");
    ids.add(item.get("id"));
    if (!options.length) ticks.set(item.get("id"), { item, option: null, cost: item.get("cost") });
    for (const one of options) {
      const cost = one.get("cost") === undefined || one.get("cost") === null ? item.get("cost") : one.get("cost");
      ticks.set(`${item.get("id")}/${one.get("id")}`, { item, option: one.get("id"), cost });
    }
    if (options.length) {
      ticks.set(`${item.get("id")}/${NONE_OF_THESE}`, { item, option: NONE_OF_THESE, cost: 0n });
    }
  }
  if (ids.size !== plan.get("items").length) {
    throw new Differs("ledger.jsonl:1：有两项编号相同", "ledger.jsonl:1: two items have one id");
  }
  return ticks;
}

// -- walking through the log ----------------------------------------------------------------------

class RoundLog {
  constructor(bundle, report) {
    this.report = report;
    this.format = bundle.format;
    this.state = "";
    this.facts = {};
    this.casts = new Map(); // by slot: { revision, entry, at, channel, count }
    this.sheets = new Map(); // by number, those that were not taken back
    this.onSheet = new Map(); // by slot: the number of its sheet
    this.account = { replaced: 0n, corrected: 0n, takenBack: 0n, papers: 0n };
    this.waiting = new Set(); // slots whose paper was keyed wrongly and is to be keyed again
    this.extended = 0n;
    const { entries, leaves } = readLog(bundle);
    this.entries = entries;
    this.leaves = leaves;
    entries.forEach((entry, at) => this.step(entry, at));
    this.end();
  }

  step(entry, at) {
    const kind = entry.get("kind");
    const handler = ROUND_ENTRIES[kind];
    if (!Object.hasOwn(ROUND_ENTRIES, kind)) throw unknownKind(at, kind);
    if (!handler.after.includes(this.state) || (kind !== "cast" && this.lasts)) throw outOfOrder(at, kind);
    if (handler.parts) expectShape(entry, handler.parts, `ledger.jsonl:${at + 1}`);
    handler.read(this, entry, at);
    if (handler.then) {
      this.state = handler.then;
      this.facts[kind] = entry;
    }
  }

  get lasts() {
    return ["result", "voided"].includes(this.state);
  }

  say(at, zh, en) {
    this.report.differs(`ledger.jsonl:${at + 1}：${zh}`, `ledger.jsonl:${at + 1}: ${en}`);
  }

  end() {
    if (!["result", "tied", "voided"].includes(this.state)) {
      throw new Differs("记录没有以结果结束", "the log does not end with the result");
    }
  }

  get plan() {
    return this.facts.configuration;
  }

  get roll() {
    return this.facts.roll;
  }

  get tagged() {
    return this.format === "1";
  }

  get people() {
    let number = BigInt(this.casts.size);
    for (const { entry } of this.sheets.values()) number += BigInt(entry.get("places").length);
    return number;
  }
}

const OPEN = ["opened", "ticking-ended"];
const ROUND_ENTRIES = {
  configuration: {
    after: [""],
    then: "configuration",
    read(log, entry, at) {
      if (entry.get("format") !== planFormat(entry)) {
        if ([1n, 2n, 3n].includes(entry.get("format"))) {
          throw new Differs("ledger.jsonl:1：清单的格式不对", "ledger.jsonl:1: the format of the plan is wrong");
        }
        throw unknownKind(at, "configuration");
      }
      expectShape(entry, CONFIGURATION, "ledger.jsonl:1");
      log.ticks = ticksOf(entry);
      log.hour = entry.get("ends");
      if (log.hour !== undefined && momentOf(log.hour) === null) {
        throw new Differs("ledger.jsonl:1：截止时刻写得不对", "ledger.jsonl:1: the hour of its end is none");
      }
    },
  },
  roll: { after: ["configuration"], then: "roll", parts: ROLL, read() {} },
  opened: {
    after: ["roll"],
    then: "opened",
    parts: { at: isText, announced: orNone(isText) },
    read(log, entry, at) {
      if (entry.has("announced")) checkNotBefore(log, entry, at);
    },
  },
  cast: {
    after: OPEN,
    parts: { slot: isText, revision: isCount, commitment: isHash, channel: isText },
    read: readCast,
  },
  "ballot-superseded": {
    after: OPEN,
    parts: { slot: isText, revision: isCount, reason: isWords },
    read(log, entry, at) {
      const cast = log.casts.get(entry.get("slot"));
      const fits = cast && cast.entry.get("revision") === entry.get("revision");
      if (!fits || cast.entry.get("channel") !== "paper" || log.waiting.has(entry.get("slot"))) {
        log.say(at, "更正的不是这个代号最后一张纸质票", "it corrects no last paper of that slot");
        return;
      }
      log.waiting.add(entry.get("slot"));
    },
  },
  "count-sheet": {
    after: OPEN,
    parts: { number: isCount, places: isList(isMap), ticks: isCounts },
    read: readSheet,
  },
  "count-sheet-superseded": {
    after: OPEN,
    parts: { number: isCount, reason: isWords },
    read(log, entry, at) {
      const sheet = log.sheets.get(entry.get("number"));
      if (!sheet) {
        log.say(at, "没有这份计数单", "there is no such count sheet");
        return;
      }
      log.account.takenBack += BigInt(sheet.entry.get("places").length);
      log.sheets.delete(entry.get("number"));
      for (const place of sheet.entry.get("places")) log.onSheet.delete(place.get("slot"));
    },
  },
  "ticking-extended": {
    after: ["opened"],
    parts: { at: isTime, announced: isTime, until: isTime, reason: isWords },
    read: readExtended,
  },
  "ticking-ended": {
    after: ["opened"],
    then: "ticking-ended",
    parts: { at: isTime, announced: isTime },
    read(log, entry, at) {
      if (log.hour === undefined || entry.get("announced") !== log.hour) {
        log.say(at, "不是公告的截止时刻", "it is not the hour that was announced");
      }
      checkNotBefore(log, entry, at);
    },
  },
  closed: { after: OPEN, then: "closed", parts: { at: isText, ballots: isCount }, read: readClosed },
  tied: {
    after: ["closed"],
    then: "tied",
    parts: { ties: isList(isMap), final: isTruth },
    read() {},
  },
  settled: {
    after: ["tied"],
    then: "settled",
    parts: { how: isText, dice: isText, reason: isWords },
    read(log, entry, at) {
      const format = entry.get("format") === undefined ? 1n : entry.get("format");
      if (format === (entry.get("how") === "run-off" ? 2n : 1n)) return;
      if (format === 1n || format === 2n) {
        throw new Differs(`ledger.jsonl:${at + 1}：格式不对`, `ledger.jsonl:${at + 1}: its format is wrong`);
      }
      throw unknownKind(at, "settled");
    },
  },
  result: { after: ["closed", "settled"], then: "result", parts: { outcome: isHash }, read() {} },
  voided: {
    after: ["opened", "ticking-ended", "closed", "tied"],
    then: "voided",
    parts: { reason: isWords, outcome: (v) => v === "" || isHash(v), uncounted: isWords },
    read() {},
  },
};

function checkNotBefore(log, entry, at) {
  const [now, hour] = [momentOf(entry.get("at")), momentOf(entry.get("announced"))];
  if (now === null || hour === null || now < hour) {
    log.say(at, "早于公告的时刻", "it is before the hour that was announced");
  }
}

function readCast(log, entry, at) {
  const slot = entry.get("slot");
  const before = log.casts.get(slot);
  const channel = entry.get("channel");
  const wanted = before ? before.entry.get("revision") + 1n : 1n;
  if (entry.get("revision") !== wanted) {
    log.say(at, `第${shown(wanted)}次应在此`, `revision ${shown(wanted)} of this slot should stand here`);
  }
  const corrects = log.waiting.delete(slot);
  if (before && !corrects && !log.plan.get("revisable")) {
    log.say(at, "这一轮不许改票", "this round allows no second ballot");
  }
  if (corrects) log.account.corrected += 1n;
  else if (before) log.account.replaced += 1n;
  if (channel === "paper" && !corrects) log.account.papers += 1n;
  if (channel === "proxy" && (before || !log.plan.get("proxies"))) {
    log.say(at, "这里不许代交", "no proxy is allowed here");
  }
  if (log.state === "ticking-ended" && channel !== "paper") {
    log.say(at, "截止以后只能补录纸质票", "after the end only papers are entered");
  }
  if (log.onSheet.has(slot)) log.say(at, "已计在计数单上", "it is counted on a sheet already");
  log.casts.delete(slot); // the map keeps the order of the last casts
  log.casts.set(slot, { entry, at });
}

function readSheet(log, entry, at) {
  const number = entry.get("number");
  if (log.sheets.has(number) || log.lastSheet >= number) {
    log.say(at, "计数单的号码重复", "the number of the count sheet was there before");
  }
  log.lastSheet = number;
  for (const place of entry.get("places")) {
    const slot = place.get("slot");
    if (log.casts.has(slot) || log.onSheet.has(slot)) {
      log.say(at, `“${slot}”计了两次`, `'${slot}' counts twice`);
    }
    log.onSheet.set(slot, number);
  }
  log.sheets.set(number, { entry, at });
}

function readExtended(log, entry, at) {
  log.extended += 1n;
  const [now, hour, until] = ["at", "announced", "until"].map((part) => momentOf(entry.get(part)));
  const days = log.plan.get("extension_days") || 0n;
  const allowed =
    log.hour !== undefined &&
    entry.get("announced") === log.hour &&
    log.extended <= (log.plan.get("extensions") || 0n) &&
    now < hour &&
    hour < until &&
    until - hour <= days * 86400000n;
  if (!allowed) log.say(at, "不能这样延期", "it cannot be put off so");
  log.hour = entry.get("until");
}

function readClosed(log, entry, at) {
  const format = entry.get("format");
  if (format === 1n) throw new Differs(`ledger.jsonl:${at + 1}：格式不对`, `ledger.jsonl:${at + 1}: its format is wrong`);
  if (format !== undefined && format !== 2n) throw unknownKind(at, "closed");
  if (log.hour !== undefined && log.state !== "ticking-ended") throw outOfOrder(at, "closed");
  if (log.waiting.size) log.say(at, "更正的票没有重新录入", "a corrected paper was not keyed again");
  log.report.compare(`ledger.jsonl:${at + 1} ballots`, entry.get("ballots"), log.people);
  if (format === undefined) return;
  expectShape(entry, { papers: isCount, void: isCounts }, `ledger.jsonl:${at + 1}`);
  let papers = log.account.papers;
  for (const number of entry.get("void").values()) papers += number;
  log.report.compare(`ledger.jsonl:${at + 1} papers`, entry.get("papers"), papers);
}

// -- ballots --------------------------------------------------------------------------------------

/** The ballots that count, each opened and held against what was entered when it was cast. */
function readBallots(bundle, log, report) {
  const rows = valuesOf(bundle.files["ballots.jsonl"], "ballots.jsonl");
  const known = readPlaces(bundle, log.roll, log.roll.get("registered"), report);
  if (!log.facts.closed) {
    if (rows.length) report.differs("截止前作废，却公开了选票", "it was voided before closing, and opens ballots");
    return [];
  }
  const names = ["revision", "salt", "slot", "ticks", ...(log.tagged ? ["household"] : [])];
  const parts = { slot: isText, revision: isCount, salt: isSalt, ticks: isList(isText) };
  if (log.tagged) parts.household = isText;
  const opened = new Set();
  let last = -1;
  rows.forEach((row, number) => {
    const where = `ballots.jsonl:${number + 1}`;
    expectShape(row, parts, where);
    expectOnly(row, names, where);
    const cast = log.casts.get(row.get("slot"));
    if (!cast || opened.has(row.get("slot"))) {
      report.differs(`${where}：记录里没有这一票`, `${where}: the log has no such ballot`);
      return;
    }
    opened.add(row.get("slot"));
    if (cast.at < last) report.differs(`${where}：次序不对`, `${where}: it is out of order`);
    last = cast.at;
    checkOpening(row, cast.entry, where, report);
    checkTicks(row.get("ticks"), log, where, report);
    checkPlace(row, log, known, where, report);
  });
  for (const [slot, cast] of log.casts) {
    if (!opened.has(slot)) {
      report.differs(`ledger.jsonl:${cast.at + 1}：这一票没有公开`, `ledger.jsonl:${cast.at + 1}: its ballot is missing`);
    }
  }
  checkSheets(log, known, report);
  checkHouseholds(rows, log, report);
  return rows;
}

function checkOpening(row, entry, where, report) {
  const ticks = row.get("ticks");
  const sorted = ticks.every((tick, at) => at === 0 || byCodePoints(ticks[at - 1], tick) < 0);
  if (!sorted) report.differs(`${where}：勾选的次序不对或有重复`, `${where}: its ticks are out of order, or there twice`);
  const said = new Map(["revision", "slot", "ticks"].map((name) => [name, row.get(name)]));
  const commitment = hexOf(hmac(bytesOfHex(row.get("salt")), bytesOf(canonical(said))));
  if (row.get("revision") !== entry.get("revision") || commitment !== entry.get("commitment")) {
    report.differs(`${where}：与投票时的承诺不一致`, `${where}: it is not what was committed to when it was cast`);
  }
}

function checkPlace(row, log, known, where, report) {
  const names = log.tagged ? ["household", "slot"] : ["slot"];
  const exact = names.every((name) => isText(row.get(name)));
  const place = new Map(names.map((name) => [name, row.get(name)]));
  if (!exact || !known.has(hexOf(leafOfValue(place)))) {
    report.differs(`${where}：不在名册上`, `${where}: it is not on the roll`);
  }
}

/** Whether so many people can have ticked this: \`counts\` says how often each tick stands. */
function checkSums(counts, log, people, where, report) {
  const limits = log.plan.get("limits");
  const sums = { all: 0n, tier: new Map(), category: new Map(), cost: 0n };
  for (const [tick, number] of counts) {
    const { item, option, cost } = log.ticks.get(tick);
    if (option === NONE_OF_THESE) continue;
    sums.all += number;
    for (const part of ["tier", "category"]) {
      sums[part].set(item.get(part), (sums[part].get(item.get(part)) || 0n) + number);
    }
    if (number && sums.cost !== null) sums.cost = cost === null ? null : sums.cost + cost * number;
  }
  const within = (given, limit) =>
    given >= limit.get("minimum") * people &&
    (limit.get("maximum") === null || given <= limit.get("maximum") * people);
  const budget = limits.get("budget");
  const fits =
    within(sums.all, limits) &&
    (limits.get("tiers") || []).every((one) => within(sums.tier.get(one.get("tier")) || 0n, one)) &&
    (limits.get("categories") || []).every((one) => within(sums.category.get(one.get("category")) || 0n, one)) &&
    (budget === undefined || (sums.cost !== null && sums.cost <= budget * people));
  if (!fits) report.differs(`${where}：超出勾选的规定`, `${where}: it is outside the limits of ticks`);
}

function checkTicks(ticks, log, where, report) {
  const items = new Set();
  for (const tick of ticks) {
    const known = log.ticks.get(tick);
    if (!known || items.has(known.item)) {
      report.differs(`${where}：“${tick}”不在清单上，或同一项勾了两次`, `${where}: '${tick}' is not on the list, or its item is ticked twice`);
      return;
    }
    items.add(known.item);
  }
  checkSums(new Map(ticks.map((tick) => [tick, 1n])), log, 1n, where, report);
}

function checkSheets(log, known, report) {
  for (const { entry, at } of log.sheets.values()) {
    const where = `ledger.jsonl:${at + 1}`;
    const people = BigInt(entry.get("places").length);
    for (const place of entry.get("places")) {
      expectOnly(place, log.tagged ? ["household", "slot"] : ["slot"], where);
      checkPlace(place, log, known, where, report);
    }
    const byItem = new Map();
    let listed = true;
    for (const [tick, number] of entry.get("ticks")) {
      const found = log.ticks.get(tick);
      if (found) byItem.set(found.item, (byItem.get(found.item) || 0n) + number);
      else listed = false;
    }
    if (!listed || [...byItem.values()].some((number) => number > people)) {
      report.differs(`${where}：合计比人数还多，或有清单以外的项`, `${where}: its sums are more than its people, or of what is not listed`);
      continue;
    }
    checkSums(entry.get("ticks"), log, people, where, report);
  }
}

function checkHouseholds(rows, log, report) {
  const homes = new Set(rows.map((row) => row.get("household"))); // without tags: one at least
  for (const { entry } of log.sheets.values()) {
    for (const place of entry.get("places")) homes.add(place.get("household"));
  }
  if (log.people > log.roll.get("registered") || BigInt(homes.size) > log.roll.get("households")) {
    report.differs("票数或户数比名册还多", "there are more ballots or homes than the roll has");
  }
}
