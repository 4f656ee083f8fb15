import { z } from 'zod'
import { indexDocument } from '../index-document.ts'
import { method } from '../method.ts'
import { clipIdText, idText } from '../vault-schemas.ts'

const noClip = () => []
const ofOpening = { opening: idText }
const theOpening = ({ opening }: { readonly opening: string }) => opening

/** Most bytes that one read of an open clip may ask for. */
export const longestRange = 1 << 20

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, { message: 'expected bytes' })

/**
 * A clip that is open for viewing (R18, DPA 2018 s.62: `view` stands in the log before the first byte). An opening belongs to the
 * session that made it and ends with it; permission is asked again for every part of it.
 */
export const viewingMethods = {
  'clip.open': method({
    kind: 'work',
    input: z.object({ clip: clipIdText }),
    output: z.object({
      opening: z.string(),
      clip: z.string(),
      bytes: z.number(),
      /** Null: what the clip is could not be told; `problem` names the kind of failure. */
      index: indexDocument.nullable(),
      problem: z.string().nullable(),
    }),
    failures: ['object-damaged', 'object-missing', 'too-many-open', 'engine-died'],
    permission: 'clip.view',
    audit: 'clip.view',
    reason: 'required',
    clips: ({ clip }) => [clip],
  }),
  /** Bytes `[start, end)` of an open clip; fewer only at its end. */
  'clip.read-range': method({
    kind: 'part',
    input: z
      .object({ ...ofOpening, start: z.int().min(0), end: z.int().min(1) })
      .refine(({ start, end }) => start < end && end - start <= longestRange, { message: 'expected 1 byte to 1 MiB' }),
    output: bytes,
    failures: ['not-open', 'object-damaged', 'object-missing', 'out-of-range'],
    permission: 'clip.view',
    audit: 'clip.view',
    reason: 'optional',
    clips: noClip,
    opening: theOpening,
  }),
  'clip.close': method({
    kind: 'part',
    input: z.object(ofOpening),
    output: z.object({}),
    failures: ['not-open'],
    permission: 'clip.view',
    audit: 'clip.view',
    reason: 'optional',
    clips: noClip,
    opening: theOpening,
  }),
} as const
