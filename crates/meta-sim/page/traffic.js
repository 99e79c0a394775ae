// The right pane: every webhook and Graph call, newest first, the conversions that came with them, and the faults below.

import { clockTime, h, icon, place, toast } from './dom.js'
import { api, onChange, touch, world } from './store.js'

/** Rows shown; the control API has them all. */
const SHOWN = 120
const TABS = [['all', 'Everything'], ['hooks', 'Webhooks'], ['calls', 'Graph calls'], ['events', 'Conversions']]

let tab = 'all'
let clearedAt = 0
/** Row elements by id, so that an opened one stays open. */
const rows = new Map()

const list = document.getElementById('traffic')
const number = (id) => Number(id.slice(1))

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2) } catch { return text }
}

/** JSON with its keys and strings coloured, built from text nodes. */
function code(value) {
  const text = typeof value === 'string' ? pretty(value) : JSON.stringify(value, null, 2)
  const box = h('pre', { tabindex: '0' })
  let rest = 0
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)) {
    box.append(text.slice(rest, match.index), h('span', { class: match[2] ? 'k' : 's' }, match[1]), match[2] ?? '')
    rest = match.index + match[0].length
  }
  box.append(text.slice(rest))
  return box
}

const fact = (name, value) => (value == null || value === '' ? null : h('div', { class: 'fact' }, h('dt', {}, name), h('dd', {}, value)))

function hookChip(delivery) {
  const last = delivery.attempts.at(-1)
  if (delivery.state === 'delivered') return ['ok', String(last?.status ?? 'ok')]
  if (delivery.state === 'dropped') return ['warn', 'left out']
  if (delivery.state === 'unsubscribed') return ['bad', 'given up']
  if (last) return ['bad', last.status ? `${last.status}, retry` : 'retry']
  return ['', world.webhookUrl ? 'waiting' : 'no address']
}

function hookDetail(delivery) {
  const attempts = delivery.attempts.map((a) => `${clockTime(a.at, true)}  ${a.status ?? 'no answer'}  ${a.ms} ms  ${a.status >= 200 && a.status < 300 ? '' : a.answer}`.trim())
  const raw = h('button', { class: 'btn s ghost', type: 'button', onclick: () => {
    const shown = raw.dataset.raw === 'true'
    raw.dataset.raw = String(!shown)
    raw.textContent = shown ? 'Raw bytes' : 'Laid out'
    body.replaceWith(body = shown ? code(delivery.body) : h('pre', { tabindex: '0' }, delivery.body))
  } }, 'Raw bytes')
  let body = code(delivery.body)
  return h('div', { class: 'det' },
    h('dl', {}, fact('X-Hub-Signature-256', delivery.signature), fact('Field', delivery.kind), fact('Faults', delivery.faults.join(', ')),
      fact('Tries', attempts.length ? attempts.join('\n') : null)),
    body,
    h('div', { class: 'row' },
      h('button', { class: 'btn s', type: 'button', onclick: async () => { if (await api('POST', `/deliveries/${delivery.id}/resend`, {})) toast('Sent once more, byte for byte.') } }, icon('repeat', 's'), 'Send again'),
      raw,
      h('button', { class: 'btn s ghost', type: 'button', onclick: () => navigator.clipboard?.writeText(delivery.body).then(() => toast('The body is copied.')) }, 'Copy')))
}

function callChip(call) {
  if (call.status == null) return ['warn', 'lost']
  const error = call.answer?.error?.code
  if (call.status < 400) return ['ok', String(call.status)]
  return ['bad', error ? `${call.status} · ${error}` : String(call.status)]
}

function callDetail(call) {
  const story = call.status == null
    ? (call.accepted ? 'Accepted and shown on the phone; the line was cut before the answer.' : 'The line was cut before anything happened.')
    : call.accepted && call.status >= 500 ? 'Accepted, although the answer says otherwise.' : null
  return h('div', { class: 'det' },
    story ? h('p', { class: 'story-t' }, story) : null,
    h('dl', {}, fact('Host', call.host), fact('Version', call.version), fact('Token', call.token ? `fingerprint ${call.token}` : 'none'), fact('Fault', call.fault)),
    Object.keys(call.body ?? {}).length ? code(call.body) : null,
    code(call.answer))
}

/** One event of the Conversions API: counted, a repeat, or with something in it that should be hashed. */
function eventRow(event) {
  const [tone, word] = event.in_the_clear.length ? ['bad', 'in the clear'] : event.duplicate ? ['warn', 'repeat'] : ['ok', 'counted']
  const custom = event.event.custom_data ?? {}
  return h('summary', {},
    h('time', {}, clockTime(event.at, true)),
    h('span', { class: 'outt', title: 'Conversion from the server' }, icon('arrow-left', 's')),
    h('span', { class: 'cut', title: `Pixel ${event.pixel_id}` }, h('b', {}, event.event_name), ' ',
      h('span', { class: 't3' }, [custom.value, custom.currency, event.action_source].filter((part) => part != null).join(' '))),
    h('span', { class: `chip ${tone}` }, word),
    h('span', { class: 'ms num' }, ''))
}

function eventDetail(event) {
  return h('div', { class: 'det' },
    h('dl', {}, fact('Pixel', event.pixel_id), fact('Event id', event.event_id), fact('Test code', event.test_event_code), fact('Not hashed', event.in_the_clear.join(', '))),
    code(event.event))
}

