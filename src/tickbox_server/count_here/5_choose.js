// ---- 5. counting ticks, ranking, choosing --------------------------------------------------------

/** What is divided by, and how many count what: items, and options of items. */
function countTicks(log, ballots, base) {
  const rows = base === "households" ? unitedByHome(ballots) : ballots.map((one) => one.get("ticks"));
  const ofTick = new Map([...log.ticks.keys()].map((tick) => [tick, 0n]));
  const ofItem = new Map(log.plan.get("items").map((item) => [item.get("id"), 0n]));
  for (const ticks of rows) {
    const items = new Set();
    for (const tick of ticks) {
      const { item, option } = log.ticks.get(tick);
      ofTick.set(tick, ofTick.get(tick) + 1n);
      if (option !== NONE_OF_THESE) items.add(item.get("id"));
    }
    for (const id of items) ofItem.set(id, ofItem.get(id) + 1n);
  }
  for (const { entry } of log.sheets.values()) {
    for (const [tick, number] of entry.get("ticks")) {
      const { item, option } = log.ticks.get(tick);
      ofTick.set(tick, ofTick.get(tick) + number);
      if (option !== NONE_OF_THESE) ofItem.set(item.get("id"), ofItem.get(item.get("id")) + number);
    }
  }
  const sizes = { participants: log.people, registered: log.roll.get("registered"), households: log.roll.get("households") };
  return { base, size: sizes[base], ofTick, ofItem };
}

function unitedByHome(ballots) {
  const homes = new Map();
  for (const ballot of ballots) {
    const home = ballot.get("household");
    homes.set(home, new Set([...(homes.get(home) || []), ...ballot.get("ticks")]));
  }
  return [...homes.values()];
}

/** Items from the highest score down; those that are equal share a rank (1, 2, 2, 4). */
function ranked(items, compare) {
  const order = items.map((item, at) => ({ item, at }));
  order.sort((a, b) => compare(b.item, a.item) || a.at - b.at);
  const levels = [];
  for (const { item } of order) {
    const last = levels[levels.length - 1];
    if (last && compare(last[0], item) === 0) last.push(item);
    else levels.push([item]);
  }
  return levels;
}

const sign = (value) => (value > 0n ? 1 : value < 0n ? -1 : 0);

function rankingOf(log, counted, levels, chosen) {
  const rows = [];
  const share = (number) =>
    new Map([["numerator", number], ["denominator", counted.size], ["base", counted.base]]);
  for (const level of levels) {
    const rank = BigInt(rows.length + 1);
    for (const item of level) {
      const id = item.get("id");
      const row = new Map([["rank", rank], ["item", id], ["title", item.get("title")]]);
      row.set("ticks", counted.ofItem.get(id));
      row.set("share", share(counted.ofItem.get(id)));
      if (chosen) row.set("chosen", chosen.includes(id));
      const options = optionsOf(item, counted, share);
      if (options.length) row.set("options", options);
      rows.push(row);
    }
  }
  return rows;
}

function optionsOf(item, counted, share) {
  if (!item.get("options").length) return [];
  const offered = item.get("options").map((one) => [one.get("id"), one.get("title")]);
  offered.push([NONE_OF_THESE, NONE_WORDS]);
  const count = (id) => counted.ofTick.get(`${item.get("id")}/${id}`);
  const most = offered.reduce((best, [id]) => (count(id) > best ? count(id) : best), 0n);
  return offered.map(
    ([id, title]) =>
      new Map([
        ["option", id],
        ["title", title],
        ["ticks", count(id)],
        ["share", share(count(id))],
        ["leads", most > 0n && count(id) === most],
      ]),
  );
}

// -- tie-breaks -----------------------------------------------------------------------------------

