// Searches the index that resolute builds, by the rules of the builder's package
// search; a test compares the two query by query. Nothing that open returns
// throws, writes to the page or trusts the files it reads.

import {Index, Reader, cut, fold, lower, pieces, placeOf} from './index.js';

const MAX_QUERY = 1000; // UTF-16 units
const MAX_WORDS = 24;

const word = ({text}) => {
  const raw = lower(text);
  return {text, raw, fold: fold(raw), capitals: /^[A-Z]{2,}$/.test(text), parts: []};
};

const excludes = (s) => /(^|\s)-$/.test(s);

/** The words of a text in quotes; stop words become what stands before others. */
const parsePhrase = (s, not, stops, more) => {
  const p = {text: s.trim().replace(/\s+/g, ' '), not, words: [], tail: []};
  let offset = 0;
  let run = 0;
  for (const piece of pieces(s)) {
    if (piece.joined || !more()) continue;
    const w = {...word(piece), exact: true, not, offset, run};
    const stop = stops.indexOf(w.fold) + 1;
    offset++;
    run = stop && ((run << 8) | stop) & 0xffffff;
    (stop ? p.tail : p.words).push(w);
  }
  return p;
};

/** The words of a text outside quotes; at its end the last is a prefix. */
const parseWords = (s, last, more) => {
  const words = [];
  let compound;
  for (const piece of pieces(s)) {
    const w = word(piece);
    w.not = excludes(s.slice(0, piece.start));
    w.prefix = last && piece.end === s.length && !w.not;
    if (compound && piece.start < compound.end) {
      compound.parts.push({...w, not: false});
      continue;
    }
    compound = null;
    if (!more()) continue;
    words.push(w);
    if (piece.joined) {
      compound = w;
      w.end = piece.end;
    }
  }
  return words;
};

