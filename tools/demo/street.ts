import { seededNumbers } from '../clips/spoil.ts'
import {
  type Area,
  blurred,
  type Canvas,
  type Colour,
  fromTop,
  lit,
  makeCanvas,
  mixed,
  paint,
  paintEllipse,
  roughen,
  type Shade,
  spriteFrom,
} from './canvas.ts'
import type { Sprite } from './sprite.ts'

/**
 * A piece of scenery. Positions are pixels of the 1920 x 1080 scene while the camera rests; `depth` says how much of the
 * camera's movement it follows: 0 is endlessly far, above 1 is close to the lens.
 */
export type Scenery = { readonly sprite: Sprite; readonly left: number; readonly top: number; readonly depth: number }

const asphalt: Colour = [104, 104, 108]
const facades: readonly Colour[] = [
  [150, 92, 76],
  [196, 180, 150],
  [128, 120, 118],
  [172, 112, 84],
  [206, 198, 186],
  [112, 88, 84],
]
const paints: readonly Colour[] = [
  [168, 44, 40],
  [36, 92, 140],
  [40, 116, 76],
  [214, 158, 40],
  [98, 56, 120],
  [222, 216, 204],
]

const fruits: readonly Colour[] = [
  [206, 62, 44],
  [226, 150, 40],
  [104, 152, 56],
  [232, 206, 76],
  [134, 40, 66],
]

/** Houses with shops, and the pavement: behind everybody. */
export function houses(): Scenery {
  const canvas = makeCanvas(2400, 1240)
  paint(canvas, [0, 0, 2400, 300], fromTop([150, 182, 214], [214, 222, 226]))
  paint(canvas, [0, 560, 2400, 680], fromTop(lit(asphalt, 1.12), lit(asphalt, 0.72)))
  slabs(canvas)
  const next = seededNumbers(3)
  for (let left = -30, at = 0; left < 2400; at++) {
    const width = 250 + Math.floor(next() * 150)
    house(canvas, [left, 20 + next() * 90, width, 0], { facade: pick(facades, at), shop: pick(paints, at), next })
    left += width
  }
  roughen(canvas, 9, 5)
  return { sprite: spriteFrom(blurred(canvas, 2), true), left: -240, top: -80, depth: 0.5 }
}

type House = { readonly facade: Colour; readonly shop: Colour; readonly next: () => number }

function house(canvas: Canvas, [left, top, width]: Area, { facade, shop, next }: House): void {
  paint(canvas, [left, top, width, 580 - top], bricks(facade, width, 580 - top))
  paint(canvas, [left, top, width, 12], lit(facade, 0.7))
  const columns = Math.max(3, Math.round(width / 95))
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < columns; column++) {
      const pitch = width / columns
      sashWindow(canvas, [left + pitch * (column + 0.22), top + 34 + row * 108, pitch * 0.56, 78], next)
    }
  }
  shopFront(canvas, [left + 10, 372, width - 20, 208], shop, next)
}

function bricks(colour: Colour, width: number, height: number): Shade {
  return (along, down) => {
    const row = Math.floor((down * height) / 9)
    const column = Math.floor((along * width) / 22 + (row % 2) / 2)
    const joint = (down * height) % 9 < 1.4 || (along * width + (row % 2) * 11) % 22 < 1.4
    return joint ? lit(colour, 0.82) : lit(colour, 0.94 + (((row * 7 + column * 13) % 5) - 2) * 0.025)
  }
}

function sashWindow(canvas: Canvas, [x, y, width, height]: Area, next: () => number): void {
  paint(canvas, [x - 4, y - 4, width + 8, height + 8], [232, 230, 222])
  const glow: Colour = next() > 0.6 ? [226, 196, 132] : [62, 78, 96]
  paint(canvas, [x, y, width, height], fromTop(lit(glow, 1.15), lit(glow, 0.75)))
  if (next() > 0.4) paint(canvas, [x, y, width * (0.2 + next() * 0.2), height], [188, 180, 172])
  paint(canvas, [x, y + height / 2 - 2, width, 4], [228, 226, 218])
  paint(canvas, [x + width / 2 - 2, y, 4, height], [228, 226, 218])
  paint(canvas, [x - 8, y + height + 4, width + 16, 6], [178, 172, 164])
}

