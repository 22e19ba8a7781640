// ---- 12. the page: taking a file, saying what was found ---------------------------------------------

const BUNDLE_AT = /^(?:\/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)*\/api\/v1\/areas\/[^/?#]+\/(?:rounds|motions|judgements)\/[^/?#]+\/bundle$/;
const LANGUAGES = ["zh", "en"];
const MOST_SHOWN = 40;

const page = {
  language: "zh",
  report: null,
  digest: "",
  name: "",
};

const $ = (id) => document.getElementById(id);
const said = ([zh, en]) => (page.language === "zh" ? zh : en);
const wordsIn = (words) => said([words.get("zh") || words.get("en"), words.get("en") || words.get("zh")]);

function element(tag, text, kind) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function listOf(sentences) {
  const list = element("ul");
  for (const one of sentences.slice(0, MOST_SHOWN)) list.append(element("li", said(one)));
  if (sentences.length > MOST_SHOWN) {
    const more = sentences.length - MOST_SHOWN;
    list.append(element("li", said([`另有${more}条`, `${more} more`])));
  }
  return list;
}

function section(parent, title, content) {
  parent.append(element("h2", said(title)), content);
}

const VERDICTS = [
  ["agrees", "✓", ["一致", "It agrees"], ["公布的结果确实由这些票得出，这些票也正是记录里的票。", "The published result follows from these ballots, and these are the ballots of the log."]],
  ["differs", "✗", ["不一致", "It does not agree"], ["下面逐条写明哪里不一致。请保存这个文件，告诉居委会、业委会，也告诉邻居。", "Each difference is listed below. Keep this file, and tell the committee and your neighbours."]],
  ["untold", "?", ["无法判定", "It cannot be told"], ["这不是说结果有错。请看下面的原因；recount.py 也许数得出来。", "That is not to say that the result is wrong. Read why below; recount.py may be able to count it."]],
];
const OF_A_MOTION = ["公布的结论由公布的合计按规定的比例得出，合计与名册和记录相符。", "The published decision follows from the published totals by the bars, and the totals fit the roll and the log."];
const ALWAYS_LEFT = [
  ["名册本身对不对：要由核查的人拿原件核对。", "Whether the roll was right: for that an auditor looks at the roll itself."],
  ["这是不是张贴的那一份：请把下面的摘要、公钥与公示墙上的比对。", "Whether this is the bundle that was posted: compare digest and key below with the wall."],
  ["您自己的票和先前保存的检查点：在“核对回执”页，或用 recount.py --receipt、--checkpoint。", "Your own ballot, and a checkpoint that you kept: on the page for receipts, or by recount.py --receipt and --checkpoint."],
];

function draw() {
  document.documentElement.lang = page.language === "zh" ? "zh-CN" : "en";
  for (const language of LANGUAGES) {
    for (const one of document.querySelectorAll(`[data-in="${language}"]`)) one.hidden = language !== page.language;
  }
  document.title = said(["在这部手机上数一遍", "Count it again, on this phone"]);
  const answer = $("answer");
  answer.replaceChildren();
  if (!page.report) return;
  const report = page.report;
  const [kind, sign, title, meaning] = VERDICTS[report.verdict];
  const box = element("section", "", `verdict ${kind}`);
  box.id = "verdict";
  box.dataset.verdict = String(report.verdict);
  box.append(element("p", `${sign} ${said(title)}`, "big"));
  box.append(element("p", said(kind === "agrees" && report.kind === "tickbox-motion" ? OF_A_MOTION : meaning)));
  answer.append(box);
  if (report.different.length) section(answer, ["哪里不一致", "What differs"], listOf(report.different));
  if (report.untold.length) section(answer, ["为什么无法判定", "Why it cannot be told"], listOf(report.untold));
  if (report.table && report.table.length) section(answer, ["这里数出来的", "What is counted here"], drawTable(report.table));
  if (report.checks) section(answer, ["各项条件", "The bars"], drawChecks(report.checks));
  if (report.found.length) section(answer, ["核对了什么", "What was checked"], listOf(report.found));
  section(answer, ["没有核对什么", "What was not checked"], listOf([...report.unchecked, ...ALWAYS_LEFT]));
  if (page.digest) {
    answer.append(element("p", said([`文件“${page.name}”的 SHA-256：`, `SHA-256 of the file '${page.name}':`])));
    answer.append(element("code", page.digest, "hash"));
  }
}

/** A share in per cent, rounded to one decimal: whole numbers only, and for reading only. */
function perCent(share) {
  const [above, below] = [share.get("numerator"), share.get("denominator")];
  if (!below) return "–";
  const tenths = (above * 2000n + below) / (below * 2n);
  return `${tenths / 10n}.${tenths % 10n}%`;
}

function drawTable(rows) {
  const list = element("ol", "", "ranking");
  for (const row of rows) {
    const line = element("li");
    const title = element("p", `${row.rank}. ${wordsIn(row.title)}`, "title");
    if (row.chosen) title.append(" ", element("strong", said(["入选", "chosen"]), "tag"));
    const share = row.share;
    const words = said(["打钩", "ticks"]);
    line.append(title, element("p", `${row.ticks} ${words} · ${share.get("numerator")} / ${share.get("denominator")} · ${perCent(share)}`));
    list.append(line);
  }
  return list;
}

const CHECK_WORDS = {
  quorum: ["参与", "taking part"],
  approval: ["同意", "in favour"],
  heads: ["人数", "heads"],
  area: ["面积", "area"],
  households: ["户数", "households"],
};

function drawChecks(checks) {
  const list = element("ul");
  for (const [side, rows] of checks) {
    for (const row of rows) {
      const met = { true: ["达到", "reached"], false: ["未达到", "not reached"], null: ["无法判定", "cannot be told"] }[String(row.get("met"))];
      const [zh, en] = [0, 1].map((at) => {
        const what = `${CHECK_WORDS[row.get("check")][at]} ${CHECK_WORDS[row.get("base")][at]}`;
        const bar = row.get("bar").replace("at_least", ["不少于", "at least"][at]).replace("more_than", ["超过", "more than"][at]);
        return `${side}: ${what} ${row.get("part") || "–"} / ${row.get("whole") || "–"}, ${bar}: ${met[at]}`;
      });
      list.append(element("li", said([zh, en])));
    }
  }
  return list;
}

async function countBytes(bytes, name) {
  $("answer").replaceChildren(element("p", said(["正在数……", "Counting …"]), "busy"));
  page.report = await recountBundle(bytes);
  page.digest = hexOf(await sha256OfFile(bytes));
  page.name = name;
  draw();
  const verdict = $("verdict");
  verdict.tabIndex = -1;
  verdict.focus();
}

function failed(zh, en) {
  const report = new Report();
  report.untold.push([zh, en]);
  page.report = report;
  page.digest = "";
  draw();
}

async function countFile(file) {
  if (file.size > MOST_ZIPPED) {
    failed("文件过大（超过64 MB）", "The file is too large (over 64 MB)");
    return;
  }
  await countBytes(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** The bundle of a result, from the server that this page came from and from nowhere else. */
async function countAddress(address) {
  $("answer").replaceChildren(element("p", said(["正在取核验包……", "Fetching the bundle …"]), "busy"));
  try {
    const answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    await countBytes(new Uint8Array(await answer.arrayBuffer()), "bundle.zip");
  } catch {
    failed("核验包取不下来。请在公示墙上下载，再用上面的按钮打开。", "The bundle could not be fetched. Download it from the wall and open it with the button above.");
  }
}

function start() {
  const given = new URLSearchParams(location.hash.slice(1));
  const browser = navigator.language || "zh";
  page.language = LANGUAGES.includes(given.get("lang")) ? given.get("lang") : browser.toLowerCase().startsWith("zh") ? "zh" : "en";
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      page.language = button.dataset.language;
      draw();
    });
  }
  $("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) countFile(file);
  });
  const drop = $("drop");
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      const file = kind === "drop" && event.dataTransfer.files[0];
      if (file) countFile(file);
    });
  }
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  draw();
  const address = given.get("bundle") || "";
  if (location.protocol.startsWith("http") && BUNDLE_AT.test(address)) countAddress(address);
}

start();
