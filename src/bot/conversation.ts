import { InboxEvent, Person } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import type { ChatMessage, MenuChoice } from '../core/messages';
import { mayDecideCase } from '../enforcement';
import { walkablePosts } from '../patrol';
import { receiveChatPhotos, receivePlace } from '../problem';
import { rolesHeld } from '../roster';
import { appealWord } from './appealWords';
import { askLedger } from './askLedger';
import { assessmentWord } from './assessmentWords';
import { complianceWord } from './complianceWords';
import { documentWord } from './documentWords';
import { foundWord } from './foundWords';
import type { BotDeps } from './frame';
import { groupWord } from './groupWords';
import { handedOnWord } from './handedOnWords';
import { lagWord } from './lagWords';
import { markWord } from './markWords';
import { mayHaveRoster, mayOrder, mayRunEmergency } from './mayHave';
import { monitoringWord } from './monitoringWords';
import {
  type Asker,
  openEmergencies,
  openEnforcement,
  openOwnProblems,
  openProblems,
  openSuggestions,
  openTasks,
  sendFile,
  sendOwn,
} from './openings';
import { planWord } from './planWords';
import { publicityWord } from './publicityWords';
import { receiveFile } from './receiveFile';
import { recheckWord } from './recheckWords';
import { rectificationWord } from './rectificationWords';
import { after } from './said';
import { settingWord } from './settingWords';
import { submitSuggestion } from './submitSuggestion';
import { takeComplaint } from './takeComplaint';
import { welcome } from './welcome';

/** Says a plain sentence to a person or in a group; the same `uuid` says it once, however often the inbox tries. */
export type Say = (
  words: ({ openId: string } | { chatId: string }) & { text: string; uuid: string },
) => Promise<unknown>;

const NOT_KNOWN = '没认出你是谁，请让县河长办核对花名册里的手机号。';
const NO_REACH =
  '花名册里现在没有你负责的河段，你也没有在替人代巡，不用巡河。不对的话，请让县河长办核对花名册。';
/** As on the help card. */
const SUGGESTION_LIMIT = 500;
/** A letter, a character or a number; signs and what cannot be seen are no suggestion. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
/** Everybody in the group reads it, so it says nothing about anybody. */
const ANSWERED_ALONE = '已单独回复你，请看和我的单聊。';
const NOT_IN_GROUPS = '文件、照片和位置在群里我都不收，请单独发给我。';

/** The bot's menu as it is set up in the console, and the words that do the same. */
const MENU: Record<string, string> = {
  tasks: '任务',
  problems: '问题',
  ledger: '台账',
  assessment: '考核',
  suggestion: '意见',
  help: '帮助',
};

/**
 * What a person says in the chat: the words that open a list, photos that find their matter, anything else is
 * answered with the help card. Called from the inbox, so at most once with effect per message.
 */
export class Conversation {
  constructor(
    private readonly deps: BotDeps,
    private readonly say: Say,
  ) {}

  async message(message: ChatMessage): Promise<void> {
    const { messageId, imageKeys, file, place, text } = message;
    if (message.chatType === 'group') return this.inGroup(message);
    await this.answer(message.openId, `say-${messageId}`, async (asker) => {
      if (file) return receiveFile(asker, messageId, file);
      if (imageKeys.length > 0) return receiveChatPhotos(asker.tx, this.deps, message, asker.person);
      if (place) return receivePlace(asker.tx, this.deps, { ...message, place }, asker.person);
      return this.word(asker, text?.trim() ?? '');
    });
  }

  /** Said to the bot before others: what it has to say is for whoever asked alone. */
  private async inGroup({
    messageId,
    chatId,
    openId,
    text,
    imageKeys,
    file,
    place,
  }: ChatMessage): Promise<void> {
    const unfit = Boolean(file || place || imageKeys.length > 0);
    if (!unfit)
      await this.answer(openId, `say-${messageId}`, (asker) => this.word(asker, text?.trim() ?? ''));
    const answer = unfit ? NOT_IN_GROUPS : ANSWERED_ALONE;
    await this.say({ chatId, text: answer, uuid: `group-${messageId}`.slice(0, 50) });
  }

  /** An entry of the menu does what its word does. */
  async menu({ openId, key, eventId }: MenuChoice): Promise<void> {
    const word = Object.hasOwn(MENU, key) ? (MENU[key] ?? '') : '';
    await this.answer(openId, `menu-${eventId}`, (asker) => this.word(asker, word));
  }

  /** @param uuid says the answer once, however often the inbox tries */
  private async answer(
    openId: string,
    uuid: string,
    reply: (asker: Asker) => Promise<string | null>,
  ): Promise<void> {
    const key = `answer:${uuid}`;
    const text = await this.deps.db.transaction(async (tx) => {
      // Tried again because the answer could not be said: what was asked for is done already.
      const before = await tx.findOne(InboxEvent, { key });
      if (before) return (before.payload as { text: string | null }).text;
      const at = this.deps.clock.now();
      const said = await this.replyTo(tx, openId, at, reply);
      const done = { state: 'done' as const, attempts: 1, receivedAt: at, nextAt: at, lastError: null };
      await tx.insert(InboxEvent, { key, type: 'answer', payload: { text: said }, ...done });
      return said;
    });
    if (text) await this.say({ openId, text, uuid: uuid.slice(0, 50) });
  }

