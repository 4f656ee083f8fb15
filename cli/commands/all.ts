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
import { clipCommands } from './vault/clip.ts'
import { clipsCommand } from './vault/clips.ts'
import { decodeCommand } from './vault/decode.ts'
import { disclosureCommands } from './vault/disclose.ts'
import {
  detectInVault,
  indexInVault,
  planInVault,
  redactInVault,
  trackInVault,
  verifyInVault,
} from './vault/engine-runs.ts'
import { importCommand } from './vault/import.ts'
import { inVault, refusedInVault } from './vault/in-vault.ts'
import { vaultInitCommand } from './vault/init.ts'
import { queueCommands } from './vault/queue.ts'
import { retentionCommands } from './vault/retention.ts'
import { vaultLockCommand, vaultServeCommand } from './vault/serve.ts'
import { userCommands } from './vault/user.ts'
import {
  vaultBackupCommand,
  vaultConfirmProfileCommand,
  vaultProfileCommand,
  vaultRestoreCommand,
} from './vault/vault-backup.ts'
import { vaultCheckCommand, vaultRotateCommand, vaultStatusCommand } from './vault/vault-status.ts'
import { verifyCommand } from './verify.ts'
import { verifyDisclosureCommand } from './verify-disclosure.ts'

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  inVault(redactCommand, redactInVault),
  inVault(verifyCommand, verifyInVault),
  verifyDisclosureCommand,
  inVault(indexCommand, indexInVault),
  refusedInVault(frameCommand),
  inVault(detectCommand, detectInVault),
  inVault(trackCommand, trackInVault),
  followCommand,
  inVault(planCommand, planInVault),
  speechCommand,
  vaultInitCommand,
  vaultStatusCommand,
  vaultCheckCommand,
  vaultBackupCommand,
  vaultRestoreCommand,
  vaultRotateCommand,
  vaultServeCommand,
  vaultLockCommand,
  vaultProfileCommand,
  vaultConfirmProfileCommand,
  importCommand,
  decodeCommand,
  clipsCommand,
  ...clipCommands,
  ...queueCommands,
  ...disclosureCommands,
  ...userCommands,
  ...retentionCommands,
  ...auditCommands,
]
