// The search page: results, filters, suggestions. It takes over the form and the
// frame #search that the page has. Text enters the document as text only.

import {open, search} from './engine.js';
import {cards, combobox, counts, excerpt, labels} from './results.js';

const PER_PAGE = 10;
const SHOWN = 8; // values of a filter, before "more"
const SMALL = 5000; // documents up to which two filters open by themselves
const LONG = 12; // values from which a filter has its own search field

const host = document.querySelector('#search');
const form = document.querySelector('main form[role=search]');
const input = form.elements.q;
const {lang} = document.documentElement;
const index = open(host.dataset.index);

const words = new Map();
for (const {dataset, textContent} of document.querySelector('#search-words').content.children) {
  words.set(dataset.k + (dataset.n ?? ''), textContent);
}
const plural = new Intl.PluralRules(lang);
const number = new Intl.NumberFormat(lang).format;
const fill = (s, values) => s.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** A word of the interface, with values for its placeholders. */
const t = (key, values = {}) => fill(words.get(key) ?? '', values);

/** The same with a number. The page has the forms for 1 and for 2. */
const tn = (key, count, values = {}) =>
  fill((words.get(key + (plural.select(count) === 'one' ? 1 : 2)) ?? '').replace(/\d/, number(count)), values);

/** An element with properties or attributes, and children. */
const h = (tag, props = {}, ...children) => {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (k in e) e[k] = v;
    else if (v !== undefined) e.setAttribute(k, v);
  }
  e.append(...children);
  return e;
};

const button = (text, click, props) => {
  const b = h('button', {type: 'button', ...props}, text);
  b.addEventListener('click', click);
  return b;
};

const facets = Array.from(host.querySelectorAll('[data-facet]'), (box) => ({
  box, name: box.dataset.facet, find: box.querySelector('input'), list: box.querySelector('ul'), limit: SHOWN, values: [],
}));

// The state, which is also the address.
let state;

const read = () => {
  const p = new URLSearchParams(location.search);
  const filters = {};
  for (const {name} of facets) {
    const ids = [...new Set(p.getAll(name))].slice(0, 50);
    if (ids.length) filters[name] = ids;
  }
  const sort = ['newest', 'code'].find((s) => s === p.get('sort')) ?? '';
  return {q: p.get('q') ?? '', filters, sort, page: Math.max(1, parseInt(p.get('page'), 10) || 1)};
};

const write = ({q, filters, sort, page}) => {
  const p = new URLSearchParams();
  if (q) p.set('q', q);
  for (const [name, ids] of Object.entries(filters)) for (const id of ids) p.append(name, id);
  if (sort) p.set('sort', sort);
  if (page > 1) p.set('page', page);
  return `${location.pathname}${p.size ? `?${p}` : ''}`;
};

// What stands on the page.
const [panel, results, status, order, chips, notices, hits, pager, help] =
  ['.facets', '.found-list', '.found', 'select', '.chips', '.notices', '.hits', '.pager', '.help'].map((c) => host.querySelector(c));

const filtered = () => Object.keys(state.filters).length > 0;
const chosen = (name) => state.filters[name] ?? [];

const toggle = (name, id) => {
  const ids = chosen(name);
  const next = ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id];
  const {[name]: _, ...filters} = state.filters;
  go({filters: next.length ? {...filters, [name]: next} : filters});
};

/** Draws something again and leaves the focus where it was. */
const redraw = (parent, ...children) => {
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children);
  if (key !== undefined) (parent.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? parent.querySelector('button, input') ?? input).focus();
};

// Excerpts are fetched when their result comes into view.
let found; // the last search
const pending = new WeakMap();
const watcher = new IntersectionObserver((entries) => {
  for (const {isIntersecting, target} of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    const [s, id] = pending.get(target);
    excerpt(index, s, id, lang).then((e) => {
      if (!e?.spans.length) {
        target.remove();
        return;
      }
      target.lang = e.lang || lang;
      target.append(e.before ? '… ' : '', ...e.spans.map(([text, mark]) => (mark ? h('mark', {}, text) : text)), e.after ? ' …' : '');
    });
  }
});

