import { HistoryEntry, MarkProposal, MarkSheet } from '../../../entities';
import type { Reader } from '../../core/database';
import type { Period } from '../period';
import { SHEET } from './advanceSheet';

/**
 * Those of the periods in which all points of a sheet have been given, or some changed afterwards, or 加分 or 否决 was
 * confirmed or taken back, since that instant. Of a sheet that is being filled in nothing yet: half of the towns with
 * points and half without would make a table of nobody's.
 */
export async function givenSince(reader: Reader, periods: readonly Period[], since: Date): Promise<Period[]> {
  const asked = { period: periods.map(({ key }) => key) };
  const sheets = await reader.find(MarkSheet, { ...asked, state: 'done' });
  const steps = await reader.find(HistoryEntry, {
    subjectType: SHEET,
    subjectId: sheets.map(({ id }) => id),
    state: 'done',
  });
  const proposals = await reader.find(MarkProposal, { ...asked, state: ['confirmed', 'withdrawn'] });
  const keys = new Set([
    ...sheets
      .filter(({ id }) => steps.some((step) => step.subjectId === id && step.at > since))
      .map(({ period }) => period),
    // What was taken back before anybody confirmed it never counted.
    ...proposals
      .filter(({ markId, decidedAt }) => markId !== null && decidedAt !== null && decidedAt > since)
      .map(({ period }) => period),
  ]);
  return periods.filter(({ key }) => keys.has(key));
}
