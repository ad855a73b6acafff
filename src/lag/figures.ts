import {
  SERIOUSNESS,
  type Seriousness,
  type StandingFigures,
  type StandingRecords,
  type Unit,
} from '../../entities';

/*
 * 滞后: how each unit and each chief stands. What the records themselves say of any day (patrols) is asked of them;
 * what they only say of now (deadlines move, findings are as of a day) is kept day by day (keepSnapshots.ts).
 */

/** Patrols whose period is over, 停巡 and empty posts left out. */
export interface PatrolCounts {
  due: number;
  done: number;
  /** Not done, and no longer to be entered. */
  missed: number;
  /** Not done, and can still be entered late (待补录). */
  waiting: number;
}

/** What lags, as it is opened: each has its records. */
export const LAG_FIGURES = ['patrols', 'problems', 'outfalls', 'findings', 'complaints', 'notices'] as const;
export type LagFigure = (typeof LAG_FIGURES)[number];

export interface UnitLag {
  unit: Pick<Unit, 'id' | 'code' | 'name' | 'type'>;
  patrols: PatrolCounts;
  figures: StandingFigures;
  records: StandingRecords;
}

export interface ChiefLag {
  personId: number;
  reachId: number;
  level: 'county' | 'town' | 'village';
  /** The town whose reach it is. */
  townId: number;
  patrols: PatrolCounts;
  /** Overdue problems that the chief has in hand. */
  problems: number[];
}

export const NO_PATROLS: PatrolCounts = { due: 0, done: 0, missed: 0, waiting: 0 };

export const addPatrols = (a: PatrolCounts, b: PatrolCounts): PatrolCounts => ({
  due: a.due + b.due,
  done: a.done + b.done,
  missed: a.missed + b.missed,
  waiting: a.waiting + b.waiting,
});

const none = () => ({ open: 0, overdue: 0 });

export const noFigures = (): StandingFigures => ({
  problems: Object.fromEntries(SERIOUSNESS.map((one) => [one, none()])) as Record<
    Seriousness,
    { open: number; overdue: number }
  >,
  complaints: none(),
  rectification: { total: 0, done: 0, due: 0, dueDone: 0 },
  findings: 0,
  notices: none(),
});

export const noRecords = (): StandingRecords => ({
  problems: {},
  complaints: [],
  outfalls: [],
  findings: {},
  notices: [],
  documents: [],
});

/** How many of a unit's records lag, figure by figure. */
export const laggingOf = ({
  patrols,
  figures,
  records,
}: Pick<UnitLag, 'patrols' | 'figures' | 'records'>): Record<LagFigure, number> => ({
  patrols: patrols.missed + patrols.waiting,
  problems: SERIOUSNESS.reduce((sum, one) => sum + figures.problems[one].overdue, 0),
  outfalls: records.outfalls.length,
  findings: figures.findings,
  complaints: figures.complaints.overdue,
  notices: figures.notices.overdue,
});
