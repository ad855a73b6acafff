import { suggestionSubmit } from '../../../cards/help';
import { suggestionAnswer } from '../../../cards/suggestion';
import { Fault } from '../../core/errors';
import { answerSuggestion } from '../../suggestion';
import { on } from '../frame';
import { submitSuggestion } from '../submitSuggestion';

export const suggestionActions = [
  on(suggestionSubmit, async (ctx, input) => {
    // A forwarded help card answers its own person only.
    if (ctx.person.id !== input.person) throw new Fault('press.notYours');
    return { toast: { type: 'success', content: await submitSuggestion(ctx, input.words) } };
  }),
  on(suggestionAnswer, async ({ tx, person, roles, at, messageId }, { suggestion, version, answer }) => {
    const by = { id: person.id, roles };
    await answerSuggestion(tx, {
      suggestionId: suggestion,
      version,
      person: by,
      words: answer,
      at,
      messageId,
    });
    return { toast: { type: 'success', content: '已回复，会发给提意见的人' } };
  }),
];
