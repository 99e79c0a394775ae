// The left pane: who you play, and what that person does.

import { Keyed, face, firstName, h, icon, toast } from './dom.js'
import { recordVoice, store, takePhoto } from './media.js'
import { accountOf, api, choose, customer, onChange, touch, windowOf, world } from './store.js'
import { editing, lastOf, react, startEdit } from './phone.js'

/** People shown at once; the search finds the others. */
const SHOWN = 60
/** From so many people on, a search helps more than scrolling. */
const SEARCH_FROM = 9
const WINDOWS = { new: 'new', open: 'open', human: 'person only', closed: 'closed' }
const WINDOW_HINTS = {
  new: 'Never wrote: the business may not write first',
  open: 'The business may answer with anything',
  human: 'After 24 hours: only a person may answer, for 7 days',
  closed: 'After 7 days: opens again when they write',
}

/** Instagram first, then by age. */
const accounts = () => [...world.accounts.values()]
  .sort((a, b) => b.platform.localeCompare(a.platform) || a.created_at - b.created_at)

const rows = new Keyed()
const list = document.getElementById('people')
const find = document.getElementById('find')

/** Posts a message as the chosen person. */
export function write(message) {
  const id = world.chosen
  return id ? api('POST', `/customers/${encodeURIComponent(id)}/messages`, message) : null
}

/** Does something else as the chosen person. */
export function act(body) {
  const id = world.chosen
  return id ? api('POST', `/customers/${encodeURIComponent(id)}/actions`, body) : null
}

function row(person) {
  const account = accountOf(person)
  const state = windowOf(person)
  const checked = person.id === world.chosen
  const handle = account?.platform === 'facebook' ? 'on Messenger' : `@${person.username}`
  return h('button', {
    type: 'button', role: 'radio', 'aria-checked': String(checked), tabindex: checked ? 0 : -1,
    'data-testid': 'person-item', 'data-customer-id': person.id, 'aria-label': `${person.name}, ${handle}, window ${WINDOWS[state]}`,
    onclick: () => { choose(person.id); if (matchMedia('(max-width: 760px)').matches) show('phone') },
  },
  face(person.name, person.id, account?.platform, 32),
  h('span', { class: 'grow' }, h('b', { class: 'cut' }, person.name), h('small', { class: 'cut' }, handle)),
  h('span', { class: `win ${state}`, title: WINDOW_HINTS[state] }, WINDOWS[state]))
}

function renderPeople() {
  const text = find.value.trim().toLowerCase()
  const all = [...world.customers.values()].sort((a, b) => a.seq - b.seq)
  document.getElementById('find-box').hidden = all.length < SEARCH_FROM
  const order = new Map(accounts().map(({ id }, place) => [id, place]))
  const fitting = all
    .filter((p) => !text || `${p.name} ${p.username}`.toLowerCase().includes(text))
    .sort((a, b) => order.get(a.account_id) - order.get(b.account_id))
  const shown = fitting.length > SHOWN
    ? [...fitting].sort((a, b) => b.last_at - a.last_at).slice(0, SHOWN)
    : fitting
  const chosen = customer()
  if (chosen && !shown.includes(chosen) && !text) shown.unshift(chosen)
  const items = shown.map((person) => ({
    id: person.id,
    key: [person.name, person.username, windowOf(person), person.id === world.chosen, person.account_id].join('|'),
    make: () => row(person),
  }))
  const more = fitting.length - shown.length
  const note = all.length === 0
    ? 'Nobody here yet. Make a new person, or write to the business through the API.'
    : more > 0 ? `${more} more; find them by name.` : fitting.length === 0 ? 'Nobody by that name.' : ''
  if (note) items.push({ id: '', key: note, make: () => h('p', { class: 'none' }, note) })
  rows.show(list, items)
  document.getElementById('does').textContent = chosen ? `${firstName(chosen.name)} does` : 'Does'
}

list.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const people = [...list.querySelectorAll('[role="radio"]')]
  const at = people.findIndex((r) => r.getAttribute('aria-checked') === 'true')
  const next = people[(at + step + people.length) % people.length]
  if (next) { next.click(); next.focus() }
})
find.addEventListener('input', () => touch('customer'))

