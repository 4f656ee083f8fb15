import type { SidecarKind } from './sidecar.ts'

const endings: readonly (readonly [string, SidecarKind])[] = [
  ['.json', 'json'],
  ['.xml', 'xml'],
  ['.csv', 'csv'],
]

/** A name for comparing: case makes no difference, nor whether accents are letters of their own (as macOS writes them). */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** A name without its last ending. */
export function stemOf(name: string): string {
  const at = name.lastIndexOf('.')
  return at > 0 ? name.slice(0, at) : name
}

/** The form of a file that is a sidecar by its name; null for all others. */
export function sidecarKind(name: string): SidecarKind | null {
  return endings.find(([ending]) => name.toLowerCase().endsWith(ending))?.[1] ?? null
}

/**
 * Which sidecars belong to which clips of one folder: `clip.mp4.json` to `clip.mp4` alone, else `clip.json` to every file called
 * `clip` and any ending. For each clip the positions of its sidecars, those with its whole name first.
 */
export function pairSidecars(clips: readonly string[], sidecars: readonly string[]): readonly (readonly number[])[] {
  const whole = new Map<string, number[]>()
  for (const [at, sidecar] of sidecars.entries()) {
    const name = foldedName(stemOf(sidecar))
    whole.set(name, [...(whole.get(name) ?? []), at])
  }
  const names = new Set(clips.map(foldedName))
  return clips.map((clip) => {
    const own = whole.get(foldedName(clip)) ?? []
    const stem = foldedName(stemOf(clip))
    const shared = names.has(stem) || stem === foldedName(clip) ? [] : (whole.get(stem) ?? [])
    return [...own, ...shared]
  })
}
