import {
  HistoryEntry,
  type Outfall,
  Outfall as OutfallTable,
  type Person,
  Rectification,
} from '../../entities';
import { buildOutfall, buildPerson, buildUnit } from '../factories';
import { Hand, type Shown, storePhotos } from '../problem/pressing';
import { at, type River } from '../river';

/** A county in which every step of 销号 has somebody, and an enterprise's outfall to rectify. */
export interface Works {
  river: River;
  outfall: Outfall;
  liaison: Hand;
  mayor: Hand;
  /** 县住建局, the lead department. */
  lead: Hand;
  branch: Hand;
  office: Hand;
}

export async function buildWorks(river: River, given: Partial<Outfall> = {}): Promise<Works> {
  const { db } = river;
  const housing = await buildUnit(db, { name: '县住建局', type: '县直部门', divisionCode: null });
  const bureau = await buildUnit(db, { name: '市生态环境局新绛分局', type: '县直部门', divisionCode: null });
  const hand = (person: Person) => new Hand(river, person);
  river.deps.clock.moveTo(at('2026-11-25', '09:10'));
  return {
    river,
    outfall: await buildWork(river, given),
    liaison: hand(river.liaison),
    mayor: hand(river.mayor),
    lead: hand(await buildPerson(db, { unitId: housing.id, title: '联络员', roles: ['部门联络员'] })),
    branch: hand(await buildPerson(db, { unitId: bureau.id, title: '科长', roles: ['分局'] })),
    office: hand(river.office),
  };
}

export const buildWork = ({ db, town, reach }: River, given: Partial<Outfall> = {}): Promise<Outfall> =>
  buildOutfall(db, {
    townId: town.id,
    reachId: reach.id,
    name: '永丰焦化厂雨洪排口',
    class1: '工业排污口',
    class2: '工矿企业雨洪排口',
    owner: '永丰焦化厂',
    ownerType: '企业',
    leadDepartment: '住建局',
    remedyType: '规范整治',
    remedyMeasure: '立标识牌，建采样点',
    remedyDueDay: '2026-12-31',
    remedyStage: '未整治',
    approval: '已登记',
    archive: '有',
    flowTrait: '无水',
    ...given,
  });

/** The same people about another outfall. */
export const about = async (works: Works, given: Partial<Outfall>): Promise<Works> => ({
  ...works,
  outfall: await buildWork(works.river, given),
});

export const card = (hand: Hand, { outfall }: Works): Promise<Shown> =>
  hand.sees('rectification', outfall.id);

/** 做到了 to what is asked, as the form of 申请销号 sends it. */
export const DONE = { check_sign: 'done', check_sampling: 'done', words: '都做好了' };

/** Opens the outfall from the list, and sends a photo before and one after. */
export async function photographs(works: Works): Promise<void> {
  const { liaison, river } = works;
  await liaison.presses('打开', await liaison.sees('rectifications', 0));
  await liaison.sendsPhoto();
  await liaison.presses('报进展', await card(liaison, works), { progress: '采样点挖好了' });
  await liaison.sendsPhoto();
  await storePhotos(river, true);
}

/** As far as all that the town has to do: 申请销号 with both photos. */
export async function applies(works: Works): Promise<void> {
  await photographs(works);
  await works.liaison.presses('申请销号', await card(works.liaison, works), DONE);
}

export async function closes(works: Works): Promise<void> {
  await applies(works);
  await works.lead.presses('验收通过', await card(works.lead, works));
  await works.branch.presses('核查通过', await card(works.branch, works));
  await works.office.presses('销号通过', await card(works.office, works), { words: '同意销号' });
}

export const record = async ({ river, outfall }: Works): Promise<Rectification> =>
  (await river.db.read.findOne(Rectification, { outfallId: outfall.id })) as Rectification;

export const inLedger = async ({ river, outfall }: Works): Promise<Outfall> =>
  (await river.db.read.findOne(OutfallTable, { id: outfall.id })) as Outfall;

export const historyOf = async ({ river }: Works): Promise<HistoryEntry[]> =>
  river.db.read.find(HistoryEntry, { subjectType: 'rectification' }, { order: { version: 'ASC' } });
