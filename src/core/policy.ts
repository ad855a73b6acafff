import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { PolicyVersion, ROLES, type Role } from '../../entities';
import type { Database } from './database';
import { isDay } from './days';
import { Fault } from './errors';
import { takeTurn } from './turn';

const day = z.string().refine(isDay, '应是日期，如 2026-10-01');
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '应像 06-01');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应像 08:30');
/** A stretch of a day; an empty one would leave a message no time to go. */
const hours = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from < to, '开始时间要早于结束时间');
const count = z.int().min(0);
const period = z.enum(['week', 'half-month', 'month', 'quarter', 'half-year', 'year', 'none']);
const points = z.number().min(0).max(100);

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

const level = z
  .strictObject({ every: period, flood: period.optional() })
  .refine(({ every, flood }) => flood === undefined || FINER[every].includes(flood), {
    path: ['flood'],
    message: '汛期的频次应能把平时的一期分开，如 month 分成 half-month',
  });

/** `policy.yaml`: every rule that judges or binds someone. The file's own comments carry sources and doubts. */
export const policySchema = z.strictObject({
  version: z.int().min(1),
  county: z.strictObject({ code: z.string().regex(/^\d{6}$/), name: z.string().min(1) }),
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
      z.strictObject({ reach: z.string(), level: z.enum(['county', 'town', 'village']), every: period }),
    ),
    /** Key outfalls that one card asks after; the rest are seen in other periods. */
    keyOutfallsPerCard: z.int().min(1).max(12),
  }),
  problem: z.strictObject({
    dueWorkdays: z.strictObject({ 立行立改: count, 一般: count, 较重: count, 重大: count }),
    /** Working days that the verifier has after the handler's answer. */
    verifyWorkdays: z.int().min(1),
    /** Who of the town gets the 交办单, the first role that is held. */
    handlerRoles: z.array(z.enum(ROLES)).min(1),
  }),
  messages: z.strictObject({
    waking: hours,
    working: z.array(hours).min(1),
    /** The daily digest's fixed time. */
    digestAt: time,
    /** Cards die on day 14; on this day they are sent anew. */
    reissueAfterDays: z.int().min(1).max(12),
  }),
  reminder: z.strictObject({
    /** Working days before the due day. */
    before: z.array(z.int().min(1)),
    /** Working days overdue on which a matter comes back; after the last, every `thenEvery`. */
    overdue: z.array(z.int().min(1)).min(1),
    thenEvery: z.int().min(1),
    /** Who of a town gets the 滞后提醒: the first role that is held, and the liaison beside them. */
    headRoles: z.array(z.enum(ROLES)).min(1),
    copyRoles: z.array(z.enum(ROLES)),
    /** A town lags when a matter is overdue by this many working days. */
    lagAfterWorkdays: z.int().min(1),
    suggestionWorkdays: z.int().min(1),
  }),
  assessment: z.strictObject({
    grades: z.strictObject({ 优秀: points, 良好: points, 合格: points }),
    town: z.record(z.string(), points),
    chief: z.record(z.string(), points),
    /** Points taken for each problem that came back from the verifier. */
    perReturn: points,
  }),
  privacy: z.strictObject({ auditMonths: z.int().min(6), locationDays: z.int().min(1) }),
});

export type Policy = z.infer<typeof policySchema>;

/** Who acts for a town: its heads, its liaison, and whoever handles what is found there. */
export const townRoles = ({ reminder, problem }: Policy): Role[] => [
  ...new Set([...reminder.headRoles, ...reminder.copyRoles, ...problem.handlerRoles]),
];

/** A key that nobody knows is named whole: a misspelt rule must not look like a missing one. */
const linesOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => `· ${[...issue.path, key].join('.')}：没有这一项，请看是不是写错了`)
    : [`· ${issue.path.join('.') || '整个文件'}：${issue.message}`];

/** @throws Fault `policy.invalid` listing every fault with its place */
export function parsePolicy(text: string, file: string): Policy {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw new Fault('policy.invalid', { file, faults: `不是合法的 YAML：${(error as Error).message}` });
  }
  const result = policySchema.safeParse(raw, { error: z.locales.zhCN().localeError });
  if (!result.success) {
    const faults = result.error.issues.flatMap(linesOf).join('\n');
    throw new Fault('policy.invalid', { file, faults });
  }
  return result.data;
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
    const policy = stored ? policySchema.parse(JSON.parse(stored.content)) : this.current;
    this.known.set(number, policy);
    return policy;
  }
}
