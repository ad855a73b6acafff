import { byWords } from '../../cards/kit';
import { Suggestion } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import type { BotDeps } from './frame';

/** 意见建议: goes to the county office. @returns by when it is answered, in words (`suggestionWorkdays` of the policy) */
export async function takeSuggestion(
  tx: Tx,
  { policies, calendar }: Pick<BotDeps, 'policies' | 'calendar'>,
  { personId, words, at }: { personId: number; words: string; at: Date },
): Promise<string> {
  const answerDueDay = calendar.addWorkdays(dayOf(at), policies.current.reminder.suggestionWorkdays);
  const { firstId } = await tx.insert(Suggestion, { personId, words, answerDueDay, at });
  await audit(tx, {
    at,
    actor: `person:${personId}`,
    action: 'suggestion.submit',
    subjectType: 'suggestion',
    subjectId: firstId,
  });
  return byWords(dayOf(at), calendar.due(answerDueDay));
}
