// Before the first paint, so that nobody sees the other theme flash by.
const wanted = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem('sim-theme')
document.documentElement.dataset.theme = wanted === 'light' || wanted === 'dark' ? wanted
  : matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
