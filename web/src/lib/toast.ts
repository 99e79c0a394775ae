import { Store } from './store';

export type Toast = { readonly text: string; readonly undo?: () => void };

export const toast = new Store<Toast | null>(null);

/** Tells what was done; a newer one takes the place of the one before. */
export function tell(text: string, undo?: () => void): void {
  toast.set(undo === undefined ? { text } : { text, undo });
}

export function dismiss(): void {
  toast.set(null);
}
