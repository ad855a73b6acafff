import type { ComplaintFact } from '../facts/complaints';
import { evidenceOf } from '../points';
import type { Source } from '../source';
import { clauses } from './clauses';

/**
 * 公众投诉 (domain.md §2.3, after 石城县's table): each one costs, unless the complainant is 满意. Which count says
 * `complaintsOf`. A period without any is 不适用: there is no record by which a full mark could be shown.
 */
export const complaints: Source<{ complaints: readonly ComplaintFact[] }> = ({ complaints: all }) => {
  const costly = all.filter(({ content }) => !content);
  const late = costly.filter((one) => one.late).length;
  const content = all.length - costly.length;
  return {
    kind: 'events',
    events: costly.length,
    looked: all.length > 0,
    reason: clauses(
      `投诉 ${all.length} 件`,
      content > 0 && `投诉人满意、不扣分 ${content} 件`,
      late > 0 && `没按期办 ${late} 件`,
      costly.length - late > 0 && `属实且投诉人没有表示满意 ${costly.length - late} 件`,
    ),
    nothing: '本期没有计入的投诉',
    evidence: evidenceOf(['problem', all]),
  };
};
