import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import type { RectificationDeps, RectificationPress } from './deps';
import { readRectificationHands } from './hands';
import { photosOfRound, turnPhotos } from './photos';
import { advance, mustBeAt, type Standing, standingToPress } from './record';

/** 报进展: how it goes. The first report is when the measure was begun. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function reportProgress(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress & { words: string },
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const hands = await readRectificationHands(tx, policies.current);
  if (!hands.mayWork(standing.outfall, press.person)) throw new Fault('press.notYours');
  mustBeAt(standing, 'progress', press);
  const { at, person, words, messageId } = press;
  return advance(tx, standing, {
    step: 'progress',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason: words,
    set: {
      startedDay: standing.record.startedDay ?? dayOf(at),
      progress: words,
      progressAt: at,
      progressById: person.id,
    },
    ledger: { remedyStage: '整治中' },
    seenBy: hands.responsible(standing.outfall).people,
  });
}

/** 照片放反了: the photos there are show the other side. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function turnSides(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress,
): Promise<'before' | 'after'> {
  const standing = await standingToPress(tx, press);
  const hands = await readRectificationHands(tx, policies.current);
  if (!hands.mayWork(standing.outfall, press.person)) throw new Fault('press.notYours');
  mustBeAt(standing, 'progress', press);
  if ((await photosOfRound(tx, standing)).length === 0) throw new Fault('press.stale');
  const side = await turnPhotos(tx, standing);
  audit(tx, {
    at: press.at,
    actor: `person:${press.person.id}`,
    action: 'rectification.turned',
    subjectType: 'outfall',
    subjectId: press.outfallId,
    detail: { side },
  });
  return side;
}
