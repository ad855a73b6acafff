import { z } from 'zod';
import { CLOSE_OUT_STEPS } from '../../entities';
import { isDay } from './days';
import { workdays } from './policyFields';

const chain = z
  .array(z.enum(CLOSE_OUT_STEPS))
  .min(2, '至少要有责任主体和另外一步，不然自己给自己销号')
  .refine(([first]) => first === '责任主体', '第一步只能是责任主体')
  .refine((steps) => new Set(steps).size === steps.length, '同一步写了两次');

export const rectificationSchema = z
  .strictObject({
    /** Who signs 销号, one after the other (domain.md §4.4). */
    chain,
    /** Working days for each signature. */
    stepWorkdays: workdays(1),
    /** 回头看: how many months after 销号, and in how many working days from then. */
    lookBackMonths: z.int().min(1).max(24),
    lookBackWorkdays: workdays(1),
    /** 复排: the new deadline, in working days from when it was found. */
    recurrenceWorkdays: workdays(1),
    /** Dated targets of the plan: how many percent are done by then; `traced`: and all are surveyed and traced. */
    milestones: z.array(
      z.strictObject({
        day: z.string().refine(isDay, '应是日期，如 2024-10-31'),
        percent: z.int().min(1).max(100),
        traced: z.boolean().optional(),
      }),
    ),
  })
  .partial();
export type RectificationRules = z.infer<typeof rectificationSchema>;

/** 新政办发〔2023〕30号, 一、工作目标; the rest is 待县确认. */
export const RECTIFICATION_RULES: Required<RectificationRules> = {
  chain: [...CLOSE_OUT_STEPS],
  stepWorkdays: 5,
  lookBackMonths: 3,
  lookBackWorkdays: 10,
  recurrenceWorkdays: 20,
  milestones: [
    { day: '2023-12-31', percent: 35, traced: true },
    { day: '2024-10-31', percent: 100 },
  ],
};
