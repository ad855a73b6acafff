import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const CASE = new Table({
  name: 'enforcement_case',
  columns: [
    { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    int('problemId'),
    word('kind', 32),
    instant('openedAt'),
    word('dueDay', 10),
    maybe(word('outcome', 8)),
    maybe({ name: 'words', type: 'text' }),
    maybe(int('decidedById')),
    maybe(instant('decidedAt')),
    maybe(instant('endedAt')),
    int('policyVersion'),
    { ...int('version'), default: 1 },
  ],
  indices: [
    { name: 'enforcement_case_problem', columnNames: ['problemId'], isUnique: true },
    { name: 'enforcement_case_open', columnNames: ['endedAt'] },
  ],
});

/** 执法: what 分局 is told of at once, and how it ended. */
export class Enforcement1764522000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(CASE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(CASE);
  }
}
