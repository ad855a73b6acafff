import fc from 'fast-check';
import {
  clip,
  coloured,
  fitName,
  fitNames,
  inline,
  join,
  md,
  paragraph,
  plain,
  widthOf,
} from '../../../cards/kit';
import { mischief } from '../mischief';

const ENTITY = /&#(\d+);/g;
const decode = (markdown: string) => markdown.replace(ENTITY, (_, code) => String.fromCharCode(Number(code)));

describe('text that people wrote, in markdown', () => {
  it('has no character left that markdown, html, an emoji code or a link could begin with', () => {
    fc.assert(
      fc.property(mischief, (text) => {
        const rest = md`${text}`.toString().replace(ENTITY, '');
        expect(rest).not.toMatch(/[<>&*_`~[\]()#|!\\@:"'$=+/{}^-]/);
        expect(rest).not.toMatch(/\.(?!\d)/);
      }),
    );
  });

  it('shows on the screen what was written, when nothing had to be cut or is invisible', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>&*_`~[]()#|!\\@:"\'$=+/-.1a河，'), maxLength: 100 }),
        (text) => {
          expect(decode(md`${text}`.toString())).toBe(text);
        },
      ),
    );
  });

  it('keeps its line breaks in a paragraph, but no list, heading, code block or blank line', () => {
    fc.assert(
      fc.property(mischief, (text) => {
        const lines = paragraph(text, 2000).toString().split('\n');
        for (const line of lines.length > 1 ? lines : []) expect(line).toMatch(/^(?:\S|&#)/);
        for (const line of lines) expect(line).not.toMatch(/^(?:[-+*>#=]|\d+[.)]\s|\d+\.$)/);
      }),
    );
  });

  it('stands on one line when it was interpolated', () => {
    expect(md`前${'一\n- 二\r\n三'}后`.toString()).toBe('前一 &#45; 二 三后');
  });

  it('loses bidi overrides, zero-width marks, lone surrogates and piled-up accents', () => {
    expect(md`${'a\u202eb\u200bc\ud800d'}`.toString()).toBe('abcd');
    expect(plain(`x${'\u0335'.repeat(50)}`).length).toBeLessThan(4);
  });

  it('leaves a score readable', () => {
    expect(md`${'88.40'}`.toString()).toBe('88.40');
  });

  it('is clipped with … at its limit, counted in characters', () => {
    expect(clip('一二三四五', 4)).toBe('一二三…');
    expect(clip('一二三四', 4)).toBe('一二三四');
    expect(Array.from(clip('🏞'.repeat(9), 4))).toHaveLength(4);
    fc.assert(
      fc.property(mischief, fc.integer({ min: 1, max: 300 }), (text, limit) => {
        expect(Array.from(clip(text, limit)).length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('our own markdown', () => {
  it('lets trusted pieces through as they are and leaves absent ones out', () => {
    expect(join([md`**甲**`, null, coloured('red', inline('乙*', 10))]).toString()).toBe(
      "**甲**\n<font color='red'>乙&#42;</font>",
    );
  });
});

describe('plain text', () => {
  it('breaks emoji codes and nothing else', () => {
    expect(plain(':SMILE: 9:30')).toBe('：SMILE: 9:30');
  });
  it('is one line', () => {
    fc.assert(fc.property(mischief, (text) => expect(plain(text)).not.toMatch(/[\n\r]/)));
  });
});

describe('a name on a narrow line', () => {
  it('keeps both its ends, which tell names apart', () => {
    expect(fitName('桥西雨洪排口', 13)).toBe('桥西雨洪排口');
    expect(fitName('新绛经济技术开发区污水处理厂进水管网溢流口', 13)).toBe('新绛经济技术…水管网溢流口');
  });
  it('is never wider than the line', () => {
    fc.assert(fc.property(mischief, (name) => expect(widthOf(fitName(name, 13))).toBeLessThanOrEqual(13)));
  });
  it('is cut where it differs from the others of its list', () => {
    const names = ['北', '南', '西'].map((side) => `样例焦化公司${side}工矿企业排污口`);
    expect(fitNames([...names, '桥西雨洪排口'], 13)).toEqual([
      '样例焦化公司北工矿企业排…',
      '样例焦化公司南工矿企业排…',
      '样例焦化公司西工矿企业排…',
      '桥西雨洪排口',
    ]);
  });
  it('never looks like another of its list, nor is it wider than the line', () => {
    const part = fc.constantFrom('龙兴镇', '第一村', '雨洪', '排口', '北', '南', '…', '桥西50米');
    const name = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 30 }), (names) => {
        const lines = fitNames(names, 13);
        expect(new Set(lines).size).toBe(names.length);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(13);
      }),
    );
  });
});
