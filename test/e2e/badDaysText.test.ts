import { HOSTILE, LONG_WORDS } from '../../cards/samples/sample';
import type { Inline } from '../../src/sandbox/page/card/inlineTypes';
import { parseInline } from '../../src/sandbox/page/card/markdownInline';
import { buttonOn, cardsOf, gesture } from './badDays';
import { type Card, County, type Phone, PNG, type ShownMessage } from './county';

/** What somebody may write to notify everybody, to link, to colour, to hide or to reverse. */
const WORDS =
  '<at id=all></at>{{name}} **粗** [点我](https://example.com) https://example.com www.a.cn :SMILE: ' +
  '<font color=red>红</font> ~~划~~ `码`\n# 题\n- 项\n> 引 ![图](img_v3_1) \u202e倒\u202c零\u200b宽 &lt;尾';
/** As it is to be read: every character of it, but for those that cannot be seen. */
const READ = WORDS.replace(/[\u202e\u202c\u200b]/g, '');
const SPOT = '<at id=all></at>{{x}}[点](https://a.cn):OK:\u202e桥下';
const READ_SPOT = SPOT.replace('\u202e', '');

/** Everything on a card that is read as markdown, and everything that is plain text. */
function textsOf(card: Card): { markdown: string[]; plain: string[] } {
  const texts = { markdown: [] as string[], plain: [] as string[] };
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { tag, content } = node as { tag?: unknown; content?: unknown };
    if (typeof content === 'string') {
      if (tag === 'markdown' || tag === 'lark_md') texts.markdown.push(content);
      else texts.plain.push(content);
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(card);
  return texts;
}

/** What a reader sees of markdown. */
const seen = (pieces: Inline[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'break') return '\n';
      if ('children' in piece) return seen(piece.children);
      return 'text' in piece ? piece.text : '';
    })
    .join('');

const kinds = (pieces: Inline[]): string[] =>
  pieces.flatMap((piece) => [piece.kind, ...('children' in piece ? kinds(piece.children) : [])]);

