// Sorts tables (data-table) by their columns, and filters their rows by the
// words typed into the field of data-filter. A table without a script stands in
// its published order; a third click on a column brings that order back.
const lang = document.documentElement.lang;
const compare = new Intl.Collator(lang, { numeric: true, sensitivity: "base" }).compare;
const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const tables = [...document.querySelectorAll("[data-table]")].map((table) => {
  const bodies = [...table.tBodies];
  const rows = bodies.flatMap((body) => [...body.rows].filter((row) => row.className !== "az").map((row) => ({ row, body })));
  return { table, bodies, rows };
});

const sort = ({ table, bodies, rows }, column, direction) => {
  const heads = bodies.flatMap((body) => [...body.rows].filter((row) => row.className === "az"));
  for (const head of heads) head.hidden = direction !== "none";
  const text = ({ row }) => row.cells[column].textContent.trim();
  if (direction === "none") {
    for (const { row, body } of rows) body.append(row);
    return;
  }
  const sign = direction === "ascending" ? 1 : -1;
  const sorted = rows.map((r) => [text(r), r.row]).sort((a, b) => (a[0] === "") - (b[0] === "") || sign * compare(a[0], b[0]));
  bodies[0].append(...sorted.map(([, row]) => row));
};

for (const item of tables) {
  const heads = [...item.table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      const direction = was === "ascending" ? "descending" : was === "descending" ? "none" : "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      if (direction !== "none") head.setAttribute("aria-sort", direction);
      sort(item, column, direction);
    });
  });
}

const filter = document.querySelector("[data-filter]");
if (filter && tables.length) {
  const input = filter.querySelector("input");
  const output = filter.querySelector("output");
  let all; // not before something is typed: a long table takes its time
  const number = new Intl.NumberFormat(lang).format;
  const apply = () => {
    all ??= tables.flatMap((item) => item.rows.map(({ row }) => ({ row, text: fold(row.textContent) })));
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of all) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    for (const { table, bodies } of tables) {
      for (const body of bodies) body.hidden = words.length > 0 && ![...body.rows].some((row) => !row.hidden && row.className !== "az");
      const empty = bodies.every((body) => body.hidden);
      (table.closest(".group") ?? table).hidden = empty;
    }
    output.textContent = !words.length ? "" : shown ? filter.dataset.shown.replace("%1", number(shown)).replace("%2", number(all.length)) : filter.dataset.nothing;
  };
  filter.hidden = false;
  input.addEventListener("input", apply);
  // The browser may have kept what was typed before.
  if (input.value) apply();
}
