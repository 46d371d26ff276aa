// The preview's part in a page: it listens, reloads, and shows problems.
(() => {
const { page, tag, plain, token } = document.currentScript.dataset;
const key = 'resolute-scroll';

// A reload by the preview keeps the place in the page.
const kept = sessionStorage.getItem(key);
if (kept) {
  sessionStorage.removeItem(key);
  const [path, y] = JSON.parse(kept);
  if (path === location.pathname) addEventListener('load', () => scrollTo({ top: y, behavior: 'instant' }));
}

let box = null;

function element(name, text, className) {
  const e = document.createElement(name);
  if (text) e.textContent = text;
  if (className) e.className = className;
  return e;
}

function show(problems) {
  if (box) box.remove();
  box = null;
  if (!problems.length) return;
  box = element('resolute-problems');
  box.setAttribute('role', 'alertdialog');
  box.setAttribute('aria-label', 'Problems in the content');
  const shadow = box.attachShadow({ mode: 'open' });
  const style = element('link');
  style.rel = 'stylesheet';
  style.href = '/_resolute/overlay.css';
  const panel = element('div', '', 'panel');
  panel.append(element('h2', problems.length === 1 ? 'One problem keeps this page from being published' : `${problems.length} problems keep the site from being published`));
  for (const p of problems) {
    const item = element('section');
    if (p.place) {
      const place = p.open ? element('a', p.place, 'place') : element('p', p.place, 'place');
      if (p.open) place.href = p.open;
      item.append(place);
    }
    item.append(element('p', p.message, 'message'));
    if (p.line) item.append(element('pre', `${p.line}\n${p.caret}`));
    if (p.hint) item.append(element('p', p.hint, 'hint'));
    panel.append(item);
  }
  const close = element('button', 'Hide');
  close.type = 'button';
  close.addEventListener('click', () => show([]));
  panel.append(close);
  shadow.append(style, panel);
  document.body.append(box);
}

// Only the stylesheets differ: they are swapped in place, without a flash.
async function swapStyles(hrefs) {
  const old = [...document.querySelectorAll('link[rel="stylesheet"]')];
  await Promise.all(hrefs.map((href) => new Promise((done) => {
    const link = element('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = link.onerror = done;
    document.head.append(link);
  })));
  for (const link of old) link.remove();
}

function reload() {
  sessionStorage.setItem(key, JSON.stringify([location.pathname, scrollY]));
  location.reload();
}

let shown = tag;
let source = null;

function receive(event) {
  const m = JSON.parse(event.data);
  show(m.problems);
  if (m.kind === 'reload') reload();
  if (m.kind === 'navigate') location.assign(m.href);
  if (m.styles && m.tag !== shown) {
    shown = m.tag;
    swapStyles(m.styles);
  }
}

// A page that nobody sees does not listen: a browser has only a few connections
// to one host, and people have many tabs. The first message after connecting
// says what was missed, after a restart of the preview as well.
function listen() {
  if (source || document.hidden) return;
  source = new EventSource(`/_resolute/events?${new URLSearchParams({ page, tag, plain, token })}`);
  source.onmessage = receive;
}

function rest() {
  if (source) source.close();
  source = null;
}

document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()));
addEventListener('pagehide', rest);
addEventListener('pageshow', listen);
})();
