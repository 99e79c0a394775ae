// Puts the panes together.

import { h } from './dom.js'
import { startFaults } from './faults.js'
import { show, startPeople } from './people.js'
import { startPhone } from './phone.js'
import { api, follow, onChange, touch, world } from './store.js'
import { startTraffic } from './traffic.js'

const HOUR = 3_600_000
const CLOCK = [['Now', 0], ['+23 h', 23 * HOUR], ['+25 h', 25 * HOUR], ['+7 d', 7 * 24 * HOUR + HOUR]]
/** Windows and typing dots end by themselves. */
const TICK = 5_000

function renderClock() {
  for (const id of ['clock', 'clock-small']) {
    document.getElementById(id).replaceChildren(...CLOCK.map(([label, offset]) => h('button', {
      type: 'button', role: 'radio', 'aria-checked': String(world.offset === offset),
      title: offset ? 'Windows as if this much later; messages keep their true time' : 'Windows as they are',
      onclick: () => api('POST', '/clock', { offset_ms: offset }),
    }, label)))
  }
}

onChange((kinds) => {
  if (!kinds.has('meta')) return
  renderClock()
  const link = document.getElementById('dashboard')
  if (world.dashboardUrl) { link.href = world.dashboardUrl; link.hidden = false }
})

document.getElementById('theme').addEventListener('click', () => {
  const root = document.documentElement
  root.dataset.theme = root.dataset.theme === 'light' ? 'dark' : 'light'
  localStorage.setItem('sim-theme', root.dataset.theme)
})
for (const tab of document.querySelectorAll('#views [data-to]')) tab.addEventListener('click', () => show(tab.dataset.to))

show('phone')
startPeople()
startPhone()
startTraffic()
startFaults()
follow()
setInterval(() => touch('minute'), TICK)
