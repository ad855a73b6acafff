import sharp from 'sharp';
import { PhotoCheck, Problem, Suspicion } from '../../entities';
import { assess } from '../../src/assessment';
import { drawPatrols } from '../../src/evidence';
import { makePhoto } from '../evidence/makePhotos';
import { County, type Phone, textOf } from './county';

/** A place of the camera's own, in degrees north of 35°36′ at 111°13′ east. */
async function photographed(seed: number, minutesNorth: number): Promise<string> {
  const written = {
    IFD2: { DateTimeOriginal: '2026:11:23 08:30:00' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: `35/1 ${36 + minutesNorth}/1 0/1`,
      GPSLongitudeRef: 'E',
      GPSLongitude: '111/1 13/1 0/1',
    },
  };
  const bytes = await sharp(await makePhoto(seed))
    .withExif(written)
    .jpeg()
    .toBuffer();
  return bytes.toString('base64');
}

const FORM = { place: 'other', spot: '石桥下游', category: '河岸', kind: '乱堆', words: '岸边堆了垃圾' };

describe('before and after that are not the same place, from the photos themselves', () => {
  let county: County;
  let chief: Phone;
  let town: Phone;
  let office: Phone;
  beforeAll(async () => {
    county = await County.start();
    chief = await county.phone('龙兴镇第一村河长');
    town = await county.phone('龙兴镇联络员');
    office = await county.phone('县河长办主任');
  }, 60_000);
  afterAll(() => county.stop());

  async function handled(seed: number, after: number): Promise<void> {
    await chief.press(await chief.card('巡河任务'), seed === 1 ? '发现问题' : '又发现问题');
    await chief.say({ type: 'image', base64: await photographed(seed, 0) });
    await chief.press(await chief.card('发现问题'), '提交', { ...FORM, seriousness: '一般' });
    await town.press(await town.card('交办单'), '签收');
    await town.say({ type: 'image', base64: await photographed(seed + 50, after) });
    const reported = await town.press(await town.card('交办单'), '反馈');
    expect(reported.toast?.content).toBe('已反馈，等核查');
  }

  it('is asked about the next working day, of the one who answered, and of nobody whose places fit', async () => {
    await handled(1, 2);
    await handled(2, 0);
    const { read } = county.app.deps.db;
    const checks = await read.find(PhotoCheck, {}, { order: { id: 'ASC' } });
    expect(checks.map(({ latE6 }) => latE6)).toEqual([35_600_000, 35_633_333, 35_600_000, 35_600_000]);
    expect(await read.find(Suspicion)).toEqual([]);
    await county.advance('P1D');
    const [first] = await read.find(Problem, {}, { order: { id: 'ASC' } });
    expect(await read.find(Suspicion)).toMatchObject([
      { kind: 'before-after', about: `before-after:${first?.id}`, state: 'asked' },
    ]);
    const asked = await town.card('请你说明一下');
    expect(textOf(asked.content)).toContain('相距约3.7公里');
    expect(await office.has('待核')).toBe(false);
    await town.press(asked, '说明', { reply: '没去，用了别处的照片' });
  });

  it('is settled by 县河长办 as 弄虚作假, told to its person, and recorded for whoever is scored', async () => {
    const settle = await office.card('待核');
    const stranger = await chief
      .press(settle, '认定', { verdict: '弄虚作假', reason: '我也看看' })
      .catch(() => null);
    expect(stranger?.toast?.type).not.toBe('success');
    const twice = await Promise.all([
      office.press(settle, '认定', { verdict: '弄虚作假', reason: '本人承认' }),
      office.press(settle, '认定', { verdict: '不成立', reason: '手抖' }),
    ]);
    expect(twice.filter(({ toast }) => toast?.type === 'success')).toHaveLength(1);
    const told = await town.card('请你说明的事有结果了');
    const [row] = await county.app.deps.db.read.find(Suspicion);
    expect(textOf(told.content)).toContain(`认定：${row?.verdict}`);
    const at = county.app.deps.clock.now();
    const { chiefs } = await assess(county.app.deps, { period: '2026-11', at });
    // The handler holds no post: it is on nobody else's sheet.
    expect(chiefs.flatMap(({ lines }) => lines.filter(({ rule }) => rule === 'veto'))).toEqual([]);
  });

  it('a tenth of the month’s patrols is drawn, the same for everybody', async () => {
    const { read } = county.app.deps.db;
    const draw = await drawPatrols(read, '2026-11');
    expect(draw).toMatchObject({ of: 1, drawn: [{ walker: '龙兴镇第一村村委会主任', result: 'problem' }] });
    expect(await drawPatrols(read, '2026-11')).toEqual(draw);
  });
});
