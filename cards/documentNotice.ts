/** 通报, 约谈通知, 督查通知: to the heads of the unit that it is about. */
import {
  type Card,
  type Day,
  type Deadline,
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
  inline,
  input,
  join,
  markdown,
  md,
  notYours,
  ON_DOCUMENT,
  openButton,
  optionalDay,
  paragraph,
  REPLY_WORDS,
  type RootElement,
  replyLines,
  tag,
  urgencyOf,
  words,
} from './kit';

const RECORD_LIMIT = 800;
const MOST_PROMISES = 8;

export type DocumentNoticeView = DocumentText & {
  id: number;
  version: number;
  today: Day;
} & (
    | { state: 'notYours' }
    | {
        state: 'open' | 'closed';
        deadline: Deadline | null;
        signedOn: Day;
        meeting: { when: string; place: string } | null;
        reply: DocumentReplyView | null;
        /** Whether a report or an extension can be sent now. */
        mayReply: boolean;
        record: string | null;
        promises: { words: string; unit: string; due: Day; stands: string }[];
        closed: { on: Day; words: string } | null;
      }
  );

/** 报送整改报告. */
export const noticeReport = defineAction({
  name: 'notice.report',
  value: ON_DOCUMENT,
  form: () => fields({ report: words('整改情况', REPLY_WORDS), doneDay: optionalDay('哪天办完') }),
});
/** 申请延期. */
export const noticeExtend = defineAction({
  name: 'notice.extend',
  value: ON_DOCUMENT,
  form: () => fields({ extendDay: optionalDay('延到哪天'), extendWhy: words('延期的理由', REPLY_WORDS) }),
});
/** 全文, as a file. */
export const noticeFile = defineAction({ name: 'notice.file', value: ON_DOCUMENT });

const TITLES = { 2: '通报', 3: '约谈通知', 4: '督查通知' } as const;

const replying = ({ id, version, rung }: DocumentNoticeView): RootElement[] => {
  const value = { document: id, version };
  return [
    form('answer', [
      input('report', {
        label: rung === 2 ? '整改报告' : '办理进展',
        placeholder: '逐件写原因、措施、办到哪一步、什么时候办完',
        maxLength: REPLY_WORDS,
        multiline: true,
        rows: 4,
        required: true,
      }),
      datePicker('doneDay', '没办完：哪天办完'),
      noticeReport.submit({ value, label: rung === 2 ? '报送整改报告' : '报送进展' }),
    ]),
    form('extend', [
      datePicker('extendDay', '延到哪天'),
      input('extendWhy', {
        label: '申请延期',
        placeholder: '为什么要延',
        maxLength: REPLY_WORDS,
        multiline: true,
        required: true,
      }),
      noticeExtend.submit({ value, label: '申请延期', look: 'default' }),
    ]),
  ];
};

export function renderDocumentNotice(view: DocumentNoticeView): Card {
  const { today, unit, rung, lines, issuer, state } = view;
  const title = TITLES[rung];
  if (state === 'notYours') return notYours(title, unit, md`这件事不归你办，不用管它。`);
  const { id, version, deadline, meeting, record, promises, closed, reply, mayReply, signedOn } = view;
  const waits = state === 'open' && deadline !== null;
  return frame({
    tone: state === 'closed' ? 'done' : waits ? urgencyOf(deadline) : 'todo',
    title,
    place: unit,
    ...(waits && { when: [dueWords(today, deadline.due), dueShort(today, deadline.due)] }),
    tags:
      state === 'closed'
        ? [tag('已办结', 'green')]
        : reply && !reply.decided
          ? [tag('等答复', 'neutral')]
          : rung === 3
            ? []
            : [tag(rung === 2 ? '要报整改' : '要办结', 'orange')],
    summary: `${title}：${unit}，${lines.length}件`,
    body: [
      ...(closed
        ? [markdown(md`${dayWords(today, closed.on)}办结${closed.words === '' ? '' : `：${closed.words}`}。`)]
        : []),
      ...(meeting
        ? [
            markdown(
              join([md`时间：**${inline(meeting.when, 30)}**`, md`地点：${inline(meeting.place, 60)}`]),
            ),
          ]
        : []),
      ...documentBody(view),
      markdown(grey(md`${inline(issuer, 30)}，${dayWords(today, signedOn)}`)),
      ...documentLines(today, lines),
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
                    (one) =>
                      md`- ${inline(one.words, 100)}，${inline(one.unit, 20)}，${dayWords(today, one.due)}前，**${one.stands}**`,
                  ),
                promises.length > MOST_PROMISES ? grey(md`还有${promises.length - MOST_PROMISES}项`) : null,
              ]),
            ),
          ]),
      ...replyLines(today, reply),
      ...(mayReply ? replying(view) : []),
      openButton({ type: 'documentWhy', id, version }, '为什么'),
      noticeFile.button({ value: { document: id, version }, label: '要文件', fit: 'row' }),
    ],
    help:
      rung === 2
        ? '报告同意后这份通报办结；事情办完了，附表里的自动消去。'
        : rung === 3
          ? '不能按时参加，请和签发单位联系。'
          : '办结由签发单位或县河长办核实。',
  });
}
