import { Suggestion } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { history } from '../core/history';
import { enqueueMany } from '../core/outbox';
import { officeHands } from '../roster';
import type { SuggestionDeps } from './deps';

export interface NewSuggestion {
  personId: number;
  words: string;
  at: Date;
}

/**
 * 意见建议: goes to everybody of 县河长办, whoever answers first.
 *
 * @returns the day by which it is answered (`reminder.suggestionWorkdays` of the policy)
 */
export async function takeSuggestion(
  tx: Tx,
  { policies, calendar }: SuggestionDeps,
  { personId, words, at }: NewSuggestion,
): Promise<string> {
  const answerDueDay = calendar.addWorkdays(dayOf(at), policies.current.reminder.suggestionWorkdays);
  const { firstId: id } = await tx.insert(Suggestion, { personId, words, answerDueDay, at, version: 1 });
  const step = { at, actor: `person:${personId}`, subjectType: 'suggestion', subjectId: id };
  history(tx, { ...step, version: 1, action: 'submitted', state: 'waiting' });
  audit(tx, { ...step, action: 'suggestion.submit' });
  await enqueueMany(
    tx,
    (await officeHands(tx)).map((person) => ({
      kind: 'suggestion',
      subject: { type: 'suggestion', id },
      recipientId: person.id,
      messageClass: 'task',
      at,
    })),
  );
  return answerDueDay;
}
