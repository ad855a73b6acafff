import { Outfall, type Person } from '../entities';
import type { Calendar } from './core/calendar';
import type { Tx } from './core/database';
import type { Policies } from './core/policy';
import { peopleWith, rolesHeld } from './roster';
import { acceptSetting, applySetting, forwardSetting, settleSetting } from './setting';

/** What the invented 分局 entered: an outfall that keeps what was agreed to, and one that has outgrown it. */
const AGREED: readonly { owner: string; dailyVolumeM3: number; no: string }[] = [
  { owner: '样例造纸公司', dailyVolumeM3: 1_500, no: '样例〔2025〕1号' },
  { owner: '样例焦化公司', dailyVolumeM3: 600, no: '样例〔2025〕2号' },
];

interface Deps {
  policies: Policies;
  calendar: Calendar;
}

/** The 设置申请 of the sample county, played by its own 分局; nothing of them is left to do. */
export async function playSampleSettings(tx: Tx, deps: Deps, at: Date): Promise<void> {
  const [bureau] = await peopleWith(tx, { roles: ['分局'] });
  if (!bureau) throw new Error('sample county: nobody of 分局');
  for (const one of AGREED) await agree(tx, deps, { ...one, bureau, at });
}

async function agree(
  tx: Tx,
  deps: Deps,
  { owner, dailyVolumeM3, no, bureau, at }: (typeof AGREED)[number] & { bureau: Person; at: Date },
): Promise<void> {
  const outfalls = await tx.find(Outfall, { owner, class2: '工矿企业排污口' }, { order: { id: 'ASC' } });
  const [outfall] = outfalls.filter(({ approval }) => approval === '已审批');
  if (!outfall) throw new Error(`sample county: no outfall of ${owner}`);
  const roles = await rolesHeld(tx, bureau.id);
  const { id, name, class2, lonE6, latE6, ownerType } = outfall;
  const applied = await applySetting(tx, deps, {
    place: { outfallId: id },
    form: {
      kind: '新设',
      name,
      class2,
      lon: lonE6 / 1e6,
      lat: latE6 / 1e6,
      dailyVolumeM3,
      owner,
      ownerType,
      words: '样例：以前批过的，补记进来',
    },
    person: bureau,
    roles,
    at,
  });
  const press = (version: number) => ({ settingId: applied.id, version, person: bureau, roles, at });
  const accepted = await acceptSetting(tx, deps, { ...press(1), words: '样例：已有批文' });
  const forwarded = await forwardSetting(tx, deps, {
    ...press(accepted.version),
    authority: '市',
    day: null,
    no: null,
  });
  await settleSetting(tx, deps, {
    ...press(forwarded.version),
    outcome: '同意',
    day: null,
    no,
    words: '',
  });
}
