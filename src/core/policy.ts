import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { PATROL_KINDS, PolicyVersion, ROLES, type Role } from '../../entities';
import type { Database } from './database';
import { isDay } from './days';
import { Fault } from './errors';
import { crossFaults } from './policyChecks';
import { linesOf, sayIssue, sayYaml } from './policyFaults';
import { LADDER_RULES, type LadderRules, ladderSchema } from './policyLadder';
import { MONITORING, type MonitoringRules, monitoringSchema } from './policyMonitoring';
import {
  COMPLAINT,
  type ComplaintRules,
  complaintSchema,
  FINDINGS,
  type Findings,
  findingsSchema,
  PROBLEM_FLOW,
  type ProblemFlow,
  problemFlowSchema,
} from './policyProblem';
import { RECORD_CHECK_RULES, type RecordChecks, recordChecksSchema } from './policyRecords';
import { RECTIFICATION_RULES, type RectificationRules, rectificationSchema } from './policyRectification';
import { ROUND_RULES, type RoundRules, roundsSchema } from './policyRounds';
import {
  SETTING_RULES,
  type SettingRules,
  settingSchema,
  ZONE_RULES,
  type ZoneRules,
  zonesSchema,
} from './policySetting';
import {
  BONUS,
  type BonusRules,
  bonusSchema,
  DEDUCTIONS,
  type DeductionRules,
  deductionsSchema,
  MARK_RULES,
  type MarkRules,
  marksSchema,
  sheetSchema,
  VETO,
  type VetoRules,
  vetoSchema,
} from './policySheets';
import { takeTurn } from './turn';

const day = z.string().refine(isDay, '应是日期，如 2026-10-01');
/** A day that every year has: 02-29 would leave a season without its end three years of four. */
const monthDay = z.string().refine((v) => isDay(`2001-${v}`), '应是每年都有的一天，如 "06-01"');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应像 08:30，小时写两位，加引号');
/** A stretch of a day; an empty one would leave a message no time to go. */
const hours = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from < to, '开始时间要早于结束时间');
/** A number of working days: a year of them at most, more is a slip of the keyboard that silences a rule. */
const workdays = (min: number) => z.int().min(min).max(250);
/** Whole numbers that the database can keep. */
const MOST = 2_147_483_647;
const period = z.enum(['week', 'half-month', 'month', 'quarter', 'half-year', 'year', 'none']);
const points = z.number().min(0).max(100);

/** A role by which somebody of a town is found; one of the county's would be looked for there in vain. */
const TOWN_PEOPLE: readonly Role[] = ['镇党委书记', '镇长', '镇联络员', '镇级河长'];
const SAY_TOWN_PEOPLE = `只能是 ${TOWN_PEOPLE.join('、')} 之一`;
const townRole = z.enum(ROLES, SAY_TOWN_PEOPLE).refine((role) => TOWN_PEOPLE.includes(role), SAY_TOWN_PEOPLE);

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
  patrol: z.strictObject({
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
  }),
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
  outfallTasks: z
    .strictObject({
      /** 汛期开闸、汛后关闸: working days from the season's edge, and days in which it can still be entered. */
      gate: z.strictObject({ workdays: workdays(1), lateDays: z.int().min(0).max(120) }),
      /** 自行监测: how often, 重点 and others; `none` asks for none. */
      monitor: z.strictObject({ key: period, other: period, lateDays: z.int().min(0).max(120) }),
      /** 旱天查雨水口: none is begun within `dryDays` of rain that was reported. */
      dryCheck: z.strictObject({
        workdays: workdays(1),
        lateDays: z.int().min(0).max(120),
        dryDays: z.int().min(0).max(60),
      }),
      /** 巡查排污管道: how often, at 重点 and other outfalls; `none` asks for none. */
      pipeCheck: z.strictObject({ key: period, other: period, lateDays: z.int().min(0).max(120) }).optional(),
    })
    .optional(),
  /** 监测: limits, and what an exceedance leads to; `monitoringOf` says what when it is left out. */
  monitoring: monitoringSchema.optional(),
  /** 执法: which kinds 分局 is told of at once; `enforcementOf` says which when it is left out. */
  enforcement: z
    .strictObject({
      /** Of `findings.groups`. */
      kinds: z.array(z.string().min(1).max(32)),
      /** Working days until 分局 says what comes of it. */
      decideWorkdays: workdays(1),
      /** Days from 立案 to its end. */
      caseDays: z.int().min(1).max(730),
    })
    .partial()
    .optional(),
  /** 排查线索: how long a town has to confirm one; `surveyOf` says it when it is left out. */
  survey: z.strictObject({ confirmWorkdays: workdays(1) }).optional(),
  /** 公示: what stands on the public pages; `publicityOf` says what when it is left out. */
  publicity: z
    .strictObject({
      /** 监督电话, of the office and never of a person. */
      dutyPhone: z.string().regex(/^[\d+（）() -]{3,24}$/, '应是电话号码，如 0359-7520000'),
      supervisor: z.string().min(1).max(64),
    })
    .partial()
    .optional(),
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
  plan: z
    .strictObject({
      /** Cubic metres a day from which a village has a treatment facility and one outfall. */
      villageSewageM3: z.int().min(1).max(100_000),
      /** Outfalls that an enterprise outside the 开发区 keeps. */
      enterpriseIndustrial: z.int().min(0).max(20),
      enterpriseStormwater: z.int().min(0).max(20),
      /** Small fish farms whose outfalls lie no further apart are one cluster. */
      aquacultureMetres: z.int().min(1).max(20_000),
      keyMonitorsPerYear: z.int().min(1).max(366),
      waiverMonths: z.int().min(1).max(120),
      /** The units of clauses （一） and （五）, as the roster names them. */
      branch: z.string().min(1).max(64),
      housing: z.string().min(1).max(64),
      /** The kind of problem that says an outfall is new, and within how many working days it is looked into. */
      newOutfallKind: z.string().min(1).max(32),
      newOutfallWorkdays: z.int().min(1).max(250),
    })
    .partial()
    .optional(),
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

