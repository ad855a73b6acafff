import { type LastSample, renderMonitorForm } from '../../../cards/monitorForm';
import { Outfall } from '../../../entities';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { monitoringOf } from '../../core/policy';
import {
  askedItems,
  ITEM_NAMES,
  lastResults,
  limitsOf,
  limitWords,
  mayRecord,
  ownLimits,
  readingWords,
  unitOf,
} from '../../monitoring';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

/** 监测结果 of one outfall: what was found before, and the form for the next sample. */
export const monitorForm: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const outfall = await reader.findOne(Outfall, { id: subject.id });
  if (!outfall) return null;
  const roles = await rolesHeld(reader, recipient.id);
  const { id, name, version } = outfall;
  const common = { today: dayOf(at), outfall: { id, name }, version };
  if (!mayRecord(roles)) {
    return { card: renderMonitorForm({ ...common, state: 'notYours' }), pictures: [] };
  }
  const [own, results] = await Promise.all([ownLimits(reader, [id]), lastResults(reader, id)]);
  const limits = limitsOf(outfall, own, monitoringOf(policies.current));
  const samples = groupBy(results, (one) => `${one.sampledDay} ${one.sampledTime} ${one.method}`);
  const last = [...samples.values()].flatMap((sample): LastSample[] => {
    const [first] = sample;
    if (!first) return [];
    const said = sample.toReversed().map((one) => ({ words: readingWords(one), verdict: one.verdict }));
    return [{ on: first.sampledDay, method: first.method, results: said }];
  });
  const card = renderMonitorForm({
    ...common,
    state: 'open',
    items: askedItems(own).map((item) => {
      const limit = limits.get(item);
      return {
        n: ITEM_NAMES.indexOf(item),
        name: item,
        unit: unitOf(item),
        limit: limit ? limitWords(limit) : null,
      };
    }),
    last,
    method: results[0]?.method ?? '实验室',
    lab: results.find(({ lab }) => lab !== null)?.lab ?? null,
  });
  return { card, pictures: [] };
};
