import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxClock } from './types';

/** The clock of a sandbox that stands alone: the machine's, moved on as ordered. How far is kept in its folder. */
export class FreeClock implements SandboxClock {
  private readonly file: string;
  private offset: number;
  /** Known once the sandbox is made; its re-pushes are what happens on the way. */
  sandbox: Sandbox | null = null;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.file = join(dataDir, 'clock-offset-ms');
    this.offset = Number(readIfThere(this.file));
    if (!Number.isFinite(this.offset)) throw new Error(`${this.file} 里不是数字，删掉它再启动`);
  }

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  /** Whatever bot is tried here keeps its own schedule. */
  next(): null {
    return null;
  }

  async advanceTo(to: Date): Promise<void> {
    for (let due = this.sandbox?.nextDue(); due && due <= to; due = this.sandbox?.nextDue()) {
      this.show(due);
      await this.sandbox?.runDue();
    }
    this.show(to);
    writeFileSync(this.file, String(this.offset));
  }

  /** Forward only. */
  private show(at: Date): void {
    this.offset = Math.max(this.offset, at.getTime() - Date.now());
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '0';
    throw error;
  }
}
