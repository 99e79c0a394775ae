type Bar = { readonly key: string; readonly name: string; readonly value: number; readonly text: string };

/** Parts of a whole, or things compared, as lying bars with their figures in words. */
export function Bars({ label, bars, colour = 1 }: { label: string; bars: readonly Bar[]; colour?: number }) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      {bars.map((bar) => (
        <li key={bar.key}>
          <p className="flex justify-between gap-3">
            <bdi className="cut" title={bar.name}>
              {bar.name}
            </bdi>
            <span className="num flex-none">{bar.text}</span>
          </p>
          <div className="mt-1 h-2 overflow-hidden rounded-full bg-line-strong light:bg-line" aria-hidden="true">
            <div
              className="h-full rounded-full"
              style={{ width: `${(bar.value / most) * 100}%`, background: `var(--s${colour})` }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
