import {
  Outfall,
  type Person,
  Reach,
  type Role,
  SettingApplication,
  type SettingKind,
  Unit,
} from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueueMany } from '../core/outbox';
import { settingOf } from '../core/policy';
import { takeTurn } from '../core/turn';
import { fold, toPosition } from '../core/workbook';
import { guardPlace, needsApproval, OUTFALL_CLASSES, outfallNamed } from '../ledger';
import { readOutfallHands } from '../outfallTask';
import type { SettingDeps } from './deps';
import { reviewersOf } from './hands';
import { OPEN_STATES, STEPS } from './lifecycle';
import { type Applicant, applicantOf, authorityOf } from './rules';

/** Where an application is for: an outfall of the ledger, or a reach where there is none yet. */
export type SettingPlace = { outfallId: number } | { reachId: number };

/** What the form says. */
export interface SettingForm {
  kind: SettingKind;
  name: string;
  class2: string;
  /** Degrees, WGS84. */
  lon: number;
  lat: number;
  /** Cubic metres a day. */
  dailyVolumeM3: number;
  owner: string;
  ownerType: string;
  words: string;
}

interface Applying {
  place: SettingPlace;
  form: SettingForm;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
}

const CLASSES = OUTFALL_CLASSES.flatMap(({ classes }) => classes.map(({ name }) => name));

export interface Standing {
  outfall: Outfall | null;
  reach: Reach;
  applicant: Applicant;
  /** The unit of an enterprise's contact: nobody applies in the name of another enterprise. */
  unit: Unit | null;
}

/**
 * Whether somebody may apply for something there.
 *
 * @throws Fault `matter.gone`, `press.notYours`
 */
export async function standsFor(
  reader: Tx | Pick<Tx, 'find' | 'findOne' | 'query' | 'hydrate'>,
  { policies }: Pick<SettingDeps, 'policies'>,
  { place, person, roles }: Pick<Applying, 'place' | 'person' | 'roles'>,
): Promise<Standing> {
  const policy = policies.current;
  const outfall = 'outfallId' in place ? await reader.findOne(Outfall, { id: place.outfallId }) : null;
  if ('outfallId' in place && !outfall) throw new Fault('matter.gone');
  const reachId = 'reachId' in place ? place.reachId : (outfall?.reachId ?? 0);
  const reach = await reader.findOne(Reach, { id: reachId });
  if (!reach) throw new Fault('matter.gone');
  const applicant = applicantOf(roles, policy);
  const unit = await reader.findOne(Unit, { id: person.unitId });
  if (applicant === null) throw new Fault('press.notYours');
  if (applicant === 'town' && (outfall?.townId ?? reach.townId) !== person.unitId)
    throw new Fault('press.notYours');
  if (
    applicant === 'enterprise' &&
    outfall &&
    !(await readOutfallHands(reader, policy)).may(outfall, person)
  ) {
    throw new Fault('press.notYours');
  }
  return { outfall, reach, applicant, unit: applicant === 'enterprise' ? unit : null };
}

/** One at a time: of one outfall, or of one name where there is none yet. @throws Fault `press.form` */
async function guardDouble(tx: Tx, { outfall, reach }: Standing, { name }: SettingForm): Promise<void> {
  const open = await tx.find(SettingApplication, { reachId: reach.id, state: [...OPEN_STATES] });
  const same = open.find((one) => (outfall ? one.outfallId === outfall.id : fold(one.name) === fold(name)));
  if (same) throw new Fault('press.form', { what: `这个口有一件申请正在办（第${same.id}号），办完再报` });
}

/**
 * 提交设置申请: it goes to 分局, to be accepted or completed.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.form`
 */
export async function applySetting(
  tx: Tx,
  deps: SettingDeps,
  { place, form, person, roles, at }: Applying,
): Promise<SettingApplication> {
  const standing = await standsFor(tx, deps, { place, person, roles });
  const { outfall, reach, applicant, unit } = standing;
  const { kind, class2, lon, lat, ...rest } = form;
  if (!CLASSES.includes(class2)) throw new Fault('press.form', { what: '“类别”没有这个选项，请重新选择' });
  if (kind !== '新设' && !outfall) {
    throw new Fault('press.form', { what: `${kind}是改已有的口：请发“设置申请”加它的名称或编号` });
  }
  guardPlace(lon, lat);
  const named = await outfallNamed(tx, form.name);
  // An application that bears another outfall's name would be read, forwarded and granted as that one's.
  if (named && named.id !== outfall?.id) {
    throw new Fault('press.form', { what: '台账里已经有这个名称：请发“设置申请”加这个名称，从那个口报' });
  }
  // Two at once: the second sees what the first left.
  await takeTurn(tx, 'setting', at);
  await guardDouble(tx, standing, form);
  const policy = deps.policies.current;
  const rules = settingOf(policy);
  const today = dayOf(at);
  const mode = needsApproval(class2) ? ('审批' as const) : ('登记' as const);
  const owner = unit?.name ?? rest.owner;
  const record: Partial<SettingApplication> = {
    ...rest,
    kind,
    mode,
    class2,
    owner,
    ownerType: unit ? '企业' : rest.ownerType,
    outfallId: outfall?.id ?? null,
    townId: outfall?.townId ?? reach.townId,
    reachId: reach.id,
    ...toPosition(lon, lat, 'WGS84'),
    applicantId: person.id,
    actedFor: applicant === 'town' && rest.ownerType !== '镇政府',
    state: 'submitted',
    receivedDay: today,
    dueDay: deps.calendar.addWorkdays(today, rules.acceptWorkdays),
    deemed: false,
    authority: authorityOf({ mode, class2 }, rules),
    recordedAt: at,
    policyVersion: policy.version,
    version: 1,
  };
  const { firstId: id } = await tx.insert(SettingApplication, record);
  const application = await tx.findOne(SettingApplication, { id });
  if (!application) throw new Error(`application ${id} is gone`);
  const row = { at, actor: `person:${person.id}`, subjectType: 'setting', subjectId: id };
  const { action } = STEPS.submit;
  history(tx, { ...row, version: 1, action, state: 'submitted', data: { kind, mode } });
  audit(tx, {
    ...row,
    action: `setting.${action}`,
    detail: { kind, mode, outfallId: record.outfallId, owner },
  });
  const reviewers = await reviewersOf(tx);
  await enqueueMany(
    tx,
    reviewers
      .filter((one) => one.id !== person.id)
      .map((one) => ({
        kind: 'setting',
        subject: { type: 'setting', id },
        recipientId: one.id,
        messageClass: 'task',
        at,
      })),
  );
  return application;
}
