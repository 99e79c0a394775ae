// Fault switches: each is one fault of the control API with a label by which we know it again.

import { Keyed, h } from './dom.js'
import { api, onChange, world } from './store.js'

const HOOKS = 'WEBHOOK *'
const SENDS = 'POST */messages'
const FAULTS = [
  ['Send all twice', { match: HOOKS, then: { duplicate: 2 } }],
  ['Lose the answer', { match: SENDS, then: 'accept_then_timeout' }],
  ['Mix up the order', { match: HOOKS, every: 2, then: 'reorder' }],
  ['5xx, but sent', { match: SENDS, then: 'accept_then_5xx' }],
  ['Send in batches', { match: HOOKS, then: { batch: 10 } }],
  ['Rate limit, 613', { match: SENDS, then: { error: { code: 613, subcode: 2534040 } } }],
  ['Leave out 1 in 5', { match: HOOKS, every: 5, then: 'drop' }],
  ['Token refused, 190', { match: '* *', then: { error: { code: 190, subcode: 463 } } }],
  ['30 s late', { match: HOOKS, then: { delay_ms: 30000 } }],
  ['No consent, 230', { match: 'GET /{customer}', then: { error: { code: 230 } } }],
  ['Wrong signature', { match: HOOKS, then: 'bad_signature' }],
  ['Graph is down, 503', { match: '* *', then: { error: { code: 2, status: 503 } } }],
  ['Times in seconds', { match: HOOKS, then: 'seconds_timestamps' }],
  ['Answer in HTML', { match: '* *', then: 'html_502' }],
  ['Hidden new messages', { match: 'WEBHOOK messages', then: 'num_edit_0' }],
  ['Echo comes first', { match: SENDS, then: 'echo_before_answer' }],
]

const active = (fault) => fault.times !== 0
const labelled = (label) => [...world.faults.values()].filter((f) => f.label === label && active(f))

async function toggle(label, fault) {
  const on = labelled(label)
  if (on.length === 0) await api('POST', '/faults', { ...fault, label })
  for (const { id } of on) await api('DELETE', `/faults/${id}`)
}

function row(label, on, hits, change, looks = 'on') {
  return h('li', {},
    h('span', { class: on ? looks : '' }, label, on && hits ? h('small', { class: 'num' }, ` ${hits}×`) : null),
    h('button', { class: 'switch', type: 'button', role: 'switch', 'aria-checked': String(on), 'aria-label': label, onclick: change }))
}

const rows = new Keyed()
const off = h('button', { class: 'link', type: 'button', onclick: () => api('DELETE', '/faults') }, 'All off')
const count = h('span')
const switches = h('ul')
const habits = h('ul')
// The app dashboard's button: a sample that is signed like a real delivery.
const test = (object, label) => h('button', { class: 'link', type: 'button', 'data-testid': `test-${object}`, onclick: () => api('POST', '/tests', { object }) }, label)
const tests = h('p', { class: 'row fs2' }, h('span', { class: 't3' }, 'Test button'), test('instagram', 'Instagram'), test('page', 'Page'))
document.getElementById('faults').append(h('h2', { class: 'lbl' }, 'Faults', h('span', { class: 'row' }, count, off)), switches,
  h('h2', { class: 'lbl' }, 'People'), habits, tests)

function render() {
  const all = [...world.faults.values()].filter(active)
  count.className = all.length ? 'on fs2' : 't3 fs2'
  count.textContent = all.length ? `${all.length} on` : 'All is well'
  off.hidden = all.length === 0
  const names = new Set(FAULTS.map(([label]) => label))
  const item = (id, label, faults, change) => {
    const on = faults.length > 0
    const hits = faults.reduce((n, f) => n + f.hits, 0)
    return { id, key: `${label}|${on}|${hits}`, make: () => row(label, on, hits, change) }
  }
  const own = FAULTS.map(([label, fault]) => item(label, label, labelled(label), () => toggle(label, fault)))
  const others = all.filter((f) => !names.has(f.label)).map((fault) => {
    const name = typeof fault.then === 'string' ? fault.then : Object.keys(fault.then)[0]
    return item(fault.id, fault.label ?? `By API: ${name}`, [fault], () => api('DELETE', `/faults/${fault.id}`))
  })
  rows.show(switches, [...own, ...others])
}

const habitRows = new Keyed()

function renderHabits() {
  const item = (name, label, on) => ({ id: name, key: `${on}`, make: () => row(label, on, 0, () => api('POST', '/settings', { [name]: !on }), '') })
  habitRows.show(habits, [item('auto_read', 'Read by themselves', world.autoRead), item('auto_answer', 'Answer by themselves', world.autoAnswer)])
}

export function startFaults() {
  onChange((kinds) => {
    if (kinds.has('fault')) render()
    if (kinds.has('meta')) renderHabits()
  })
}