/** How each kind of row is named, summed up and opened. */
const KINDS = {
  hooks: { id: 'delivery', summary: (doc) => row('hooks', doc), detail: hookDetail },
  calls: { id: 'call', summary: (doc) => row('calls', doc), detail: callDetail },
  events: { id: 'conversion', summary: eventRow, detail: eventDetail },
}

function row(kind, doc) {
  const hook = kind === 'hooks'
  const [tone, word] = hook ? hookChip(doc) : callChip(doc)
  const ms = hook ? doc.attempts.at(-1)?.ms : doc.ms
  const path = hook ? null : doc.path.replace(/(?=[^/]*\d)[\w=-]{12,}/g, (id) => `${id.slice(0, 4)}…`)
  const summary = h('summary', {},
    h('time', {}, clockTime(doc.at, true)),
    h('span', { class: hook ? 'inn' : 'outt', title: hook ? 'Webhook to the server' : 'Graph call from the server' }, icon(hook ? 'arrow-up-right' : 'arrow-left', 's')),
    h('span', { class: 'cut', title: hook ? doc.summary : doc.path }, hook ? [h('b', {}, doc.kind), ' '] : [h('b', {}, doc.method), ` ${path} `], h('span', { class: 't3' }, doc.summary)),
    h('span', { class: `chip ${tone}` }, word),
    h('span', { class: 'ms num' }, ms == null ? '' : ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`))
  return summary
}

function draw(kind, doc) {
  const known = rows.get(doc.id)
  if (known?.doc === doc) return known.node
  const node = known?.node ?? h('li', { 'data-testid': KINDS[kind].id, 'data-id': doc.id }, h('details'))
  const details = node.firstElementChild
  const fill = () => details.replaceChildren(KINDS[kind].summary(doc), ...(details.open ? [KINDS[kind].detail(doc)] : []))
  details.ontoggle = fill
  fill()
  rows.set(doc.id, { doc, node })
  return node
}

function renderTraffic() {
  const hooks = [...world.deliveries.values()].filter((d) => number(d.id) > clearedAt)
  const calls = [...world.calls.values()].filter((c) => number(c.id) > clearedAt)
  const events = [...world.conversions.values()].filter((e) => number(e.id) > clearedAt)
  // A conversion came with a call, which stands in the list of everything already.
  const shown = [
    ...(tab === 'all' || tab === 'hooks' ? hooks.map((doc) => ['hooks', doc]) : []),
    ...(tab === 'all' || tab === 'calls' ? calls.map((doc) => ['calls', doc]) : []),
    ...(tab === 'events' ? events.map((doc) => ['events', doc]) : []),
  ].sort((a, b) => number(b[1].id) - number(a[1].id)).slice(0, SHOWN)
  const nodes = shown.map(([kind, doc]) => draw(kind, doc))
  place(list, nodes)
  const ids = new Set(shown.map(([, doc]) => doc.id))
  for (const id of rows.keys()) if (!ids.has(id)) rows.delete(id)
  document.getElementById('traffic-none').hidden = nodes.length > 0
  const counts = { all: hooks.length + calls.length, hooks: hooks.length, calls: calls.length, events: events.length }
  for (const [id, button] of tabs) {
    button.setAttribute('aria-selected', String(tab === id))
    button.tabIndex = tab === id ? 0 : -1
    if (id !== 'all') button.lastElementChild.textContent = String(counts[id])
  }
}

const tabs = new Map(TABS.map(([id, label]) => [id, h('button', {
  type: 'button', role: 'tab', id: `tab-${id}`, onclick: () => { tab = id; renderTraffic() },
}, label, id === 'all' ? null : h('span', { class: 'n' }, '0'))]))
document.getElementById('tabs').append(...tabs.values())

document.getElementById('tabs').addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  const ids = TABS.map(([id]) => id)
  tab = ids[(ids.indexOf(tab) + step + ids.length) % ids.length]
  renderTraffic()
  document.getElementById(`tab-${tab}`).focus()
})
document.getElementById('clear').addEventListener('click', () => {
  clearedAt = Math.max(clearedAt, 0, ...[...world.deliveries.keys(), ...world.calls.keys(), ...world.conversions.keys()].map(number))
  touch('call')
})

/** How the server took the last webhook, in the bar. */
function renderServer() {
  const pill = document.getElementById('server-state')
  const tried = [...world.deliveries.values()].filter((d) => d.attempts.length)
  const last = tried.reduce((a, b) => (!a || b.attempts.at(-1).at >= a.attempts.at(-1).at ? b : a), null)?.attempts.at(-1)
  let [tone, dot, text] = ['quiet', '', 'Nothing sent yet']
  if (!world.connected) [tone, dot, text] = ['bad', 'bad', 'Simulator is away']
  else if (!world.webhookUrl) [tone, dot, text] = ['warn', 'warn', 'No webhook address']
  else if (last) {
    const good = last.status >= 200 && last.status < 300
    if (good) [tone, dot, text] = ['', 'ok', 'Server answers']
    else [tone, dot, text] = ['bad', 'bad', last.status ? `Server answers ${last.status}` : 'Server does not answer']
  }
  pill.className = `live ${tone}`
  pill.replaceChildren(h('span', { class: `dot ${dot}` }), h('span', {}, text))
  pill.title = world.webhookUrl ?? ''
}

export function startTraffic() {
  onChange((kinds) => {
    if (['call', 'delivery', 'conversion'].some((k) => kinds.has(k))) renderTraffic()
    if (['delivery', 'meta', 'connected'].some((k) => kinds.has(k))) renderServer()
  })
}
