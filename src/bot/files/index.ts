import { type FileKind, isFileKind } from '../../../entities';
import type { Reader } from '../../core/database';
import { isGroup, type RenderRequest } from '../../core/messages';
import { rolesHeld } from '../../roster';
import { assessmentCompared, assessmentFile, assessmentReport } from './assessmentFile';
import { complaintFile } from './complaintFile';
import { complianceFile } from './complianceFile';
import { dispatchFile } from './dispatchFile';
import { documentFile } from './documentFile';
import { faultsFile } from './faultsFile';
import type { File, FileDeps, WrittenFile } from './file';
import { bundleFile, casesFile, leadsFile } from './handedOn';
import { lagFile } from './lagFile';
import { ledgerFile } from './ledgerFile';

import { monitoringFile } from './monitoringFile';
import { progressFile, retainedFile } from './progressFile';
import { publicListFile } from './publicListFile';

import { recheckFile } from './recheckFile';
import { rosterFile } from './rosterFile';
import { settingsFile } from './settingsFile';
import { signFile } from './signFile';
import { zonesFile } from './zonesFile';

const FILES: Record<FileKind, File> = {
  assessmentCompared,
  assessmentFile,
  assessmentReport,
  bundleFile,
  casesFile,
  complaintFile,
  complianceFile,
  dispatchFile,
  documentFile,
  faultsFile,
  leadsFile,
  lagFile,
  ledgerFile,
  monitoringFile,
  publicListFile,
  progressFile,
  recheckFile,
  retainedFile,
  rosterFile,
  settingsFile,
  signFile,
  zonesFile,
};

/** Writes any file that is sent, from the newest state. */
export class Files {
  constructor(private readonly deps: FileDeps) {}

  async write(reader: Reader, request: RenderRequest): Promise<WrittenFile | null> {
    const { kind, recipient } = request;
    if (!isFileKind(kind) || !Object.hasOwn(FILES, kind) || isGroup(recipient))
      throw new Error(`no file for ${kind}`);
    const roles = await rolesHeld(reader, recipient.id);
    return FILES[kind](this.deps, reader, { ...request, recipient, roles });
  }
}
