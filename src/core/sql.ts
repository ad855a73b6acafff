import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/*
 * SQL text and values for the writes and simple reads of the house, from TypeORM's own metadata.
 *
 * Why not the query builder: on the measured machine a card press written with `manager.insert/update` reached
 * 0.40 (SQLite) and 0.32 (MariaDB) of a bare insert, because the builder composes its text anew for each
 * statement. Here the text is composed once per entity and shape. `npm run bench -- callback` shows today's figure.
 */

export type SqlValue = string | number | null | Buffer;
export type Dialect = 'sqlite' | 'mysql';

/** A scalar means equality, null IS NULL, an array IN. */
export type Where<E> = { [K in keyof E]?: E[K] | readonly E[K][] | null };

export const quote = (dialect: Dialect, name: string): string =>
  dialect === 'sqlite' ? `"${name}"` : `\`${name}\``;

/** The placeholders of an `IN (…)`; an empty list matches nothing. */
export const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ') || 'NULL';

/** The last instant written: one press writes the same one a dozen times, and making its text costs 1 µs. */
let written = { ms: Number.NaN, text: '' };

/** `YYYY-MM-DD HH:MM:SS.mmm` in UTC: what both databases store and TypeORM reads. */
export function sqlInstant(instant: Date): string {
  const ms = instant.getTime();
  if (ms !== written.ms) written = { ms, text: instant.toISOString().replace('T', ' ').slice(0, 23) };
  return written.text;
}

/** The instant in a raw row: SQLite gives text, mysql2 a Date. */
export const instantOf = (value: unknown): Date =>
  value instanceof Date ? value : new Date(`${String(value).replace(' ', 'T')}Z`);