/** Who acts for a town: its heads, its liaison, and whoever handles what is found there. */
export const townRoles = ({ reminder, problem }: Policy): Role[] => [
  ...new Set([...reminder.headRoles, ...reminder.copyRoles, ...problem.handlerRoles]),
];

/** Who heads a 县直部门: its 部门负责人, of 分局 its own people; and who stands beside. */
export const DEPARTMENT_HEADS: readonly Role[] = ['部门负责人', '分局'];
export const DEPARTMENT_LIAISONS: readonly Role[] = ['部门联络员'];

/** Who may import a workbook that they send in the chat. */
export const importRoles = ({ files }: Policy): readonly Role[] => files?.importRoles ?? ['县河长办', '分局'];

/** Not a default of the schema: that would change the hash of a county's older file, and have it refused. */
export const retentionOf = ({ retention }: Policy): Required<NonNullable<Policy['retention']>> => ({
  inboxDays: 2,
  parkedDays: 90,
  deliveryDays: 365,
  locationDays: 180,
  complaintPhoneDays: 365,
  ...retention,
});

/** Over how many minutes a crowd's messages are spread; like the above no default of the schema. */
export const spreadMinutesOf = ({ messages }: Policy): number => messages.spreadMinutes ?? 10;

/** Not a default of the schema either. */
export const honestyOf = ({ honesty }: Policy): NonNullable<Policy['honesty']> =>
  honesty ?? { askAboutPhotos: true, replyWorkdays: 3, settleWorkdays: 10 };
export const recordChecksOf = ({ recordChecks }: Policy): Required<RecordChecks> => ({
  ...RECORD_CHECK_RULES,
  ...recordChecks,
});
export const confirmedOf = ({
  confirmed,
}: Pick<Policy['assessment'], 'confirmed'>): NonNullable<Policy['assessment']['confirmed']> =>
  confirmed ?? { each: 5, most: 10 };
export const vetoOf = ({ veto }: Pick<Policy['assessment'], 'veto'>): VetoRules => ({ ...VETO, ...veto });
export const bonusOf = ({ bonus }: Pick<Policy['assessment'], 'bonus'>): BonusRules => bonus ?? BONUS;
export const deductionsOf = ({ deductions }: Pick<Policy['assessment'], 'deductions'>): DeductionRules =>
  deductions ?? DEDUCTIONS;
export const markRulesOf = ({ marks: rules }: Pick<Policy['assessment'], 'marks'>): MarkRules =>
  rules ?? MARK_RULES;
export const roundsOf = ({ assessment }: Pick<Policy, 'assessment'>): Required<RoundRules> => ({
  ...ROUND_RULES,
  ...assessment.rounds,
});
export const findingsOf = ({ findings }: Policy): Findings => findings ?? FINDINGS;
/** What the groups of the forms are called. */
export const groupsOf = (policy: Policy): string[] => findingsOf(policy).groups.map(({ name }) => name);
export const problemFlowOf = ({ problemFlow }: Policy): ProblemFlow => problemFlow ?? PROBLEM_FLOW;
export const complaintOf = ({ complaint }: Policy): ComplaintRules => complaint ?? COMPLAINT;

