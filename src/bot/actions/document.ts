import {
  documentApprove,
  documentDeny,
  documentDepute,
  documentEdit,
  documentEnd,
  documentFile,
  documentGrant,
  documentPromise,
  documentRecord,
  documentRefuse,
  documentResubmit,
  documentReturn,
  documentSummon,
  documentSupervise,
} from '../../../cards/documentDesk';
import { noticeExtend, noticeFile, noticeReport } from '../../../cards/documentNotice';
import { promiseAccept, promiseKeep, promiseReturn } from '../../../cards/promise';
import { instantAt } from '../../core/days';
import { Fault } from '../../core/errors';
import {
  addPromise,
  askStandIn,
  checkPromise,
  decideDocumentReply,
  editDocument,
  endDocument,
  keepPromise,
  recordInterview,
  refuseDocument,
  replyToDocument,
  resubmitDocument,
  returnDocument,
  type Signed,
  signDocument,
} from '../../escalation';
import { on, type PressContext, type PressOutcome } from '../frame';
import { mayOpen } from '../mayOpen';
import { sendFile } from '../openings';

const success = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

const pressOf = (
  { person, roles, at, messageId }: PressContext,
  { document: documentId, version }: { document: number; version: number },
) => ({ documentId, version, person, roles, at, messageId });

const promiseOf = (
  { person, roles, at, messageId }: PressContext,
  { promise: promiseId, version }: { promise: number; version: number },
) => ({ promiseId, version, person, roles, at, messageId });

/** What a signature came to. */
function signed({ became, dropped, people, groups }: Signed, name: string): PressOutcome {
  if (became === 'withdrawn') {
    return { toast: { type: 'info', content: '所列的事都已办结，这份草稿撤下，没有发出' } };
  }
  if (became === 'shrunk') {
    return {
      toast: { type: 'warning', content: `${dropped}件刚办结，已从附表去掉，请看过正文再签` },
    };
  }
  const less = dropped > 0 ? `，${dropped}件已办结没有列入` : '';
  const also = groups > 0 ? `，并发到${groups}个群` : '';
  return people === 0
    ? { toast: { type: 'warning', content: `${name}已签发${less}，但这个单位没有人能收到，已告诉县河长办` } }
    : success(`${name}已签发${less}，工作时间发给${people}人${also}`);
}

/** A file of the document: who may open its card may have it. */
async function file(ctx: PressContext, kind: 'documentDesk' | 'documentNotice', id: number) {
  if (!(await mayOpen(ctx.tx, kind, id, ctx))) throw new Fault('press.notYours');
  await sendFile(ctx, 'documentFile', { type: 'ladderDocument', id });
  return success('文件马上发给你');
}

export const documentActions = [
  on(documentApprove, async (ctx, input) =>
    signed(await signDocument(ctx.tx, ctx.deps, pressOf(ctx, input)), '通报'),
  ),
  on(documentSummon, async (ctx, input) => {
    const { meetDay, meetTime, meetPlace } = input;
    const meeting =
      meetDay !== null && meetTime !== null
        ? { meeting: { at: instantAt(meetDay, meetTime), place: meetPlace } }
        : {};
    return signed(await signDocument(ctx.tx, ctx.deps, { ...pressOf(ctx, input), ...meeting }), '约谈通知');
  }),
  on(documentSupervise, async (ctx, input) => {
    const doneBy = input.doneBy === null ? {} : { doneByDay: input.doneBy };
    return signed(await signDocument(ctx.tx, ctx.deps, { ...pressOf(ctx, input), ...doneBy }), '督查');
  }),
  on(documentEdit, async (ctx, input) => {
    await editDocument(ctx.tx, { ...pressOf(ctx, input), words: input.words });
    return success('正文改好了，原来的留在记录里');
  }),
  on(documentRefuse, async (ctx, input) => {
    await refuseDocument(ctx.tx, ctx.deps, { ...pressOf(ctx, input), reason: input.reason });
    return success('记下了，没有发出，理由留着');
  }),
  on(documentReturn, async (ctx, input) => {
    await returnDocument(ctx.tx, { ...pressOf(ctx, input), reason: input.reason });
    return success('已退回县河长办修改');
  }),
  on(documentDepute, async (ctx, input) => {
    const standInId = Number(input.standIn.slice(1));
    const { title, name } = await askStandIn(ctx.tx, { ...pressOf(ctx, input), standInId });
    return success(`已请${title || name}代签，你自己也还能签`);
  }),
  on(documentResubmit, async (ctx, input) => {
    await resubmitDocument(ctx.tx, pressOf(ctx, input));
    return success('已再报签发');
  }),
  on(documentGrant, async (ctx, input) => {
    const { kind } = await decideDocumentReply(ctx.tx, ctx.deps, {
      ...pressOf(ctx, input),
      granted: true,
      reason: input.answer,
    });
    return success(`已同意${kind}`);
  }),
  on(documentDeny, async (ctx, input) => {
    const { kind } = await decideDocumentReply(ctx.tx, ctx.deps, {
      ...pressOf(ctx, input),
      granted: false,
      reason: input.answer,
    });
    return success(`已告诉对方不同意${kind}`);
  }),
  on(documentRecord, async (ctx, input) => {
    await recordInterview(ctx.tx, ctx.deps, { ...pressOf(ctx, input), record: input.record });
    return success('纪要记下了，有承诺的接着记');
  }),
  on(documentPromise, async (ctx, input) => {
    const unitId = Number(input.promiseUnit.slice(1));
    const { promise, promiseDay } = input;
    await addPromise(ctx.tx, ctx.deps, {
      ...pressOf(ctx, input),
      words: promise,
      dueDay: promiseDay,
      unitId,
    });
    return success('承诺记下了，到期前会提醒');
  }),
  on(documentEnd, async (ctx, input) => {
    await endDocument(ctx.tx, ctx.deps, { ...pressOf(ctx, input), words: input.done });
    return success('已办结');
  }),
  on(documentFile, (ctx, { document }) => file(ctx, 'documentDesk', document)),
  on(noticeFile, (ctx, { document }) => file(ctx, 'documentNotice', document)),
  on(noticeReport, async (ctx, input) => {
    const { report, doneDay } = input;
    await replyToDocument(ctx.tx, ctx.deps, {
      ...pressOf(ctx, input),
      kind: '整改报告',
      words: report,
      untilDay: doneDay,
    });
    return success('已报送，等签发单位答复');
  }),
  on(noticeExtend, async (ctx, input) => {
    const { extendDay, extendWhy } = input;
    await replyToDocument(ctx.tx, ctx.deps, {
      ...pressOf(ctx, input),
      kind: '申请延期',
      words: extendWhy,
      untilDay: extendDay,
    });
    return success('已申请，同意前期限不变');
  }),
  on(promiseKeep, async (ctx, input) => {
    await keepPromise(ctx.tx, ctx.deps, { ...promiseOf(ctx, input), words: input.kept });
    return success('记下了，等县河长办核实');
  }),
  on(promiseAccept, async (ctx, input) => {
    await checkPromise(ctx.tx, ctx.deps, { ...promiseOf(ctx, input), words: input.answer, accepted: true });
    return success('已认可');
  }),
  on(promiseReturn, async (ctx, input) => {
    await checkPromise(ctx.tx, ctx.deps, { ...promiseOf(ctx, input), words: input.answer, accepted: false });
    return success('已退回');
  }),
];
