// ---- 10. the sealed bundle of a motion: every paper, for a court, never for the public -------------

const HEAD = {
  slot: isText,
  salt: isSalt,
  id: isText,
  places: isList(isText),
  voters: isList(isText),
  area: orNull(isCount),
  households: isCount,
};
const MANDATE = shaped({ proxy: isText, written: isTruth, instruction: orNull(isText), role: isText });
const PAPER = {
  slot: isText,
  revision: isCount,
  salt: isSalt,
  place: isText,
  mark: isText,
  by: orNull(isText),
  mandate: orNull(MANDATE),
};
const PROXIES = shaped({
  allowed: isTruth,
  written: isTruth,
  instructed: isTruth,
  most: orNull(isCount),
  barred: isList(isText),
});

class SealedCount {
  constructor(bundle, log, count) {
    Object.assign(this, { bundle, log, count, report: count.report, asked: count.asked });
  }

  differs(where, zh, en) {
    this.report.differs(`${where}：${zh}`, `${where}: ${en}`);
  }

  check() {
    if (!PROXIES(this.asked.get("proxies"))) throw unknownRule("proxies");
    this.readHeads();
    this.readPapers();
    this.readDelivery();
    this.checkRoll();
    if (this.report.different.length) return;
    this.takeOpinions();
    if (this.report.different.length) return;
    this.compareTallies();
    this.report.agrees(
      `逐票复算：${this.papers.length}张票，${this.heads.length}名表决人`,
      `Paper by paper: ${this.papers.length} papers of ${this.heads.length} heads`,
    );
    this.report.leavesOut(
      "谁是一名表决人（同一业主的几套房怎样并成一票）没有从名册重新归并；recount.py 会归并",
      "Who is one head (which homes of one owner count together) is not grouped anew from the roll; recount.py does that",
    );
  }

  readHeads() {
    const name = "heads.jsonl";
    this.heads = valuesOf(this.bundle.files[name], name);
    this.bySlot = new Map();
    this.heads.forEach((head, at) => {
      expectShape(head, HEAD, `${name}:${at + 1}`);
      if (this.bySlot.has(head.get("slot"))) this.differs(name, "代号重复", "a slot is there twice");
      this.bySlot.set(head.get("slot"), head);
    });
    const leaves = this.heads.map((head) => hexOf(leafOfValue(head)));
    if (!same(leaves, oneValueOf(this.bundle.files["slots.json"], "slots.json"))) {
      this.differs(name, "与开放前的承诺不一致", "they are not what was committed to before opening");
    }
    const places = this.heads.flatMap((head) => head.get("places"));
    if (new Set(places).size !== places.length) this.differs(name, "一个位置属于两人", "two heads claim one place");
  }

  readPapers() {
    const name = "papers.jsonl";
    this.papers = valuesOf(this.bundle.files[name], name);
    this.report.compare(`${name} number`, BigInt(this.papers.length), BigInt(this.log.casts.length));
    this.papers.forEach((paper, at) => {
      const where = `${name}:${at + 1}`;
      expectShape(paper, PAPER, where);
      expectOnly(paper, Object.keys(PAPER), where);
      const cast = this.log.casts[at];
      const body = new Map([...paper].filter(([part]) => part !== "salt"));
      const commitment = hexOf(hmac(bytesOfHex(paper.get("salt")), bytesOf(canonical(body))));
      const fits = cast && ["slot", "revision"].every((part) => cast.get(part) === paper.get(part));
      if (!fits || cast.get("commitment") !== commitment) this.differs(where, "与当时的承诺不一致", "it is not what was committed to");
      const head = this.bySlot.get(paper.get("slot"));
      if (!head || !head.get("places").includes(paper.get("place"))) this.differs(where, "不在名册上", "it is of nobody on the roll");
      if (!this.offers(paper.get("mark"))) this.differs(where, "不能这样投", "no paper may say this");
    });
  }

