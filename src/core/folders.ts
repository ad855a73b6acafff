import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/**
 * Makes a folder that can be written to, with those above it. Not by `mkdir` with `recursive`: where the system
 * answers that a folder above is missing although it is there (`/proc`), Node asks for ever.
 *
 * @throws what the system says, with its code
 */
export function makeFolder(path: string): void {
  make(resolve(path));
  accessSync(path, constants.W_OK);
}

function make(path: string): void {
  if (isFolder(path)) return;
  if (!existsSync(path)) make(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(path)) throw error;
  }
}
