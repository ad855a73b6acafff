import { z } from 'zod';
import { period, workdays } from './policyFields';

/* The optional sections of `policy.yaml` about outfalls: `outfallTasks`, `enforcement`, `survey`, `publicity`, `plan`. */

/** What is asked for at outfalls now and then. */
export const outfallTasksSchema = z.strictObject({
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
});

/** 执法: which kinds 分局 is told of at once. */
export const enforcementSchema = z
  .strictObject({
    /** Of `findings.groups`. */
    kinds: z.array(z.string().min(1).max(32)),
    /** Working days until 分局 says what comes of it. */
    decideWorkdays: workdays(1),
    /** Days from 立案 to its end. */
    caseDays: z.int().min(1).max(730),
  })
  .partial();

/** 排查线索: how long a town has to confirm one. */
export const surveySchema = z.strictObject({ confirmWorkdays: workdays(1) });

/** 公示: what stands on the public pages. */
export const publicitySchema = z
  .strictObject({
    /** 监督电话, of the office and never of a person. */
    dutyPhone: z.string().regex(/^[\d+（）() -]{3,24}$/, '应是电话号码，如 0359-7520000'),
    supervisor: z.string().min(1).max(64),
  })
  .partial();

/** Figures of the outfall plan's rules. */
export const planSchema = z
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
  .partial();
