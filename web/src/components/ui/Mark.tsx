import { useId } from 'react';

/** The mark: a square-cornered message with a feather in it. */
export function Mark({ size = 24 }: { size?: number }) {
  const gradient = useId();
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} className="block flex-none" aria-hidden="true">
      <defs>
        <linearGradient id={gradient} x1="2" y1="4" x2="30" y2="28" gradientUnits="userSpaceOnUse">
          <stop stopColor="#9333ea" />
          <stop offset="1" stopColor="#db2777" />
        </linearGradient>
      </defs>
      <path
        fill={`url(#${gradient})`}
        d="M11 1h10c5.5 0 10 4.5 10 10v10c0 5.5-4.5 10-10 10H4c-1.7 0-3-1.3-3-3V11C1 5.5 5.5 1 11 1Z"
      />
      <path
        fill="#fff"
        d="M25.5 6.4c-8.6-.7-14.7 3-15.7 10.2-.2 1.6-.1 3.2.3 4.7l8.2-8.2c.8-.8 1.9.3 1.1 1.1l-8.1 8.1c1.6.3 3.3.3 5-.2 1.6-.5 3-1.3 4.1-2.4l-2.2-.8 4.2-1.6c.8-1.4 1.4-2.9 1.8-4.5l-2-.4 2.6-2.3c.4-1.3.6-2.5.7-3.7Z"
      />
      <path fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="round" d="m6.8 25.2 4.6-4.6" />
    </svg>
  );
}
