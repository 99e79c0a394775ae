// The phone in the middle: the thread as the customer sees it.

import { Keyed, clockTime, dayName, face, firstName, h, icon, toast } from './dom.js'
import { kindOf, store } from './media.js'
import { accountOf, api, customer, now, onChange, world } from './store.js'
import { act, sendPhoto, sendVoice, show, write } from './people.js'

/** A pause this long puts a time between two bubbles. */
const GAP = 25 * 60_000
const EMOJI = ['❤️', '😆', '😮', '😢', '👍']
const SHARES = { ig_reel: 'Reel', reel: 'Reel', ig_post: 'Post', post: 'Post', share: 'Shared', fallback: 'Link' }

let bubbles = new Keyed()
let edited = null
let quoted = null
let thread
let input
let atBottom = true

/** The newest message that fits and is still there. */
export function lastOf(fits) {
  return sorted().reverse().find((m) => !m.deleted && fits(m)) ?? null
}

const sorted = () => [...world.messages.values()].sort((a, b) => a.seq - b.seq)

export const editing = () => edited !== null

export function startEdit(message) {
  edited = message?.mid ?? null
  quoted = null
  renderComposer()
  if (message) { input.value = message.text ?? ''; input.focus() }
}

function startReply(message) {
  quoted = message.mid
  edited = null
  renderComposer()
  input.focus()
}

export function react(message, emoji) {
  const mine = message.reactions.find((r) => r.from === 'customer')
  if (mine?.emoji === emoji) return act({ action: 'unreact', mid: message.mid })
  return act({ action: 'react', mid: message.mid, emoji })
}

async function submit(event) {
  event.preventDefault()
  const text = input.value.trim()
  if (!text) return
  input.value = ''
  const [mid, reply] = [edited, quoted]
  edited = null
  quoted = null
  renderComposer()
  atBottom = true
  const done = mid ? await act({ action: 'edit', mid, text }) : await write({ text, reply_to: reply ?? undefined })
  if (!done && !input.value) input.value = text
}

async function sendFile(file) {
  if (!file) return
  const url = await store(file)
  if (!url) return
  atBottom = true
  await write({ attachments: [{ type: kindOf(file.type), url, title: kindOf(file.type) === 'file' ? file.name : undefined }] })
}

const chooser = document.getElementById('file')
chooser.addEventListener('change', async () => {
  await sendFile(chooser.files[0])
  chooser.value = ''
})

/** Only our own files are shown; anything else is a card with its address. */
function own(url) {
  try { return new URL(url, location.href).pathname.startsWith('/_sim/') ? new URL(url, location.href).pathname : null } catch { return null }
}

function media(attachment, who) {
  const url = attachment.url ? own(attachment.url) : null
  const share = SHARES[attachment.type]
  if (share) {
    return h('div', { class: 'card-b' },
      url ? h('img', { src: url, alt: `${share} shared by ${who}`, loading: 'lazy' }) : null,
      h('span', { class: 'cap' }, h('b', {}, share), attachment.title ?? attachment.url ?? ''))
  }
  if (attachment.type === 'story_mention') {
    return h('div', { class: 'card-b' },
      url ? h('img', { class: 'ring', src: url, alt: `Story of ${who}`, loading: 'lazy' }) : null,
      h('span', { class: 'cap' }, h('b', {}, 'Mentioned the business in a story'), 'Gone after 24 hours'))
  }
  if (attachment.type === 'template') return template(attachment.payload ?? {})
  if (attachment.type === 'like_heart') return h('span', { class: 'big' }, '❤️')
  if (!url) {
    return h('span', { class: 'doc' }, icon('file', 's'), h('span', { class: 'cut' }, `${attachment.type}: ${attachment.url ?? 'kept by Meta'}`))
  }
  if (attachment.type === 'image') return h('img', { src: url, alt: `Photo from ${who}`, loading: 'lazy' })
  if (attachment.type === 'video') return h('video', { src: url, controls: true, 'aria-label': `Video from ${who}` })
  if (attachment.type === 'audio') return h('audio', { src: url, controls: true, 'aria-label': `Voice note from ${who}` })
  return h('a', { class: 'doc', href: url, download: true }, icon('file', 's'), h('span', { class: 'cut' }, attachment.title ?? 'File'))
}

function template(payload) {
  const element = payload.elements?.[0] ?? {}
  const buttons = payload.buttons ?? element.buttons ?? []
  return h('div', { class: 'card-b' },
    h('span', { class: 'cap' }, h('b', {}, payload.text ?? element.title ?? 'Template'), element.subtitle ?? ''),
    buttons.map((button) => h('button', {
      type: 'button', class: 'tpl',
      onclick: () => (button.type === 'postback' ? act({ action: 'postback', title: button.title, payload: button.payload ?? '' }) : toast(`Would open ${button.url}`)),
    }, button.title)))
}

