import { saidAgain, sizeOf } from '../../cards/kit';
import { samples } from '../../cards/samples';
import { type FeishuGateway, FeishuRefusal } from '../../src/feishu';
import { BACKENDS } from '../factories';
import { cardSaying, SEND, Stage } from './stage';

const MINUTE = 60_000;

/** A message of which nobody knows whether it arrived. */
describe.each(BACKENDS)('a doubtful message, on %s', (backend) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(backend, '2026-10-12T09:00:00+08:00');
    stage.bot.draw = async ({ again }) => ({
      card: cardSaying(again ? '可能重复' : '滞后提醒'),
      pictures: [],
    });
  });
  afterEach(() => stage.close());

  /** A sender whose calls fail so, and what it was asked to send. */
  const failing = (uuids: string[], failures: (FeishuRefusal | null)[], machineMs = 0) => {
    const gateway: FeishuGateway = {
      ...stage.feishu.gateway,
      sendCard: async (ask) => {
        uuids.push(ask.uuid);
        const sent = await stage.feishu.gateway.sendCard(ask);
        const failure = failures.shift();
        if (failure) throw failure;
        return sent;
      },
    };
    return stage.sender({ gateway, machine: () => new Date(Date.now() + machineMs) });
  };
  const lost = () => new FeishuRefusal('ambiguous', 504, null, '飞书暂时出错');
  const later = (ms: number) => stage.clock.moveTo(new Date(stage.clock.now().getTime() + ms));

  test('is listed as unknown while it is tried again, and as sent once it is answered', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id, { messageClass: 'notice' });
    const uuids: string[] = [];
    await failing(uuids, [lost()]).deliver(undefined, 0);
    for (const refused of [true, false]) {
      expect(await stage.feishu.deliveries({ refused })).toMatchObject([{ state: 'unknown', code: 504 }]);
    }
    await failing(uuids, [], MINUTE).deliver(undefined, 0);
    expect(await stage.feishu.deliveries({ refused: true })).toEqual([]);
    expect(new Set(uuids).size).toBe(1);
    expect(await stage.titles(chief.openId)).toEqual(['滞后提醒']);
  });

  test('is said again after its hour under a new uuid, with a note, and with the same note when tried once more', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id, { messageClass: 'notice' });
    const uuids: string[] = [];
    await failing(uuids, [lost()]).deliver(undefined, 0);
    later(61 * MINUTE);
    await failing(uuids, [lost()], 10 * MINUTE).deliver(undefined, 0);
    await failing(uuids, [], 20 * MINUTE).deliver(undefined, 0);
    expect(await stage.titles(chief.openId)).toEqual(['滞后提醒', '可能重复']);
    expect(uuids[0]).not.toBe(uuids[1]);
    expect(uuids[1]).toBe(uuids[2]);
    // The note stays: it is not taken for a card that is no longer true.
    expect(await stage.calls('PATCH', SEND)).toEqual([]);
  });

  test('that has changed before it is tried again under its uuid shows what is true then', async () => {
    stage.bot.draw = async () => ({ card: cardSaying(stage.bot.title), pictures: [] });
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id, { messageClass: 'task' });
    const uuids: string[] = [];
    await failing(uuids, [lost()]).deliver(undefined, 0);
    stage.bot.title = '巡河任务，已完成';
    await failing(uuids, [], MINUTE).deliver(undefined, 5_000);
    expect(new Set(uuids).size).toBe(1);
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务，已完成']);
  });

  test('of a task is not said again, and the list says what to do', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id, { messageClass: 'task' });
    const uuids: string[] = [];
    await failing(uuids, [lost()]).deliver(undefined, 0);
    later(61 * MINUTE);
    await failing(uuids, [], 10 * MINUTE).deliver(undefined, 0);
    expect(uuids).toHaveLength(1);
    const [line] = await stage.feishu.deliveries({ refused: true });
    expect(line).toMatchObject({ state: 'unknown', mend: expect.stringContaining('问本人有没有收到') });
  });
});

describe('a card said again', () => {
  test('has the note on top, and goes out without it where there is no room', () => {
    for (const { draw } of samples) {
      const card = draw();
      const noted = saidAgain(card);
      expect(JSON.stringify(noted.body.elements[0])).toContain('可能重复');
      expect(noted.body.elements.slice(1)).toEqual(card.body.elements);
      const summed = (content: string) => ({ ...card, config: { ...card.config, summary: { content } } });
      const full = summed('x'.repeat(30 * 1024 - sizeOf(summed('')).bytes - 1));
      expect(saidAgain(full)).toEqual(full);
    }
  });
});
