import { renderSuggestion, type SuggestionReply } from '../../../cards/suggestion';
import { PersonRole, Suggestion } from '../../../entities';
import { dayOf } from '../../core/days';
import { postNames } from '../../roster';
import { mayAnswer } from '../../suggestion';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';

/** 意见建议, to 县河长办; once it is answered, to whoever sent it as well. */
export const suggestion: Presenter = async ({ calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(Suggestion, { id: subject.id });
  if (!found) return null;
  const { id, version, personId, words, answerDueDay, answer, answeredById, answeredAt } = found;
  const [roles, names] = await Promise.all([
    reader.find(PersonRole, { personId: recipient.id }),
    postNames(reader, [personId, answeredById]),
  ]);
  const today = dayOf(at);
  const common = {
    id,
    version,
    ...deadlineOf(calendar, today, answerDueDay),
    from: names.get(personId) ?? '',
    sentOn: dayOf(found.at),
    words,
  };
  const reply: SuggestionReply | null = answeredAt && {
    by: names.get(answeredById ?? 0) ?? '县河长办',
    on: dayOf(answeredAt),
    words: answer ?? '',
  };
  const inOffice = mayAnswer(roles.map(({ role }) => role));
  const draw = (view: Parameters<typeof renderSuggestion>[0]) => ({
    card: renderSuggestion(view),
    pictures: [],
  });
  if (inOffice)
    return draw(reply ? { ...common, state: 'answered', reply } : { ...common, state: 'waiting' });
  if (reply && recipient.id === personId) return draw({ ...common, state: 'toSender', reply });
  return draw({ ...common, state: 'notYours' });
};
