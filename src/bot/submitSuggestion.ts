import { byWords } from '../../cards/kit';
import type { Person } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { takeSuggestion } from '../suggestion';
import type { BotDeps } from './frame';

/** 意见建议 from the help card or from the chat. @returns what its sender is told */
export async function submitSuggestion(
  {
    tx,
    deps,
    person,
    at,
  }: { tx: Tx; deps: Pick<BotDeps, 'policies' | 'calendar'>; person: Person; at: Date },
  words: string,
): Promise<string> {
  const dueDay = await takeSuggestion(tx, deps, { personId: person.id, words, at });
  return `已转给县河长办，${byWords(dayOf(at), deps.calendar.due(dueDay))}回复你`;
}
