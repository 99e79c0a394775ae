import { Fragment } from 'react';

/** A text of the catalogue in which `<b>…</b>` marks what stands out. A value that holds the mark is only bold. */
export function Rich({ text, mark }: { text: string; mark: string }) {
  return text.split(/<b>(.*?)<\/b>/s).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other identity
      <b key={index} className={mark}>
        {part}
      </b>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
