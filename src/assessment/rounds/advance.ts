import { AssessmentAppeal, AssessmentRound, type Person, type Role } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { later } from '../../core/later';
import { refreshCards } from '../../core/outbox';
import { noteStep, type Taken } from '../noteStep';
import {
  APPEAL_STEPS,
  type AppealStep,
  nextAppeal,
  nextRound,
  ROUND_STEPS,
  type RoundStep,
} from './lifecycle';

/** What the outbox and the history call them. */
export const ROUND = 'assessmentRound';
export const APPEAL = 'assessmentAppeal';

/** A press on the card of a round. */
export interface RoundPress {
  roundId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

interface Pressed extends Taken {
  messageId?: string | null;
}

/** @throws Fault `matter.gone`, `press.stale` */
export async function roundToPress(
  tx: Tx,
  { roundId, version }: Pick<RoundPress, 'roundId' | 'version'>,
): Promise<AssessmentRound> {
  const round = await tx.findOne(AssessmentRound, { id: roundId });
  if (!round) throw new Fault('matter.gone');
  if (round.version !== version) throw new Fault('press.stale');
  return round;
}

/**
 * One step in the life of a round: compare-and-set, history, audit, its cards drawn anew.
 *
 * @throws Fault `press.stale` when the step cannot be taken from here, or somebody else was first
 */
export async function advanceRound(
  tx: Tx,
  round: AssessmentRound,
  { step, set = {}, ...taken }: Pressed & { step: RoundStep; set?: Partial<AssessmentRound> },
): Promise<AssessmentRound> {
  const state = nextRound(round.state, step);
  if (state === null) throw new Fault('press.stale');
  const { id, version } = round;
  const next = { ...set, state, version: version + 1 };
  if ((await tx.update(AssessmentRound, { id, version }, next)) === 0) throw new Fault('press.stale');
  noteStep(tx, { type: ROUND, id, version: version + 1, action: ROUND_STEPS[step].action, state, ...taken });
  await refreshCards(tx, { subject: { type: ROUND, id }, at: taken.at, exceptMessageId: taken.messageId });
  return { ...round, ...next };
}

/** The same of an appeal. @throws Fault `press.stale` */
export async function advanceAppeal(
  tx: Tx,
  appeal: AssessmentAppeal,
  { step, set, ...taken }: Pressed & { step: AppealStep; set: Partial<AssessmentAppeal> },
): Promise<void> {
  const state = nextAppeal(appeal.state, step);
  const { id, version } = appeal;
  const won =
    state && (await tx.update(AssessmentAppeal, { id, version }, { ...set, state, version: version + 1 }));
  if (!state || won === 0) throw new Fault('press.stale');
  noteStep(tx, {
    type: APPEAL,
    id,
    version: version + 1,
    action: APPEAL_STEPS[step].action,
    state,
    ...taken,
  });
  await refreshCards(tx, { subject: { type: APPEAL, id }, at: taken.at, exceptMessageId: taken.messageId });
}

/** The scores follow a correction as soon as this transaction is over (`rescore`). */
export const rescoreLater = (
  tx: Tx,
  { roundId, correctionId, at }: { roundId: number; correctionId: number; at: Date },
): Promise<void> =>
  later(tx, { key: `rescore-${roundId}-${correctionId}`, type: 'rescore', payload: { roundId }, at });

/** Refuses whoever may not. @throws Fault `press.notYours` */
export function must(may: boolean): void {
  if (!may) throw new Fault('press.notYours');
}

/** Refuses with a sentence, which is what is shown. @throws Fault `press.form` */
export function refuse(what: string): never {
  throw new Fault('press.form', { what });
}
