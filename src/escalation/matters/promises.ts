import { LadderPromise } from '../../../entities';
import { dayOf } from '../../core/days';
import { ladderOf } from '../../core/policy';
import { officeHands } from '../../roster';
import { recipientsOf } from '../documents/recipients';
import { signDueDay } from '../documents/rules';
import { idsOf, type Look, type Matter } from './matter';

/** As much of a promise as a row of a list says. */
const TITLE_LENGTH = 30;

/** 约谈承诺: the unit keeps it, and lags by it like by any matter; then 县河长办 looks whether it was kept. */
export async function promises({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'promise');
  if (ids?.length === 0) return [];
  const open = await reader.find(
    LadderPromise,
    { checkedAt: null, ...(ids && { id: ids }) },
    { order: { id: 'ASC' } },
  );
  if (open.length === 0) return [];
  const office = (await officeHands(reader)).map(({ id }) => id);
  const people = new Map<number, number[]>();
  const found: Matter[] = [];
  for (const { id, version, unitId, words, dueDay, doneAt, createdAt, policyVersion } of open) {
    const told =
      people.get(unitId) ??
      (await recipientsOf(reader, policies.current, unitId, scope.today)).map((person) => person.id);
    people.set(unitId, told);
    const title = `约谈承诺：${Array.from(words.replace(/\s+/g, ' ')).slice(0, TITLE_LENGTH).join('')}`;
    const common = { type: 'promise' as const, id, version, actedFor: false, baseline: false };
    if (doneAt === null) {
      const doing = { unitId, dueDay, since: dayOf(createdAt), responsible: told };
      found.push({ ...common, ...doing, duty: 'keep', title, clears: '办到后点“已办到”' });
      continue;
    }
    const since = dayOf(doneAt);
    const rules = ladderOf(await policies.at(policyVersion));
    const checking = {
      unitId: null,
      dueDay: signDueDay(since, { rules, calendar }),
      since,
      responsible: office,
    };
    found.push({ ...common, ...checking, duty: 'check', title: `核实${title}`, clears: '认可或退回' });
  }
  return found;
}
