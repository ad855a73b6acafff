import {
  AuditEntry,
  CardMessage,
  Digest,
  HistoryEntry,
  type Person,
  PersonRole,
  Suggestion,
} from '../../entities';
import { suggestionActions } from '../../src/bot/actions/suggestion';
import { Conversation } from '../../src/bot/conversation';
import { mayOpen } from '../../src/bot/mayOpen';
import { digest } from '../../src/bot/presenters/digest';
import { suggestion } from '../../src/bot/presenters/suggestion';
import { instantAt } from '../../src/core/days';
import { Fault } from '../../src/core/errors';
import { digests, openMatters, reissueCards } from '../../src/escalation';
import { findStuck } from '../../src/jobs/auditor';
import { BACKENDS, buildPerson } from '../factories';
import { Shown } from '../problem/pressing';
import { buildCard, NOW, openRiver, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('意见建议 over %s', (backend) => {
  let river: River;
  let said: string[];
  beforeEach(async () => {
    river = await openRiver(backend);
    said = [];
  });
  afterEach(() => river.db.drop());

  let messages = 0;
  async function says(person: Person, text: string): Promise<string | undefined> {
    messages += 1;
    const chat = new Conversation(river.deps, async (words) => said.push(words.text));
    const { openId } = person;
    await chat.message({
      messageId: `om_said_${messages}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: openId ?? '',
      sentAt: NOW,
      text,
      imageKeys: [],
      place: null,
    });
    return said.pop();
  }
  const newest = async () => (await river.db.read.find(Suggestion)).at(-1) as Suggestion;
  async function sees(recipient: Person, id: number): Promise<Shown> {
    const request = { kind: 'suggestion', subject: { type: 'suggestion', id }, recipient, snapshot: null };
    const rendered = await suggestion(river.deps, river.db.read, { ...request, at: river.deps.clock.now() });
    return new Shown(rendered?.card ?? {}, []);
  }
  async function answers(person: Person, shown: Shown, answer: string): Promise<string> {
    const value = shown.value('回复');
    const action = suggestionActions.find(({ name }) => name === value.action);
    try {
      const outcome = await river.db.transaction(async (tx) => {
        const roles = (await tx.find(PersonRole, { personId: person.id })).map(({ role }) => role);
        const ctx = { deps: river.deps, tx, person, roles, at: river.deps.clock.now(), messageId: 'om_x' };
        return action?.begin(ctx, { value, formValue: { answer } })(ctx);
      });
      return outcome?.toast?.content ?? '';
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  }

  test('goes to everybody of 县河长办, with who said it by post and by when it is answered', async () => {
    const clerk = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['县河长办'] });
    expect(await says(river.chief, '意见：河滩路走不过去')).toBe('已转给县河长办，12月9日前回复你。');
    expect(await waiting(river.db)).toEqual([`suggestion→${river.office.id}`, `suggestion→${clerk.id}`]);
    const shown = await sees(river.office, (await newest()).id);
    expect(shown.words).toContain('龙兴镇第一村河长');
    expect(shown.words).toContain('河滩路走不过去');
    expect(shown.words).toContain('12月9日');
    expect(shown.buttons).toEqual(['回复']);
  });

  test('is answered once, and the answer goes back to its sender', async () => {
    await says(river.chief, '意见 河滩路走不过去');
    const { id } = await newest();
    const subject = { subjectType: 'suggestion', subjectId: id };
    const card = await sees(river.office, id);
    await sendAll(river.db);
    await buildCard(river.db, { kind: 'suggestion', ...subject, recipientId: river.office.id });
    expect(await answers(river.office, card, '从对岸看也算')).toBe('已回复，会发给提意见的人');
    expect(await newest()).toMatchObject({
      answer: '从对岸看也算',
      answeredById: river.office.id,
      version: 2,
    });
    expect(await waiting(river.db)).toEqual([
      `suggestion↻${river.office.id}`,
      `suggestion→${river.chief.id}`,
    ]);
    expect(await answers(river.office, card, '再答一次')).toBe('press.stale');
    const told = await sees(river.chief, id);
    expect(told.words).toContain('从对岸看也算');
    expect(told.words).toContain('河滩路走不过去');
    expect(told.buttons).toEqual([]);
    expect((await sees(river.office, id)).buttons).toEqual([]);
    const steps = await river.db.read.find(HistoryEntry, subject, { order: { version: 'ASC' } });
    expect(steps.map(({ action, state }) => `${action} ${state}`)).toEqual([
      'submitted waiting',
      'answered answered',
    ]);
    const audited = await river.db.read.find(AuditEntry, { subjectType: 'suggestion' });
    expect(audited.map(({ action }) => action)).toEqual(['suggestion.submit', 'suggestion.answer']);
  });

  test('is nobody else’s to read or to answer', async () => {
    await says(river.chief, '意见 河滩路走不过去');
    const { id } = await newest();
    const card = await sees(river.office, id);
    expect(await answers(river.liaison, card, '不行')).toBe('press.notYours');
    expect((await sees(river.liaison, id)).words).not.toContain('河滩路');
    const may = (person: Person, roles: ('镇联络员' | '县河长办' | '村级河长')[]) =>
      mayOpen(river.db.read, 'suggestion', id, { person, roles, at: NOW, deps: river.deps });
    expect(await may(river.liaison, ['镇联络员'])).toBe(false);
    expect(await may(river.chief, ['村级河长'])).toBe(false);
    expect(await may(river.office, ['县河长办'])).toBe(true);
    await answers(river.office, card, '可以');
    expect(await may(river.chief, ['村级河长'])).toBe(true);
  });

  test('is in the digest of 县河长办 as its day comes near, until it is answered; and keeps a card', async () => {
    await says(river.chief, '意见 河滩路走不过去');
    await sendAll(river.db);
    const { id } = await newest();
    const run = (day: string) => digests(river.deps, instantAt(day, '08:30'));
    expect(await run('2026-11-27')).toBe(0);
    expect(await run('2026-12-04')).toBe(1);
    const [made] = await river.db.read.find(Digest, { personId: river.office.id });
    expect(made?.matters).toEqual([{ type: 'suggestion', id }]);
    const rendered = await digest(river.deps, river.db.read, {
      subject: { type: 'digest', id: made?.id ?? 0 },
      recipient: river.office,
      snapshot: null,
      at: instantAt('2026-12-04', '08:30'),
    });
    const list = new Shown(rendered?.card ?? {}, []);
    expect(list.words).toContain('意见建议：河滩路走不过去');
    expect(list.value('打开')).toMatchObject({ type: 'suggestion', id });

    expect(await reissueCards(river.deps, instantAt('2026-12-07', '08:30'))).toBe(1);
    await river.db.transaction((tx) => tx.remove(CardMessage, {}));
    await answers(river.office, await sees(river.office, id), '可以');
    expect(await run('2026-12-10')).toBe(0);
    expect(await openMatters(river.db.read, river.deps, { today: '2026-12-10' })).toEqual([]);
  });

  test('that waits is listed for 县河长办 when they say 意见; anybody else gets the form', async () => {
    await says(river.chief, '意见 河滩路走不过去');
    await sendAll(river.db);
    expect(await says(river.office, '意见')).toBeUndefined();
    expect(await says(river.chief, '意见建议')).toBeUndefined();
    expect(await waiting(river.db)).toEqual([`suggestion→${river.office.id}`, `help→${river.chief.id}`]);
    expect(await river.db.read.find(Suggestion)).toHaveLength(1);
  });

  test.each(['意见 \u200b', '意见：，。', '意见\ud800'])('“%s” says nothing and is none', async (text) => {
    await says(river.chief, text);
    expect(await river.db.read.find(Suggestion)).toEqual([]);
  });

  test('with nobody at 县河长办 it is found by the auditor, and by whoever comes there next', async () => {
    await river.db.transaction((tx) => tx.remove(PersonRole, { role: '县河长办' }));
    await says(river.chief, '意见 河滩路走不过去');
    await sendAll(river.db);
    expect(await findStuck(river.deps, NOW, NOW)).toMatchObject([{ what: 'suggestion-without-hand' }]);
    const clerk = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['县河长办'] });
    await reissueCards(river.deps, instantAt('2026-11-26', '08:30'));
    expect(await waiting(river.db)).toEqual([`suggestion→${clerk.id}`]);
    expect(await findStuck(river.deps, NOW, NOW)).toEqual([]);
  });
});
