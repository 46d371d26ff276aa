// What is shown around a search: cards, excerpts, counts of facets, and what is
// proposed while one types.

import {cut, fold, lower, pieces, placeOf} from './index.js';

const LENGTH = 32; // words of an excerpt
// Proposals of each kind.
const CODES = 4;
const ENTITIES = 5;
const WORDS = 6;
const CARD = ['path', 'code', 'kind', 'status', 'langs'];

const readCards = (r, first) => (d) => {
  const before = {};
  const titles = [];
  const cards = d.list(d.count(), () => {
    const card = {id: first + d.uint(), year: d.uint()};
    for (const name of CARD) card[name] = before[name] = d.front(before[name] ?? '');
    card.titles = d.list(d.count(), (_, k) => (titles[k] = d.front(titles[k] ?? ''))).map((t) => {
      const tab = t.indexOf('\t');
      return {lang: t.slice(0, tab), text: t.slice(tab + 1)};
    });
    return card;
  });
  const sizes = cards.map(() => d.uint());
  return d.done({cards, sizes, texts: d.name(r.hash)});
};

const readText = (d) => d.done(d.list(d.count(), () => ({body: d.uint(), lang: d.str(), text: d.str()})));

const readLabel = (d) => ({rank: d.uint(), text: d.str()});

const readLabels = (d) => {
  const list = [];
  while (d.at < d.data.length) list.push(readLabel(d));
  return list;
};

/** The labels of the short facets, by value, each facet after the other. */
const readBundle = (d) => {
  const facets = [];
  while (d.at < d.data.length) facets.push(new Map(d.fronts().map((id) => [id, readLabel(d)])));
  return facets;
};

const pageOf = (index, r, id) => {
  const k = placeOf(r.cards.keys, id);
  return index.file(r.cards.names[k], readCards(r, r.cards.keys[k]));
};

/** The cards of documents: {id, path, code, kind, status, year, langs, titles}, or null. */
export const cards = (index, ids) => Promise.all(ids.map((id) => index.ask(async (r) => {
  const page = await pageOf(index, r, id);
  return page.cards.find((c) => c.id === id) ?? null;
}, null)));

/** Labels in a language, with the place on display, of values of a facet. */
const labelled = async (index, r, name, lang, values) => {
  const l = Math.max(0, r.languages.indexOf(lang));
  const f = r.facets.find((g) => g.name === name);
  const lists = {};
  let bundle;
  if (f?.labels) {
    const files = [...new Set(values.map((v) => v.file))];
    await Promise.all(files.map(async (k) => (lists[k] = await index.file(f.labels[k][l], readLabels))));
  } else if (f) {
    bundle = (await index.file(r.labels[l], readBundle))[r.facets.filter((g) => !g.labels).indexOf(f)];
  }
  return values.map((v) => {
    const found = bundle ? bundle.get(v.id) : lists[v.file]?.[v.place];
    return {...v, label: found?.text || v.id, rank: found?.rank ?? 0};
  });
};

/** How many results each value of a facet would have, in order of display: {id, label, count}. */
export const counts = (index, s, name, lang, chosen = []) => index.ask(async (r) => {
  const pass = s.passing(name);
  const values = (await index.values(r, name)).map((v) => {
    let count = 0;
    for (const doc of v.docs) count += pass[doc];
    return {...v, count};
  });
  const kept = values.filter((v) => v.count || chosen.includes(v.id));
  return (await labelled(index, r, name, lang, kept)).sort((a, b) => a.rank - b.rank);
}, null);

/** The labels of some values of a facet, as a Map. */
export const labels = (index, name, ids, lang) => index.ask(async (r) => {
  const long = r.facets.find((f) => f.name === name)?.labels;
  const values = long ? (await index.values(r, name, ids)).filter((v) => ids.includes(v.id)) : ids.map((id) => ({id}));
  return new Map((await labelled(index, r, name, lang, values)).map((v) => [v.id, v.label]));
}, new Map());

/** The words of a text: start, end, and which of the query's words it is, or -1. */
const tokens = (text, finds) => {
  const list = [];
  for (const p of pieces(text)) {
    const form = fold(p.text);
    const mark = finds.findIndex((f) => f.forms.has(form) || f.begins.some((b) => form.startsWith(b)));
    // A compound is one word where it is marked, and its parts otherwise.
    if (p.joined ? mark >= 0 : !(list.at(-1)?.end >= p.end)) list.push({start: p.start, end: p.end, mark});
  }
  return list;
};

