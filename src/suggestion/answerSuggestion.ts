import { type Role, Suggestion } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue, refreshCards } from '../core/outbox';
import { OFFICE_ROLES } from '../roster';

/** 县河长办, or 县政府 for it. */
export const mayAnswer = (roles: readonly Role[]): boolean =>
  roles.some((role) => OFFICE_ROLES.includes(role));

export interface SuggestionAnswer {
  suggestionId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: { id: number; roles: readonly Role[] };
  words: string;
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

/**
 * 回复: ends it, and goes to the sender as a message of its own.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale` when somebody else answered first
 */
export async function answerSuggestion(tx: Tx, input: SuggestionAnswer): Promise<void> {
  const { suggestionId: id, person, words, at } = input;
  const suggestion = await tx.findOne(Suggestion, { id });
  if (!suggestion) throw new Fault('matter.gone');
  if (!mayAnswer(person.roles)) throw new Fault('press.notYours');
  const version = input.version + 1;
  const won = await tx.update(
    Suggestion,
    { id, version: input.version, answeredAt: null },
    { answer: words, answeredById: person.id, answeredAt: at, version },
  );
  if (won === 0) throw new Fault('press.stale');
  const subject = { type: 'suggestion', id };
  const step = { at, actor: `person:${person.id}`, subjectType: subject.type, subjectId: id };
  history(tx, { ...step, version, action: 'answered', state: 'answered' });
  audit(tx, { ...step, action: 'suggestion.answer' });
  await refreshCards(tx, { subject, at, exceptMessageId: input.messageId });
  const { personId: recipientId } = suggestion;
  // Whoever answers their own has the answer before their eyes.
  if (recipientId !== person.id) {
    await enqueue(tx, { kind: 'suggestion', subject, recipientId, messageClass: 'task', at });
  }
}
