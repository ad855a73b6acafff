import { OutboxMessage, Person, type SentKind } from '../../entities';
import { welcome } from '../../src/bot/welcome';
import { enqueueMany, type MessageRequest } from '../../src/core/outbox';
import { BACKENDS } from '../factories';
import { buildTask, NOW, openRiver, type River } from '../river';

describe.each(BACKENDS)('somebody who comes to Feishu after their tasks over %s', (backend) => {
  let river: River;
  beforeEach(async () => {
    river = await openRiver(backend);
  });
  afterEach(() => river.db.drop());

  const before = new Date(NOW.getTime() - 86_400_000);
  const asked = (kind: SentKind, type: string, id: number): MessageRequest => ({
    kind,
    subject: { type, id },
    recipientId: river.chief.id,
    messageClass: kind === 'digest' ? 'digest' : 'task',
    at: before,
  });
  /** Not welcomed yet, with these requests waiting. */
  const afresh = (requests: MessageRequest[]) =>
    river.db.transaction(async (tx) => {
      await tx.update(Person, {}, { privacySentAt: null });
      await tx.remove(OutboxMessage, {});
      await enqueueMany(tx, requests);
    });
  /** In the order in which they will go out. */
  const comes = async () => {
    await river.db.transaction(async (tx) => {
      const person = await tx.findOne(Person, { id: river.chief.id });
      await welcome(tx, person ? [person] : [], NOW);
    });
    const waiting = await river.db.read.find(
      OutboxMessage,
      {},
      { order: { priority: 'ASC', dueAt: 'ASC', id: 'ASC' } },
    );
    return waiting.map(({ kind, subjectId }) => `${kind} ${subjectId}`);
  };

  test('reads the 告知书 first, then one list of what is still open, and no old digest or cancelled task', async () => {
    const [one, two, gone] = [
      await buildTask(river, { periodKey: '2026-W47' }),
      await buildTask(river, { periodKey: '2026-W48' }),
      await buildTask(river, { periodKey: '2026-W46', state: 'void' }),
    ];
    await river.db.transaction((tx) =>
      enqueueMany(tx, [
        ...[one, two, gone].map(({ id }) => asked('patrolTask', 'task', id)),
        asked('digest', 'digest', 1),
        asked('digest', 'digest', 2),
        asked('assessmentOwn', 'assessmentScore', 5),
      ]),
    );
    const { id } = river.chief;
    expect(await comes()).toEqual([`privacyNotice ${id}`, 'assessmentOwn 5', `newTasks ${id}`]);
  });

  test('gets a single open task as its own card, and with none the 告知书 alone', async () => {
    expect(await comes()).toEqual([`privacyNotice ${river.chief.id}`]);
    const task = await buildTask(river);
    await afresh([asked('patrolTask', 'task', task.id)]);
    expect(await comes()).toEqual([`privacyNotice ${river.chief.id}`, `patrolTask ${task.id}`]);
  });

  test('is not told anew of a task that is on the phone already, or on its way', async () => {
    const task = await buildTask(river);
    await afresh([]);
    expect(await comes()).toEqual([`privacyNotice ${river.chief.id}`]);
    const old = await buildTask(river, { periodKey: '2026-W46', state: 'void' });
    await afresh([asked('patrolTask', 'task', old.id), asked('patrolTask', 'task', task.id)]);
    await river.db.transaction((tx) =>
      tx.update(OutboxMessage, { subjectId: task.id }, { state: 'sending', pendingSlot: null }),
    );
    expect(await comes()).toEqual([`patrolTask ${task.id}`, `privacyNotice ${river.chief.id}`]);
  });
});
