import type { Db } from './db';
import { ids } from './ids';
import type { NewPerson } from './types';

export interface Person {
  open_id: string;
  union_id: string;
  user_id: string;
  /** The person's chat with the bot. */
  chat_id: string;
  name: string;
  title: string;
  mobile: string;
  /** 1 = stopped the bot from sending (230053). */
  blocked: number;
  /** 1 = left the organisation (230013). */
  resigned: number;
}

export type PersonKey = 'open_id' | 'union_id' | 'user_id' | 'chat_id' | 'mobile';

/** The tenant's members, each with a chat with the bot. */
export class People {
  constructor(private readonly db: Db) {}

  all(): Person[] {
    return this.db.all<Person>('SELECT * FROM person ORDER BY rowid');
  }

  by(key: PersonKey, value: string): Person | undefined {
    return this.db.one<Person>(`SELECT * FROM person WHERE ${key} = ?`, value);
  }

  /** Adds people or, for a mobile already known, gives the new name and title; answers them in the order given. */
  add(people: NewPerson[]): Person[] {
    return this.db.write(() => people.map((person) => this.addOne(person)));
  }

  /** Changes what is given of a person; false when nobody has that open_id. */
  change(openId: string, to: Partial<Pick<Person, 'name' | 'title' | 'blocked' | 'resigned'>>): boolean {
    const person = this.by('open_id', openId);
    if (!person) return false;
    const { name, title, blocked, resigned } = { ...person, ...to };
    this.db.run(
      'UPDATE person SET name = ?, title = ?, blocked = ?, resigned = ? WHERE open_id = ?',
      name,
      title,
      blocked,
      resigned,
      openId,
    );
    return true;
  }

  /** The code that the bot's messages to this person are refused with: one that was set, or that of their state. */
  refusalOf({ open_id, resigned, blocked }: Person): number | null {
    const set = this.db.one<{ code: number }>('SELECT code FROM refusal WHERE open_id = ?', open_id)?.code;
    return set ?? (resigned ? 230013 : blocked ? 230053 : null);
  }

  setRefusal(openId: string, code: number | null): void {
    if (code === null) this.db.run('DELETE FROM refusal WHERE open_id = ?', openId);
    else this.db.run('INSERT OR REPLACE INTO refusal VALUES (?, ?)', openId, code);
  }

  private addOne({ name, title, mobile }: NewPerson): Person {
    this.db.run(
      `INSERT INTO person (open_id, union_id, user_id, chat_id, name, title, mobile) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (mobile) DO UPDATE SET name = excluded.name, title = excluded.title`,
      ids.open(),
      ids.union(),
      ids.user(),
      ids.chat(),
      name,
      title,
      mobile,
    );
    const person = this.by('mobile', mobile);
    if (!person) throw new Error('a person just added is not in the store');
    return person;
  }
}
