/** 通报审批, 约谈草案, 督查草案, and what becomes of them: for whoever signs, and for 县河长办. */
import type { DocumentState } from '../entities/Ladder';
import {
  type Card,
  coloured,
  type Day,
  type Deadline,
  DOCUMENT_WORDS,
  type DocumentReplyView,
  type DocumentText,
  datePicker,
  dayWords,
  defineAction,
  documentBody,
  documentLines,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  grey,
  type InCard,
  inline,
  input,
  join,
  markdown,
  md,
  notYours,
  ON_DOCUMENT,
  openButton,
  optionalDay,
  optionalTime,
  optionalWords,
  options,
  paragraph,
  pickedCode,
  type RootElement,
  RUNG_NAMES,
  replyLines,
  select,
  type TextTag,
  tag,
  urgencyOf,
  words,
} from './kit';

const REASON_LIMIT = 200;
const RECORD_LIMIT = 800;
const PROMISE_LIMIT = 100;
const PLACE_LIMIT = 60;
const MOST_PROMISES = 6;
const MOST_UNITS = 40;
const MOST_STAND_INS = 8;

export interface PromiseLine {
  words: string;
  unit: string;
  due: Day;
  /** 未办到, 等核实, 已办到. */
  stands: string;
}

/** What the reader may do now. */
export interface DeskMay {
  sign: boolean;
  edit: boolean;
  refuse: boolean;
  return: boolean;
  resubmit: boolean;
  judge: boolean;
  record: boolean;
  promise: boolean;
  end: boolean;
}

export type DocumentDeskView = DocumentText & {
  id: number;
  version: number;
  today: Day;
} & (
    | { state: 'notYours' }
    | {
        state: DocumentState;
        /** By when something has to be done about it; null when nothing has. */
        deadline: Deadline | null;
        may: DeskMay;
        /** Nobody holds the role that signs. */
        nobody: boolean;
        /** How many causes were cleared since it was drafted. */
        dropped: number;
        edited: { by: string; on: Day } | null;
        signed: { by: string; on: Day } | null;
        /** 代签: who was asked to sign, for whom, and whether they did. */
        standIn: { by: string; forWhom: string; signed: boolean } | null;
        /** Who can be asked to: codes and names. */
        standIns: { code: string; name: string }[];
        /** Of what was refused or sent back. */
        reason: { by: string; on: Day; words: string } | null;
        /** 约谈: when and where. */
        meeting: { when: string; place: string } | null;
        replyDue: Day | null;
        reply: DocumentReplyView | null;
        record: string | null;
        promises: PromiseLine[];
        /** Who may promise something: codes and names, the document's own unit first. */
        units: { code: string; name: string }[];
        closed: { by: string; on: Day; words: string } | null;
      }
  );
type Open = Exclude<DocumentDeskView, { state: 'notYours' }>;

export const documentApprove = defineAction({ name: 'document.approve', value: ON_DOCUMENT });
/** 签发 of a 约谈. */
export const documentSummon = defineAction({
  name: 'document.summon',
  value: ON_DOCUMENT,
  form: () =>
    fields({
      meetDay: optionalDay('约谈日期'),
      meetTime: optionalTime('约谈时间'),
      meetPlace: words('约谈地点', PLACE_LIMIT),
    }),
});
/** 签发 of a 督查. */
export const documentSupervise = defineAction({
  name: 'document.supervise',
  value: ON_DOCUMENT,
  form: () => fields({ doneBy: optionalDay('办结期限') }),
});
export const documentEdit = defineAction({
  name: 'document.edit',
  value: ON_DOCUMENT,
  form: () => fields({ words: words('正文', DOCUMENT_WORDS) }),
});
const reason = () => fields({ reason: words('理由', REASON_LIMIT) });
/** 退回 of a 通报, 不采取 of a 约谈 or 督查. */
export const documentRefuse = defineAction({ name: 'document.refuse', value: ON_DOCUMENT, form: reason });
/** 退回 of a 约谈 or 督查, to be mended. */
export const documentReturn = defineAction({ name: 'document.return', value: ON_DOCUMENT, form: reason });
/** 请人代签. */
export const documentDepute = defineAction({
  name: 'document.depute',
  value: ON_DOCUMENT,
  form: () => fields({ standIn: pickedCode('谁代签', /^p\d{1,9}$/) }),
});
export const documentResubmit = defineAction({ name: 'document.resubmit', value: ON_DOCUMENT });
const answer = () => fields({ answer: optionalWords('理由', REASON_LIMIT) });
export const documentGrant = defineAction({ name: 'document.grant', value: ON_DOCUMENT, form: answer });
export const documentDeny = defineAction({ name: 'document.deny', value: ON_DOCUMENT, form: answer });
export const documentRecord = defineAction({
  name: 'document.record',
  value: ON_DOCUMENT,
  form: () => fields({ record: words('纪要', RECORD_LIMIT) }),
});
export const documentPromise = defineAction({
  name: 'document.promise',
  value: ON_DOCUMENT,
  form: () =>
    fields({
      promise: words('承诺', PROMISE_LIMIT),
      promiseDay: optionalDay('哪天办到'),
      promiseUnit: pickedCode('谁来办', /^u\d{1,9}$/),
    }),
});
export const documentEnd = defineAction({
  name: 'document.end',
  value: ON_DOCUMENT,
  form: () => fields({ done: words('办结情况', REASON_LIMIT) }),
});
/** 全文, as a file. */
export const documentFile = defineAction({ name: 'document.file', value: ON_DOCUMENT });

