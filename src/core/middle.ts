/** The middle one of some figures, the lower of two; null without any. It is one of them, and never made up between. */
export function middle(figures: readonly number[]): number | null {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
