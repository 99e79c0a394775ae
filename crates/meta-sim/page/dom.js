// Small helpers to build the page. Text is always set as text: nothing here parses HTML.

/** Makes an element: `h('p', {class: 'x', onclick: f}, 'text', child, null)`. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'value' || name === 'checked') node[name] = value
    else node.setAttribute(name, value === true ? '' : String(value))
  }
  node.append(...children.flat().filter((child) => child != null && child !== false))
  return node
}

const SVG = 'http://www.w3.org/2000/svg'

/** An icon of the sprite. */
export function icon(name, size = '') {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('class', `i ${size}`)
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `#i-${name}`)
  svg.append(use)
  return svg
}

/** A face: initials on a colour that belongs to the id, with the platform's badge. */
export function face(name, id, platform, size) {
  const initials = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word)).slice(0, 2).map((word) => [...word][0].toUpperCase()).join('')
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 997
  const node = h('span', { class: `face f${(sum % 6) + 1}`, 'aria-hidden': 'true' }, initials)
  node.style.setProperty('--sz', `${size}px`)
  if (platform) {
    const badge = h('span', { class: platform === 'facebook' ? 'plat fb' : 'plat' })
    const glyph = icon(platform === 'facebook' ? 'fb' : 'ig')
    glyph.setAttribute('class', 'glyph')
    badge.append(glyph)
    node.append(badge)
  }
  return node
}

/** `14:05` or `14:05:09` by the reader's clock. */
export function clockTime(ms, seconds = false) {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  if (seconds) options.second = '2-digit'
  return new Date(ms).toLocaleTimeString([], options)
}

/** The day above a group of messages. */
export function dayName(ms) {
  const day = new Date(ms)
  const today = new Date()
  if (day.toDateString() === today.toDateString()) return 'Today'
  return day.toLocaleDateString([], { day: 'numeric', month: 'short' })
}

/** Says something for a few seconds; an error stays a little longer. */
export function toast(text, bad = false) {
  const box = document.getElementById('toast')
  box.textContent = text
  box.classList.toggle('bad', bad)
  box.hidden = false
  clearTimeout(toast.timer)
  toast.timer = setTimeout(() => { box.hidden = true }, bad ? 7000 : 4000)
}

/** First name, for short labels. */
export function firstName(name) {
  return name.split(/\s+/)[0] ?? name
}

/** Puts these nodes into the box in this order and touches only what differs: a playing voice note, an opened
 *  row or a half-made click survive. */
export function place(box, nodes) {
  const keep = new Set(nodes)
  for (const node of [...box.childNodes]) if (!keep.has(node)) node.remove()
  nodes.forEach((node, at) => { if (box.childNodes[at] !== node) box.insertBefore(node, box.childNodes[at] ?? null) })
}

/** A list whose items are made anew only when their key changes. */
export class Keyed {
  #known = new Map()

  /** `items`: `{id, key, make}`; keeps the focus where an item had it. */
  show(box, items) {
    let focus = null
    const nodes = items.map(({ id, key, make }) => {
      const known = this.#known.get(id)
      if (known?.key === key) return known.node
      const node = make()
      if (known?.node.contains(document.activeElement)) focus = node
      this.#known.set(id, { key, node })
      return node
    })
    const ids = new Set(items.map(({ id }) => id))
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id)
    place(box, nodes)
    if (focus) (focus.matches('button, [tabindex]') ? focus : focus.querySelector('button, [tabindex]'))?.focus()
  }
}
