import { renderRectifications } from '../../../cards/rectifications';
import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { rectificationOf } from '../../core/policy';
import {
  byDimension,
  medianOf,
  openRectifications,
  readGroups,
  readLedBy,
  readReachProgress,
  sumOf,
  surveyedUntil,
  tracedSince,
} from '../../rectification';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { ledgerTown } from '../mayHave';
import { deadlineOf } from '../words';

/** 整治进度: what waits for the recipient; to the office the county, to a town its own and the county's middle one. */
export const rectifications: Presenter = async ({ policies, calendar }, reader, { recipient, at }) => {
  const policy = policies.current;
  const today = dayOf(at);
  const roles = await rolesHeld(reader, recipient.id);
  const townId = await ledgerTown(reader, recipient, roles, policy);
  const open = (await openRectifications(reader, { policy, calendar }, { today }))
    .filter(({ responsible, baseline }) => responsible.includes(recipient.id) && !baseline)
    .sort((a, b) => a.dueDay.localeCompare(b.dueDay));
  const rows = open.map(({ outfallId, version, title, dueDay }) => ({
    ref: { type: 'rectification' as const, id: outfallId, version },
    title,
    deadline: deadlineOf(calendar, today, dueDay),
  }));
  const common = { person: recipient.id, today, rows };
  const { milestones } = rectificationOf(policy);
  if (townId === undefined) {
    const led = await readLedBy(reader, policy, recipient, { roles, today });
    const figures = led && sumOf(led.groups, milestones.length);
    const nothing = { traced: null, surveyed: null, milestones: [], towns: [], median: null };
    const place = led?.unit.name ?? '';
    return {
      card: renderRectifications({ ...common, ...nothing, figures, place, files: false }),
      pictures: [],
    };
  }
  const [all, reaches, units] = await Promise.all([
    readGroups(reader, policy, { today }),
    readReachProgress(reader, townId),
    reader.find(Unit, { type: ['镇', '管委会'] }, { order: { code: 'ASC' } }),
  ]);
  const own = townId === null ? all : all.filter((group) => group.townId === townId);
  const sum = sumOf(own, milestones.length);
  const tracedBy = await Promise.all(
    milestones.map(async ({ day, traced }) => {
      if (!traced) return null;
      const since = day < today ? await tracedSince(reader, day, townId) : 0;
      return { done: sum.traced - since, total: sum.all };
    }),
  );
  const surveyedBy = (day: string) => ({ done: surveyedUntil(reaches, day), total: reaches.length });
  const tallies = new Map(byDimension(all, 'town', 0).map(({ key, tally }) => [Number(key), tally]));
  const yearEnd = `${today.slice(0, 4)}-12-31`;
  return {
    card: renderRectifications({
      ...common,
      place: townId === null ? '全县' : (units.find(({ id }) => id === townId)?.name ?? ''),
      figures: sum,
      traced: { done: sum.traced, total: sum.all },
      surveyed: surveyedBy(today),
      milestones: [
        ...milestones.map(({ day, percent, traced }, n) => ({
          day,
          percent,
          done: day < today ? (sum.by[n] ?? 0) : sum.done,
          total: sum.total,
          traced: tracedBy[n] ?? null,
          surveyed: traced ? surveyedBy(day) : null,
        })),
        // After the plan's own targets each year has to do what its annual plan says.
        ...(milestones.every(({ day }) => day < yearEnd) && sum.year > 0
          ? [
              {
                day: yearEnd,
                percent: 100,
                done: sum.yearDone,
                total: sum.year,
                traced: null,
                surveyed: null,
              },
            ]
          : []),
      ],
      towns:
        townId === null
          ? units.flatMap(({ id, name }) => {
              const tally = tallies.get(id);
              return tally && tally.total > 0 ? [{ ...tally, name }] : [];
            })
          : [],
      median: townId === null ? null : medianOf(all),
      files: townId === null,
    }),
    pictures: [],
  };
};
