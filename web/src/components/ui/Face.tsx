import { type CSSProperties, useState } from 'react';
import type { Platform } from '@/api/types';
import { faceOf, initials } from '@/lib/names';
import { PlatformBadge } from './Platform';

type Props = {
  /** Decides the colour, so that a person looks the same everywhere. */
  id: string;
  name: string;
  picture?: string | null;
  platform?: Platform;
  size?: number;
  /** The surface behind, for the cut-out around the badge. */
  ground?: 'panel' | 'card' | 'page';
  label?: string;
};

/** A picture, or initials while there is none. Decoration, unless it has a label. */
export function Face({ id, name, picture = null, platform, size = 36, ground, label }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const style: CSSProperties & Record<'--size' | '--ground', string | undefined> = {
    '--size': `${size}px`,
    '--ground': ground === undefined ? undefined : `var(--${ground})`,
    background: `var(--face-${faceOf(id)})`,
  };
  const meaning = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label, title: label };
  return (
    <span className="face" style={style} {...meaning}>
      {picture !== null && picture !== broken ? (
        <img src={picture} alt="" loading="lazy" onError={() => setBroken(picture)} />
      ) : (
        initials(name)
      )}
      {platform !== undefined && <PlatformBadge platform={platform} />}
    </span>
  );
}
