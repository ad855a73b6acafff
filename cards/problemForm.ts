/** 发现问题: one form and one photo. Without the photo it is registered and handed on at once, marked 还差照片. */
import type { Category, Seriousness } from '../entities/Problem';
import {
  byWords,
  CATEGORIES,
  type Card,
  choice,
  columns,
  type Day,
  type Due,
  defineAction,
  fields,
  form,
  frame,
  grey,
  type InForm,
  inline,
  input,
  join,
  markdown,
  md,
  nameOnReach,
  notYours,
  ON_PROBLEM,
  option,
  optionalWords,
  options,
  type ProblemFacts,
  pickedCode,
  problemFacts,
  SERIOUSNESS,
  select,
  tag,
  words,
} from './kit';

const WORDS_LIMIT = 1000; // Feishu's own limit of an input
const SPOT_LIMIT = 100;
const MOST_PLACES = 40; // each option is one of the card's 200 elements
/** The place is none of the list: it must then be written. */
export const OTHER_PLACE = 'other';

interface Filling {
  state: 'filling';
  /**
   * Outfalls and landmarks of the reach, and the reaches below it; `code` is a letter and an id: `o17`. At most
   * forty are offered. A code that begins with `r` is a whole reach, so that the place must be written besides.
   */
  places: { code: string; name: string }[];
  /** What is known already: the outfall that was 异常, or what was filled in before. */
  draft: { place?: string; spot?: string; category?: Category; seriousness?: Seriousness; words?: string };
  photos: number;
}
interface Submitted {
  state: 'submitted';
  today: Day;
  facts: ProblemFacts;
  /** The town that handles it, and by when; null once it is closed. */
  handler: string;
  due: Due | null;
  /** Where it stands: 等古交镇签收. */
  progress: string;
}
export type ProblemFormView = {
  id: number;
  version: number;
  /** 汾河. */
  river: string;
  /** 古交镇第一村段. */
  reach: string;
} & (Filling | Submitted | { state: 'withdrawn' | 'notYours' });

const isVague = (place: string): boolean => place === OTHER_PLACE || place.startsWith('r');

/** 提交. `place` is the code of an outfall or landmark of the list (the bot checks that it is one), or `other`. */
export const problemSubmit = defineAction({
  name: 'problem.submit',
  value: ON_PROBLEM,
  form: () =>
    fields({
      place: pickedCode('地点', /^(?:[a-z]\d{1,15}|other)$/),
      spot: optionalWords('具体位置', SPOT_LIMIT),
      category: choice('哪类问题', CATEGORIES),
      seriousness: choice('轻重', SERIOUSNESS),
      words: words('情况', WORDS_LIMIT),
    }).refine(({ place, spot }) => !isVague(place) || spot !== '', '请在“具体位置”里写明在哪里。'),
});
/** 撤销: before it is handed on. */
export const problemWithdraw = defineAction({
  name: 'problem.withdraw',
  value: ON_PROBLEM,
});

/** Of too many places the last outfalls are left out, never a reach, an end, or the one that was chosen before. */
function offered(places: Filling['places'], chosen: string | undefined): Filling['places'] {
  const mayGo = places.filter(({ code }) => code.startsWith('o') && code !== chosen);
  const left = new Set(mayGo.slice(mayGo.length - Math.max(0, places.length - MOST_PLACES)));
  return places.filter((place) => !left.has(place));
}

const same = (values: readonly string[]) => values.map((value) => option(value, value));

function fillingBody({ id, version, reach, places, draft, photos }: ProblemFormView & Filling) {
  const press = { problem: id, version };
  const known = options(
    offered(places, draft.place).map(({ code, name }) => ({ code, name: nameOnReach(name, reach) })),
  );
  // Where there are reaches below, each has its own 其他地点: the town that owns it is the one to handle it.
  const below = places.some(({ code }) => code.startsWith('r'));
  return [
    markdown(
      photos > 0
        ? md`已收到照片 **${photos}张**。还有照片就直接发给我。`
        : md`先把照片发给我，一张就够，再填表；没有照片也可以提交。`,
    ),
    form('problem', [
      select('place', [...known, ...(below ? [] : [option(OTHER_PLACE, '其他地点（写在下面）')])], {
        placeholder: '在哪里',
        initial: draft.place ?? (known.length === 0 ? OTHER_PLACE : null),
        required: true,
      }),
      input('spot', {
        placeholder: '具体位置，如桥下50米、村东头',
        maxLength: SPOT_LIMIT,
        value: draft.spot,
        multiline: true,
        rows: 1,
      }),
      select('category', same(CATEGORIES), {
        placeholder: '哪类问题',
        initial: draft.category,
        required: true,
      }),
      columns<InForm>([
        { weight: 1, elements: [markdown(md`轻重`)] },
        {
          weight: 3,
          elements: [
            select('seriousness', same(SERIOUSNESS), {
              placeholder: '选一项',
              initial: draft.seriousness ?? '一般',
              required: true,
            }),
          ],
        },
      ]),
      input('words', {
        placeholder: '看到什么，一两句话',
        maxLength: WORDS_LIMIT,
        value: draft.words,
        multiline: true,
        required: true,
      }),
      problemSubmit.submit({ value: press, label: '提交' }),
    ]),
    problemWithdraw.button({
      value: press,
      label: '撤销',
      look: 'text',
      confirm: { title: '撤销这个问题？', text: '填的内容不会保存。' },
    }),
  ];
}

function submittedBody({ today, facts, handler, due, progress }: Submitted) {
  const town = inline(handler, 30);
  const handed = due ? md`已交给${town}办理，${byWords(today, due)}办完。` : md`${town}已办理完成。`;
  return [markdown(join([handed, grey(inline(progress, 40))])), ...problemFacts(today, facts)];
}

function submittedHelp({ facts, due }: Submitted): string | undefined {
  if (!due) return undefined;
  return facts.photos.count === 0 ? '照片直接发给我，会补进这个问题。' : '办好后请你来核查。';
}

export function renderProblemForm(view: ProblemFormView): Card {
  const title = '发现问题';
  const place = `${view.river} · ${view.reach}`;
  switch (view.state) {
    case 'filling':
      return frame({
        tone: 'todo',
        title,
        place,
        tags: [view.photos > 0 ? tag(`照片${view.photos}张`, 'blue') : tag('待填写', 'blue')],
        body: fillingBody(view),
        help: '当场就能改好的，轻重选“立行立改”。',
      });
    case 'submitted': {
      const lacksPhoto = view.due !== null && view.facts.photos.count === 0;
      const help = submittedHelp(view);
      return frame({
        tone: 'done',
        title,
        place,
        tags: [
          tag(view.due ? '已登记' : '已销号', 'green'),
          ...(lacksPhoto ? [tag('还差照片', 'orange')] : []),
        ],
        body: submittedBody(view),
        ...(help && { help }),
      });
    }
    case 'withdrawn':
      return frame({
        tone: 'closed',
        title,
        place,
        tags: [tag('已撤销', 'neutral')],
        body: [markdown(md`这个问题已撤销，没有登记。要重新报，打开巡河任务再点“发现问题”。`)],
      });
    case 'notYours':
      return notYours(title, place, md`这个问题不归你填，不用管它。`);
  }
}
