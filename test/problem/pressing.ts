import {
  type DrawnKind,
  MediaFile as Media,
  type MediaFile,
  type Person,
  PersonRole,
  Photo,
  Problem,
} from '../../entities';
import { ACTIONS as ALL_ACTIONS } from '../../src/bot';
import type { PressOutcome } from '../../src/bot/frame';
import { PRESENTERS } from '../../src/bot/presenters';
import { Fault } from '../../src/core/errors';
import { receiveChatPhotos, receivePlace } from '../../src/problem';
import type { River } from '../river';

const ACTIONS = new Map(ALL_ACTIONS.map((action) => [action.name, action]));

const SUBJECTS: Record<string, string> = {
  patrolTask: 'task',
  digest: 'digest',
  patrolMore: 'task',
  newTasks: 'person',
  myProblems: 'person',
  photoLost: 'photo',
  photoWhich: 'photo',
  planRow: 'outfall',
  yearPlan: 'planDraft',
  riverOrders: 'person',
  standIn: 'standIn',
  leave: 'leave',
  emergency: 'emergency',
  standInForm: 'person',
  complaint: 'complaint',
  foundOutfall: 'foundOutfall',
  outfall: 'outfall',
  outfallRound: 'outfallRound',
  outfallTask: 'outfallTask',
  exceedance: 'exceedance',
  enforcement: 'enforcement',
  lead: 'lead',
  leads: 'townLeads',
  monitorForm: 'outfall',
  rectification: 'outfall',
  rectifications: 'rectifications',
  setting: 'setting',
  settings: 'person',
};

interface Node {
  tag?: string;
  content?: string;
  text?: { content: string };
  name?: string;
  img_key?: string;
  initial_option?: string;
  initial_value?: string;
  default_value?: string;
  behaviors?: { value: Record<string, unknown> }[];
}

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (typeof value === 'object' && value !== null) {
    yield value as Node;
    for (const one of Object.values(value)) yield* nodes(one);
  }
}

/** A card as somebody sees it. */
export class Shown {
  constructor(
    readonly card: object,
    readonly pictures: number[],
  ) {}

  /** Every word on it. */
  get words(): string {
    return [...nodes(this.card)].flatMap(({ content }) => content ?? []).join('\n');
  }

  get buttons(): string[] {
    return [...nodes(this.card)].flatMap(({ tag, text }) => (tag === 'button' && text ? [text.content] : []));
  }

  get images(): string[] {
    return [...nodes(this.card)].flatMap(({ img_key }) => img_key ?? []);
  }

  /** What the form stands at: the prefilled value of each field. */
  get form(): Record<string, string> {
    const fields = [...nodes(this.card)].filter(({ tag }) => tag === 'select_static' || tag === 'input');
    return Object.fromEntries(
      fields.flatMap(({ name, initial_option, default_value }) =>
        name && (initial_option ?? default_value) ? [[name, initial_option ?? default_value ?? '']] : [],
      ),
    );
  }

  value(label: string): Record<string, unknown> {
    const button = [...nodes(this.card)].find(({ tag, text }) => tag === 'button' && text?.content === label);
    if (!button) throw new Error(`no button ${label}; there are ${this.buttons}`);
    return button.behaviors?.[0]?.value ?? {};
  }
}

/** What a person does and sees, without the messenger between. */
export class Hand {
  constructor(
    private readonly river: River,
    readonly person: Person,
  ) {}

  async sees(kind: DrawnKind, id: number, type = SUBJECTS[kind] ?? 'problem'): Promise<Shown> {
    const { db, deps } = this.river;
    const request = {
      kind,
      subject: { type, id },
      recipient: this.person,
      snapshot: null,
      at: deps.clock.now(),
    };
    const rendered = await PRESENTERS[kind](deps, db.read, request);
    if (!rendered) throw new Error(`no card ${kind} ${id}`);
    return new Shown(rendered.card, rendered.pictures);
  }

  /** Presses the button with this text on that card, with the form as it stands and what is given. */
  async presses(label: string, shown: Shown, form: Record<string, string> = {}): Promise<PressOutcome> {
    const value = shown.value(label);
    const action = ACTIONS.get(String(value.action));
    if (!action) throw new Error(`no action ${String(value.action)}`);
    const { db, deps } = this.river;
    return db.transaction(async (tx) => {
      const roles = (await tx.find(PersonRole, { personId: this.person.id })).map(({ role }) => role);
      const ctx = { deps, tx, person: this.person, roles, at: deps.clock.now(), messageId: 'om_pressed' };
      return action.begin(ctx, { value, formValue: { ...shown.form, ...form } })(ctx);
    });
  }

  /** The same, when it is refused: why. */
  async refused(label: string, shown: Shown, form: Record<string, string> = {}): Promise<string> {
    try {
      return `taken: ${(await this.presses(label, shown, form)).toast?.content}`;
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  }

  private sent = 0;

  private message() {
    this.sent += 1;
    return {
      messageId: `om_sent_${this.person.id}_${this.sent}`,
      chatId: 'oc_1',
      chatType: 'p2p' as const,
      openId: this.person.openId ?? '',
      sentAt: this.river.deps.clock.now(),
      text: null,
      imageKeys: [],
      place: null,
    };
  }

  /** Sends a picture in the chat. @returns what the bot answers */
  async sendsPhoto(): Promise<string> {
    const { db, deps } = this.river;
    const message = { ...this.message(), imageKeys: ['img_1'] };
    return db.transaction((tx) => receiveChatPhotos(tx, deps, message, this.person));
  }

  /** Sends a place in the chat, as the messenger's map has it. @returns what the bot answers */
  async sendsPlace(name = '石桥'): Promise<string> {
    const { db, deps } = this.river;
    const message = { ...this.message(), place: { name, longitude: '111.22', latitude: '35.61' } };
    return db.transaction((tx) => receivePlace(tx, deps, message, this.person));
  }
}

/** The newest problem. */
export async function newestProblem({ db }: River): Promise<Problem> {
  const [problem] = await db.read.find(Problem, {}, { order: { id: 'DESC' }, limit: 1 });
  if (!problem) throw new Error('no problem');
  return problem;
}

/** Every photo that waits was downloaded; `uploaded` of them are known to Feishu too. */
export async function storePhotos({ db }: Pick<River, 'db'>, uploaded: boolean): Promise<MediaFile[]> {
  await db.transaction(async (tx) => {
    for (const photo of await tx.find(Photo, { mediaId: null })) {
      const { firstId } = await tx.insert(Media, {
        sha256: `${photo.id}`.padStart(64, '0'),
        mime: 'image/jpeg',
        bytes: 1,
        storedAt: photo.recordedAt,
        imageKey: uploaded ? `img_v3_${photo.id}` : null,
      });
      await tx.update(Photo, { id: photo.id }, { mediaId: firstId, state: 'stored' });
    }
  });
  return db.read.find(Media);
}
