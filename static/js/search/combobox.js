// Suggestions under the search field: the combobox pattern of the ARIA Authoring
// Practices, a list with the focus in the field.

import {pieces} from './index.js';
import {suggest} from './results.js';

/** Where the last n words of a text begin. */
const beginning = (text, n) => pieces(text).filter((p) => !p.joined).at(-n)?.start ?? 0;

/**
 * Adds suggestions to a field. choose is given a suggestion and the text before
 * the words that it stands for.
 */
export const combobox = ({index, input, lang, t, tn, h, choose}) => {
  const list = h('ul', {id: 'suggestions', className: 'suggestions', role: 'listbox', hidden: true, 'aria-label': t('suggestions')});
  const count = h('p', {className: 'vh', role: 'status'});
  let options = [];
  let active = -1;
  let turns = 0;
  const attributes = {role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id};
  for (const [k, v] of Object.entries(attributes)) input.setAttribute(k, v);
  input.parentElement.append(list, count);

  const mark = (i) => {
    options[active]?.element.setAttribute('aria-selected', 'false');
    active = i;
    const element = options[i]?.element;
    if (element) {
      element.setAttribute('aria-selected', 'true');
      element.scrollIntoView({block: 'nearest'});
      input.setAttribute('aria-activedescendant', element.id);
    } else input.removeAttribute('aria-activedescendant');
  };
  const close = () => {
    turns++;
    mark(-1);
    options = [];
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
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
      const element = h('li', {id: `suggestion-${i}`, role: 'option', 'aria-selected': 'false'},
        h('bdi', {}, suggestion.text), ' ', h('small', {}, t(`suggest_${kind}`)));
      const option = {suggestion, element};
      // The field keeps the focus: it would close the list by losing it.
      element.addEventListener('mousedown', (e) => e.preventDefault());
      element.addEventListener('click', () => take(option));
      return option;
    });
    list.replaceChildren(...options.map((o) => o.element));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
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
