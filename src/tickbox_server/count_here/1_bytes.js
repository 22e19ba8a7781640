// ---- 1. bytes, words, JSON, hashes ---------------------------------------------------------
// A whole number that is counted is a BigInt. A plain number only says where in a list or in a
// file something stands, and how long it is: no amount, share or bar is ever one.

/** What was found does not agree: shown with both languages, and the check of this part ends. */
class Differs extends Error {
  constructor(zh, en) {
    super(en);
    this.said = [zh, en];
  }
}

/** This page cannot tell: no bundle, or something that this page does not know. */
class CannotTell extends Differs {}

const UTF8 = new TextEncoder();
const bytesOf = (text) => UTF8.encode(text);

function textOf(bytes, where) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Differs(`${where}：不是 UTF-8 文字`, `${where}: it is no text in UTF-8`);
  }
}

function hexOf(bytes) {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

function bytesOfHex(hex) {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = parseInt(hex.substr(2 * at, 2), 16);
  return bytes;
}

function joined(...parts) {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const sameBytes = (one, other) =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** The order of code points: "￿" stands before "😀", which UTF-16 puts the other way round. */
function byCodePoints(one, other) {
  const a = Array.from(one, (c) => c.codePointAt(0));
  const b = Array.from(other, (c) => c.codePointAt(0));
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    if (a[at] !== b[at]) return a[at] - b[at];
  }
  return a.length - b.length;
}

// -- hashes: from their definition (FIPS 180-4); the constants are roots of the first primes ---

function rootBelow(number, power) {
  let low = 0n;
  let high = 1n << 90n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= number) low = middle;
    else high = middle;
  }
  return low;
}

const PRIMES = [];
for (let n = 2n; PRIMES.length < 80; n += 1n) {
  if (PRIMES.every((prime) => n % prime !== 0n)) PRIMES.push(n);
}
const LOW64 = (1n << 64n) - 1n;
const ROUND64 = PRIMES.map((prime) => rootBelow(prime << 192n, 3n) & LOW64);
const START64 = PRIMES.slice(0, 8).map((prime) => rootBelow(prime << 128n, 2n) & LOW64);
const ROUND32 = Uint32Array.from(ROUND64.slice(0, 64), (word) => Number(word >> 32n));
const START32 = Uint32Array.from(START64, (word) => Number(word >> 32n));

function padded(bytes, block) {
  const length = (bytes.length + (block >> 3) + block) & -block;
  const all = new Uint8Array(length);
  all.set(bytes);
  all[bytes.length] = 128;
  let bits = BigInt(bytes.length) * 8n;
  for (let at = length - 1; bits > 0n; at -= 1, bits >>= 8n) all[at] = Number(bits & 255n);
  return all;
}

const turned = (word, by) => (word >>> by) | (word << (32 - by));

function sha256(bytes) {
  const all = padded(bytes, 64);
  const view = new DataView(all.buffer);
  const state = Int32Array.from(START32);
  const w = new Int32Array(64);
  for (let start = 0; start < all.length; start += 64) {
    for (let at = 0; at < 16; at += 1) w[at] = view.getInt32(start + 4 * at);
    for (let at = 16; at < 64; at += 1) {
      const x = w[at - 15];
      const y = w[at - 2];
      const small = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const large = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      w[at] = (w[at - 16] + small + w[at - 7] + large) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at += 1) {
      const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND32[at] + w[at]) | 0;
      const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      state[at] = (state[at] + word) | 0;
    });
  }
  const answer = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => answer.setInt32(4 * at, word));
  return new Uint8Array(answer.buffer);
}

/** SHA-256 of a file: by the browser where it offers that (a secure page), else by the above. */
async function sha256OfFile(bytes) {
  const ours = globalThis.crypto && globalThis.crypto.subtle;
  if (!ours) return sha256(bytes);
  return new Uint8Array(await ours.digest("SHA-256", bytes));
}

function hmac(key, bytes) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const inner = sha256(joined(block.map((byte) => byte ^ 0x36), bytes));
  return sha256(joined(block.map((byte) => byte ^ 0x5c), inner));
}

function sha512(bytes) {
  const all = padded(bytes, 128);
  const turn = (word, by) => ((word >> by) | (word << (64n - by))) & LOW64;
  let state = START64;
  for (let start = 0; start < all.length; start += 128) {
    const w = [];
    for (let at = 0; at < 80; at += 1) {
      if (at < 16) {
        w.push(BigInt("0x" + hexOf(all.subarray(start + 8 * at, start + 8 * at + 8))));
        continue;
      }
      const small = turn(w[at - 15], 1n) ^ turn(w[at - 15], 8n) ^ (w[at - 15] >> 7n);
      const large = turn(w[at - 2], 19n) ^ turn(w[at - 2], 61n) ^ (w[at - 2] >> 6n);
      w.push((w[at - 16] + small + w[at - 7] + large) & LOW64);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 80; at += 1) {
      const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
      const t1 = h + s1 + ((e & f) ^ (~e & LOW64 & g)) + ROUND64[at] + w[at];
      const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & LOW64, c, b, a, (t1 + t2) & LOW64];
    }
    state = [a, b, c, d, e, f, g, h].map((word, at) => (state[at] + word) & LOW64);
  }
  return bytesOfHex(state.map((word) => word.toString(16).padStart(16, "0")).join(""));
}

