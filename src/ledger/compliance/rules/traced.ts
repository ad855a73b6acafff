import { eachOutfall, found, type Rule } from '../rule';

/** Every outfall has been traced to its source, or found impossible to trace. */
export const traced: Rule = {
  id: 'traced',
  clause: '（一）',
  name: '溯源',
  judge: eachOutfall((outfall, { limits }) =>
    outfall.tracing === '未溯源' || outfall.tracing === '溯源中'
      ? found(outfall, `还是${outfall.tracing}`, '溯源；查不清的由属地镇政府负责', limits.branch)
      : null,
  ),
};
