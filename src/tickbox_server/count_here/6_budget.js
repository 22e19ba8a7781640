// ---- 6. rules with a budget -----------------------------------------------------------------------

/** Votes, or votes per cost: what is wanted and costs nothing stands before everything. */
function byWorth(counted, perCost) {
  const worth = (item) => {
    const votes = counted.ofItem.get(item.get("id"));
    if (!perCost) return [votes, 1n];
    if (item.get("cost") === 0n) return votes > 0n ? [1n, 0n] : [0n, 1n];
    return [votes, item.get("cost")];
  };
  return (a, b) => {
    const [one, other] = [worth(a), worth(b)];
    return sign(one[0] * other[1] - other[0] * one[1]);
  };
}

/** Going down the levels and taking what still fits into the money that is left. */
class Filling {
  constructor(budget, bound, tieBreak) {
    this.left = budget;
    this.bound = bound;
    this.tieBreak = tieBreak;
    this.stopped = false;
    this.final = true;
    this.chosen = [];
    this.ties = [];
    this.groups = new Set();
  }

  groupOf(item) {
    return this.bound.group.get(item.get("id"));
  }

  excluded(item) {
    return this.groups.has(this.groupOf(item));
  }

  fits(item) {
    return item.get("cost") <= this.left;
  }

  /** What they cost at most, one of each group. */
  together(items) {
    const most = new Map();
    for (const item of items) {
      const key = this.groupOf(item) === undefined ? item : this.groupOf(item);
      if (!(most.get(key) >= item.get("cost"))) most.set(key, item.get("cost"));
    }
    let sum = 0n;
    for (const cost of most.values()) sum += cost;
    return sum;
  }

  /** How many of them fit, the cheapest first, one of a group. */
  most(items) {
    const groups = new Set();
    let left = this.left;
    let number = 0;
    for (const item of byCost(items)) {
      const group = this.groupOf(item);
      if (item.get("cost") > left || groups.has(group)) continue;
      left -= item.get("cost");
      number += 1;
      if (group !== undefined) groups.add(group);
    }
    return number;
  }

  tied(level) {
    const able = level.filter((item) => !this.excluded(item));
    const fitting = able.filter((item) => this.fits(item));
    if (this.stopped || able.length < 2 || !fitting.length) return [];
    const ends = this.bound.stops && fitting.length < able.length;
    if (ends || this.together(fitting) > this.left) return [able];
    const groups = new Map();
    for (const item of fitting) {
      const group = this.groupOf(item);
      if (group !== undefined) groups.set(group, [...(groups.get(group) || []), item]);
    }
    return [...groups.values()].filter((members) => members.length > 1);
  }

  take(item) {
    if (this.stopped || this.excluded(item)) return false;
    if (!this.fits(item)) {
      this.stopped = this.bound.stops;
      return false;
    }
    this.chosen.push(item);
    this.left -= item.get("cost");
    if (this.groupOf(item) !== undefined) this.groups.add(this.groupOf(item));
    return true;
  }

  level(items, behind) {
    const ties = this.tied(items);
    for (const item of items) if (!ties.some((tie) => tie.includes(item))) this.take(item);
    for (const tie of ties) {
      const order = brokenBy(this.tieBreak, tie);
      if (order === null) this.leaveOpen(tie, behind);
      else this.ties.push(tieRow(tie, this.tieBreak, order.filter((item) => this.take(item))));
    }
  }

  /** A tie that goes back to people; on goes the count where it is all one who of them is taken. */
  leaveOpen(tie, behind) {
    const tied = this.bound.stops ? tie : tie.filter((item) => this.fits(item));
    const places = this.most(tied);
    this.ties.push(openTie(tied, places, this.tieBreak));
    const later = new Set(behind.map((item) => this.groupOf(item)));
    const groupOf = (item) => (later.has(this.groupOf(item)) ? this.groupOf(item) : undefined);
    const alike = new Set(tied.map((item) => `${item.get("cost")} ${groupOf(item)}`)).size === 1;
    if (alike) {
      const short = this.together(tied) > this.left;
      this.left -= BigInt(places) * tied[0].get("cost");
      if (groupOf(tied[0]) === undefined) this.stopped = this.bound.stops && short;
      else this.groups.add(groupOf(tied[0]));
    } else if (behind.some((item) => this.fits(item) && !this.excluded(item))) {
      this.final = false;
    }
  }
}

/** What a rule with a budget needs: the budget, and the cost of every item. */
function needsMoney(plan) {
  const costs = plan.get("items").every((item) => isCount(item.get("cost")));
  if (!isCount(plan.get("budget")) || !costs) throw unknownRule(plan.get("rule").get("key"));
}

function wholeOf(value, key) {
  if (isCount(value)) return value;
  if (isText(value) && /^[0-9]+$/.test(value)) return BigInt(value);
  throw unknownRule(key);
}

