import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM, hasChromium } from './browser';
import { MARIADB_URL } from './factories';

/*
 * What some tests need and a machine may lack. It is named here when it is missing, so that a green run never
 * hides that half of it was left out; where CI=true a skip is a failure.
 */
const NEEDED = [
  { what: 'MariaDB', offered: Boolean(MARIADB_URL), mend: 'set TEST_MARIADB_URL' },
  { what: 'Chromium', offered: hasChromium(), mend: `install it at ${CHROMIUM} or set CHROMIUM_PATH` },
];

describe('nothing is left out', () => {
  for (const { what, offered, mend } of NEEDED) {
    const sentence = offered ? `${what} is offered` : `${what} is not offered: ${mend}`;
    const say = offered || process.env.CI === 'true' ? it : it.skip;
    say(sentence, () => {
      expect(offered).toBe(true);
    });
  }

  it('and no test is switched off, or alone switched on, for good', () => {
    const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
    const switched = files
      .filter((file) => file.endsWith('.test.ts') && file !== 'skips.test.ts')
      .filter((file) =>
        /\b(x(it|test|describe)|f(it|describe)|(it|test|describe)\.(skip|only|todo|failing))\s*[(`]/.test(
          readFileSync(join(__dirname, file), 'utf8'),
        ),
      );
    expect(switched).toEqual([]);
  });
});
