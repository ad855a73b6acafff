import fc from 'fast-check';
import { HOSTILE, LONG_WORDS } from '../../cards/samples/sample';

/** Up to 2,000 characters that try to be something else than text, or take as much room as they can. */
export const mischief = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(HOSTILE, LONG_WORDS, '~'.repeat(2000), '"\\'.repeat(1000), '🏞'.repeat(1000), ''),
  fc
    .array(
      fc.constantFrom(
        ...[
          '<at id=all></at>',
          '**',
          '~~',
          '`',
          '```',
          '[x](http://a.cn)',
          'http://a.cn',
          'www.a.cn',
          'a@b.cn',
        ],
        ...[
          ':SMILE:',
          '<font color=red>',
          '&lt;',
          '&#42;',
          '\n- ',
          '\n1. ',
          '\n    ',
          '\n# ',
          '\n> ',
          '\n---\n',
          '\n===',
        ],
        ...[
          '| a | b |',
          '\\*',
          '$x$',
          '![](img)',
          '河',
          '88.40',
          'e\u0301\u0301\u0301\u0301',
          '\u202e',
          '\r',
          '\t',
        ],
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join('')),
);
