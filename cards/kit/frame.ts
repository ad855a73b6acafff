/** The one frame of every card: a header whose colour means one thing everywhere, what to know, what to do, help. */
import { markdown, type PlainText, type RootElement, type TagColour, text } from './elements';
import { withinLimits } from './limits';
import { grey, inline, md, type SafeMd, widthOf } from './text';
import { localName } from './words';

/** todo blue · soon orange (due soon) · late red (overdue) · done green · closed grey (closed or not yours). */
export type Tone = 'todo' | 'soon' | 'late' | 'done' | 'closed';
const TEMPLATE = { todo: 'blue', soon: 'orange', late: 'red', done: 'green', closed: 'grey' } as const;

export interface TextTag {
  tag: 'text_tag';
  text: PlainText;
  color: TagColour;
}
export const tag = (words: string, color: TagColour): TextTag => ({
  tag: 'text_tag',
  text: text(words, 12),
  color,
});

/** A card of JSON 2.0, ready to be sent. */
export interface Card {
  schema: '2.0';
  config: {
    update_multi: true;
    enable_forward: false;
    enable_forward_interaction: false;
    width_mode: 'default' | 'fill';
    summary: { content: string };
  };
  header: {
    template: (typeof TEMPLATE)[Tone];
    title: PlainText;
    subtitle?: PlainText;
    text_tag_list?: TextTag[];
  };
  body: { vertical_spacing: string; elements: RootElement[] };
}

export interface FrameOptions {
  tone: Tone;
  title: string;
  /** Where or whose it is: stands under the title, or on top of the body when one line cannot hold it. */
  place?: string | null;
  /** When it is due or as of when, in wordings from long to short: stands after the place. */
  when?: string[];
  tags?: TextTag[];
  /** The line in the chat list; the title and the place when absent. */
  summary?: string;
  /** As wide as the screen: for tables and charts. */
  wide?: boolean;
  body: RootElement[];
  /** One grey line at the end that helps. */
  help?: SafeMd | string;
}

/** A card that came to somebody whom its matter does not concern (any more): grey, and with nothing to press. */
export const notYours = (title: string, place: string, words: SafeMd): Card =>
  frame({ tone: 'closed', title, place, tags: [tag('不归你办', 'neutral')], body: [markdown(words)] });

/** What Feishu's one line of subtitle holds with large letters, in Chinese characters. */
const SUBTITLE_WIDTH = 18;

/** The longest wording of `place · when` that one line holds; failing that the place goes into the body, whole. */
function underTitle(place: string, when: string[]): { subtitle: string; placeLine: RootElement[] } {
  const lines = when.length > 0 ? when.map((words) => (place ? `${place} · ${words}` : words)) : [place];
  const fits = (line: string): boolean => widthOf(line) <= SUBTITLE_WIDTH;
  const whole = lines.find(fits);
  if (whole !== undefined) return { subtitle: whole, placeLine: [] };
  return { subtitle: when.find(fits) ?? '', placeLine: [markdown(grey(inline(place, 80)))] };
}

/** @throws CardTooLarge when the card would be refused by Feishu; our cards shrink so that it never happens. */
export function frame(o: FrameOptions): Card {
  const place = localName(o.place ?? '');
  const { subtitle, placeLine } = underTitle(place, o.when ?? []);
  const help = typeof o.help === 'string' ? inline(o.help, 200) : o.help;
  return withinLimits({
    schema: '2.0',
    config: {
      update_multi: true,
      enable_forward: false,
      enable_forward_interaction: false,
      width_mode: o.wide ? 'fill' : 'default',
      summary: { content: text(o.summary ?? [o.title, place].filter(Boolean).join('：'), 80).content },
    },
    header: {
      template: TEMPLATE[o.tone],
      title: text(o.title, 40),
      ...(subtitle && { subtitle: text(subtitle) }),
      ...(o.tags?.length && { text_tag_list: o.tags.slice(0, 3) }),
    },
    body: {
      vertical_spacing: '12px',
      elements: [...placeLine, ...o.body, ...(help ? [markdown(grey(md`${help}`), 'notation')] : [])],
    },
  });
}
