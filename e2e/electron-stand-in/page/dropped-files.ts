/**
 * Where files lie that somebody drops onto the page. Electron knows at once; here the program has to be asked, and while it looks
 * (DOM.getFileInfo) the drop is held back. It then happens again, with the same files.
 */

/** The channel that tells the program of a drop: its number, and how many files. */
export const dropHeld = 'stand-in:drop-held'

const paths = new WeakMap<File, string>()
const held = new Map<number, { readonly files: readonly File[]; readonly again: (dropped: DataTransfer) => void }>()
let drops = 0

/** Absolute; empty for a file that lies nowhere. */
export function pathOfDropped(file: File): string {
  return paths.get(file) ?? ''
}

/** Holds back every drop of files whose places are not known yet. To be called before any other script listens. */
export function holdDrops(tell: (drop: number, count: number) => void): void {
  const hold = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])]
    const { target, clientX, clientY } = event
    if (!target || files.every((file) => paths.has(file))) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const drop = ++drops
    const where = { clientX, clientY, bubbles: true, cancelable: true, composed: true }
    const again = (dataTransfer: DataTransfer): void => {
      target.dispatchEvent(new DragEvent('drop', { ...where, dataTransfer }))
    }
    held.set(drop, { files, again })
    tell(drop, files.length)
  }
  window.addEventListener('drop', hold, true)
  // Called over the debugging pipe.
  Object.assign(globalThis, {
    standInFile: (drop: number, at: number) => held.get(drop)?.files[at],
    standInDrop: letHappen,
  })
}

/** The program knows where the files lie: the drop happens. */
function letHappen(drop: number, places: readonly string[]): void {
  const found = held.get(drop)
  held.delete(drop)
  if (!found) return
  const dropped = new DataTransfer()
  for (const [at, file] of found.files.entries()) {
    paths.set(file, places[at] ?? '')
    dropped.items.add(file)
  }
  found.again(dropped)
}
