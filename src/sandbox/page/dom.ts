/**
 * The one way this page makes elements. Text always goes in as text nodes, never as HTML: what a card or a
 * message says can come from anybody.
 */
export type Child = Node | string | null | undefined | false;
type Listener = (event: Event) => void;
export type Props = {
  class?: string;
  style?: Record<string, string | undefined>;
  [attribute: string]: string | number | boolean | undefined | Listener | Record<string, string | undefined>;
};

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) setProp(node, key, value);
  node.append(...children.filter((child) => child instanceof Node || typeof child === 'string'));
  return node;
}

function setProp(node: HTMLElement, key: string, value: Props[string]): void {
  if (value === undefined || value === false) return;
  if (typeof value === 'function') node.addEventListener(key.replace(/^on/, ''), value);
  else if (typeof value === 'object') setStyle(node, value);
  else node.setAttribute(key, value === true ? '' : String(value));
}

/** Sets style properties one by one, so that a value which is not legal CSS has no effect at all. */
export function setStyle(node: HTMLElement, style: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(style)) if (value) node.style.setProperty(name, value);
}

/** Only web and Feishu links may be followed; anything else (`javascript:`, `data:`) is dropped. */
export function safeUrl(url: string): string | null {
  return /^(https?:\/\/|lark:\/\/)/i.test(url.trim()) ? url.trim() : null;
}

export function externalLink(url: string, ...children: Child[]): HTMLElement {
  const href = safeUrl(url);
  if (!href) return el('span', {}, ...children);
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Focusable things inside a box, in tab order. */
export function focusables(box: HTMLElement): HTMLElement[] {
  const all = box.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex="0"]');
  return [...all].filter((node) => !node.hasAttribute('disabled') && node.offsetParent !== null);
}