/** Who may handle a problem for the unit that has it: a town, a department, 分局. */
export const handlingRoles = (policy: Policy): Role[] => [
  ...new Set([...policy.problem.handlerRoles, ...findingsOf(policy).handlerRoles]),
];
type PatrolPolicy = Pick<Policy, 'patrol'>;

/** Which open problems ask for a reach to be walked more often, and at which levels. */
export const upliftOf = ({ patrol }: PatrolPolicy): NonNullable<Policy['patrol']['uplift']> =>
  patrol.uplift ?? { seriousness: ['较重', '重大'], levels: ['county', 'town', 'village'] };

export type PatrolKinds = NonNullable<Policy['patrol']['kinds']>;

/** What counts as a patrol at each level; the first is the usual one. */
export const patrolKindsOf = ({ patrol }: PatrolPolicy): PatrolKinds =>
  patrol.kinds ?? {
    county: ['walk', 'onsite', 'meeting', 'drone'],
    town: ['walk', 'onsite', 'meeting', 'drone'],
    village: ['walk', 'drone'],
  };

/** The longest deadline that is counted in working days from the day on which something happens. */
export const longestWorkdaysOf = ({ problem, ladder }: Pick<Policy, 'problem' | 'ladder'>): number =>
  Math.max(...Object.values(problem.dueWorkdays), ladderOf({ ladder }).circulateReplyWorkdays);

export const graceOf = ({ patrol }: PatrolPolicy): number => patrol.graceWorkdays ?? 10;
export const postponeDaysOf = ({ patrol }: PatrolPolicy): number => patrol.postponeDays ?? 7;
export const standInDaysOf = ({ patrol }: PatrolPolicy): number => patrol.standInDays ?? 90;
export const entryDaysOf = ({ patrol }: PatrolPolicy): number => patrol.entryDays ?? 15;
export const rainOf = ({ patrol }: PatrolPolicy): NonNullable<Policy['patrol']['rain']> =>
  patrol.rain ?? { levels: ['village'], workdays: 2 };
export const emergencyOf = ({ patrol }: PatrolPolicy): NonNullable<Policy['patrol']['emergency']> =>
  patrol.emergency ?? { levels: ['village'], everyDays: 1 };
export const outfallTasksOf = ({
  outfallTasks,
}: Pick<Policy, 'outfallTasks'>): Required<NonNullable<Policy['outfallTasks']>> => ({
  gate: { workdays: 5, lateDays: 30 },
  monitor: { key: 'quarter', other: 'year', lateDays: 30 },
  dryCheck: { workdays: 3, lateDays: 7, dryDays: 3 },
  pipeCheck: { key: 'quarter', other: 'half-year', lateDays: 15 },
  ...outfallTasks,
});
export const monitoringOf = ({ monitoring }: Pick<Policy, 'monitoring'>): MonitoringRules => ({
  ...MONITORING,
  ...monitoring,
});
export const longestHoursOf = ({ patrol }: PatrolPolicy): number => patrol.longestHours ?? 12;

/** Who belongs into a group: of the whole county and of one town. Not a default of the schema either. */
export const groupRolesOf = (policy: Policy): NonNullable<Policy['groups']> =>
  policy.groups ?? { county: ['县河长办', '分局', ...townRoles(policy)], town: townRoles(policy) };

export type PlanLimits = Required<NonNullable<Policy['plan']>>;

/** Figures of the outfall plan (新政办发〔2023〕30号). Not a default of the schema either. */
export const planOf = ({ plan }: Policy): PlanLimits => ({
  villageSewageM3: 500,
  enterpriseIndustrial: 1,
  enterpriseStormwater: 1,
  aquacultureMetres: 500,
  keyMonitorsPerYear: 4,
  waiverMonths: 24,
  branch: '市生态环境局新绛分局',
  housing: '县住建局',
  newOutfallKind: '新增排污口',
  newOutfallWorkdays: 10,
  ...plan,
});

export const surveyOf = ({ survey }: Pick<Policy, 'survey'>): NonNullable<Policy['survey']> =>
  survey ?? { confirmWorkdays: 10 };

