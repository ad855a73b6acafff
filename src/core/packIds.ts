/** Ids as the first one and the steps from each to the next: small numbers, for lists that are kept as text. */
export const packIds = (ids: readonly number[]): number[] => ids.map((id, n) => id - (ids[n - 1] ?? 0));

export function unpackIds(packed: readonly number[]): number[] {
  let id = 0;
  return packed.map((step) => {
    id += step;
    return id;
  });
}
