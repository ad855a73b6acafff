import type { MigrationInterface, QueryRunner } from 'typeorm';
import { resize } from './resize';

const TABLES = ['assessment_score', 'assessment_correction', 'assessment_version_score'];

/** 县直部门 are scored beside 镇 and 河长: `department` is a longer word than either. */
export class DepartmentScores1764546000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await resize(runner, table, { name: 'subject', length: 12 });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await resize(runner, table, { name: 'subject', length: 8 });
  }
}