/** Items in the order of a tie-break; null where it hands the tie back to people. */
function brokenBy(tieBreak, items) {
  const order = [...items];
  const [name, ...rest] = tieBreak.split(":");
  const seed = rest.join(":");
  if (tieBreak === "refuse") return null;
  if (tieBreak === "listed-first") return order;
  if (tieBreak === "lexicographic") return order.sort((a, b) => byCodePoints(a.get("id"), b.get("id")));
  if (tieBreak === "lower-cost") return byCost(order);
  if (name === "lot" && seed) {
    const tickets = new Map(order.map((item) => [item, hexOf(sha256(bytesOf(`${seed}\0${item.get("id")}`)))]));
    return order.sort((a, b) => (tickets.get(a) < tickets.get(b) ? -1 : 1));
  }
  throw new CannotTell(`这个网页不认识“${tieBreak}”这种并列处理`, `this page does not know the tie-break '${tieBreak}'`);
}

/** The cheapest first, unknown costs last; equally dear ones stay as they stand. */
function byCost(items) {
  const cost = (item) => item.get("cost");
  return [...items].sort((a, b) => {
    if (cost(a) === null || cost(b) === null) return Number(cost(a) === null) - Number(cost(b) === null);
    return sign(cost(a) - cost(b));
  });
}

// -- what a choice is bound by --------------------------------------------------------------------

const unknownRule = (key) =>
  new CannotTell(
    `这个网页不会数“${key}”这种规则或它的参数；recount.py 会数的，请用它`,
    `This page does not count the rule '${key}', or a parameter of it; recount.py may, so use that`,
  );

const reduced = (above, below) => {
  let [a, b] = [above, below];
  while (b) [a, b] = [b, a % b];
  return [above / (a || 1n), below / (a || 1n)];
};

/** "100", ">100", "5%", ">1/3": a number of ticks, or a part of the base; reached or exceeded. */
function thresholdOf(written, key) {
  const text = typeof written === "bigint" ? `${written}` : written;
  const found = isText(text) && /^(>?)\s*(\d+)(?:\/([1-9]\d*)|(?:\.(\d+))?\s*(%?))$/.exec(text.trim());
  if (!found) throw unknownRule(key);
  const [, more, whole, below, decimals = "", percent] = found;
  const ofBase = Boolean(below || percent);
  let above = BigInt(`${whole}${below ? "" : decimals}`);
  let under = below ? BigInt(below) : 10n ** BigInt(decimals.length);
  if (percent) under *= 100n;
  [above, under] = reduced(above, under);
  return { above, under, ofBase, exceeded: Boolean(more) };
}

const isNoThreshold = (bar) => bar.above === 0n && !bar.ofBase && !bar.exceeded;

function thresholdText({ above, under, ofBase, exceeded }) {
  const number = ofBase || under !== 1n ? `${above}/${under}` : `${above}`;
  return `${exceeded ? ">" : ""}${number}`;
}

/** Whether a number reaches it, compared by multiplying crosswise. */
function reaches(bar, ticks, counted) {
  if (!bar.ofBase) return bar.exceeded ? ticks * bar.under > bar.above : ticks * bar.under >= bar.above;
  if (counted.size === 0n && bar.above > 0n) return ticks >= 1n;
  const [reached, wanted] = [ticks * bar.under, bar.above * counted.size];
  return bar.exceeded ? reached > wanted : reached >= wanted;
}

const TIER = shaped({ places: orNone(orNull(isCount)), budget: orNone(orNull(isCount)) });
const CONSTRAINTS = ["threshold", "exclusive", "quotas", "tiers", "unfit"];

function constraintsOf(plan) {
  const key = plan.get("rule").get("key");
  const given = plan.get("rule").get("parameters");
  const exclusive = given.has("exclusive") ? given.get("exclusive") : [];
  const quotas = given.has("quotas") ? given.get("quotas") : new Map();
  const tiers = given.has("tiers") ? given.get("tiers") : new Map();
  const unfit = given.has("unfit") ? given.get("unfit") : "skip";
  const listed = plan.get("items").map((item) => item.get("id"));
  const known =
    isList(isList((id) => listed.includes(id)))(exclusive) &&
    isCounts(quotas) &&
    isMap(tiers) &&
    [...tiers.values()].every(TIER) &&
    ["skip", "stop"].includes(unfit);
  if (!known) throw unknownRule(key);
  const threshold = thresholdOf(given.has("threshold") ? given.get("threshold") : 0n, key);
  const group = new Map(exclusive.flatMap((ids, at) => ids.map((id) => [id, at])));
  return { threshold, exclusive, group, quotas, tiers, stops: unfit === "stop" };
}

