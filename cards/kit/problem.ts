/** What is said of a problem on every card that is about one. */
import type { Seriousness } from '../../entities/Problem';
import { columns, type InCard, markdown, panel, photo, photoRow } from './elements';
import { int } from './fields';
import { clip, coloured, grey, inline, join, md, paragraph, type SafeMd } from './text';
import { type Day, dayWords, localName } from './words';

export const SERIOUSNESS = ['立行立改', '一般', '较重', '重大'] as const satisfies readonly Seriousness[];

/** What every press on a problem carries. */
export const ON_PROBLEM = { problem: int(), version: int() };

/** Photos of one side. `count` may be more than the keys: some are not uploaded yet, or more than three. */
export interface Photos {
  count: number;
  /** Image keys that this app uploaded. */
  keys: string[];
}

export interface ProblemFacts {
  /** The group, as the county names it: 排污口. */
  category: string;
  /** What exactly; left out when nobody said. */
  kind?: string | null;
  /** What brought it up, when it was no patrol: 投诉. */
  source?: string | null;
  /** How many reported it; left out for one. */
  reports?: number;
  seriousness: Seriousness;
  /** 汾河 · 古交镇第一村段. */
  reach: string;
  /** 桥西雨洪排口，桥下50米. */
  place: string;
  words: string;
  /** Who found it, by post: 古交镇第一村河长. */
  finder: string;
  foundOn: Day;
  photos: Photos;
}

/** As much of somebody's words as fits on the screen; the rest opens with a tap. */
const SEEN = 160;
const WHOLE = 2000;
/** Three such texts and their card stay under 30 KB; 2,000 Chinese characters are no more. */
const WHOLE_BYTES = 6000;
const WORST_BYTES_A_CHARACTER = 6;

const seriousnessWords = (seriousness: Seriousness): SafeMd => {
  if (seriousness === '重大') return coloured('red', md`重大`);
  return seriousness === '较重' ? coloured('orange', md`较重`) : md`${seriousness}`;
};

/** Words whole, or what of them fits when nearly every character had to be escaped. */
function whole(words: string): SafeMd {
  const all = paragraph(words, WHOLE);
  return Buffer.byteLength(all.toString()) <= WHOLE_BYTES
    ? all
    : paragraph(words, WHOLE_BYTES / WORST_BYTES_A_CHARACTER);
}

/** Somebody's words under a grey label, the long ones folded. */
export function said(label: string, words: string): InCard[] {
  const length = Array.from(clip(words, WHOLE)).length;
  const start = markdown(join([grey(md`${label}`), paragraph(words, SEEN)]));
  return length <= SEEN ? [start] : [start, panel('看全文', [markdown(whole(words))])];
}

const photosLine = ({ count, keys }: Photos, label: string): SafeMd => {
  if (count === 0) return md`${grey(md`${label}`)} 还没有照片`;
  return md`${grey(md`${label}`)} 照片${count}张${keys.length === 0 ? '，正在上传' : ''}`;
};

/** The photos of one side, or a line that says there are none yet. */
export const shownPhotos = (photos: Photos, label: string): InCard[] => [
  markdown(photosLine(photos, label)),
  ...(photos.keys.length > 0 ? [photoRow(photos.keys, label)] : []),
];

/** The first photo of each side next to each other, the others folded. */
export function beforeAndAfter(
  before: Photos,
  after: Photos,
  [was, is]: readonly [string, string] = ['发现时', '处理后'],
): InCard[] {
  const sideOf = (photos: Photos, label: string): InCard[] => [
    markdown(photosLine(photos, label)),
    ...photos.keys.slice(0, 1).map((key) => photo(key, label, 140)),
  ];
  const others = [...before.keys.slice(1, 3), ...after.keys.slice(1, 3)];
  return [
    columns<InCard>(
      [
        { weight: 1, elements: sideOf(before, was) },
        { weight: 1, elements: sideOf(after, is) },
      ],
      'top',
    ),
    ...(others.length > 0
      ? [panel(`其余照片${others.length}张`, otherRows([before, was], [after, is]))]
      : []),
  ];
}

const otherRows = (...sides: readonly (readonly [Photos, string])[]): InCard[] =>
  sides
    .filter(([{ keys }]) => keys.length > 1)
    .flatMap(([{ keys }, label]) => [markdown(grey(md`${label}`)), photoRow(keys.slice(1, 3), label)]);

/** 排污口 · 污水直排. */
const whatFound = ({ category, kind }: ProblemFacts): SafeMd =>
  kind ? md`**${inline(category, 16)}** · ${inline(kind, 32)}` : md`**${inline(category, 16)}**`;

/** What kind of problem, where, who found it. */
export function problemLines(today: Day, facts: ProblemFacts): InCard {
  const { source, reports = 1 } = facts;
  const found = md`${grey(md`${source ? '登记' : '发现'}`)} ${inline(facts.finder, 40)}，${dayWords(today, facts.foundOn)}`;
  return markdown(
    join([
      md`${whatFound(facts)} · ${seriousnessWords(facts.seriousness)}`,
      ...(source ? [md`${grey(md`来源`)} ${inline(source, 12)}`] : []),
      md`${grey(md`地点`)} ${inline(localName(facts.place), 80)}`,
      reports > 1 ? md`${found}，共**${reports}人次**反映` : found,
    ]),
  );
}

/** All that was found: what, where, by whom, in which words, with which photos. */
export const problemFacts = (today: Day, facts: ProblemFacts): InCard[] => [
  problemLines(today, facts),
  ...said('情况', facts.words),
  ...shownPhotos(facts.photos, '发现时'),
];
