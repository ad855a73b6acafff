import { type Child, el, focusables } from './dom';

/** What rises from the bottom of a phone: choices, calendars, the photo picker. `dialog` stands in the middle. */
export interface SheetOptions {
  title: string;
  kind?: 'sheet' | 'dialog' | 'picture';
  onClose?: () => void;
}

/**
 * Opens a sheet over `host` (a phone's screen) and returns the function that closes it. Escape, the dark
 * backdrop and the close button close it too; the focus goes back to where it came from.
 */
export function openSheet(
  host: HTMLElement,
  options: SheetOptions,
  fill: (close: () => void) => Child[],
): () => void {
  const cameFrom = document.activeElement;
  const kind = options.kind ?? 'sheet';
  const close = () => {
    if (!layer.isConnected) return;
    layer.remove();
    options.onClose?.();
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  };
  const box = el('div', {
    class: `sheet sheet-${kind}`,
    role: 'dialog',
    'aria-label': options.title,
    'aria-modal': 'true',
    tabindex: -1,
  });
  if (kind === 'sheet') {
    const button = el(
      'button',
      { class: 'sheet-close', type: 'button', 'aria-label': '关闭', onclick: close },
      '×',
    );
    box.append(el('header', { class: 'sheet-head' }, el('h3', {}, options.title), button));
  }
  const layer = el('div', { class: 'sheet-layer', onkeydown: (event) => keys(event, box, close) }, box);
  layer.addEventListener('click', (event) => {
    if (event.target === layer) close();
  });
  box.append(...fill(close).filter((child) => child instanceof Node || typeof child === 'string'));
  host.append(layer);
  (
    box.querySelector<HTMLElement>('[aria-selected="true"], [data-first]') ??
    focusables(box)[kind === 'sheet' ? 1 : 0] ??
    box
  ).focus({
    preventScroll: true,
  });
  return close;
}

/** Keeps the focus inside the open sheet and lets arrows walk through its choices. */
function keys(event: Event, box: HTMLElement, close: () => void): void {
  if (!(event instanceof KeyboardEvent)) return;
  if (event.key === 'Escape') {
    event.stopPropagation();
    close();
    return;
  }
  const all = focusables(box);
  const at = all.findIndex((node) => node.matches(':focus'));
  const inText =
    document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLSelectElement;
  const step =
    event.key === 'Tab'
      ? event.shiftKey
        ? -1
        : 1
      : inText
        ? 0
        : event.key === 'ArrowDown'
          ? 1
          : event.key === 'ArrowUp'
            ? -1
            : 0;
  if (step === 0 || all.length === 0) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length]?.focus();
}
