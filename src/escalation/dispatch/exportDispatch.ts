import type { DispatchRow, LadderDispatch } from '../../../entities';
import { dayOf } from '../../core/days';
import { type OfficialTable, writeOfficial } from '../../core/official';
import type { Policy } from '../../core/policy';
import { issuerName } from '../documents/queries';
import { expectedOf, mediansOf, rateOf, spanName } from './rules';

const percent = (figure: number | null): string => (figure === null ? '—' : `${figure}%`);

const COLUMNS: OfficialTable['columns'] = [
  { heading: '单位', percent: 20 },
  { heading: '应整治', percent: 10 },
  { heading: '已销号', percent: 10 },
  { heading: '完成率', percent: 11 },
  { heading: '应达', percent: 11 },
  { heading: '未办结问题', percent: 13 },
  { heading: '逾期问题', percent: 12 },
  { heading: '巡河', percent: 13 },
];

const rowOf = (row: DispatchRow): string[] => [
  row.name,
  String(row.total),
  String(row.done),
  percent(rateOf(row)),
  percent(expectedOf(row)),
  String(row.open),
  row.serious > 0 ? `${row.overdue}（较重${row.serious}）` : String(row.overdue),
  `${row.patrolsDone}/${row.patrolsDue}`,
];

/** 调度通报 as a docx file: with all towns' figures, or those of one beside the county's middle ones. */
export function exportDispatch(
  { period, state, words, towns, signedAt }: LadderDispatch,
  policy: Policy,
  whose: 'all' | number,
): Promise<Buffer> {
  const medians = mediansOf(towns);
  const rows = whose === 'all' ? towns : towns.filter(({ unitId }) => unitId === whose);
  const middle = [
    '全县各镇中位数',
    '',
    '',
    percent(medians.rate),
    '',
    '',
    String(medians.overdue ?? '—'),
    percent(medians.patrols),
  ];
  return writeOfficial({
    mark: state === 'draft' ? '送审稿' : state === 'refused' ? '未发' : null,
    title: `${spanName(period)}入河排污口整治和河长制工作调度通报`,
    addressee: whose === 'all' ? '各镇人民政府、各有关单位' : null,
    paragraphs: words.split('\n'),
    tables: [
      {
        caption: whose === 'all' ? '各镇工作进展' : `${rows[0]?.name ?? ''}工作进展`,
        columns: COLUMNS,
        rows: [...rows.map(rowOf), middle],
      },
    ],
    signer: issuerName(policy, '县河长办'),
    day: signedAt && dayOf(signedAt),
    annexes: [],
  });
}
