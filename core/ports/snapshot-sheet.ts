import type { StampLine } from '../clips/snapshot-stamp.ts'

/**
 * Makes a sheet (PDF, one page) of a still picture (PNG bytes, RGB of 8 bits) with its stamp drawn beside it. Pixels are neither
 * scaled nor compressed anew. Equal pictures and stamps give equal bytes.
 */
export type SnapshotSheet = (png: Uint8Array, stamp: readonly StampLine[]) => Promise<Uint8Array>
