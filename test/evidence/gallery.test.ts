import fc from 'fast-check';
import { PhotoCheck } from '../../entities';
import { Gallery } from '../../src/evidence';
import {
  bitsSet,
  COARSE_FRAMES,
  COARSE_MOST,
  coarseDistance,
  fromText,
  toText,
} from '../../src/evidence/fingerprint';
import { BACKENDS, openTestDatabase, type TestDatabase } from '../factories';

const WORDS = COARSE_FRAMES * 2;
const word = fc.integer({ min: 0, max: 0xffffffff });
const coarse = fc.array(word, { minLength: WORDS, maxLength: WORDS }).map((words) => Uint32Array.from(words));
/** Which bits of one frame are turned over. */
const turned = fc.record({
  frame: fc.integer({ min: 0, max: COARSE_FRAMES - 1 }),
  bits: fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: COARSE_MOST }),
});

const MOMENT = new Date('2026-11-25T01:10:00Z');
const NOTHING = { fine: null, format: null, width: null, height: null };

describe.each(BACKENDS)('the gallery over %s', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  beforeEach(() => db.transaction(async (tx) => void (await tx.remove(PhotoCheck, {}))));
  afterAll(() => db.drop());

  let serial = 0;
  async function keep(...all: (Uint32Array | null)[]): Promise<number[]> {
    const rows = all.map((words) => {
      serial += 1;
      const row = { ...NOTHING, photoId: serial, mediaId: serial, verdict: 'photo' as const };
      return { ...row, coarse: words && toText(words), checkedAt: MOMENT, comparedAt: null };
    });
    await db.transaction((tx) => tx.insert(PhotoCheck, rows));
    return rows.map(({ photoId }) => photoId);
  }

  test('finds every photo of which a frame differs by no more than may be, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(
        coarse,
        turned,
        fc.array(coarse, { maxLength: 8 }),
        async (one, { frame, bits }, others) => {
          // What the one shows without some of its rim is another’s whole picture, give or take these bits.
          const like = Uint32Array.from(others[0] ?? one);
          like.set(one.subarray(frame * 2, frame * 2 + 2));
          for (const bit of bits) like[bit >> 5] = (like[bit >> 5] as number) ^ (1 << (bit & 31));
          const all = [one, like, ...others];
          const ids = await keep(...all);
          const gallery = new Gallery();
          await gallery.catchUp(db.read);
          for (const asked of [one, like]) {
            const found = gallery.like(asked).filter((id) => ids.includes(id));
            expect(found).toEqual(
              ids.filter((_, n) => coarseDistance(asked, all[n] as Uint32Array) <= COARSE_MOST),
            );
          }
          expect(gallery.like(one)).toContain(ids[1]);
          expect(gallery.like(like)).toContain(ids[0]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('sees what was checked since, once, and not what cannot be compared', async () => {
    const gallery = new Gallery();
    const white = new Uint32Array(WORDS).fill(0xffffffff);
    const [first] = await keep(white, null);
    await gallery.catchUp(db.read);
    const [second] = await keep(white);
    await gallery.catchUp(db.read);
    await gallery.catchUp(db.read);
    expect(gallery.like(white)).toEqual([first, second]);
    expect(gallery.size).toBe(2);
  });

  test('sees a row of another process that was committed after a later one', async () => {
    const gallery = new Gallery();
    const white = new Uint32Array(WORDS).fill(0xffffffff);
    const [early, late] = await keep(white, white);
    const held = await db.read.findOne(PhotoCheck, { photoId: early });
    await db.transaction((tx) => tx.remove(PhotoCheck, { photoId: early }));
    await gallery.catchUp(db.read);
    await db.transaction((tx) => tx.insert(PhotoCheck, { ...held }));
    await gallery.catchUp(db.read);
    expect(gallery.like(white).sort((a, b) => a - b)).toEqual([early, late]);
  });

  test('grows beyond what it began with, and beyond a page', async () => {
    const many = Array.from({ length: 2_300 }, (_, n) => new Uint32Array(WORDS).fill(n * 2_654_435_761));
    const ids = await keep(...many);
    const gallery = new Gallery();
    await gallery.catchUp(db.read);
    expect(gallery.size).toBe(2_300);
    expect(gallery.like(many[2_299] as Uint32Array)).toContain(ids[2_299]);
  });
});

test('bits are counted', () => {
  fc.assert(
    fc.property(word, (w) => {
      expect(bitsSet(w)).toBe(w.toString(2).replaceAll('0', '').length);
      expect(bitsSet(w | 0)).toBe(bitsSet(w));
    }),
  );
});

test('words come back from their text as they were', () => {
  fc.assert(fc.property(coarse, (words) => expect(fromText(toText(words))).toEqual(words)));
});
