import type { Role } from '../../entities';
import { LADDER_RULES, type LadderRules } from './policyLadder';
import { MONITORING, type MonitoringRules } from './policyMonitoring';
import {
  COMPLAINT,
  type ComplaintRules,
  FINDINGS,
  type Findings,
  PROBLEM_FLOW,
  type ProblemFlow,
} from './policyProblem';
import { RECORD_CHECK_RULES, type RecordChecks } from './policyRecords';
import { RECTIFICATION_RULES, type RectificationRules } from './policyRectification';
import { ROUND_RULES, type RoundRules } from './policyRounds';
import type { Policy } from './policySchema';
import { SETTING_RULES, type SettingRules, ZONE_RULES, type ZoneRules } from './policySetting';
import {
  BONUS,
  type BonusRules,
  DEDUCTIONS,
  type DeductionRules,
  MARK_RULES,
  type MarkRules,
  VETO,
  type VetoRules,
} from './policySheets';

/*
 * What holds: the file's word, and where it leaves a section out, ours. No defaults of the schema, for those would change
 * the hash of a county's older file, and have it refused.
 */

/** Who acts for a town: its heads, its liaison, and whoever handles what is found there. */
export const townRoles = ({ reminder, problem }: Policy): Role[] => [
  ...new Set([...reminder.headRoles, ...reminder.copyRoles, ...problem.handlerRoles]),
];

/** Who heads a 县直部门: its 部门负责人, of 分局 its own people; and who stands beside. */
export const DEPARTMENT_HEADS: readonly Role[] = ['部门负责人', '分局'];
export const DEPARTMENT_LIAISONS: readonly Role[] = ['部门联络员'];

/** Who may import a workbook that they send in the chat. */
export const importRoles = ({ files }: Policy): readonly Role[] => files?.importRoles ?? ['县河长办', '分局'];

/** How long what has served its purpose is kept. */
export const retentionOf = ({ retention }: Policy): Required<NonNullable<Policy['retention']>> => ({
  inboxDays: 2,
  parkedDays: 90,
  deliveryDays: 365,
  locationDays: 180,
  complaintPhoneDays: 365,
  ...retention,
});

/** Over how many minutes a crowd's messages are spread. */
export const spreadMinutesOf = ({ messages }: Policy): number => messages.spreadMinutes ?? 10;

/** What people are asked to explain (待核). */
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

/** Who belongs into a group: of the whole county and of one town. */
export const groupRolesOf = (policy: Policy): NonNullable<Policy['groups']> =>
  policy.groups ?? { county: ['县河长办', '分局', ...townRoles(policy)], town: townRoles(policy) };

export type PlanLimits = Required<NonNullable<Policy['plan']>>;

/** Figures of the outfall plan (新政办发〔2023〕30号). */
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

/** 执法. 90 days: 行政处罚法 art. 60. */
export const enforcementOf = ({
  enforcement,
}: Pick<Policy, 'enforcement'>): Required<NonNullable<Policy['enforcement']>> => ({
  kinds: ['借道排污', '私设暗管', '雨天偷排偷倒'],
  decideWorkdays: 20,
  caseDays: 90,
  ...enforcement,
});

/** What stands on the public pages; a phone number nobody makes up. */
export const publicityOf = (policy: Policy): { dutyPhone: string | null; supervisor: string } => ({
  dutyPhone: policy.publicity?.dutyPhone ?? null,
  supervisor: policy.publicity?.supervisor ?? planOf(policy).branch,
});

/** How outfalls are rectified and closed out. */
export const rectificationOf = ({
  rectification,
}: Pick<Policy, 'rectification'>): Required<RectificationRules> => ({
  ...RECTIFICATION_RULES,
  ...rectification,
});

/** What zones and applications go by. */
export const zoneRulesOf = ({ zones }: Pick<Policy, 'zones'>): ZoneRules => ({ ...ZONE_RULES, ...zones });
export const settingOf = ({ setting }: Pick<Policy, 'setting'>): Required<SettingRules> => ({
  ...SETTING_RULES,
  ...setting,
});

/** How a lagging matter climbs from 提醒 to 督查. */
export const ladderOf = ({ ladder }: Pick<Policy, 'ladder'>): Required<LadderRules> => ({
  ...LADDER_RULES,
  ...ladder,
});
