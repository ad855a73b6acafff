import { Measurement, type MonitorMethod, Outfall, type Person, type Role } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { monitoringOf } from '../core/policy';
import type { ProblemDeps } from '../problem';
import { FORM_ITEMS, type Item, MOST_VALUE, parseReading, toE4 } from './items';
import { keepResults, ownLimits, type Result, type Told } from './keepResults';
import { judged, limitsOf } from './rules';

/** Who types results: 分局 monitors and enforces (clause （九）), 县河长办 for it. */
export const mayRecord = (roles: readonly Role[]): boolean =>
  roles.includes('分局') || roles.includes('县河长办');

export interface TypedResults {
  outfallId: number;
  /** Null: today. */
  day: string | null;
  method: MonitorMethod;
  lab: string;
  reportNo: string;
  /** As typed, by item; an empty one was not measured. */
  readings: ReadonlyMap<Item, string>;
  person: Pick<Person, 'id'>;
  roles: readonly Role[];
  at: Date;
}

export interface Recorded extends Told {
  /** How many results are new or changed; none when the same was typed before. */
  results: number;
}

/**
 * Results of one sample, typed on a card.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.form` for what is no result
 */
export async function recordResults(tx: Tx, deps: ProblemDeps, typed: TypedResults): Promise<Recorded> {
  const { outfallId, method, person, roles, at } = typed;
  if (!mayRecord(roles)) throw new Fault('press.notYours');
  const outfall = await tx.findOne(Outfall, { id: outfallId });
  if (!outfall) throw new Fault('matter.gone');
  const sampledDay = typed.day ?? dayOf(at);
  if (sampledDay > dayOf(at)) throw new Fault('press.form', { what: '采样日期在今天以后，请核对' });
  if (method === '实验室' && typed.lab === '')
    throw new Fault('press.form', { what: '实验室的结果要写监测单位' });
  const sample = { outfallId, sampledDay, sampledTime: '', method };
  const results = [...typed.readings].flatMap(([item, text]): Result[] => {
    const found = readingOf(item, text);
    const by = { lab: typed.lab || null, sampler: null, reportNo: typed.reportNo || null };
    return found ? [{ ...sample, ...by, item, valueE4: toE4(found.value), below: found.below }] : [];
  });
  if (results.length === 0) throw new Fault('press.form', { what: '至少填一项结果' });
  const limits = limitsOf(outfall, await ownLimits(tx, [outfallId]), monitoringOf(deps.policies.current));
  const known = new Map((await tx.find(Measurement, sample)).map((one) => [one.item, one]));
  const now = results.map((one) => judged(one, limits));
  const changed = now.flatMap((one) => {
    const before = known.get(one.item);
    if (!before || (before.valueE4 === one.valueE4 && before.below === one.below)) return [];
    if (before.verdict === 'over') {
      throw new Fault('press.form', {
        what: `“${one.item}”已按超标告知，不能直接改；不对请在交办单上申请不属实`,
      });
    }
    return [{ ...one, id: before.id }];
  });
  const fresh = now.filter(({ item }) => !known.has(item));
  if (fresh.length + changed.length === 0) return { results: 0, confirmed: 0, suspected: 0 };
  const told = await keepResults(tx, deps, {
    fresh,
    corrected: changed,
    outfalls: new Map([[outfallId, outfall]]),
    at,
    actor: `person:${person.id}`,
    personId: person.id,
  });
  return { ...told, results: fresh.length + changed.length };
}

function readingOf(item: Item, text: string): { value: number; below: boolean } | null {
  if (text.trim() === '') return null;
  const found = parseReading(text);
  if (!found || found.value > MOST_VALUE) {
    throw new Fault('press.form', { what: `“${item}”应填数字，或像 <0.025、未检出 这样` });
  }
  if (item === 'pH' && (found.value > 14 || found.below))
    throw new Fault('press.form', { what: 'pH 应在 0 到 14 之间' });
  return found;
}

/** What the form of an outfall asks for: the usual items, and those for which it has limits of its own. */
export const askedItems = (own: readonly { item: string }[]): Item[] => {
  const more = own.map(({ item }) => item as Item).filter((item) => !FORM_ITEMS.includes(item));
  return [...FORM_ITEMS, ...new Set(more)];
};
