import { Problem } from '../../entities';
import { Database } from '../../src/core/database';
import { BACKENDS, buildOutfall, buildPost } from '../factories';
import { buildTask, eachRiver, type River } from '../river';
import { Hand } from './pressing';

describe.each(BACKENDS)('two processes over %s', (backend) => {
  let river: River;
  let beside: Database;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    beside = await Database.open({ url: river.db.url });
    await buildPost(river.db, { reachId: river.reach.id, personId: river.mayor.id, level: 'village' });
  });
  afterEach(() => beside.close());

  test.each(['提交', '现场已处理'])(
    'that take %s of the same outfall in the same moment have one problem with two reporters',
    async (label) => {
      const there = { ...river, db: Object.assign(beside, { url: river.db.url, drop: river.db.drop }) };
      const hands = [
        new Hand(river, river.chief),
        new Hand({ ...there, deps: { ...river.deps, db: beside } }, river.mayor),
      ];
      for (let round = 0; round < 4; round += 1) {
        const { id: outfallId } = await buildOutfall(river.db, {
          townId: river.town.id,
          reachId: river.reach.id,
        });
        const forms: (() => Promise<unknown>)[] = [];
        for (const [n, hand] of hands.entries()) {
          const task = await buildTask(river, { periodKey: `R${round}-${n}` });
          await hand.presses('发现问题', await hand.sees('patrolTask', task.id));
          const [draft] = await river.db.read.find(Problem, { finderId: hand.person.id, state: 'draft' });
          await hand.sendsPhoto();
          const shown = await hand.sees('problemForm', draft?.id ?? 0);
          const form = {
            category: '排污口',
            seriousness: '一般',
            words: '发黑',
            place: `o${outfallId}`,
            spot: '',
          };
          forms.push(() => hand.presses(label, shown, form));
        }
        await Promise.all(forms.map((press) => press()));
        const found = await river.db.read.find(Problem, { outfallId }, { order: { id: 'ASC' } });
        expect(found.map(({ state }) => state).sort()).toEqual(
          ['merged', label === '提交' ? 'assigned' : 'answered'].sort(),
        );
        expect(found.map(({ reports }) => reports).sort()).toEqual([1, 2]);
      }
    },
  );
});
