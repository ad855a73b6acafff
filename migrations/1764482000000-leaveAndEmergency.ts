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
const text = (name: string) => ({ name, type: 'text' });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });
const version = { ...int('version'), default: 1 };

const LEAVE = new Table({
  name: 'patrol_leave',
  columns: [
    id,
    int('chiefId'),
    maybe(int('reachId')),
    day('fromDay'),
    day('toDay'),
    word('reason', 8),
    instant('takenAt'),
    maybe(word('endedBy', 32)),
    maybe(instant('endedAt')),
    version,
  ],
  indices: [
    { name: 'patrol_leave_chief', columnNames: ['chiefId'] },
    { name: 'patrol_leave_to', columnNames: ['toDay'] },
  ],
});

const EMERGENCY = new Table({
  name: 'emergency',
  columns: [
    id,
    maybe(int('reachId')),
    maybe(int('townId')),
    word('kind', 8),
    text('words'),
    day('fromDay'),
    instant('startedAt'),
    word('startedBy', 32),
    maybe(instant('endedAt')),
    maybe(word('endedBy', 32)),
    maybe(text('endWords')),
    version,
  ],
  indices: [{ name: 'emergency_ended', columnNames: ['endedAt'] }],
});

const TABLES = [LEAVE, EMERGENCY];

/** 请假 of a chief without a deputy, and 应急: a stretch of river that is walked day by day. */
export class LeaveAndEmergency1764482000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.dropTable(table);
  }
}
