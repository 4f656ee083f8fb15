import { textDots, textWidth } from '../demo/bitmap-font.ts'
import { type Canvas, type Colour, fromTop, makeCanvas, paint, roughen, spriteFrom } from '../demo/canvas.ts'
import type { Sprite } from '../demo/sprite.ts'

/** Drawn things, not photographed ones: figures for them say nothing of real footage. */

/** A post of a colour, as tall as the picture and more. */
export function post(width: number, colour: Colour): Sprite {
  const canvas = makeCanvas((width + 1) & ~1, 1600)
  paint(canvas, [0, 0, canvas.width, canvas.height], (along) => {
    const light = 0.7 + 0.5 * Math.sin(along * Math.PI)
    return [colour[0] * light, colour[1] * light, colour[2] * light]
  })
  roughen(canvas, 8, width)
  return spriteFrom(canvas, false)
}

const ink: Colour = [28, 30, 34]
const lines = [
  'WITNESS STATEMENT',
  'NAME A. PERSON',
  'BORN 01.02.1980',
  'ON THE DAY IN QUESTION',
  'I SAW TWO PEOPLE',
  'LEAVE BY THE DOOR',
  'SIGNED',
]

/** A printed page. */
export function page(): Sprite {
  const canvas = makeCanvas(420, 594)
  paint(canvas, [0, 0, 420, 594], fromTop([236, 235, 230], [222, 221, 216]))
  for (let row = 0; row < 22; row++) write(canvas, lines[row % lines.length] ?? '', [36, 40 + row * 24], 2, ink)
  return spriteFrom(canvas, false)
}

/** A screen in a dark frame: a bar on top, lines of text. `tall` makes a phone of it. */
export function screen(tall: boolean): Sprite {
  const [width, height] = tall ? [300, 600] : [760, 480]
  const canvas = makeCanvas(width, height)
  paint(canvas, [0, 0, width, height], [20, 20, 23])
  paint(canvas, [18, 18, width - 36, height - 36], fromTop([198, 220, 245], [150, 185, 230]))
  paint(canvas, [18, 18, width - 36, 44], [40, 80, 150])
  write(canvas, 'RECORD 20431', [34, 30], 3, [240, 244, 250])
  const rows = Math.floor((height - 130) / 34)
  for (let row = 0; row < rows; row++)
    write(canvas, lines[row % lines.length] ?? '', [34, 86 + row * 34], tall ? 2 : 3, ink)
  return spriteFrom(canvas, false)
}

/** A number plate of the rear, yellow. */
export function plate(text: string): Sprite {
  const canvas = makeCanvas(416, 88)
  paint(canvas, [0, 0, 416, 88], [234, 194, 44])
  paint(canvas, [4, 4, 408, 80], [242, 206, 60])
  write(canvas, text, [(416 - textWidth(text, 8)) / 2, 16], 8, [18, 18, 18])
  return spriteFrom(canvas, false)
}

function write(canvas: Canvas, text: string, [x, y]: readonly [number, number], dot: number, colour: Colour): void {
  for (const [dx, dy] of textDots(text, dot)) paint(canvas, [x + dx, y + dy, dot, dot], colour)
}
