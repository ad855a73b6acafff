import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const int = (name: string) => ({ name, type: 'integer' });
const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const day = (name: string) => word(name, 10);
const text = (name: string) => ({ name, type: 'text' });
const flag = (name: string) => ({ name, type: 'boolean' });
const instant = (name: string) => ({ name, type: 'datetime', precision: 3 });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const APPLICATION = new Table({
  name: 'setting_application',
  columns: [
    { ...int('id'), isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    word('kind', 8),
    word('mode', 8),
    maybe(int('outfallId')),
    int('townId'),
    int('reachId'),
    word('name', 128),
    word('class2', 32),
    int('lonE6'),
    int('latE6'),
    int('dailyVolumeM3'),
    word('owner', 128),
    word('ownerType', 16),
    text('words'),
    int('applicantId'),
    flag('actedFor'),
    word('state', 12),
    day('receivedDay'),
    day('dueDay'),
    maybe(text('missing')),
    maybe(day('askedDay')),
    maybe(text('supplied')),
    maybe(day('suppliedDay')),
    maybe(day('acceptedDay')),
    flag('deemed'),
    maybe(text('acceptWords')),
    maybe(text('zones')),
    word('authority', 4),
    maybe(day('forwardedDay')),
    maybe(word('forwardNo', 64)),
    maybe(day('resultDay')),
    maybe(word('resultNo', 64)),
    maybe(text('endWords')),
    maybe(instant('endedAt')),
    instant('recordedAt'),
    int('policyVersion'),
    { ...int('version'), default: 1 },
  ],
  indices: [
    { name: 'setting_state', columnNames: ['state'] },
    { name: 'setting_outfall', columnNames: ['outfallId'] },
  ],
});

/** 设置申请: what is applied for before an outfall is set, changed or enlarged. */
export class Setting1764533001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(APPLICATION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(APPLICATION);
  }
}
