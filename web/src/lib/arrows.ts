type Press = { readonly key: string; readonly currentTarget: Element };

/** Where an arrow key leads in a row: on (1), back (-1) or nowhere. Left is on where the writing goes from right to left. */
export function arrowStep({ key, currentTarget }: Press): 1 | -1 | 0 {
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return 0;
  const rtl = getComputedStyle(currentTarget).direction === 'rtl';
  return (key === 'ArrowRight') === rtl ? -1 : 1;
}
