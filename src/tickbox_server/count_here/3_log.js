// ---- 3. the log: its order, its root, its checkpoint ------------------------------------------

class Report {
  constructor() {
    this.found = [];
    this.different = [];
    this.untold = [];
    this.unchecked = [];
    this.table = null;
  }

  agrees(zh, en) {
    this.found.push([zh, en]);
  }

  differs(zh, en) {
    this.different.push([zh, en]);
  }

  leavesOut(zh, en) {
    this.unchecked.push([zh, en]);
  }

  /** The first of two values that are not the same: what was published, and what comes out here. */
  compare(where, published, counted) {
    if (published !== undefined && same(published, counted)) return true;
    this.differs(
      `${where}：公布的是 ${shown(published)}，这里数出来是 ${shown(counted)}`,
      `${where}: published ${shown(published)}, counted here ${shown(counted)}`,
    );
    return false;
  }

  get verdict() {
    if (this.different.length) return 1;
    return this.untold.length ? 2 : 0;
  }
}

function shown(value) {
  if (value === undefined) return "—";
  const text = isText(value) ? `“${value}”` : canonical(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

// -- the tree (RFC 6962) --------------------------------------------------------------------------

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);
const leafOf = (bytes) => sha256(joined(ZERO, bytes));
const leafOfValue = (value) => leafOf(bytesOf(canonical(value)));

function rootOf(leaves) {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(joined(ONE, rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split))));
}

// -- signatures (Ed25519, RFC 8032) ---------------------------------------------------------------

const P = (1n << 255n) - 19n;
const GROUP = (1n << 252n) + 27742317777372353535851937790883648493n;
const modP = (value) => ((value % P) + P) % P;

function power(base, exponent) {
  let answer = 1n;
  let square = modP(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) answer = (answer * square) % P;
    square = (square * square) % P;
  }
  return answer;
}

const CURVE = modP(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) >> 2n);

function fromLittle(bytes) {
  return BigInt(`0x${hexOf(Uint8Array.from(bytes).reverse())}`);
}

/** A point from its 32 bytes, as (X, Y, Z, T); null where they are none. */
function pointOf(bytes) {
  const all = fromLittle(bytes);
  const sign = all >> 255n;
  const y = all & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const above = modP(y * y - 1n);
  const below = modP(CURVE * y * y + 1n);
  let x = modP(above * below ** 3n) * power(above * below ** 7n, (P - 5n) >> 3n);
  x = modP(x);
  if (modP(below * x * x) !== above) x = modP(x * ROOT_OF_MINUS_ONE);
  if (modP(below * x * x) !== above || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, modP(x * y)];
}

function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = modP((y1 - x1) * (y2 - x2));
  const b = modP((y1 + x1) * (y2 + x2));
  const c = modP(2n * t1 * t2 * CURVE);
  const d = modP(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [modP(e * f), modP(g * h), modP(f * g), modP(e * h)];
}

function times(number, point) {
  let answer = [0n, 1n, 1n, 0n];
  let double = point;
  for (let rest = number; rest > 0n; rest >>= 1n) {
    if (rest & 1n) answer = added(answer, double);
    double = added(double, double);
  }
  return answer;
}

const samePoint = ([x1, y1, z1], [x2, y2, z2]) =>
  modP(x1 * z2 - x2 * z1) === 0n && modP(y1 * z2 - y2 * z1) === 0n;

function signatureHolds(key, signature, message) {
  const place = pointOf(key);
  const first = pointOf(signature.subarray(0, 32));
  const second = fromLittle(signature.subarray(32));
  if (!place || !first || second >= GROUP) return false;
  const base = bytesOfHex(`58${"66".repeat(31)}`);
  const k = fromLittle(sha512(joined(signature.subarray(0, 32), key, message))) % GROUP;
  return samePoint(times(second, pointOf(base)), added(first, times(k, place)));
}

// -- checkpoint -----------------------------------------------------------------------------------

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
    const signs = [18, 12, 6, 0].map((by) => BASE64[(three >> by) & 63]);
    text += signs.slice(0, Math.min(4, bytes.length - at + 1)).join("");
  }
  return text + "=".repeat((4 - (text.length % 4)) % 4);
}

function checkCheckpoint(file, area, cycle, leaves, report) {
  const where = "checkpoint.json";
  const parts = { origin: isText, size: isWhole, root: isHash, key: isText, signature: isText };
  expectShape(file, parts, where);
  expectOnly(file, Object.keys(parts), where);
  const root = hexOf(rootOf(leaves));
  report.compare(`${where} origin`, file.get("origin"), `tickbox/${area}/${cycle}`);
  report.compare(`${where} size`, file.get("size"), BigInt(leaves.length));
  report.compare(`${where} root`, file.get("root"), root);
  const [key, signature] = [file.get("key"), file.get("signature")];
  if (!key && !signature) {
    report.leavesOut("检查点没有签名", "the checkpoint is not signed");
    report.agrees(`记录的根：${root}，没有签名`, `Root of the log: ${root}, not signed`);
    return;
  }
  const note = `${file.get("origin")}\n${file.get("size")}\n${base64(bytesOfHex(file.get("root")))}\n`;
  const holds =
    /^[0-9a-f]{64}$/.test(key) &&
    /^[0-9a-f]{128}$/.test(signature) &&
    signatureHolds(bytesOfHex(key), bytesOfHex(signature), bytesOf(note));
  if (!holds) report.differs("检查点的签名不对", "the signature of the checkpoint does not hold");
  report.agrees(`记录的根：${root}`, `Root of the log: ${root}`);
  report.agrees(`签名的公钥（请与公示墙上的比对）：${key}`, `Key of the signature (compare it with the wall): ${key}`);
}

// -- entries --------------------------------------------------------------------------------------

/** The entries of the log with their leaves; each is of this cycle. */
function readLog(bundle) {
  const name = "ledger.jsonl";
  const entries = valuesOf(bundle.files[name], name);
  entries.forEach((entry, at) => {
    expectShape(entry, { kind: isText, cycle: (value) => value === bundle.cycle }, `${name}:${at + 1}`);
  });
  return { entries, leaves: entries.map(leafOfValue) };
}

const outOfOrder = (at, kind) =>
  new Differs(
    `ledger.jsonl:${at + 1}：“${kind}”不该在这里`,
    `ledger.jsonl:${at + 1}: '${kind}' must not stand here`,
  );

const unknownKind = (at, kind) =>
  new CannotTell(
    `ledger.jsonl:${at + 1}：这个网页不认识“${kind}”这种记录`,
    `ledger.jsonl:${at + 1}: this page does not know entries of the kind '${kind}'`,
  );

const ROLL = {
  registered: isCount,
  households: isCount,
  commitment: isHash,
  slots_root: isHash,
};

/** The leaves of all places on the roll, held against what was committed to before opening. */
function readPlaces(bundle, roll, number, report) {
  const leaves = oneValueOf(bundle.files["slots.json"], "slots.json");
  if (!isList(isHash)(leaves)) {
    throw new Differs("slots.json：不是摘要的列表", "slots.json: it is no list of digests");
  }
  report.compare("slots.json root", hexOf(rootOf(leaves.map(bytesOfHex))), roll.get("slots_root"));
  report.compare("slots.json length", BigInt(leaves.length), number);
  const known = new Set(leaves);
  if (known.size !== leaves.length) {
    report.differs("slots.json：有重复", "slots.json: a place is there twice");
  }
  return known;
}
