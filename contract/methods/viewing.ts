import { z } from 'zod'
import { indexDocument } from '../index-document.ts'
import { method } from '../method.ts'
import { frame, frameCount, hash } from '../schema-parts.ts'
import { clipIdText, idText } from '../vault-schemas.ts'

const noClip = () => []
const ofOpening = { opening: idText }
const theOpening = ({ opening }: { readonly opening: string }) => opening

/** Most bytes that one read of an open clip may ask for. */
export const longestRange = 1 << 20

/** Most frames that one call may ask for. */
const mostFrames = 64

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
  /**
   * Frames of an open clip, decoded here for what a window cannot decode. They come as items, in order; a newer call on the same
   * opening overtakes this one, which then answers `cancelled`.
   */
  'clip.decode-frames': method({
    kind: 'part',
    input: z
      .object({
        ...ofOpening,
        from: frame,
        until: frameCount,
        /** Pixels that neither side may exceed; null: full size. */
        longestSide: z.int().min(16).max(16_384).nullable(),
      })
      .refine(({ from, until }) => from < until && until - from <= mostFrames, { message: 'expected 1 to 64 frames' }),
    item: z.object({
      frame: frameCount,
      damaged: z.boolean(),
      /** Null: it does not decode. 8-bit I420 in coded orientation, packed: Y, U, V; the index's `rotation` turns it upright. */
      picture: z.object({ width: z.number(), height: z.number(), fullRange: z.boolean(), bytes }).nullable(),
    }),
    output: z.object({ frames: z.number() }),
    failures: [
      'not-open',
      'object-damaged',
      'object-missing',
      'out-of-range',
      'no-picture',
      'undecodable',
      'engine-died',
    ],
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
  /**
   * A still of a frame of an open clip, stamped, kept in the vault as an attachment of the clip (PDF). A warned exception
   * (DOMAIN.md R6): nothing in it is hidden, and only a disclosure takes it out of the vault.
   */
  'clip.snapshot': method({
    kind: 'work',
    input: z.object({ clip: clipIdText, ...ofOpening, frame }),
    output: z.object({ name: z.string(), sha256: hash, bytes: z.number() }),
    failures: [
      'not-open',
      'object-damaged',
      'object-missing',
      'out-of-range',
      'no-picture',
      'undecodable',
      'engine-died',
    ],
    permission: 'snapshot',
    audit: 'clip.snapshot',
    reason: 'required',
    clips: ({ clip }) => [clip],
  }),
} as const
