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