function toSql(column: ColumnMetadata, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (column.type === 'simple-json') return JSON.stringify(value);
  if (value instanceof Date) return sqlInstant(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  // SQLite ends a text at NUL, so that what follows would be lost; nobody types one.
  if (typeof value === 'string' && value.includes('\0')) return value.replaceAll('\0', '');
  return value as SqlValue;
}

function fromSql(column: ColumnMetadata, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (column.type === 'simple-json') return JSON.parse(String(value));
  if (column.type === 'datetime') return instantOf(value);
  if (column.type === 'boolean') return Boolean(value);
  return value;
}

/** What one entity needs: its columns by property, and composed texts by shape. */
export class EntitySql {
  private readonly columns: Map<string, ColumnMetadata>;
  private readonly texts = new Map<string, string>();
  readonly table: string;

  constructor(
    private readonly meta: EntityMetadata,
    private readonly dialect: Dialect,
  ) {
    this.table = quote(dialect, meta.tableName);
    this.columns = new Map(meta.columns.map((column) => [column.propertyName, column]));
  }

  private column(property: string): ColumnMetadata {
    const column = this.columns.get(property);
    if (!column) throw new Error(`${this.meta.name} has no column ${property}`);
    return column;
  }

  private composed(shape: string, compose: () => string): string {
    const known = this.texts.get(shape);
    if (known) return known;
    const text = compose();
    this.texts.set(shape, text);
    return text;
  }

  /**
   * All rows get the properties of the first; a row that lacks one gets null.
   *
   * @param ignore skips rows that a unique index knows already
   * @param counted whether it matters how many rows were added
   */
  insert(rows: readonly object[], ignore: boolean, counted = true): { text: string; values: SqlValue[] } {
    const properties = Object.keys(rows[0] ?? {});
    const text = this.composed(`insert ${ignore} ${counted} ${rows.length} ${properties.join()}`, () => {
      const { verb, tail } = this.insertion(ignore, counted);
      const names = properties.map((p) => quote(this.dialect, this.column(p).databaseName)).join(', ');
      const tuple = `(${properties.map(() => '?').join(', ')})`;
      return `${verb} INTO ${this.table} (${names}) VALUES ${rows.map(() => tuple).join(', ')}${tail}`;
    });
    const columns = properties.map((p) => this.column(p));
    const values: SqlValue[] = [];
    for (const row of rows as Record<string, unknown>[]) {
      for (const column of columns) values.push(toSql(column, row[column.propertyName]));
    }
    return { text, values };
  }

  private insertion(ignore: boolean, counted: boolean): { verb: string; tail: string } {
    if (!ignore) return { verb: 'INSERT', tail: '' };
    // SQLite's OR IGNORE would drop faulty rows as well.
    if (this.dialect === 'sqlite') return { verb: 'INSERT', tail: ' ON CONFLICT DO NOTHING' };
    // MySQL's IGNORE bends faulty rows until they fit, so `Tx.insert` looks at its warnings; the other way is
    // strict, but counts repeats as added.
    if (counted) return { verb: 'INSERT IGNORE', tail: '' };
    const [id] = this.meta.primaryColumns.map((column) => quote(this.dialect, column.databaseName));
    return { verb: 'INSERT', tail: ` ON DUPLICATE KEY UPDATE ${id} = ${id}` };
  }

  /** One row, written over the one with the same primary key. */
  put(row: object): { text: string; values: SqlValue[] } {
    const { text, values } = this.insert([row], false);
    const tail = this.composed(`put ${Object.keys(row).join()}`, () => {
      const names = Object.keys(row)
        .filter((p) => !this.column(p).isPrimary)
        .map((p) => quote(this.dialect, this.column(p).databaseName));
      if (this.dialect === 'mysql') {
        return ` ON DUPLICATE KEY UPDATE ${names.map((name) => `${name} = VALUES(${name})`).join(', ')}`;
      }
      const keys = this.meta.primaryColumns.map((column) => quote(this.dialect, column.databaseName));
      return ` ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
    });
    return { text: text + tail, values };
  }

  where(where: object): { text: string; values: SqlValue[] } {
    const parts: string[] = [];
    const values: SqlValue[] = [];
    for (const [property, wanted] of Object.entries(where)) {
      if (wanted === undefined) throw new Error(`${this.meta.name}.${property}: undefined in a condition`);
      const column = this.column(property);
      const name = quote(this.dialect, column.databaseName);
      if (wanted === null) parts.push(`${name} IS NULL`);
      else if (Array.isArray(wanted)) {
        parts.push(wanted.length === 0 ? '1 = 0' : `${name} IN (${wanted.map(() => '?').join(', ')})`);
        for (const one of wanted) values.push(toSql(column, one));
      } else {
        parts.push(`${name} = ?`);
        values.push(toSql(column, wanted));
      }
    }
    return { text: parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`, values };
  }

  update(where: object, set: object): { text: string; values: SqlValue[] } {
    const condition = this.where(where);
    const properties = Object.keys(set);
    const head = this.composed(`update ${properties.join()}`, () => {
      const assignments = properties.map((p) => `${quote(this.dialect, this.column(p).databaseName)} = ?`);
      return `UPDATE ${this.table} SET ${assignments.join(', ')}`;
    });
    const values = properties.map((p) => toSql(this.column(p), (set as Record<string, unknown>)[p]));
    return { text: head + condition.text, values: [...values, ...condition.values] };
  }

  remove(where: object): { text: string; values: SqlValue[] } {
    const condition = this.where(where);
    return { text: `DELETE FROM ${this.table}${condition.text}`, values: condition.values };
  }

  select(
    where: object,
    options: { order?: Record<string, 'ASC' | 'DESC'>; limit?: number },
  ): { text: string; values: SqlValue[] } {
    const condition = this.where(where);
    const order = Object.entries(options.order ?? {})
      .map(([p, way]) => `${quote(this.dialect, this.column(p).databaseName)} ${way}`)
      .join(', ');
    const tail = (order && ` ORDER BY ${order}`) + (options.limit ? ` LIMIT ${options.limit}` : '');
    return { text: `SELECT * FROM ${this.table}${condition.text}${tail}`, values: condition.values };
  }

  /** An entity from a raw row. */
  hydrate<E>(raw: Record<string, unknown>): E {
    const entity = Object.create((this.meta.target as { prototype: object }).prototype) as Record<
      string,
      unknown
    >;
    for (const column of this.meta.columns) {
      entity[column.propertyName] = fromSql(column, raw[column.databaseName]);
    }
    return entity as E;
  }

  /** How many rows fit one statement: SQLite takes 32,766 parameters, MySQL 65,535. */
  rowsPerStatement(row: object): number {
    return Math.max(1, Math.min(1_000, Math.floor(30_000 / Math.max(1, Object.keys(row).length))));
  }
}