/** Takes a query apart. */
const parse = (query, stops) => {
  const short = cut(query, MAX_QUERY);
  const segments = short.split(/["“”„‟«»″＂]/);
  if (segments.length % 2 === 0) segments.push(segments.splice(-2).join(' '));
  let left = MAX_WORDS;
  const more = () => --left >= 0;
  const words = [];
  const phrases = [];
  segments.forEach((s, i) => {
    if (i % 2 === 0) {
      words.push(...parseWords(s, i === segments.length - 1, more));
      return;
    }
    const p = parsePhrase(s, excludes(segments[i - 1]), stops, more);
    if (p.words.length) phrases.push(p);
    else words.push(...p.tail);
  });
  const meant = (w) => !w.not && !stops.includes(w.fold);
  const others = words.some(meant) || phrases.some((p) => !p.not);
  const seen = new Set();
  const kept = words.filter((w) => {
    const key = [w.raw, w.prefix, w.exact, w.not].join();
    if (seen.has(key) || (others && !meant(w) && !w.prefix && !w.not)) return false;
    return seen.add(key);
  });
  return {words: kept, phrases, truncated: short !== query || left < 0};
};

/** The positions of a word in one document, with the stop words before each. */
const readPlaces = (d) => {
  let pos = 0;
  return d.list(d.count(), () => {
    const head = d.uint();
    let run = 0;
    for (let i = head & 3; i > 0; i--) run = (run << 8) | (d.uint() + 1);
    pos += head >> 2;
    return {pos, run};
  });
};

const readNeighbours = (r) => (d) => {
  const keys = d.fronts().map((key) => ({key, n: 0, size: 0}));
  for (const k of keys) {
    k.n = d.count();
    k.size = d.count();
  }
  for (const k of keys) {
    const part = new Reader(d.raw(k.size));
    k.places = new Map();
    part.deltas(k.n, r.space, (doc) => k.places.set(doc, k.key[0] === '^' ? [] : readPlaces(part)));
  }
  return d.done(keys);
};

const append = (map, doc, list) => map.set(doc, map.has(doc) ? map.get(doc).concat(list) : list);

/** Where the positions of a word are: its own, or files by its neighbours. */
const source = async (index, r, w) => {
  const {lines, positions} = await index.shard(r, r.terms, placeOf(r.terms.keys, w.fold));
  return index.file(positions, (d) => {
    if (d.uint()) {
      const keys = d.fronts();
      return {keys, names: keys.map(() => d.name(r.hash))};
    }
    const sizes = lines.map(() => d.count());
    return d.done({lines, blocks: sizes.map((n) => d.raw(n))});
  });
};

const places = ({lines, blocks}, w) => {
  const all = new Map();
  lines.forEach((l, i) => {
    if (l.fold !== w.fold || !blocks[i].length) return;
    const d = new Reader(blocks[i]);
    for (const doc of l.docs) append(all, doc, readPlaces(d));
  });
  return all;
};

/** The positions of a frequent word by its neighbour, or by all that begin so. */
const neighbours = async (index, r, {keys, names}, key) => {
  const all = new Map();
  const last = placeOf(keys, `${key} \uffff`);
  for (let k = placeOf(keys, key); k <= last; k++) {
    for (const n of await index.file(names[k], readNeighbours(r))) {
      if (n.key === key || n.key.startsWith(`${key} `)) n.places.forEach((list, doc) => append(all, doc, list));
    }
  }
  return all;
};

/** Clears want where the words do not stand one after the other. */
const match = async (index, r, words, want) => {
  let {run} = words[0];
  if (words.length < 2 && !run) return;
  const sources = await Promise.all(words.map((w) => source(index, r, w)));
  let starts; // by document where the phrase can begin
  const narrow = (all, {offset}, good) => {
    const next = new Map();
    all.forEach((list, doc) => {
      const kept = list.filter((p) => good(p.run)).map((p) => p.pos - offset)
        .filter((s) => !starts || starts.get(doc)?.includes(s));
      if (kept.length) next.set(doc, kept);
    });
    starts = next;
  };
  const keep = (map) => want.forEach((_, doc) => map.has(doc) || (want[doc] = 0));
  for (let i = 1; i < words.length; i++) {
    const [a, b, first, second] = [sources[i - 1], sources[i], words[i - 1], words[i]];
    const same = (before) => before === second.run;
    if (a.keys) narrow(await neighbours(index, r, a, `>${second.fold}`), first, same);
    else if (b.keys) narrow(await neighbours(index, r, b, `<${first.fold}`), first, same);
    else {
      narrow(places(a, first), first, () => true);
      narrow(places(b, second), second, same);
    }
  }
  if (run && sources[0].keys) {
    const stops = [];
    for (; run; run >>= 8) stops.push(r.stops[(run & 255) - 1]);
    keep(await neighbours(index, r, sources[0], `^${stops.join(' ')}`));
  } else if (run) {
    const mask = 2 ** (8 * Math.ceil((32 - Math.clz32(run)) / 8)) - 1;
    narrow(places(sources[0], words[0]), words[0], (before) => (before & mask) === run);
  }
  if (starts) keep(starts);
};

/** One query on its way. */
class Search {
  constructor(index, r, query) {
    Object.assign(this, {index, r, query, words: [], finds: [], ids: [], failed: false, masks: new Map()});
    this.scores = new Uint32Array(r.space);
  }

  /** Takes a step; a file that cannot be read fails the word alone. */
  async step(told, take) {
    try {
      await take(told);
    } catch {
      told.outcome = 'failed';
      this.failed = true;
    }
    return told;
  }

  lookup(w) {
    return this.index.lookup(this.r, w);
  }

  async all(list) {
    for (let i = 0; i < list.length; i++) {
      const w = list[i];
      if (w.not) continue;
      let found;
      const told = await this.step({text: w.text, with: '', outcome: 'found'}, async () => {
        found = await this.lookup(w);
      });
      if (found?.df) {
        this.keep(found);
      } else if (found && w.parts.length) {
        await this.all(w.parts);
        continue;
      } else if (found) {
        await this.step(told, async () => {
          if (await this.another(told, w, list[i + 1])) i++;
        });
      }
      this.words.push(told);
    }
  }

  /** Tries a word that is nowhere with the next as one, then corrected. */
  async another(told, w, next) {
    if (next && !next.not) {
      const raw = cut(w.raw + next.raw);
      const found = await this.lookup({...next, raw, fold: fold(raw), exact: w.exact}).catch(() => ({}));
      if (found.df) {
        told.text += ` ${next.text}`;
        this.keep(found);
        return true;
      }
    }
    const letters = [...w.fold];
    told.outcome = 'missing';
    if (w.exact || w.capitals || letters.length < 5 || !/^\p{L}+$/u.test(w.fold)) return false;
    const better = await this.index.correct(this.r, letters);
    if (better) {
      told.with = better;
      told.outcome = 'corrected';
      this.keep(await this.lookup({raw: better, fold: fold(better)}));
    }
    return false;
  }

  /** Narrows the documents to those of a word and adds its weight. */
  keep(f) {
    const {r, scores} = this;
    const df = Math.min(f.df, r.docs);
    const idf = Math.max(1, Math.floor(32 * Math.log(1 + (r.docs - df + 0.5) / (df + 0.5)) + 0.5));
    this.finds.push(f);
    this.matched ??= new Uint8Array(r.space).fill(1);
    f.best.forEach((best, doc) => {
      if (!best) this.matched[doc] = 0;
      scores[doc] += idf * best;
    });
  }

  /** The documents of a phrase, nothing where one of its words is nowhere. */
  async phrase(p) {
    const finds = await Promise.all(p.words.map((w) => this.lookup(w)));
    if (finds.some((f) => !f.df)) return null;
    const want = new Uint8Array(this.r.space).fill(1);
    for (const f of finds) f.best.forEach((best, doc) => best || (want[doc] = 0));
    await match(this.index, this.r, p.words, want);
    return {finds, want};
  }

  async include(p) {
    this.words.push(await this.step({text: p.text, with: '', outcome: 'found'}, async (told) => {
      const found = await this.phrase(p);
      if (!found) {
        told.outcome = 'missing';
        return;
      }
      found.finds.forEach((f) => this.keep(f));
      found.want.forEach((ok, doc) => ok || (this.matched[doc] = 0));
    }));
  }

  exclude(w) {
    return this.step({}, async () => {
      const found = w.words ? await this.phrase(w) : await this.lookup(w);
      const out = found?.want ?? found?.best ?? [];
      out.forEach((o, doc) => o && (this.matched[doc] = 0));
      if (found?.df === 0) for (const part of w.parts) await this.exclude(part);
    });
  }

  async run() {
    const {words, phrases, truncated} = parse(this.query.q ?? '', this.r.stops);
    this.truncated = truncated;
    await this.all(words);
    for (const p of phrases) if (!p.not) await this.include(p);
    const filters = Object.entries(this.query.filters ?? {}).filter(([, ids]) => ids.length);
    if (!this.matched) {
      // Where a filter chooses, numbers that no document has do no harm.
      const all = !this.words.length;
      this.matched = new Uint8Array(this.r.space).fill(all && filters.length ? 1 : 0);
      if (all && !filters.length) await this.step({}, async () => this.mark(this.matched, 'kind'));
    }
    for (const w of [...words, ...phrases]) if (w.not) await this.exclude(w);
    await Promise.all(filters.map(([name, ids]) => this.step({}, () => {
      this.masks.set(name, new Uint8Array(this.r.space));
      return this.mark(this.masks.get(name), name, ids);
    })));
    await this.step({}, () => this.order());
    return this;
  }

  /** Sets a mask for the documents of some values of a facet, or of all. */
  async mark(mask, name, ids) {
    for (const v of await this.index.values(this.r, name, ids)) {
      if (!ids || ids.includes(v.id)) for (const doc of v.docs) mask[doc] = 1;
    }
  }

  /** The documents that pass the filters of all facets but one. */
  passing(except) {
    const pass = this.matched.slice();
    this.masks.forEach((mask, name) => {
      if (name !== except) mask.forEach((m, doc) => m || (pass[doc] = 0));
    });
    return pass;
  }

  async order() {
    const {ids, scores} = this;
    const {sort} = this.query;
    this.passing().forEach((p, doc) => p && ids.push(doc));
    if (sort === 'code') return;
    if (sort !== 'newest' && this.words.length) {
      ids.sort((a, b) => scores[b] - scores[a] || b - a);
      return;
    }
    const years = new Uint16Array(this.r.space);
    for (const v of await this.index.values(this.r, 'year')) for (const doc of v.docs) years[doc] = v.id;
    ids.sort((a, b) => years[b] - years[a] || a - b);
  }
}

/** Opens the index whose entry file has the address. */
export const open = (address) => new Index(address);

/**
 * Searches {q, filters: {facet: [id]}, sort: '' | 'newest' | 'code'}. The answer
 * has ids of documents in order; words, each with its outcome (found, missing,
 * corrected with another, failed); truncated; and failed where a file could not
 * be read.
 */
export const search = (index, query) =>
  index.ask((r) => new Search(index, r, query).run(), {ids: [], words: [], failed: true});
