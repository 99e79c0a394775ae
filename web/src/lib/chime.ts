/** Two soft tones, made here so that nothing is fetched. */
export function chime(): void {
  const context = new AudioContext();
  const end = context.currentTime + 0.35;
  for (const [frequency, begin] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, context.currentTime + begin);
    volume.gain.exponentialRampToValueAtTime(0.0001, end);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + begin);
    tone.stop(end);
  }
  window.setTimeout(() => void context.close(), 1_000);
}