/** Where the stretch begins that shows the most different words, then the most. */
const densest = (list, words) => {
  const inside = new Array(words).fill(0);
  let from = 0;
  let score = 0;
  let distinct = 0;
  let hits = 0;
  list.forEach(({mark}, i) => {
    const gone = list[i - LENGTH]?.mark ?? -1;
    if (mark >= 0) {
      hits++;
      if (!inside[mark]++) distinct++;
    }
    if (gone >= 0) {
      hits--;
      if (!--inside[gone]) distinct--;
    }
    if (hits && distinct * LENGTH + hits > score) {
      score = distinct * LENGTH + hits;
      from = Math.max(0, i - LENGTH + 1);
    }
  });
  return {from, score};
};

const piece = ({lang, text}, list, from) => {
  const e = {lang, spans: [], before: false, after: false};
  if (!list.length) return e;
  const first = list.findIndex((t, i) => i >= from && t.mark >= 0);
  const start = first < 0 ? from : Math.max(Math.min(Math.max(from, first - 6), list.length - LENGTH), 0);
  const shown = list.slice(start, start + LENGTH);
  e.before = start > 0;
  e.after = start + LENGTH < list.length;
  let at = e.before ? shown[0].start : 0;
  const end = e.after ? shown.at(-1).end : text.length;
  for (const t of shown) {
    if (t.mark < 0) continue;
    if (t.start > at) e.spans.push([text.slice(at, t.start), false]);
    e.spans.push([text.slice(t.start, t.end), true]);
    at = t.end;
  }
  if (end > at) e.spans.push([text.slice(at, end), false]);
  return e;
};

/**
 * The piece of a document's text that shows most words of a query, running text
 * before names: {lang, before, after, spans: [[text, marked]]}.
 */
export const excerpt = (index, s, id, lang) => index.ask(async (r) => {
  const page = await pageOf(index, r, id);
  const at = page.cards.findIndex((c) => c.id === id);
  const sections = await index.piece(page.texts, page.sizes, at, readText);
  let best = {lang: '', spans: [], before: false, after: false};
  let most = -1;
  for (const section of sections) {
    const list = tokens(section.text, s.finds);
    const {from, score} = densest(list, s.finds.length);
    if (!section.body && !score) continue;
    const value = score * 2 + (section.body && score ? 4 * LENGTH : 0) + (section.lang === lang ? 1 : 0);
    if (value > most) {
      most = value;
      best = piece(section, list, from);
    }
  }
  return best;
}, null);

const folded = (text) => pieces(text).filter((p) => !p.joined).map((p) => fold(lower(p.text)));

const begins = (names, start) => names.some((n) => n.startsWith(start));

/** WCC-2020-Res-040 is also typed as 40, Res040, Res40. */
const codeForms = (code) => {
  const parts = code.split('-');
  const number = parts.pop();
  const kind = parts.pop();
  const short = number.replace(/^0+/, '') || number;
  return kind === undefined ? code : `${code} ${short} ${kind}${number} ${kind}${short}`;
};

const codes = async (index, r, words) => {
  if (!words.some((w) => /\p{Nd}/u.test(w))) return [];
  const list = await index.file(r.codes, (d) => d.fronts().map((code) => ({code, others: d.str()})));
  return list
    .filter(({code, others}) => {
      const forms = folded(`${codeForms(code)} ${others}`);
      return words.every((w) => begins(forms, w));
    })
    .slice(-CODES).reverse()
    .map(({code}) => ({facet: 'code', id: code, text: code, words: words.length}));
};

const entities = async (index, r, words, lang) => {
  const letters = [...words.at(-1)];
  const k = r.entities.keys.indexOf(letters[0]);
  if (letters.length < 2 || k < 0) return [];
  const list = await index.file(r.entities.names[k], (d) => {
    let id = '';
    return d.list(d.count(), () => {
      const e = {facet: d.uint(), lang: d.uint(), weight: d.uint()};
      id = e.id = d.front(id);
      e.text = d.str();
      e.keywords = d.str();
      return e;
    });
  });
  return list
    .filter((e) => !e.lang || r.languages[e.lang - 1] === lang)
    .map((e) => {
      const names = folded(`${e.text} ${e.keywords}`);
      let n = 0;
      while (n < words.length && begins(names, words[words.length - 1 - n])) n++;
      return {facet: r.facets[e.facet].name, id: e.id, text: e.text, words: n, weight: e.weight};
    })
    .filter((e) => e.words)
    .sort((a, b) => b.words - a.words || b.weight - a.weight)
    .slice(0, ENTITIES);
};

