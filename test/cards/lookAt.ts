/** What a person sees of a card, and can press: used by tests instead of the JSON's shape. */
import type { Card } from '../../cards/kit';

interface Node {
  tag?: string;
  [key: string]: unknown;
}

/** Every element of a card in reading order. */
export function elementsOf(card: Card): Node[] {
  const found: Node[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('tag' in node && typeof node.tag === 'string') found.push(node as Node);
    for (const child of Object.values(node)) visit(child);
  };
  visit(card);
  return found;
}

const labelOf = (node: Node): string => (node.text as { content: string } | undefined)?.content ?? '';

/** Buttons by what is written on them, in order; disabled ones are left out. */
export const buttonsOf = (card: Card): string[] =>
  elementsOf(card)
    .filter(({ tag, disabled }) => tag === 'button' && disabled !== true)
    .map(labelOf);

export interface PressableButton {
  label: string;
  name: string;
  value: Record<string, unknown>;
}
export const pressable = (card: Card): PressableButton[] =>
  elementsOf(card)
    .filter(({ tag }) => tag === 'button')
    .map((node) => {
      const [behavior] = node.behaviors as { value: Record<string, unknown> }[];
      return { label: labelOf(node), name: String(node.name), value: behavior?.value ?? {} };
    });
/** The one button with that text. */
export function buttonNamed(card: Card, label: string): PressableButton {
  const found = pressable(card).filter((button) => button.label === label);
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} buttons say ${label}`);
  return only;
}

/** All words of a card without markup, one element a line. */
export const wordsOf = (card: Card): string =>
  elementsOf(card)
    .map(({ content }) => (typeof content === 'string' ? content : ''))
    .join('\n')
    .replace(/<[^>]*>|\*\*/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

export const colourOf = (card: Card): string => card.header.template;
export const tagsOf = (card: Card): string[] =>
  (card.header.text_tag_list ?? []).map(({ text }) => text.content);