/** Opens beside the bubble on request, so that it covers nothing by itself. */
function tools(message) {
  const mine = message.from === 'customer'
  const close = (run) => () => { box.hidden = true; opener.setAttribute('aria-expanded', 'false'); return run() }
  const button = (label, name, run) => h('button', { type: 'button', 'aria-label': label, title: label, onclick: close(run) }, icon(name, 's'))
  const box = h('span', { class: 'tools', hidden: true }, 
    h('span', { class: 'emoji', role: 'group', 'aria-label': 'React' },
      EMOJI.map((emoji) => h('button', { type: 'button', 'aria-label': `React with ${emoji}`, onclick: close(() => react(message, emoji)) }, emoji))),
    button('Reply to this', 'reply', () => startReply(message)),
    mine && message.text && !message.postback ? button('Edit', 'pencil', () => startEdit(message)) : null,
    mine ? button('Unsend', 'trash-2', () => act({ action: 'unsend', mid: message.mid })) : null)
  const opener = h('button', {
    type: 'button', class: 'more', 'aria-label': 'React, reply and more', 'aria-expanded': 'false',
    onclick: () => {
      const open = box.hidden
      for (const other of document.querySelectorAll('.tools:not([hidden])')) other.hidden = true
      box.hidden = !open
      opener.setAttribute('aria-expanded', String(open))
      if (open) box.querySelector('button').focus()
    },
  }, icon('smile', 's'))
  box.addEventListener('keydown', (event) => { if (event.key === 'Escape') { box.hidden = true; opener.focus() } })
  return [opener, box]
}

function bubble(message, person, account) {
  const mine = message.from === 'customer'
  const who = mine ? person.name : account.name
  const quote = message.reply_to ? world.messages.get(message.reply_to) : null
  const parts = []
  if (message.story) {
    const url = own(message.story.url)
    parts.push(h('span', { class: 'story' }, 'Replied to a story', url ? h('img', { src: url, alt: 'The story' }) : null))
  }
  if (message.reply_to) parts.push(h('span', { class: 'quote cut' }, quote?.text ?? (quote?.deleted ? 'Unsent message' : 'An earlier message')))
  if (message.referral?.ads_context_data) parts.push(h('span', { class: 'quote cut' }, `From the ad “${message.referral.ads_context_data.ad_title}”`))
  const inside = []
  if (message.deleted) inside.push(h('span', { class: 'ghost-t' }, 'Unsent'))
  else if (message.unsupported) inside.push(h('span', { class: 'ghost-t' }, 'Something the business cannot see'))
  else {
    if (message.text) inside.push(message.text)
    inside.push(...message.attachments.map((a) => media(a, who)))
  }
  const bare = !message.text && message.attachments.length > 0 && !message.deleted && !message.unsupported
  const kind = message.deleted || message.unsupported ? 'gone' : bare ? 'bare' : ''
  parts.push(h('div', { class: 'line' },
    h('div', {
      class: `bub ${mine ? 'mine' : 'them'} ${kind}`, role: 'article', tabindex: '0', 'aria-label': `${who}, ${clockTime(message.timestamp)}`,
      'data-testid': 'bubble', 'data-from': message.from, 'data-mid': message.mid,
    }, inside),
    message.deleted ? [] : tools(message)))
  if (message.reactions.length) {
    parts.push(h('span', { class: 'rx', role: 'img', 'aria-label': message.reactions.map((r) => `${r.from === 'customer' ? person.name : account.name} reacted with ${r.emoji}`).join(', ') },
      message.reactions.map((r) => r.emoji).join(' ')))
  }
  if (message.edits) parts.push(h('span', { class: 'note' }, 'Edited'))
  return h('div', { class: `msg ${mine ? 'right' : 'left'}` }, parts)
}

function typing(account) {
  return h('div', { class: 'typ', role: 'status', 'aria-label': `${account.name} is typing` }, h('span', { class: 'dots' }, h('i'), h('i'), h('i')))
}

function renderThread() {
  const person = customer()
  const account = accountOf(person)
  if (!person || !account || !thread) return
  const items = []
  const add = (id, key, make) => items.push({ id, key, make })
  const all = sorted()
  const lastMine = all.findLast((m) => m.from === 'customer')
  let last = 0
  for (const message of all) {
    if (message.timestamp - last > GAP) {
      const words = `${dayName(message.timestamp)} ${clockTime(message.timestamp)}`
      add(`time ${message.mid}`, words, () => h('p', { class: 'mid-t' }, words))
    }
    last = message.timestamp
    const quoted = world.messages.get(message.reply_to)
    add(message.mid, JSON.stringify([message, quoted?.text, quoted?.deleted, person.name, account.name]), () => bubble(message, person, account))
    if (message === lastMine && person.business_seen_at >= message.timestamp) add('seen', '', () => h('span', { class: 'seen' }, 'Seen'))
  }
  if (items.length === 0) {
    add('start', '', () => h('div', { class: 'start' }, face(account.name, account.id, account.platform, 64), h('b', {}, account.name),
      h('span', {}, account.platform === 'facebook' ? 'Business page on Messenger' : `@${account.username} on Instagram`),
      h('p', {}, `Write as ${firstName(person.name)}, and it arrives in the dashboard.`)))
  }
  const newest = lastOf(() => true)
  const quick = newest?.from === 'business' ? newest.quick_replies : []
  if (quick.length) {
    add('quick', newest.mid, () => h('div', { class: 'quick', role: 'group', 'aria-label': 'Quick replies' },
      quick.map((q) => h('button', { type: 'button', onclick: () => write({ text: q.title, quick_reply: q.payload }) }, q.title))))
  }
  if (person.typing_until > now()) add('typing', '', () => typing(account))
  bubbles.show(thread, items)
  if (atBottom) thread.scrollTop = thread.scrollHeight
}