  /** In an election a mark joins candidates by "+", in the order of the list. */
  offers(mark) {
    const { sides, options, seats } = this.count;
    if ([...sides, ABSTAIN, SPOILED].includes(mark)) return true;
    if (!seats || !mark.includes("+")) return false;
    const ticked = mark.split("+");
    return same(ticked, options.filter((one) => ticked.includes(one))) && BigInt(ticked.length) <= seats;
  }

  ticksOf(mark) {
    return this.count.seats ? mark.split("+") : [mark];
  }

  readDelivery() {
    const name = "delivery.json";
    const delivery = oneValueOf(this.bundle.files[name], name);
    this.served = new Set();
    if (!this.log.delivery || delivery === null) {
      if (this.log.delivery || delivery !== null) this.differs(name, "与记录不一致", "it does not fit the log");
      return;
    }
    expectShape(delivery, { salt: isSalt, served: isList(isText) }, name);
    const served = [...delivery.get("served")].sort(byCodePoints);
    const said = hexOf(hmac(bytesOfHex(delivery.get("salt")), bytesOf(canonical(mapOf({ served })))));
    const heads = this.heads.filter((head) => head.get("places").some((place) => served.includes(place)));
    if (said !== this.log.delivery.get("commitment") || BigInt(heads.length) !== this.log.delivery.get("served")) {
      this.differs(name, "与当时的承诺不一致", "it is not what was committed to");
    }
    this.served = new Set(served);
  }

  /** Every row of the roll, in an order of its own, under a salt: what was committed to at opening. */
  checkRoll() {
    const name = "roll.json";
    const file = oneValueOf(this.bundle.files[name], name);
    if (file === null) {
      this.report.leavesOut("名册已按期删除", "the rows of the roll were erased in due time");
      return;
    }
    expectShape(file, { salt: isSalt, roll: isMap }, name);
    const roll = new Map(file.get("roll"));
    if (isList(isMap)(roll.get("services"))) {
      roll.set("services", roll.get("services").map((one) => new Map([...one, ["units", [...one.get("units")].sort(byCodePoints)]])));
    }
    const part = (value) => (Array.isArray(value) ? `[${value.map(canonical).sort(byCodePoints).join(",")}]` : canonical(value));
    const names = [...roll.keys()].sort(byCodePoints);
    const rows = `{${names.map((one) => `${JSON.stringify(one)}:${part(roll.get(one))}`).join(",")}}`;
    if (hexOf(hmac(bytesOfHex(file.get("salt")), bytesOf(rows))) !== this.log.roll.get("commitment")) {
      this.differs(name, "与开放前的承诺不一致", "it is not what was committed to before opening");
    }
  }

  /** Of one head's papers the one that stands: the first valid one, or the last of the same place. */
  standing(papers) {
    const valid = papers.filter((paper) => paper.get("mark") !== SPOILED);
    if (!valid.length) return papers[0];
    let stands = valid[0];
    for (const paper of valid.slice(1)) {
      const own = paper.get("place") === valid[0].get("place");
      if (!own && paper.get("mark") !== stands.get("mark")) {
        this.differs("papers.jsonl", "同一人的两处房屋投得不一样", "two homes of one head say different things");
      }
      if (own && this.asked.get("double") === "last_valid_stands") stands = paper;
    }
    return stands;
  }

  takeOpinions() {
    const papers = new Map();
    for (const paper of this.papers) papers.set(paper.get("slot"), [...(papers.get(paper.get("slot")) || []), paper]);
    this.said = new Map();
    const held = new Map();
    for (const [slot, some] of papers) {
      const head = this.bySlot.get(slot);
      const stands = this.standing(some);
      for (const paper of some) this.checkMandate(paper, head);
      const mandate = stands.get("mandate");
      if (mandate) held.set(mandate.get("proxy"), (held.get(mandate.get("proxy")) || 0n) + 1n);
      this.said.set(head, stands.get("mark"));
    }
    const most = this.asked.get("proxies").get("most");
    if (most !== null && [...held.values()].some((number) => number > most)) {
      this.differs("papers.jsonl", "一名代理人代理过多", "one proxy speaks for too many");
    }
  }

