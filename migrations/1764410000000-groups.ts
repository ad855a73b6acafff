import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const id = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
} as const;
const instant = { type: 'datetime', precision: 3 };

const GROUP = new Table({
  name: 'chat_group',
  columns: [
    id,
    { name: 'chatId', type: 'varchar', length: '64', isNullable: true },
    { name: 'name', type: 'varchar', length: '64' },
    { name: 'origin', type: 'varchar', length: '8' },
    { name: 'state', type: 'varchar', length: '8' },
    { name: 'unitId', type: 'integer', isNullable: true },
    { name: 'decidedAt', ...instant, isNullable: true },
    { name: 'heardAt', ...instant, isNullable: true },
    { name: 'uuid', type: 'varchar', length: '50' },
    { name: 'why', type: 'varchar', length: '255', isNullable: true },
    { name: 'createdAt', ...instant },
    { name: 'version', type: 'integer', default: 1 },
  ],
  indices: [{ name: 'chat_group_chat', columnNames: ['chatId'], isUnique: true }],
});

const MEMBER = new Table({
  name: 'group_member',
  columns: [
    id,
    { name: 'groupId', type: 'integer' },
    { name: 'personId', type: 'integer' },
    { name: 'at', ...instant },
  ],
  indices: [{ name: 'group_member_once', columnNames: ['groupId', 'personId'], isUnique: true }],
});

const POST = new Table({
  name: 'group_post',
  columns: [
    id,
    { name: 'personId', type: 'integer' },
    { name: 'words', type: 'varchar', length: '1000' },
    { name: 'state', type: 'varchar', length: '8' },
    { name: 'groupIds', type: 'text', isNullable: true },
    { name: 'at', ...instant },
    { name: 'decidedAt', ...instant, isNullable: true },
    { name: 'version', type: 'integer', default: 1 },
  ],
});

const TABLES = [GROUP, MEMBER, POST];

/** Groups the bot is in, whom it brought there, and what is posted to them. */
export class Groups1764410000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of TABLES) await runner.dropTable(name);
  }
}
