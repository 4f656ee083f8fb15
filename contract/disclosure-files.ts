import { z } from 'zod'
import type { ExternalCertificate } from '../core/disclosure/external-certificate.ts'
import type { DisclosedObject, ExternalSchedule, ScheduleDeed } from '../core/disclosure/schedule.ts'
import { secondChecks } from '../core/policy/redaction-policy.ts'
import { instant } from '../core/ports/clock.ts'
import type { Result } from '../core/result.ts'
import { checkNames } from '../core/verification/report.ts'
import { readJson } from './read-json.ts'
import { hash, label, many, words } from './schema-parts.ts'

const moment = z.iso.datetime().transform((value) => instant(value))

const certificate: z.ZodType<ExternalCertificate> = z.looseObject({
  payload: z.looseObject({
    version: z.literal(1),
    issuedAt: moment,
    copy: z.looseObject({ sha256: hash, bytes: z.int().min(0) }),
    checks: many(
      z.looseObject({
        check: z.enum(checkNames),
        outcome: z.enum(['passed', 'failed', 'not-applicable', 'could-not-run']),
      }),
      100,
    ),
    partial: z.boolean(),
    secondCheck: z.enum(secondChecks).nullable(),
    scheduleSha256: hash,
    recordSha256: hash,
  }),
  signature: label,
  publicKey: label,
  keyId: label,
})

/** By name, so that a deed or an object that core learns and this reader does not is a type error. */
const deeds: { readonly [Deed in ScheduleDeed]: Deed } = {
  hidden: 'hidden',
  blanked: 'blanked',
  muted: 'muted',
  bleeped: 'bleeped',
  'left-out': 'left-out',
  labelled: 'labelled',
  shown: 'shown',
  heard: 'heard',
  'no-subject': 'no-subject',
}
const objects: { readonly [Object in DisclosedObject]: Object } = {
  person: 'person',
  screen: 'screen',
  document: 'document',
  text: 'text',
  plate: 'plate',
  vehicle: 'vehicle',
  overlay: 'overlay',
  label: 'label',
  picture: 'picture',
  'rest-of-picture': 'rest-of-picture',
  sound: 'sound',
  recording: 'recording',
}

const second = z.number().min(0)
const row = z.looseObject({
  row: z.int().min(1),
  deed: z.enum(deeds),
  object: z.enum(objects),
  stretches: many(z.tuple([second, second]), 1_000_000),
  ground: words.nullable(),
})

const schedule: z.ZodType<ExternalSchedule> = z.looseObject({
  version: z.literal(1),
  kind: z.literal('external'),
  rows: many(row, 100_000),
})

/** Reads the certificate that a recipient got (FORMATS.md, Disclosures). Unknown fields are kept: what was signed is the file's. */
export function readExternalCertificate(text: string, name: string): Result<ExternalCertificate> {
  return readJson(text, name, certificate)
}

/** Reads the schedule that a recipient got. Unknown fields are kept, since its hash is over all of it. */
export function readExternalSchedule(text: string, name: string): Result<ExternalSchedule> {
  return readJson(text, name, schedule)
}
