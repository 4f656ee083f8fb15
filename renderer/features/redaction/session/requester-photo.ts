/** Longest side of a photograph as it is kept, in pixels: large enough to know somebody by. */
const longestSide = 240
const quality = 0.85
/** Larger files are no photographs that people send. */
const mostBytes = 40_000_000

function textOf(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** A photograph from a file, made small, as JPEG in base64; null where it cannot be read. What else the file says of it stays outside. */
export async function photoFrom(file: Blob): Promise<string | null> {
  if (file.size > mostBytes) return null
  const image = await createImageBitmap(file).catch(() => null)
  if (!image) return null
  try {
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
    const ground = new OffscreenCanvas(Math.ceil(image.width * scale), Math.ceil(image.height * scale))
    ground.getContext('2d')?.drawImage(image, 0, 0, ground.width, ground.height)
    const small = await ground.convertToBlob({ type: 'image/jpeg', quality })
    return textOf(new Uint8Array(await small.arrayBuffer()))
  } finally {
    image.close()
  }
}

/** The picture of a kept photograph; null where it is none. */
export async function pictureOf(photo: string): Promise<ImageBitmap | null> {
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0))
  return createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })).catch(() => null)
}
