import type { Outfall } from '../../../entities';
import type { Application } from '../../../src/ledger/compliance/rule';
import type { ZoneFact } from '../../../src/zones';
import { check, row, told } from './rows';

const BRANCH = '市生态环境局新绛分局';
const zone = (control: ZoneFact['control']): ZoneFact => ({
  id: 1,
  name: '古堆泉水源地',
  kind: control === '禁止' ? '饮用水水源一级保护区' : '限制设置河段',
  control,
  basis: '区划',
});
const within = (...controls: ZoneFact['control'][]) => ({ zonesOf: () => controls.map(zone) });
const applied = (...applications: Partial<Application>[]) => ({
  applicationsOf: () =>
    applications.map(
      (given): Application => ({
        mode: '审批',
        state: 'granted',
        dailyVolumeM3: 100,
        endedAt: new Date(0),
        ...given,
      }),
    ),
});
const flows = (m3: number | null, more: Partial<Outfall> = {}) =>
  row({ dailyVolumeL: m3 === null ? null : m3 * 1_000, owner: '甲公司', ...more });

describe('rules of the plan about where outfalls are set and who agreed to it', () => {
  it('（七） an outfall in a zone that refuses them is 分局 to close, whatever else its papers say', () => {
    expect(told([row()], within('禁止', '限制'))).toEqual([`禁设区域：${BRANCH}`]);
    expect(told([row({ remedyType: '依法取缔', retained: false })], within('禁止'))).toEqual([]);
    expect(told([row()], within('不限'))).toEqual([]);
    expect(check([row()], { more: within('禁止') }).findings[0]?.says).toContain('禁止设置排污口：区划');
  });

  it('（七） in a zone that limits them none stays without approval or registration', () => {
    const unapproved = row({ approval: '未审批', owner: '甲公司' });
    expect(told([unapproved], within('限制'))).toEqual([`限设区域：${BRANCH}`, '审批登记：甲公司']);
    expect(told([row()], within('限制'))).toEqual([]);
    const unknown = check([row({ approval: null })], { more: within('限制') });
    expect([unknown.findings, unknown.missing]).toEqual([[], [{ heading: '审批登记', outfalls: 1 }]]);
  });

  it('（八） no more flows out than was agreed to last', () => {
    expect(told([flows(100)], applied({}))).toEqual([]);
    expect(told([flows(101)], applied({}))).toEqual(['擅自扩大：甲公司']);
    expect(told([flows(101)], applied({}, { dailyVolumeM3: 200 }))).toEqual([]);
    expect(told([flows(101)], applied({}, { dailyVolumeM3: 200, state: 'denied' }))).toContain(
      '擅自扩大：甲公司',
    );
    expect(told([flows(101)])).toEqual([]);
    expect(check([flows(null)], { more: applied({}) }).missing).toEqual([
      { heading: '日排水量m3', outfalls: 1 },
    ]);
  });

  it('（八） an outfall in use without approval is a finding; an application that is under way is named', () => {
    const without = row({ approval: '未审批', owner: '甲公司' });
    expect(check([without]).findings[0]?.remedy).toBe(`向${BRANCH}申请审批`);
    const open = check([without], { more: applied({ state: 'forwarded', endedAt: null }) }).findings[0];
    expect([open?.says, open?.remedy]).toEqual([
      '工矿企业排污口应审批，现在是未审批，设置申请正在办',
      '把设置申请办完',
    ]);
  });

  it('（八） what the ledger calls approved and was refused is 分局 to look into', () => {
    expect(told([row()], applied({ state: 'denied' }))).toEqual([`审批登记：${BRANCH}`]);
    expect(told([row()], applied({ state: 'denied' }, { state: 'granted' }))).toEqual([]);
    expect(told([row()], applied({ state: 'declined' }))).toEqual([]);
  });
});
