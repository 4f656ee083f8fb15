import { openPhotograph } from '../photographs.ts'

/** Brightness of a photograph, rows without padding. */
export type LumaPicture = { readonly width: number; readonly height: number; readonly data: Uint8Array }

const kept = new Map<string, LumaPicture>()

/** Brightness of one of the photographs at this width (BT.601 weights); kept for the next who asks. */
export async function lumaPhotograph(name: string, width: number): Promise<LumaPicture> {
  const key = `${name} ${width}`
  const known = kept.get(key)
  if (known) return known
  const photograph = await openPhotograph(name)
  const height = Math.round((photograph.size.height * width) / photograph.size.width)
  const rgb = photograph.toRgb(width, height)
  photograph.close()
  const data = Uint8Array.from({ length: width * height }, (_, at) => {
    const [red, green, blue] = [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0]
    return (red * 77 + green * 150 + blue * 29) >> 8
  })
  const picture = { width, height, data }
  kept.set(key, picture)
  return picture
}

/** Brightness between pixels (bilinear); beyond the edge it shows the edge. */
export function brightnessAt({ width, height, data }: LumaPicture, x: number, y: number): number {
  const right = Math.min(width - 1.001, Math.max(0, x - 0.5))
  const down = Math.min(height - 1.001, Math.max(0, y - 0.5))
  const column = Math.floor(right)
  const row = Math.floor(down)
  const at = row * width + column
  const above = (data[at] ?? 0) + ((data[at + 1] ?? 0) - (data[at] ?? 0)) * (right - column)
  const below = (data[at + width] ?? 0) + ((data[at + width + 1] ?? 0) - (data[at + width] ?? 0)) * (right - column)
  return above + (below - above) * (down - row)
}
