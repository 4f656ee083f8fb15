import type { ClipRules } from '../../client/clip-rules.tsx'
import type { ClipRow } from '../../client/window-client.ts'

/**
 * Seconds at the start of a clip that the camera kept from before it was switched on: what the clip says, else what the profile says
 * of cameras. A copy may begin anywhere, so of it only what it says itself holds.
 */
export function preEventOf({ kind, preEventSeconds }: ClipRow, rules: ClipRules): number {
  return preEventSeconds ?? (kind === 'clip' ? rules.preEventSeconds : 0)
}
