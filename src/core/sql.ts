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

/** What makes the property of a stored value that is not null; null where it is the value itself. */
function reading({ type }: ColumnMetadata): ((value: unknown) => unknown) | null {
  if (type === 'simple-json') return (value) => JSON.parse(String(value));
  if (type === 'datetime') return instantOf;
  if (type === 'boolean') return Boolean;
  return null;
}

/** A column as it is read. */
interface Read {
  property: string;
  /** In the table. */
  name: string;
  of: ReturnType<typeof reading>;
}

type EntityOf<Row> = (row: Row) => object;

/**
 * The way from a row to an entity, written out column by column as a constructor: 20,000 outfalls of 37 columns take
 * 2–12 ms so, and 70–180 ms when properties are set one by one, for the object then grows at each. mysql2 makes its rows the
 * same way. What is written out are names of our own columns.
 *
 * @param cellOf where a column's value is in the row `r`, as JavaScript
 */
function entityMaker<Row>(
  reads: readonly Read[],
  prototype: object,
  cellOf: (read: Read, n: number) => string,
): EntityOf<Row> {
  const lines = reads.map((read, n) => {
    const cell = cellOf(read, n);
    const value = read.of ? `${cell} == null ? null : of[${n}](${cell})` : `${cell} ?? null`;
    return `this[${JSON.stringify(read.property)}] = ${value};`;
  });
  const Made = new Function('r', 'of', lines.join('\n')) as unknown as new (
    row: Row,
    of: unknown[],
  ) => object;
  Made.prototype = prototype;
  const ofs = reads.map(({ of }) => of);
  return (row) => new Made(row, ofs);
}

/** What one entity needs: its columns by property, and composed texts by shape. */
export class EntitySql {
  private readonly columns: Map<string, ColumnMetadata>;
  private readonly texts = new Map<string, string>();
  private readonly reads: readonly Read[];
  private readonly entities = new Map<string, EntityOf<never>>();
  readonly table: string;

  constructor(
    private readonly meta: EntityMetadata,
    private readonly dialect: Dialect,
  ) {
    this.table = quote(dialect, meta.tableName);
    this.columns = new Map(meta.columns.map((column) => [column.propertyName, column]));
    this.reads = meta.columns.map((column) => ({
      property: column.propertyName,
      name: column.databaseName,
      of: reading(column),
    }));
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

  /**
   * Some properties, or all, of the rows that a condition finds.
   *
   * SQLite gives each row as one JSON text: through libsql every cell costs as much as a row's whole text. 20,000
   * outfalls of 65 columns take 0.15 s so, and 0.45–0.9 s cell by cell; for a single row it makes no difference.
   * There are only texts and whole numbers in the tables (entities/columns.ts), which JSON keeps as they are.
   */
  select(
    where: object,
    options: { columns?: readonly string[]; order?: Record<string, 'ASC' | 'DESC'>; limit?: number },
  ): { text: string; values: SqlValue[]; entityOf: EntityOf<Record<string, unknown>> } {
    const condition = this.where(where);
    const { columns: wanted } = options;
    const reads = wanted ? this.reads.filter(({ property }) => wanted.includes(property)) : this.reads;
    const order = Object.entries(options.order ?? {})
      .map(([p, way]) => `${quote(this.dialect, this.column(p).databaseName)} ${way}`)
      .join(', ');
    const tail = (order && ` ORDER BY ${order}`) + (options.limit ? ` LIMIT ${options.limit}` : '');
    const head = this.composed(`select ${wanted?.join() ?? ''}`, () => {
      const names = reads.map(({ name }) => quote(this.dialect, name)).join(', ');
      return `SELECT ${this.dialect === 'sqlite' ? `json_array(${names}) AS row` : names} FROM ${this.table}`;
    });
    const text = `${head}${condition.text}${tail}`;
    if (this.dialect === 'mysql') return { text, values: condition.values, entityOf: this.named(reads) };
    const fromCells = this.made<unknown[]>('cells', reads, (_, n) => `r[${n}]`);
    const entityOf: EntityOf<Record<string, unknown>> = ({ row }) => fromCells(JSON.parse(row as string));
    return { text, values: condition.values, entityOf };
  }

  /** An entity from a raw row. */
  hydrate<E>(raw: Record<string, unknown>): E {
    return this.named(this.reads)(raw) as E;
  }

  private named(reads: readonly Read[]): EntityOf<Record<string, unknown>> {
    return this.made('names', reads, ({ name }) => `r[${JSON.stringify(name)}]`);
  }

  private made<Row>(
    from: string,
    reads: readonly Read[],
    cellOf: Parameters<typeof entityMaker>[2],
  ): EntityOf<Row> {
    const shape = reads === this.reads ? from : `${from} ${reads.map(({ property }) => property).join()}`;
    const known = this.entities.get(shape) as EntityOf<Row> | undefined;
    if (known) return known;
    const prototype = (this.meta.target as { prototype: object }).prototype;
    const entityOf = entityMaker<Row>(reads, prototype, cellOf);
    this.entities.set(shape, entityOf);
    return entityOf;
  }

  /** How many rows fit one statement: SQLite takes 32,766 parameters, MySQL 65,535. */
  rowsPerStatement(row: object): number {
    return Math.max(1, Math.min(1_000, Math.floor(30_000 / Math.max(1, Object.keys(row).length))));
  }
}
