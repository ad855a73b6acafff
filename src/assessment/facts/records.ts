import { RuleWaiver, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import type { Policy } from '../../core/policy';
import { JUDGED, readLedgerPast, type StandardFact, standardOf } from '../../ledger';
import type { AsOf } from '../asOf';
import type { Period } from '../period';
import type { SubjectMark } from '../subjectFacts';
import { type ComplaintFact, complaintsOf, readComplaints } from './complaints';
import { type Escalations, escalationsOf, readEscalations } from './escalations';
import { marksOf, readMarks } from './marks';
import { REMEDY_COLUMNS, type RemedyFact, remediesOf } from './remedies';
import { readSamples, type SampleFact, samplesOf } from './samples';

/** What is counted beside patrols and problems, each by unit. */
export interface Records {
  remedies: ReadonlyMap<number, readonly RemedyFact[]>;
  standards: ReadonlyMap<number, readonly StandardFact[]>;
  samples: ReadonlyMap<number, readonly SampleFact[]>;
  complaints: ReadonlyMap<number, readonly ComplaintFact[]>;
  escalations: Escalations;
  marks: readonly SubjectMark[];
}

/**
 * Some ten statements, however many periods lie in the span and whatever the county's size.
 *
 * @param now what was recorded before it is read
 * @returns a period's records as of its own instants, the ledger judged by the figures of its own rules; pure
 */
export async function readRecords(
  reader: Reader,
  { span, periods, now }: { span: Period; periods: readonly Period[]; now: Date },
): Promise<(period: Period, asOf: Pick<AsOf, 'until' | 'entered'>, policy: Policy) => Records> {
  const begin = instantAt(span.fromDay, '00:00');
  const past = await readLedgerPast(reader, [...JUDGED, ...REMEDY_COLUMNS], begin < now ? begin : now);
  const units = await reader.find(Unit);
  const waivers = await reader.find(RuleWaiver, {}, { order: { id: 'ASC' } });
  const samples = await readSamples(reader, span);
  const complaints = await readComplaints(reader, now);
  const escalations = await readEscalations(reader, span);
  const marks = await readMarks(reader, periods);
  return (period, { until, entered }, policy) => ({
    remedies: remediesOf(past, period, until),
    standards: groupBy(standardOf({ past, units, waivers }, { policy, asOf: until }), ({ townId }) => townId),
    samples: samplesOf(samples, period, until),
    complaints: complaintsOf(complaints, period, until),
    escalations: escalationsOf(escalations, period, until),
    marks: marksOf(marks, period, entered),
  });
}
