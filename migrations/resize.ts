import { type QueryRunner, TableColumn } from 'typeorm';

/**
 * Gives a column of words another length and keeps what stands in it. TypeORM's `changeColumn` drops a MySQL column
 * and adds it anew, empty and out of its indices. MySQL refuses a length that is too short for what is there.
 */
export async function resize(
  runner: QueryRunner,
  table: string,
  { name, length, isNullable = false }: { name: string; length: number; isNullable?: boolean },
): Promise<void> {
  if (runner.connection.options.type === 'better-sqlite3') {
    const column = new TableColumn({ name, type: 'varchar', length: String(length), isNullable });
    await runner.changeColumn(table, name, column);
  } else {
    await runner.query(
      `ALTER TABLE \`${table}\` MODIFY \`${name}\` varchar(${length}) ${isNullable ? 'NULL' : 'NOT NULL'}`,
    );
  }
}
