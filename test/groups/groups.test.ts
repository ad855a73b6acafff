import {
  AuditEntry,
  CardMessage,
  ChatGroup,
  Delivery,
  GroupMember,
  GroupPost,
  InboxEvent,
  type Person,
  PersonRole,
} from '../../entities';
import { groupActions } from '../../src/bot/actions/group';
import { Conversation } from '../../src/bot/conversation';
import { groupWork } from '../../src/bot/groupWork';
import { Presenters } from '../../src/bot/presenters';
import { Database } from '../../src/core/database';
import { Fault } from '../../src/core/errors';
import type { GroupChange, Recipient } from '../../src/core/messages';
import { bringMembersLater, takeChange } from '../../src/groups';
import { BACKENDS, buildPerson } from '../factories';
import { Shown } from '../problem/pressing';
import { buildCard, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

/** A Feishu that makes groups and lets everybody in but `strangers`. */
class Chats {
  made: string[] = [];
  members: string[] = [];
  strangers: string[] = [];
  fault: Error | null = null;
  readonly calls = {
    makeChat: async ({ uuid }: { uuid: string }) => {
      if (this.fault) throw this.fault;
      this.made = [...new Set([...this.made, uuid])];
      return `oc_${uuid}`;
    },
    addToChat: async ({ openIds }: { openIds: readonly string[] }) => {
      const refused = openIds.filter((id) => this.strangers.includes(id));
      this.members.push(...openIds.filter((id) => !refused.includes(id)));
      return refused;
    },
    removeFromChat: async ({ openIds }: { openIds: readonly string[] }) => {
      this.members = this.members.filter((id) => !openIds.includes(id));
    },
  };
}

describe.each(BACKENDS)('groups (%s)', (backend) => {
  let river: River;
  let chats: Chats;
  eachRiver(backend, (fresh) => {
    river = fresh;
    chats = new Chats();
  });

  const tell = (what: GroupChange['what'], minute = 0, chatId = 'oc_town') =>
    river.db.transaction((tx) =>
      takeChange(
        tx,
        { what, chatId, name: '龙兴镇河长群', at: new Date(NOW.getTime() + minute * 60_000) },
        NOW,
      ),
    );
  const groups = () => river.db.read.find(ChatGroup, {}, { order: { id: 'ASC' } });
  const newest = async () => (await groups()).at(-1) as ChatGroup;
  const posts = () => river.db.read.find(GroupPost);

  async function sees(
    kind: 'chatGroup' | 'groupPost' | 'groupHello' | 'groupNotice',
    id: number,
    by: Recipient,
  ) {
    const type = kind === 'groupHello' ? 'chatGroup' : kind === 'groupNotice' ? 'groupPost' : kind;
    const request = { kind, subject: { type, id }, recipient: by, snapshot: null, at: NOW };
    const rendered = await new Presenters(river.deps).render(river.db.read, request, false);
    return rendered && new Shown(rendered.card, rendered.pictures);
  }
  async function presses(
    person: Person,
    label: string,
    shown: Shown | null,
    formValue = {},
    db: Database = river.db,
  ): Promise<string> {
    const value = shown?.value(label) ?? {};
    const action = groupActions.find(({ name }) => name === value.action);
    try {
      const outcome = await db.transaction(async (tx) => {
        const roles = (await tx.find(PersonRole, { personId: person.id })).map(({ role }) => role);
        const ctx = { deps: river.deps, tx, person, roles, at: NOW, messageId: 'om_pressed' };
        return action?.begin(ctx, { value, formValue })(ctx);
      });
      return outcome?.toast?.content ?? '';
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  }

  let messages = 0;
  /** @returns what the bot says, to whom or where */
  async function says(person: Person, text: string, more: object = {}): Promise<string[]> {
    messages += 1;
    const said: string[] = [];
    const conversation = new Conversation(river.deps, async (words) => {
      said.push(`${'chatId' in words ? '群' : '单聊'}：${words.text}`);
    });
    await conversation.message({
      messageId: `om_group_${messages}`,
      chatId: 'oc_town',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: NOW,
      text,
      imageKeys: [],
      place: null,
      ...more,
    });
    return said;
  }

  /** Does what waits for Feishu, as the inbox would, and what follows from it. */
  async function work(): Promise<void> {
    const handlers = groupWork({ ...river.deps, calls: chats.calls });
    for (;;) {
      const [event] = await river.db.read.find(
        InboxEvent,
        { state: 'new' },
        { order: { id: 'ASC' }, limit: 1 },
      );
      if (!event) return;
      await handlers[event.type as keyof typeof handlers]?.run(event.payload);
      await river.db.transaction((tx) => tx.update(InboxEvent, { id: event.id }, { state: 'done' }));
    }
  }
  const pending = async () =>
    (await river.db.read.find(InboxEvent, { state: 'new' })).map(({ type }) => type);
  const openIds = (...people: Person[]) => people.map(({ openId }) => openId).sort();

  describe('the bot is added to', () => {
    it('hear who it is, and 县河长办 is asked whom they serve', async () => {
      await tell('added');
      const group = await newest();
      expect(group).toMatchObject({
        state: 'asked',
        origin: 'added',
        chatId: 'oc_town',
        name: '龙兴镇河长群',
      });
      expect(await waiting(river.db)).toEqual([`groupHello→${group.id}`, `chatGroup→${river.office.id}`]);
      const hello = await sees('groupHello', group.id, group);
      expect(hello?.words).toContain('等县河长办定');
      expect(hello?.buttons).toEqual(['我的任务（只发给我）']);
      const asked = await sees('chatGroup', group.id, river.office);
      expect(asked?.buttons).toEqual(['定下来', '不作工作群']);
    });

    it('serve a town once 县河长办 says so, first come first served', async () => {
      await tell('added');
      const { id } = await newest();
      await sendAll(river.db);
      await buildCard(river.db, {
        kind: 'groupHello',
        subjectType: 'chatGroup',
        subjectId: id,
        recipientId: id,
      });
      const asked = await sees('chatGroup', id, river.office);
      const unit = { unit: String(river.town.id) };
      expect(await presses(river.mayor, '定下来', asked, unit)).toBe('press.notYours');
      expect(await presses(river.office, '定下来', asked, { unit: '999999' })).toBe('press.stale');
      expect((await newest()).state).toBe('asked');
      expect(await presses(river.office, '定下来', asked, unit)).toBe('定好了');
      expect(await newest()).toMatchObject({ state: 'serving', unitId: river.town.id });
      // What the group sees changes with it.
      expect(await waiting(river.db)).toEqual([`groupHello↻${id}`]);
      expect((await sees('groupHello', id, await newest()))?.words).toContain('龙兴镇的通知以后发在这个群里');
      expect(await presses(river.office, '定下来', asked, { unit: 'county' })).toBe('press.stale');
      const audited = await river.db.read.find(AuditEntry, { action: 'group.place' });
      expect(audited.map(({ actor, subjectId }) => [actor, subjectId])).toEqual([
        [`person:${river.office.id}`, id],
      ]);
    });

    it('can be placed anew, and can be no work group', async () => {
      await tell('added');
      const { id } = await newest();
      await presses(river.office, '定下来', await sees('chatGroup', id, river.office), { unit: 'county' });
      const serving = await sees('chatGroup', id, river.office);
      expect(serving?.form).toEqual({ unit: 'county' });
      expect(await presses(river.office, '不作工作群', serving)).toBe('不作工作群');
      expect(await newest()).toMatchObject({ state: 'unused', decidedAt: null });
      expect(await sees('groupHello', id, await newest())).toBeNull();
      const again = await sees('chatGroup', id, river.office);
      expect(await presses(river.office, '改为工作群', again, { unit: String(river.town.id) })).toBe(
        '定好了',
      );
      expect(await newest()).toMatchObject({ state: 'serving', unitId: river.town.id });
    });

    it('are known by everybody to be out when the bot is taken out, and serve as before when it is back', async () => {
      await tell('added');
      const { id } = await newest();
      await presses(river.office, '定下来', await sees('chatGroup', id, river.office), { unit: 'county' });
      await sendAll(river.db);
      await tell('removed', 1);
      expect(await newest()).toMatchObject({ state: 'out' });
      expect(await waiting(river.db)).toEqual([`chatGroup→${river.office.id}`]);
      expect((await sees('chatGroup', id, river.office))?.words).toContain('我被移出了这个群');
      await tell('added', 2);
      expect(await newest()).toMatchObject({ state: 'serving', unitId: null });
      await tell('ended', 3);
      expect((await sees('chatGroup', id, river.office))?.words).toContain('这个群解散了');
    });

    it('take an event once, and one that comes late not at all', async () => {
      await tell('added');
      await tell('removed', 2);
      await tell('added', 1);
      await tell('removed', 2);
      expect(await groups()).toMatchObject([{ state: 'out', version: 2 }]);
      await tell('removed', 5, 'oc_unknown');
      expect(await groups()).toHaveLength(1);
    });

    it('keep the members that people gave them', async () => {
      await tell('added');
      await presses(river.office, '定下来', await sees('chatGroup', (await newest()).id, river.office), {
        unit: 'county',
      });
      await river.db.transaction((tx) => bringMembersLater(tx, river.deps, NOW));
      expect(await pending()).toEqual([]);
    });
  });

  describe('that the bot makes', () => {
    it('are made once, with the town’s heads and its liaison, and say who could not come', async () => {
      const unknown = await buildPerson(river.db, {
        unitId: river.town.id,
        title: '党委书记',
        roles: ['镇党委书记'],
        openId: null,
      });
      chats.strangers = [String(river.liaison.openId)];
      expect(await says(river.office, '建群 龙兴')).toEqual([expect.stringContaining('正在建群')]);
      expect(await says(river.office, '建群 龙兴镇')).toEqual(['单聊：这个群已经有了，不再建。发“群”看。']);
      expect((await sees('chatGroup', (await newest()).id, river.office))?.words).toContain('正在建');
      await work();
      expect(chats.made).toHaveLength(1);
      expect(chats.members).toEqual(openIds(river.mayor));
      const group = await newest();
      expect(group).toMatchObject({ state: 'serving', unitId: river.town.id, name: '龙兴镇河长制工作群' });
      expect(await waiting(river.db)).toEqual([`groupHello→${group.id}`, `chatGroup→${river.office.id}`]);
      const shown = await sees('chatGroup', group.id, river.office);
      expect(shown?.words).toContain('**1人**');
      expect(shown?.words).toContain('还有2人拉不进来');
      expect(shown?.buttons).toEqual([]);
      expect(unknown.openId).toBeNull();
    });

    it('follow the roster, and leave alone who went by themselves or was brought by others', async () => {
      await says(river.office, '建群 龙兴镇');
      await work();
      expect(chats.members.sort()).toEqual(openIds(river.mayor, river.liaison));
      // The liaison leaves the group, the mayor the post; a guest was brought by somebody.
      chats.members = [String(river.mayor.openId), 'ou_guest'];
      const next = await buildPerson(river.db, { unitId: river.town.id, title: '镇长', roles: ['镇长'] });
      await river.db.transaction((tx) => tx.remove(PersonRole, { personId: river.mayor.id }));
      await river.db.transaction((tx) => bringMembersLater(tx, river.deps, new Date(NOW.getTime() + 60_000)));
      expect(await pending()).toEqual(['groupMembers']);
      await work();
      expect(chats.members).toEqual(['ou_guest', next.openId]);
      const brought = await river.db.read.find(GroupMember, {}, { order: { id: 'ASC' } });
      expect(brought.map(({ personId }) => personId)).toEqual(
        [river.liaison.id, next.id].sort((a, b) => a - b),
      );
      await river.db.transaction((tx) =>
        bringMembersLater(tx, river.deps, new Date(NOW.getTime() + 120_000)),
      );
      expect(await pending()).toEqual([]);
    });

    it('of the county hold 县河长办 and every town’s', async () => {
      await says(river.office, '建群 县');
      await work();
      expect(await newest()).toMatchObject({ unitId: null, name: '新绛县河长制工作群' });
      expect(chats.members.sort()).toEqual(openIds(river.mayor, river.liaison, river.office));
      expect(chats.members).not.toContain(river.chief.openId);
    });

    it('that could not be made say why, and are made under the same uuid when they are asked for again', async () => {
      await says(river.office, '建群 县');
      chats.fault = Object.assign(new Error('refused'), { sentence: '飞书应用缺少权限' });
      await expect(work()).rejects.toThrow('refused');
      const { id, uuid } = await newest();
      await groupWork({ ...river.deps, calls: chats.calls }).groupMake.parked({ groupId: id }, chats.fault);
      expect((await sees('chatGroup', id, river.office))?.words).toContain('飞书应用缺少权限');
      chats.fault = null;
      expect(await says(river.office, '建群 县')).toEqual([expect.stringContaining('正在建群')]);
      await work();
      expect(chats.made).toEqual([uuid]);
      expect(await groups()).toMatchObject([{ id, state: 'serving', why: null }]);
    });

    it('are not made for a name that is none, or by anybody else', async () => {
      expect(await says(river.office, '建群')).toEqual([
        '单聊：建哪个群？发“建群 县”，或“建群”加镇名：龙兴镇。',
      ]);
      expect(await says(river.office, '建群 火星')).toEqual([expect.stringContaining('建哪个群')]);
      await says(river.mayor, '建群 龙兴镇');
      expect(await groups()).toEqual([]);
      expect(await waiting(river.db)).toEqual([`help→${river.mayor.id}`]);
    });
  });

  describe('get a 通知', () => {
    async function serving(): Promise<ChatGroup> {
      await tell('added');
      await presses(river.office, '定下来', await sees('chatGroup', (await newest()).id, river.office), {
        unit: 'county',
      });
      await sendAll(river.db);
      return newest();
    }
    const draft = async (text = '周五上午九点开调度会') => {
      await says(river.office, `发到群 ${text}`);
      return (await posts()).at(-1) as GroupPost;
    };

    it('that 县河长办 has looked at a second time, in the hours of notices', async () => {
      const group = await serving();
      const post = await draft();
      expect(await waiting(river.db)).toEqual([`groupPost→${river.office.id}`]);
      const shown = await sees('groupPost', post.id, river.office);
      expect(shown?.words).toContain('周五上午九点开调度会');
      expect(await sees('groupNotice', post.id, group)).toBeNull();
      expect(await presses(river.office, '发到群', shown, shown?.form)).toBe('发到1个群，工作时间发');
      expect(await presses(river.office, '发到群', shown, shown?.form)).toBe('press.stale');
      expect(await waiting(river.db)).toEqual([`groupPost→${river.office.id}`, `groupNotice→${group.id}`]);
      const notice = await sees('groupNotice', post.id, group);
      expect(notice?.words).toContain('周五上午九点开调度会');
      expect(notice?.words).not.toContain(river.office.name);
      expect((await sees('groupPost', post.id, river.office))?.words).toContain('还没发，工作时间发');
    });

    it('once, however often it is pressed in the same moment', async () => {
      const group = await serving();
      const beside = await Database.open({ url: river.db.url });
      const post = await draft();
      const shown = await sees('groupPost', post.id, river.office);
      const answers = await Promise.all(
        [river.db, beside, river.db, beside].map((db) =>
          presses(river.office, '发到群', shown, shown?.form, db),
        ),
      );
      await beside.close();
      expect(answers.sort()).toEqual(['press.stale', 'press.stale', 'press.stale', '发到1个群，工作时间发']);
      const sent = (await waiting(river.db)).filter((one) => one.startsWith('groupNotice'));
      expect(sent).toEqual([`groupNotice→${group.id}`]);
    });

    it('and whoever wrote it sees where it did not arrive', async () => {
      const group = await serving();
      const post = await draft();
      const shown = await sees('groupPost', post.id, river.office);
      await presses(river.office, '发到群', shown, { group: 'all' });
      const [asked] = await river.db.read.query<object>(
        `SELECT * FROM outbox_message WHERE kind = 'groupNotice'`,
      );
      const { pendingSlot: _, ...row } = asked as { pendingSlot: string; id: number };
      await river.db.transaction((tx) =>
        tx.insert(Delivery, {
          ...tx.hydrate(Delivery, row),
          state: 'refused',
          lastError: '机器人不在群里',
          finishedAt: NOW,
        }),
      );
      const after = await sees('groupPost', post.id, river.office);
      expect(after?.words).toContain('没发到');
      expect(after?.words).toContain('机器人不在群里');
      expect(after?.words).toContain(group.name);
    });

    it('only when it is not dropped, and by nobody else', async () => {
      await serving();
      const post = await draft();
      const shown = await sees('groupPost', post.id, river.office);
      expect((await sees('groupPost', post.id, river.mayor))?.words).not.toContain('调度会');
      const clerk = await buildPerson(river.db, { unitId: river.office.unitId, roles: ['县河长办'] });
      expect(await presses(clerk, '发到群', shown, shown?.form)).toBe('press.notYours');
      expect(await presses(river.office, '不发', shown)).toBe('没有发');
      expect(await presses(river.office, '发到群', shown, shown?.form)).toBe('press.stale');
      expect((await posts()).map(({ state }) => state)).toEqual(['dropped']);
    });

    it('never with a phone number, and with a name only after a word about it', async () => {
      await serving();
      expect(await says(river.office, '发到群 有事打19900000009')).toEqual([
        expect.stringContaining('手机号'),
      ]);
      expect(await posts()).toEqual([]);
      const post = await draft(`请${river.chief.name}抓紧`);
      expect((await sees('groupPost', post.id, river.office))?.words).toContain(
        `里面有人名：${river.chief.name}`,
      );
    });

    it('nowhere while no group serves', async () => {
      const post = await draft();
      expect((await sees('groupPost', post.id, river.office))?.buttons).toEqual(['不发']);
      await serving();
      const shown = await sees('groupPost', post.id, river.office);
      await tell('removed', 1);
      expect(await presses(river.office, '发到群', shown, shown?.form)).toBe('group.none');
      expect((await posts()).map(({ state }) => state)).toEqual(['draft']);
    });

    it('not from a town, whose words are no command', async () => {
      await says(river.mayor, '发到群 大家好');
      expect(await posts()).toEqual([]);
    });
  });

  describe('hear the bot', () => {
    const inGroup = { chatType: 'group' as const };

    it('answer in public only that it has answered alone', async () => {
      await buildTask(river);
      expect(await says(river.chief, '任务', inGroup)).toEqual(['群：已单独回复你，请看和我的单聊。']);
      expect(await waiting(river.db)).toEqual([`patrolTask→${river.chief.id}`]);
      expect(await says(river.mayor, '任务', inGroup)).toEqual([
        '单聊：现在没有要巡的河。',
        '群：已单独回复你，请看和我的单聊。',
      ]);
    });

    it('take no file and no photo there', async () => {
      const file = { key: 'file_1', name: '花名册.xlsx' };
      const refused = ['群：文件、照片和位置在群里我都不收，请单独发给我。'];
      expect(await says(river.office, '', { ...inGroup, file })).toEqual(refused);
      expect(await says(river.chief, '', { ...inGroup, imageKeys: ['img_1'] })).toEqual(refused);
      expect(await waiting(river.db)).toEqual([]);
    });
  });

  it('are listed for 县河长办 with what each is for', async () => {
    expect(await says(river.office, '群')).toEqual([expect.stringContaining('还没有工作群')]);
    await tell('added');
    await sendAll(river.db);
    expect(await says(river.office, '群')).toEqual(['单聊：龙兴镇河长群：待县河长办定给谁用']);
    expect(await waiting(river.db)).toEqual([`chatGroup→${river.office.id}`]);
    await presses(river.office, '定下来', await sees('chatGroup', (await newest()).id, river.office), {
      unit: 'county',
    });
    expect(await says(river.office, '工作群')).toEqual(['单聊：龙兴镇河长群：在用，给全县用']);
    expect(await river.db.read.find(CardMessage)).toEqual([]);
  });
});
