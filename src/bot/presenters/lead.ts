import { renderLead } from '../../../cards/lead';
import { Outfall, SurveyLead } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { WATCHERS } from '../../outfallTask';
import { postNames, rolesHeld } from '../../roster';
import { mayLook, nearOutfalls, unlawfulKinds } from '../../survey';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { placeOfReach } from './problemParts';

const degrees = (e6: number): string => (e6 / 1e6).toFixed(6);

/** What was found, in a sentence. */
async function answerOf(reader: Reader, { state, outfallId }: SurveyLead): Promise<string> {
  if (state === 'notFound') return '没有找到';
  if (state === 'unlawful') return '已登记为问题，并报分局';
  const outfall = outfallId === null ? null : await reader.findOne(Outfall, { id: outfallId });
  if (state === 'new' && !outfall) return '有口，台账里没有，已登记为问题，等分局核实';
  if (state === 'new') return `核实后入账：${outfall?.name}`;
  return `是台账里的${outfall?.name ?? '排污口'}`;
}

/** 排查线索, to the town that confirms it, and to look at to 分局 and 县河长办. */
export const lead: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(SurveyLead, { id: subject.id });
  if (!found) return null;
  const today = dayOf(at);
  const { river, reach } = await placeOfReach(reader, found.reachId);
  const common = {
    id: found.id,
    version: found.version,
    ...deadlineOf(calendar, today, found.dueDay),
    reach: `${river} · ${reach}`,
  };
  const roles = await rolesHeld(reader, recipient.id);
  const may = await mayLook(reader, policies.current, found.townId, recipient);
  if (!may && !roles.some((role) => WATCHERS.includes(role))) {
    return { card: renderLead({ ...common, state: 'notYours' }), pictures: [] };
  }
  const names = await postNames(reader, [found.doneById]);
  const card = renderLead({
    ...common,
    state: found.state !== 'open' ? 'done' : may ? 'open' : 'watched',
    code: found.code,
    source: found.source,
    foundOn: found.foundDay,
    place: found.place,
    words: found.words,
    evidence: found.evidence,
    position: `${degrees(found.lonE6)}，${degrees(found.latE6)}`,
    near: found.state === 'open' ? await nearOutfalls(reader, found) : [],
    unlawful: unlawfulKinds(policies),
    answer: found.doneAt && {
      said: await answerOf(reader, found),
      words: found.answer,
      by: names.get(found.doneById ?? 0) ?? '',
      on: dayOf(found.doneAt),
    },
  });
  return { card, pictures: [] };
};
