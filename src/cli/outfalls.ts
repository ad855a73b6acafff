import { Outfall } from '../../entities';
import type { App } from '../compose';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { declareUntraceable, findOutfalls, mayBeUntraceable, outfallHistory } from '../ledger';
import { postNames } from '../roster';
import { withApp } from './means';
import type { Answer } from './say';

/** @throws Fault `input.invalid` when no outfall, or more than one, is meant */
async function outfallMeant(reader: Reader, words: string): Promise<Outfall> {
  const found = await findOutfalls(reader, words, 'all');
  const [only] = found;
  const outfall = only && found.length === 1 ? await reader.findOne(Outfall, { id: only.id }) : null;
  if (outfall) return outfall;
  const known = found.slice(0, 8).map(({ internalCode, name }) => `${internalCode} ${name}`);
  throw new Fault('input.invalid', {
    what: only ? `有${found.length}个：${known.join('、')}` : `台账里没有“${words}”`,
  });
}

async function told({ deps: { db } }: App, outfall: Outfall): Promise<Answer> {
  const steps = await outfallHistory(db.read, outfall.id);
  const personOf = (actor: string) => Number(/^person:(\d+)$/.exec(actor)?.[1] ?? 0);
  const names = await postNames(
    db.read,
    steps.map(({ actor }) => personOf(actor)),
  );
  const history = steps.map(({ at, actor, ...step }) => ({
    ...step,
    at: at.toISOString(),
    by: names.get(personOf(actor)) ?? actor,
  }));
  return {
    data: { ...outfall, history },
    lines: [
      `${outfall.internalCode} ${outfall.name}，第 ${outfall.version} 版`,
      ...history.flatMap(({ version, at, by, what, reason, changes }) => [
        `  ${version}　${dayOf(new Date(at))}　${by}　${what}${reason ? `：${reason}` : ''}`,
        ...changes.map(({ heading, was, now }) => `      ${heading}：${was} → ${now}`),
      ]),
    ],
  };
}

/** 排污口: one row of the ledger, and who changed which field when. */
export const showOutfall = (words: string): Promise<Answer> =>
  withApp(async (app) => told(app, await outfallMeant(app.deps.db.read, words)));

/** 定为无法溯源, as those who keep the ledger do it by the outfall's card. */
export const untraceable = (words: string, { reason }: { reason: string }): Promise<Answer> =>
  withApp(async (app) => {
    const { db, clock, policies } = app.deps;
    const { id, version, tracing, name } = await outfallMeant(db.read, words);
    if (!mayBeUntraceable({ tracing })) {
      throw new Fault('input.invalid', { what: `${name}的溯源状态是${tracing}，不用定` });
    }
    const decision = { outfallId: id, version, reason, policy: policies.current, actor: 'cli' };
    const changed = await db.transaction((tx) => declareUntraceable(tx, { ...decision, at: clock.now() }));
    await app.feishu.settle();
    return told(app, changed);
  });
