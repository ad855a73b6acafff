import {
  parsePeriod,
  periodTitle,
  proposalName,
  waitingMarkSheets,
  waitingProposals,
} from '../../assessment';
import { dayOf } from '../../core/days';
import { idsOf, type Look, type Matter } from './matter';

/** 人工评分 that waits for its scorers. It is no town's lag. */
export async function markSheets({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'markSheet');
  if (ids?.length === 0) return [];
  return (await waitingMarkSheets(reader, { policies }, ids)).map(
    ({ sheet, left, responsible }): Matter => ({
      type: 'markSheet',
      id: sheet.id,
      version: sheet.version,
      duty: 'mark',
      title: `${periodTitle(parsePeriod(sheet.period))}考核打分，还差${left}项`,
      unitId: null,
      dueDay: sheet.dueDay,
      since: dayOf(sheet.at),
      responsible: responsible.map(({ id }) => id),
      actedFor: false,
      baseline: false,
      clears: '提交得分',
    }),
  );
}

/** 加分 and 否决 that wait for a second person. */
export async function markProposals({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'markProposal');
  if (ids?.length === 0) return [];
  return (await waitingProposals(reader, ids)).map(
    ({ proposal, confirmers }): Matter => ({
      type: 'markProposal',
      id: proposal.id,
      version: proposal.version,
      duty: 'confirmMark',
      title: `确认考核：${proposalName(policies.current.assessment, proposal.rule)}`,
      unitId: null,
      dueDay: proposal.dueDay,
      since: dayOf(proposal.at),
      responsible: confirmers.map(({ id }) => id),
      actedFor: false,
      baseline: false,
      clears: '确认或不确认',
    }),
  );
}
