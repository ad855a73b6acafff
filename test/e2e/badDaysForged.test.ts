import { ACTIONS } from '../../src/bot';
import { pressRaw, watched, watchedPress } from './badDays';
import { County, type Phone, PNG } from './county';

/** The button's value is the client's word: whatever it says, only what the person may do is done. */
describe('a press whose value was forged', () => {
  let county: County;
  let other: Phone;
  let stranger: Phone;
  beforeAll(async () => {
    county = await County.start();
    const chief = await county.phone('龙兴镇第一村河长');
    await chief.press(await chief.card('巡河任务'), '发现问题');
    const values = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };
    await chief.press(await chief.card('发现问题'), '提交', values);
    other = await county.phone('三泉镇第一村河长');
    stranger = await county.phone('横桥镇第一村河长');
  }, 60_000);
  afterAll(() => county.stop());

  const one = async <R>(sql: string): Promise<R> => {
    const [row] = await county.app.deps.db.read.query<R>(sql);
    if (!row) throw new Error(`nothing found: ${sql}`);
    return row;
  };

  /** Every action of the bot, each asked about the given matter. */
  const about = (id: unknown) =>
    ACTIONS.map(({ name }) => ({
      action: name,
      task: id,
      problem: id,
      notice: id,
      person: id,
      id,
      version: 1,
      shown: '',
      type: 'problemWork',
      matterType: 'patrolTask',
      matterId: id,
    }));
  const filled = {
    place: 'other',
    spot: '桥下',
    category: '河岸',
    seriousness: '一般',
    words: '好',
    reason: '不好',
  };
  const forge = (who: Phone, messageId: string, value: unknown) =>
    pressRaw(county, { openId: who.openId, messageId, action: { value, form_value: filled } });
  /** What became of every forged value that was not refused; nothing, if all is well. */
  const forgeAll = (who: Phone, messageId: string, values: readonly object[]) =>
    watched(county, async () => {
      const taken: unknown[] = [];
      for (const value of values) {
        const { toast } = await forge(who, messageId, value);
        if (toast?.type !== 'warning') taken.push({ value, toast });
      }
      return taken;
    });
  const refused = { toast: { type: 'warning' }, changed: [] };
  const allRefused = { result: [], changed: [] };

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'patrol.submit'],
    ['a list', ['patrol.submit']],
    ['an action that is none', { action: 'patrol.explode' }],
    ['a prototype’s name', { action: '__proto__' }],
    ['a constructor', { action: 'constructor' }],
    ['an action that is an object', { action: { toString: 'patrol.submit' } }],
  ])('%s', async (_, value) => {
    const task = await other.card('巡河任务');
    const pressed = await watchedPress(county, () => forge(other, task.message_id, value));
    expect(pressed).toMatchObject(refused);
    expect(pressed.card?.header?.title.content).toBe('巡河任务');
  });

  it.each<[string, unknown]>([
    ['below nothing', -1],
    ['beyond counting', 2 ** 53],
    ['no whole number', 1.5],
    ['SQL', '1 OR 1=1; DROP TABLE person'],
    ['a list', [1, 2, 3]],
    ['an object', { $gt: 0 }],
    ['missing', undefined],
    ['of nothing', Number.MAX_SAFE_INTEGER],
    ['zero', 0],
  ])('an id that is %s', async (_, id) => {
    const task = await other.card('巡河任务');
    expect(await forgeAll(other, task.message_id, about(id))).toEqual(allRefused);
  });

  it('an id of somebody else’s matter', async () => {
    const help = await stranger.card('告知书');
    const others = [
      await one<{ id: number; version: number }>(
        `SELECT t.id, t.version FROM patrol_task t JOIN reach r ON r.id = t.reachId
          WHERE r.name LIKE '%龙兴镇%' AND t.state = 'open' LIMIT 1`,
      ),
      await one<{ id: number; version: number }>(
        `SELECT id, version FROM problem WHERE state = 'assigned' LIMIT 1`,
      ),
      await one<{ id: number; version: number }>(
        `SELECT id, 1 AS version FROM person WHERE name = '县河长办主任'`,
      ),
    ];
    const values = others.flatMap(({ id, version }) => about(id).map((value) => ({ ...value, version })));
    expect(await forgeAll(stranger, help.message_id, values)).toEqual(allRefused);
  });

  it('with somebody’s own card under it, the town may not verify its own work', async () => {
    const town = await county.phone('龙兴镇联络员');
    const work = await town.card('交办单');
    const problem = await one<{ id: number }>(`SELECT id FROM problem WHERE state = 'assigned' LIMIT 1`);
    await town.press(work, '签收');
    await town.say({ type: 'image', base64: PNG });
    await town.press(await town.card('交办单'), '反馈', { words: '清走了' });
    const now = await one<{ version: number; state: string }>(
      `SELECT version, state FROM problem WHERE id = ${problem.id}`,
    );
    expect(now.state).toBe('answered');
    for (const action of ['verify.pass', 'verify.return']) {
      const value = { action, problem: problem.id, version: now.version };
      expect(await watchedPress(county, () => forge(town, work.message_id, value))).toMatchObject(refused);
    }
  });
});
