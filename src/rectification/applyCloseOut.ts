import type { CheckedItem, CloseOutSign, CloseOutStep } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueueMany } from '../core/outbox';
import { rectificationOf } from '../core/policy';
import type { RectificationDeps, RectificationPress } from './deps';
import { type HandsOutfall, type RectificationHands, readRectificationHands } from './hands';
import { photosOfRound, sameFiles } from './photos';
import { advance, mustBeAt, type Standing, standingToPress } from './record';
import { checklistOf, needsPhotos, nextSign, signedBy } from './rules';

export interface Application extends RectificationPress {
  words: string;
  /** What was said of each open item of the 销号清单. */
  checks: readonly CheckedItem[];
}

const refuse = (what: string): never => {
  throw new Fault('press.form', { what });
};

/** What is still missing, said to who asks. @throws Fault `press.form` */
async function mustBeReady(tx: Tx, standing: Standing, { checks, words }: Application): Promise<void> {
  const { outfall } = standing;
  if (outfall.remedyType === null) refuse('还没有定整治类型，请县河长办先放进年度方案');
  if (needsPhotos(outfall)) {
    const photos = await photosOfRound(tx, standing);
    const after = photos.filter(({ side }) => side === 'after').length;
    if (after === 0) refuse('还差整治后的照片：现在拍了发给我，再点一次');
    // One that was sent by mistake is mended by one more; whoever signs is told of it.
    if (sameFiles(photos).length === after) refuse('整治前和整治后是同一张照片，请拍一张现在的发给我');
  } else if (words === '') refuse('请写明为什么不用整治');
  const said = new Map(checks.map(({ key, done }) => [key, done]));
  for (const item of checklistOf(outfall).open) {
    if (!said.has(item.key)) refuse(`请选“${item.words}”`);
  }
  if (words === '' && [...said.values()].includes(false)) refuse('选了“用不着”的，请在说明里写清为什么');
}

/** Who sent what shows the end of this round; they do not sign it as done. */
export const actedIn = async (reader: Reader, standing: Standing): Promise<Set<number>> =>
  new Set(
    (await photosOfRound(reader, standing)).flatMap(({ side, personId }) =>
      side === 'after' ? [personId] : [],
    ),
  );

/** Whose turn it is after these signatures, those passed over on the way among them. */
export async function turnAfter(
  tx: Tx,
  standing: Standing,
  {
    chain,
    signs,
    hands,
    at,
  }: { chain: CloseOutStep[]; signs: CloseOutSign[]; hands: RectificationHands; at: Date },
): Promise<{ signs: CloseOutSign[]; step: CloseOutStep | null; people: number[] }> {
  const acted = await actedIn(tx, standing);
  const signers = {
    unitOf: (step: CloseOutStep) => hands.unitOf(standing.outfall, step),
    people: (step: CloseOutStep) => hands.people(standing.outfall, step),
  };
  const { step, passed } = nextSign(chain, signs, signers, { acted, at: at.toISOString() });
  const all = [...signs, ...passed];
  return {
    signs: all,
    step,
    people: step === null ? [] : signersOf(standing.outfall, step, hands, all, acted),
  };
}

/** Who of a step's people may sign it: nobody who has signed or acted. */
export function signersOf(
  outfall: HandsOutfall,
  step: CloseOutStep,
  hands: RectificationHands,
  signs: readonly CloseOutSign[],
  acted: ReadonlySet<number>,
): number[] {
  const signed = signedBy(signs);
  return hands.people(outfall, step).filter((id) => !signed.has(id) && !acted.has(id));
}

/** The outfall's card to each of these. */
export const tell = (tx: Tx, outfallId: number, people: readonly number[], at: Date): Promise<void> =>
  enqueueMany(
    tx,
    people.map((recipientId) => ({
      kind: 'rectification' as const,
      subject: { type: 'outfall', id: outfallId },
      recipientId,
      messageClass: 'task' as const,
      at,
    })),
  );

/**
 * 申请销号, by the responsible party or the town that acts for it: the first signature of the chain.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (what is missing)
 */
export async function applyCloseOut(
  tx: Tx,
  { policies }: RectificationDeps,
  press: Application,
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const hands = await readRectificationHands(tx, policies.current);
  if (!hands.mayWork(standing.outfall, press.person)) throw new Fault('press.notYours');
  mustBeAt(standing, 'apply', press);
  await mustBeReady(tx, standing, press);
  const { at, person, words, checks, messageId } = press;
  const { chain } = rectificationOf(policies.current);
  const own: CloseOutSign = {
    step: '责任主体',
    how: 'did',
    personId: person.id,
    unitId: person.unitId,
    at: at.toISOString(),
    words,
  };
  const turn = await turnAfter(tx, standing, { chain, signs: [own], hands, at });
  const next = await advance(tx, standing, {
    step: 'apply',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason: words,
    data: { checks, signs: turn.signs },
    set: {
      chain,
      signs: turn.signs,
      step: turn.step,
      stepDay: dayOf(at),
      checks: [...checks],
      startedDay: standing.record.startedDay ?? null,
      returnReason: null,
      returnedById: null,
      // What was asked for is taken back by asking for the end.
      ask: null,
    },
    ledger: { remedyStage: '整治中' },
    seenBy: [person.id, ...turn.people],
  });
  await tell(tx, standing.outfall.id, turn.people, at);
  return next;
}
