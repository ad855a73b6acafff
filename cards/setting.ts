/** 设置申请: 受理 · 补正 · 转报 · 结果, to 分局; to whoever applied, how it goes and what is missing. */
import type {
  SettingAuthority,
  SettingKind,
  SettingMode,
  SettingState,
} from '../entities/SettingApplication';
import {
  type Card,
  choice,
  clip,
  coloured,
  type Day,
  type Deadline,
  datePicker,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  grey,
  inline,
  input,
  int,
  join,
  localName,
  markdown,
  md,
  notYours,
  option,
  optionalDay,
  optionalWords,
  type RootElement,
  said,
  select,
  type TextTag,
  tag,
  urgencyOf,
  words,
} from './kit';

const WORDS_LIMIT = 500;
const NO_LIMIT = 64;
const ZONE_LIMIT = 160;
const MOST_ZONES = 3;
const MOST_PAPERS = 12;
const MOST_STEPS = 6;
const STEP_LIMIT = 120;

const OUTCOMES = ['同意', '登记', '不予同意'] as const;
const AUTHORITIES = ['市', '省'] as const satisfies readonly SettingAuthority[];

export interface SettingFacts {
  kind: SettingKind;
  mode: SettingMode;
  name: string;
  /** 内部编号 of one that the ledger has. */
  code: string | null;
  class2: string;
  /** 汾河 · 古交镇段. */
  reach: string;
  /** 111.220000，35.610000. */
  position: string;
  dailyVolumeM3: number;
  owner: string;
  /** 古交镇联络员，镇代办. */
  by: string;
  actedFor: boolean;
  words: string;
  receivedOn: Day;
}

export type SettingView = Deadline & { id: number; version: number; place: string } & (
    | { state: 'notYours' }
    | {
        state: SettingState;
        /** Whose part in it: 分局, whoever applied, or one who looks on. */
        role: 'reviewer' | 'applicant' | 'watcher';
        facts: SettingFacts;
        /** What the zones say of the place. */
        zone: { control: '禁止' | '限制' | null; says: string[] };
        /** What an application consists of. */
        papers: readonly string[];
        /** What is missing can still be said. */
        askable: boolean;
        declinable: boolean;
        /** The time to say it is over: it counts as accepted. */
        lapsed: boolean;
        /** Who decides; `direct` when 分局 itself does. */
        authority: { code: SettingAuthority; name: string; direct: boolean };
        routes: readonly { code: (typeof AUTHORITIES)[number]; name: string }[];
        outcomes: readonly (typeof OUTCOMES)[number][];
        /** What was done so far, the newest last. */
        steps: { what: string; on: Day; words: string | null }[];
      }
  );
type Shown = Exclude<SettingView, { state: 'notYours' }>;

const ON = { setting: int(), version: int() };

/** 受理; in a zone that limits outfalls with the reason. */
export const settingAccept = defineAction({
  name: 'setting.accept',
  value: ON,
  form: () => fields({ why: optionalWords('为什么可以受理', WORDS_LIMIT) }),
});
/** 一次性告知. */
export const settingAsk = defineAction({
  name: 'setting.ask',
  value: ON,
  form: () => fields({ missing: words('缺什么', WORDS_LIMIT) }),
});
/** 不予受理. */
export const settingDecline = defineAction({
  name: 'setting.decline',
  value: ON,
  form: () => fields({ grounds: words('不予受理的理由', WORDS_LIMIT) }),
});
/** 补正. */
export const settingSupply = defineAction({
  name: 'setting.supply',
  value: ON,
  form: () => fields({ supplied: words('补了什么', WORDS_LIMIT) }),
});
/** 撤回. */
export const settingWithdraw = defineAction({ name: 'setting.withdraw', value: ON });
/** 转报. */
export const settingForward = defineAction({
  name: 'setting.forward',
  value: ON,
  form: () =>
    fields({
      authority: choice('报到哪里', AUTHORITIES),
      day: optionalDay('转报日期'),
      no: optionalWords('转报文号', NO_LIMIT),
    }),
});
/** 结果. */
export const settingResult = defineAction({
  name: 'setting.result',
  value: ON,
  form: () =>
    fields({
      outcome: choice('结果', OUTCOMES),
      day: optionalDay('结果日期'),
      no: optionalWords('批文号', NO_LIMIT),
      reason: optionalWords('说明', WORDS_LIMIT),
    }),
});

