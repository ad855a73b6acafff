import type { DispatchTown, DispatchView } from '../dispatch';
import { HOSTILE, samplesOf, TODAY } from './sample';

const town = (
  name: string,
  rate: number,
  expected: number,
  overdue: number,
  patrols: number,
): DispatchTown => ({
  name,
  total: 30,
  done: Math.round(rate * 0.3),
  rate,
  expected,
  late: rate < expected ? 2 : 0,
  open: overdue + 3,
  overdue,
  serious: overdue > 3 ? 1 : 0,
  patrolsDue: 48,
  patrolsDone: patrols,
  closedOut: rate > 60 ? 2 : 0,
  solved: 4,
});
const towns = [
  town('龙兴镇', 73, 65, 0, 48),
  town('三泉镇', 66, 65, 2, 47),
  town('泽掌镇', 70, 62, 1, 48),
  town('北张镇', 58, 60, 3, 44),
  town('古交镇', 41, 65, 5, 39),
  town('经济技术开发区', 80, 80, 0, 24),
];
const words = [
  '截至11月30日，全县应整治入河排污口180个，已销号116个，完成率64%，按计划应达66%。',
  '2026年11月，销号8个，办结问题24件，没有办结的问题29件，其中逾期11件；应巡河288次，已巡250次。',
  '这一期有进展的：龙兴镇销号2个、办结问题4件；三泉镇销号2个、办结问题4件；泽掌镇销号2个、办结问题4件。',
  '各项都按期的：龙兴镇、经济技术开发区。',
  '请各单位对照自己的数，把逾期的先办完。',
].join('\n');
const median = { rate: 66, overdue: 1, patrols: 97 };
const draft: Exclude<DispatchView, { state: 'notYours' }> = {
  id: 3,
  version: 1,
  today: '2026-12-01',
  period: '2026年11月',
  state: 'draft',
  words,
  signed: null,
  edited: null,
  reason: null,
  median,
  towns,
  own: null,
  mayDecide: true,
};
const issued = {
  ...draft,
  state: 'issued' as const,
  mayDecide: false,
  signed: { by: '县河长办主任', on: '2026-12-01' },
};

export const dispatchSamples = samplesOf('dispatch', {
  draft,
  edited: { ...draft, edited: { by: '县河长办副主任', on: '2026-12-01' } },
  leader: issued,
  town: { ...issued, towns: null, own: towns[4] ?? null },
  'town-good': { ...issued, towns: null, own: towns[0] ?? null },
  refused: { ...draft, state: 'refused', mayDecide: false, reason: '数还没核对完，下月一起发' },
  'nothing-to-do': {
    ...draft,
    towns: [{ ...town('龙兴镇', 0, 0, 0, 0), rate: null, expected: null, total: 0, patrolsDue: 0 }],
    median: { rate: null, overdue: 0, patrols: null },
  },
  'not-yours': { id: 3, version: 1, today: TODAY, period: '2026年11月', state: 'notYours' },
  worst: {
    ...draft,
    words: HOSTILE,
    towns: Array.from({ length: 60 }, () => ({ ...town('x', 50, 60, 9, 1), name: HOSTILE })),
  },
});
export const groupDispatchSamples = samplesOf('groupDispatch', {
  county: { id: 3, version: 2, today: '2026-12-01', period: '2026年11月', signedOn: '2026-12-01', words },
});
