import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { buildPerson, buildUnit } from '../factories';
import { eachRiver, NOW, type River, waiting } from '../river';

const ROOT = join(__dirname, '../..');

/** The table of docs/words.md: what is said, and by whom. */
const rows = readFileSync(join(ROOT, 'docs/words.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, word = '', who = ''] = line.split('|').map((cell) => cell.trim());
    return line.startsWith('| ') && word !== '发什么' && !word.startsWith('---') ? [{ word, who }] : [];
  });

describe('the words of docs/words.md', () => {
  let river: River;
  const people = new Map<string, Person>();
  eachRiver('sqlite', async (fresh) => {
    river = fresh;
    people.set('所有人', river.chief);
    people.set('县河长办', river.office);
    const branch = await buildUnit(river.db, { type: '县直部门', name: '市生态环境局新绛分局' });
    people.set('分局', await buildPerson(river.db, { unitId: branch.id, roles: ['分局'] }));
  });

  it.each(rows.flatMap(({ word, who }) => who.split('、').map((one) => [word, one] as const)))(
    '%s is understood when %s says it',
    async (word, who) => {
      const person = people.get(who);
      if (!person) throw new Error(`who is ${who}?`);
      const answers: string[] = [];
      await new Conversation(river.deps, async ({ text }) => answers.push(text)).message({
        messageId: 'om_word',
        chatId: 'oc_1',
        chatType: 'p2p',
        openId: String(person.openId),
        sentAt: NOW,
        text: word,
        imageKeys: [],
        place: null,
      });
      const helped = (await waiting(river.db)).includes(`help→${person.id}`);
      // 帮助 and 意见 alone are what the help card is for.
      expect(helped).toBe(word === '帮助' || word === '意见');
    },
  );

  it('are all that the bot understands', () => {
    const bot = join(ROOT, 'src/bot');
    const source = readdirSync(bot)
      .filter((file) => file === 'conversation.ts' || /Words?\.ts$/.test(file))
      .map((file) => readFileSync(join(bot, file), 'utf8'))
      .join('\n');
    const said = [
      ...source.matchAll(/text === '(\p{Script=Han}+)'/gu),
      ...source.matchAll(/\/\^(\p{Script=Han}+)/gu),
    ];
    const told = readFileSync(join(ROOT, 'docs/words.md'), 'utf8');
    expect(said.length).toBeGreaterThan(15);
    expect(said.map(([, word = '']) => word).filter((word) => !told.includes(word))).toEqual([]);
  });
});
