import { z } from 'zod';
import { PATROL_KINDS } from '../../entities';
import { day, period, workdays } from './policyFields';

/* The section `patrol` of `policy.yaml`: how often a reach is walked, by whom, and what counts as a patrol. */

/** What divides each frequency without a rest: a week straddles months, so it divides nothing but itself. */
export const FINER: Record<z.infer<typeof period>, readonly z.infer<typeof period>[]> = {
  none: [],
  week: [],
  'half-month': [],
  month: ['half-month'],
  quarter: ['month', 'half-month'],
  'half-year': ['quarter', 'month', 'half-month'],
  year: ['half-year', 'quarter', 'month', 'half-month'],
};

/** 徒步 · 现场处置 · 会议协调 · 无人机. */
const patrolKinds = z.array(z.enum(PATROL_KINDS)).min(1);

const level = z
  .strictObject({ every: period, flood: period.optional() })
  .refine(({ every, flood }) => flood === undefined || FINER[every].includes(flood), {
    path: ['flood'],
    message: '汛期的频次应能把平时的一期分开，如 month 分成 half-month',
  });

export const patrolSchema = z.strictObject({
  levels: z.strictObject({ county: level, town: level, village: level }),
  /** Per reach code, instead of the level's frequency. */
  reaches: z.array(
    z.strictObject({
      reach: z.string().min(1),
      level: z.enum(['county', 'town', 'village']),
      every: period,
      /** For a while only, both days included; left out, it is the reach's own frequency for good. */
      from: day.optional(),
      to: day.optional(),
    }),
  ),
  /** Key outfalls that one card asks after; the rest are seen in other periods. */
  keyOutfallsPerCard: z.int().min(1).max(12),
  /** A grave problem on a reach asks for it to be walked one step more often; `upliftOf`. */
  uplift: z
    .strictObject({
      seriousness: z.array(z.enum(['立行立改', '一般', '较重', '重大'])),
      levels: z.array(z.enum(['county', 'town', 'village'])),
    })
    .optional(),
  /** What counts as a patrol, by level; the first is what the card stands on; `patrolKindsOf`. */
  kinds: z.strictObject({ county: patrolKinds, town: patrolKinds, village: patrolKinds }).optional(),
  /** Working days in which a new holder is not reminded or scored; `graceOf`. */
  graceWorkdays: workdays(0).optional(),
  /** 顺延: by how many days at most, once a task; 0 allows none; `postponeDaysOf`. */
  postponeDays: z.int().min(0).max(31).optional(),
  /** 代巡: for how many days one authorisation may run at most; `standInDaysOf`. */
  standInDays: z.int().min(1).max(366).optional(),
  /** 事后补记: how many days back a patrol may be said to have been; `entryDaysOf`. */
  entryDays: z.int().min(0).max(60).optional(),
  /** 雨后巡河: who walks, and within how many working days; `rainOf`. */
  rain: z
    .strictObject({
      levels: z.array(z.enum(['county', 'town', 'village'])).min(1),
      workdays: workdays(0),
    })
    .optional(),
  /** 应急: who walks, and every how many days while it lasts; `emergencyOf`. */
  emergency: z
    .strictObject({
      levels: z.array(z.enum(['county', 'town', 'village'])).min(1),
      everyDays: z.int().min(1).max(7),
    })
    .optional(),
  /** A patrol that is said to have taken longer is asked about again; hours; `longestHoursOf`. */
  longestHours: z.int().min(1).max(24).optional(),
});