const hit = (s, card, names) => {
  if (!card) return h('li', {className: 'lost'}, t('offline'));
  const title = card.titles.find((x) => x.lang === lang) ?? card.titles[0] ?? {lang: '', text: card.code || card.path};
  const text = h('p', {className: 'excerpt', dir: 'auto', hidden: !s.finds.length});
  pending.set(text, [s, card.id]);
  watcher.observe(text); // what is hidden does not come into view
  const facts = [
    card.code && h('b', {}, card.code), names.kind.get(card.kind), card.year > 0 && card.kind !== 'resolution' && `${card.year}`,
    card.status && h('span', {className: `st s-${card.status} ${phase(card.status)}`}, names.status.get(card.status)),
    card.kind === 'edition' && card.langs.split(' ').map((l) => names.language.get(l)).join(', '),
  ];
  const link = h('a', {href: host.dataset.home + card.path, lang: title.lang || lang}, h('bdi', {}, title.text));
  return h('li', {}, h('h2', {}, link), h('p', {className: 'facts'}, ...facts.filter(Boolean).map((f) => h('span', {}, f))), text);
};

/** How much of a status's sign is filled: the page names the states on the scale. */
const phase = (id) => {
  const scale = (host.dataset.statuses ?? '').split(' ');
  const at = scale.indexOf(id);
  return at < 0 ? 'fx' : `f${Math.round((8 * at) / Math.max(1, scale.length - 1))}`;
};

const notice = (text, ...more) => h('p', {}, text, ...more.flatMap((m) => [' ', m]));

const tell = (s) => {
  const list = [];
  const missing = s.words.filter((w) => w.outcome === 'missing');
  for (const w of s.words.filter((w) => w.outcome === 'corrected')) {
    const back = () => go({q: state.q.replace(w.text, () => `"${w.text}"`)});
    list.push(notice(t('corrected', {query: w.with}), button(t('instead', {query: w.text}), back)));
  }
  for (const w of missing) list.push(notice(t(missing.length === s.words.length ? 'missing_only' : 'missing', {word: w.text})));
  if (s.truncated) list.push(notice(t('shortened')));
  if (s.failed) list.push(notice(t(s.ids.length ? 'offline' : 'failed'), button(t('retry'), () => run())));
  if (!s.ids.length && !s.failed) list.push(notice(t('advice')));
  redraw(notices, ...list);
};

const showChips = async () => {
  const list = [];
  for (const {name} of facets) {
    const ids = chosen(name);
    const names = ids.length ? await labels(index, name, ids, lang) : null;
    for (const id of ids) {
      const text = names.get(id) ?? id;
      list.push(h('li', {}, button(text, () => toggle(name, id), {'data-key': `${name} ${id}`, 'aria-label': t('remove_filter', {name: text})})));
    }
  }
  if (list.length > 1) list.push(h('li', {}, button(t('clear_filters'), () => go({filters: {}}), {className: 'clear', 'data-key': 'clear'})));
  redraw(chips, ...list);
  chips.hidden = !list.length;
};

const showPager = (pages) => {
  const link = (page, text, props) => {
    const a = h('a', {href: write({...state, page}), ...props}, text);
    a.addEventListener('click', (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      go({page}, true);
    });
    return h('li', {}, a);
  };
  const {page} = state;
  const near = [1, page - 1, page, page + 1, pages].filter((p, i, all) => p > 0 && p <= pages && all.indexOf(p) === i);
  const list = near.map((p) => link(p, number(p), {'aria-label': t('pager.page', {number: p}), 'aria-current': p === page ? 'page' : undefined}));
  if (page > 1) list.unshift(link(page - 1, t('pager.previous'), {rel: 'prev'}));
  if (page < pages) list.push(link(page + 1, t('pager.next'), {rel: 'next'}));
  pager.hidden = pages < 2;
  pager.replaceChildren(h('ul', {}, ...list));
};

/** Draws the values of a filter: the chosen first, then as they are given or most first. */
const drawFacet = (f) => {
  const ids = chosen(f.name);
  const typed = f.find.value.trim().toLowerCase();
  const values = f.values.filter((v) => v.label.toLowerCase().includes(typed));
  if (f.name === 'year') values.reverse();
  else if (f.values.length > LONG) values.sort((a, b) => ids.includes(b.id) - ids.includes(a.id) || b.count - a.count);
  f.find.hidden = f.values.length <= LONG;
  const rows = values.slice(0, f.limit).map((v) => {
    const box = h('input', {type: 'checkbox', checked: ids.includes(v.id), 'data-key': v.id});
    box.addEventListener('change', () => toggle(f.name, v.id));
    return h('li', {}, h('label', {}, box, h('span', {}, v.label), h('span', {className: 'n'}, number(v.count))));
  });
  const rest = values.length - rows.length;
  const more = () => {
    f.limit += 40;
    drawFacet(f);
  };
  if (rest > 0) rows.push(h('li', {}, button(tn('more_values', rest), more, {'data-key': ' more'})));
  if (!rows.length) rows.push(h('li', {}, t('no_values')));
  redraw(f.list, ...rows);
};

