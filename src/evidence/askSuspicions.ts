import { Photo, PhotoPair, Suspicion } from '../../entities';
import type { Calendar } from '../core/calendar';
import { type Database, sqlInstant } from '../core/database';
import { addDays, dayBeside, dayOf, instantAt } from '../core/days';
import { honestyOf, type Policies } from '../core/policy';
import { SURE_MOST } from './fingerprint';
import { worthAsking } from './rules';
import { handToOffice, raiseSuspicion } from './suspicions';

interface Deps {
  db: Database;
  policies: Pick<Policies, 'current'>;
  calendar: Calendar;
}

/** Photos older than this are not asked about: nobody remembers. */
const DAYS = 30;

/**
 * Each working day: asks about photos of earlier days that are the same as one that was evidence before (by then each
 * has found its matter), and shows 县河长办 what was not explained in time.
 *
 * @returns how many people were asked and how many matters went on
 */
export async function askSuspicions(deps: Deps, at: Date): Promise<number> {
  if (!deps.calendar.isWorkday(dayOf(at))) return 0;
  return (await askAboutPhotos(deps, at)) + (await passOn(deps, at));
}

async function askAboutPhotos({ db, policies, calendar }: Deps, at: Date): Promise<number> {
  const policy = policies.current;
  if (!honestyOf(policy).askAboutPhotos) return 0;
  const today = dayOf(at);
  const since = sqlInstant(instantAt(addDays(today, -DAYS), '00:00'));
  const found = await db.read.query<object>(
    'SELECT * FROM photo_pair WHERE foundAt >= ? AND foundAt < ? ORDER BY photoId, distance, earlierId',
    [since, sqlInstant(instantAt(today, '00:00'))],
  );
  let asked = 0;
  for (const pair of found.map((raw) => db.read.hydrate(PhotoPair, raw))) {
    const about = `photo:${pair.photoId}`;
    if (await db.read.findOne(Suspicion, { about })) continue;
    const [later, earlier] = await Promise.all(
      [pair.photoId, pair.earlierId].map((id) => db.read.findOne(Photo, { id })),
    );
    if (later?.state !== 'stored' || earlier?.state !== 'stored' || !worthAsking(later, earlier)) continue;
    const photoIds = [later.id, earlier.id];
    const given = { kind: 'photo', about, personId: later.personId, photoIds, at } as const;
    const fresh = await db.transaction((tx) =>
      raiseSuspicion(tx, { policy, calendar }, { ...given, words: wordsOf(pair, later, earlier) }),
    );
    if (fresh) asked += 1;
  }
  return asked;
}

/** Read by its sender and by 县河长办 alike. */
function wordsOf({ kind, distance }: PhotoPair, later: Photo, earlier: Photo): string {
  const [now, then] = [later.occurredAt, earlier.occurredAt];
  const pair = `${dayBeside(dayOf(now), now)}发的这张照片，和${dayBeside(dayOf(then), now)}已经用过的一张`;
  if (kind === 'same-picture' && distance > SURE_MOST) return `${pair}很像，也可能是同一个地方又拍的。`;
  return `${pair}${kind === 'same-file' ? '是' : '看起来是'}同一张。`;
}

async function passOn({ db, policies, calendar }: Deps, at: Date): Promise<number> {
  const waiting = await db.read.find(Suspicion, { state: 'asked' }, { order: { id: 'ASC' } });
  let passed = 0;
  for (const suspicion of waiting.filter(({ replyDueDay }) => replyDueDay < dayOf(at))) {
    const step = { actor: 'job:suspicions', at, action: 'unexplained' };
    const rules = { policy: policies.current, calendar };
    if (await db.transaction((tx) => handToOffice(tx, rules, suspicion, step))) passed += 1;
  }
  return passed;
}
