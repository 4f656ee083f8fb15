import { seededNumbers } from '../clips/spoil.ts'
import { halved, type Plane, type Sprite, spriteOf } from './sprite.ts'

/** Red, green, blue, 0-255. */
export type Colour = readonly [red: number, green: number, blue: number]

/** A picture being painted: RGBA, not premultiplied, transparent at first. */
export type Canvas = { readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray }

/** A rectangle in canvas pixels. */
export type Area = readonly [x: number, y: number, width: number, height: number]

/** An empty canvas. */
export function makeCanvas(width: number, height: number): Canvas {
  return { width, height, rgba: new Uint8ClampedArray(width * height * 4) }
}

/** A colour that changes over an area; `along` and `down` run from 0 to 1 across it. */
export type Shade = (along: number, down: number) => Colour

/** Paints every pixel of an area; a shade may vary over it. */
export function paint(
  canvas: Canvas,
  area: Area,
  colour: Colour | Shade,
  inside?: (along: number, down: number) => boolean,
) {
  const [left, top, width, height] = area
  const shade = typeof colour === 'function' ? colour : () => colour
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(canvas.height, top + height); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(canvas.width, left + width); x++) {
      const along = (x + 0.5 - left) / width
      const down = (y + 0.5 - top) / height
      if (inside && !inside(along, down)) continue
      put(canvas, (y * canvas.width + x) * 4, shade(along, down))
    }
  }
}

function put(canvas: Canvas, at: number, [red, green, blue]: Colour): void {
  canvas.rgba[at] = red
  canvas.rgba[at + 1] = green
  canvas.rgba[at + 2] = blue
  canvas.rgba[at + 3] = 255
}

/** Paints the ellipse that an area holds. */
export function paintEllipse(canvas: Canvas, area: Area, colour: Colour | Shade): void {
  paint(canvas, area, colour, (along, down) => (along - 0.5) ** 2 + (down - 0.5) ** 2 <= 0.25)
}

/** A shade from one colour at the top to another at the bottom. */
export function fromTop(top: Colour, bottom: Colour): Shade {
  return (_, down) => mixed(top, bottom, down)
}

/** A colour between two. */
export function mixed(a: Colour, b: Colour, share: number): Colour {
  const at = (i: 0 | 1 | 2) => a[i] + (b[i] - a[i]) * share
  return [at(0), at(1), at(2)]
}

/** A colour made lighter (above 1) or darker. */
export function lit([red, green, blue]: Colour, factor: number): Colour {
  return [red * factor, green * factor, blue * factor]
}

/** Roughens what is painted by random steps of up to `amount` in brightness. */
export function roughen(canvas: Canvas, amount: number, seed: number): void {
  const next = seededNumbers(seed)
  for (let at = 0; at < canvas.rgba.length; at += 4) {
    const step = (next() - 0.5) * 2 * amount
    for (let channel = at; channel < at + 3; channel++) canvas.rgba[channel] = (canvas.rgba[channel] ?? 0) + step
  }
}

/** Blurs the picture and its opacity with a box of `2 * radius + 1` pixels, `passes` times: as if out of focus. */
export function blurred(canvas: Canvas, radius: number, passes = 2): Canvas {
  let result = canvas
  for (let pass = 0; pass < passes; pass++) {
    result = boxPass(result, radius, 4, canvas.width, canvas.height)
    result = boxPass(result, radius, canvas.width * 4, canvas.height, canvas.width)
  }
  return result
}

/** One pass along lines whose pixels lie `step` apart; `length` pixels a line, `lines` lines. */
function boxPass(canvas: Canvas, radius: number, step: number, length: number, lines: number): Canvas {
  const rgba = new Uint8ClampedArray(canvas.rgba.length)
  const lineStep = step === 4 ? length * 4 : 4
  const window = 2 * radius + 1
  for (let line = 0; line < lines; line++) {
    for (let channel = 0; channel < 4; channel++) {
      const base = line * lineStep + channel
      const at = (i: number) => canvas.rgba[base + Math.min(length - 1, Math.max(0, i)) * step] ?? 0
      let sum = 0
      for (let i = -radius; i <= radius; i++) sum += at(i)
      for (let i = 0; i < length; i++) {
        rgba[base + i * step] = sum / window
        sum += at(i + radius + 1) - at(i - radius)
      }
    }
  }
  return { width: canvas.width, height: canvas.height, rgba }
}

/** Turns a canvas of even size into a sprite: BT.601 limited range; `opaque` drops the opacity. */
export function spriteFrom({ width, height, rgba }: Canvas, opaque: boolean): Sprite {
  const plane = (value: (red: number, green: number, blue: number, alpha: number) => number): Plane => {
    const data = new Uint8Array(width * height)
    for (let i = 0, at = 0; i < data.length; i++, at += 4) {
      data[i] = value(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0, rgba[at + 3] ?? 0)
    }
    return { width, height, data }
  }
  const luma = plane((red, green, blue) => 16.5 + 0.2568 * red + 0.5041 * green + 0.0979 * blue)
  const u = plane((red, green, blue) => 128.5 - 0.1482 * red - 0.291 * green + 0.4392 * blue)
  const v = plane((red, green, blue) => 128.5 + 0.4392 * red - 0.3678 * green - 0.0714 * blue)
  return spriteOf(luma, halved(u), halved(v), opaque ? null : plane((_red, _green, _blue, alpha) => alpha))
}