const showFacet = async (f) => {
  if (!f.box.open || !panel.open) return;
  found ??= await search(index, state);
  const s = found;
  const values = await counts(index, s, f.name, lang, chosen(f.name));
  if (s !== found) return;
  f.values = values ?? [];
  if (values) drawFacet(f);
  else f.list.replaceChildren(h('li', {}, t('offline')));
};

for (const f of facets) {
  f.find.addEventListener('input', () => drawFacet(f));
  f.box.addEventListener('toggle', () => showFacet(f));
}
panel.addEventListener('toggle', () => facets.forEach(showFacet));

const showHits = async (s, turn) => {
  const list = await cards(index, s.ids.slice((state.page - 1) * PER_PAGE, state.page * PER_PAGE));
  const of = (name) => [...new Set(list.flatMap((c) => (c ? c[name].split(' ') : [])))];
  const names = {
    kind: await labels(index, 'kind', of('kind'), lang), status: await labels(index, 'status', of('status'), lang),
    language: await labels(index, 'language', of('langs'), lang),
  };
  if (turn !== turns) return;
  watcher.disconnect();
  hits.start = (state.page - 1) * PER_PAGE + 1;
  hits.replaceChildren(...list.map((c) => hit(s, c, names)));
};

let turns = 0;
let shown = false; // whether there have been results

/** Searches for what the state says, and shows it. */
const run = async (jump) => {
  const turn = ++turns;
  const q = state.q.trim();
  help.hidden = q || filtered();
  if (!help.hidden) {
    found = null;
    for (const part of [status, notices, chips, hits, pager]) part.replaceChildren();
    facets.forEach(showFacet);
    labels(index, 'kind', [], lang); // to be ready; a search tells of an error
    return;
  }
  const slow = setTimeout(() => (status.textContent = t('loading')), 400);
  host.setAttribute('aria-busy', 'true');
  const s = await search(index, state);
  clearTimeout(slow);
  if (turn !== turns) return;
  found = s;
  const count = s.ids.length;
  const pages = Math.ceil(Math.min(count, 10000) / PER_PAGE);
  state.page = Math.min(state.page, Math.max(pages, 1));
  order.value = state.sort;
  await Promise.all([showHits(s, turn), showChips()]);
  if (turn !== turns) return;
  tell(s);
  showPager(pages);
  host.setAttribute('aria-busy', 'false');
  const nothing = q ? t('nothing', {query: q}) : t('nothing_filtered');
  const said = q ? tn('found_for', count, {query: q}) : tn('found', count);
  status.textContent = count ? said + (state.page > 1 ? ` – ${t('pager.page', {number: state.page})}` : '') : nothing;
  for (const [i, f] of facets.entries()) {
    // On a small site the first filters cost little.
    if (chosen(f.name).length || (!shown && i < 2 && s.r?.docs < SMALL)) f.box.open = true;
    showFacet(f);
  }
  shown = true;
  if (jump) results.focus();
};

/** Changes the state, keeps it in the address, and searches. */
const go = (change, jump) => {
  state = {...state, page: 1, ...change};
  if (input.value !== state.q) input.value = state.q;
  history.pushState(null, '', write(state));
  run(jump);
};

let typing;
const box = combobox({index, input, lang, t, tn, h, choose: (s, before) => {
  if (!s.facet) go({q: `${before}${s.text} `});
  else if (s.facet === 'code') go({q: s.id});
  else go({q: before, filters: {...state.filters, [s.facet]: [...new Set([...chosen(s.facet), s.id])]}});
}});

input.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    state = {...state, q: input.value, page: 1};
    history.replaceState(null, '', write(state));
    run();
  }, 120);
});
form.addEventListener('submit', (e) => {
  e.preventDefault();
  clearTimeout(typing);
  box.close();
  go({q: input.value});
});
order.addEventListener('change', () => go({sort: order.value}));
addEventListener('popstate', () => {
  state = read();
  input.value = state.q;
  run();
});

state = read();
input.value = state.q;
panel.open = matchMedia('(min-width: 60rem)').matches;
host.hidden = false;
run();
