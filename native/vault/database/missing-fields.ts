import type { ClipMetadata } from '../../../core/intake/clip-metadata.ts'
import { type MetadataField, metadataFields, missingMetadata } from '../../../core/policy/policy-profile.ts'

/** Which bit says that a fact is not known. Never changed once shipped: databases hold them. */
const bits: { readonly [Field in MetadataField]: number } = {
  recordedOn: 1,
  officer: 2,
  device: 4,
  category: 8,
  incident: 16,
  place: 32,
  ownerForce: 64,
  area: 128,
  team: 256,
}

/** The bits of some facts. */
export function bitsOf(fields: readonly MetadataField[]): number {
  return fields.reduce((all, field) => all | bits[field], 0)
}

/** The bits of everything that a profile might ask for and that is not known about a clip. */
export function missingFieldsOf(metadata: ClipMetadata): number {
  const known = { ...metadata, category: metadata.categories[0] ?? null }
  return bitsOf(missingMetadata(known, { requiredMetadata: metadataFields }))
}
