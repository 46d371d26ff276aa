// A button with data-copy="id" copies the text of the element with that id.
for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.textContent;
  let timer = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    let said = button.dataset.done;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      // What cannot be copied is at least selected.
      getSelection().selectAllChildren(source);
      said = button.dataset.failed;
    }
    button.textContent = said;
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = label; }, 4000);
  });
}
