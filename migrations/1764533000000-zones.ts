import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const word = (name: string, length: number) => ({ name, type: 'varchar', length: String(length) });
const maybe = <C extends object>(column: C) => ({ ...column, isNullable: true });

const ZONE = new Table({
  name: 'zone',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    word('code', 32),
    word('name', 128),
    word('kind', 16),
    word('control', 4),
    word('basis', 255),
    maybe(word('endDay', 10)),
    maybe({ name: 'reachIds', type: 'text' }),
    maybe({ name: 'boundary', type: 'text' }),
    { name: 'version', type: 'integer', default: 1 },
  ],
  indices: [{ name: 'zone_code', columnNames: ['code'], isUnique: true }],
});

/** 区划: where outfalls may not be set, or only with care. */
export class Zones1764533000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ZONE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(ZONE);
  }
}
