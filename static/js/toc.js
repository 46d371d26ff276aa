// Marks, in the table of contents, the heading under which one is reading.
const links = new Map();
for (const link of document.querySelectorAll("[data-toc] a")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) links.set(heading, link);
}

if (links.size && "IntersectionObserver" in window) {
  let current;
  const mark = () => {
    let above;
    for (const heading of links.keys()) {
      if (heading.getBoundingClientRect().top > innerHeight * .3) break;
      above = heading;
    }
    if (above === current) return;
    links.get(current)?.removeAttribute("aria-current");
    links.get(above)?.setAttribute("aria-current", "true");
    current = above;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
  for (const heading of links.keys()) observer.observe(heading);
  mark();
}