function countGreedily(log, ballots, tieBreak) {
  const plan = log.plan;
  const rule = plan.get("rule");
  const given = rule.get("parameters");
  const key = rule.get("key");
  const known = ["unfit", "threshold", "ballots", "exclusive"];
  const call = given.has("ballots") ? given.get("ballots") : "as-cast";
  if ([...given.keys()].some((name) => !known.includes(name)) || !["as-cast", "ticks"].includes(call)) {
    throw unknownRule(key);
  }
  needsMoney(plan);
  const least = wholeOf(given.has("threshold") ? given.get("threshold") : 0n, key);
  const bound = constraintsOf(plan);
  const counted = countTicks(log, ballots, "participants");
  const compare = byWorth(counted, key === "greedy-ratio");
  const stands = (item) => counted.ofItem.get(item.get("id")) >= least;
  const levels = ranked(plan.get("items").filter(stands), compare);
  const below = ranked(plan.get("items").filter((item) => !stands(item)), compare);
  const filling = new Filling(plan.get("budget"), bound, tieBreak);
  levels.forEach((level, at) => {
    if (filling.final) filling.level(level, levels.slice(at + 1).flat());
  });
  const chosen = idsOf(filling.chosen);
  const parameters = mapOf({ unfit: bound.stops ? "stop" : "skip", threshold: least, ballots: call });
  if (bound.exclusive.length) parameters.set("exclusive", bound.exclusive);
  return {
    base: "participants",
    parameters,
    ranking: rankingOf(log, counted, [...levels, ...below], chosen),
    ties: filling.ties,
    final: filling.final,
    selected: chosen,
    cost: filling.chosen.reduce((sum, item) => sum + item.get("cost"), 0n),
    budget: plan.get("budget"),
  };
}

// -- rules in proportion: equal shares, and Phragmén's, step by step in exact fractions ------------

const MOST_RAISES = 2000;

const tieOfSteps = (key) =>
  new CannotTell(
    `按“${key}”数到有并列的一步：这个网页不数这样的并列，recount.py 会数`,
    `By '${key}' a step comes to a tie, which this page does not count; recount.py does`,
  );

const less = ([a, b], [c, d]) => a * d < c * b;
const equal = ([a, b], [c, d]) => a * d === c * b;
const plus = ([a, b], [c, d]) => reduced(a * d + c * b, b * d);
const minus = ([a, b], [c, d]) => reduced(a * d - c * b, b * d);

/** Equal ballots are one kind of voter: what they support, and how many they are. */
function kindsOf(log, ballots) {
  const kinds = new Map();
  for (const ballot of ballots) {
    const supported = new Set();
    for (const tick of ballot.get("ticks")) {
      const { item, option } = log.ticks.get(tick);
      if (option !== NONE_OF_THESE) supported.add(item);
    }
    const key = [...supported].map((item) => item.get("id")).sort().join("\0");
    if (!kinds.has(key)) kinds.set(key, { supported, heads: 0n });
    kinds.get(key).heads += 1n;
  }
  return [...kinds.values()];
}

/** The one lowest of some items; none where there is none, and nothing is decided among equals. */
function lowestOf(offers, key) {
  let best = null;
  for (const offer of offers) if (!best || less(offer.price, best.price)) best = offer;
  if (best && offers.some((offer) => offer !== best && equal(offer.price, best.price))) throw tieOfSteps(key);
  return best;
}

/** What each supporter pays at most so that together they pay the cost; null where they cannot. */
function paymentFor(item, fans) {
  const order = [...fans].sort((a, b) => (less(a.money, b.money) ? -1 : equal(a.money, b.money) ? 0 : 1));
  let rest = [item.get("cost"), 1n];
  let heads = order.reduce((sum, fan) => sum + fan.heads, 0n);
  for (const fan of order) {
    if (!less([fan.money[0] * heads, fan.money[1]], rest)) return reduced(rest[0], rest[1] * heads);
    rest = minus(rest, [fan.money[0] * fan.heads, fan.money[1]]);
    heads -= fan.heads;
  }
  return null;
}

/** One run of equal shares, with so much money divided among all who took part. */
function sharesRun(items, kinds, voters, total, byCost, key) {
  const purses = kinds.map((kind) => ({ ...kind, money: reduced(total, voters) }));
  const bought = [];
  for (;;) {
    const offers = [];
    for (const item of items) {
      const fans = purses.filter((purse) => purse.supported.has(item));
      if (bought.includes(item) || !fans.length || (byCost && item.get("cost") === 0n)) continue;
      const pays = paymentFor(item, fans);
      if (pays) offers.push({ item, fans, pays, price: byCost ? [pays[0], pays[1] * item.get("cost")] : pays });
    }
    const best = lowestOf(offers, key);
    if (!best) return bought;
    bought.push(best.item);
    for (const fan of best.fans) fan.money = less(fan.money, best.pays) ? [0n, 1n] : minus(fan.money, best.pays);
  }
}

const costOf = (items) => items.reduce((sum, item) => sum + item.get("cost"), 0n);

