import { markBonus, markVeto } from '../../../cards/markForm';
import { markConfirm, markRefuse, markWithdraw } from '../../../cards/markProposal';
import { markChange, markGive, markRest } from '../../../cards/markSheet';
import {
  changeMark,
  confirmProposal,
  giveMarks,
  giveRest,
  proposeMark,
  refuseProposal,
  type Stands,
  withdrawProposal,
} from '../../assessment';
import { dayInWords } from '../../core/days';
import { Fault } from '../../core/errors';
import { on, type PressContext, type PressOutcome } from '../frame';

const success = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

const sheetPress = ({ person, at, messageId }: PressContext, sheetId: number, item: string) => ({
  sheetId,
  item,
  person,
  at,
  messageId,
});

const pressOf = (
  { person, roles, at, messageId }: PressContext,
  { proposal: proposalId, version }: { proposal: number; version: number },
) => ({ proposalId, version, person, roles, at, messageId });

/** A month is computed again by the job `marked`, every ten minutes; a quarter not before its draft. */
function afterwards({ left, period }: Stands): string {
  if (left > 0) return `还差${left}个`;
  return period.kind === 'month' ? '十分钟左右算进总分' : '出草稿时算进总分';
}

interface Entered {
  person: number;
  period: string;
  item: string;
  whose: string;
  document: string;
  words: string;
}

async function propose(ctx: PressContext, entered: Entered, points: number | null): Promise<PressOutcome> {
  const { tx, deps, person, roles, at } = ctx;
  if (entered.person !== person.id) throw new Fault('press.notYours');
  const { period, item: rule, whose, document, words } = entered;
  const { id, dueDay } = await proposeMark(tx, deps, {
    period,
    rule,
    whose,
    document,
    words,
    points,
    person,
    roles,
    at,
  });
  return {
    ...success(`已提交，请第二个人${dayInWords(dueDay)}前确认，确认了才算`),
    show: { kind: 'markProposal', subject: { type: 'markProposal', id } },
  };
}

export const markActions = [
  on(markGive, async (ctx, input) => {
    const rows = input.points.map(({ score: scoreId, now: points }, n) => ({
      scoreId,
      points,
      reason: input.reasons[n]?.now ?? '',
    }));
    const bare = rows.findIndex(({ points, reason }) => points === null && reason !== '');
    if (bare >= 0) throw new Fault('press.form', { what: `第${bare + 1}个写了理由，没有写得分` });
    const given = rows.flatMap(({ points, ...row }) => (points === null ? [] : [{ ...row, points }]));
    if (given.length === 0) throw new Fault('press.form', { what: '一个得分都没有写，没有什么可记的' });
    const stands = await giveMarks(ctx.tx, ctx.deps, { ...sheetPress(ctx, input.sheet, input.item), given });
    return success(`记下了${stands.given}个，${afterwards(stands)}`);
  }),
  on(markRest, async (ctx, input) => {
    const press = { ...sheetPress(ctx, input.sheet, input.item), version: input.version };
    const stands = await giveRest(ctx.tx, ctx.deps, press);
    return success(`${stands.given}个都按建议的分记下了，${afterwards(stands)}`);
  }),
  on(markChange, async (ctx, input) => {
    const { sheet, version, item, whose, points, reason } = input;
    const press = { ...sheetPress(ctx, sheet, item), version, whose, points, reason };
    const { name, stands } = await changeMark(ctx.tx, ctx.deps, press);
    return success(`${name}改好了，${afterwards(stands)}`);
  }),
  on(markBonus, (ctx, input) => propose(ctx, input, input.points)),
  on(markVeto, (ctx, input) => {
    const { person, vetoPeriod: period, vetoItem: item, vetoWhose: whose } = input;
    const { vetoDocument: document, vetoWords: words } = input;
    return propose(ctx, { person, period, item, whose, document, words }, null);
  }),
  on(markConfirm, async (ctx, input) => {
    await confirmProposal(ctx.tx, ctx.deps, pressOf(ctx, input));
    return success('已确认，计入这一期的总分');
  }),
  on(markRefuse, async (ctx, input) => {
    await refuseProposal(ctx.tx, { ...pressOf(ctx, input), reason: input.reason });
    return success('没有确认，不计入，会告诉填的人');
  }),
  on(markWithdraw, async (ctx, input) => {
    await withdrawProposal(ctx.tx, ctx.deps, { ...pressOf(ctx, input), reason: input.back });
    return success('已撤回，不再计入');
  }),
];
