import { Person } from '../../entities';
import { BACKENDS, buildPerson } from '../factories';
import { Stage } from './stage';

describe.each(BACKENDS)('matching people on %s', (backend) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(backend);
  });
  afterEach(() => stage.close());

  const roster = (mobile: string, name = '龙兴镇河长') =>
    buildPerson(stage.db, { unitId: stage.unit.id, mobile, name, openId: null, title: '镇长' });
  const known = (mobile: string) =>
    stage.control<{ open_id: string }>('POST', 'people', { name: '龙兴镇河长', mobile });
  const match = () => stage.feishu.people.match(stage.clock.now());

  test('finds people by their mobile and marks whom Feishu does not know', async () => {
    const chief = await roster('19900000001');
    const stranger = await roster('19900000002', '三泉镇河长');
    const { open_id } = await known('19900000001');
    expect(await match()).toEqual({ matched: 1, unmatched: 1 });
    expect(await stage.db.read.findOne(Person, { id: chief.id })).toMatchObject({ openId: open_id });
    expect(await stage.db.read.findOne(Person, { id: stranger.id })).toMatchObject({
      openId: null,
      matchedAt: stage.clock.now(),
    });
    await known('19900000002');
    expect(await match()).toEqual({ matched: 1, unmatched: 0 });
    expect(await match()).toEqual({ matched: 0, unmatched: 0 });
  });

  test('asks for at most fifty at a time', async () => {
    for (let n = 0; n < 51; n += 1) await roster(`199000001${String(n).padStart(2, '0')}`);
    await match();
    expect(await stage.calls('POST', '/open-apis/contact/v3/users/batch_get_id')).toMatchObject([
      { status: 200 },
      { status: 200 },
    ]);
  });

  test('does not give one Feishu user to two people', async () => {
    const { open_id } = await known('19900000001');
    await buildPerson(stage.db, { unitId: stage.unit.id, mobile: '19900000009', openId: open_id });
    await roster('19900000001');
    expect(await match()).toEqual({ matched: 0, unmatched: 1 });
  });
});