/** The constraints as an outcome names them: only those that are not as by default. */
function constraintsSaid(bound) {
  const said = new Map();
  if (!isNoThreshold(bound.threshold)) said.set("threshold", thresholdText(bound.threshold));
  if (bound.exclusive.length) said.set("exclusive", bound.exclusive);
  if (bound.quotas.size) said.set("quotas", bound.quotas);
  if (bound.tiers.size) said.set("tiers", new Map([...bound.tiers].map(([name, tier]) => [name, withoutNull(tier)])));
  if (bound.stops) said.set("unfit", "stop");
  return said;
}

const withoutNull = (map) => new Map([...map].filter(([, value]) => value !== null));

/** What is chosen so far on the way down, and what is left of everything. */
class Walk {
  constructor(bound, places, budget) {
    this.bound = bound;
    this.places = places;
    this.budget = budget;
    this.chosen = [];
    this.held = []; // of the chosen, those that only keep the place of an open tie
    this.ofCategory = new Map();
    this.ofTier = new Map();
    this.spent = new Map(); // by tier
    this.stopped = new Set();
    this.groups = new Set();
  }

  copied() {
    const other = new Walk(this.bound, this.places, this.budget);
    other.chosen = [...this.chosen];
    other.held = [...this.held];
    for (const name of ["ofCategory", "ofTier", "spent"]) other[name] = new Map(this[name]);
    for (const name of ["stopped", "groups"]) other[name] = new Set(this[name]);
    return other;
  }

  get allSpent() {
    let sum = 0n;
    for (const money of this.spent.values()) sum += money;
    return sum;
  }

  tierOf(item) {
    const tier = this.bound.tiers.get(item.get("tier")) || new Map();
    const limit = (name) => (tier.get(name) === undefined ? null : tier.get(name));
    return { places: limit("places"), budget: limit("budget") };
  }

  /** Each thing that is limited and of which it takes: its name, how much, and what is left. */
  claims(item) {
    const tier = this.tierOf(item);
    const quota = this.bound.quotas.get(item.get("category"));
    const group = this.bound.group.get(item.get("id"));
    const cost = item.get("cost");
    const claims = [];
    if (this.places !== null) claims.push(["places", 1n, this.places - BigInt(this.chosen.length)]);
    if (quota !== undefined) claims.push([`category ${item.get("category")}`, 1n, quota - (this.ofCategory.get(item.get("category")) || 0n)]);
    if (tier.places !== null) claims.push([`tier ${item.get("tier")}`, 1n, tier.places - (this.ofTier.get(item.get("tier")) || 0n)]);
    if (group !== undefined) claims.push([`group ${group}`, 1n, this.groups.has(group) ? 0n : 1n]);
    if (cost && tier.budget !== null) claims.push([`money ${item.get("tier")}`, cost, tier.budget - (this.spent.get(item.get("tier")) || 0n)]);
    if (cost && this.budget !== null) claims.push(["budget", cost, this.budget - this.allSpent]);
    return claims;
  }

  hasPlace(item) {
    return this.claims(item).every(([thing, part, left]) => thing === "budget" || thing.startsWith("money ") || part <= left);
  }

  hasMoney(item) {
    const limited = this.budget !== null || this.tierOf(item).budget !== null;
    if (!limited) return true;
    if (this.stopped.has(item.get("tier")) || item.get("cost") === null) return false;
    const tier = this.tierOf(item);
    const own = tier.budget === null || item.get("cost") <= tier.budget - (this.spent.get(item.get("tier")) || 0n);
    return own && (this.budget === null || item.get("cost") <= this.budget - this.allSpent);
  }

