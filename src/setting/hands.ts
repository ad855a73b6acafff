import { type Person, SettingApplication } from '../../entities';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';
import { type OutfallHands, readOutfallHands, WATCHERS } from '../outfallTask';
import { acting, peopleWith } from '../roster';

/** Who looks into it: 分局; where it has nobody, 县河长办 hears of it. */
export const reviewersOf = async (reader: Reader): Promise<readonly Person[]> =>
  acting(await Promise.all(WATCHERS.map((role) => peopleWith(reader, { roles: [role] }))));

type Applied = Pick<SettingApplication, 'applicantId' | 'townId' | 'owner' | 'ownerType'>;

/** The responsible party as the hands of outfalls know it; the credit code is not asked for. */
const owned = ({ townId, owner, ownerType }: Applied) => ({ townId, owner, ownerType, creditCode: null });

/** Who completes it: whoever handed it in; who has left is followed by the responsible party's hands. */
export function applicantsOf(
  application: Applied,
  hands: OutfallHands,
  serving: ReadonlySet<number>,
): number[] {
  return serving.has(application.applicantId)
    ? [application.applicantId]
    : hands.of(owned(application)).people;
}

/** Whether it is theirs to complete or to withdraw. */
export const isApplicant = (application: Applied, hands: OutfallHands, person: Pick<Person, 'id'>): boolean =>
  application.applicantId === person.id || hands.may(owned(application), person);

/** Everybody with a role: who has none has left. */
export async function readServing(reader: Reader, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await reader.query<{ personId: number }>(
    `SELECT DISTINCT r.personId FROM person_role r JOIN person p ON p.id = r.personId
      WHERE p.openId IS NOT NULL AND r.personId IN (${ids.map(() => '?').join(', ')})`,
    [...ids],
  );
  return new Set(rows.map(({ personId }) => personId));
}

/** Whom a step of the applicant's is sent to. */
export async function sendToApplicant(
  reader: Reader,
  policy: Policy,
  application: Applied,
): Promise<number[]> {
  const hands = await readOutfallHands(reader, policy);
  return applicantsOf(application, hands, await readServing(reader, [application.applicantId]));
}

/** Whether somebody may read it: those who take it in, and those whose it is. */
export async function maySee(
  reader: Reader,
  policy: Policy,
  id: number,
  who: { person: Pick<Person, 'id'>; roles: readonly string[] },
): Promise<boolean> {
  const application = await reader.findOne(SettingApplication, { id });
  if (!application) return false;
  if (WATCHERS.some((role) => who.roles.includes(role))) return true;
  return isApplicant(application, await readOutfallHands(reader, policy), who.person);
}
