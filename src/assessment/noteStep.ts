import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { history } from '../core/history';

/** What has a life of steps here, as the outbox and the history call it, and as the audit does. */
const AUDITED = {
  assessmentRound: 'round',
  assessmentAppeal: 'appeal',
  markSheet: 'marks',
  markProposal: 'proposal',
} as const;

/** A step that was taken. */
export interface Taken {
  /** `person:7`, `job:assessment`. */
  actor: string;
  at: Date;
  reason?: string | null;
  data?: unknown;
}

interface Step extends Taken {
  type: keyof typeof AUDITED;
  id: number;
  /** After the step. */
  version: number;
  action: string;
  state: string;
}

/** What the history and the audit keep of a step. */
export function noteStep(
  tx: Tx,
  { type, id, version, action, state, at, actor, reason = null, data = null }: Step,
): void {
  const subject = { subjectType: type, subjectId: id };
  history(tx, { ...subject, version, at, actor, action, state, reason, data });
  audit(tx, {
    ...subject,
    at,
    actor,
    action: `assessment.${AUDITED[type]}.${action}`,
    detail: { reason, data },
  });
}
