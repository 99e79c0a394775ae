// Sets the theme before first paint. A classic script in its own file, because the page's policy allows no inline code.
(() => {
  var theme = 'dark';
  var kept = null;
  try {
    kept = localStorage.getItem('tg.theme');
    if (kept === 'light' || kept === 'dark') theme = kept;
    else if (kept === 'system' && matchMedia('(prefers-color-scheme: light)').matches) theme = 'light';
  } catch (_) {
    // Storage may be switched off: the default stands.
  }
  document.documentElement.dataset.theme = theme;
  try {
    if (localStorage.getItem('tg.density') === 'compact') document.documentElement.dataset.density = 'compact';
  } catch (_) {
    // As above.
  }
})();