const STATE: Record<SettingState, [words: string, colour: TextTag['color']]> = {
  submitted: ['待受理', 'blue'],
  asked: ['待补正', 'orange'],
  accepted: ['已受理', 'blue'],
  forwarded: ['已转报', 'blue'],
  granted: ['同意', 'green'],
  registered: ['已登记', 'green'],
  denied: ['不予同意', 'red'],
  declined: ['不予受理', 'red'],
  withdrawn: ['已撤回', 'neutral'],
};
const ENDED: Partial<Record<SettingState, 'done' | 'closed'>> = {
  granted: 'done',
  registered: 'done',
  denied: 'closed',
  declined: 'closed',
  withdrawn: 'closed',
};

/** To 分局. */
const HELP: Partial<Record<SettingState, string>> = {
  submitted: '补正只告知一次，没按时告知就算受理。',
  forwarded: '结果会记进台账的“审批登记”。',
  granted: '结果已记进台账的“审批登记”。',
  registered: '结果已记进台账的“审批登记”。',
};

function factsOf({ facts, today }: Shown): RootElement[] {
  const by = facts.actedFor ? md`${inline(facts.by, 40)}，镇代办` : md`${inline(facts.by, 40)}`;
  return [
    markdown(
      join([
        md`**${inline(localName(facts.name), 80)}**`,
        facts.code === null ? null : md`${grey(md`编号`)} ${inline(facts.code, 32)}`,
        md`${grey(md`类别`)} ${inline(facts.class2, 32)}，${facts.mode}`,
        md`${grey(md`位置`)} ${inline(localName(facts.reach), 60)}`,
        md`${grey(md`坐标`)} ${inline(facts.position, 40)}`,
        md`${grey(md`排水量`)} 每天${facts.dailyVolumeM3}立方米`,
        md`${grey(md`责任主体`)} ${inline(facts.owner, 60)}`,
        md`${grey(md`谁报的`)} ${by}，${dayWords(today, facts.receivedOn)}`,
      ]),
    ),
    ...said('情况', clip(facts.words, WORDS_LIMIT)),
  ];
}

const zoneLines = ({ zone }: Shown): RootElement[] =>
  zone.says
    .slice(0, MOST_ZONES)
    .map((one) =>
      markdown(coloured(zone.control === '禁止' ? 'red' : 'orange', md`${inline(one, ZONE_LIMIT)}`)),
    );

/** The last step in full: it is what the next one answers. */
const stepLines = ({ steps, today }: Shown): RootElement[] =>
  steps.slice(-MOST_STEPS).flatMap(({ what, on, words: more }, n, shown): RootElement[] => {
    const line = md`${grey(md`${dayWords(today, on)}`)} ${inline(what, 60)}`;
    if (more === null) return [markdown(line)];
    return n === shown.length - 1
      ? [markdown(line), ...said('说明', clip(more, WORDS_LIMIT))]
      : [markdown(join([line, md`${inline(more, STEP_LIMIT)}`]))];
  });

const long = (name: string, label: string, placeholder: string, required = true) =>
  input(name, { label, placeholder, maxLength: WORDS_LIMIT, multiline: true, rows: 2, required });

function decline(view: Shown, value: { setting: number; version: number }): RootElement[] {
  if (!view.declinable) return [];
  const preset = view.zone.control === '禁止' ? view.zone.says.join('；').slice(0, WORDS_LIMIT) : undefined;
  return [
    form('decline', [
      input('grounds', {
        label: '不予受理的理由',
        placeholder: '依据哪一条',
        maxLength: WORDS_LIMIT,
        multiline: true,
        rows: 2,
        required: true,
        value: preset,
      }),
      settingDecline.submit({
        value,
        label: '不予受理',
        look: view.zone.control === '禁止' ? 'primary_filled' : 'default',
      }),
    ]),
  ];
}