const TITLES = { 2: '通报', 3: '约谈', 4: '督查' } as const;

const titleOf = ({ rung, state }: DocumentDeskView): string => {
  if (state === 'draft') return rung === 2 ? '通报审批' : `${TITLES[rung]}草案`;
  return state === 'returned' ? `${TITLES[rung]}草案` : TITLES[rung];
};

function tagsOf({ state, may, reply, rung }: Open): TextTag[] {
  if (state === 'refused') return [tag(rung === 2 ? '已退回' : '不采取', 'neutral')];
  if (state === 'withdrawn') return [tag('已撤下', 'neutral')];
  if (state === 'closed') return [tag('已办结', 'green')];
  if (state === 'returned') return [tag('退回待改', 'orange')];
  if (state === 'draft') return may.sign ? [tag('等你签', 'blue')] : [tag('待签', 'blue')];
  return reply && !reply.decided
    ? [tag(may.judge ? '等你答复' : '待答复', 'blue')]
    : [tag('已发出', 'green')];
}

/** What happened to it so far, a line each. */
function story(view: Open): InCard[] {
  const {
    today,
    state,
    rung,
    signed,
    standIn,
    reason: why,
    meeting,
    replyDue,
    closed,
    edited,
    dropped,
    issuer,
  } = view;
  const lines = [
    view.nobody
      ? coloured('red', md`没有人能签：花名册里没有${inline(issuer, 20)}的人在飞书里，请补上。`)
      : null,
    state === 'withdrawn' ? md`所列的事在签发前都办结了，这份草稿撤下，没有发出。` : null,
    why
      ? md`${inline(why.by, 30)}，${dayWords(today, why.on)}${state === 'refused' && rung !== 2 ? '决定不采取' : '退回'}：${inline(why.words, REASON_LIMIT)}`
      : null,
    signed
      ? md`${inline(signed.by, 30)}${standIn?.signed ? md`代${inline(standIn.forWhom, 30)}` : ''}，${dayWords(today, signed.on)}签发`
      : null,
    state === 'draft' && standIn ? md`${inline(standIn.forWhom, 30)}请${inline(standIn.by, 30)}代签。` : null,
    meeting ? md`约谈：**${inline(meeting.when, 30)}**，${inline(meeting.place, PLACE_LIMIT)}` : null,
    replyDue && state === 'issued'
      ? md`${rung === 2 ? '报整改' : '办结'}期限：${dayWords(today, replyDue)}`
      : null,
    closed
      ? md`${dayWords(today, closed.on)}办结${closed.by === '' ? '' : `，${closed.by}`}${closed.words === '' ? '' : `：${closed.words}`}`
      : null,
    dropped > 0 && (state === 'draft' || state === 'returned')
      ? grey(md`起草后已办结${dropped}件，从附表去掉了。`)
      : null,
    edited ? grey(md`正文由${inline(edited.by, 30)}改过，${dayWords(today, edited.on)}。`) : null,
  ].filter((line) => line !== null);
  return lines.length > 0 ? [markdown(join(lines))] : [];
}

const interviewLines = ({ record, promises, today }: Open): InCard[] => [
  ...(record === null ? [] : [markdown(join([grey(md`约谈纪要`), paragraph(record, RECORD_LIMIT)]))]),
  ...(promises.length === 0
    ? []
    : [
        markdown(
          join([
            grey(md`承诺`),
            ...promises
              .slice(0, MOST_PROMISES)
              .map(
                ({ words: said, unit, due, stands }) =>
                  md`- ${inline(said, PROMISE_LIMIT)}，${inline(unit, 20)}，${dayWords(today, due)}前，**${stands}**`,
              ),
            promises.length > MOST_PROMISES ? grey(md`还有${promises.length - MOST_PROMISES}项`) : null,
          ]),
        ),
      ]),
];

function signing(view: Open, value: { document: number; version: number }): RootElement[] {
  if (!view.may.sign) return [];
  const { rung } = view;
  if (rung === 2) {
    const confirm = { title: '批准这份通报', text: '批准后在工作时间发给这个单位，不能收回。' };
    return [documentApprove.button({ value, label: '批准', confirm })];
  }
  if (rung === 3) {
    return [
      form('summon', [
        datePicker('meetDay', '约谈日期'),
        input('meetTime', { label: '约谈时间', placeholder: '如 9:30', maxLength: 10, required: true }),
        input('meetPlace', {
          label: '约谈地点',
          placeholder: '如 县政府三楼会议室',
          maxLength: PLACE_LIMIT,
          required: true,
        }),
        documentSummon.submit({ value, label: '签发' }),
      ]),
    ];
  }
  return [
    form('supervise', [datePicker('doneBy', '办结期限'), documentSupervise.submit({ value, label: '签发' })]),
  ];
}

