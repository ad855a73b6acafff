import { join } from 'node:path';
import { drawable } from '../browser';
import { drawAll } from './drawCards';

const whenDrawable = drawable ? it : it.skip;

whenDrawable(
  'every card in each of its states fits a phone at the default and the large font (needs Chromium)',
  async () => {
    expect(await drawAll(join(__dirname, '..', 'pictures', 'current'))).toEqual([]);
  },
  180_000,
);
