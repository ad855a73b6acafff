/**
 * Charts of scores as VChart specs, for cards and pages alike. VChart 1.12 as Feishu draws it (kinds, no functions):
 * `src/sandbox/cardRules` refuses what clients refuse.
 */
import { type Chart, plain } from './kit';

/** Twelve months fit a phone's width. */
const MOST_POINTS = 12;

const LABEL = {
  visible: true,
  overlap: false,
  style: { fill: '#1f2329', lineWidth: 0 },
};

/** A name and its score in hundredths. */
export interface ScoreBar {
  name: string;
  score: number | null;
}

/** Bars from 0 to 100, each with its figure behind it: a town without points has a figure, too. */
export const scoreBarsSpec = (bars: readonly ScoreBar[]): Chart['chart_spec'] => ({
  type: 'bar',
  direction: 'horizontal',
  data: { values: bars.map(({ name, score }) => ({ town: plain(name, 12), score: (score ?? 0) / 100 })) },
  xField: 'score',
  yField: 'town',
  label: { ...LABEL, position: 'outside', formatter: '{score:.2f}' },
  padding: { top: 8, bottom: 8, left: 4, right: 48 },
  axes: [
    { orient: 'left', type: 'band', sampling: false, maxWidth: '60%', tick: { visible: false } },
    { orient: 'bottom', type: 'linear', min: 0, max: 100, visible: false },
  ],
});

export const scoreBars = (bars: readonly ScoreBar[]): Chart => ({
  tag: 'chart',
  height: `${30 + 24 * bars.length}px`,
  color_theme: 'brand',
  chart_spec: scoreBarsSpec(bars),
});

/** One period: 10月, and scores in hundredths; null where there was nothing to score. */
export interface TrendPoint {
  period: string;
  own: number | null;
  median: number | null;
}

/** The ten below the lowest score: from 0 up, a few points of change are a flat line. */
const floorOf = (points: readonly TrendPoint[]): number => {
  const scores = points.flatMap(({ own, median }) => [own, median]).filter((score) => score !== null);
  return Math.max(0, Math.floor(Math.min(...scores, 10_000) / 1_000) * 10 - 10);
};

/** A line through the periods, and a second one for the county's middle where it is told. What is missing is a gap. */
export const scoreTrendSpec = (points: readonly TrendPoint[], ownName: string): Chart['chart_spec'] => ({
  type: 'line',
  data: {
    values: points.slice(-MOST_POINTS).flatMap(({ period: name, own, median }) => {
      const period = plain(name, 8);
      return [
        { period, who: plain(ownName, 12), score: own },
        { period, who: '全县中位', score: median },
      ].flatMap((point) => (point.score === null ? [] : [{ ...point, score: point.score / 100 }]));
    }),
  },
  xField: 'period',
  yField: 'score',
  seriesField: 'who',
  // Two lines that run close together keep the figures that have room.
  label: { ...LABEL, overlap: { hideOnHit: true }, position: 'top', formatter: '{score:.1f}' },
  legends: {
    visible: points.some(({ own }) => own !== null) && points.some(({ median }) => median !== null),
    orient: 'top',
  },
  padding: { top: 8, bottom: 4, left: 4, right: 16 },
  axes: [
    { orient: 'bottom', type: 'band', tick: { visible: false } },
    { orient: 'left', type: 'linear', min: floorOf(points), max: 105, visible: false },
  ],
});

/** Nothing where there are fewer than three periods: two points are told in words. */
export const scoreTrend = (points: readonly TrendPoint[], ownName: string): Chart[] =>
  points.filter(({ own, median }) => own !== null || median !== null).length < 3
    ? []
    : [
        {
          tag: 'chart',
          height: '180px',
          color_theme: 'brand',
          chart_spec: scoreTrendSpec(points, ownName),
        },
      ];
