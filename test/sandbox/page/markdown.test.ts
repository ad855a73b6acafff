import * as fc from 'fast-check';
import { entityAt } from '../../../src/sandbox/page/card/entities';
import type { Inline } from '../../../src/sandbox/page/card/inlineTypes';
import { type Block, parseMarkdown } from '../../../src/sandbox/page/card/markdown';
import { parseInline } from '../../../src/sandbox/page/card/markdownInline';

/** What a reader sees of a line: words, with `|` where the line breaks. */
function seen(pieces: Inline[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'text' || piece.kind === 'code' || piece.kind === 'number') return piece.text;
      if (piece.kind === 'break') return '|';
      return 'children' in piece ? seen(piece.children) : '';
    })
    .join('');
}
const kinds = (pieces: Inline[]): string[] =>
  pieces.flatMap((piece) => [piece.kind, ...('children' in piece ? kinds(piece.children) : [])]);
const text = (value: string): Inline => ({ kind: 'text', text: value });
const onlyBlock = (source: string): Block => {
  const [block, ...more] = parseMarkdown(source);
  if (!block || more.length > 0) throw new Error(`${more.length + 1} blocks`);
  return block;
};

describe('a line of Feishu markdown', () => {
  test.each([
    ['**粗**', { kind: 'strong', children: [text('粗')] }],
    ['*斜*', { kind: 'em', children: [text('斜')] }],
    ['~~划~~', { kind: 'strike', children: [text('划')] }],
    ['`a*b`', { kind: 'code', text: 'a*b' }],
    ['[台账](https://x.cn/a_b)', { kind: 'link', href: 'https://x.cn/a_b', children: [text('台账')] }],
    ["<font color='red'>急</font>", { kind: 'font', color: 'red', children: [text('急')] }],
    ["<text_tag color='blue'>本周</text_tag>", { kind: 'tag', color: 'blue', children: [text('本周')] }],
    ['<at id=ou_1></at>', { kind: 'at', id: 'ou_1' }],
    [
      "<person id='ou_1' show_avatar=false></person>",
      { kind: 'person', id: 'ou_1', name: true, avatar: false, capsule: false },
    ],
    ['![](img_v3_1)', { kind: 'image', key: 'img_v3_1', alt: '' }],
    ['<br>', { kind: 'break' }],
    [
      "<local_datetime millisecond='0' format_type='date'></local_datetime>",
      { kind: 'time', milliseconds: 0, format: 'date' },
    ],
  ])('reads %s', (source, piece) => {
    expect(parseInline(source)).toEqual([piece]);
  });

  it('nests styles', () => {
    expect(parseInline("**共 <font color='red'>3*件*</font>**")).toEqual([
      {
        kind: 'strong',
        children: [
          text('共 '),
          { kind: 'font', color: 'red', children: [text('3'), { kind: 'em', children: [text('件')] }] },
        ],
      },
    ]);
    expect(parseInline('***都***')).toEqual([
      { kind: 'em', children: [{ kind: 'strong', children: [text('都')] }] },
    ]);
  });

  it('leaves emphasis that a real phone does not take as it was typed', () => {
    expect(parseInline('看**“急”**件')).toEqual([text('看**“急”**件')]);
    expect(parseInline('snake_case_name 2 * 3 * 4')).toEqual([text('snake_case_name 2 * 3 * 4')]);
  });

  it('shows tags that Feishu does not know as text', () => {
    expect(seen(parseInline('<b>粗</b><script>alert(1)</script>'))).toBe(
      '<b>粗</b><script>alert(1)</script>',
    );
    expect(parseInline('<font color=red>没有收尾')).toEqual([text('<font color=red>没有收尾')]);
  });

  it('takes entities and backslashes as the character itself, never as markup', () => {
    expect(parseInline('&#42;&#42;粗&#42;&#42; &lt;at id=all&gt; \\*a\\* &zwj;&nope;')).toEqual([
      text('**粗** <at id=all> *a* \u200d&nope;'),
    ]);
  });

  it('shows any text whose punctuation is written as entities exactly as it is', () => {
    const asEntities = (raw: string) => raw.replace(/[!-/:-@[-`{-~]/g, (char) => `&#${char.charCodeAt(0)};`);
    const line = fc.string({ unit: 'grapheme', maxLength: 60 }).map((raw) => raw.replace(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(line, (raw) => {
        const pieces = parseInline(asEntities(raw));
        expect(seen(pieces)).toBe(raw);
        expect(kinds(pieces).filter((kind) => kind !== 'text')).toEqual([]);
      }),
    );
  });
});

describe('a markdown component', () => {
  it('keeps single line breaks and splits paragraphs at blank lines', () => {
    const blocks = parseMarkdown('一\n二\n\n三');
    expect(blocks.map((block) => (block.kind === 'paragraph' ? seen(block.children) : block.kind))).toEqual([
      '一|二',
      '三',
    ]);
  });

  it('reads nested lists', () => {
    expect(onlyBlock('- 甲\n  1. 子\n  2. 丑\n- 乙')).toEqual({
      kind: 'list',
      start: null,
      items: [
        [
          { kind: 'paragraph', children: [text('甲')] },
          {
            kind: 'list',
            start: 1,
            items: [
              [{ kind: 'paragraph', children: [text('子')] }],
              [{ kind: 'paragraph', children: [text('丑')] }],
            ],
          },
        ],
        [{ kind: 'paragraph', children: [text('乙')] }],
      ],
    });
  });

  test.each([
    ['# 题', 'heading'],
    ['---', 'rule'],
    ['> 引', 'quote'],
    ['```\n**a**\n```', 'code'],
    ['| a | b |\n| - | - |\n| 1 | 2 |', 'table'],
    ['2026. 年度', 'list'],
    ['2026年度', 'paragraph'],
  ])('sees in %j a %s', (source, kind) => {
    expect(onlyBlock(source).kind).toBe(kind);
  });

  it('never throws and always comes to an end', () => {
    const mess = fc.array(
      fc.constantFrom(
        '*',
        '**',
        '_',
        '~~',
        '`',
        '[',
        '](',
        ')',
        '<font color=red>',
        '</font>',
        '<at id=',
        '>',
        '- ',
        '1. ',
        '#',
        '|',
        '---',
        '\n',
        '\n\n',
        ' ',
        '河',
        '&lt;',
        '\\',
        ':OK:',
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(mess, (parts) => {
        parseMarkdown(parts.join(''));
      }),
    );
  });
});

describe('an entity', () => {
  it('is decoded by number or name, and only when it is whole', () => {
    expect(entityAt('&#x6cb3;', 0)).toEqual({ text: '河', length: 8 });
    expect(entityAt('&amp', 0)).toBeNull();
    expect(entityAt('&#0;', 0)).toEqual({ text: '\ufffd', length: 4 });
  });
});