  private async replyTo(
    tx: Tx,
    openId: string,
    at: Date,
    reply: (asker: Asker) => Promise<string | null>,
  ): Promise<string | null> {
    const person = await tx.findOne(Person, { openId });
    if (!person) return NOT_KNOWN;
    const roles = await rolesHeld(tx, person.id);
    return reply({ tx, person, roles, at, deps: this.deps });
  }

  /** @returns a sentence to answer with, or null when a card is on its way */
  private async word(asker: Asker, text: string): Promise<string | null> {
    if (text === '任务') return (await openTasks(asker)) > 0 ? null : '现在没有要巡的河。';
    if (text === '问题')
      return (await openProblems(asker)) > 0 ? null : '现在没有等你办的问题。发“我的问题”，看你报过的。';
    if (text === '我的问题') {
      return (await openOwnProblems(asker)) ? null : '现在没有等你办的，也没有你报的问题。';
    }
    const aboutAppeals = await appealWord(asker, text);
    if (aboutAppeals !== undefined) return aboutAppeals;
    const aboutMarks = await markWord(asker, text);
    if (aboutMarks !== undefined) return aboutMarks;
    const aboutAssessment = await assessmentWord(asker, text);
    if (aboutAssessment !== undefined) return aboutAssessment;
    if (text === '巡河') return this.walk(asker);
    if ((text === '停巡' || text === '雨后') && mayOrder(asker.roles)) {
      await sendOwn(asker, 'riverOrders');
      return null;
    }
    if (text === '应急' && mayRunEmergency(asker.roles)) {
      if ((await openEmergencies(asker)) === 0) await sendOwn(asker, 'riverOrders');
      return null;
    }
    if (text === '代巡' || text === '请假') {
      await sendOwn(asker, 'standInForm');
      return null;
    }
    if (text === '花名册' && mayHaveRoster(asker.roles)) {
      await sendFile(asker, 'rosterFile');
      return '花名册马上发给你，里面有手机号，请不要外传。';
    }
    const aboutGroups = await groupWord(asker, text);
    if (aboutGroups !== undefined) return aboutGroups;
    const aboutRules = await complianceWord(asker, text);
    if (aboutRules !== undefined) return aboutRules;
    const aboutFound = await foundWord(asker, text);
    if (aboutFound !== undefined) return aboutFound;
    const handedOn = await handedOnWord(asker, text);
    if (handedOn !== undefined) return handedOn;
    if (text === '执法' && mayDecideCase(asker.roles)) {
      return (await openEnforcement(asker)) > 0 ? null : '现在没有要办的执法线索。';
    }
    const aboutDocuments = await documentWord(asker, text);
    if (aboutDocuments !== undefined) return aboutDocuments;
    const aboutMonitoring = await monitoringWord(asker, text);
    if (aboutMonitoring !== undefined) return aboutMonitoring;
    const aboutPublicity = await publicityWord(asker, text);
    if (aboutPublicity !== undefined) return aboutPublicity;
    const aboutPlan = await planWord(asker, text);
    if (aboutPlan !== undefined) return aboutPlan;
    const aboutRectification = await rectificationWord({ ...asker, deps: this.deps }, text);
    if (aboutRectification !== undefined) return aboutRectification;
    const aboutSettings = await settingWord(asker, text);
    if (aboutSettings !== undefined) return aboutSettings;
    const aboutLag = await lagWord(asker, text);
    if (aboutLag !== undefined) return aboutLag;
    const aboutRecheck = await recheckWord(asker, text);
    if (aboutRecheck !== undefined) return aboutRecheck;
    const complaint = /^投诉(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
    if (complaint !== undefined) {
      return takeComplaint({ ...asker, deps: this.deps }, after(complaint));
    }
    const ledger = /^(?:排污口)?台账(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
    if (ledger !== undefined) return askLedger(asker, after(ledger));
    const words = /^意见(?:建议)?(?<words>[\s\S]*)$/.exec(text)?.groups?.words?.replace(/^[\s:：,，]+/, '');
    if (words && SAYS_SOMETHING.test(words)) return this.suggestion(asker, words);
    if (words !== undefined && (await openSuggestions(asker)) > 0) return null;
    await sendOwn(asker, 'help');
    return null;
  }

  /** 另记一次巡河, of whoever has a reach to walk. */
  private async walk(asker: Asker): Promise<string | null> {
    const { tx, person, at } = asker;
    if ((await walkablePosts(tx, { personId: person.id, day: dayOf(at) })).length === 0) return NO_REACH;
    await sendOwn(asker, 'patrolMore');
    return null;
  }

  /** 意见 and what it is, in one message. */
  private async suggestion(asker: Asker, words: string): Promise<string> {
    if (Array.from(words).length > SUGGESTION_LIMIT) return `意见最多写${SUGGESTION_LIMIT}个字，请分几次发。`;
    return `${await submitSuggestion({ ...asker, deps: this.deps }, words)}。`;
  }

  /** First contact: nobody is sent a task before the 告知书. */
  async entered(openId: string): Promise<void> {
    await this.deps.db.transaction(async (tx) => {
      const person = await tx.findOne(Person, { openId });
      if (person) await welcome(tx, [person], this.deps.clock.now());
    });
  }
}