function renderComposer() {
  const bar = document.getElementById('composer-note')
  if (!bar) return
  const message = world.messages.get(edited ?? quoted)
  bar.hidden = !message
  if (!message) return
  bar.replaceChildren(
    h('span', { class: 'cut' }, edited ? 'Editing: ' : 'Replying to: ', message.text ?? 'an attachment'),
    h('button', { type: 'button', 'aria-label': 'Cancel', onclick: () => { edited = null; quoted = null; input.value = ''; renderComposer() } }, icon('x', 's')))
}

function renderPhone() {
  const box = document.getElementById('phone')
  const person = customer()
  const account = accountOf(person)
  edited = null
  quoted = null
  if (!person || !account) {
    thread = null
    box.replaceChildren(h('p', { class: 'nobody' }, 'Choose or make a person, and their phone appears here.'))
    return
  }
  bubbles = new Keyed()
  box.setAttribute('aria-label', `${person.name}’s phone`)
  thread = h('div', { class: 'chat', role: 'log', 'aria-label': `The chat as ${person.name} sees it`, tabindex: '0', 'data-testid': 'thread' })
  thread.addEventListener('scroll', () => { atBottom = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 60 })
  // A picture that loads late must not push the newest message out of sight.
  thread.addEventListener('load', () => { if (atBottom) thread.scrollTop = thread.scrollHeight }, true)
  atBottom = true
  input = h('input', { 'aria-label': `Message as ${person.name}`, placeholder: `Message as ${firstName(person.name)}`, autocomplete: 'off', 'data-testid': 'message-input', enterkeyhint: 'send' })
  const form = h('form', { class: 'say-in', 'aria-label': `Write as ${person.name}`, onsubmit: submit },
    h('button', { type: 'button', class: 'cam', 'aria-label': 'Take a photo and send it', title: 'Take a photo', onclick: () => { atBottom = true; sendPhoto() } }, icon('camera')),
    input,
    h('button', { type: 'button', class: 'ib', 'aria-label': 'Send a voice note', title: 'Voice note', onclick: () => { atBottom = true; sendVoice() } }, icon('mic')),
    h('button', { type: 'button', class: 'ib', 'aria-label': 'Send a file', title: 'Send a file', onclick: () => chooser.click() }, icon('image')),
    h('button', { type: 'submit', class: 'go', 'aria-label': 'Send', 'data-testid': 'send-button' }, icon('send')))
  const fb = account.platform === 'facebook'
  box.replaceChildren(h('div', { class: fb ? 'phone fb' : 'phone' }, h('div', { class: 'screen' },
    h('div', { class: 'sb', 'aria-hidden': 'true' }, h('b', { id: 'phone-time' }, clockTime(now())), h('span', {}, icon('signal'), icon('wifi'), icon('battery'))),
    h('span', { class: 'isl', 'aria-hidden': 'true' }),
    h('header', { class: 'ph-h' },
      h('button', { type: 'button', class: 'only-s back', 'aria-label': 'Back to the people', onclick: () => show('play') }, icon('chevron-left', 'l')),
      face(account.name, account.id, null, 34),
      h('span', { class: 'grow' }, h('b', { class: 'cut' }, account.name), h('span', { class: 't3 fs2 cut' }, fb ? 'Messenger' : account.username)),
      h('span', { class: 'as' }, `as ${firstName(person.name)}`)),
    thread,
    h('div', {}, h('div', { class: 'composer-note', id: 'composer-note', hidden: true }), form),
    h('div', { class: 'homebar', 'aria-hidden': 'true' }))))
  box.ondragover = (event) => event.preventDefault()
  box.ondrop = (event) => { event.preventDefault(); sendFile(event.dataTransfer.files[0]) }
  input.addEventListener('paste', (event) => { const file = event.clipboardData.files[0]; if (file) { event.preventDefault(); sendFile(file) } })
  input.addEventListener('keydown', (event) => { if (event.key === 'Escape') { edited = null; quoted = null; renderComposer() } })
  renderThread()
}

export function startPhone() {
  let shown = null
  onChange((kinds) => {
    const account = accountOf(customer())
    const key = `${world.chosen}/${account?.name}`
    if (key !== shown) { shown = key; renderPhone() } else if (kinds.has('message') || kinds.has('customer') || kinds.has('minute')) renderThread()
    const time = document.getElementById('phone-time')
    if (time) time.textContent = clockTime(now() + world.offset)
  })
}
