import fc from 'fast-check';
import {
  cleanCode,
  cleanText,
  fold,
  isPlaceholder,
  maskDigits,
  toHalfWidth,
} from '../../../src/core/workbook/text';

/** Text full of what is looked for: blanks of every kind, control characters, full-width signs, the lookalike. */
const dirty = fc
  .array(
    fc.constantFrom(
      ...[
        '囗',
        '口',
        '汾河',
        'Ａ',
        '９',
        '　',
        '\u00a0',
        '\u200b',
        '\ufeff',
        '\r\n',
        '\n',
        '\t',
        ' ',
        '-',
        '/',
        'x',
        '7',
        '\u0007',
        '（',
      ],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(
  dirty,
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const visible = (text: string): boolean => /[^\s\p{C}\p{Z}]/u.test(text);

describe('cleaning a cell', () => {
  it('puts the dirt of live ledgers right and says what it did', () => {
    expect(cleanText('雨洪排囗\r\n')).toEqual({ text: '雨洪排口', repairs: ['lineBreak', 'lookalike'] });
    expect(cleanText('　龙兴镇\u00a0')).toEqual({ text: '龙兴镇', repairs: ['invisible', 'padding'] });
    expect(cleanText('第一行\r\n第二行')).toEqual({ text: '第一行 第二行', repairs: ['lineBreak'] });
    expect(cleanText('\ufeff龙\u200b兴镇').text).toBe('龙兴镇');
    expect(cleanCode('ＤＸ－１４０８２５ - 0001')).toEqual({
      text: 'DX-140825-0001',
      repairs: ['fullWidth', 'innerSpace'],
    });
  });

  it('leaves clean text as it is and says nothing', () => {
    for (const text of [
      '运城市新绛县龙兴镇第一村桥西50米城镇雨洪排口',
      'GB 8978-1996（一级）',
      '111°13′05″',
    ]) {
      expect(cleanText(text)).toEqual({ text, repairs: [] });
    }
  });

  it.each([
    ['text', cleanText],
    ['codes', cleanCode],
  ])('is idempotent for %s', (_, clean) => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const once = clean(raw);
        expect(clean(once.text)).toEqual({ text: once.text, repairs: [] });
      }),
    );
  });

  it.each([
    ['text', cleanText],
    ['codes', cleanCode],
  ])('never loses a value that can be seen, and reports every change, for %s', (_, clean) => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const { text, repairs } = clean(raw);
        if (visible(raw)) expect(text).not.toBe('');
        if (text !== raw) expect(repairs.length).toBeGreaterThan(0);
      }),
    );
  });

  it('keeps every letter and digit of a text', () => {
    const letters = (text: string): string =>
      toHalfWidth(text.replaceAll('囗', '口')).replace(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(anyText, (raw) => {
        expect(letters(cleanCode(raw).text)).toBe(letters(raw));
      }),
    );
  });
});

describe('what stands for an empty cell', () => {
  it.each(['-', '－', '——', '/', '／', '\\', '无', '暂无', 'N/A', 'null', '--'])(
    'takes %s as empty',
    (text) => {
      expect(isPlaceholder(text)).toBe(true);
    },
  );

  it.each(['无水', '0', '-1', '无需整治', 'A/B', '/1'])('takes %s as a value', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});

describe('keys', () => {
  it('are equal whatever their case, width or accent, as MariaDB compares them', () => {
    expect(fold('ＦＨ-0１')).toBe(fold('fh-01'));
    expect(fold('桥西①号')).toBe(fold('桥西1号'));
    expect(fold('龙兴镇')).not.toBe(fold('龙兴'));
  });

  it('fold the same when folded again', () => {
    fc.assert(fc.property(anyText, (text) => expect(fold(fold(text))).toBe(fold(text))));
  });
});

it('phones in a report show only their first three and last four digits', () => {
  expect(maskDigits('199000000012')).toBe('199*****0012');
  expect(maskDigits('电话19900000001转2')).toBe('电话199****0001转2');
  expect(maskDigits('1234567')).toBe('1234567');
});
