import { HistoryEntry, Photo, Problem, SentPlace } from '../../entities';
import { Database } from '../../src/core/database';
import { BACKENDS, buildOutfall, buildPost } from '../factories';
import { at, buildProblem, buildTask, eachRiver, type River, waiting } from '../river';
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

  describe('the question which matter something is of', () => {
    let chiefs: Hand[];
    beforeEach(async () => {
      const there = { ...river, db: Object.assign(beside, { url: river.db.url, drop: river.db.drop }) };
      chiefs = [
        new Hand(river, river.liaison),
        new Hand({ ...there, deps: { ...river.deps, db: beside } }, river.liaison),
      ];
      await buildProblem(river, { acceptedAt: at('2026-11-06', '12:00') });
      await buildProblem(river, { place: '桥上100米' });
    });

    test('answered in two ways in the same moment is answered once, and what was sent is in one matter', async () => {
      const [one, other] = chiefs as [Hand, Hand];
      await one.sendsPlace();
      await one.sendsPhoto();
      const [place] = await river.db.read.find(SentPlace);
      const shown = await one.sees('photoWhich', place?.id ?? 0, 'place');
      const answers = await Promise.all([
        one.refused('是这件', shown),
        other.refused('都不是', shown),
        one.refused('都不是', shown),
        other.refused('是这件', shown),
      ]);
      expect(answers.filter((answer) => answer === 'press.stale')).toHaveLength(3);
      const steps = await river.db.read.find(HistoryEntry, { subjectType: 'place' });
      expect(steps).toHaveLength(1);
      const to = steps[0]?.state === 'kept' ? null : Number(steps[0]?.state.split('-')[1]);
      expect((await river.db.read.find(SentPlace)).map(({ subjectId }) => subjectId)).toEqual([to]);
      expect((await river.db.read.find(Photo)).map(({ subjectId }) => subjectId)).toEqual([to]);
      const hinted = (await river.db.read.find(Problem)).filter(({ afterLonE6 }) => afterLonE6 !== null);
      expect(hinted.map(({ id }) => id)).toEqual(to === null ? [] : [to]);
    });

    test('is asked once, though a photo and a place come in the same moment', async () => {
      const [one, other] = chiefs as [Hand, Hand];
      await Promise.all([one.sendsPlace(), other.sendsPhoto()]);
      expect((await waiting(river.db)).filter((line) => line.startsWith('photoWhich'))).toHaveLength(1);
    });
  });
});
