import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const id = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment' as const,
};
const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const day = (name: string) => word(name, 10);
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const ROUND = new Table({
  name: 'outfall_round',
  columns: [
    id,
    word('kind', 12),
    word('periodKey', 12),
    day('startDay'),
    day('dueDay'),
    day('lateDay'),
    instant('startedAt'),
  ],
  indices: [{ name: 'outfall_round_once', columnNames: ['kind', 'periodKey'], isUnique: true }],
});

const TASK = new Table({
  name: 'outfall_task',
  columns: [
    id,
    int('roundId'),
    word('kind', 12),
    word('periodKey', 12),
    int('outfallId'),
    int('townId'),
    day('startDay'),
    day('dueDay'),
    day('lateDay'),
    word('state', 8),
    maybe(word('flow', 8)),
    maybe(int('doneById')),
    maybe(instant('doneAt')),
    int('policyVersion'),
    instant('createdAt'),
    { ...int('version'), default: 1 },
  ],
  indices: [
    { name: 'outfall_task_once', columnNames: ['roundId', 'outfallId'], isUnique: true },
    { name: 'outfall_task_state', columnNames: ['state', 'lateDay'] },
    { name: 'outfall_task_outfall', columnNames: ['outfallId'] },
  ],
});

/** 排污口任务: what is asked for at outfalls at a season's edge or by the quarter. */
export class OutfallTasks1764480000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ROUND);
    await runner.createTable(TASK);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(TASK);
    await runner.dropTable(ROUND);
  }
}
