import { type Column, type Judged, missing, type Rule, type Verdict } from '../rule';

const NEEDED: Column[] = ['remedyMeasure', 'remedyDueDay', 'leadDepartment'];

const lacking = (outfall: Judged): Column[] => {
  if (outfall.remedyType === null) return ['remedyType'];
  if (outfall.remedyType === '无需整治' || outfall.remedyStage === '完成整治') return [];
  return NEEDED.filter((column) => outfall[column] === null);
};

/** Every outfall has its measure, lead department and deadline. Cells that are empty are 待补 and no finding. */
export const measured: Rule = {
  id: 'measured',
  clause: '（四）',
  name: '整治措施',
  judge: ({ outfalls }) =>
    outfalls.flatMap((outfall): Verdict[] => lacking(outfall).map((column) => missing(outfall, column))),
};
