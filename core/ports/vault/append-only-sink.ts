import type { ByteSink } from '../bytes.ts'

/** A sink whose bytes are encrypted as they come: every write is at the current end. */
export type AppendOnlySink = ByteSink & { readonly appendOnly: true }
