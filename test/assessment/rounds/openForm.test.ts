import { appealSubmit } from '../../../cards/appealForm';
import { AssessmentAppeal, CardMessage, OutboxMessage, type Person } from '../../../entities';
import { ACTIONS } from '../../../src/bot/actions';
import { Door } from '../../../src/bot/door';
import { Presenters } from '../../../src/bot/presenters';
import type { PressReply } from '../../../src/core/messages';
import { BACKENDS, buildPerson, clockAt, testPolicy } from '../../factories';
import { at } from '../../river';
import { addProblem, addTask, addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

const DRAFT = '2026-11-13';
const NOTICE = '2026-11-16';
const WORDS = '十八号那天封路，有通知，请核实后改';

describe.each(BACKENDS)('我要申诉 that is being filled in (%s)', (backend) => {
  let world: World;
  let desk: Desk;
  let mayor: Person;
  let secretary: Person;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  beforeEach(async () => {
    const { db } = world;
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-18', { state: 'missed' });
    // The town lost points on a second line, too.
    await addProblem(world, { answeredAt: at('2026-10-26', '11:00'), closedAt: at('2026-10-27', '11:00') });
    const office = { unitId: world.office.unitId, roles: ['县河长办' as const] };
    desk = deskOf(world, policy, await buildPerson(db, { ...office, title: '县河长办副主任' }));
    mayor = world.mayor;
    secretary = await buildPerson(db, { unitId: world.town.id, title: '镇党委书记', roles: ['镇党委书记'] });
    await desk.draft(DRAFT);
    await desk.publish(NOTICE);
    for (const head of [mayor, secretary]) await openForm(head);
  });

  async function openForm({ id: recipientId }: Person): Promise<void> {
    const { id: subjectId } = await desk.townScore();
    await world.db.transaction((tx) =>
      tx.insert(CardMessage, {
        messageId: `om_${recipientId}`,
        chatId: 'oc_1',
        kind: 'appealForm',
        subjectType: 'assessmentScore',
        subjectId,
        recipientId,
        sentAt: at(NOTICE, '11:00'),
        shownHash: null,
        retiredAt: null,
      }),
    );
  }

  /** Submits the form as it was drawn when 公示 began. */
  async function submit(head: Person, version: number, item = 'patrol'): Promise<PressReply> {
    const bot = { ...world.deps, ...desk.deps, clock: clockAt(at('2026-11-20', '09:00').toISOString()) };
    const door = new Door(bot, new Presenters(bot), ACTIONS);
    const { id: score } = await desk.townScore();
    const value = { action: appealSubmit.name, score, version, period: '2026-10' };
    const formValue = { item, words: WORDS };
    const messageId = `om_${head.id}`;
    return door.press({
      eventId: messageId,
      openId: String(head.openId),
      messageId,
      chatId: 'oc_1',
      action: { value, formValue },
    });
  }

  it('is not drawn anew under the hands of its reader when another appeal is granted, and is taken', async () => {
    const { version } = await desk.the();
    await desk.appeal('2026-11-17', { period: '2026-10', rule: 'patrol' });
    await desk.decide('2026-11-18', 3000);
    await desk.rescored('2026-11-18');
    expect((await desk.the()).version).toBe(version + 1);
    expect(await world.db.read.find(OutboxMessage, { kind: 'appealForm' })).toEqual([]);
    expect((await submit(mayor, version)).toast).toMatchObject({ type: 'success' });
    expect(await world.db.read.findOne(AssessmentAppeal, { byId: mayor.id })).toMatchObject({ words: WORDS });
  });

  it('says what became of a line that somebody else contested meanwhile, and keeps the words', async () => {
    const { version } = await desk.the();
    expect((await submit(secretary, version)).toast).toMatchObject({ type: 'success' });
    await desk.decide('2026-11-20', 1250);
    await desk.rescored('2026-11-20');
    const { toast, card } = await submit(mayor, version);
    expect(toast?.content).toBe('这一项已经申诉过，复核后是 12.5 分，一项只能申诉一次');
    expect(JSON.stringify(card)).toContain(`"default_value":"${WORDS}"`);
    expect(await world.db.read.find(AssessmentAppeal)).toHaveLength(1);
  });

  it('keeps the words when the item was forgotten', async () => {
    const { toast, card } = await submit(mayor, (await desk.the()).version, '');
    expect(toast).toMatchObject({ type: 'warning' });
    expect(JSON.stringify(card)).toContain(`"default_value":"${WORDS}"`);
  });
});
