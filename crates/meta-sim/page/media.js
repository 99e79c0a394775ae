// Photos and voice notes made on the spot, so that sending one takes a single click.

import { api } from './store.js'

/** Stores a file in the simulator; gives its address. */
export async function store(blob) {
  return (await api('POST', '/media', blob))?.url ?? null
}

/** What kind of attachment a file is to Meta. */
export function kindOf(type) {
  const family = type.split('/')[0]
  return ['image', 'video', 'audio'].includes(family) ? family : 'file'
}

const between = (low, high) => low + Math.random() * (high - low)

/** A photo of something from a pottery: another one each time. */
export function takePhoto() {
  const canvas = document.createElement('canvas')
  canvas.width = 720
  canvas.height = 720
  const pen = canvas.getContext('2d')
  const hue = between(0, 360)
  const wall = pen.createLinearGradient(0, 0, 0, 720)
  wall.addColorStop(0, `hsl(${hue} 26% 90%)`)
  wall.addColorStop(1, `hsl(${hue} 22% 78%)`)
  pen.fillStyle = wall
  pen.fillRect(0, 0, 720, 720)
  pen.fillStyle = `hsl(${(hue + 30) % 360} 24% 62%)`
  pen.fillRect(0, 505, 720, 215)
  const [width, height, x] = [between(150, 210), between(210, 320), between(310, 410)]
  const base = 590
  pen.fillStyle = 'rgb(40 34 28 / .22)'
  pen.beginPath()
  pen.ellipse(x, base, width * 0.95, 24, 0, 0, Math.PI * 2)
  pen.fill()
  const clay = (hue + 150) % 360
  if (Math.random() < 0.6) {
    pen.strokeStyle = `hsl(${clay} 34% 36%)`
    pen.lineWidth = 30
    pen.beginPath()
    pen.ellipse(x + width * 0.62, base - height * 0.52, width * 0.42, height * 0.24, 0, 0, Math.PI * 2)
    pen.stroke()
  } else {
    pen.strokeStyle = 'hsl(130 28% 34%)'
    pen.lineWidth = 9
    for (let i = -2; i <= 2; i++) {
      pen.beginPath()
      pen.moveTo(x, base - height + 10)
      pen.quadraticCurveTo(x + i * 28, base - height - 90, x + i * between(50, 80), base - height - between(90, 170))
      pen.stroke()
    }
  }
  const glaze = pen.createLinearGradient(x - width, 0, x + width, 0)
  glaze.addColorStop(0, `hsl(${clay} 40% 58%)`)
  glaze.addColorStop(1, `hsl(${clay} 40% 38%)`)
  pen.fillStyle = glaze
  pen.beginPath()
  pen.moveTo(x - width * 0.62, base - height)
  pen.bezierCurveTo(x - width * between(0.7, 1), base - height * 0.5, x - width * 0.6, base, x - width * 0.4, base)
  pen.lineTo(x + width * 0.4, base)
  pen.bezierCurveTo(x + width * 0.6, base, x + width * between(0.7, 1), base - height * 0.5, x + width * 0.62, base - height)
  pen.closePath()
  pen.fill()
  pen.fillStyle = `hsl(${clay} 36% 26%)`
  pen.beginPath()
  pen.ellipse(x, base - height, width * 0.62, 26, 0, 0, Math.PI * 2)
  pen.fill()
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.86))
}

/** A few hummed notes as WAV. */
export function recordVoice() {
  const rate = 8000
  const seconds = 3
  const bytes = new Uint8Array(44 + rate * seconds)
  const view = new DataView(bytes.buffer)
  const text = (at, word) => [...word].forEach((c, i) => { bytes[at + i] = c.charCodeAt(0) })
  text(0, 'RIFF')
  view.setUint32(4, 36 + rate * seconds, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate, true)
  view.setUint16(32, 1, true)
  view.setUint16(34, 8, true)
  text(36, 'data')
  view.setUint32(40, rate * seconds, true)
  const tune = [0, 4, 7, 12, 7, 4].map((step) => 220 * 2 ** ((step + Math.floor(between(0, 5))) / 12))
  for (let i = 0; i < rate * seconds; i++) {
    const part = (i / (rate * seconds)) * tune.length
    const swell = Math.sin((part % 1) * Math.PI)
    bytes[44 + i] = 128 + 70 * swell * Math.sin((i / rate) * tune[Math.floor(part)] * Math.PI * 2)
  }
  return new Blob([bytes], { type: 'audio/wav' })
}
