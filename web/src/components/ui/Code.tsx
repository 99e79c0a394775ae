/** Text of a machine, in a box that scrolls by itself and can be reached by keyboard. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-control bg-sunken"
    >
      <pre className="w-max min-w-full p-3 font-mono text-fs2">{text}</pre>
    </section>
  );
}
