import { z } from 'zod';
import { workdays } from './policyFields';

/** How far a matter may go at once; `none` takes every step. */
const straight = z.enum(['none', '通报', '约谈']);
const issuer = z.enum(['分局', '县河长办', '县政府']);

export const ladderSchema = z
  .strictObject({
    /** 提醒: working days to answer in, before it becomes a 通报. */
    remindReplyWorkdays: workdays(1),
    /** 通报: working days to report in, before it becomes a 约谈. */
    circulateReplyWorkdays: workdays(1),
    /** So many periods missed one after the other by one post are a matter of their own. */
    missedInARow: z.int().min(2).max(12),
    /** So many percentage points behind the expected line at the end of a month, and a town is behind its plan. */
    behindPoints: z.int().min(1).max(100),
    /** So many months behind one after the other: 约谈. */
    behindMonths: z.int().min(2).max(12),
    /** Working days in which a new holder is not charged with what was there before. */
    graceWorkdays: z.int().min(0).max(60),
    /** Who issues a 通报: of outfall matters, and of everything else. */
    circulateBy: z.strictObject({ outfall: issuer, other: issuer }),
    /** What skips levels: 弄虚作假 that was found so, a 重大 problem that lags. */
    straight: z.strictObject({ falsehood: straight, major: straight }),
    /** Who signs 约谈 and 督查. */
    interviewBy: issuer,
    superviseBy: issuer,
    /** The text that a document rests on, named in its first sentence. */
    basis: z.string().min(1).max(100),
    /** Working days in which a draft is signed or refused, a reply decided, and a 约谈纪要 entered. */
    signWorkdays: workdays(1),
    /** To which groups an issued 通报 goes, without anybody's name: the town's, the county's. */
    circulateToGroups: z.array(z.enum(['town', 'county'])),
    /** 调度通报: how often all towns' standing is made known; `none` never. */
    dispatch: z.enum(['week', 'month', 'none']),
  })
  .partial();
export type LadderRules = z.infer<typeof ladderSchema>;

/**
 * domain.md §3: 5 and 10 working days of 四川省 2018; 15 points, two periods and three months are this county's to
 * confirm (待县确认); 通报 by 分局, 约谈 and 督查 by 县政府: 新政办发〔2023〕30号（九）（十二）.
 */
export const LADDER_RULES: Required<LadderRules> = {
  remindReplyWorkdays: 5,
  circulateReplyWorkdays: 10,
  missedInARow: 2,
  behindPoints: 15,
  behindMonths: 3,
  graceWorkdays: 10,
  circulateBy: { outfall: '分局', other: '县河长办' },
  straight: { falsehood: '约谈', major: '通报' },
  interviewBy: '县政府',
  superviseBy: '县政府',
  basis: '全县河长制和入河排污口监督管理工作要求',
  signWorkdays: 3,
  circulateToGroups: ['town'],
  dispatch: 'month',
};
