import type { CardRef } from '../../../cards/kit';
import { type LagFigureView, type LagView, renderLag } from '../../../cards/lag';
import { SERIOUSNESS } from '../../../entities';
import { dayOf } from '../../core/days';
import { middle } from '../../core/middle';
import { isTown } from '../../core/workbook/lookups';
import {
  FIGURE_WORDS,
  LAG_FIGURES,
  type LagRecord,
  lagAt,
  laggingOf,
  recordsOf,
  type UnitLag,
} from '../../lag';
import { percentOf } from '../../rectification';
import { rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { lagUnitOf } from '../mayHaveLag';

/** 滞后: to the office and the county's leaders every unit; of one unit every figure with its records. */
export const lag: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const roles = await rolesHeld(reader, recipient.id);
  const own = await lagUnitOf(reader, recipient, roles, deps.policies.current);
  if (own === null || (own !== 0 && own !== subject.id)) return null;
  const found = await lagAt(reader, deps, { at });
  const towns = found.units.filter(({ unit }) => isTown(unit.type));
  const common = { today: dayOf(at), median: null, figures: [], units: [] };
  if (subject.id === 0) {
    const figures = countyFigures(found.units, towns);
    return {
      card: renderLag({ ...common, ...countyOf(towns), figures, units: found.units.map(unitRow) }),
      pictures: [],
    };
  }
  const one = found.units.find(({ unit }) => unit.id === subject.id);
  if (!one) return null;
  const records = await recordsOf(reader, one, found.span);
  return {
    card: renderLag({
      ...common,
      place: one.unit.name,
      patrols: isTown(one.unit.type) ? patrolWords([one]) : null,
      rectification: rectificationOf([one]),
      median: own === 0 ? null : middleOf(towns),
      figures: figuresOf(one, records, own === 0),
    }),
    pictures: [],
  };
};

const sum = (units: readonly UnitLag[], of: (unit: UnitLag) => number): number =>
  units.reduce((all, unit) => all + of(unit), 0);

function patrolWords(units: readonly UnitLag[]): string {
  const [due, done] = [sum(units, ({ patrols }) => patrols.due), sum(units, ({ patrols }) => patrols.done)];
  return due === 0 ? '今年还没有到期的巡河' : `今年应巡${due}次，已巡${done}次`;
}

function rectificationOf(units: readonly UnitLag[]): LagView['rectification'] {
  const total = sum(units, ({ figures }) => figures.rectification.total);
  if (total === 0) return null;
  const of = (key: 'done' | 'due') => sum(units, ({ figures }) => figures.rectification[key]);
  return { done: percentOf(of('done'), total), expected: percentOf(of('due'), total) };
}

const countyOf = (towns: readonly UnitLag[]): Pick<LagView, 'place' | 'patrols' | 'rectification'> => ({
  place: '全县',
  patrols: patrolWords(towns),
  rectification: rectificationOf(towns),
});

/** Percent done in the middle one of the towns that have something to rectify; null without any. */
const middleOf = (towns: readonly UnitLag[]): number | null =>
  middle(towns.flatMap((town) => rectificationOf([town])?.done ?? []));

/** Only counted: the records are behind each unit. An outfall is its town's, and its lead department's beside: counted once. */
const countyFigures = (units: readonly UnitLag[], towns: readonly UnitLag[]): LagFigureView[] =>
  LAG_FIGURES.map((figure) => ({
    name: FIGURE_WORDS[figure],
    count: sum(figure === 'outfalls' ? towns : units, (unit) => laggingOf(unit)[figure]),
    of: '',
    records: [],
  }));

function unitRow(one: UnitLag): LagView['units'][number] {
  const counts = laggingOf(one);
  const lagging = LAG_FIGURES.filter((figure) => counts[figure] > 0);
  return {
    name: one.unit.name,
    lagging: lagging.reduce((all, figure) => all + counts[figure], 0),
    words: lagging.map((figure) => `${FIGURE_WORDS[figure]}${counts[figure]}`).join('，'),
    ref: { type: 'lag', id: one.unit.id, version: 0 },
  };
}

function figuresOf(one: UnitLag, records: readonly LagRecord[], office: boolean): LagFigureView[] {
  const counts = laggingOf(one);
  const { problems, complaints, notices } = one.figures;
  const open: Partial<Record<LagRecord['figure'], number>> = {
    problems: SERIOUSNESS.reduce((all, kind) => all + problems[kind].open, 0),
    complaints: complaints.open,
    notices: notices.open,
  };
  return LAG_FIGURES.map((figure) => ({
    name: FIGURE_WORDS[figure],
    count: counts[figure],
    of: open[figure] ? `没办结的共${open[figure]}件` : '',
    records: records
      .filter((record) => record.figure === figure)
      .map(({ title, note, dueDay, kind, id }) => ({ title, note, dueDay, ref: refOf(kind, id, office) })),
  }));
}

/** The card behind a record, where this reader may have one. */
function refOf(kind: LagRecord['kind'], id: number, office: boolean): CardRef | null {
  if (kind === 'problem') return { type: office ? 'problemDesk' : 'problemWork', id, version: 0 };
  if (kind === 'outfall') return { type: 'rectification', id, version: 0 };
  return null;
}
