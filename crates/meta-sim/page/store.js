// The page's copy of the simulated world: read once, then kept up by the live stream.

import { toast } from './dom.js'

/** Rows of traffic kept on the page; the control API has them all. */
const KEPT = 300

export const world = {
  mode: 'auto',
  offset: 0,
  autoRead: true,
  autoAnswer: false,
  webhookUrl: null,
  dashboardUrl: null,
  /** How far the simulator's clock is from ours. */
  skew: 0,
  accounts: new Map(),
  customers: new Map(),
  faults: new Map(),
  /** Messages of the chosen person by mid. */
  messages: new Map(),
  calls: new Map(),
  deliveries: new Map(),
  conversions: new Map(),
  chosen: null,
  connected: false,
}

const listeners = new Set()
const dirty = new Set()
let scheduled = false

/** Calls `listener(kinds)` once per frame in which something changed. */
export function onChange(listener) {
  listeners.add(listener)
}

export function touch(kind) {
  dirty.add(kind)
  if (scheduled) return
  scheduled = true
  requestAnimationFrame(() => {
    scheduled = false
    const kinds = new Set(dirty)
    dirty.clear()
    for (const listener of listeners) listener(kinds)
  })
}

/** A control call; a refusal is shown and gives null. */
export async function api(method, path, body) {
  const options = { method, headers: {} }
  if (body instanceof Blob) {
    options.body = body
    options.headers['content-type'] = body.type
  } else if (body !== undefined) {
    options.body = JSON.stringify(body)
    options.headers['content-type'] = 'application/json'
  }
  try {
    const response = await fetch(`/_sim${path}`, options)
    const answer = await response.json()
    if (response.ok) return answer
    toast(answer.detail ?? `The simulator answered ${response.status}.`, true)
  } catch {
    toast('The simulator does not answer. Is it still running?', true)
  }
  return null
}

export const now = () => Date.now() + world.skew
export const customer = () => world.customers.get(world.chosen) ?? null
export const accountOf = (person) => world.accounts.get(person?.account_id) ?? null

async function readAll() {
  const [state, calls, deliveries, conversions] = await Promise.all([
    api('GET', '/state'), api('GET', '/calls?limit=100'), api('GET', '/deliveries?limit=100'), api('GET', '/events?limit=100'),
  ])
  if (!state || !calls || !deliveries || !conversions) return
  const byId = (list) => new Map(list.map((doc) => [doc.id, doc]))
  Object.assign(world, {
    mode: state.mode, offset: state.offset_ms, autoRead: state.auto_read, autoAnswer: state.auto_answer, webhookUrl: state.webhook_url,
    dashboardUrl: state.dashboard_url, skew: state.now - Date.now(),
    accounts: byId(state.accounts), customers: byId(state.customers), faults: byId(state.faults),
    calls: byId(calls), deliveries: byId(deliveries), conversions: byId(conversions),
  })
  if (!world.customers.has(world.chosen)) {
    const remembered = sessionStorage.getItem('sim-person')
    const newest = [...world.customers.values()].sort((a, b) => b.last_at - a.last_at || a.seq - b.seq)[0]
    world.chosen = world.customers.has(remembered) ? remembered : newest?.id ?? null
  }
  await readThread()
  for (const kind of ['meta', 'account', 'customer', 'fault', 'message', 'call', 'delivery', 'conversion', 'chosen']) touch(kind)
}

async function readThread() {
  const id = world.chosen
  const thread = id ? await api('GET', `/customers/${encodeURIComponent(id)}/messages`) : []
  if (id !== world.chosen || !thread) return
  world.messages = new Map(thread.map((message) => [message.mid, message]))
  touch('message')
}

export async function choose(id) {
  if (world.chosen === id) return
  world.chosen = id
  world.messages = new Map()
  sessionStorage.setItem('sim-person', id)
  touch('chosen')
  await readThread()
}

function trim(map) {
  while (map.size > KEPT) map.delete(map.keys().next().value)
}

const apply = {
  reset() { readAll() },
  meta(_, doc) {
    world.offset = doc.offset_ms
    world.autoRead = doc.auto_read
    world.autoAnswer = doc.auto_answer
    world.webhookUrl = doc.webhook_url
  },
  account: keep('accounts'),
  customer: keep('customers'),
  fault: keep('faults'),
  call: keep('calls', true),
  delivery: keep('deliveries', true),
  conversion: keep('conversions', true),
  message(id, doc) {
    if (doc?.customer_id === world.chosen) world.messages.set(id, doc)
  },
}

function keep(name, bounded = false) {
  return (id, doc) => {
    if (doc) world[name].set(id, doc)
    else world[name].delete(id)
    if (bounded) trim(world[name])
  }
}

/** Reads everything, then follows the changes; after a break, both again. */
export function follow() {
  const stream = new EventSource('/_sim/stream')
  stream.addEventListener('hello', async () => {
    await readAll()
    world.connected = true
    touch('connected')
  })
  stream.addEventListener('resync', readAll)
  stream.addEventListener('doc', (event) => {
    const { kind, id, doc } = JSON.parse(event.data)
    apply[kind]?.(id, doc)
    touch(kind)
  })
  stream.addEventListener('error', () => {
    world.connected = false
    touch('connected')
  })
}

/** The reply window as Meta reckons it: new, open, human or closed. */
export function windowOf(person) {
  if (!person.opened_at) return person.adopted ? 'open' : 'new'
  const hours = (now() + world.offset - person.opened_at) / 3_600_000
  return hours <= 24 ? 'open' : hours <= 168 ? 'human' : 'closed'
}
