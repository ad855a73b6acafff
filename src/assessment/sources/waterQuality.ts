import { groupBy } from '../../core/groupBy';
import type { SampleFact } from '../facts/samples';
import { evidenceOf } from '../points';
import type { Source } from '../source';
import { clauses } from './clauses';

/**
 * 水质, own contribution only: of the town's outfalls that were measured, how many never exceeded their limits. What a
 * section of the river carries comes from above, too, and is not read. Counted by outfall, so that more samples make
 * nobody better or worse; and better than last time is no bonus, since it would reward a bad beginning.
 */
export const waterQuality: Source<{ samples: readonly SampleFact[] }> = ({ samples }) => {
  const outfalls = [...groupBy(samples, ({ outfallId }) => outfallId).values()];
  const over = outfalls.filter((own) => own.some((sample) => sample.over)).length;
  return {
    kind: 'share',
    met: outfalls.length - over,
    all: outfalls.length,
    reason: clauses(
      `监测排污口 ${outfalls.length} 个`,
      over === 0 ? '都达标' : `达标 ${outfalls.length - over} 个，超标 ${over} 个`,
    ),
    nothing: '本期没有实验室或在线监测结果',
    evidence: evidenceOf(['measurement', samples]),
  };
};
