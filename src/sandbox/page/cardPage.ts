import { type DrawnCard, drawCard } from './card/drawCard';
import { type Cut, type CutOptions, findCuts } from './cutCheck';
import { el } from './dom';

/** How one card is drawn alone. */
interface DrawOptions {
  /** Width of the phone's screen in px; the card is narrower by the avatar and the margins, as in the chat. */
  width?: number;
  /** Feishu's font size setting: 1 is the default, 1.3 and more the larger steps. */
  fontScale?: number;
  /** Addresses (data URLs too) of the pictures by image_key; others come from the sandbox. */
  images?: Record<string, string>;
  /** Names by open_id for `<at>` and `person`. */
  people?: Record<string, string>;
  /** Opens every collapsible panel, so that what is folded away is drawn and checked too. */
  open?: boolean;
}
declare global {
  interface Window {
    /** Draws a card into `#card` and resolves, with the size of what was drawn, when charts and pictures are there. */
    drawCard(card: unknown, options?: DrawOptions): Promise<{ width: number; height: number }>;
    /** What is wider than the card or cut; empty when all is well. With `{all: true}` also what is no fault. */
    cardOverflow(options?: CutOptions): Cut[];
  }
}

let drawn: DrawnCard | null = null;
const screen = el('div', { class: 'screen card-alone', id: 'card' });
document.body.append(screen);

window.drawCard = async (card, options = {}) => {
  drawn?.drop();
  const { width = 375, fontScale = 1, images = {}, people = {} } = options;
  screen.style.width = `${width}px`;
  screen.style.setProperty('--fs', String(fontScale));
  drawn = drawCard(card, {
    personName: (id) => people[id] ?? null,
    imageUrl: (key) => images[key] ?? `/sandbox/api/images/${encodeURIComponent(key)}`,
    today: () => '2026-11-23',
    screen: () => screen,
    members: () => Object.keys(people),
    press: () => Promise.resolve(),
    toast: () => undefined,
  });
  const face = el('span', { class: 'avatar avatar-bot', 'aria-hidden': 'true' }, '河');
  screen.replaceChildren(
    el('div', { class: 'chat-row chat-row-bot' }, face, el('div', { class: 'chat-content' }, drawn.element)),
  );
  if (options.open)
    for (const head of screen.querySelectorAll<HTMLElement>('.card-panel-head[aria-expanded="false"]'))
      head.click();
  await Promise.all([drawn.shown(), document.fonts.ready]);
  return { width: screen.offsetWidth, height: screen.offsetHeight };
};

window.cardOverflow = (options) => {
  const card = screen.querySelector<HTMLElement>('.card');
  return card ? findCuts(card, options) : [];
};
