import { EMERGENCY_KINDS, Emergency, Reach, Unit } from '../../entities';
import type { App } from '../compose';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { askDryCheck } from '../outfallTask';
import {
  askAfterRain,
  endEmergency,
  resumePatrols,
  type Scope,
  startEmergency,
  suspendPatrols,
} from '../patrol';
import { withApp } from './means';
import type { Answer } from './say';

/** 停巡, 恢复巡河, 雨后巡河 and 旱天查雨水口 from the command line; what 县河长办 does by its card. */

const REASONS = ['冰冻', '汛情', '施工', '其他'] as const;

/** `all`, a town by code or name, or a reach by code. @throws Fault `input.invalid` */
async function scopeOf(reader: Reader, where: string): Promise<Scope> {
  if (where === 'all') return { reachId: null, townId: null };
  const [reach, byCode, byName] = await Promise.all([
    reader.findOne(Reach, { code: where }),
    reader.findOne(Unit, { code: where }),
    reader.findOne(Unit, { name: where, type: ['镇', '管委会'] }),
  ]);
  if (reach) return { reachId: reach.id, townId: null };
  const town = byCode ?? byName;
  if (town) return { reachId: null, townId: town.id };
  throw new Fault('input.invalid', { what: `没有叫“${where}”的河段或镇；全县写 all` });
}

const said = <T extends object>(data: T, line: string): Answer => ({ data, lines: [line] });

async function done<T>(app: App, work: () => Promise<T>): Promise<T> {
  const result = await work();
  await app.feishu.settle();
  return result;
}

export interface SuspendOptions {
  where: string;
  from?: string;
  to?: string;
  reason: string;
  words: string;
}

export const suspend = ({ where, from, to, reason, words }: SuspendOptions): Promise<Answer> =>
  withApp((app) =>
    done(app, async () => {
      const known = REASONS.find((one) => one === reason);
      if (!known)
        throw new Fault('input.invalid', { what: `不认识“${reason}”，能用的有：${REASONS.join('、')}` });
      const { db, clock } = app.deps;
      const at = clock.now();
      const scope = await scopeOf(db.read, where);
      const order = { ...scope, fromDay: from ?? dayOf(at), toDay: to ?? null, reason: known, words };
      const stopped = await db.transaction((tx) => suspendPatrols(tx, { ...order, by: 'cli', at }));
      return said(stopped, `已停巡（${stopped.id}），${stopped.stopped}个任务作废`);
    }),
  );

export const resume = (id: string): Promise<Answer> =>
  withApp((app) =>
    done(app, async () => {
      const { db, clock } = app.deps;
      const press = { id: Number(id), by: 'cli', at: clock.now() };
      const resumed = await db.transaction((tx) => resumePatrols(tx, press));
      return said({ resumed }, `已恢复，${resumed}个任务重新要巡`);
    }),
  );

export interface RainOptions {
  where: string;
  words: string;
  source?: string;
}

/** 旱天查雨水口, as 县河长办 orders it by its card. */
export const dryCheck = ({ where }: { where: string }): Promise<Answer> =>
  withApp((app) =>
    done(app, async () => {
      const { db, clock } = app.deps;
      const order = { ...(await scopeOf(db.read, where)), by: 'cli', at: clock.now() };
      const { asked, rained } = await db.transaction((tx) => askDryCheck(tx, app.deps, order));
      const left = rained > 0 ? `；刚下过雨的${rained}个河段没有发` : '';
      return said({ asked, rained }, `发出${asked}个旱天查雨水口任务${left}`);
    }),
  );

export const rain = ({ where, words, source }: RainOptions): Promise<Answer> =>
  withApp((app) =>
    done(app, async () => {
      const { db, clock } = app.deps;
      const order = { ...(await scopeOf(db.read, where)), words, source: source ?? null };
      const asked = await db.transaction((tx) =>
        askAfterRain(tx, app.deps, { ...order, by: 'cli', at: clock.now() }),
      );
      return said(asked, `发出${asked.asked}个雨后巡河任务（${asked.id}）`);
    }),
  );

export interface EmergencyOptions {
  where: string;
  kind: string;
  words: string;
}

export const emergencyStart = ({ where, kind, words }: EmergencyOptions): Promise<Answer> =>
  withApp((app) =>
    done(app, async () => {
      const known = EMERGENCY_KINDS.find((one) => one === kind);
      if (!known) {
        const what = `不认识“${kind}”，能用的有：${EMERGENCY_KINDS.join('、')}`;
        throw new Fault('input.invalid', { what });
      }
      const { db, clock } = app.deps;
      const order = { ...(await scopeOf(db.read, where)), kind: known, words, by: 'cli', at: clock.now() };
      const started = await db.transaction((tx) => startEmergency(tx, app.deps, order));
      return said(started, `应急开始（${started.id}），今天发出${started.asked}个任务`);
    }),
  );

export const emergencyEnd = (id: string, { words }: { words: string }): Promise<Answer> =>
  withApp((app) =>
    done(app, async () => {
      const { db, clock } = app.deps;
      const end = { id: Number(id), version: null, words, by: 'cli', at: clock.now() };
      const fallen = await db.transaction((tx) => endEmergency(tx, end));
      return said({ fallen }, `应急已结束，今天没巡的${fallen}个任务作废`);
    }),
  );

export const emergencyList = (): Promise<Answer> =>
  withApp(async ({ deps: { db } }) => {
    const all = await db.read.find(Emergency, {}, { order: { id: 'ASC' } });
    const line = ({ id, kind, words, fromDay, endedAt }: Emergency): string =>
      `${id} ${kind} ${fromDay}起 ${endedAt === null ? '进行中' : '已结束'} ${words}`;
    return { data: { emergencies: all }, lines: all.length > 0 ? all.map(line) : ['没有应急'] };
  });
