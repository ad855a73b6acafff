import { z } from 'zod';
import { workdays } from './policyFields';

export const roundsSchema = z
  .strictObject({
    /** How often there is a formal round; `none` never. */
    every: z.enum(['none', 'month', 'quarter', 'year']),
    /** Working days after the period's end until its draft is made. */
    draftWorkdays: workdays(1),
    /** Working days in which a draft is published, and what is over becomes final. */
    deskWorkdays: workdays(1),
    /** 公示: working days in which a line can be contested. */
    noticeWorkdays: workdays(1),
    /** Working days in which an appeal is decided. */
    reviewWorkdays: workdays(1),
    /** Whose people decide about appeals. */
    reviewer: z.enum(['县河长办', '县政府']),
  })
  .partial();
export type RoundRules = z.infer<typeof roundsSchema>;

/** domain.md §0 and §2.3: formal rounds are yearly, 公示 and 复核 take 5 working days each; 待县确认. */
export const ROUND_RULES: Required<RoundRules> = {
  every: 'year',
  draftWorkdays: 10,
  deskWorkdays: 5,
  noticeWorkdays: 5,
  reviewWorkdays: 5,
  reviewer: '县河长办',
};
