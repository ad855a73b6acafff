import { z } from 'zod';
import type { SuspicionKind } from '../../entities';

/*
 * The optional section `recordChecks` of `policy.yaml`: what in the records alone people are asked about (待核), and
 * what holds where a county leaves it out.
 */

/** What can be asked about; a photo that was used before is `honesty.askAboutPhotos`. */
export const RECORD_CHECKS = [
  'late-entry',
  'speed',
  'normal-while-found',
  'months-normal',
  'before-after',
] as const satisfies readonly SuspicionKind[];
export type RecordCheck = (typeof RECORD_CHECKS)[number];

const metres = z.int().min(50).max(100_000);

export const recordChecksSchema = z.strictObject({
  /** Those that are asked about; an empty list asks nobody. */
  ask: z.array(z.enum(RECORD_CHECKS)).optional(),
  /** At least so many walks, each entered so many days late, one within so many minutes of the other. */
  lateEntry: z
    .strictObject({
      withinMinutes: z.int().min(1).max(240),
      atLeast: z.int().min(2).max(50),
      daysAfter: z.int().min(1).max(60),
    })
    .optional(),
  /** The fastest that is believed between two photos, as the crow flies, and how near says nothing. */
  speed: z.strictObject({ kmh: z.int().min(15).max(500), withinM: metres }).optional(),
  /** So many walks in so many months, all 正常, where others found so many problems. */
  monthsNormal: z
    .strictObject({
      months: z.int().min(2).max(12),
      patrols: z.int().min(4).max(400),
      byOthers: z.int().min(1).max(100),
    })
    .optional(),
  /** How far 整改前 and 整改后 may lie apart. */
  beforeAfter: z.strictObject({ withinM: metres }).optional(),
});

export type RecordChecks = z.infer<typeof recordChecksSchema>;

/**
 * Domain research gives 15 km/h along one river and 100 m between before and after as what is worth a look; a question
 * to a person begins further out, since people drive between rivers and a mess may be hundreds of metres long.
 */
export const RECORD_CHECK_RULES: Required<RecordChecks> = {
  ask: [...RECORD_CHECKS],
  lateEntry: { withinMinutes: 10, atLeast: 3, daysAfter: 3 },
  speed: { kmh: 100, withinM: 1_000 },
  monthsNormal: { months: 6, patrols: 12, byOthers: 3 },
  beforeAfter: { withinM: 500 },
};
