// The words and the files of a search index, by the rules of the builder's package
// search. A damaged file throws; the engine tells of it.

const LIGATURES = {œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ł: 'l', ı: 'i', ς: 'σ'};
const MAX_WORD = 48; // UTF-16 units

// Two apostrophes count as letters in Unicode and not here.
const L = '(?![ʻʼ])\\p{L}';
const C = '(?![ʻʼ])[\\p{L}\\p{N}\\p{M}]';
const PART = `(?:${C})+`;
const PARTS = new RegExp(PART, 'gu');
const WORD = new RegExp(
  `(\\p{Nd}+(?:\\.\\p{Nd}+)+)|(${L}(?:\\.${L})+)(?!${C})|${PART}(?:[-‐‑'’‘ʻʼ＇]${PART})*`, 'gu');
const LETTER = new RegExp(L, 'u');
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)$/i;
const ENDING = /^(?:[stdm]|re|ve|ll)$/i;

/** The form under which a word is found: lower case, no accents or ligatures. */
export const fold = (s) => {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(s)) return s.toLowerCase();
  const folded = s.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/[œæßøđłıς]/g, (c) => LIGATURES[c]);
  const again = folded.normalize('NFKD');
  return again === folded ? folded : fold(again);
};

/** At most n UTF-16 units of s, never half a character. */
export const cut = (s, n = MAX_WORD) => (s.length > n ? s.slice(0, n).replace(/[\ud800-\udbff]$/, '') : s);

/** The written form of a word in the dictionary: lower case, with accents. */
export const lower = (s) => cut(s.normalize('NFKC').toLowerCase().normalize('NFC').replaceAll('ς', 'σ'));

/**
 * The words of a text: {text, start, end, joined}. A compound comes first as one
 * joined word, then as its parts. Elided articles and English endings are left out.
 */
export const pieces = (s) => {
  const list = [];
  for (const m of s.matchAll(WORD)) {
    if (m[1] || m[2]) {
      list.push({text: m[1] || m[2].replaceAll('.', ''), start: m.index, end: m.index + m[0].length});
      continue;
    }
    const parts = [...m[0].matchAll(PARTS)];
    const apostrophe = (i) => parts[i]?.index > 0 && !/[-‐‑]/.test(m[0][parts[i].index - 1]);
    const kept = [];
    parts.forEach((part, i) => {
      const elided = apostrophe(i + 1) && ELISION.test(part[0]);
      const ending = apostrophe(i) && kept.length && ENDING.test(part[0]);
      const start = m.index + part.index;
      if (!elided && !ending) kept.push({text: part[0], start, end: start + part[0].length});
    });
    const joined = kept.map((k) => k.text).join('');
    if (kept.length > 1 && kept.length < 6 && LETTER.test(joined)) {
      list.push({text: joined, start: kept[0].start, end: kept.at(-1).end, joined: true});
    }
    list.push(...kept);
  }
  return list;
};

/** Decodes UTF-8 without looking for a mark at the beginning. */
const utf8 = new TextDecoder('utf-8', {ignoreBOM: true});

const check = (ok) => {
  if (!ok) throw new Error('damaged');
};

/** The place of the last key that is not above the wanted one, at least 0. */
export const placeOf = (keys, wanted) => {
  let from = 0;
  let to = keys.length;
  while (to - from > 1) {
    const mid = (from + to) >> 1;
    if (keys[mid] <= wanted) from = mid;
    else to = mid;
  }
  return from;
};

/** Reads the primitives of the format. */
export class Reader {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  raw(n) {
    const from = this.at;
    this.at += n;
    check(this.at <= this.data.length);
    return this.data.subarray(from, this.at);
  }

  uint() {
    let n = 0;
    let unit = 1;
    for (let b = 128; b > 127; unit *= 128) {
      b = this.raw(1)[0];
      n += (b & 127) * unit;
      check(n < 2 ** 31);
    }
    return n;
  }

  /** A number of things that take at least one byte each. */
  count() {
    const n = this.uint();
    check(n <= this.data.length - this.at);
    return n;
  }

  list(n, read) {
    return Array.from({length: n}, read);
  }

  str() {
    return utf8.decode(this.raw(this.uint()));
  }

  front(before, units = this.uint()) {
    check(units <= before.length);
    return before.slice(0, units) + this.str();
  }

  fronts() {
    let before = '';
    return this.list(this.count(), () => (before = this.front(before)));
  }

  /** n ascending document numbers below space; each is given to add, where there is one. */
  deltas(n, space, add) {
    let doc = -1;
    check(n <= this.data.length - this.at);
    return this.list(n, () => {
      doc += this.uint() + 1;
      check(doc < space);
      add?.(doc);
      return doc;
    });
  }

