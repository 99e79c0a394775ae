// Checks every text/surface pair of the tokens against WCAG 2.2 AA.
// Exit code 1 if any pair fails. Gradients are checked at both ends.
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
const block = (selector) => {
  const at = css.indexOf(selector + ' {');
  return css.slice(css.indexOf('{', at) + 1, css.indexOf('}', at));
};
const read = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2].trim()]));
const dark = read(block(':root'));
const themes = { dark, light: { ...dark, ...read(block('[data-theme="light"]')) } };

const colours = (theme, name) => {
  const value = theme[name].replace(/var\(--([\w-]+)\)/g, (_, n) => theme[n]);
  return value.match(/#[0-9a-f]{6}/gi);
};
const luminance = (hex) => {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a, b) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi + 0.05) / (lo + 0.05);
};

const surfaces = ['page', 'panel', 'card', 'raised', 'sunken', 'hover', 'selected'];
const pairs = [];
const add = (need, fg, ...bgs) => bgs.forEach((bg) => pairs.push([fg, bg, need]));

add(4.5, 'text', ...surfaces, 'bubble-in', 'note', 'accent-soft');
add(4.5, 'text-2', ...surfaces, 'bubble-in');
add(4.5, 'text-3', ...surfaces, 'bubble-in');
add(4.5, 'accent-text', ...surfaces, 'accent-soft', 'bubble-in');
add(4.5, 'on-accent', 'gradient', 'accent', 'fb', 'bad-fill', 'ig-solid', 'face-1', 'face-2', 'face-3', 'face-4', 'face-5', 'face-6');
add(4.5, 'bubble-out-text', 'bubble-out');
add(4.5, 'bubble-out-text-2', 'bubble-out');
add(4.5, 'note-text', 'note');
add(4.5, 'note-text-2', 'note');
for (const s of ['ig', 'fb', 'ok', 'warn', 'bad', 'info']) add(4.5, `${s}-text`, `${s}-soft`, 'page', 'panel', 'card', 'raised', 'sunken', 'hover', 'selected');
// Things that are not text: control edges, focus ring, status dots, series, platform glyphs.
add(3, 'line-control', 'page', 'panel', 'card', 'sunken', 'raised');
add(3, 'focus', ...surfaces, 'note');
for (const s of ['ok', 'warn', 'bad', 'info']) add(3, s, 'page', 'panel', 'card');
for (const s of ['s1', 's2', 's3', 's4', 's5', 's-prev']) add(3, s, 'card', 'panel');
add(3, 'on-accent', 'ig');

let failed = 0;
let checked = 0;
for (const [name, theme] of Object.entries(themes)) {
  let worst = [99, ''];
  for (const [fg, bg, need] of pairs) {
    for (const f of colours(theme, fg)) for (const b of colours(theme, bg)) {
      const got = ratio(f, b);
      checked++;
      if (got / need < worst[0]) worst = [got / need, `${fg} on ${bg} ${got.toFixed(2)}:1 (needs ${need})`];
      if (got < need) { failed++; console.log(`FAIL ${name}: ${fg} ${f} on ${bg} ${b} = ${got.toFixed(2)}:1, needs ${need}`); }
    }
  }
  console.log(`${name}: closest call ${worst[1]}`);
}
console.log(`${checked} pairs checked, ${failed} failed`);
process.exit(failed ? 1 : 0);
