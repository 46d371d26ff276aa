// The colours: as on the device, light or dark, remembered in this browser.
// A classic script in the head, so that no page appears in the wrong colours.
(() => {
  const root = document.documentElement;
  const order = ["system", "light", "dark"];
  const key = "theme";

  const read = () => {
    try {
      return order.includes(localStorage.getItem(key)) ? localStorage.getItem(key) : "system";
    } catch {
      return "system";
    }
  };

  const apply = (theme) => {
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
  };

  let theme = read();
  apply(theme);

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const label = button.querySelector("span span");
    const show = () => {
      label.textContent = button.dataset[theme];
      button.title = button.dataset[theme];
    };
    show();
    button.hidden = false;
    button.addEventListener("click", () => {
      theme = order[(order.indexOf(theme) + 1) % order.length];
      apply(theme);
      show();
      try {
        if (theme === "system") localStorage.removeItem(key);
        else localStorage.setItem(key, theme);
      } catch {
        // Without storage the choice lasts as long as the page.
      }
    });
  });
})();
