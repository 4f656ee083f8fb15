import { z } from 'zod'
import { type MappedField, type Mapping, mappedFields } from '../core/intake/mapping.ts'
import type { Result } from '../core/result.ts'
import { readJson } from './read-json.ts'

/** A name, a place, a category: one line. */
const line = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), { message: 'expected one line of text' })

/** At least one letter or digit in every step, since nothing else of a name counts. */
const place = line.refine((text) => text.split(/[.+]/).every((step) => /[\p{L}\p{N}]/u.test(step)), {
  message: 'expected names of fields, with points or plus signs between them',
})

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const placesByField = z
  .partialRecord(z.enum(mappedFields), z.array(place).min(1).max(30))
  .refine((fields) => Object.keys(fields).length > 0, { message: 'expected at least one field' })

const categories = z
  .record(line, line)
  .refine((names) => Object.keys(names).length <= 500, { message: 'expected at most 500 categories' })
  .refine((names) => new Set(Object.keys(names).map((name) => name.toLowerCase())).size === Object.keys(names).length, {
    message: 'one category is named twice, in other letters',
  })

const mappingFile = z
  .strictObject({
    format: z.literal('occlude-mapping'),
    version: z.literal(1),
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
    revision: z.int().min(1).max(1_000_000),
    title: line,
    /** For people: where the names come from. */
    basis: z.string().max(2000).exactOptional(),
    verified: z.boolean(),
    timeZone: line.refine(isTimeZone, { message: 'expected the name of a time zone, for example Europe/London' }),
    dateOrder: z.enum(['day-first', 'month-first', 'either']),
    storeSystem: line.nullable(),
    wrappers: z.array(place).max(30),
    categorySeparator: z.string().length(1).nullable(),
    fields: placesByField,
    categories,
  })
  .transform(
    ({ format: _format, version: _version, basis: _basis, fields, ...rest }): Mapping => ({
      ...rest,
      fields: fields as { readonly [Field in MappedField]?: readonly string[] },
    }),
  )

/**
 * Reads a mapping, ours or a force's own (docs/FORMATS.md, mapping version 1). Strict: an unknown field fails, since a typing
 * mistake would silently lose metadata. Fails with `bad-json`.
 */
export function readMapping(text: string, name: string): Result<Mapping> {
  return readJson(text, name, mappingFile)
}