// -- canonical JSON (RFC 8785): read in its one spelling only, whole numbers as BigInt ---------

const DEEPEST = 100;
const LARGEST = 9007199254740991n;
const WHOLE = /-?(?:0|[1-9][0-9]*)/y;
const PLAIN = /[^"\\\u0000-\u001f]+/y;
const WORDS = [["true", true], ["false", false], ["null", null]];

class JsonReader {
  constructor(text, where) {
    this.text = text;
    this.where = where;
    this.at = 0;
  }

  wrong() {
    return new Differs(
      `${this.where}：不是唯一的规范写法`,
      `${this.where}: it is not in its one canonical spelling`,
    );
  }

  take(sign) {
    if (this.text[this.at] !== sign) throw this.wrong();
    this.at += 1;
  }

  has(sign) {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  whole() {
    const value = this.value(0);
    if (this.at !== this.text.length) throw this.wrong();
    return value;
  }

  value(depth) {
    if (depth > DEEPEST) throw this.wrong();
    const sign = this.text[this.at];
    if (sign === '"') return this.string();
    if (sign === "[") return this.list(depth);
    if (sign === "{") return this.mapping(depth);
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  number() {
    WHOLE.lastIndex = this.at;
    const found = WHOLE.exec(this.text);
    if (!found || found[0] === "-0" || found[0].length > 17) throw this.wrong();
    this.at += found[0].length;
    const value = BigInt(found[0]);
    if (value > LARGEST || value < -LARGEST) throw this.wrong();
    return value;
  }

  string() {
    const start = this.at;
    this.at += 1;
    while (!this.has('"')) {
      PLAIN.lastIndex = this.at;
      const found = PLAIN.exec(this.text);
      if (found) this.at += found[0].length;
      else if (this.has("\\")) this.at += this.text[this.at] === "u" ? 5 : 1;
      else throw this.wrong();
    }
    const written = this.text.slice(start, this.at);
    let read;
    try {
      read = JSON.parse(written);
    } catch {
      throw this.wrong();
    }
    if (JSON.stringify(read) !== written) throw this.wrong(); // one spelling of each sign
    return read;
  }

  list(depth) {
    this.take("[");
    const values = [];
    if (this.has("]")) return values;
    do values.push(this.value(depth + 1));
    while (this.has(","));
    this.take("]");
    return values;
  }

  mapping(depth) {
    this.take("{");
    const values = new Map();
    if (this.has("}")) return values;
    let last = null;
    do {
      if (this.text[this.at] !== '"') throw this.wrong();
      const name = this.string();
      if (last !== null && !(last < name)) throw this.wrong(); // in the order of UTF-16
      this.take(":");
      values.set(name, this.value(depth + 1));
      last = name;
    } while (this.has(","));
    this.take("}");
    return values;
  }
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value instanceof Map) {
    const names = [...value.keys()].sort((a, b) => (a < b ? -1 : 1));
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value.get(name))}`)}}`;
  }
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

const mapOf = (plain) => new Map(Object.entries(plain));
const same = (one, other) => canonical(one) === canonical(other);

/** The values of a file, one a line, each line with its end. */
function valuesOf(bytes, name) {
  const text = textOf(bytes, name);
  if (text === "") return [];
  if (!text.endsWith("\n")) {
    throw new Differs(`${name}：最后一行没有结束`, `${name}: its last line has no end`);
  }
  const lines = text.slice(0, -1).split("\n");
  return lines.map((line, at) => new JsonReader(line, `${name}:${at + 1}`).whole());
}

function oneValueOf(bytes, name) {
  const values = valuesOf(bytes, name);
  if (values.length !== 1) {
    throw new Differs(`${name}：应当只有一行`, `${name}: it should be one line`);
  }
  return values[0];
}

// -- what shape a value has ---------------------------------------------------------------------

const isText = (value) => typeof value === "string";
const isCount = (value) => typeof value === "bigint" && value >= 0n;
const isMap = (value) => value instanceof Map;
const isList = (test) => (value) => Array.isArray(value) && value.every(test);
const isWhole = (value) => typeof value === "bigint";
const isTruth = (value) => typeof value === "boolean";
const orNull = (test) => (value) => value === null || test(value);
const orNone = (test) => (value) => value === undefined || test(value);
const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isSalt = (value) => isText(value) && /^(?:[0-9a-f]{2}){16,}$/.test(value);
const isWords = (value) => isMap(value) && isText(value.get("zh")) && isText(value.get("en"));
const isCounts = (value) => isMap(value) && [...value.values()].every(isCount);
const oneOf = (...known) => (value) => known.includes(value);
const shaped = (parts) => (value) =>
  isMap(value) && Object.entries(parts).every(([name, test]) => test(value.get(name)));

function expectShape(value, parts, where) {
  if (!isMap(value)) throw new Differs(`${where}：不是记录`, `${where}: it is no mapping`);
  for (const [name, test] of Object.entries(parts)) {
    if (!test(value.get(name))) {
      throw new Differs(
        `${where}：“${name}”缺少或不对`,
        `${where}: '${name}' is missing or not what it should be`,
      );
    }
  }
}

function expectOnly(value, names, where) {
  for (const name of value.keys()) {
    if (!names.includes(name)) {
      throw new Differs(`${where}：多出“${name}”`, `${where}: it should not hold '${name}'`);
    }
  }
}
