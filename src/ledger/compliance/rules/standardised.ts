import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves, responsible } from '../words';

/** What is kept has a sign where it is seen. */
export const sign: Rule = {
  id: 'sign',
  clause: '（六）',
  name: '标识牌',
  judge: eachOutfall((outfall, { limits }) => {
    if (!outfall.retained || leaves(outfall)) return null;
    if (outfall.sign === null) return missing(outfall, 'sign');
    if (outfall.sign === '有') return null;
    const broken = outfall.sign === '破损';
    const says = broken ? '标识牌破损' : '没有标识牌';
    return found(outfall, says, broken ? '换标识牌' : '立标识牌', limits.branch);
  }),
};

/** …a file of its own… */
export const archive: Rule = {
  id: 'archive',
  clause: '（六）',
  name: '档案',
  judge: eachOutfall((outfall, { limits }) => {
    if (!outfall.retained || leaves(outfall)) return null;
    if (outfall.archive === null) return missing(outfall, 'archive');
    return outfall.archive === '有' ? null : found(outfall, '没有建档', '建立档案', limits.branch);
  }),
};

/** …and a place where samples are taken. */
export const samplingPoint: Rule = {
  id: 'samplingPoint',
  clause: '（六）',
  name: '采样点',
  judge: eachOutfall((outfall, ledger) => {
    if (!outfall.retained || leaves(outfall)) return null;
    if (outfall.samplingPoint === null) return missing(outfall, 'samplingPoint');
    if (outfall.samplingPoint === '有') return null;
    return found(outfall, '没有采样点', '设监测采样点', responsible(outfall, ledger));
  }),
};
