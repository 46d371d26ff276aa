// Puts the cursor into the search box when / is typed outside a field.

addEventListener('keydown', (e) => {
  if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.target.closest?.('input, textarea, select, [contenteditable]')) return;
  const box = document.querySelector('main [name=q]') ?? document.querySelector('[name=q]');
  if (!box) return;
  e.preventDefault();
  box.focus();
  box.select();
});
