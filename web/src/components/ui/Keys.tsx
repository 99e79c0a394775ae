import { capsOf } from '@/lib/strokes';
import { Kbd } from './Kbd';

/** A key, or two that are pressed one after the other, in a list of keys. */
export function Keys({ of }: { of: string }) {
  // A pair may be the same key twice, so the place is what tells them apart.
  const caps = capsOf(of).map((cap, place) => ({ cap, place }));
  return (
    <span className="flex flex-none gap-1" dir="ltr">
      {caps.map(({ cap, place }) => (
        <Kbd key={place} always>
          {cap}
        </Kbd>
      ))}
    </span>
  );
}
