import type { Sha256 } from '../core/clips/clip-index.ts'
import type { DisclosedFile } from '../core/disclosure/disclosure-record.ts'
import type { ExternalSchedule } from '../core/disclosure/schedule.ts'
import type { CertificateSigner } from '../core/ports/certificate-signer.ts'
import type { ClipSource } from '../core/ports/clip-source.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { DisclosureArchive } from '../core/ports/disclosure-archive.ts'
import type { DisclosureSheets } from '../core/ports/disclosure-sheets.ts'
import type { DisclosureTarget } from '../core/ports/disclosure-target.ts'
import type { RedactionProject } from '../core/redaction/project.ts'
import type { Certificate } from '../core/verification/certificate.ts'
import type { VerifyPorts } from './verify-copy.ts'

/** What disclosing takes from its host. */
export type DisclosePorts = VerifyPorts & {
  readonly now: Clock
  readonly sign: CertificateSigner
  readonly sheets: DisclosureSheets
  readonly target: DisclosureTarget
  readonly archive: DisclosureArchive
}

/** An approved copy with what it was made from, where it goes, and what its recipient is told. */
export type DiscloseRequest = {
  readonly copy: ClipSource
  readonly original: ClipSource
  readonly certificate: Certificate
  readonly project: RedactionProject
  readonly schedule: ExternalSchedule
  /** Fingerprints of the keys that this vault has signed with: a certificate by any other is none of its own. */
  readonly signers: ReadonlySet<string>
  /** `.mp4` or `.m4a`. */
  readonly suffix: string
  /** An absolute path. */
  readonly folder: string
  /** Opens the archive that everything goes into; null: nothing is encrypted. Its strength is the caller's to see to. */
  readonly passphrase: string | null
}

/** What lies in the folder, whole, read back and checked, and has no name yet. */
export type ReadyDisclosure = {
  /** The copy, as it was read back. */
  readonly copy: DisclosedFile
  /** Everything in the folder, the copy (or the archive with it) first. */
  readonly files: readonly DisclosedFile[]
  /** What lies within the archive, the copy first; empty where there is none. */
  readonly inside: readonly DisclosedFile[]
}

/** What the files of a disclosure are called. */
export type DisclosureNames = ReturnType<typeof namesOf>

/**
 * Names tell nothing but which file it is: no clip, no camera, no person. The same copy has the same names, so that what an
 * interrupted attempt left is found.
 */
export function namesOf(sha256: Sha256, suffix: string) {
  const stem = `redacted-copy-${sha256.slice(0, 12)}`
  return {
    copy: `${stem}${suffix}`,
    certificate: `${stem}.certificate.json`,
    certificateSheet: `${stem}.certificate.pdf`,
    schedule: `${stem}.schedule.json`,
    scheduleSheet: `${stem}.schedule.pdf`,
    archive: `${stem}.zip.age`,
    howToOpen: `${stem}.how-to-open.txt`,
  }
}

/** The names that a disclosure has in the folder, the copy (or the archive) first: encrypted, and not. */
export function namesInFolder(names: DisclosureNames) {
  const { archive, howToOpen, copy, ...papers } = names
  return { sealed: [archive, howToOpen], open: [copy, ...Object.values(papers)] } as const
}
