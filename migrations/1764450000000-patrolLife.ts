import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

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
const text = (name: string) => ({ name, type: 'text' });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });
const version = { ...int('version'), default: 1 };

const SUSPENSION = new Table({
  name: 'patrol_suspension',
  columns: [
    id,
    maybe(int('reachId')),
    maybe(int('townId')),
    day('fromDay'),
    maybe(day('toDay')),
    word('reason', 8),
    text('words'),
    word('startedBy', 32),
    instant('startedAt'),
    maybe(word('endedBy', 32)),
    maybe(instant('endedAt')),
    version,
  ],
  indices: [{ name: 'patrol_suspension_to', columnNames: ['toDay'] }],
});

const STAND_IN = new Table({
  name: 'stand_in',
  columns: [
    id,
    int('chiefId'),
    int('deputyId'),
    maybe(int('reachId')),
    day('fromDay'),
    day('toDay'),
    word('reason', 8),
    word('state', 12),
    instant('askedAt'),
    maybe(instant('answeredAt')),
    maybe(instant('endedAt')),
    version,
  ],
  indices: [
    { name: 'stand_in_chief', columnNames: ['chiefId', 'state'] },
    { name: 'stand_in_deputy', columnNames: ['deputyId', 'state'] },
  ],
});

const RAIN = new Table({
  name: 'rain_check',
  columns: [
    id,
    maybe(int('reachId')),
    maybe(int('townId')),
    text('words'),
    maybe(word('source', 64)),
    day('dueDay'),
    word('startedBy', 32),
    instant('startedAt'),
  ],
  indices: [{ name: 'rain_check_source', columnNames: ['source'], isUnique: true }],
});

const TABLES = [SUSPENSION, STAND_IN, RAIN];

const COLUMNS: Record<string, TableColumn[]> = {
  patrol_task: [
    new TableColumn({ ...word('kind', 8), default: "'period'" }),
    new TableColumn(maybe(int('suspensionId'))),
    new TableColumn(maybe(day('postponedFrom'))),
    new TableColumn(maybe(text('postponeReason'))),
  ],
  patrol: [
    new TableColumn({ ...word('kind', 8), default: "'walk'" }),
    new TableColumn(maybe(int('standInFor'))),
    new TableColumn(maybe(instant('startedAt'))),
    new TableColumn(maybe(text('words'))),
  ],
};

/** Patrols as chiefs live them: 停巡, 代巡, kinds of patrol, 顺延, what heavy rain asks for. */
export class PatrolLife1764450000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
    for (const [table, columns] of Object.entries(COLUMNS)) await runner.addColumns(table, columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(COLUMNS)) await runner.dropColumns(table, columns);
    for (const table of TABLES) await runner.dropTable(table);
  }
}