function review(view: Shown, value: { setting: number; version: number }): RootElement[] {
  const { zone, papers, askable, lapsed } = view;
  const accept: RootElement[] =
    zone.control === '禁止'
      ? [markdown(md`在禁止设置的区域里，**不能受理**。`)]
      : zone.control === '限制'
        ? [
            form('accept', [
              long('why', '限制设置的区域，为什么可以受理', '依据、论证结论'),
              settingAccept.submit({ value, label: '受理' }),
            ]),
          ]
        : [settingAccept.button({ value, label: '受理' })];
  const listed = papers.slice(0, MOST_PAPERS).join('、');
  return [
    ...(lapsed
      ? [markdown(coloured('red', md`过了告知补正的期限，按《行政许可法》第三十二条算已经受理。`))]
      : []),
    ...accept,
    ...(askable
      ? [
          form('ask', [
            markdown(md`${grey(md`应有材料`)} ${inline(listed, 200)}`),
            long('missing', '材料不全，一次说清缺什么', '缺哪几样、哪里要改'),
            settingAsk.submit({ value, label: '一次性告知补正', look: 'default' }),
          ]),
        ]
      : []),
    ...decline(view, value),
  ];
}

function forward(view: Shown, value: { setting: number; version: number }): RootElement[] {
  return [
    form('forward', [
      select(
        'authority',
        view.routes.map(({ code, name }) => option(code, name)),
        { placeholder: '报到哪里', initial: view.authority.code, required: true },
      ),
      datePicker('day', '转报日期，不选就是今天'),
      input('no', { placeholder: '转报文号（可以不写）', maxLength: NO_LIMIT }),
      settingForward.submit({ value, label: '已转报' }),
    ]),
  ];
}

function result(view: Shown, value: { setting: number; version: number }): RootElement[] {
  return [
    form('result', [
      select(
        'outcome',
        view.outcomes.map((one) => option(one, one)),
        { placeholder: '结果', required: true },
      ),
      datePicker('day', '结果日期，不选就是今天'),
      input('no', { placeholder: '批文号、登记号（可以不写）', maxLength: NO_LIMIT }),
      long('reason', '说明', '不予同意的写理由', false),
      settingResult.submit({ value, label: '提交结果' }),
    ]),
  ];
}

/** Whoever applied says it; 分局 says it for whom brought it on paper. */
const supply = (value: { setting: number; version: number }, label: string): RootElement =>
  form('supply', [
    long('supplied', '补了什么', '写清补了哪几样，书面材料交分局'),
    settingSupply.submit({ value, label }),
  ]);

const withdraw = (value: { setting: number; version: number }): RootElement =>
  settingWithdraw.button({
    value,
    label: '撤回申请',
    look: 'default',
    confirm: { title: '撤回申请', text: '撤回以后要重新报' },
  });

/** What there is to do, by whose turn it is. */
function todo(view: Shown): RootElement[] {
  const { state, role, authority } = view;
  const value = { setting: view.id, version: view.version };
  if (role === 'reviewer') {
    if (state === 'submitted') return review(view, value);
    if (state === 'asked') return [supply(value, '材料补来了'), ...decline(view, value)];
    if (state === 'accepted') return authority.direct ? result(view, value) : forward(view, value);
    return state === 'forwarded' ? result(view, value) : [];
  }
  const waits: Partial<Record<SettingState, string>> = {
    submitted: '等分局受理。',
    asked: '等申请人补正。',
    accepted: authority.direct ? '等分局决定。' : '等分局转报。',
    forwarded: `等${authority.name}的结果。`,
  };
  const waiting = waits[state];
  const line = waiting === undefined ? [] : [markdown(md`${inline(waiting, 60)}`)];
  if (role === 'watcher') return line;
  if (state === 'asked') {
    return [supply(value, '已补正'), withdraw(value)];
  }
  return state === 'submitted' || state === 'accepted' ? [...line, withdraw(value)] : line;
}

export function renderSetting(view: SettingView): Card {
  const { today, due } = view;
  const title = '设置申请';
  const place = localName(view.place);
  if (view.state === 'notYours') return notYours(title, place, md`这件申请不归你办，不用管它。`);
  const { state, facts } = view;
  const [words, colour] = STATE[state];
  const ended = ENDED[state];
  return frame({
    tone: ended ?? urgencyOf(view),
    title: `${title}：${facts.kind}`,
    place,
    ...(!ended && { when: [dueWords(today, due), dueShort(today, due)] }),
    tags: [tag(words, colour), tag(facts.mode, 'neutral')],
    summary: `${title}：${facts.name}`,
    body: [...factsOf(view), ...zoneLines(view), ...stepLines(view), ...todo(view)],
    ...(view.role === 'reviewer' && HELP[state] && { help: HELP[state] }),
  });
}
