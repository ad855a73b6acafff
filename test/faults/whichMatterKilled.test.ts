import { setTimeout as pause } from 'node:timers/promises';
import { AuditEntry, HistoryEntry, type Person, Photo, Problem, SentPlace } from '../../entities';
import { Presenters } from '../../src/bot';
import { silentLog } from '../../src/core/log';
import { Policies } from '../../src/core/policy';
import { receiveChatPhotos, receivePlace } from '../../src/problem';
import { buttonOn, countOf, until } from '../e2e/badDays';
import type { Pressed, ShownMessage } from '../e2e/county';
import { BACKENDS, buildReach, buildUnit, testCalendar, testPolicy, testSecrets } from '../factories';
import { PNG, Stage } from '../feishu/stage';
import { storePhotos } from '../problem/pressing';
import { buildProblem, NOW, type River } from '../river';
import type { BotSettings } from './botProcess';
import { handlerOf, settingsOf } from './botStage';
import { NIGHTLY, SEED, seeded } from './nightly';
import { built, Victim } from './process';

const KILLS = (NIGHTLY ? 200 : 12) / BACKENDS.length;
/** In every round so many answer the question, and as many are asked it. */
const PEOPLE = 4;
const TITLE = '照片是哪件事的';
const PLACE = { name: '石桥', longitude: 111.22, latitude: 35.61 };

/** Somebody with two 交办单, of which a photo and a place may be. */
interface Handler {
  person: Person & { openId: string };
  /** The likeliest is the one signed for last. */
  likeliest: Problem;
  other: Problem;
}

/** Whose photo and place were put to the likeliest, and who answers that they are of the other. */
interface Answerer extends Handler {
  messageId: string;
  button: string;
  answered: boolean;
}

