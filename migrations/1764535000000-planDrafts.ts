import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const DRAFT = new Table({
  name: 'plan_draft',
  columns: [
    { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    int('personId'),
    int('year'),
    maybe(int('townId')),
    maybe(word('type', 16)),
    maybe(word('stage', 16)),
    { ...int('skipped'), default: 0 },
    { ...int('version'), default: 1 },
  ],
  indices: [{ name: 'plan_draft_person', columnNames: ['personId'], isUnique: true }],
});

/** 年度方案 built in the chat: what somebody looks at meanwhile. */
export class PlanDrafts1764535000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(DRAFT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(DRAFT);
  }
}