  name(hash) {
    const hex = Array.from(this.raw(hash), (b) => b.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 2)}/${hex.slice(2)}.idx`;
  }

  /** The value, if nothing is left to read. */
  done(value) {
    check(this.at === this.data.length);
    return value;
  }
}

/** The root: what there is and where. */
const readRoot = (d) => {
  check(d.raw(4).join() === '82,83,73,1');
  const r = {hash: d.uint(), docs: d.uint(), space: d.uint(), languages: d.fronts(), stops: d.fronts()};
  check(r.space <= 2 ** 26);
  const tables = d.list(4, () => ({keys: d.fronts()}));
  [r.terms, r.prefixes, r.spelling, r.entities] = tables;
  r.cards = {keys: d.deltas(d.count(), r.space)};
  r.facets = d.list(d.count(), () => ({name: d.str(), values: d.uint(), keys: d.fronts()}));
  const names = (list) => list.map(() => d.name(r.hash));
  for (const t of [...tables, r.cards]) t.names = names(t.keys);
  r.codes = d.name(r.hash);
  r.labels = names(r.languages);
  for (const f of r.facets) {
    f.names = names(f.keys);
    if (f.keys.length > 1) f.labels = f.keys.map(() => names(r.languages));
  }
  return d.done(r);
};

/** A shard of a dictionary: its lines and the name of their positions. */
const readShard = (r) => (d) => {
  const positions = d.name(r.hash);
  let key = '';
  const lines = d.list(d.count(), () => {
    key = d.front(key);
    const head = d.uint();
    const others = [];
    for (let n = head >> 1; n > 0; n--) {
      const other = d.uint();
      others.push({weak: other & 1, key: d.front(key, other >> 1)});
    }
    return {key, fold: fold(key), hidden: head & 1, others, n: d.count(), size: d.count()};
  });
  for (const l of lines) {
    const part = new Reader(d.raw(l.size));
    l.docs = part.done(part.deltas(l.n, r.space));
  }
  for (const l of lines) l.levels = d.raw(l.n);
  return d.done({lines, positions});
};

/** The values of a facet with their documents. */
const readFacet = (r) => (d) => {
  const form = d.uint();
  const values = d.fronts().map((id) => ({id, docs: []}));
  if (form) {
    d.raw(r.space).forEach((v, doc) => {
      check(v <= values.length);
      if (v) values[v - 1].docs.push(doc);
    });
  } else {
    for (const v of values) v.docs = d.deltas(d.count(), r.space);
  }
  return d.done(values);
};

const FILES = 600; // kept at most
const WIDE = 3; // shards from which a prefix has a list of its own

// What a form found counts, in sixteenths: as typed, with other accents, another
// form, one of another language, a word that begins with it.
const EXACT = 16;
const ACCENTS = 13;
const STRONG = 5;
const WEAK = 3;
const PREFIX = 4;

const oneEdit = (a, b) => {
  let i = 0;
  let p = a.length;
  let q = b.length;
  while (i < p && i < q && a[i] === b[i]) i++;
  while (p > i && q > i && a[p - 1] === b[q - 1]) {
    p--;
    q--;
  }
  if (p - i < 2 && q - i < 2) return p + q > 2 * i;
  return p - i === 2 && q - i === 2 && a[i] === b[i + 1] && a[i + 1] === b[i];
};

const inflate = async (data) => {
  if (data[0] !== 31 || data[1] !== 139) return data; // the server has done it
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

export class Index {
  constructor(address) {
    this.address = new URL(address, document.baseURI);
    this.files = new Map();
  }

  async load(name, options) {
    const answer = await fetch(new URL(name, this.address), options);
    if (!answer.ok) throw new Error(answer.status);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** What a file or a part of one has, kept for the next time unless it failed. */
  keep(name, load, read) {
    const {files} = this;
    if (!files.has(name)) {
      const content = load().then(inflate).then((data) => read(new Reader(data)));
      files.set(name, content);
      content.catch(() => files.delete(name));
      if (files.size > FILES) files.delete(files.keys().next().value);
    }
    return files.get(name);
  }

  file(name, read) {
    return this.keep(name, () => this.load(name), read);
  }

  /** One of the files in a file of many. There are servers that send all of it. */
  piece(name, sizes, at, read) {
    let from = 0;
    for (const size of sizes.slice(0, at)) from += size;
    const to = from + sizes[at];
    return this.keep(`${name} ${at}`, async () => {
      const data = await this.load(name, {headers: {range: `bytes=${from}-${to - 1}`}});
      return data.length > to - from ? data.subarray(from, to) : data;
    }, read);
  }

  async entry() {
    const e = JSON.parse(utf8.decode(await this.load(this.address, {cache: 'no-cache'})));
    if (e.format !== 1 || !/^[\da-f]{2}\/[\da-f]+\.idx$/.test(e.root)) throw new Error('damaged');
    return e.root;
  }

  async root() {
    this.name ??= await this.entry();
    return this.file(this.name, readRoot);
  }

  /** Whether there is another index by now; then that is the one to read. */
  async renewed() {
    const before = this.name;
    this.name = await this.entry();
    if (this.name === before) return false;
    this.files.clear();
    return true;
  }

  /** Asks a question; where a file fails and there is a newer index, once more. */
  async ask(question, otherwise) {
    let failed = false;
    const attempt = () => this.root().then(question).catch(() => {
      failed = true;
      return otherwise;
    });
    const answer = await attempt();
    if (!failed && !answer?.failed) return answer;
    return (await this.renewed().catch(() => false)) ? attempt() : answer;
  }

  shard(r, table, k) {
    return this.file(table.names[k], readShard(r));
  }

  /** The lines of a folded word. */
  async lines(r, form) {
    if (!r.terms.keys.length) return [];
    const {lines} = await this.shard(r, r.terms, placeOf(r.terms.keys, form));
    return lines.filter((l) => l.fold === form);
  }

  /** The lines of the words that begin with a prefix, or its own; and which. */
  async beginning(r, prefix) {
    const {keys} = r.terms;
    let table = r.terms;
    let from = placeOf(keys, prefix);
    let to = placeOf(keys, `${prefix}\uffff`);
    const listed = prefix.length < 4 || to - from >= WIDE;
    if (listed) {
      table = r.prefixes;
      from = placeOf(table.keys, prefix);
      to = from;
    }
    const shards = await Promise.all(table.names.slice(from, to + 1).map((_, k) => this.shard(r, table, from + k)));
    const lines = shards.flatMap((s) => s.lines).filter((l) => (listed ? l.key === prefix : l.fold.startsWith(prefix)));
    return {lines, listed};
  }

  /** Where a word is, with its other forms and with what begins with it. */
  async lookup(r, w) {
    const f = {best: new Uint8Array(r.space), df: 0, forms: new Set(), begins: []};
    const add = (line, factor) => {
      f.forms.add(line.fold);
      line.docs.forEach((doc, i) => {
        const v = Math.min(line.levels[i], 15) * factor;
        if (v > f.best[doc]) {
          if (!f.best[doc]) f.df++;
          f.best[doc] = v;
        }
      });
    };
    const [same, begin] = await Promise.all([this.lines(r, w.fold), w.prefix && this.beginning(r, w.fold)]);
    const exact = same.some((l) => l.key === w.raw);
    const others = new Map();
    for (const l of same) {
      add(l, exact && l.key !== w.raw ? ACCENTS : EXACT);
      for (const o of l.others) others.set(o.key, (others.get(o.key) ?? 1) & o.weak);
    }
    const forms = w.exact ? [] : [...others];
    await Promise.all(forms.map(async ([key, weak]) => {
      for (const l of await this.lines(r, fold(key))) if (l.key === key) add(l, weak ? WEAK : STRONG);
    }));
    if (begin) {
      f.begins.push(w.fold);
      for (const l of begin.lines) add(l, PREFIX);
    }
    return f;
  }

  /** The most used word that is one edit away from the letters, or nothing. */
  async correct(r, letters) {
    const {keys, names} = r.spelling;
    let best;
    let most = -1;
    for (const first of letters.slice(0, 2)) {
      // The files of the words that are one letter shorter, as long, longer.
      const sizes = new Set([6, 5, 4].map((n) => Math.min(Math.max(letters.length - n, 0) >> 1, 3)));
      for (const size of best ? [] : sizes) {
        const k = keys.indexOf(first + size);
        if (k < 0) continue;
        const list = await this.file(names[k], (d) => {
          const words = d.fronts();
          const counts = d.raw(words.length);
          return words.map((word, i) => ({word, count: counts[i]}));
        });
        for (const {word, count} of list) {
          if (count > most && oneEdit(letters, [...fold(word)])) [best, most] = [word, count];
        }
      }
    }
    return best;
  }

  /** The values of a facet: all, or those in the files where the ids are. */
  async values(r, name, ids) {
    const f = r.facets.find((g) => g.name === name) ?? {names: []};
    const lists = await Promise.all(f.names.map((file, k) => {
      if (ids && !ids.some((id) => placeOf(f.keys, id) === k)) return [];
      return this.file(file, readFacet(r)).then((list) => list.map((v, place) => ({...v, file: k, place})));
    }));
    return lists.flat();
  }
}