  checkMandate(paper, head) {
    const rules = this.asked.get("proxies");
    const [by, mandate] = [paper.get("by"), paper.get("mandate")];
    let allowed = head.get("voters").length > 0 && (by === null || head.get("voters").includes(by));
    if (mandate) {
      const told = mandate.get("instruction");
      allowed =
        rules.get("allowed") &&
        (by === null || by === mandate.get("proxy")) &&
        (!rules.get("written") || mandate.get("written")) &&
        (!rules.get("instructed") || told !== null) &&
        (paper.get("mark") === SPOILED || told === null || told === paper.get("mark")) &&
        !rules.get("barred").includes(mandate.get("role"));
    }
    if (!allowed) this.differs("papers.jsonl", "填票的人无权填这张票", "whoever marked a paper may not mark it");
  }

  /** What some heads come to together; null where it is not known of one of them. */
  weight(heads, base) {
    if (base === "heads") return BigInt(heads.length);
    const parts = heads.map((head) => head.get(base === "area" ? "area" : "households"));
    return parts.includes(null) ? null : parts.reduce((sum, part) => sum + part, 0n);
  }

  saying(mark) {
    return this.heads.filter((head) => this.said.has(head) && this.ticksOf(this.said.get(head)).includes(mark));
  }

  /** Whose silence counts, and which side it joins: null where no side leads on every base. */
  silence() {
    const silent = this.heads.filter((head) => !this.said.has(head));
    const way = this.asked.get("silence");
    if (way === "not_participating" || !silent.length) return { heads: [], side: null };
    if (way === "abstain") return { heads: silent, side: ABSTAIN };
    const delivery = this.log.delivery;
    const proved = this.asked.get("silence_agreed") && delivery && this.served.size && delivery.get("agenda_noticed") && delivery.get("warning_printed");
    const served = silent.filter((head) => head.get("places").some((place) => this.served.has(place)));
    const spoke = [...this.said.values()].some((mark) => this.count.sides.includes(mark));
    if (!proved || !served.length || !spoke) return { heads: [], side: null };
    const leads = this.asked.get("bars").map((bars) => {
      const base = bars.get("base");
      const marks = new Map(this.count.sides.map((side) => [side, this.weight(this.saying(side), base)]));
      return canonical(this.count.leaders(marks));
    });
    const [first] = leads;
    const alone = leads.every((one) => one === first) ? new JsonReader(first, "").whole() : [];
    return { heads: served, side: alone.length === 1 ? alone[0] : null };
  }

  compareTallies() {
    const silence = this.silence();
    const groups = new Map([...this.count.sides, ABSTAIN, SPOILED].map((mark) => [mark, this.saying(mark)]));
    groups.set(SILENT, this.heads.filter((head) => !this.said.has(head) && !silence.heads.includes(head)));
    if (silence.side !== null) groups.get(silence.side).push(...silence.heads);
    const absent = new Set(this.count.away.flatMap((mark) => groups.get(mark)));
    const part = this.heads.filter((head) => !absent.has(head));
    this.count.tallies.forEach((published) => {
      const base = published.get("base");
      const names = base === "area" ? this.count.judged : [...groups.keys()];
      const counted = mapOf({
        base,
        total: this.weight(this.heads, base),
        participating: this.weight(part, base),
        marks: new Map(names.map((name) => [name, this.weight(groups.get(name), base)])),
        joined: base === "area" ? null : this.weight(silence.heads, base),
      });
      if (published.has("decimals")) counted.set("decimals", published.get("decimals"));
      this.report.compare(`decision.json ${base}`, published, counted);
    });
    const undecided = silence.heads.length > 0 && silence.side === null;
    if (undecided !== Boolean(this.count.undecided)) {
      this.differs("decision.json", "沉默并入哪一方不对", "which side silence joined is wrong");
    }
  }
}
