import { Person, PersonRole } from '../../entities';
import type { ChatMessage } from '../core/messages';
import { receiveChatPhotos } from '../problem';
import type { BotDeps } from './frame';
import { type Asker, openAssessment, openProblems, openSuggestions, openTasks, sendOwn } from './openings';
import { submitSuggestion } from './submitSuggestion';
import { welcome } from './welcome';

/** Says a plain sentence to a person; the same `uuid` says it once, however often the inbox tries. */
export type Say = (words: { openId: string; text: string; uuid: string }) => Promise<unknown>;

const NOT_KNOWN = '没认出你是谁，请让县河长办核对花名册里的手机号。';
/** As on the help card. */
const SUGGESTION_LIMIT = 500;
/** A letter, a character or a number; signs and what cannot be seen are no suggestion. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const PLACE_TAKEN = '收到位置，但现在还不能存位置。要说清在哪里，请写在问题的“具体位置”里。';

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
    const reply = await this.deps.db.transaction(async (tx) => {
      const person = await tx.findOne(Person, { openId: message.openId });
      if (!person) return NOT_KNOWN;
      const roles = (await tx.find(PersonRole, { personId: person.id })).map(({ role }) => role);
      const asker: Asker = { tx, person, roles, at: this.deps.clock.now(), deps: this.deps };
      if (message.imageKeys.length > 0) return receiveChatPhotos(tx, this.deps, message, person);
      if (message.place) return PLACE_TAKEN;
      return this.word(asker, message.text?.trim() ?? '');
    });
    if (reply) {
      await this.say({ openId: message.openId, text: reply, uuid: `say-${message.messageId}`.slice(0, 50) });
    }
  }

  /** @returns a sentence to answer with, or null when a card is on its way */
  private async word(asker: Asker, text: string): Promise<string | null> {
    if (text === '任务') return (await openTasks(asker)) > 0 ? null : '现在没有要巡的河。';
    if (text === '问题') return (await openProblems(asker)) > 0 ? null : '现在没有等你办的问题。';
    if (text === '考核') {
      return (await openAssessment(asker)) > 0 ? null : '还没有考核结果，每月初出上个月的试算。';
    }
    const words = /^意见(?:建议)?(?<words>[\s\S]*)$/.exec(text)?.groups?.words?.replace(/^[\s:：,，]+/, '');
    if (words && SAYS_SOMETHING.test(words)) return this.suggestion(asker, words);
    if (words !== undefined && (await openSuggestions(asker)) > 0) return null;
    await sendOwn(asker, 'help');
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
