import { renderSettingForm } from '../../../cards/settingForm';
import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { Fault } from '../../core/errors';
import { settingOf } from '../../core/policy';
import { OUTFALL_CLASSES, proposeName } from '../../ledger';
import { reachTitle, rolesHeld } from '../../roster';
import { type SettingPlace, standsFor } from '../../setting';
import { readZones, strictest, zoneWords } from '../../zones';
import type { Presenter } from '../frame';

const CLASSES = OUTFALL_CLASSES.flatMap(({ classes }) => classes.map(({ name }) => name));
/** As an application may say; 不明 is for outfalls that were found. */
const OWNER_TYPES = ['企业', '镇政府', '部门', '村', '个人'];

/** 报设置申请, filled with what the ledger knows. */
export const settingForm: Presenter = async ({ policies }, reader, { subject, recipient, at }) => {
  const roles = await rolesHeld(reader, recipient.id);
  const place: SettingPlace =
    subject.type === 'outfall' ? { outfallId: subject.id } : { reachId: subject.id };
  const ids = {
    outfall: subject.type === 'outfall' ? subject.id : 0,
    reach: subject.type === 'outfall' ? 0 : subject.id,
  };
  const blank = {
    ...ids,
    version: 1,
    place: '',
    kinds: [],
    name: '',
    classes: CLASSES,
    class2: null,
    where: null,
    volume: null,
    owner: null,
    ownerType: null,
    ownOnly: false,
    zones: [],
    acceptWorkdays: settingOf(policies.current).acceptWorkdays,
  };
  try {
    const { outfall, reach, unit } = await standsFor(
      reader,
      { policies },
      { place, person: recipient, roles },
    );
    const town = await reader.findOne(Unit, { id: outfall?.townId ?? reach.townId });
    const spot = {
      reachId: reach.id,
      lonE6: outfall?.lonE6 ?? null,
      latE6: outfall?.latE6 ?? null,
    };
    const zone = strictest((await readZones(reader, dayOf(at))).at(spot));
    const proposed = proposeName({ town: town?.name ?? '', village: null, spot: '', class2: '' });
    const ownerType = outfall && OWNER_TYPES.includes(outfall.ownerType) ? outfall.ownerType : null;
    const card = renderSettingForm({
      ...blank,
      state: 'open',
      place: outfall?.name ?? reachTitle({ river: reach.river, reachName: reach.name }),
      kinds: outfall ? ['扩大', '改设', '新设'] : ['新设'],
      name: outfall?.name ?? proposed,
      class2: outfall?.class2 ?? null,
      where: outfall && `${outfall.lonE6 / 1e6}，${outfall.latE6 / 1e6}`,
      volume: outfall?.dailyVolumeL == null ? null : String(Math.ceil(outfall.dailyVolumeL / 1_000)),
      owner: unit?.name ?? outfall?.owner ?? null,
      ownerType: unit ? '企业' : ownerType,
      ownOnly: unit !== null,
      zones: zone.zones.map((one) => ({ words: zoneWords(one), forbidden: zone.control === '禁止' })),
    });
    return { card, pictures: [] };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'matter.gone') return null;
    return { card: renderSettingForm({ ...blank, state: 'notYours' }), pictures: [] };
  }
};