const STORY = 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=18000000000000042&signature=simulated'

async function sendPhoto() {
  const url = await store(await takePhoto())
  if (url) await write({ attachments: [{ type: 'image', url }] })
}

async function sendVoice() {
  const url = await store(recordVoice())
  if (url) await write({ attachments: [{ type: 'audio', url }] })
}

export { sendPhoto, sendVoice }

async function storyPicture() {
  return (await store(await takePhoto())) ?? STORY
}

/** Something that everybody can see. */
async function publicly(what, body) {
  const id = world.chosen
  const done = id && await api('POST', `/customers/${encodeURIComponent(id)}/${what}`, body)
  if (done) toast(what === 'comments' ? 'Commented under the newest post.' : 'The account was mentioned under a post of theirs.')
}

const ACTIONS = [
  { icon: 'reply', label: 'Reply to story', only: 'instagram', async run() {
    await write({ text: 'This one is lovely, is it for sale?', story: { id: '18000000000000042', url: await storyPicture() } })
  } },
  { icon: 'at-sign', label: 'Mention in story', only: 'instagram', async run() {
    await write({ attachments: [{ type: 'story_mention', url: await storyPicture() }] })
  } },
  { icon: 'message-square', label: 'Comment on a post', async run() {
    await publicly('comments', { text: 'How much is this one?' })
  } },
  { icon: 'at-sign', label: 'Mention elsewhere', async run() {
    await publicly('mentions', { text: 'makes the best mugs in town' })
  } },
  { icon: 'image', label: 'Send photo', run: sendPhoto },
  { icon: 'mic', label: 'Voice note', run: sendVoice },
  { icon: 'film', label: 'Share reel', async run() {
    const url = await storyPicture()
    const type = platform() === 'facebook' ? 'reel' : 'ig_reel'
    await write({ attachments: [{ type, url, title: 'Throwing a mug in 30 seconds', media_id: '18000000000000077' }] })
  } },
  { icon: 'layers', label: 'Share post', async run() {
    const url = await storyPicture()
    const type = platform() === 'facebook' ? 'post' : 'ig_post'
    await write({ attachments: [{ type, url, title: 'The autumn glazes are out of the kiln', media_id: '18000000000000078' }] })
  } },
  { icon: 'heart', label: 'React', async run() {
    const target = lastOf((m) => m.from === 'business') ?? lastOf(() => true)
    if (target) await react(target, '❤️')
    else toast('There is nothing to react to yet.')
  } },
  { icon: 'pencil', label: 'Edit', run() {
    const target = lastOf((m) => m.from === 'customer' && m.text && !m.postback)
    if (target) startEdit(target)
    else toast('There is no message of theirs to edit.')
  } },
  { icon: 'undo-2', label: 'Unsend', async run() {
    const target = lastOf((m) => m.from === 'customer')
    if (!target) return toast('There is no message of theirs to unsend.')
    const done = await act({ action: 'unsend', mid: target.mid })
    if (done && !done.delivery_id) toast('Unsent here. Messenger tells the business nothing about it.')
  } },
  { icon: 'pointer', label: 'Press a button', async run() {
    await act({ action: 'postback', title: 'What are your opening hours?', payload: 'HOURS' })
  } },
  { icon: 'megaphone', label: 'Click an ad', async run() {
    const data = { ad_title: 'Autumn glazes, 20 % off', photo_url: STORY }
    await write({ text: 'I saw your ad. Is the offer still on?', referral: { ref: 'autumn', ad_id: '120200000000000123', source: 'ADS', type: 'OPEN_THREAD', ads_context_data: data } })
  } },
  { icon: 'eye', label: 'Read now', async run() {
    const done = await act({ action: 'read' })
    if (done && !done.delivery_id) toast('There is nothing new to read.')
  } },
  { icon: 'circle-help', label: 'Send something Meta invented today', wide: true, async run() {
    await write({ unsupported: true, attachments: [{ type: 'unsupported_type' }] })
  } },
]

const platform = () => accountOf(customer())?.platform

