import { parseJson } from './content';

/**
 * The lossy form in which Feishu gives a card back in answers and history: its title and its texts, one line each.
 * The card itself is given only for `card_msg_content_type=user_card_content`.
 */
export function simplifyCard(content: string): string {
  const card = parseJson(content);
  const part = (name: string) => (isObject(card) ? card[name] : undefined);
  const [title = ''] = textsIn(part('header'));
  const elements = textsIn(part('body')).map((text) => [{ tag: 'text', text }]);
  return JSON.stringify({ title, elements });
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'content' && typeof inner === 'string' ? [inner] : textsIn(inner),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
