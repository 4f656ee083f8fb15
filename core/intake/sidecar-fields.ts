import type { SidecarValue } from './sidecar.ts'

/** Most values that are looked at in one sidecar, and how deep. */
const most = { values: 20_000, depth: 32 }

/** What a sidecar says, found by place. */
export type SidecarFields = {
  /**
   * The values at a place of a mapping, each once, in the order of the sidecar; empty where there are none. `date + time` is the
   * values of two places as one text.
   */
  at(place: string): readonly string[]
  /** False where the sidecar has more, or deeper, than was looked at. */
  readonly complete: boolean
}

/** Letters and digits alone, in lower case: `Recorded On`, `recorded_on` and `recordedOn` are the same name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function keyOf(steps: readonly string[], wrappers: ReadonlySet<string>): string {
  let from = 0
  while (from < steps.length - 1 && wrappers.has(steps[from] ?? '')) from++
  return steps.slice(from).join('.')
}

type Visit = { readonly value: SidecarValue; readonly steps: readonly string[]; readonly depth: number }

/** What lies inside of a value, in order. Lists add no step: a field may be given once or several times. */
function inside({ value, steps, depth }: Visit): readonly Visit[] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.map((item: SidecarValue) => ({ value: item, steps, depth: depth + 1 }))
  return Object.entries(value).map(([name, item]) => {
    const step = plain(name)
    return { value: item, steps: step === '' ? steps : [...steps, step], depth: depth + 1 }
  })
}

/**
 * Lays a sidecar out as places and values. Total: whatever is too much is left out and said. Iterative, so that depth costs no
 * stack.
 */
export function sidecarFields(content: SidecarValue, wrappers: readonly string[]): SidecarFields {
  const left: Visit[] = [{ value: content, steps: [], depth: 0 }]
  const outer = new Set(wrappers.map(plain))
  const found = new Map<string, Set<string>>()
  let complete = true
  let visited = 0
  for (let visit = left.pop(); visit; visit = left.pop()) {
    if (++visited > most.values) {
      complete = false
      break
    }
    const { value, steps, depth } = visit
    if (typeof value === 'string' || typeof value === 'number') {
      const key = keyOf(steps, outer)
      const values = found.get(key) ?? new Set()
      found.set(key, values.add(String(value)))
    } else if (depth >= most.depth) complete = false
    else left.push(...inside(visit).slice(0, most.values).toReversed())
  }
  const at = (place: string): readonly string[] => [...(found.get(place.split('.').map(plain).join('.')) ?? [])]
  return { at: (place) => together(place.split('+').map(at)), complete }
}

/** Values of places that belong together, as one text; none where one of them is missing or has several. */
function together(parts: readonly (readonly string[])[]): readonly string[] {
  const [first] = parts
  if (first && parts.length === 1) return first
  return parts.every((values) => values.length === 1) ? [parts.flat().join(' ')] : []
}