/** Not a default of the schema either. 90 days: 行政处罚法 art. 60. */
export const enforcementOf = ({
  enforcement,
}: Pick<Policy, 'enforcement'>): Required<NonNullable<Policy['enforcement']>> => ({
  kinds: ['借道排污', '私设暗管', '雨天偷排偷倒'],
  decideWorkdays: 20,
  caseDays: 90,
  ...enforcement,
});

/** Not a default of the schema either; a phone number nobody makes up. */
export const publicityOf = (policy: Policy): { dutyPhone: string | null; supervisor: string } => ({
  dutyPhone: policy.publicity?.dutyPhone ?? null,
  supervisor: policy.publicity?.supervisor ?? planOf(policy).branch,
});

/** How outfalls are rectified and closed out. Not a default of the schema either. */
export const rectificationOf = ({
  rectification,
}: Pick<Policy, 'rectification'>): Required<RectificationRules> => ({
  ...RECTIFICATION_RULES,
  ...rectification,
});

/** What zones and applications go by. Not a default of the schema either. */
export const zoneRulesOf = ({ zones }: Pick<Policy, 'zones'>): ZoneRules => ({ ...ZONE_RULES, ...zones });
export const settingOf = ({ setting }: Pick<Policy, 'setting'>): Required<SettingRules> => ({
  ...SETTING_RULES,
  ...setting,
});

/** How a lagging matter climbs from 提醒 to 督查. Not a default of the schema either. */
export const ladderOf = ({ ladder }: Pick<Policy, 'ladder'>): Required<LadderRules> => ({
  ...LADDER_RULES,
  ...ladder,
});

/** @throws Fault `policy.invalid` listing every fault with its place */
export function parsePolicy(text: string, file: string): Policy {
  const raw = rawOf(text, file);
  const result = policySchema.safeParse(raw, { error: sayIssue });
  const faults = [...(result.error?.issues.flatMap((issue) => linesOf(issue)) ?? []), ...crossFaults(raw)];
  if (!result.success || faults.length > 0) {
    throw new Fault('policy.invalid', { file, faults: faults.join('\n') });
  }
  return result.data;
}

function rawOf(text: string, file: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    throw new Fault('policy.invalid', { file, faults: document.errors.map(sayYaml).join('\n') });
  }
  try {
    return document.toJS();
  } catch {
    // Aliases of aliases, more than any file of rules needs.
    throw new Fault('policy.invalid', {
      file,
      faults: '不是合法的 YAML：用了太多 & 和 * 引用，请直接写出来',
    });
  }
}

export function readPolicy(file: string): Policy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Fault('policy.invalid', { file, faults: '读不到这个文件' });
  }
  return parsePolicy(text, file);
}

/** What the rules mean, apart from comments and spacing. */
export const policyHash = (policy: Policy): string =>
  createHash('sha256').update(JSON.stringify(policy)).digest('hex');

/**
 * Makes the file's policy the one in force. A new, larger number is stored; the same number must mean the same
 * rules, because cases are judged by the number under which they began.
 *
 * @throws Fault `policy.unnumbered` when the rules changed under an old number, `policy.older` when the number went back
 */
export async function adoptPolicy(db: Database, policy: Policy, at: Date): Promise<void> {
  const hash = policyHash(policy);
  await db.transaction(async (tx) => {
    await takeTurn(tx, 'policy', at);
    const [latest] = await tx.find(PolicyVersion, {}, { order: { number: 'DESC' }, limit: 1 });
    if (latest && policy.version < latest.number) {
      throw new Fault('policy.older', { number: policy.version, known: latest.number });
    }
    if (latest?.number === policy.version) {
      if (latest.hash !== hash) throw new Fault('policy.unnumbered', { number: policy.version });
      return;
    }
    await tx.insert(PolicyVersion, {
      number: policy.version,
      hash,
      content: JSON.stringify(policy),
      activatedAt: at,
    });
  });
}

/** The rules by which a case that began under `number` is judged. */
export class Policies {
  private readonly known = new Map<number, Policy>();

  constructor(
    private readonly db: Database,
    readonly current: Policy,
  ) {
    this.known.set(current.version, current);
  }

  async at(number: number): Promise<Policy> {
    const known = this.known.get(number);
    if (known) return known;
    const stored = await this.db.read.findOne(PolicyVersion, { number });
    // It was checked when it came into force, by what was asked of a file then.
    const policy = stored ? (JSON.parse(stored.content) as Policy) : this.current;
    this.known.set(number, policy);
    return policy;
  }
}
