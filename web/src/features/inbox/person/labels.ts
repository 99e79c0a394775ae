/** The labels with one more; the same ones if it is there already, whatever its case. */
export function withLabel(labels: readonly string[], added: string): readonly string[] {
  const label = added.trim().replace(/\s+/g, ' ');
  const same = (one: string) => one.toLocaleLowerCase() === label.toLocaleLowerCase();
  return label === '' || labels.some(same) ? labels : [...labels, label];
}