function renderActions() {
  const box = document.getElementById('actions')
  const nobody = !customer()
  box.replaceChildren(...ACTIONS.map((action) => {
    const elsewhere = action.only && action.only !== platform()
    return h('button', {
      type: 'button', class: action.wide ? 'two' : '', disabled: nobody || elsewhere,
      title: elsewhere && !nobody ? 'Stories are an Instagram thing' : null, onclick: () => action.run(),
    }, icon(action.icon, 's'), action.label)
  }))
}

const SCRIPT = [
  [0, () => write({ text: 'Hi! Do you still have the ochre mug?' })],
  [1500, sendPhoto],
  [1200, () => write({ text: 'This is the one, I saw it in yuor shop' })],
  [1500, async () => {
    const typo = lastOf((m) => m.from === 'customer' && m.text?.includes('yuor'))
    if (typo) await act({ action: 'edit', mid: typo.mid, text: typo.text.replace('yuor', 'your') })
  }],
  [2500, () => write({ text: 'I would take two, if they match 🙂' })],
  [2500, sendVoice],
  [2500, () => write({ text: 'They arrived today and they are beautiful. Thank you!' })],
  [1200, async () => { const m = lastOf((x) => x.from === 'business'); if (m) await react(m, '❤️') }],
]
let playing = false

async function playScript() {
  if (playing || !customer()) return
  playing = true
  touch('crowd')
  const who = world.chosen
  for (const [wait, step] of SCRIPT) {
    await new Promise((done) => { setTimeout(done, wait) })
    // Playing somebody else ends the script: it would speak with the wrong voice.
    if (world.chosen !== who) break
    await step()
  }
  playing = false
  touch('crowd')
}

async function burst(customers, each) {
  const account = accountOf(customer()) ?? accounts()[0]
  if (!account) return toast('There is no account yet.')
  const done = await api('POST', '/burst', { account_id: account.id, customers, messages_each: each })
  if (done) toast(`${done.messages} messages of ${done.customers.length} people are on their way to ${account.name}.`)
}

function renderCrowd() {
  document.getElementById('crowd').replaceChildren(
    h('button', { type: 'button', onclick: () => burst(10, 10) }, icon('layers', 's'), 'Burst of 100'),
    h('button', { type: 'button', onclick: () => burst(50, 1) }, icon('users', 's'), '50 new people'),
    h('button', { type: 'button', class: 'two', disabled: playing || !customer(), onclick: playScript },
      icon('play', 's'), playing ? 'Playing: first order to review' : 'Run a script: first order to review'))
}

const dialog = document.getElementById('person-dialog')
document.getElementById('new-person').addEventListener('click', () => {
  const select = document.getElementById('person-account')
  const current = accountOf(customer())?.id
  select.replaceChildren(...accounts().map((account) => h('option', { value: account.id, selected: account.id === current },
    `${account.name} (${account.platform === 'facebook' ? 'Messenger' : 'Instagram'})`)))
  document.getElementById('person-form').reset()
  if (current) select.value = current
  dialog.showModal()
})
dialog.addEventListener('close', async () => {
  if (dialog.returnValue !== 'ok') return
  const form = new FormData(document.getElementById('person-form'))
  const text = (name) => String(form.get(name) ?? '').trim() || undefined
  const made = await api('POST', '/customers', { account_id: text('account'), name: text('name'), username: text('username')?.replace(/^@/, '') })
  if (!made) return
  world.customers.set(made.id, made)
  touch('customer')
  await choose(made.id)
  show('phone')
  document.querySelector('[data-testid="message-input"]')?.focus()
})

/** Which pane a small screen shows. */
export function show(view) {
  document.body.dataset.view = view
  for (const tab of document.querySelectorAll('#views [data-to]')) {
    if (tab.dataset.to === view) tab.setAttribute('aria-current', 'page')
    else tab.removeAttribute('aria-current')
  }
}

export function startPeople() {
  onChange((kinds) => {
    if (['customer', 'chosen', 'account', 'meta', 'minute'].some((k) => kinds.has(k))) renderPeople()
    if (kinds.has('chosen') || kinds.has('account')) renderActions()
    if (kinds.has('chosen') || kinds.has('crowd')) renderCrowd()
    if (kinds.has('chosen') && editing()) startEdit(null)
  })
}
