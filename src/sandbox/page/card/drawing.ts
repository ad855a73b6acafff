import { setStyle } from '../dom';
import { type ColorUse, colorOf } from './colors';
import { isJson, type Json, obj, str } from './read';

/** A press on a component, as the phone hands it on. Values are those of Feishu's callback (dates carry a zone). */
export interface Press {
  name: string;
  form_value?: Record<string, unknown>;
  option?: string | boolean;
}

/** What a card needs from the phone that shows it. */
export interface CardHost {
  /** Display name of a person, or null when nobody knows the id. */
  personName(openId: string): string | null;
  imageUrl(key: string): string;
  /** Today on the business clock, `yyyy-MM-dd`; where calendars open. */
  today(): string;
  /** The phone's screen, over which sheets and dialogs open. */
  screen(): HTMLElement;
  /** The open_ids that `select_person` offers when the card names nobody: the members of the chat. */
  members(): string[];
  /** Sends the press; resolves when the phone has shown what came of it. */
  press(press: Press): Promise<void>;
  toast(kind: ToastKind, text: string): void;
}
export type ToastKind = 'info' | 'success' | 'error' | 'warning';

/** One input of a form. `read` gives undefined for what was left out. */
export interface Field {
  name: string;
  /** What gets the focus when the field is at fault. */
  node: HTMLElement;
  read(): unknown;
  required: boolean;
  fault(message: string | null): void;
  reset(): void;
}

/** One card while it is being drawn: its styles, the form around the current component, and what is still to do. */
export interface Drawing {
  host: CardHost;
  root: HTMLElement;
  form: Field[] | null;
  draw(spec: Json): HTMLElement;
  drawAll(specs: Json[]): HTMLElement[];
  /** Runs once the card stands in the document and has a width (charts need one). */
  whenShown(task: () => Promise<void> | void): void;
  whenDropped(task: () => void): void;
  color(name: string, use: ColorUse): string | null;
  /** CSS size of a named text size, the card's own sizes included. */
  textSize(name: string): string | null;
}

const SIZES: Record<string, number> = {
  'heading-0': 30,
  'heading-1': 24,
  'heading-2': 20,
  'heading-3': 18,
  'heading-4': 16,
  heading: 16,
  normal: 14,
  notation: 12,
  'xxxx-large': 30,
  'xxx-large': 24,
  'xx-large': 20,
  'x-large': 18,
  large: 16,
  medium: 14,
  small: 12,
  'x-small': 10,
};

/** Sizes grow with the font size chosen in Feishu's settings (`--fs`, 1 unless told). */
export function scaled(px: number): string {
  return `calc(${px}px * var(--fs, 1))`;
}

export function cardStyles(card: Json): Pick<Drawing, 'color' | 'textSize'> {
  const style = obj(obj(card, 'config') ?? {}, 'style') ?? {};
  const colors = obj(style, 'color') ?? {};
  const sizes = obj(style, 'text_size') ?? {};
  return {
    color(name, use) {
      const own = colors[name];
      return colorOf(isJson(own) ? str(own, 'light_mode') : name, use);
    },
    textSize(name) {
      const own = sizes[name];
      const px = SIZES[isJson(own) ? str(own, 'mobile') || str(own, 'default') : name];
      return px === undefined ? null : scaled(px);
    },
  };
}

const SPACING: Record<string, string> = { small: '4px', medium: '8px', large: '12px', extra_large: '16px' };

export function spacing(value: string): string | undefined {
  const parts = value
    .trim()
    .split(/\s+/)
    .map((part) => SPACING[part] ?? part);
  return value !== '' && parts.every((part) => /^-?\d{1,2}px$/.test(part)) ? parts.join(' ') : undefined;
}

const ALIGN: Record<string, string> = {
  left: 'flex-start',
  top: 'flex-start',
  center: 'center',
  right: 'flex-end',
  bottom: 'flex-end',
};

/** Lays out a container's children by its `direction`, spacings and alignments. */
export function layOut(box: HTMLElement, spec: Json, otherwise: { gap: string; padding?: string }): void {
  const across = str(spec, 'direction') === 'horizontal';
  const gap = spacing(str(spec, across ? 'horizontal_spacing' : 'vertical_spacing')) ?? otherwise.gap;
  const horizontal = ALIGN[str(spec, 'horizontal_align')];
  const vertical = ALIGN[str(spec, 'vertical_align')];
  setStyle(box, {
    display: 'flex',
    'flex-direction': across ? 'row' : 'column',
    'flex-wrap': across ? 'wrap' : undefined,
    gap,
    padding: spacing(str(spec, 'padding')) ?? otherwise.padding,
    'justify-content': across ? horizontal : vertical,
    'align-items': across ? vertical : horizontal === 'flex-start' ? undefined : horizontal,
  });
}
