/** 巡河的其他情况: another way or another time of walking, 顺延, and a patrol without a task. */
import type { PatrolKind } from '../entities/Patrol';
import type { Level } from '../entities/Reach';
import {
  type Card,
  choice,
  columns,
  type Day,
  datePicker,
  dayWords,
  defineAction,
  fields,
  form,
  frame,
  type InForm,
  input,
  int,
  localName,
  markdown,
  md,
  option,
  optionalChoice,
  optionalDay,
  optionalTime,
  optionalWords,
  options,
  pickedCode,
  type RootElement,
  select,
  tag,
  words,
} from './kit';

export const KIND_WORDS = {
  walk: '徒步',
  onsite: '现场处置',
  meeting: '会议协调',
  drone: '无人机',
} as const satisfies Record<PatrolKind, string>;
const KINDS = Object.keys(KIND_WORDS) as PatrolKind[];
const NOTE_LIMIT = 200;
const REASON_LIMIT = 100;
const DAYS = ['1', '2', '3', '4', '5', '6', '7', '10', '14'] as const;
const MOST_REACHES = 40;

interface Entering {
  today: Day;
  /** What counts as a patrol here, the usual one first. */
  kinds: readonly PatrolKind[];
}
export type PatrolMoreView = Entering &
  (
    | {
        state: 'task';
        id: number;
        version: number;
        river: string;
        reach: string;
        /** 本周, 11月. */
        period: string;
        /** By how many days it can be put off; 0 when it cannot. */
        postponeDays: number;
        /** The viewer's own, to be handed to somebody else. */
        own: boolean;
        dueDay: Day;
      }
    /** Without a task: the posts for which the person may walk. */
    | {
        state: 'free';
        person: number;
        version: number;
        posts: { reachId: number; level: Level; river: string; name: string }[];
      }
    | { state: 'over' }
  );

const entryFields = {
  kind: optionalChoice('怎么巡的', KINDS),
  day: optionalDay('哪天'),
  begun: optionalTime('几点开始'),
  ended: optionalTime('几点结束'),
  words: optionalWords('办成了什么', NOTE_LIMIT),
};
const post = pickedCode('哪段河', /^(county|town|village)-\d{1,15}$/).transform((code) => {
  const [level, id] = code.split('-');
  return { level: level as Level, reachId: Number(id) };
});

/** 一切正常，补记: ends the task. */
export const patrolEnter = defineAction({
  name: 'patrol.enter',
  value: { task: int(), version: int() },
  form: () => fields(entryFields),
});
/** 发现问题 on a walk that is entered afterwards: opens the form. */
export const patrolEnterProblem = defineAction({
  name: 'patrol.enterProblem',
  value: { task: int(), version: int() },
  form: () => fields(entryFields),
});
/** 顺延. */
export const patrolPostpone = defineAction({
  name: 'patrol.postpone',
  value: { task: int(), version: int() },
  form: () =>
    fields({ days: choice('顺延几天', DAYS).transform(Number), reason: words('为什么顺延', REASON_LIMIT) }),
});
/** 请人代巡、请假: sends its form. */
export const patrolAbsent = defineAction({ name: 'patrol.absent', value: { task: int(), version: int() } });
/** 一切正常，记下: a patrol without a task. */
export const patrolFree = defineAction({
  name: 'patrol.free',
  value: { person: int(), version: int() },
  form: () => fields({ ...entryFields, post }),
});
/** 发现问题 without a task. */
export const patrolFreeProblem = defineAction({
  name: 'patrol.freeProblem',
  value: { person: int(), version: int() },
  form: () => fields({ ...entryFields, post }),
});

function entry({ kinds }: Entering): InForm[] {
  const [usual, ...others] = kinds;
  return [
    ...(others.length === 0
      ? []
      : [
          select(
            'kind',
            kinds.map((kind) => option(kind, KIND_WORDS[kind])),
            { placeholder: '怎么巡的', initial: usual },
          ),
        ]),
    datePicker('day', '哪天（不选就是今天）'),
    columns<InForm>([
      { weight: 1, elements: [input('begun', { placeholder: '开始 9:30', maxLength: 8 })] },
      { weight: 1, elements: [input('ended', { placeholder: '结束 10:10', maxLength: 8 })] },
    ]),
    ...(kinds.some((kind) => kind === 'onsite' || kind === 'meeting')
      ? [
          input('words', {
            placeholder: '现场处置、会议协调写一句办成了什么',
            maxLength: NOTE_LIMIT,
            multiline: true,
            rows: 2,
          }),
        ]
      : []),
  ];
}

function postpone(view: Extract<PatrolMoreView, { state: 'task' }>): RootElement[] {
  const { id, version, postponeDays, today, dueDay } = view;
  const days = DAYS.filter((day) => Number(day) <= postponeDays);
  if (days.length === 0) return [];
  return [
    markdown(md`**这几天巡不了**，可以顺延一次（原来到${dayWords(today, dueDay)}）`),
    form('postpone', [
      select(
        'days',
        days.map((day) => option(day, `顺延${day}天`)),
        { placeholder: '顺延几天', required: true },
      ),
      input('reason', { placeholder: '为什么顺延', maxLength: REASON_LIMIT, required: true }),
      patrolPostpone.submit({ value: { task: id, version }, label: '顺延', look: 'default' }),
    ]),
  ];
}

export function renderPatrolMore(view: PatrolMoreView): Card {
  switch (view.state) {
    case 'over':
      return frame({
        tone: 'closed',
        title: '其他情况',
        tags: [tag('已结束', 'neutral')],
        body: [markdown(md`这次巡河已经办完，或者不归你办，不用管它。`)],
      });
    case 'task': {
      const { id, version, river, reach, period } = view;
      return frame({
        tone: 'todo',
        title: '其他情况',
        place: localName(`${river} · ${reach}`),
        tags: [tag(period, 'blue')],
        body: [
          markdown(md`**已经巡过了**，补记一下`),
          form('entry', [
            ...entry(view),
            patrolEnter.submit({ value: { task: id, version }, label: '一切正常，补记' }),
            patrolEnterProblem.submit({ value: { task: id, version }, label: '发现问题', look: 'danger' }),
          ]),
          ...postpone(view),
          ...(view.own
            ? [
                patrolAbsent.button({
                  value: { task: id, version },
                  label: '请人代巡、请假',
                  look: 'default',
                }),
              ]
            : []),
        ],
        help: '当时没信号，过后补记一样算。',
      });
    }
    case 'free': {
      const { person, version, posts } = view;
      const value = { person, version };
      const [only] = posts;
      const choices = options(
        posts.slice(0, MOST_REACHES).map(({ reachId, level, river, name }) => ({
          code: `${level}-${reachId}`,
          name: localName(`${river} · ${name}`),
        })),
      );
      return frame({
        tone: 'todo',
        title: '另记一次巡河',
        body: [
          form('free', [
            select('post', choices, {
              placeholder: '哪段河',
              initial: posts.length === 1 && only ? `${only.level}-${only.reachId}` : null,
              required: true,
            }),
            ...entry(view),
            patrolFree.submit({ value, label: '一切正常，记下' }),
            patrolFreeProblem.submit({ value, label: '发现问题', look: 'danger' }),
          ]),
        ],
        help: '没有任务也能记。这段河有任务没交的，记下就算交了。',
      });
    }
  }
}
