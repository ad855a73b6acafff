import { z } from 'zod';
import { ROLES } from '../../entities';
import { day, hours, MOST, monthDay, points, time, townRole, workdays } from './policyFields';
import { ladderSchema } from './policyLadder';
import { monitoringSchema } from './policyMonitoring';
import {
  enforcementSchema,
  outfallTasksSchema,
  planSchema,
  publicitySchema,
  surveySchema,
} from './policyOutfall';
import { patrolSchema } from './policyPatrol';
import { complaintSchema, findingsSchema, problemFlowSchema } from './policyProblem';
import { recordChecksSchema } from './policyRecords';
import { rectificationSchema } from './policyRectification';
import { roundsSchema } from './policyRounds';
import { settingSchema, zonesSchema } from './policySetting';
import { bonusSchema, deductionsSchema, marksSchema, sheetSchema, vetoSchema } from './policySheets';

/** `policy.yaml`: every rule that judges or binds someone. The file's own comments carry sources and doubts. */
export const policySchema = z.strictObject({
  version: z.int().min(1).max(MOST),
  county: z.strictObject({
    code: z.string().regex(/^\d{6}$/, '应是六位区划代码，加引号'),
    name: z.string().min(1),
  }),
  calendar: z.strictObject({
    workdays: z.array(day),
    restdays: z.array(day),
    years: z.array(z.int().min(2000).max(2100)),
  }),
  floodSeason: z.strictObject({ from: monthDay, to: monthDay }),
  patrol: patrolSchema,
  problem: z.strictObject({
    dueWorkdays: z.strictObject({
      立行立改: workdays(0),
      一般: workdays(0),
      较重: workdays(0),
      重大: workdays(0),
    }),
    /** Working days that the verifier has after the handler's answer. */
    verifyWorkdays: workdays(1),
    /** Who of the town gets the 交办单, the first role that is held. */
    handlerRoles: z.array(townRole).min(1),
  }),
  /** Groups and kinds of the forms, and who handles what; `findingsOf` says them when it is left out. */
  findings: findingsSchema.optional(),
  /** How long the decisions about a problem may take; `problemFlowOf` says it when it is left out. */
  problemFlow: problemFlowSchema.optional(),
  /** 投诉; `complaintOf` says it when it is left out. */
  complaint: complaintSchema.optional(),
  messages: z.strictObject({
    waking: hours,
    working: z.array(hours).min(1),
    /** The daily digest's fixed time. */
    digestAt: time,
    /** Over how many minutes after a sharp hour or half hour a crowd's messages go; late digests follow after 15. */
    spreadMinutes: z.int().min(0).max(14).optional(),
    /** Cards die on day 14; on this day they are sent anew. */
    reissueAfterDays: z.int().min(1).max(12),
  }),
  reminder: z.strictObject({
    /** Working days before the due day. */
    before: z.array(workdays(1)),
    /** Working days overdue on which a matter comes back; after the last, every `thenEvery`. */
    overdue: z.array(workdays(1)).min(1),
    thenEvery: workdays(1),
    /** Who of a town gets the 滞后提醒: the first role that is held, and the liaison beside them. */
    headRoles: z.array(townRole).min(1),
    copyRoles: z.array(townRole),
    /** A town lags when a matter is overdue by this many working days. */
    lagAfterWorkdays: workdays(1),
    suggestionWorkdays: workdays(1),
  }),
  /** 加急 of what was not read; left out: none. */
  buzz: z
    .strictObject({
      afterHours: z.int().min(1).max(240),
      perPersonPerDay: z.int().min(0).max(10),
      perDay: z.int().min(0).max(10_000),
    })
    .optional(),
  assessment: z.strictObject({
    grades: z.strictObject({ 优秀: points, 良好: points, 合格: points }),
    town: sheetSchema,
    chief: sheetSchema,
    /** 县直部门, where they are scored. */
    department: sheetSchema.optional(),
    /** Points taken for each problem that came back from the verifier, where the item says no other. */
    perReturn: points,
    /** What is added to the total; `bonusOf`. */
    bonus: bonusSchema.optional(),
    /** What is taken off it for 通报 and 约谈; `deductionsOf`. */
    deductions: deductionsSchema.optional(),
    /** Points taken for each 待核 that was found 成立, and at most; `confirmedOf`. */
    confirmed: z.strictObject({ each: points, most: points }).optional(),
    /** What makes the grade 不合格; `vetoOf`. */
    veto: vetoSchema.optional(),
    /** 人工评分; `markRulesOf`. */
    marks: marksSchema.optional(),
    /** 正式考核; `roundsOf`. */
    rounds: roundsSchema.optional(),
  }),
  /** What is asked for at outfalls now and then; `outfallTasksOf` says what when it is left out. */
  outfallTasks: outfallTasksSchema.optional(),
  /** 监测: limits, and what an exceedance leads to; `monitoringOf` says what when it is left out. */
  monitoring: monitoringSchema.optional(),
  /** 执法: which kinds 分局 is told of at once; `enforcementOf` says which when it is left out. */
  enforcement: enforcementSchema.optional(),
  /** 排查线索: how long a town has to confirm one; `surveyOf` says it when it is left out. */
  survey: surveySchema.optional(),
  /** 公示: what stands on the public pages; `publicityOf` says what when it is left out. */
  publicity: publicitySchema.optional(),
  /** Who may send which workbook in the chat; `importRoles` says who when it is left out. */
  files: z.strictObject({ importRoles: z.array(z.enum(ROLES)).min(1) }).optional(),
  /** How long what has served its purpose is kept; `retentionOf` says how long when it is left out. */
  retention: z
    .strictObject({
      /** Feishu sends again for about seven hours; a key forgotten earlier would let a repeat count twice. */
      inboxDays: z.int().min(1).max(3_650),
      parkedDays: z.int().min(1).max(3_650),
      /** A card that was refused is looked for among them before it is issued anew. */
      deliveryDays: z.int().min(30).max(3_650),
      /** A place that somebody sent; afterwards the reach is all that is known of it. */
      locationDays: z.int().min(1).max(3_650).optional(),
      /** The phone of who complained, from when it ended and they were told. */
      complaintPhoneDays: z.int().min(30).max(3_650).optional(),
    })
    .optional(),
  /** What people are asked to explain (待核); `honestyOf` says what when it is left out. */
  honesty: z
    .strictObject({
      /** Whether the sender of a photo that was evidence before is asked. */
      askAboutPhotos: z.boolean(),
      /** Working days to explain it in, before 县河长办 sees it: a card lives no longer than 14 days. */
      replyWorkdays: z.int().min(1).max(5),
      settleWorkdays: workdays(1),
    })
    .optional(),
  /** What in the records people are asked about; `recordChecksOf` says what when it is left out. */
  recordChecks: recordChecksSchema.optional(),
  /** Whom the bot brings into a group it makes; `groupRolesOf` says whom when it is left out. */
  groups: z
    .strictObject({ county: z.array(z.enum(ROLES)).min(1), town: z.array(townRole).min(1) })
    .optional(),
  /** Figures of the outfall plan's rules; `planOf` says which hold when they are left out. */
  plan: planSchema.optional(),
  /** 整治和销号 of outfalls; `rectificationOf` says what holds when it is left out. */
  rectification: rectificationSchema.optional(),
  /** 区划: what each kind says of outfalls; `zoneRulesOf` says it when it is left out. */
  zones: zonesSchema.optional(),
  /** 设置申请: who decides and how long each step takes; `settingOf` says it when it is left out. */
  setting: settingSchema.optional(),
  /** 提醒 → 通报 → 约谈 → 督查; `ladderOf` says what holds when it is left out. */
  ladder: ladderSchema.optional(),
  privacy: z.strictObject({ auditMonths: z.int().min(6).max(1_200) }),
});

export type Policy = z.infer<typeof policySchema>;
