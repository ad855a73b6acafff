import { buttonOn, countOf, gesture, holdings, pressRaw, watchedPress } from './badDays';
import { County, type Phone, type Pressed, type ShownMessage } from './county';

/** A press that must not count: a toast says so, and no table but the book of callbacks changes. */
describe('a press that must not count', () => {
  let county: County;
  let chief: Phone;
  let other: Phone;
  beforeAll(async () => {
    county = await County.start();
    chief = await county.phone('龙兴镇第一村河长');
    other = await county.phone('三泉镇第一村河长');
  }, 60_000);
  afterAll(() => county.stop());

  const db = () => county.app.deps.db;
  const watching = (press: () => Promise<Pressed>) => watchedPress(county, press);

  it('on a card that is out of date says so and shows the newest one', async () => {
    const task = await other.card('巡河任务');
    expect((await other.press(task, '一切正常，提交')).toast?.type).toBe('success');
    const stale = await watching(() =>
      gesture(county, other, {
        message_id: task.message_id,
        name: buttonOn(task, '一切正常，提交').name,
        card: task.content,
        form_value: {},
      }),
    );
    expect(stale).toMatchObject({ toast: { type: 'warning' }, error: null, changed: [] });
    expect(stale.toast?.content).toContain('已给你换成最新的');
    expect(stale.card?.header?.template).toBe('green');
  });

  it('twice at once makes one patrol, and the second press shows the card as it is then', async () => {
    const twin = await county.phone('泽掌镇第一村河长');
    const task = await twin.card('巡河任务');
    const before = {
      patrols: await countOf(db(), 'patrol'),
      history: await countOf(db(), 'history_entry'),
      audit: await countOf(db(), 'audit_entry'),
    };
    const asked = {
      message_id: task.message_id,
      name: buttonOn(task, '一切正常，提交').name,
      form_value: {},
    };
    const both = await Promise.all([gesture(county, twin, asked), gesture(county, twin, asked)]);
    expect(both.map(({ toast }) => toast?.type).sort()).toEqual(['success', 'warning']);
    expect(both.map(({ card }) => card?.header?.template)).toEqual(['green', 'green']);
    expect(await countOf(db(), 'patrol')).toBe(before.patrols + 1);
    expect(await countOf(db(), 'history_entry')).toBe(before.history + 1);
    expect(await countOf(db(), 'audit_entry')).toBe(before.audit + 1);
  });

  it('with an event that came before is answered and changes nothing', async () => {
    const walker = await county.phone('古交镇第一村河长');
    const task = await walker.card('巡河任务');
    const { value } = buttonOn(task, '一切正常，提交');
    const press = () =>
      pressRaw(county, {
        openId: walker.openId,
        messageId: task.message_id,
        eventId: 'the-same',
        action: { value, form_value: {} },
      });
    expect((await press()).toast?.type).toBe('success');
    const again = await watching(press);
    expect(again).toMatchObject({ toast: { type: 'info' }, changed: [] });
    expect(again.card?.header?.template).toBe('green');
  });

  it('by somebody whose card it is not is refused', async () => {
    const task = await chief.card('巡河任务');
    for (const who of [other, await county.phone('龙兴镇第二村河长'), await county.phone('县河长办主任')]) {
      for (const text of ['一切正常，提交', '发现问题']) {
        const refused = await watching(() =>
          gesture(county, who, { message_id: task.message_id, name: buttonOn(task, text).name, force: true }),
        );
        expect(refused).toMatchObject({ toast: { type: 'warning', content: '这件事不归你办' }, changed: [] });
        expect(refused.card).toBeNull();
      }
    }
  });

  it('by somebody nobody knows is refused', async () => {
    const task = await chief.card('巡河任务');
    const refused = await watching(() =>
      pressRaw(county, {
        openId: 'ou_nobody',
        messageId: task.message_id,
        action: { value: { action: 'patrol.submit', task: 1, version: 1, shown: '' } },
      }),
    );
    expect(refused).toMatchObject({ toast: { type: 'warning' }, card: null, changed: [] });
  });

  describe('with answers that no form has', () => {
    let form: ShownMessage;
    beforeAll(async () => {
      await chief.press(await chief.card('巡河任务'), '发现问题');
      form = await chief.card('发现问题');
    });

    const sound = { place: 'other', spot: '桥下', category: '河岸', seriousness: '一般', words: '有垃圾' };
    const submit = (form_value: unknown) =>
      watching(() =>
        pressRaw(county, {
          openId: chief.openId,
          messageId: form.message_id,
          action: { name: 'x', value: buttonOn(form, '提交').value, form_value },
        }),
      );

    it.each<[string, Record<string, unknown>]>([
      ['too long', { ...sound, words: '长'.repeat(2_000) }],
      ['much too long', { ...sound, words: '长'.repeat(200_000) }],
      ['too long a place', { ...sound, spot: '长'.repeat(101) }],
      ['of an unknown choice', { ...sound, seriousness: '要命' }],
      ['of an unknown category', { ...sound, category: 'constructor' }],
      ['of a place that is not on this reach', { ...sound, place: 'o999999' }],
      ['of a place that is no place', { ...sound, place: '__proto__' }],
      ['of no place at all', { ...sound, place: '' }],
      ['of another place without saying where', { ...sound, spot: '   ' }],
      ['a list', { ...sound, words: ['有', '垃圾'] }],
      ['a truth', { ...sound, words: true }],
      ['a number', { ...sound, category: 7 }],
      ['an object', { ...sound, place: { toString: 'other' } }],
      ['left out', {}],
      ['deep', { ...sound, words: JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`) as unknown }],
    ])('%s', async (_, values) => {
      const refused = await submit(values);
      expect(refused).toMatchObject({ toast: { type: 'warning' }, changed: [] });
      expect(Array.from(refused.toast?.content ?? '').length).toBeLessThan(60);
      expect(refused.card?.header?.title.content).toBe('发现问题');
    });

    it('not a form at all', async () => {
      for (const values of ['text', 7, ['a'], true]) {
        const refused = await submit(values);
        expect(refused).toMatchObject({ toast: { type: 'warning' }, changed: [] });
      }
    });

    it('from a phone that was forced', async () => {
      const refused = await watching(() =>
        gesture(county, chief, {
          message_id: form.message_id,
          name: buttonOn(form, '提交').name,
          form_value: { ...sound, seriousness: '要命', __proto__: 'x', constructor: 'y', extra: ['z'] },
          force: true,
        }),
      );
      expect(refused).toMatchObject({ toast: { type: 'warning' }, error: null, changed: [] });
      expect(refused.card?.header?.title.content).toBe('发现问题');
    });

    it('fields nobody asked for are ignored, the rest counts', async () => {
      const taken = await watching(() =>
        gesture(county, chief, {
          message_id: form.message_id,
          name: buttonOn(form, '提交').name,
          form_value: { ...sound, constructor: 'y', extra: 'x'.repeat(5_000) },
          force: true,
        }),
      );
      expect(taken.toast?.type).toBe('success');
      expect(JSON.stringify(await holdings(db(), []))).not.toContain('xxxxx');
    });
  });
});
