/**
 * A frame's number, drawn so that a machine can read it back after compression, scaling and turning: a strip along the
 * top edge of the upright picture, one twelfth of its height, of 20 cells of equal width. Cells 0-15 are the number's
 * bits from the lowest on (white is 1), cells 16-19 a check nibble that neither an all-black nor an all-white strip fits. Regions that tests paint must stay below the strip.
 */

/** How many bits the number has; a clip's codes wrap after 65,536 frames. */
export const codeBits = 16
/** Cells of the strip: the number's bits and the check nibble. */
export const codeCells = codeBits + 4
/** The strip's height is the picture's height divided by this. */
export const stripShare = 12
const checkMask = 0b0101

/** First row below the strip, in pixels of a picture `height` high, with a margin for the codec's ringing. */
export function belowStrip(height: number): number {
  return Math.ceil(height / stripShare) + 8
}

/** The strip's cells for a frame number: true is white. Check bit k is the parity of bits k, k+4, k+8, k+12, turned over for k 0 and 2. */
export function cellsOf(frameNumber: number): boolean[] {
  if (!Number.isSafeInteger(frameNumber) || frameNumber < 0) throw new RangeError(`not a frame number: ${frameNumber}`)
  const value = frameNumber & (2 ** codeBits - 1)
  const bits = Array.from({ length: codeBits }, (_, bit) => ((value >> bit) & 1) === 1)
  const check = Array.from({ length: 4 }, (_, bit) => ((checkNibble(value) >> bit) & 1) === 1)
  return [...bits, ...check]
}

/**
 * The number that 20 grey levels (0-255, one per cell) stand for; null where they cannot be trusted: a level that is
 * neither dark nor bright, or a check nibble that does not fit.
 */
export function codeFromLevels(levels: ArrayLike<number>): number | null {
  if (levels.length !== codeCells) throw new RangeError(`expected ${codeCells} levels, got ${levels.length}`)
  let value = 0
  let check = 0
  for (let cell = 0; cell < codeCells; cell++) {
    const level = levels[cell] ?? 0
    if (level > 96 && level < 160) return null
    if (level < 128) continue
    if (cell < codeBits) value |= 1 << cell
    else check |= 1 << (cell - codeBits)
  }
  return check === checkNibble(value) ? value : null
}

/** FFmpeg filters that draw the strip on 8-bit pictures of this size, from the filter's own frame counter. */
export function frameCodeFilter(size: { readonly width: number; readonly height: number }): string {
  const stripHeight = Math.ceil(size.height / stripShare)
  const edge = (cell: number) => Math.round((cell * size.width) / codeCells)
  const box = (cell: number, colour: string, when: string) =>
    `drawbox=x=${edge(cell)}:y=0:w=${edge(cell + 1) - edge(cell)}:h=${stripHeight}:color=${colour}:t=fill${when}`
  const whiteWhen = (cell: number) => `:enable='${cell < codeBits ? bitOf(cell) : parityOf(cell - codeBits)}'`
  const ground = `drawbox=x=0:y=0:w=${size.width}:h=${stripHeight}:color=black:t=fill`
  return [ground, ...Array.from({ length: codeCells }, (_, cell) => box(cell, 'white', whiteWhen(cell)))].join(',')
}

function checkNibble(value: number): number {
  return (value ^ (value >> 4) ^ (value >> 8) ^ (value >> 12) ^ checkMask) & 15
}

function bitOf(bit: number): string {
  return `mod(floor(n/${2 ** bit}),2)`
}

function parityOf(bit: number): string {
  return `mod(${[0, 4, 8, 12].map((step) => bitOf(bit + step)).join('+')}+${(checkMask >> bit) & 1},2)`
}
