import type { Platform } from '@/api/types';
import { randomId } from '@/lib/id';
import type { NewAccount } from '../api';

/** Digits enough that two made-up accounts do not meet. */
const DIGITS = 12;

/** An account for the simulator, which takes any; shaped like Meta's, so that it looks like the real thing. */
export function madeUpAccount(platform: Platform): NewAccount {
  const digits = Array.from(randomId(), (digit) => Number.parseInt(digit, 16) % 10).join('');
  const short = digits.slice(-4);
  return platform === 'INSTAGRAM'
    ? { id: `17841${digits.slice(0, DIGITS)}`, name: `try.shop.${short}`, token: `simulated-${digits}` }
    : { id: `1000${digits.slice(0, DIGITS)}`, name: `Try Shop ${short}`, token: `simulated-${digits}` };
}
