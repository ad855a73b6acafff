import { instantOf } from '../../core/database';
import { dayOf } from '../../core/days';
import { officeHands } from '../../roster';
import { idsOf, type Look, type Matter, within } from './matter';

interface SuggestionRow {
  id: number;
  version: number;
  words: string;
  answerDueDay: string;
  at: unknown;
}

/** As much of a suggestion as a row of a list says. */
const TITLE_LENGTH = 20;

/** 意见建议: any of 县河长办 answers it; it is no town's lag. */
export async function suggestions({ reader, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'suggestion');
  if (ids?.length === 0) return [];
  const limit = within('id', ids);
  const rows = await reader.query<SuggestionRow>(
    `SELECT id, version, words, answerDueDay, at FROM suggestion
      WHERE answeredAt IS NULL${limit.sql} ORDER BY id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const responsible = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    (row): Matter => ({
      type: 'suggestion',
      id: row.id,
      version: row.version,
      duty: 'answer',
      title: `意见建议：${Array.from(row.words).slice(0, TITLE_LENGTH).join('')}`,
      unitId: null,
      dueDay: row.answerDueDay,
      since: dayOf(instantOf(row.at)),
      responsible,
      actedFor: false,
      baseline: false,
      clears: '回复',
    }),
  );
}