describe.each(BACKENDS)('a bot that is killed over 照片（位置）是哪件事的, on %s', (backend) => {
  let stage: Stage;
  let victim: Victim | null = null;
  let settings: BotSettings;
  beforeAll(async () => {
    stage = await Stage.open(backend, NOW.toISOString());
    settings = await settingsOf(stage);
  }, 60_000);
  afterAll(async () => {
    await victim?.kill();
    await stage.close();
  });

  let born = 0;
  async function handler(): Promise<Handler> {
    born += 1;
    const mobile = `199001${String(born).padStart(5, '0')}`;
    const town = await buildUnit(stage.db, { name: `第${born}镇` });
    const person = await handlerOf(stage, town.id, mobile);
    const reach = await buildReach(stage.db, { townId: town.id });
    const finder = { id: 1_000_000 } as Person;
    const river = { db: stage.db, reach, chief: finder, liaison: person, town } as River;
    const minute = (n: number) => new Date(NOW.getTime() - n * 60_000);
    const other = await buildProblem(river, { place: '桥上', acceptedAt: minute(10) });
    const likeliest = await buildProblem(river, { place: '桥下', acceptedAt: minute(5) });
    return { person, likeliest, other };
  }

  /** What they sent was taken in and asked about while nothing went wrong. */
  async function answerers(): Promise<Answerer[]> {
    const deps = {
      db: stage.db,
      policies: new Policies(stage.db, testPolicy()),
      calendar: testCalendar,
      clock: stage.clock,
      log: silentLog(),
      secrets: testSecrets,
    };
    const all: Handler[] = [];
    for (let n = 0; n < KILLS * PEOPLE; n += 1) {
      const one = await handler();
      const { openId } = one.person;
      const message = { chatId: 'oc_1', chatType: 'p2p' as const, openId, sentAt: NOW, text: null };
      const photo = { ...message, messageId: `om_p${n}`, imageKeys: [`img_${n}`], place: null };
      const place = { ...PLACE, longitude: String(PLACE.longitude), latitude: String(PLACE.latitude) };
      await stage.db.transaction((tx) => receiveChatPhotos(tx, deps, photo, one.person));
      await stage.db.transaction((tx) =>
        receivePlace(tx, deps, { messageId: `om_l${n}`, sentAt: NOW, place }, one.person),
      );
      all.push(one);
    }
    await storePhotos(stage, false);
    await stage.sender({ renderers: new Presenters(deps) }).deliver(undefined, 60_000);
    return Promise.all(
      all.map(async (one) => {
        const card = (await questions(one))[0] as ShownMessage;
        return { ...one, messageId: card.message_id, button: buttonOn(card, '是这件').name, answered: false };
      }),
    );
  }

  const questions = async ({ person }: Handler): Promise<ShownMessage[]> =>
    (await stage.control<ShownMessage[]>('GET', `people/${person.openId}/messages`)).filter(
      ({ content }) =>
        content.header?.title.content === TITLE || content.header?.title.content === '位置是哪件事的',
    );

  const press = async (one: Answerer): Promise<Pressed> =>
    stage.control<Pressed>('POST', `people/${one.person.openId}/actions`, {
      message_id: one.messageId,
      name: one.button,
    });

  const send = ({ person }: Handler, what: object): Promise<unknown> =>
    stage.control('POST', `people/${person.openId}/messages`, what);

  /** What is on record of the question of one person. */
  async function standing({ person, likeliest, other }: Handler) {
    const { read } = stage.db;
    const photos = await read.find(Photo, { personId: person.id });
    const places = await read.find(SentPlace, { personId: person.id });
    const nameOf = (id: number | null) =>
      id === likeliest.id ? 'likeliest' : id === other.id ? 'other' : `${id}`;
    const hinted = async ({ id }: Problem) => (await read.findOne(Problem, { id }))?.afterLonE6 !== null;
    const ids = { photo: photos.map(({ id }) => id), place: places.map(({ id }) => id) };
    const rows = async (type: 'photo' | 'place') => ({
      history: (await read.find(HistoryEntry, { subjectType: type, subjectId: ids[type], action: 'placed' }))
        .length,
      audit: (
        await read.find(AuditEntry, { subjectType: type, subjectId: ids[type], action: `${type}.place` })
      ).length,
    });
    return {
      photos: photos.map(({ subjectId }) => nameOf(subjectId)),
      places: places.map(({ subjectId }) => nameOf(subjectId)),
      hinted: { likeliest: await hinted(likeliest), other: await hinted(other) },
      placed: (await rows('photo')).history + (await rows('place')).history,
      audits: [(await rows('photo')).audit, (await rows('place')).audit],
    };
  }

  const ASKED = {
    photos: ['likeliest'],
    places: ['likeliest'],
    hinted: { likeliest: true, other: false },
    placed: 0,
    audits: [0, 0],
  };
  const ANSWERED = {
    photos: ['other'],
    places: ['other'],
    hinted: { likeliest: false, other: true },
    placed: 1,
    audits: [1, 1],
  };

  /** All of the answer or none of it; all of it in any case once the phone said so. */
  async function isWhole(one: Answerer): Promise<void> {
    const now = await standing(one);
    const wanted = one.answered || now.photos[0] === 'other' ? ANSWERED : ASKED;
    expect({ seed: SEED, person: one.person.id, answered: one.answered, ...now }).toEqual({
      seed: SEED,
      person: one.person.id,
      answered: one.answered,
      ...wanted,
    });
  }

  it(
    `${KILLS} times: an answer moves photo and place together or not at all, pressing again adds nothing, and what was sent is asked about once`,
    async () => {
      const random = seeded(SEED);
      const program = built('botProcess.ts');
      const start = async () => {
        victim = await Victim.start(program, [JSON.stringify(settings)]);
        return victim;
      };
      const all = await answerers();
      const senders: Handler[] = [];
      for (const one of all) await isWhole(one);

      for (let kill = 0; kill < KILLS; kill += 1) {
        const now = all.slice(kill * PEOPLE, (kill + 1) * PEOPLE);
        const sending = await Promise.all(Array.from({ length: PEOPLE }, handler));
        senders.push(...sending);
        const doomed = await start();
        // Killed once some were answered and others are under way, however fast the machine is.
        const enough = Math.floor(random() * PEOPLE);
        let answered = 0;
        const live = [
          ...now.map(async (one, n) => {
            await pause(n * random() * 40);
            one.answered = (await press(one)).toast?.type === 'success';
            answered += 1;
          }),
          ...sending.map(async (one, n) => {
            await pause(n * random() * 40);
            const photo = { type: 'image', base64: PNG.toString('base64') };
            await Promise.all([send(one, photo), send(one, { type: 'location', ...PLACE })]);
          }),
        ];
        await until('some answers', async () => answered >= enough);
        await pause(random() * 30);
        await doomed.kill();
        await Promise.all(live);
        for (const one of now) await isWhole(one);
      }

      const lost = all.filter(({ answered }) => !answered);
      const moved = await Promise.all(lost.map(async (one) => (await standing(one)).placed > 0));
      await start();
      for (const one of lost) {
        const pressed = await press(one);
        expect({ seed: SEED, error: pressed.error }).toEqual({ seed: SEED, error: null });
        one.answered = true;
      }
      for (const one of all) await isWhole(one);

      // What was sent is taken in at once, or when Feishu has pushed it again.
      await until(
        'every message',
        async () => {
          await stage.sandbox.settled();
          const again = stage.sandbox.nextDue();
          if (again && again > stage.clock.now()) stage.clock.moveTo(again);
          await stage.sandbox.runDue();
          const waiting = await countOf(stage.db, 'outbox_message');
          const unheard = await countOf(stage.db, 'inbox_event', `state = 'new'`);
          return waiting + unheard === 0 && !stage.sandbox.nextDue();
        },
        90_000,
      );
      for (const one of senders) {
        const asked = await questions(one);
        expect({ seed: SEED, person: one.person.id, asked: asked.length, ...(await standing(one)) }).toEqual({
          seed: SEED,
          person: one.person.id,
          asked: 1,
          ...ASKED,
        });
      }
      process.stdout.write(
        `${KILLS} kills on ${backend} over which matter: ${all.length} answered, ${lost.length} not told, ${moved.filter(Boolean).length} of those kept; ${senders.length} asked once\n`,
      );
    },
    120_000 + KILLS * 10_000,
  );
});
