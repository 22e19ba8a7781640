/* What a script can add; every page works without it. Nothing is fetched, nobody is followed. */
(() => {
  "use strict";
  const WEEK = 7 * 24 * 3600 * 1000;
  const page = document.querySelector("[data-page]");
  const kind = page ? page.dataset.page : "";
  const round = page ? page.dataset.round : "";
  const one = (selector) => document.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Storage may be forbidden or full: then the page does without. */
  const keep = (store, name, value) => {
    try {
      if (value === undefined) return JSON.parse(store().getItem(name));
      if (value === null) store().removeItem(name);
      else store().setItem(name, JSON.stringify(value));
    } catch { /* nothing is lost but comfort */ }
    return null;
  };
  const local = () => window.localStorage;
  const session = () => window.sessionStorage;
  const draft = `tickbox.draft:${round}`, code = `tickbox.code:${round}`, gone = "tickbox.gone";

  /* A slip's QR carries the code behind the #, which no server sees; from there into the field. */
  const scanned = new URLSearchParams(location.hash.slice(1));
  for (const [name, place] of [["c", code], ["r", `tickbox.receipt:${round}`]]) {
    if (!round || !scanned.get(name)) continue;
    const found = scanned.get(name).slice(0, 40), before = keep(session, place);
    if (name === "c" && before && before !== found) keep(local, draft, null); /* somebody else's */
    keep(session, place, found);
    history.replaceState(null, "", location.pathname + location.search);
  }
  const fill = (place) => {
    const field = one("#code"), held = keep(session, place);
    if (!field || !held || field.value || field.getAttribute("aria-invalid")) return;
    field.value = held;
    if (one("#code-filled")) one("#code-filled").hidden = false;
  };

  /* -- the list ---------------------------------------------------------------------------- */
  const boxes = () => all("#ballot [name=tick], #ballot [name^='tick:']");
  const ticked = () => boxes().filter((box) => box.checked && box.value);
  const counts = (box) => box.type === "checkbox" || box.classList.contains("counts");
  const said = (words, number) => words.replaceAll("{n}", String(number));
  let last = null;

  /* One line that says how far ticks are from a limit; whether they are beyond it. */
  const measure = (line, number) => {
    const most = line.dataset.most ? Number(line.dataset.most) : Infinity;
    const least = Number(line.dataset.least);
    let words = "";
    if (number > most) words = said(line.dataset.over, number - most);
    else if (number < least) words = said(line.dataset.under, least - number);
    else if (most < Infinity) words = said(line.dataset.more, most - number);
    line.textContent = words;
    line.hidden = !words;
    return number > most;
  };
  /* Money is whole fen, said in yuan. */
  const yuan = (fen) => {
    const rest = fen % 100;
    return Math.floor(fen / 100).toLocaleString("en-US") + (rest ? `.${String(rest).padStart(2, "0")}` : "");
  };
  const spend = (line, chosen) => {
    const budget = Number(line.dataset.budget);
    const spent = chosen.reduce((sum, box) => sum + Number(box.dataset.cost || 0), 0);
    const words = spent > budget ? line.dataset.over : line.dataset.more;
    line.textContent = words.replace("{spent}", yuan(spent)).replace("{budget}", yuan(budget))
      .replace("{rest}", yuan(Math.abs(budget - spent)));
    return spent > budget;
  };

  const tell = () => {
    const line = one("#left");
    if (!line) return;
    const chosen = ticked().filter(counts);
    const beyond = [measure(line, chosen.length)];
    all(".part").forEach((part, at) => {
      const mine = chosen.filter((box) => (box.dataset.parts || "").split(" ").includes(String(at)));
      beyond.push(measure(part, mine.length));
    });
    if (one("#cart")) beyond.push(spend(one("#cart"), chosen));
    if (one("#work-out")) one("#work-out").hidden = true;
    const over = beyond.includes(true);
    line.closest(".sticky").classList.toggle("over", over);
    const undo = one("#undo");
    const item = over && last && last.checked && last.closest(".item");
    undo.hidden = !item;
    if (item) {
      undo.querySelector("a").href = `#${item.id}`;
      undo.querySelector("a").textContent = item.querySelector(".item-title").textContent.trim();
    }
  };

  const restore = () => {
    const held = keep(local, draft);
    if (!held || ticked().length) return;
    if (!(Date.now() - held.at < WEEK)) { keep(local, draft, null); return; }
    const wanted = new Set(held.ticks);
    const found = boxes().filter((box) => box.value && wanted.has(box.value));
    for (const box of found) box.checked = true;
    if (found.length && one("#kept")) one("#kept").hidden = false;
  };

  const save = () => {
    const ticks = ticked().map((box) => box.value);
    keep(local, draft, ticks.length ? { ticks, at: Date.now() } : null);
  };

  const list = () => {
    if (!one("#left")) return;
    if (page.dataset.fresh) restore();
    else save();
    one("#ballot").addEventListener("change", (event) => {
      if (event.target.checked) last = event.target;
      save();
      tell();
    });
    const clear = one("#kept button");
    if (clear) clear.addEventListener("click", () => {
      for (const box of boxes()) box.checked = box.type === "radio" && !box.value;
      one("#kept").hidden = true;
      save();
      tell();
    });
    addEventListener("pageshow", tell);
    tell();
  };

  /* -- behind the list --------------------------------------------------------------------- */
  const key = () => (one("#ballot [name=key]") || {}).value;

  /* The next person's "back" leads to an empty list, not to somebody else's ballot. */
  const closed = () => {
    if (key() && (keep(session, gone) || []).includes(key())) location.replace(round);
  };
  const remember = () => {
    keep(session, "tickbox.keys", [...new Set([...(keep(session, "tickbox.keys") || []), key()])]);
    closed();
    addEventListener("pageshow", closed);
  };
  const done = () => {
    keep(local, draft, null);
    keep(session, code, null);
    const next = one("#next");
    if (next) next.addEventListener("click", () => {
      keep(session, gone, keep(session, "tickbox.keys") || []);
    });
    const print = one("#print");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => window.print());
    }
  };

  /* -- read aloud, where the browser can ------------------------------------------------------- */
  const aloud = () => {
    if (!("speechSynthesis" in window) || !page || !page.dataset.aloud) return;
    for (const text of all("[data-read]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "switch aloud";
      button.textContent = page.dataset.aloud;
      button.addEventListener("click", () => {
        const busy = speechSynthesis.speaking;
        speechSynthesis.cancel();
        if (busy && button.dataset.now) { delete button.dataset.now; return; }
        for (const other of all("[data-now]")) delete other.dataset.now;
        button.dataset.now = "1";
        const title = text.closest(".item").querySelector(".item-title");
        const words = new SpeechSynthesisUtterance(`${title.textContent}. ${text.innerText}`);
        words.lang = document.documentElement.lang;
        words.rate = 0.85;
        speechSynthesis.speak(words);
      });
      text.after(button);
    }
  };

  /* A second press of the same button while the first is on its way is the same press. */
  for (const form of all("form[data-once]")) {
    let sent = 0;
    form.addEventListener("submit", (event) => {
      if (Date.now() - sent < 5000) event.preventDefault();
      sent = Date.now();
    });
  }

  if (kind === "list") list();
  if (kind === "review") { fill(code); remember(); }
  if (kind === "mine") fill(code);
  if (kind === "confirm") remember();
  if (kind === "receipt") done();
  if (kind === "check") fill(`tickbox.receipt:${round}`);
  aloud();
})();
