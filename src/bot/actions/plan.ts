import { planChange } from '../../../cards/planRow';
import { planAdd, planFilter, planNext } from '../../../cards/yearPlan';
import { Unit } from '../../../entities';
import { Fault } from '../../core/errors';
import { filterPlan, nextOfPlan, type Planned, planOutfalls, replan } from '../../rectification';
import { on, type PressContext, type PressOutcome } from '../frame';

const MOST_WARNINGS = 2;

const by = ({ person, roles, at, messageId }: PressContext) => ({ person, roles, at, messageId });

/** The unit that was picked, as the ledger writes it. @throws Fault `press.form` when the roster has it no more */
async function leadOf({ tx }: PressContext, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const unit = await tx.findOne(Unit, { id });
  if (!unit) throw new Fault('press.form', { what: '“牵头部门”已经改过了，请重新选择' });
  return unit.name;
}

function told(done: string, { changed, warnings }: Planned): PressOutcome {
  const also = warnings.slice(0, MOST_WARNINGS).map((warning) => `。${warning}`);
  const more = warnings.length > MOST_WARNINGS ? `。还有${warnings.length - MOST_WARNINGS}条提醒` : '';
  const said = changed > 0 ? done : '没有要改的';
  return {
    toast: { type: warnings.length > 0 ? 'warning' : 'success', content: `${said}${also.join('')}${more}` },
  };
}

export const planActions = [
  on(planAdd, async (ctx, { draft, version, outfalls, type, measure, lead, dueDay }) => {
    const given = { type, measure, lead: await leadOf(ctx, lead), dueDay };
    const press = { ...by(ctx), draftId: draft, version, outfallIds: outfalls, given };
    const planned = await planOutfalls(ctx.tx, ctx.deps, press);
    return told(`${planned.changed}个放进了方案`, planned);
  }),
  on(planFilter, async (ctx, { draft, version, year, town, kind, stage }) => {
    const filter = { year, townId: town, type: kind, stage };
    await filterPlan(ctx.tx, ctx.deps, { ...by(ctx), draftId: draft, version, filter });
    return {};
  }),
  on(planNext, async (ctx, { draft, version }) => {
    await nextOfPlan(ctx.tx, ctx.deps, { ...by(ctx), draftId: draft, version });
    return {};
  }),
  on(planChange, async (ctx, { outfall, version, year, type, measure, lead, dueDay, reason }) => {
    const given = { year, type, measure, lead: await leadOf(ctx, lead), dueDay };
    const press = { ...by(ctx), outfallId: outfall, version, given, reason };
    return told('方案改好了', await replan(ctx.tx, ctx.deps, press));
  }),
];
