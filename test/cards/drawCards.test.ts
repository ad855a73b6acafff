import { join } from 'node:path';
import { drawAll, hasChromium } from './drawCards';

// With CI=true a missing Chromium is a failure, not a skip.
const whenDrawable = hasChromium() || process.env.CI === 'true' ? it : it.skip;

whenDrawable(
  'every card in each of its states fits a phone at the default and the large font (needs Chromium)',
  async () => {
    expect(await drawAll(join(__dirname, '..', 'pictures', 'current'))).toEqual([]);
  },
  180_000,
);
