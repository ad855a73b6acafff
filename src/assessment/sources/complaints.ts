import type { EvidenceRef } from '../../../entities';
import { evidenceOf, isBonus } from '../points';
import type { Counted, Source } from '../source';
import type { TownFacts } from '../subjectFacts';
import { clauses } from './clauses';
import { townsOwn } from './patrol';
import { isJudged } from './standardisation';

/** What the town is measured by besides complaints and the state of its outfalls. */
const measuredBy = (facts: TownFacts): EvidenceRef[] =>
  evidenceOf(
    ['task', townsOwn(facts).filter(({ pending }) => !pending)],
    ['problem', facts.problems.filter(({ due }) => due)],
    ['outfall', facts.remedies],
    ['measurement', facts.samples],
    ['mark', facts.marks.filter(({ rule, points }) => points !== null && !isBonus({ rule }))],
  );

/**
 * A period without complaints: the full mark, by the town's outfalls, of which the public could have complained, or by
 * what else it is measured by where the ledger has none. Were it 不适用, a first complaint would raise a town that stands
 * below three fifths. It is where the town is measured by nothing: a quiet month alone is no score.
 */
function none(facts: TownFacts): Counted {
  const outfalls = evidenceOf(['outfall', facts.standards]);
  const measured = measuredBy(facts);
  return {
    kind: 'events',
    events: 0,
    looked: measured.length > 0 || facts.standards.some(isJudged),
    reason: `没有计入的投诉${outfalls.length > 0 ? `（台账里有 ${outfalls.length} 个排污口）` : ''}`,
    nothing: '本期没有计入的投诉，也没有别的可算',
    evidence: outfalls.length > 0 ? outfalls : measured,
  };
}

/**
 * 公众投诉 (domain.md §2.3, after 石城县's table): each one costs, unless the complainant is 满意. Which count says
 * `complaintsOf`.
 */
export const complaints: Source<TownFacts> = (facts) => {
  const { complaints: all } = facts;
  if (all.length === 0) return none(facts);
  const costly = all.filter(({ content }) => !content);
  const late = costly.filter((one) => one.late).length;
  const content = all.length - costly.length;
  return {
    kind: 'events',
    events: costly.length,
    looked: true,
    reason: clauses(
      `投诉 ${all.length} 件`,
      content > 0 && `投诉人满意、不扣分 ${content} 件`,
      late > 0 && `没按期办 ${late} 件`,
      costly.length - late > 0 && `属实且投诉人没有表示满意 ${costly.length - late} 件`,
    ),
    nothing: '',
    evidence: evidenceOf(['problem', all]),
  };
};
