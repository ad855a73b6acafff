import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });
const id = { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const };
const version = { ...int('version'), default: 1 };

const tables = (): Table[] => [
  new Table({
    name: 'mark_sheet',
    columns: [
      id,
      word('period', 8),
      word('scorer', 64),
      word('state', 8),
      word('dueDay', 10),
      instant('at'),
      version,
    ],
    indices: [{ name: 'mark_sheet_once', columnNames: ['period', 'scorer'], isUnique: true }],
  }),
  new Table({
    name: 'mark_proposal',
    columns: [
      id,
      word('period', 8),
      word('subject', 12),
      int('unitId'),
      maybe(int('reachId')),
      maybe(int('personId')),
      maybe(word('level', 8)),
      word('rule', 48),
      maybe(int('points')),
      word('document', 200),
      word('words', 500),
      int('byId'),
      instant('at'),
      word('dueDay', 10),
      word('state', 12),
      maybe(int('decidedById')),
      maybe(instant('decidedAt')),
      maybe(word('reason', 500)),
      maybe(int('markId')),
      version,
    ],
    indices: [{ name: 'mark_proposal_period', columnNames: ['period', 'state'] }],
  }),
];

/** 人工评分: what each scorer has to give for a period, and 加分 and 否决 that wait for a second person. */
export class MarkSheets1764545000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables()) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables().reverse()) await runner.dropTable(name);
  }
}
