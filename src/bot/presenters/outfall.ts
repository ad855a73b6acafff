import { type OutfallStepView, renderOutfall } from '../../../cards/outfall';
import { Outfall } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { keepsLedger, mayBeUntraceable, type OutfallStep, outfallHistory } from '../../ledger';
import { postNames, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';
import { inScope, ledgerScope } from '../ledgerScope';
import { outfallFacts, pendingCells } from '../outfallFacts';

/** As many steps as the card shows. */
const STEPS = 6;
/** As many photos as it shows. */
const PHOTOS = 3;

/** Photos of what was found at it, the newest first, on whichever problem they came. */
async function photosAt(reader: Reader, outfallId: number) {
  const rows = await reader.query<{ mediaId: number | null; imageKey: string | null }>(
    `SELECT p.mediaId, m.imageKey FROM photo p JOIN problem q ON q.id = p.subjectId
       LEFT JOIN media_file m ON m.id = p.mediaId
      WHERE p.subjectType = 'problem' AND q.outfallId = ? AND p.state <> 'lost' AND q.state <> 'withdrawn'
      ORDER BY p.id DESC`,
    [outfallId],
  );
  const shown = rows.filter(({ mediaId }) => mediaId !== null).slice(0, PHOTOS);
  return {
    photos: { count: rows.length, keys: shown.flatMap(({ imageKey }) => imageKey ?? []) },
    pictures: shown.flatMap(({ mediaId, imageKey }) =>
      mediaId !== null && imageKey === null ? [mediaId] : [],
    ),
  };
}

const personOf = ({ actor }: OutfallStep): number | null =>
  actor.startsWith('person:') ? Number(actor.slice('person:'.length)) : null;

/** 排污口, to whoever may see its row of the ledger. */
export const outfall: Presenter = async (deps, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(Outfall, { id: subject.id });
  if (!found) return null;
  const roles = await rolesHeld(reader, recipient.id);
  const { id, version, name } = found;
  const common = { id, version, today: dayOf(at), name };
  const scope = await ledgerScope(reader, { person: recipient, roles, at, deps });
  if (!inScope(found, scope)) return { card: renderOutfall({ ...common, state: 'notYours' }), pictures: [] };
  const steps = await outfallHistory(reader, id, STEPS);
  const names = await postNames(reader, steps.map(personOf));
  const shown = steps.map((step): OutfallStepView => {
    const { what, reason, changes } = step;
    return { on: dayOf(step.at), by: names.get(personOf(step) ?? 0) ?? '命令行', what, reason, changes };
  });
  const { photos, pictures } = await photosAt(reader, id);
  const card = renderOutfall({
    ...common,
    state: 'shown',
    facts: await outfallFacts(reader, found, dayOf(at)),
    pending: pendingCells(found),
    photos,
    backstop: found.townBackstop === true,
    steps: shown,
    decides: keepsLedger(roles) && mayBeUntraceable(found),
  });
  return { card, pictures };
};