/** Everybody's money raised, a unit of currency at a time, as far as what is bought can be paid. */
function raisedRun(run, items, kinds, voters, budget, byCost, until, key) {
  const wanted = items.filter((item) => kinds.some((kind) => kind.supported.has(item)) && (!byCost || item.get("cost") > 0n));
  let bought = run(budget);
  for (let number = 1; ; number += 1) {
    const rest = wanted.filter((item) => !bought.includes(item));
    const fits = rest.some((item) => item.get("cost") <= budget - costOf(bought));
    if (!rest.length || (until === "exhaustive" && !fits)) return bought;
    if (number > MOST_RAISES) throw tieOfSteps(key);
    const more = run(budget + BigInt(number) * voters * 100n);
    if (costOf(more) > budget) return bought;
    bought = more;
  }
}

const SHARES = {
  utility: ["cost", "cardinality"],
  completion: ["none", "add1", "add1-utilitarian", "greedy"],
  until: ["exhaustive", "overspending"],
};

function parametersOf(plan, choices) {
  const key = plan.get("rule").get("key");
  const known = { ...choices, ballots: ["as-cast", "ticks"], stakes: ["equal"] };
  const defaults = { utility: "cost", completion: "none", until: "exhaustive", ballots: "as-cast", stakes: "equal" };
  const given = plan.get("rule").get("parameters");
  const made = new Map(Object.keys(known).map((name) => [name, given.has(name) ? given.get(name) : defaults[name]]));
  const fits = [...given.keys()].every((name) => Object.hasOwn(known, name)) && [...made].every(([name, value]) => known[name].includes(value));
  if (!fits) throw unknownRule(key);
  return made;
}

function inProportion(log, ballots, parameters, chosen, ties) {
  const counted = countTicks(log, ballots, "participants");
  const votes = (item) => counted.ofItem.get(item.get("id"));
  const levels = ranked(log.plan.get("items"), (a, b) => sign(votes(a) - votes(b)));
  return {
    base: "participants",
    parameters,
    ranking: rankingOf(log, counted, levels, idsOf(chosen)),
    ties,
    final: true,
    selected: idsOf(chosen),
    cost: costOf(chosen),
    budget: log.plan.get("budget"),
  };
}

function countEqualShares(log, ballots, tieBreak) {
  const plan = log.plan;
  const key = plan.get("rule").get("key");
  needsMoney(plan);
  if (log.sheets.size) throw unknownRule(key);
  const parameters = parametersOf(plan, SHARES);
  const [items, budget, voters] = [plan.get("items"), plan.get("budget"), BigInt(ballots.length)];
  const byCost = parameters.get("utility") === "cost";
  const kinds = kindsOf(log, ballots);
  const run = (total) => (voters ? sharesRun(items, kinds, voters, total, byCost, key) : []);
  const completion = parameters.get("completion");
  const raises = completion.startsWith("add1");
  const bought = raises ? raisedRun(run, items, kinds, voters, budget, byCost, parameters.get("until"), key) : run(budget);
  const filling = new Filling(budget - costOf(bought), { group: new Map(), stops: false }, tieBreak);
  if (["greedy", "add1-utilitarian"].includes(completion)) {
    const counted = countTicks(log, ballots, "participants");
    const rest = items.filter((item) => !bought.includes(item));
    for (const level of ranked(rest, byWorth(counted, !byCost))) filling.level(level, []);
    if (filling.ties.some(isOpen)) throw tieOfSteps(key);
  }
  return inProportion(log, ballots, parameters, [...bought, ...filling.chosen], filling.ties);
}

/** Each time the item whose supporters, paying for it, then carry the least: till one does not fit. */
function countPhragmen(log, ballots) {
  const plan = log.plan;
  const key = plan.get("rule").get("key");
  needsMoney(plan);
  if (log.sheets.size) throw unknownRule(key);
  const parameters = parametersOf(plan, {});
  const kinds = kindsOf(log, ballots).map((kind) => ({ ...kind, load: [0n, 1n] }));
  const standing = plan.get("items").filter((item) => item.get("cost") <= plan.get("budget"));
  const chosen = [];
  for (;;) {
    const left = plan.get("budget") - costOf(chosen);
    const offers = [];
    for (const item of standing.filter((one) => !chosen.includes(one))) {
      const fans = kinds.filter((kind) => kind.supported.has(item));
      const heads = fans.reduce((sum, fan) => sum + fan.heads, 0n);
      const carried = fans.reduce((sum, fan) => plus(sum, [fan.load[0] * fan.heads, fan.load[1]]), [item.get("cost"), 1n]);
      // nobody's items come last: above any load there can be
      offers.push({ item, fans, price: heads ? reduced(carried[0], carried[1] * heads) : [plan.get("budget") + 1n, 1n] });
    }
    const best = lowestOf(offers, key);
    if (!best || best.item.get("cost") > left) return inProportion(log, ballots, parameters, chosen, []);
    chosen.push(best.item);
    for (const fan of best.fans) fan.load = best.price;
  }
}
