import { Problem } from '../../entities';
import { BACKENDS, buildPerson, buildPost } from '../factories';
import { buildTask, eachRiver, NOW, type River } from '../river';
import { Hand } from './pressing';

describe.each(BACKENDS)('what is found twice at once over %s', (backend) => {
  let river: River;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
  });

  const problems = () => river.db.read.find(Problem, {}, { order: { id: 'ASC' } });

  test('发现问题 pressed twice without a task opens one form', async () => {
    const chief = new Hand(river, river.chief);
    const free = await chief.sees('patrolMore', river.chief.id, 'person');
    await Promise.all([1, 2, 3].map(() => chief.presses('发现问题', free)));
    expect(await problems()).toHaveLength(1);
  });

  test('the same outfall reported by two at the same moment is one problem with two reporters', async () => {
    const other = await buildPerson(river.db, { unitId: river.village.id, title: '副河长' });
    await buildPost(river.db, { reachId: river.reach.id, personId: other.id, level: 'village' });
    const hands = [new Hand(river, river.chief), new Hand(river, other)];
    const forms = [];
    for (const [n, hand] of hands.entries()) {
      const task = await buildTask(river, { periodKey: `at-once-${n}` });
      await hand.presses('发现问题', await hand.sees('patrolTask', task.id));
      const [draft] = (await problems()).slice(-1);
      forms.push({ hand, shown: await hand.sees('problemForm', draft?.id ?? 0) });
    }
    const form = { place: `o${river.outfall.id}`, category: '排污口', seriousness: '一般', words: '发黑' };
    await Promise.all(forms.map(({ hand, shown }) => hand.presses('提交', shown, form)));
    expect((await problems()).map(({ state }) => state).sort()).toEqual(['assigned', 'merged']);
  });
});
