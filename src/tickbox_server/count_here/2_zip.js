// ---- 2. the zip ------------------------------------------------------------------------------
// Read here from its own description (PKWARE APPNOTE): stored or deflated, nothing else, and what
// could be read in two ways is refused. Sizes and names are looked at before anything is unpacked.

const MOST_ZIPPED = 64 << 20;
const MOST_UNPACKED = 256 << 20;
const MOST_TIMES = 200; // so many times its own size it may unpack to
const MOST_FILES = 16;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, start) => {
  let word = start;
  for (let bit = 0; bit < 8; bit += 1) word = word & 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  return word;
});

function crcOf(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const noBundle = (zh, en) => new CannotTell(`不是核验包：${zh}`, `It is no bundle: ${en}`);

function endOfZip(bytes, view) {
  const lowest = Math.max(0, bytes.length - 22 - 65535);
  for (let at = bytes.length - 22; at >= lowest; at -= 1) {
    const whole = at + 22 + view.getUint16(at + 20, true) === bytes.length;
    if (view.getUint32(at, true) === 0x06054b50 && whole) return at;
  }
  throw noBundle("文件不是 zip，或者没有下载完整", "the file is no zip, or was not loaded to its end");
}

/** What the zip says that it holds, in its order; nothing is unpacked yet. */
function listZip(bytes) {
  if (bytes.length > MOST_ZIPPED) throw noBundle("文件过大（超过64 MB）", "it is too large (over 64 MB)");
  if (bytes.length < 22) throw noBundle("文件不是 zip", "the file is no zip");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOfZip(bytes, view);
  const number = view.getUint16(end + 10, true);
  if (number > MOST_FILES) throw noBundle("里面的文件过多", "it holds too many files");
  let at = end - view.getUint32(end + 12, true);
  const before = at - view.getUint32(end + 16, true);
  const files = [];
  let total = 0;
  while (files.length < number) {
    if (at < 0 || before !== 0 || at + 46 > end || view.getUint32(at, true) !== 0x02014b50) {
      throw noBundle("zip 的目录坏了", "its zip directory is broken");
    }
    const flags = view.getUint16(at + 8, true);
    const [named, extra, remark] = [28, 30, 32].map((part) => view.getUint16(at + part, true));
    const file = {
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + named)),
      packing: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    };
    file.readable = !(flags & ~0x080e) && [0, 8].includes(file.packing);
    total += file.size;
    files.push(file);
    at += 46 + named + extra + remark;
  }
  if (at !== end) throw noBundle("zip 的目录坏了", "its zip directory is broken");
  if (total > Math.min(MOST_UNPACKED, MOST_TIMES * bytes.length)) {
    throw noBundle("解开后过大", "unpacked it would be too large");
  }
  return files;
}

async function inflated(packed, size) {
  if (typeof DecompressionStream === "undefined") return inflatedHere(packed, size);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > size) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, at);
    at += value.length;
  }
  return at === size ? bytes : null;
}

async function unpacked(bytes, file) {
  if (!file.readable) {
    throw noBundle("压缩方式不认识，或者加了密", "it is packed in a way not known here, or encrypted");
  }
  const broken = noBundle(`“${file.name}”解不开`, `'${file.name}' cannot be unpacked`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file.start + 30 > bytes.length || view.getUint32(file.start, true) !== 0x04034b50) throw broken;
  const named = view.getUint16(file.start + 26, true);
  const start = file.start + 30 + named + view.getUint16(file.start + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(file.start + 30, file.start + 30 + named));
  if (name !== file.name || start + file.packed > bytes.length) throw broken;
  const packed = bytes.subarray(start, start + file.packed);
  let found = null;
  try {
    found = file.packing === 0 ? packed : await inflated(packed, file.size);
  } catch {
    throw broken;
  }
  if (!found || found.length !== file.size || crcOf(found) !== file.crc) throw broken;
  return found;
}

// -- DEFLATE (RFC 1951), for browsers that do not offer it ------------------------------------

function huffman(lengths) {
  const codes = new Map();
  let code = 0;
  for (let bits = 1; bits <= 15; bits += 1) {
    lengths.forEach((length, symbol) => {
      if (length === bits) {
        codes.set((bits << 16) | code, symbol);
        code += 1;
      }
    });
    code <<= 1;
  }
  return codes;
}

