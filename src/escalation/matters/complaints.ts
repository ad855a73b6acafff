import { Problem } from '../../../entities';
import { dayOf } from '../../core/days';
import { decideDueDayOf } from '../../problem';
import { officeHands } from '../../roster';
import { idsOf, type Look, type Matter, within } from './matter';

const TITLE_LENGTH = 20;

interface ComplaintRow {
  id: number;
  version: number;
  place: string | null;
  tellDueDay: string;
}

/** 投诉: to be registered by whoever took it in, and at the end to be told how it went. */
export const complaints = async (look: Look): Promise<Matter[]> => [
  ...(await unregistered(look)),
  ...(await toTell(look)),
];

/** The form of what somebody complained of still lies with who opened it: nobody else knows of it. */
async function unregistered({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'problem');
  if (ids?.length === 0) return [];
  const drafts = await reader.find(
    Problem,
    { source: 'complaint', state: 'draft', ...(ids && { id: ids }) },
    { order: { id: 'ASC' } },
  );
  return drafts.map(({ id, version, words, finderId, recordedAt }): Matter => {
    const since = dayOf(recordedAt);
    return {
      type: 'problem',
      id,
      version,
      duty: 'register',
      title: `登记投诉：${Array.from(words ?? '')
        .slice(0, TITLE_LENGTH)
        .join('')}`,
      unitId: null,
      dueDay: decideDueDayOf(since, { policy: policies.current, calendar }),
      since,
      responsible: [finderId],
      actedFor: false,
      baseline: false,
      clears: '填好提交，或撤销',
    };
  });
}

/** 告知投诉人: any of 县河长办 does it. */
async function toTell({ reader, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'complaint');
  if (ids?.length === 0) return [];
  const limit = within('c.id', ids);
  const rows = await reader.query<ComplaintRow>(
    `SELECT c.id, p.version, p.place, c.tellDueDay FROM complaint c JOIN problem p ON p.id = c.problemId
      WHERE c.tellDueDay IS NOT NULL${limit.sql} ORDER BY c.id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const responsible = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    ({ id, version, place, tellDueDay }): Matter => ({
      type: 'complaint',
      id,
      version,
      duty: 'tell',
      title: `告知投诉人：${place ?? ''}`,
      unitId: null,
      dueDay: tellDueDay,
      since: null,
      responsible,
      actedFor: false,
      baseline: false,
      clears: '告知投诉人并写下来',
    }),
  );
}