function shopFront(canvas: Canvas, [x, y, width, height]: Area, colour: Colour, next: () => number): void {
  paint(canvas, [x, y, width, height], lit(colour, 0.55))
  paint(canvas, [x, y, width, 34], colour)
  lettering(canvas, [x + 20, y + 8, width - 40, 18], next)
  const stripes: Shade = (along) => (Math.floor((along * width) / 24) % 2 === 0 ? colour : [236, 232, 222])
  paint(canvas, [x - 4, y + 34, width + 8, 34], stripes)
  paint(canvas, [x + 12, y + 76, width - 24, height - 92], fromTop([206, 196, 168], [116, 104, 92]))
  for (let box = 0; box < width / 16; box++) {
    const side = 10 + next() * 22
    const colourOfBox = mixed(pick(paints, Math.floor(next() * 6)), [160, 150, 140], 0.4)
    paint(
      canvas,
      [x + 14 + next() * (width - 60), y + height - 18 - side * (1 + next() * 2), side, side * 1.2],
      colourOfBox,
    )
  }
  paint(canvas, [x + width / 2 - 3, y + 70, 6, height - 70], lit(colour, 0.5))
}

/** Blocks like letters on a sign, nothing that can be read. */
function lettering(canvas: Canvas, [x, y, width, height]: Area, next: () => number): void {
  for (let at = x; at < x + width - 16; at += 6) {
    const letter = 8 + next() * 8
    paint(canvas, [at, y, letter, height], [246, 240, 224])
    paint(canvas, [at + letter * 0.3, y + height * (0.25 + next() * 0.3), letter * 0.4, height * 0.25], [90, 80, 70])
    at += letter
    if (next() > 0.82) at += 18
  }
}

function slabs(canvas: Canvas): void {
  for (let row = 0, y = 580; y < 1240; row++) {
    const height = 10 + row * 5
    paint(canvas, [0, y, 2400, 2], lit(asphalt, 0.66))
    for (let x = (row % 2) * 60; x < 2400; x += 90 + row * 12) paint(canvas, [x, y, 2, height], lit(asphalt, 0.7))
    y += height
  }
}

/** A brick wall with a railing and two notice boards: hides the people furthest away up to the chest. */
export function wall(): Scenery {
  const canvas = makeCanvas(2440, 340)
  for (let x = 0; x < 2440; x += 26) paint(canvas, [x, 128, 5, 44], [44, 48, 52])
  paint(canvas, [0, 122, 2440, 8], [36, 40, 44])
  paint(canvas, [0, 170, 2440, 150], bricks([142, 96, 80], 2440, 150))
  paint(canvas, [0, 164, 2440, 12], fromTop([190, 184, 174], [150, 144, 136]))
  for (const x of [690, 1560]) noticeBoard(canvas, x)
  roughen(canvas, 7, 9)
  return { sprite: spriteFrom(blurred(canvas, 1, 1), false), left: -260, top: 388, depth: 0.62 }
}

function noticeBoard(canvas: Canvas, x: number): void {
  paint(canvas, [x + 6, 10, 8, 200], [70, 72, 76])
  paint(canvas, [x + 106, 10, 8, 200], [70, 72, 76])
  paint(canvas, [x, 14, 120, 130], [52, 60, 70])
  paint(canvas, [x + 8, 22, 104, 114], [222, 220, 210])
  const next = seededNumbers(x)
  for (let note = 0; note < 14; note++) {
    const colour = mixed(pick(paints, note), [240, 236, 224], 0.45)
    paint(canvas, [x + 12 + next() * 72, 26 + next() * 82, 16 + next() * 16, 12 + next() * 16], colour)
  }
}

