import { z } from 'zod';
import { points } from './policyFields';

/*
 * The score sheets of `assessment`: an item is a number (its maximum, scored as the program knows it) or written
 * out. Weights and figures: domain.md §2.3, all 待县确认.
 */

const takes = z.number().min(0.01).max(100);
const percent = z.number().min(0).max(100);

const common = {
  /** As people call it; left out: the program's name for it, or the key itself. */
  name: z.string().min(1).max(24).optional(),
  max: points,
  /** Places after the point of its points, halves up; left out: 2. */
  rounding: z.int().min(0).max(2).optional(),
};
/** Which records it is counted from; left out: those of the item's own name. */
const source = z.string().min(1).max(40).optional();
const SAY_SCORER = '要写谁来打分：角色，如 县河长办、分局，或者部门的名称';
const scorer = z.string(SAY_SCORER).min(1, SAY_SCORER).max(64);

const SAY_KIND = '只能是 ratio（按比例）、deduction（每次扣分）、banded（分档）、manual（人工评分）之一';
const KINDS = [
  z.strictObject({ ...common, kind: z.literal('ratio'), source }),
  z.strictObject({ ...common, kind: z.literal('deduction'), source, each: takes, most: takes.optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('banded'),
    source,
    bands: z.array(z.strictObject({ from: percent, to: percent, points })).min(2),
  }),
  z.strictObject({ ...common, kind: z.literal('manual'), scorer }),
] as const;
const writtenItem = z.discriminatedUnion('kind', KINDS, {
  error: ({ code }) => (code === 'invalid_union' ? SAY_KIND : undefined),
});
export type WrittenItem = z.infer<typeof writtenItem>;

export const sheetSchema = z.record(z.string(), z.union([points, writtenItem]));
export type WrittenSheet = z.infer<typeof sheetSchema>;

/** What is added to the total, each given by the scorer; all together no more than `most`. */
export const bonusSchema = z.strictObject({
  most: points,
  items: z.record(z.string(), z.strictObject({ name: z.string().min(1).max(24), max: points, scorer })),
});
export type BonusRules = z.infer<typeof bonusSchema>;

/** What is taken off the total for each 通报 and 约谈 in force; both together no more than `most`. */
export const deductionsSchema = z.strictObject({ circulated: points, interviewed: points, most: points });
export type DeductionRules = z.infer<typeof deductionsSchema>;

/** What makes the grade 不合格 whatever the points, each found by a named person. */
export const vetoSchema = z.strictObject({
  falsehood: z.boolean(),
  /** 重特大水污染事件 with responsibility. */
  pollution: z.boolean().optional(),
  /** The target of a 国考、省考断面 missed by the town's own contribution. */
  section: z.boolean().optional(),
});
export type VetoRules = Required<z.infer<typeof vetoSchema>>;

/** 5/3/2 for praise by 省/市/县 in 石城县 2018, 20/10 there for towns: one item, at most 5 (待县确认). */
export const BONUS: BonusRules = {
  most: 5,
  items: { commended: { name: '表扬加分', max: 5, scorer: '县河长办' } },
};
export const DEDUCTIONS: DeductionRules = { circulated: 2, interviewed: 5, most: 10 };
/** A missed section fails a town in the 2020 final of 水十条 only, so it is off until the county says so. */
export const VETO: VetoRules = { falsehood: true, pollution: true, section: false };

/** 人工评分: working days after a period's end in which it is given, and in which 加分 and 否决 are confirmed. */
export const marksSchema = z.strictObject({ workdays: z.int().min(1).max(20) });
export type MarkRules = z.infer<typeof marksSchema>;
/** 待县确认. */
export const MARK_RULES: MarkRules = { workdays: 5 };

export const SHEETS = ['town', 'chief', 'department'] as const;
export type SheetName = (typeof SHEETS)[number];

/** How an item's records come out: a share of one set, or events in it. */
export type Counts = 'share' | 'events';

const ofProblems = { problemOnTime: 'share', problemRebound: 'events' } as const;

/** The records that the program can count, by the names that `source` may have. */
export const SOURCES: Record<SheetName, Readonly<Record<string, Counts>>> = {
  town: {
    rectification: 'share',
    ...ofProblems,
    patrol: 'share',
    standardisation: 'share',
    waterQuality: 'share',
    complaints: 'events',
  },
  chief: { patrol: 'share', record: 'share', finding: 'share', closing: 'share' },
  department: ofProblems,
};

/** Items that a person scores, and who where the sheet gives just a number. */
export const MANUAL: Record<SheetName, Readonly<Record<string, string>>> = {
  town: { publicity: '县河长办', organisation: '县河长办' },
  chief: { cooperation: '县河长办' },
  department: {},
};

/** Items that a county's file must have, with 0 where it scores none of it: nothing is left out without a word. */
export const SHEET_ITEMS = {
  town: [
    'rectification',
    'problemOnTime',
    'problemRebound',
    'patrol',
    'standardisation',
    'waterQuality',
    'complaints',
    'publicity',
  ],
  chief: ['patrol', 'record', 'finding', 'closing', 'cooperation'],
  department: [],
} as const satisfies Record<SheetName, readonly string[]>;
