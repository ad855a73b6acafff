import { renderFoundOutfall } from '../../../cards/foundOutfall';
import { localName } from '../../../cards/kit';
import { FoundOutfall, Outfall, type Problem, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { keepsLedger, likelySame, OUTFALL_CLASSES, proposeName } from '../../ledger';
import { postNames, rolesHeld } from '../../roster';
import { readZones, strictest, zoneWords } from '../../zones';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { problemOnCards } from './problemParts';

/** Nothing is said of what flows out of it before somebody has looked. */
const CLASS = '其他排污口';
const CLASSES = OUTFALL_CLASSES.flatMap(({ classes }) => classes.map(({ name }) => name));

/** As many as a select offers. */
const MOST_KNOWN = 30;

/** What may be the same first, then the others of the town. */
async function knownOf(reader: Reader, townId: number, problem: Problem) {
  const known = await reader.query<Pick<Outfall, 'id' | 'name' | 'lonE6' | 'latE6'>>(
    'SELECT id, name, lonE6, latE6 FROM outfall WHERE townId = ? ORDER BY id',
    [townId],
  );
  const { hintLonE6, hintLatE6, place } = problem;
  const position = hintLonE6 === null || hintLatE6 === null ? null : { lonE6: hintLonE6, latE6: hintLatE6 };
  const likely = likelySame({ name: place ?? '', position }, known);
  const ids = new Set(likely.map(({ outfall }) => outfall.id));
  const others = known.filter(({ id }) => !ids.has(id)).map((outfall) => ({ outfall, metres: null }));
  return {
    alike: likely.length,
    known: [...likely, ...others].slice(0, MOST_KNOWN).map(({ outfall: { id, name }, metres }) => ({
      code: String(id),
      name: metres === null ? localName(name) : `约${metres}米：${localName(name)}`,
    })),
    position,
    where: position && `${position.lonE6 / 1e6}，${position.latE6 / 1e6}`,
  };
}

/** 新发现排污口, to those who keep the ledger. */
export const foundOutfall: Presenter = async ({ calendar }, reader, { subject, recipient, at }) => {
  const found = await reader.findOne(FoundOutfall, { id: subject.id });
  const reported = found && (await problemOnCards(reader, found.problemId));
  if (!found || !reported) return null;
  const { facts, problem, pictures } = reported;
  const roles = await rolesHeld(reader, recipient.id);
  const { id, version, state } = found;
  const common = { id, version, ...deadlineOf(calendar, dayOf(at), found.dueDay), facts };
  const draw = (view: Parameters<typeof renderFoundOutfall>[0], shown = pictures) => ({
    card: renderFoundOutfall(view),
    pictures: shown,
  });
  if (!keepsLedger(roles)) {
    return draw({ ...common, facts: { ...facts, photos: { count: 0, keys: [] } }, state: 'notYours' }, []);
  }
  if (state === 'waiting') {
    const town = await reader.findOne(Unit, { id: found.townId });
    const proposed = proposeName({
      town: town?.name ?? '',
      village: null,
      spot: problem.place ?? '',
      class2: CLASS,
    });
    const { position, ...rest } = await knownOf(reader, found.townId, problem);
    const spot = { reachId: found.reachId, lonE6: null, latE6: null, ...position };
    const zone = strictest((await readZones(reader, dayOf(at))).at(spot));
    const zones = zone.zones.map((one) => ({ words: zoneWords(one), forbidden: zone.control === '禁止' }));
    return draw({ ...common, ...rest, zones, state, proposed, classes: CLASSES, class2: CLASS });
  }
  const [names, outfall] = await Promise.all([
    postNames(reader, [found.decidedById]),
    found.outfallId === null ? null : reader.findOne(Outfall, { id: found.outfallId }),
  ]);
  return draw({
    ...common,
    state,
    by: names.get(found.decidedById ?? 0) ?? '',
    on: dayOf(found.decidedAt ?? at),
    words: outfall ? `${outfall.internalCode} ${outfall.name}` : (found.reason ?? ''),
  });
};