/** Pieces of the words above that would take effect if they stood in markdown as they were written. */
const LITERAL =
  /<at|\{\{|\*\*粗|\]\(|https?:|www\.|:SMILE:|:OK:|~~|`|# 题|\n- 项|> 引|!\[|&lt;|[\u200b-\u200f\u202a-\u202e]/g;
/** Kinds of markup that our own cards never use. */
const FOREIGN = new Set(['link', 'image', 'at', 'person', 'time', 'number', 'code', 'em', 'strike', 'tag']);

/** What takes effect on a card, or would, of what people wrote. */
function activeOn(card: Card): string[] {
  const { markdown, plain } = textsOf(card);
  return [
    ...markdown.flatMap((text) => kinds(parseInline(text)).filter((kind) => FOREIGN.has(kind))),
    ...markdown.flatMap((text) => text.match(LITERAL) ?? []),
    ...plain.flatMap((text) => text.match(/:[A-Za-z0-9_+-]+:|[\u200b-\u200f\u202a-\u202e]/g) ?? []),
  ];
}

const readOn = (card: Card): string => {
  const { markdown, plain } = textsOf(card);
  return [...markdown.map((text) => seen(parseInline(text))), ...plain].join('\n');
};

describe('words that try to be more than words', () => {
  let county: County;
  let chief: Phone;
  let town: Phone;
  beforeAll(async () => {
    county = await County.start();
    chief = await county.phone('龙兴镇第一村河长');
    town = await county.phone('龙兴镇联络员');
  }, 60_000);
  afterAll(() => county.stop());

  const newest = async (phone: Phone, title: string) => (await phone.card(title)).content;
  const refused = () => county.app.feishu.deliveries({ refused: true });

  it('stay words on the form, the 交办单 and its copy', async () => {
    await chief.press(await chief.card('巡河任务'), '发现问题');
    const values = { place: 'other', spot: SPOT, category: '河岸', seriousness: '立行立改', words: WORDS };
    const submitted = await chief.press(await chief.card('发现问题'), '提交', values);
    expect(submitted).toMatchObject({ toast: { type: 'success' }, error: null });
    for (const card of [await newest(chief, '发现问题'), await newest(town, '交办单')]) {
      expect(readOn(card)).toContain(READ_SPOT);
      for (const line of READ.split('\n')) expect(readOn(card)).toContain(line);
      expect(activeOn(card)).toEqual([]);
    }
  });

  it('stay words in the answer, its verification and its return', async () => {
    await town.press(await town.card('交办单'), '签收');
    await town.say({ type: 'image', base64: PNG });
    await town.press(await town.card('交办单'), '反馈', { words: WORDS });
    const verify = await chief.card('核查');
    expect(readOn(verify.content)).toContain(READ_SPOT);
    expect(activeOn(verify.content)).toEqual([]);
    expect((await chief.press(verify, '退回', { reason: WORDS.slice(0, 100) })).toast?.type).toBe('success');
    const returned = await newest(town, '交办单');
    expect(readOn(returned)).toContain('<at id=all></at>{{name}}');
    expect(activeOn(returned)).toEqual([]);
  });

  it('stay words in the digest, the 滞后提醒 and on every other card of the county', async () => {
    await county.app.tick(new Date('2026-12-03T08:30:00+08:00'));
    const head = await county.phone('龙兴镇党委书记');
    expect(readOn(await newest(town, '今日待办'))).toContain('<at id=all></at>');
    expect(readOn(await newest(head, '滞后提醒'))).toContain('<at id=all></at>');
    await county.app.tick(new Date('2026-12-04T08:30:00+08:00'));
    const people = await county.api<{ open_id: string; name: string }[]>('GET', 'people');
    const active: string[] = [];
    for (const { open_id, name } of people) {
      const shown = await county.api<ShownMessage[]>('GET', `people/${open_id}/messages`);
      for (const { content } of cardsOf(shown)) {
        active.push(...activeOn(content).map((what) => `${name} ${content.header?.title.content}: ${what}`));
      }
    }
    expect(active).toEqual([]);
    expect(await refused()).toEqual([]);
  });

  it('stay words in a suggestion, and in the chat', async () => {
    await chief.say({ type: 'text', text: WORDS });
    const help = await chief.card('帮助');
    expect(activeOn(help.content)).toEqual([]);
    const texts = (await chief.messages()).filter((m) => m.from === 'bot' && m.msg_type === 'text');
    expect(JSON.stringify(texts)).not.toContain('<at');
    expect(await refused()).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a thousand Chinese characters', LONG_WORDS.slice(0, 1_000), '三泉镇'],
    ['a thousand characters of mischief', HOSTILE.slice(0, 1_000), '古交镇'],
    ['a thousand pictures', '🏞'.repeat(1_000), '泽掌镇'],
    ['a thousand that must all be escaped', '*'.repeat(1_000), '横桥镇'],
  ])('%s fit on every card', async (_what, words, place) => {
    const finder = await county.phone(`${place}第一村河长`);
    const handler = await county.phone(`${place}联络员`);
    const task = await finder.card('巡河任务');
    await finder.press(task, '发现问题');
    const values = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words };
    const submitted = await finder.press(await finder.card('发现问题'), '提交', values);
    expect(submitted).toMatchObject({ toast: { type: 'success' }, error: null });
    await handler.press(await handler.card('交办单'), '签收');
    await handler.say({ type: 'image', base64: PNG });
    expect((await handler.press(await handler.card('交办单'), '反馈', { words })).toast?.type).toBe(
      'success',
    );
    expect(activeOn((await finder.card('核查')).content)).toEqual([]);
    expect((await finder.press(await finder.card('核查'), '通过')).error).toBeNull();
    expect(await refused()).toEqual([]);
  });

  it('of two thousand are asked to be shorter, and nothing is lost of what was there', async () => {
    const finder = await county.phone('龙兴镇第二村河长');
    await finder.press(await finder.card('巡河任务'), '发现问题');
    const form = await finder.card('发现问题');
    const values = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: LONG_WORDS };
    const asked = {
      message_id: form.message_id,
      name: buttonOn(form, '提交').name,
      form_value: values,
      force: true,
    };
    const answered = await gesture(county, finder, asked);
    expect(answered.toast).toEqual({ type: 'warning', content: expect.stringContaining('最多写1000个字') });
    expect(answered.card?.header?.title.content).toBe('发现问题');
  });
});
