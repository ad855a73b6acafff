/** Something in a drawn card that does not fit, or (`fault: false`) only looks as if it did not. */
export interface Cut {
  fault: boolean;
  why:
    | 'wider than the card'
    | 'cut'
    | 'spills out of its box'
    | 'not drawn'
    | 'scrolls in its table'
    | 'ellipsis in a table cell';
  /** `tag` of the component it stands in, and its `name` when it has one. */
  component: string;
  text: string;
  /** By how many px it is too large. */
  by: number;
}
export interface CutOptions {
  /** Lists what is no fault as well: tables that scroll, cells that end in an ellipsis. */
  all?: boolean;
}

/** Rounding of the layout, in px. */
const SLACK = 1;

/** Looks at every visible text, picture and box of a card. */
export function findCuts(card: HTMLElement, options: CutOptions = {}): Cut[] {
  const found = [...textCuts(card), ...boxCuts(card), ...inputCuts(card), ...notDrawn(card)];
  const unique = new Map(found.map((cut) => [`${cut.why} ${cut.component} ${cut.text}`, cut]));
  return [...unique.values()].filter((cut) => cut.fault || options.all);
}

function entry(node: Element, why: Cut['why'], by: number, fault = true): Cut {
  const owner = node.closest<HTMLElement>('[data-tag]');
  const name = owner?.dataset.name ?? owner?.querySelector<HTMLElement>('[data-name]')?.dataset.name;
  const text = (node.textContent || node.getAttribute('placeholder') || '').trim().slice(0, 60);
  return {
    fault,
    why,
    component: `${owner?.dataset.tag ?? 'card'}${name ? ` ${name}` : ''}`,
    text,
    by: Math.round(by),
  };
}

function textCuts(card: HTMLElement): Cut[] {
  const cuts: Cut[] = [];
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !node.textContent?.trim() || parent.closest('textarea, select, canvas')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const cut = rect.width > 0 ? textCut(parent, rect, card) : null;
      if (cut) cuts.push(cut);
    }
  }
  return cuts;
}

/** Climbs from a line of text to the card: the first box that clips, scrolls or is too narrow decides. */
function textCut(parent: HTMLElement, rect: DOMRect, card: HTMLElement): Cut | null {
  let nearest = true;
  for (let box: HTMLElement | null = parent; box && card.contains(box); box = box.parentElement) {
    const style = getComputedStyle(box);
    if (style.display.startsWith('inline') && style.display === 'inline') continue;
    const by = beyond(rect, inside(box));
    if (by > SLACK) {
      if (/auto|scroll/.test(style.overflowX)) return null;
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
        const cell = box.closest('.card-cell');
        const ends = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
        return cell && ends ? entry(cell, 'ellipsis in a table cell', by, false) : entry(parent, 'cut', by);
      }
      if (nearest) return entry(parent, 'spills out of its box', by);
    }
    nearest = false;
    if (box.classList.contains('card-table-scroll') || box.classList.contains('card-md-table')) return null;
  }
  const by = beyond(rect, card.getBoundingClientRect());
  return by > SLACK ? entry(parent, 'wider than the card', by) : null;
}

/** How far `rect` stands out of `box`, sideways or below. */
function beyond(rect: DOMRect, box: { left: number; right: number; top: number; bottom: number }): number {
  // Lines of text may overlap their box a little above and below without anything being hidden.
  const leading = rect.height * 0.3;
  return Math.max(
    rect.right - box.right,
    box.left - rect.left,
    rect.bottom - box.bottom - leading,
    box.top - rect.top - leading,
  );
}

function inside(box: HTMLElement): { left: number; right: number; top: number; bottom: number } {
  const rect = box.getBoundingClientRect();
  return {
    left: rect.left + box.clientLeft,
    top: rect.top + box.clientTop,
    right: rect.right - box.clientLeft,
    bottom: rect.bottom - box.clientTop,
  };
}

function boxCuts(card: HTMLElement): Cut[] {
  const edge = card.getBoundingClientRect();
  const cuts: Cut[] = [];
  for (const box of card.querySelectorAll<HTMLElement>('*')) {
    const scroller = box.closest('.card-table-scroll, .card-md-table');
    if (box === scroller && box.scrollWidth > box.clientWidth + SLACK)
      cuts.push(entry(box, 'scrolls in its table', box.scrollWidth - box.clientWidth, false));
    if ((scroller && box !== scroller) || box.closest('canvas')) continue;
    const rect = box.getBoundingClientRect();
    const by = Math.max(rect.right - edge.right, edge.left - rect.left);
    if (rect.width > 0 && by > SLACK) cuts.push(entry(box, 'wider than the card', by));
  }
  return cuts;
}

/** An input's value or placeholder that is longer than the input. */
function inputCuts(card: HTMLElement): Cut[] {
  const cuts: Cut[] = [];
  for (const input of card.querySelectorAll<HTMLInputElement>('input:not([type="checkbox"])')) {
    const style = getComputedStyle(input);
    const room =
      input.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    const by = textWidth(input.value || input.placeholder, style.font) - room;
    if (input.clientWidth > 0 && by > SLACK) cuts.push(entry(input, 'cut', by));
  }
  for (const area of card.querySelectorAll('textarea')) {
    if (area.clientWidth > 0 && area.scrollHeight > area.clientHeight + SLACK && !area.value)
      cuts.push(entry(area, 'cut', area.scrollHeight - area.clientHeight));
  }
  return cuts;
}

function textWidth(text: string, font: string): number {
  const brush = document.createElement('canvas').getContext('2d');
  if (!brush) return 0;
  brush.font = font;
  return brush.measureText(text).width;
}

/** Unknown components, charts that failed, pictures that are not there. */
function notDrawn(card: HTMLElement): Cut[] {
  const missing = [...card.querySelectorAll('.card-unknown, .card-img-missing, .card-at-unknown')];
  return missing.map((node) => entry(node, 'not drawn', 0));
}
