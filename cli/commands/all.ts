import type { Command } from '../command.ts'
import { detectCommand } from './detect.ts'
import { followCommand } from './follow.ts'
import { frameCommand } from './frame.ts'
import { indexCommand } from './index-clip.ts'
import { planCommand } from './plan.ts'
import { redactCommand } from './redact.ts'
import { speechCommand } from './speech.ts'
import { trackCommand } from './track.ts'
import { auditCommands } from './vault/audit.ts'
import { vaultInitCommand } from './vault/init.ts'
import { retentionCommands } from './vault/retention.ts'
import { userCommands } from './vault/user.ts'
import { vaultBackupCommand, vaultProfileCommand, vaultRestoreCommand } from './vault/vault-backup.ts'
import { vaultCheckCommand, vaultRotateCommand, vaultStatusCommand } from './vault/vault-status.ts'
import { verifyCommand } from './verify.ts'

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  redactCommand,
  verifyCommand,
  indexCommand,
  frameCommand,
  detectCommand,
  trackCommand,
  followCommand,
  planCommand,
  speechCommand,
  vaultInitCommand,
  vaultStatusCommand,
  vaultCheckCommand,
  vaultBackupCommand,
  vaultRestoreCommand,
  vaultRotateCommand,
  vaultProfileCommand,
  ...userCommands,
  ...retentionCommands,
  ...auditCommands,
]