/** Market stalls with fruit: between the middle distance and the person who asks. */
export function stalls(): Scenery {
  const canvas = makeCanvas(2480, 490)
  for (const [at, x] of [40, 660, 1280, 1900].entries()) stall(canvas, x, at)
  roughen(canvas, 7, 13)
  return { sprite: spriteFrom(canvas, false), left: -280, top: 610, depth: 0.8 }
}

/** Lamp posts among the stalls: whoever walks there passes behind them. */
export function lampPosts(): Scenery[] {
  return [190, 1280].map((left) => {
    const canvas = makeCanvas(60, 1180)
    lampPost(canvas, 15)
    return { sprite: spriteFrom(blurred(canvas, 1, 1), false), left, top: -80, depth: 0.8 }
  })
}

function stall(canvas: Canvas, x: number, at: number): void {
  const cloth = pick(paints, at * 2 + 1)
  const stripes: Shade = (along, down) =>
    lit(Math.floor(along * 26) % 2 === 0 ? cloth : [230, 226, 216], 1.05 - down * 0.4 + 0.05 * Math.sin(along * 160))
  paint(canvas, [x, 80, 620, 410], stripes)
  paint(canvas, [x - 6, 68, 632, 18], fromTop([164, 126, 86], [112, 82, 54]))
  const next = seededNumbers(40 + at)
  for (let crate = 0; crate < 5; crate++) {
    const left = x + 14 + crate * 121
    paint(canvas, [left, 26, 108, 46], fromTop([186, 148, 100], [136, 102, 66]))
    const fruit = pick(fruits, crate + at)
    for (let piece = 0; piece < 26; piece++) {
      const size = 17 + next() * 6
      const place: Area = [left + 2 + next() * 84, 8 + next() * 20, size, size]
      paintEllipse(canvas, place, (along, down) => lit(fruit, 1.25 - 0.5 * Math.hypot(along - 0.3, down - 0.25)))
    }
  }
}

function lampPost(canvas: Canvas, x: number): void {
  const round: Shade = (along) => lit([58, 66, 62], 0.65 + 0.7 * Math.sin(Math.PI * along))
  paint(canvas, [x, 0, 30, 1100], round)
  paint(canvas, [x - 9, 640, 48, 30], round)
  paint(canvas, [x - 14, 900, 58, 200], round)
}

/** A hedge along the lower edge: in front of the person who asks, behind those who pass close by. */
export function hedge(): Scenery {
  const canvas = makeCanvas(2560, 320)
  const next = seededNumbers(77)
  paint(canvas, [0, 70, 2560, 250], [38, 62, 34])
  for (let leaf = 0; leaf < 9000; leaf++) {
    const depth = leaf / 9000
    const y = 260 - depth * 235 + (next() - 0.5) * 70
    const green = mixed(
      [30, 54, 28],
      [108, 148, 62],
      Math.min(1, Math.max(0, 0.15 + 0.6 * (1 - y / 270) + next() * 0.4)),
    )
    paintEllipse(canvas, [next() * 2560 - 10, Math.max(4, y), 12 + next() * 14, 7 + next() * 8], green)
  }
  return { sprite: spriteFrom(blurred(canvas, 1, 1), false), left: -320, top: 868, depth: 1 }
}

/** A post close to the lens, out of focus, that passes over everybody. */
export function nearPost(): Scenery {
  const canvas = makeCanvas(140, 1240)
  const round: Shade = (along) => lit([48, 50, 56], 0.5 + 0.9 * Math.sin(Math.PI * along))
  paint(canvas, [25, 0, 90, 1240], round)
  paint(canvas, [25, 300, 90, 70], [196, 164, 40])
  paint(canvas, [25, 316, 90, 12], [36, 34, 30])
  paint(canvas, [25, 344, 90, 12], [36, 34, 30])
  return { sprite: spriteFrom(blurred(canvas, 6), false), left: 600, top: -80, depth: 1.9 }
}

function pick<T>(list: readonly T[], at: number): T {
  const found = list[((at % list.length) + list.length) % list.length]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}
