import { z } from 'zod';
import type { Seriousness } from '../../entities';

/*
 * The optional section `monitoring` of `policy.yaml`: limits of the standards that the ledger cites, and what an
 * exceedance leads to; and what holds where a county leaves it out.
 */

const value = z.number().min(0).max(200_000);

const limit = z.strictObject({ low: value.optional(), high: value.optional() });

const standard = z.strictObject({
  /** As the ledger cites it, without its year: GB18918, DB14/1928. */
  cite: z.string().min(2).max(32),
  /** 一级A, V类: must stand beside it; left out when the standard has one set of limits. */
  grade: z.string().min(1).max(16).optional(),
  /** By item: 氨氮: { high: 2 }; in the item's unit. */
  limits: z.record(z.string().min(1).max(16), limit),
});

export const monitoringSchema = z.strictObject({
  standards: z.array(standard).optional(),
  /** What a confirmed exceedance counts as; its due day follows from it. */
  seriousness: z.enum(['立行立改', '一般', '较重', '重大']).optional(),
  /** Older samples are kept and judged, but nobody is told any more. */
  noticeDays: z.int().min(1).max(3_650).optional(),
});

export type StandardLimits = z.infer<typeof standard>;
export type MonitoringRules = { standards: StandardLimits[]; seriousness: Seriousness; noticeDays: number };

const PH = { low: 6, high: 9 };
const surface = (grade: string, [cod, bod, mn, nh3, tp]: [number, number, number, number, number]) => ({
  cite: 'GB3838',
  grade,
  limits: {
    pH: PH,
    化学需氧量: { high: cod },
    五日生化需氧量: { high: bod },
    高锰酸盐指数: { high: mn },
    氨氮: { high: nh3 },
    总磷: { high: tp },
  },
});

/** domain.md §5. GB 3838 as published; the others as they are generally known: 待分局确认. */
const STANDARDS: StandardLimits[] = [
  {
    cite: 'DB14/1928',
    limits: { pH: PH, 化学需氧量: { high: 40 }, 氨氮: { high: 2 }, 总磷: { high: 0.4 } },
  },
  {
    cite: 'GB18918',
    grade: '一级A',
    limits: {
      pH: PH,
      化学需氧量: { high: 50 },
      五日生化需氧量: { high: 10 },
      氨氮: { high: 5 },
      总磷: { high: 0.5 },
      总氮: { high: 15 },
    },
  },
  {
    cite: 'GB8978',
    grade: '一级',
    limits: { pH: PH, 化学需氧量: { high: 100 }, 五日生化需氧量: { high: 30 }, 氨氮: { high: 15 } },
  },
  surface('II类', [15, 3, 4, 0.5, 0.1]),
  surface('III类', [20, 4, 6, 1, 0.2]),
  surface('IV类', [30, 6, 10, 1.5, 0.3]),
  surface('V类', [40, 10, 15, 2, 0.4]),
];

export const MONITORING: MonitoringRules = { standards: STANDARDS, seriousness: '较重', noticeDays: 90 };
