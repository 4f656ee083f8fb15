/** Most boxes of one label that a family looks at. */
export const mostPlaces = 5000

const steps = 4096

/**
 * Where a score reaches the cutoff among `scores[from, until)`, in order; the strongest when more than `most` do, and of
 * equal ones (to a 4096th of the range) the first. NaN never does. One or two passes over the numbers, whatever they are.
 */
export function strongestPlaces(
  scores: Float32Array,
  [from, until]: readonly [number, number],
  cutoff: number,
  most: number = mostPlaces,
): Int32Array {
  const end = Math.min(until, scores.length)
  let count = 0
  let top = cutoff
  for (let i = from; i < end; i += 1) {
    const score = scores[i] as number
    if (score >= cutoff) {
      count += 1
      if (score > top) top = score
    }
  }
  if (count <= most) return collect(scores, [from, end], cutoff, count)
  return collectStrongest(scores, [from, end], { cutoff, top: Math.min(top, cutoff + 1e6) }, most)
}

function collect(scores: Float32Array, [from, end]: readonly [number, number], cutoff: number, count: number) {
  const places = new Int32Array(count)
  let filled = 0
  for (let i = from; filled < count && i < end; i += 1) {
    if ((scores[i] as number) >= cutoff) {
      places[filled] = i
      filled += 1
    }
  }
  return places
}

/** Sorts scores into 4096 steps, so that no sorting of numbers is needed to know which ones are too many. */
function collectStrongest(
  scores: Float32Array,
  [from, end]: readonly [number, number],
  { cutoff, top }: { readonly cutoff: number; readonly top: number },
  most: number,
): Int32Array {
  const perUnit = top > cutoff ? (steps - 1) / (top - cutoff) : 0
  const stepAt = (place: number): number => {
    const score = scores[place] as number
    return score >= cutoff ? Math.min(steps - 1, Math.trunc((score - cutoff) * perUnit)) : -1
  }
  const counts = new Int32Array(steps)
  for (let i = from; i < end; i += 1) {
    const step = stepAt(i)
    if (step >= 0) counts[step] = (counts[step] as number) + 1
  }
  const { lowest, room } = lowestStep(counts, most)
  const places = new Int32Array(most)
  let filled = 0
  let left = room
  for (let i = from; i < end && filled < most; i += 1) {
    const step = stepAt(i)
    if (step < lowest || (step === lowest && left === 0)) continue
    left -= step === lowest ? 1 : 0
    places[filled] = i
    filled += 1
  }
  return places
}

/** The lowest step of which any score is taken, and how many are. */
function lowestStep(counts: Int32Array, most: number): { readonly lowest: number; readonly room: number } {
  let lowest = steps - 1
  let room = most
  while (lowest > 0 && (counts[lowest] as number) <= room) {
    room -= counts[lowest] as number
    lowest -= 1
  }
  return { lowest, room }
}