const completed = async (index, r, prefix) => {
  if (!r.terms.keys.length) return [];
  const {lines, listed} = await index.beginning(r, prefix);
  const texts = listed
    ? lines.flatMap((l) => l.others.map((o) => o.key))
    : lines.filter((l) => !l.hidden && l.fold !== prefix).sort((a, b) => b.n - a.n).map((l) => l.key);
  const seen = new Set();
  return texts
    .filter((t) => !seen.has(fold(t)) && seen.add(fold(t)))
    .slice(0, WORDS)
    .map((t) => ({facet: '', id: '', text: t, words: 1}));
};

/**
 * What the end of a text may become: {facet, id, text, words}. facet is '' for a
 * word, 'code', or the facet of which id is a value; words is how many of the
 * last words typed it stands for.
 */
export const suggest = (index, text, lang) => index.ask(async (r) => {
  const short = cut(text, 1000);
  const words = folded(short);
  if (!words.length || pieces(short).at(-1).end !== short.length) return [];
  const kinds = [codes(index, r, words), entities(index, r, words, lang), completed(index, r, words.at(-1))];
  const lists = await Promise.allSettled(kinds);
  return lists.flatMap((l) => l.value ?? []);
}, []);

/** Where the last n words of a text begin. */
const beginning = (text, n) => pieces(text).filter((p) => !p.joined).at(-n)?.start ?? 0;

/**
 * Adds suggestions to a field, by the combobox pattern of the ARIA Authoring
 * Practices: a list, with the focus in the field. choose is given a suggestion and the text before
 * the words that it stands for.
 */
export const combobox = ({index, input, lang, t, tn, h, choose}) => {
  const [list, count] = ['[role=listbox]', '[role=status]'].map((c) => input.form.querySelector(c));
  let options = [];
  let active = -1;
  let turns = 0;
  input.role = 'combobox';
  input.ariaAutoComplete = 'list';
  input.ariaExpanded = false;
  input.setAttribute('aria-controls', list.id);

  const mark = (i) => {
    if (options[active]) options[active].element.ariaSelected = false;
    active = i;
    const element = options[i]?.element;
    if (element) {
      element.ariaSelected = true;
      element.scrollIntoView({block: 'nearest'});
      input.setAttribute('aria-activedescendant', element.id);
    } else input.removeAttribute('aria-activedescendant');
  };
  const close = () => {
    turns++;
    mark(-1);
    options = [];
    list.hidden = true;
    input.ariaExpanded = false;
  };
  const take = ({suggestion}) => {
    const before = input.value.slice(0, beginning(input.value, suggestion.words));
    close();
    input.focus();
    choose(suggestion, before);
  };
  const show = async () => {
    close();
    const turn = turns;
    const found = await suggest(index, input.value, lang);
    if (turn !== turns || document.activeElement !== input || !found.length) return;
    options = found.map((suggestion, i) => {
      const kind = {code: 'codes', member: 'members', country: 'countries'}[suggestion.facet] ?? 'words';
      const element = h('li', {id: `suggestion-${i}`, role: 'option', ariaSelected: false},
        h('bdi', {}, suggestion.text), ' ', h('small', {}, t(`suggest_${kind}`)));
      const option = {suggestion, element};
      // The field keeps the focus: it would close the list by losing it.
      element.addEventListener('mousedown', (e) => e.preventDefault());
      element.addEventListener('click', () => take(option));
      return option;
    });
    list.replaceChildren(...options.map((o) => o.element));
    list.hidden = false;
    input.ariaExpanded = true;
    count.textContent = tn('suggested', options.length);
  };
  input.addEventListener('input', show);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (e) => {
    const n = options.length;
    if (e.key === 'ArrowDown' && !n) show();
    else if (e.key === 'ArrowDown') mark(active + 1 < n ? active + 1 : -1);
    else if (e.key === 'ArrowUp' && n) mark(active < 0 ? n - 1 : active - 1);
    else if (e.key === 'Enter' && options[active]) take(options[active]);
    else if (e.key === 'Escape' && n) close();
    else return;
    e.preventDefault();
  });
  return {close};
};
