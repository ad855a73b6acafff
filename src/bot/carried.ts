/**
 * What the button of this name carries on a card; undefined when the card has no such button. A button's name holds
 * the version it was drawn from, so that of an older copy is not found on a newer card.
 */
export function carriedBy(card: unknown, name: string): unknown {
  if (typeof card !== 'object' || card === null) return undefined;
  const { tag, name: its, behaviors } = card as { tag?: unknown; name?: unknown; behaviors?: unknown };
  if (tag === 'button' && its === name && Array.isArray(behaviors)) {
    return (behaviors as { type: string; value?: unknown }[]).find(({ type }) => type === 'callback')?.value;
  }
  for (const inner of Object.values(card)) {
    const found = carriedBy(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
