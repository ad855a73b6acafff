import { AssessmentMark, MarkProposal, type Person, type Role } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { enqueue, refreshCards } from '../../core/outbox';
import type { Deps } from '../deps';
import { noteStep } from '../noteStep';
import { parsePeriod } from '../period';
import { must, refuse } from '../rounds/advance';
import { confirmsMarks, entersMarks, isFreeToConfirm, PROPOSAL } from './proposals';
import { marksUntil } from './queries';

type CommandDeps = Pick<Deps, 'policies' | 'calendar'>;

/** A press on the card of a proposal. */
export interface ProposalPress {
  proposalId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
  messageId?: string | null;
}

/** @throws Fault `matter.gone`, `press.stale` */
async function proposalToPress(
  tx: Tx,
  { proposalId, version }: Pick<ProposalPress, 'proposalId' | 'version'>,
): Promise<MarkProposal> {
  const proposal = await tx.findOne(MarkProposal, { id: proposalId });
  if (!proposal) throw new Fault('matter.gone');
  if (proposal.version !== version) throw new Fault('press.stale');
  return proposal;
}

/** @throws Fault `press.form` once the period is frozen */
async function mustBeOpen(tx: Tx, deps: CommandDeps, proposal: MarkProposal, at: Date): Promise<void> {
  if (at >= (await marksUntil(tx, deps, parsePeriod(proposal.period))))
    refuse('这一期的分数已经固定，改不了了。确有错的，定稿后由县河长办更正');
}

async function advance(
  tx: Tx,
  { id, version, byId }: MarkProposal,
  state: 'confirmed' | 'refused' | 'withdrawn',
  {
    person,
    at,
    messageId,
    reason,
  }: Pick<ProposalPress, 'at' | 'messageId'> & { person: { id: number } | null; reason: string | null },
): Promise<void> {
  const next = { state, version: version + 1, decidedById: person?.id ?? null, decidedAt: at, reason };
  if ((await tx.update(MarkProposal, { id, version }, next)) === 0) throw new Fault('press.stale');
  const actor = person ? `person:${person.id}` : 'job:assessment';
  noteStep(tx, { type: PROPOSAL, id, version: version + 1, action: state, state, actor, at, reason });
  const subject = { type: PROPOSAL, id };
  await refreshCards(tx, { subject, at, exceptMessageId: messageId });
  if (byId !== person?.id)
    await enqueue(tx, { kind: 'markProposal', subject, recipientId: byId, messageClass: 'notice', at });
}

/**
 * 确认 by a second person: from now on it is a mark, and the scores follow.
 *
 * @throws Fault `matter.gone`, `press.notYours` (whoever entered it, its own unit), `press.stale`, `press.form` (frozen)
 */
export async function confirmProposal(tx: Tx, deps: CommandDeps, press: ProposalPress): Promise<void> {
  const proposal = await proposalToPress(tx, press);
  must(confirmsMarks(press.roles) && isFreeToConfirm(proposal, press.person));
  if (proposal.state !== 'open') throw new Fault('press.stale');
  await mustBeOpen(tx, deps, proposal, press.at);
  await advance(tx, proposal, 'confirmed', { ...press, reason: null });
  const { period, subject, unitId, reachId, personId, level, rule, points, words, document, byId } = proposal;
  const { firstId: markId } = await tx.insert(AssessmentMark, {
    period,
    subject,
    unitId,
    reachId,
    personId,
    level,
    rule,
    points,
    reason: `${words}（${document}）`,
    byId,
    at: press.at,
    withdrawnAt: null,
  });
  await tx.update(MarkProposal, { id: proposal.id }, { markId });
}

/** 不确认, with a reason; it counts nowhere. @throws Fault as `confirmProposal` */
export async function refuseProposal(tx: Tx, press: ProposalPress & { reason: string }): Promise<void> {
  const proposal = await proposalToPress(tx, press);
  must(confirmsMarks(press.roles) && isFreeToConfirm(proposal, press.person));
  if (proposal.state !== 'open') throw new Fault('press.stale');
  await advance(tx, proposal, 'refused', press);
}

/** What nobody confirmed before the freeze counts nowhere; whoever entered it is told. */
export const expireProposal = (tx: Tx, proposal: MarkProposal, at: Date): Promise<void> =>
  advance(tx, proposal, 'refused', { person: null, at, reason: '没有人在这一期分数固定前确认' });

/**
 * 撤回 by 县河长办, with a reason: of one that waits, or of one that counts already, until the freeze; its mark counts no
 * more from this instant on.
 *
 * @throws Fault as `confirmProposal`
 */
export async function withdrawProposal(
  tx: Tx,
  deps: CommandDeps,
  press: ProposalPress & { reason: string },
): Promise<void> {
  const proposal = await proposalToPress(tx, press);
  must(entersMarks(press.roles));
  if (proposal.state !== 'open' && proposal.state !== 'confirmed') throw new Fault('press.stale');
  if (proposal.state === 'confirmed') await mustBeOpen(tx, deps, proposal, press.at);
  await advance(tx, proposal, 'withdrawn', press);
  if (proposal.markId !== null)
    await tx.update(AssessmentMark, { id: proposal.markId, withdrawnAt: null }, { withdrawnAt: press.at });
}
