import { Person, type Problem } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { handlingRoles, type Policy } from '../core/policy';
import { officePeople, peopleWith, serves } from '../roster';
import { actedInRound } from './round';
import { type Hand, type Hands, verifierOf } from './rules';

const asHand = ({ id, openId }: Person): Hand => ({ id, reached: openId !== null });

/** Who may handle the problems of a unit. */
export async function handsOf(reader: Reader, unitId: number, policy: Policy): Promise<Hands> {
  const [town, office] = await Promise.all([
    peopleWith(reader, { roles: handlingRoles(policy), unitId }),
    officePeople(reader),
  ]);
  return { town: town.map(asHand), office: office.map(asHand) };
}

/** Who verifies this round. `reporterId` is somebody who reports just now. */
export async function verifierFor(
  reader: Reader,
  { id, finderId, verifierId }: Pick<Problem, 'id' | 'finderId' | 'verifierId'>,
  { at, reporterId }: { at: Date; reporterId?: number },
): Promise<number | null> {
  const [finder, inOffice, office, acted] = await Promise.all([
    reader.findOne(Person, { id: finderId }),
    serves(reader, finderId, dayOf(at)),
    officePeople(reader),
    actedInRound(reader, id),
  ]);
  if (reporterId !== undefined) acted.add(reporterId);
  const finderServes = inOffice && Boolean(finder?.openId);
  return verifierOf({ verifierId, finderId, acted, finderServes, office: office.map(asHand) });
}