const runs = (...pairs) => pairs.flatMap(([length, times]) => Array(times).fill(length));
const FIXED = huffman(runs([8, 144], [9, 112], [7, 24], [8, 8]));
const FIXED_BACK = huffman(runs([5, 30]));
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const extraOfLength = (code) => (code < 8 || code === 28 ? 0 : (code - 4) >> 2);
const extraOfBack = (code) => (code < 4 ? 0 : (code - 2) >> 1);

function firstOf(extra, first, number) {
  const found = [];
  for (let code = 0, at = first; code < number; code += 1) {
    found.push(at);
    at += 1 << extra(code);
  }
  return found;
}

const LENGTHS = firstOf(extraOfLength, 3, 28).concat(258);
const BACKS = firstOf(extraOfBack, 1, 30);

function inflatedHere(packed, size) {
  const bytes = new Uint8Array(size);
  let at = 0;
  let bit = 0;
  const one = () => {
    if (bit >> 3 >= packed.length) throw new Error("it ends too early");
    const found = (packed[bit >> 3] >> (bit & 7)) & 1;
    bit += 1;
    return found;
  };
  const bits = (number) => {
    let value = 0;
    for (let n = 0; n < number; n += 1) value |= one() << n;
    return value;
  };
  const symbol = (codes) => {
    for (let length = 1, code = 0; length <= 15; length += 1) {
      code = (code << 1) | one();
      const found = codes.get((length << 16) | code);
      if (found !== undefined) return found;
    }
    throw new Error("no such code");
  };
  const put = (byte) => {
    if (at >= size || byte === undefined) throw new Error("it is longer than it says");
    bytes[at] = byte;
    at += 1;
  };
  const tables = () => {
    const [literals, backs, number] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const lengths = Array(19).fill(0);
    LENGTH_ORDER.slice(0, number).forEach((place) => {
      lengths[place] = bits(3);
    });
    const codes = huffman(lengths);
    const all = [];
    while (all.length < literals + backs) {
      const found = symbol(codes);
      if (found < 16) all.push(found);
      else if (found === 16) all.push(...Array(3 + bits(2)).fill(all[all.length - 1]));
      else all.push(...Array(found === 17 ? 3 + bits(3) : 11 + bits(7)).fill(0));
    }
    return [huffman(all.slice(0, literals)), huffman(all.slice(literals))];
  };
  for (let last = 0; !last; ) {
    last = one();
    const kind = bits(2);
    if (kind === 0) {
      bit = (bit + 7) & ~7;
      const number = bits(16);
      if ((bits(16) ^ number) !== 65535) throw new Error("a length is wrong");
      for (let n = 0; n < number; n += 1) put(bits(8));
      continue;
    }
    if (kind === 3) throw new Error("no such block");
    const [codes, backs] = kind === 1 ? [FIXED, FIXED_BACK] : tables();
    for (let found = symbol(codes); found !== 256; found = symbol(codes)) {
      if (found < 256) put(found);
      else {
        const length = LENGTHS[found - 257] + bits(extraOfLength(found - 257));
        const code = symbol(backs);
        const back = BACKS[code] + bits(extraOfBack(code));
        if (back > at) throw new Error("it points before its beginning");
        for (let n = 0; n < length; n += 1) put(bytes[at - back]);
      }
    }
  }
  return at === size ? bytes : null;
}

// -- the files of a bundle ---------------------------------------------------------------------

const SHARED = ["README.txt", "checkpoint.json", "ledger.jsonl", "manifest.json", "slots.json"];
const SEALED = ["delivery.json", "heads.jsonl", "papers.jsonl", "roll.json"];
const KINDS = {
  "tickbox-bundle": { files: ["ballots.jsonl", "outcome.json"], formats: ["1", "2"] },
  "tickbox-judgement": { files: ["judgement.json", "marks.jsonl"], formats: ["1", "2"] },
  "tickbox-motion": { files: ["decision.json"], formats: ["1", "2", "3", "4"] },
};
const READMES = {
  "tickbox-bundle": "bcd157261d43ae8f636316c409efbd1e83ab762569bfec03a8e1462bf6d1b642",
  "tickbox-judgement": "a1a71f3f6393c8e02a47a5bc262e0c1b0b887ae70f92d973af390881cf7e4f58",
  "tickbox-motion": "c8bba88ed04446013b653a580a6b3a472340eff60a847712325857f054ac675a",
};

