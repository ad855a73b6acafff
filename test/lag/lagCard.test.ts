import type { Person } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { Presenters } from '../../src/bot/presenters';
import { buildPerson, buildReach, buildUnit } from '../factories';
import { buildProblem, eachRiver, NOW, type River, waiting } from '../river';

describe('滞后 in the chat', () => {
  let river: River;
  eachRiver('sqlite', (fresh) => {
    river = fresh;
  });

  const say = async (person: Person, text: string): Promise<string[]> => {
    const answers: string[] = [];
    await new Conversation(river.deps, async (said) => answers.push(said.text)).message({
      messageId: `om_${text}`,
      chatId: 'oc_1',
      chatType: 'p2p',
      openId: String(person.openId),
      sentAt: NOW,
      text,
      imageKeys: [],
      place: null,
    });
    return answers;
  };
  const draw = async (recipient: Person, id: number): Promise<string | null> => {
    const request = {
      kind: 'lag',
      subject: { type: 'unitLag', id },
      recipient,
      at: NOW,
      snapshot: null,
    } as const;
    const drawn = await new Presenters(river.deps).render(river.db.read, request, false);
    return drawn && JSON.stringify(drawn.card);
  };

  it('shows a town its own lag with the records, and nothing of another town', async () => {
    const other = await buildUnit(river.db, { name: '古交镇', code: '140825101' });
    await buildReach(river.db, { townId: other.id, name: '古交镇段' });
    await buildProblem(river, { place: '桥下50米' });
    expect(await say(river.mayor, '滞后')).toEqual([]);
    expect(await waiting(river.db)).toEqual([`lag→${river.mayor.id}`]);
    const card = await draw(river.mayor, river.town.id);
    expect(card).toContain('桥下50米');
    expect(card).not.toContain('古交镇');
    expect(await draw(river.mayor, other.id)).toBeNull();
    expect(await draw(river.mayor, 0)).toBeNull();
  });

  it('gives an overdue complaint one button, although it is an overdue problem too', async () => {
    await buildProblem(river, { source: 'complaint' });
    const card = (await draw(river.mayor, river.town.id)) ?? '';
    expect(card).toContain('投诉逾期 1件');
    expect(card.match(/"name":"matter_open_problemWork[^"]*"/g)).toHaveLength(1);
  });

  it('shows the office every unit, and each one’s records', async () => {
    await buildProblem(river, { place: '桥下50米' });
    expect(await draw(river.office, 0)).toContain('问题逾期1');
    expect(await draw(river.office, river.town.id)).toContain('桥下50米');
  });

  it('shows a village chief nothing, and says where the own tasks are', async () => {
    expect(await say(river.chief, '滞后')).toEqual([expect.stringContaining('发“任务”或“问题”')]);
    expect(await draw(river.chief, river.town.id)).toBeNull();
  });

  it('sends the whole table to the office alone', async () => {
    expect(await say(river.mayor, '滞后表')).toEqual([expect.stringContaining('由县河长办')]);
    expect(await say(river.office, '滞后表 2026-11-20')).toEqual([expect.stringContaining('马上发给你')]);
    expect(await waiting(river.db)).toEqual([`lagFile→${river.office.id}`]);
  });

  it('asks again for a day that is none', async () => {
    expect(await say(river.office, '滞后表 上周五')).toEqual([expect.stringContaining('滞后表 2026-11-20')]);
    expect(await waiting(river.db)).toEqual([]);
  });

  it('counts an outfall that is late once for the county, although town and department both have it', async () => {
    const housing = await buildUnit(river.db, { name: '县住建局', type: '县直部门', divisionCode: null });
    await buildPerson(river.db, { unitId: housing.id, roles: ['部门联络员'] });
    await river.db.transaction((tx) =>
      tx.run(
        "UPDATE outfall SET remedyDueDay = '2026-10-31', leadDepartment = '住建局', remedyType = '规范整治'",
      ),
    );
    const card = (await draw(river.office, 0)) ?? '';
    expect(card.match(/整治逾期1/g)).toHaveLength(2);
    const view = await draw(river.office, housing.id);
    expect(view).toContain('整治逾期 1件');
  });
});