  take(item) {
    if (!this.hasPlace(item)) return false;
    if (!this.hasMoney(item)) {
      if (this.bound.stops) this.stopped.add(item.get("tier"));
      return false;
    }
    const [tier, category] = [item.get("tier"), item.get("category")];
    this.chosen.push(item.get("id"));
    this.ofCategory.set(category, (this.ofCategory.get(category) || 0n) + 1n);
    this.ofTier.set(tier, (this.ofTier.get(tier) || 0n) + 1n);
    this.spent.set(tier, (this.spent.get(tier) || 0n) + (item.get("cost") || 0n));
    const group = this.bound.group.get(item.get("id"));
    if (group !== undefined) this.groups.add(group);
    return true;
  }

  /** What the chosen cost of the budgets there are; null where there is none. */
  get cost() {
    const own = [...this.bound.tiers].filter(([, tier]) => isCount(tier.get("budget"))).map(([name]) => name);
    const tiers = this.budget !== null ? [...this.spent.keys()] : own;
    if (this.budget === null && !own.length) return null;
    let sum = 0n;
    for (const name of tiers) sum += this.spent.get(name) || 0n;
    for (const item of this.held) if (tiers.includes(item.get("tier"))) sum -= item.get("cost") || 0n;
    return sum;
  }
}

const MOST_TRIED = 10;

/** Sets that share an item are one: who stands in a tie together. */
function linked(sets) {
  const found = [];
  for (const set of sets) {
    const near = found.filter((other) => [...set].some((item) => other.has(item)));
    for (const other of near) found.splice(found.indexOf(other), 1);
    found.push(new Set([...set, ...near.flatMap((other) => [...other])]));
  }
  return found;
}

/** Of a level, the items among whom only an order decides, each tie by itself, as listed. */
function tiesOf(level, walk) {
  const fit = level.filter((item) => walk.hasMoney(item));
  const wanted = new Map();
  for (const item of fit) {
    for (const [thing, part, left] of walk.claims(item)) {
      if (!wanted.has(thing)) wanted.set(thing, { left, parts: new Map() });
      wanted.get(thing).parts.set(item, part);
    }
  }
  const sets = [];
  for (const [thing, { left, parts }] of wanted) {
    const most = new Map();
    for (const [item, part] of parts) {
      const group = walk.bound.group.get(item.get("id"));
      const key = group === undefined || thing.startsWith("group ") ? item : group;
      if (!(most.get(key) >= part)) most.set(key, part);
    }
    let together = 0n;
    for (const part of most.values()) together += part;
    if (together > left) sets.push(new Set(parts.keys()));
  }
  if (walk.bound.stops) {
    const ending = new Set(level.filter((item) => !fit.includes(item)).map((item) => item.get("tier")));
    for (const tier of ending) {
      if (fit.some((item) => item.get("tier") === tier)) sets.push(new Set(level.filter((item) => item.get("tier") === tier)));
    }
  }
  const ties = linked(sets).map((set) => level.filter((item) => set.has(item)));
  return ties.sort((a, b) => level.indexOf(a[0]) - level.indexOf(b[0]));
}

/** How many of some items can be taken together, whichever they are; few are tried one by one. */
function mostTogether(tied, walk) {
  const cheapest = byCost(tied);
  const all = walk.copied();
  const least = cheapest.filter((item) => all.take(item)).length;
  if (tied.length > MOST_TRIED || takeAlike(tied, walk)) return least;
  let best = least;
  for (let choice = 0; choice < 1 << cheapest.length; choice += 1) {
    const some = cheapest.filter((_, at) => (choice >> at) & 1);
    if (some.length <= best) continue;
    const other = walk.copied();
    if (some.every((item) => other.take(item))) best = some.length;
  }
  return best;
}

/** Whether it is all one to those behind them which of these are taken. */
function takeAlike(tied, walk) {
  const taken = tied.map((item) => {
    const claims = walk.claims(item).map(([thing, part]) => `${thing}\0${part}`).sort();
    return `${walk.hasMoney(item)}\0${walk.bound.stops ? item.get("tier") : ""}\0${claims.join("\0")}`;
  });
  return new Set(taken).size === 1;
}