const unknownFormat = (said) =>
  new CannotTell(`格式“${said}”这个网页不认识`, `this page does not know the format '${said}'`);

/** What the manifest says; without one that can be read nobody can tell what the file is. */
function readManifest(content) {
  let manifest = null;
  try {
    manifest = oneValueOf(content, "manifest.json");
  } catch {
    throw unknownFormat("?");
  }
  const shape = shaped({ format: isText, cycle: isText, files: isMap });
  if (!shape(manifest)) throw unknownFormat("?");
  const [kind, format, ...rest] = manifest.get("format").split("/");
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : null;
  if (!known || !known.formats.includes(format) || rest.length) throw unknownFormat(manifest.get("format"));
  return { manifest, kind, format };
}

/** Which files should be there, by those that are: a sealed motion has more. */
function wantedFiles(names) {
  const kind = Object.keys(KINDS).find((one) => KINDS[one].files.some((name) => names.includes(name)));
  const sealed = SEALED.some((name) => names.includes(name));
  return [...SHARED, ...KINDS[kind || "tickbox-bundle"].files, ...(sealed ? SEALED : [])];
}

/** The kind of bundle, its format and its files, held against the manifest. */
async function readBundle(bytes, report) {
  const listed = listZip(bytes);
  const names = listed.map((file) => file.name);
  const wanted = wantedFiles(names);
  if (!names.some((name) => wanted.includes(name))) throw noBundle("zip 里是别的东西", "the zip holds something else");
  for (const name of wanted) {
    if (!names.includes(name)) report.differs(`缺少文件 ${name}`, `the file ${name} is missing`);
  }
  names.forEach((name, at) => {
    if (names.indexOf(name) !== at) report.differs(`文件 ${name} 有两份`, `the file ${name} is there twice`);
    else if (!wanted.includes(name)) report.differs(`多出文件 ${name}`, `the file ${name} does not belong there`);
  });
  const file = listed.find((one) => one.name === "manifest.json");
  const { manifest, kind, format } = readManifest(file ? await unpacked(bytes, file) : new Uint8Array(0));
  if (!KINDS[kind].files.every((name) => wanted.includes(name))) {
    report.differs("里面的文件不属于这种核验包", "its files are not those of its kind");
  }
  if (!same([...manifest.keys()].sort(), ["cycle", "files", "format"])) {
    report.differs("manifest.json 内容不对", "manifest.json holds more than it should");
  }
  const files = await unpackAll(bytes, listed, wanted, manifest, report);
  if (report.different.length) throw new Differs(...report.different.pop());
  report.agrees(`文件：${names.length}个，摘要都与目录一致`, `Files: ${names.length}, each with the digest that the manifest gives`);
  return { kind, format, sealed: wanted.includes("heads.jsonl"), cycle: manifest.get("cycle"), files };
}

async function unpackAll(bytes, listed, wanted, manifest, report) {
  const files = {};
  const said = manifest.get("files");
  for (const file of listed.filter((one) => wanted.includes(one.name))) {
    files[file.name] = await unpacked(bytes, file);
    if (file.name === "manifest.json") continue;
    if (hexOf(await sha256OfFile(files[file.name])) !== said.get(file.name)) {
      report.differs(`${file.name} 的摘要与目录不一致`, `${file.name} has not the digest that the manifest gives`);
    }
  }
  for (const name of said.keys()) {
    if (!wanted.includes(name) || name === "manifest.json") {
      report.differs(`目录里多出 ${name}`, `the manifest lists ${name}, which does not belong there`);
    }
  }
  const readme = files["README.txt"];
  const kind = manifest.get("format").split("/")[0];
  if (readme && hexOf(sha256(readme)) !== READMES[kind]) {
    report.differs("README.txt 不是每个核验包里的那一份", "README.txt is not the text that is in every bundle");
  }
  return files;
}
