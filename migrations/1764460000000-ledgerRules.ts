import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const instant = { type: 'datetime', precision: 3 };

const WAIVER = new Table({
  name: 'rule_waiver',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'rule', type: 'varchar', length: '32' },
    { name: 'outfallIds', type: 'text' },
    { name: 'reason', type: 'varchar', length: '255' },
    { name: 'untilDay', type: 'varchar', length: '10' },
    { name: 'grantedById', type: 'integer' },
    { name: 'grantedAt', ...instant },
    { name: 'withdrawnById', type: 'integer', isNullable: true },
    { name: 'withdrawnAt', ...instant, isNullable: true },
  ],
  indices: [{ name: 'rule_waiver_rule', columnNames: ['rule', 'untilDay'] }],
});

/** 豁免 of findings of the plan's rules. */
export class LedgerRules1764460000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(WAIVER.clone());
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(WAIVER.name);
  }
}