/** Down the ranking; ties that the tie-break hands back stay open where \`open\` allows it. */
function choose(levels, bound, counted, tieBreak, places, budget) {
  let walk = new Walk(bound, places, budget);
  const ties = [];
  const enough = (item) => reaches(bound.threshold, counted.ofItem.get(item.get("id")), counted);
  let final = true;
  for (let number = 0; number < levels.length; number += 1) {
    const able = levels[number].filter(
      (item) => enough(item) && walk.hasPlace(item) && (bound.stops || walk.hasMoney(item)),
    );
    const tied = tiesOf(able, walk);
    for (const item of able) if (!tied.some((tie) => tie.includes(item))) walk.take(item);
    const refused = [];
    for (const tie of tied) {
      const order = brokenBy(tieBreak, tie);
      if (order === null) refused.push(tie);
      else ties.push(tieRow(tie, tieBreak, order.filter((item) => walk.take(item))));
    }
    if (!refused.length) continue;
    const behind = levels.slice(number + 1).flat();
    const alike = refused.every((tie) => takeAlike(tie, walk));
    final = alike || !behind.some((item) => enough(item) && walk.hasPlace(item) && walk.hasMoney(item));
    const held = walk.copied();
    for (const tie of refused) {
      const most = mostTogether(tie, held);
      held.held.push(...byCost(tie).filter((item) => held.take(item)));
      ties.push(openTie(tie, most, tieBreak));
    }
    if (alike) walk = held;
    if (!final) break;
  }
  const heldIds = walk.held.map((item) => item.get("id"));
  return { chosen: walk.chosen.filter((id) => !heldIds.includes(id)), ties, final, cost: walk.cost };
}

const idsOf = (items) => items.map((item) => item.get("id"));

function tieRow(tie, tieBreak, won) {
  return new Map([["items", idsOf(tie)], ["places", BigInt(won.length)], ["tie_break", tieBreak], ["chosen", idsOf(won)]]);
}

function openTie(tie, places, tieBreak) {
  return new Map([["items", idsOf(tie)], ["places", BigInt(places)], ["tie_break", tieBreak], ["chosen", []]]);
}

const isOpen = (tie) => BigInt(tie.get("chosen").length) < tie.get("places");

// -- tick-share and tick-count ---------------------------------------------------------------------

function countByTicks(log, ballots, tieBreak) {
  const plan = log.plan;
  const key = plan.get("rule").get("key");
  const given = plan.get("rule").get("parameters");
  const allowed = key === "tick-share" ? ["base", ...CONSTRAINTS] : CONSTRAINTS;
  if ([...given.keys()].some((name) => !allowed.includes(name))) throw unknownRule(key);
  const base = key === "tick-share" && given.has("base") ? given.get("base") : "participants";
  if (!["participants", "registered", "households"].includes(base)) throw unknownRule(key);
  if (base === "households" && !log.tagged && log.people > 0n) {
    throw new CannotTell("选票没有写明属于哪一户，不能按户数", "the ballots do not say of which home they are, so homes cannot be counted");
  }
  if (base === "households" && log.sheets.size) throw unknownRule(key);
  const bound = constraintsOf(plan);
  const counted = countTicks(log, ballots, base);
  const levels = ranked(plan.get("items"), (a, b) => sign(counted.ofItem.get(a.get("id")) - counted.ofItem.get(b.get("id"))));
  const said = constraintsSaid(bound);
  const chooses = plan.get("places") !== null || said.size > 0;
  const places = log.people === 0n ? 0n : plan.get("places");
  const money = bound.tiers.size && isCount(plan.get("budget")) ? plan.get("budget") : null;
  const choice = chooses ? choose(levels, bound, counted, tieBreak, places, money) : { ties: [], final: true };
  const parameters = new Map(said);
  if (key === "tick-share") parameters.set("base", base);
  const outcome = { base, parameters, ranking: rankingOf(log, counted, levels, choice.chosen), ties: choice.ties, final: choice.final };
  if (chooses) outcome.selected = choice.chosen;
  if (chooses && choice.cost !== null) {
    outcome.cost = choice.cost;
    outcome.budget = isCount(plan.get("budget")) ? plan.get("budget") : sumOfTiers(bound.tiers);
  }
  return outcome;
}

function sumOfTiers(tiers) {
  let sum = 0n;
  for (const tier of tiers.values()) sum += tier.get("budget") || 0n;
  return sum;
}
