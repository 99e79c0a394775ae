import type { Platform } from '@/api/types';
import { platformName } from '@/lib/names';

/** The platforms' glyphs, our own drawings. */
export function PlatformGlyph({ platform, size = 14 }: { platform: Platform; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      className="block flex-none"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      {platform === 'INSTAGRAM' ? (
        <>
          <rect x="3.5" y="3.5" width="17" height="17" rx="5" />
          <circle cx="12" cy="12" r="3.9" />
          <circle cx="16.9" cy="7.1" r=".6" fill="currentColor" />
        </>
      ) : (
        <path
          fill="currentColor"
          stroke="none"
          d="M13.7 21v-7.6h2.6l.5-3.1h-3.1V8.3c0-.9.3-1.6 1.7-1.6h1.6V4a20 20 0 0 0-2.4-.1c-2.4 0-4 1.4-4 4v2.4H8v3.1h2.6V21z"
        />
      )}
    </svg>
  );
}

/** The small badge on a face. */
export function PlatformBadge({ platform }: { platform: Platform }) {
  return (
    <span className="platform" data-platform={platform} role="img" aria-label={platformName(platform)}>
      <PlatformGlyph platform={platform} size={11} />
    </span>
  );
}
