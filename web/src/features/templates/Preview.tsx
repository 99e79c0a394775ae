import { pieces } from './pieces';

/** The text as it is sent, its variables marked. */
export function Preview({ content }: { content: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {pieces(content).map((piece) =>
        piece.variable ? (
          <mark key={piece.at} className="rounded-chip bg-accent-soft px-1 text-accent-text">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}
