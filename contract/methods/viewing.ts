import { z } from 'zod'
import { longestSoundPiece } from '../../core/ports/media-engine.ts'
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

/** Most samples of each channel that one call may ask for: eleven seconds at 48,000 a second. */
const mostSamples = 1 << 19

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, { message: 'expected bytes' })

function fitsPiece(piece: { readonly channels: number; readonly bytes: Uint8Array }): boolean {
  const samples = piece.bytes.byteLength / 4 / piece.channels
  return Number.isInteger(samples) && samples >= 1 && samples <= longestSoundPiece
}

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
  /**
   * Sound of an open clip, decoded here for what a window cannot decode. It comes in pieces as items, in order and without gaps:
   * what does not decode is silent, in its place. It ends where the track does.
   */
  'clip.decode-sound': method({
    kind: 'part',
    input: z
      .object({
        ...ofOpening,
        /** The index's own number of the track. */
        track: z.int().min(0),
        /** Samples `[from, until)` on the track's absolute clock, which stands at 0 at second 0 of the clip. */
        from: z.int().min(0),
        until: z.int().min(1),
      })
      .refine(({ from, until }) => from < until && until - from <= mostSamples, {
        message: `expected 1 to ${mostSamples} samples`,
      }),
    item: z
      .object({
        /** The first sample of the piece. */
        from: z.int().min(0),
        channels: z.int().min(1),
        /** Plane after plane, each sample 32-bit floating point (IEEE 754, little-endian), full scale from -1 to 1. */
        bytes,
      })
      .refine(fitsPiece, { message: 'expected whole planes of no more samples than a piece has' }),
    /** How many samples of each channel were handed over. */
    output: z.object({ samples: z.number() }),
    failures: ['not-open', 'object-damaged', 'object-missing', 'out-of-range', 'undecodable', 'engine-died'],
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
   * (DOMAIN.md R6): nothing in it is hidden, and nothing takes it out of the vault.
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
