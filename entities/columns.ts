import { Column, type ColumnOptions, PrimaryGeneratedColumn } from 'typeorm';

/*
 * The column types of the house, so that one entity set fits SQLite, MySQL and MariaDB (docs/architecture.md,
 * "Storage"). Every column names its type: types are never inferred from TypeScript.
 */

/** Auto-increment key; `integer` is the only spelling that auto-increments on all three. */
export const Id = () => PrimaryGeneratedColumn({ type: 'integer' });

/** An instant in UTC with milliseconds, always written by the program. */
export const Instant = (options: ColumnOptions = {}) =>
  Column({ type: 'datetime', precision: 3, ...options });

/** A calendar day in Asia/Shanghai as `YYYY-MM-DD`: compares as text, never shifts with a time zone. */
export const Day = (options: ColumnOptions = {}) => Column({ type: 'varchar', length: 10, ...options });

/** A short word or code. */
export const Word = (length: number, options: ColumnOptions = {}) =>
  Column({ type: 'varchar', length, ...options });

/** Free text. */
export const Text = (options: ColumnOptions = {}) => Column({ type: 'text', ...options });

/** A whole number; also for scores (hundredths), metres and coordinates (millionths of a degree). */
export const Int = (options: ColumnOptions = {}) => Column({ type: 'integer', ...options });

/** A yes or no, as 0/1. */
export const Flag = (options: ColumnOptions = {}) => Column({ type: 'boolean', ...options });

/** A JSON value kept as text: read whole, never queried inside. */
export const Json = (options: ColumnOptions = {}) => Column({ type: 'simple-json', ...options });

export const maybe = { nullable: true } as const;
