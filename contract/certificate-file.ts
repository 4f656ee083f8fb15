import { z } from 'zod'
import { roles } from '../core/access/roles.ts'
import { secondChecks } from '../core/policy/redaction-policy.ts'
import { type Instant, instant } from '../core/ports/clock.ts'
import type { Result } from '../core/result.ts'
import type { LookHere } from '../core/tracking/evidence.ts'
import type { Certificate, CertificatePayload } from '../core/verification/certificate.ts'
import { checkNames } from '../core/verification/report.ts'
import { readJson } from './read-json.ts'
import { frame, frameCount, hash, label, many, search, share, words } from './schema-parts.ts'

const moment: z.ZodType<Instant> = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
  .transform((value) => instant(value))

const file = z.looseObject({ sha256: hash, bytes: z.int().min(0) })

const names = z.record(label, label)

const durations = many(z.number().min(0), 256)

/** By name, so that a reason that core learns and this reader does not is a type error. */
const lookHereReasons: { readonly [Why in LookHere['why']]: Why } = {
  birth: 'birth',
  death: 'death',
  'low-score': 'low-score',
  'gap-filled': 'gap-filled',
  'size-jump': 'size-jump',
  'untracked-detection': 'untracked-detection',
  'weak-leak': 'weak-leak',
  damaged: 'damaged',
  cut: 'cut',
}

const lookHere = z.looseObject({
  frame,
  track: label.exactOptional(),
  why: z.enum(lookHereReasons),
  weight: share.exactOptional(),
})

const checkFailure = z.looseObject({ kind: z.enum(checkNames), frame: frame.exactOptional(), detail: words })

const check = z.looseObject({
  check: z.enum(checkNames),
  outcome: z.enum(['passed', 'failed', 'not-applicable', 'could-not-run']),
  figures: z.record(label, z.number()),
  failures: many(checkFailure, 1000),
})

const counts = z.looseObject({
  sourceFrames: frameCount,
  copyFrames: frameCount,
  omittedFrames: frameCount,
  blankedFrames: frameCount,
  tracksHidden: frameCount,
  tracksKept: frameCount,
  tracksIgnored: frameCount,
})

const approval = z.looseObject({
  as: z.enum(['author', 'approver']),
  role: z.enum(roles),
  at: moment,
  nothingToHide: z.boolean(),
})

const release = z.looseObject({
  projectSha256: hash,
  revision: frameCount,
  secondCheck: z.enum(secondChecks),
  approvals: many(approval, 2),
})

const payload: z.ZodType<CertificatePayload> = z.looseObject({
  version: z.literal(1),
  issuedAt: moment,
  source: file,
  copy: file,
  planSha256: hash,
  projectSha256: hash,
  frameMap: many(z.looseObject({ outputFrame: frameCount, sourceFrame: frameCount, count: frameCount }), 1_000_000),
  partial: z.boolean(),
  damagedFrames: many(frame, 10_000_000),
  missingFrames: frameCount,
  soundDamaged: z.literal(true).exactOptional(),
  detection: search,
  versions: names,
  models: names,
  checks: many(check, 100),
  lookHere: many(lookHere, 1_000_000),
  counts,
  mutedSeconds: durations,
  bleepedSeconds: durations,
  auditAnchor: z.looseObject({ size: z.int().min(0), root: hash }).exactOptional(),
  release: release.exactOptional(),
})

const certificate: z.ZodType<Certificate> = z.looseObject({
  payload,
  signature: label.exactOptional(),
  publicKey: label.exactOptional(),
  keyId: label.exactOptional(),
})

/**
 * Reads a certificate (FORMATS.md, Certificate). Unknown fields are kept: the payload's canonical form, and with it what
 * was signed, is that of the file. Fails with `bad-json`. Reading says nothing about trust.
 */
export function readCertificate(text: string, name: string): Result<Certificate> {
  return readJson(text, name, certificate)
}
