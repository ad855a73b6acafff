import { type DocumentRung, LadderDocument, type SentKind } from '../../../entities';
import { audit } from '../../core/audit';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { history } from '../../core/history';
import { refreshCards, type Subject } from '../../core/outbox';
import type { DocumentPress } from './deps';
import { nextState, STEPS, type Step } from './lifecycle';

/** What the outbox and the history call a document. */
export const DOCUMENT = 'ladderDocument';
/** The card that lists the documents of a rung, for whoever it is drawn for. */
export const listOf = (rung: DocumentRung): { kind: SentKind; subject: Subject } => ({
  kind: 'documents',
  subject: { type: 'documents', id: rung },
});

export const about = ({ id }: Pick<LadderDocument, 'id'>) => ({ type: DOCUMENT, id });

export interface StepTaken {
  step: Step;
  /** `person:7`, `job:documents`. */
  actor: string;
  at: Date;
  set?: Partial<LadderDocument>;
  reason?: string | null;
  data?: unknown;
  messageId?: string | null;
}

/**
 * One step in the life of a document: compare-and-set, history, audit, its cards drawn anew.
 *
 * @returns the document as it is then
 * @throws Fault `press.stale` when the step cannot be taken from here, or somebody else was first
 */
export async function advance(
  tx: Tx,
  document: LadderDocument,
  { step, actor, at, set = {}, reason = null, data = null, messageId = null }: StepTaken,
): Promise<LadderDocument> {
  const state = nextState(document, step);
  if (state === null) throw new Fault('press.stale');
  const { id, version } = document;
  const next = { ...set, state, ...(HANDS_ON.includes(step) && { deskAt: at }), version: version + 1 };
  const won = await tx.update(LadderDocument, { id, version }, next);
  if (won === 0) throw new Fault('press.stale');
  const { action } = STEPS[step];
  const subject = { subjectType: DOCUMENT, subjectId: id };
  history(tx, { ...subject, version: version + 1, at, actor, action, state, reason, data });
  audit(tx, { ...subject, at, actor, action: `document.${action}`, detail: { rung: document.rung, reason } });
  await refreshCards(tx, { subject: about(document), at, exceptMessageId: messageId });
  return { ...document, ...next };
}

/** The steps after which somebody else has to do something. */
const HANDS_ON: readonly Step[] = [
  'return',
  'resubmit',
  'issue',
  'reply',
  'refuseReply',
  'extend',
  'report',
  'record',
];

/** The document that a press is about, as the presser saw it. @throws Fault `matter.gone`, `press.stale` */
export async function documentToPress(
  tx: Tx,
  { documentId, version }: Pick<DocumentPress, 'documentId' | 'version'>,
): Promise<LadderDocument> {
  const document = await tx.findOne(LadderDocument, { id: documentId });
  if (!document) throw new Fault('matter.gone');
  if (document.version !== version) throw new Fault('press.stale');
  return document;
}

/** Refuses whoever may not. @throws Fault `press.notYours` */
export function must(may: boolean): void {
  if (!may) throw new Fault('press.notYours');
}