function deciding(view: Open, value: { document: number; version: number }): RootElement[] {
  const { may, rung, words: body } = view;
  return [
    ...(may.resubmit ? [documentResubmit.button({ value, label: '再报签发' })] : []),
    ...(may.edit
      ? [
          form('edit', [
            input('words', {
              label: '正文',
              placeholder: '正文',
              value: body,
              maxLength: DOCUMENT_WORDS,
              multiline: true,
              rows: 6,
              required: true,
            }),
            documentEdit.submit({ value, label: '保存修改', look: 'default' }),
          ]),
        ]
      : []),
    ...(may.refuse || may.return
      ? [
          form('refuse', [
            input('reason', {
              label: may.return ? '退回或不采取的理由' : rung === 2 ? '退回的理由' : '不采取的理由',
              placeholder: '为什么',
              maxLength: REASON_LIMIT,
              multiline: true,
              required: true,
            }),
            ...(may.return ? [documentReturn.submit({ value, label: '退回', look: 'default' })] : []),
            ...(may.refuse
              ? [documentRefuse.submit({ value, label: rung === 2 ? '退回' : '不采取', look: 'danger' })]
              : []),
          ]),
        ]
      : []),
  ];
}

function deputing({ state, standIns }: Open, value: { document: number; version: number }): RootElement[] {
  if (state !== 'draft' || standIns.length === 0) return [];
  return [
    form('depute', [
      select('standIn', options(standIns.slice(0, MOST_STAND_INS)), {
        placeholder: '谁代签',
        required: true,
      }),
      documentDepute.submit({ value, label: '请人代签', look: 'default' }),
    ]),
  ];
}

function following(view: Open, value: { document: number; version: number }): RootElement[] {
  const { may, reply, record, units } = view;
  return [
    ...(may.judge && reply
      ? [
          form('judge', [
            input('answer', {
              label: '理由',
              placeholder: '不同意时要写',
              maxLength: REASON_LIMIT,
              multiline: true,
            }),
            documentGrant.submit({ value, label: '同意' }),
            documentDeny.submit({ value, label: '不同意', look: 'danger' }),
          ]),
        ]
      : []),
    ...(may.record
      ? [
          form('minutes', [
            input('record', {
              label: '约谈纪要',
              placeholder: '谁参加、谈了什么、定了什么',
              ...(record !== null && { value: record }),
              maxLength: RECORD_LIMIT,
              multiline: true,
              rows: 5,
              required: true,
            }),
            documentRecord.submit({
              value,
              label: record === null ? '记下纪要' : '改纪要',
              look: record === null ? 'primary_filled' : 'default',
            }),
          ]),
        ]
      : []),
    ...(may.promise
      ? [
          form('pledge', [
            input('promise', {
              label: '加一项承诺',
              placeholder: '承诺办到什么',
              maxLength: PROMISE_LIMIT,
              required: true,
            }),
            datePicker('promiseDay', '哪天办到'),
            select('promiseUnit', options(units.slice(0, MOST_UNITS)), {
              placeholder: '谁来办',
              initial: units[0]?.code ?? null,
              required: true,
            }),
            documentPromise.submit({ value, label: '记下承诺' }),
          ]),
        ]
      : []),
    ...(may.end
      ? [
          form('end', [
            input('done', {
              label: '办结情况',
              placeholder: '核实了什么、办得怎么样',
              maxLength: REASON_LIMIT,
              multiline: true,
              required: true,
            }),
            documentEnd.submit({ value, label: '办结', look: may.promise ? 'default' : 'primary_filled' }),
          ]),
        ]
      : []),
  ];
}

export function renderDocumentDesk(view: DocumentDeskView): Card {
  const { today, unit, rung, lines } = view;
  if (view.state === 'notYours') return notYours(TITLES[rung], unit, md`这件事不归你签，不用管它。`);
  const { id, version, deadline, state } = view;
  const value = { document: id, version };
  const over = state === 'refused' || state === 'withdrawn' || state === 'closed';
  const waits = deadline !== null && !over;
  return frame({
    tone: over ? (state === 'closed' ? 'done' : 'closed') : waits ? urgencyOf(deadline) : 'todo',
    title: titleOf(view),
    place: unit,
    ...(waits && { when: [dueWords(today, deadline.due), dueShort(today, deadline.due)] }),
    tags: tagsOf(view),
    summary: `${titleOf(view)}：${unit}，${lines.length}件`,
    body: [
      ...story(view),
      ...documentBody(view),
      ...documentLines(today, lines),
      ...interviewLines(view),
      ...replyLines(today, view.reply),
      ...(over
        ? []
        : [
            ...signing(view, value),
            ...deciding(view, value),
            ...deputing(view, value),
            ...following(view, value),
          ]),
      openButton({ type: 'documentWhy', id, version }, '为什么'),
      documentFile.button({ value, label: '要文件', fit: 'row' }),
    ],
    ...(state === 'draft' && {
      help: `机器只起草，${RUNG_NAMES[rung]}由${view.issuer}签了才算。改过的每一稿都留着。`,
    }),
  });
}
