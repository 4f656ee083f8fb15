/** What the editor's benchmark runs within a page: each function goes there by itself, and knows nothing of the others. */

/** Milliseconds between display frames; in how many of them something came of a pointer, and in how many of these it was painted. */
export type Watched = { readonly frames: readonly number[]; readonly moved: number; readonly painted: number }

/**
 * Milliseconds from the next click until pictures are painted: until each canvas that a selector names has something on it that is
 * neither clear nor black.
 */
export function paintedAfterClick(selectors: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let clicked = Number.NaN
    const click = ({ timeStamp }: MouseEvent): void => {
      clicked = timeStamp
    }
    addEventListener('click', click, { capture: true, once: true })
    const isPainted = (selector: string): boolean => {
      const canvas = document.querySelector<HTMLCanvasElement>(selector)
      if (!canvas || canvas.width < 2) return false
      const small = new OffscreenCanvas(32, 18)
      const context = small.getContext('2d')
      if (!context) return false
      context.imageSmoothingQuality = 'high'
      context.drawImage(canvas, 0, 0, 32, 18)
      const { data } = context.getImageData(0, 0, 32, 18)
      // Lines are thin: what is left of them has any colour, or is anything on what is clear otherwise.
      const isClear = data.some((value, at) => at % 4 === 3 && value < 255)
      return data.some((value, at) => (isClear ? at % 4 === 3 && value > 0 : at % 4 !== 3 && value > 24))
    }
    const look = (): void => {
      if (performance.now() - clicked > 60_000) reject(new Error(`nothing was painted: ${selectors}`))
      else if (Number.isNaN(clicked) || !selectors.every(isPainted)) requestAnimationFrame(look)
      else setTimeout(() => resolve(performance.now() - clicked))
    }
    requestAnimationFrame(look)
  })
}

/** Watches display frames until `stopWatching`: in how many a pointer moved, and the canvas that is named was painted. */
export function startWatching(selector: string): void {
  const canvas = document.querySelector<HTMLCanvasElement>(selector)
  const context = canvas?.getContext('2d') ?? null
  const watched = { frames: [] as number[], moved: 0, painted: 0 }
  let [isMoved, isPainted, isOver, before] = [false, false, false, 0]
  addEventListener('pointermove', () => {
    isMoved = true
  })
  if (context) {
    const clear = context.clearRect.bind(context)
    context.clearRect = (...box) => {
      isPainted = true
      clear(...box)
    }
  }
  const next = (at: number): void => {
    // What comes of a pointer is told just before a display frame's own script.
    setTimeout(() => {
      if (isMoved) watched.moved += 1
      if (isMoved && isPainted) watched.painted += 1
      isMoved = false
      isPainted = false
    })
    if (before > 0) watched.frames.push(at - before)
    before = at
    if (!isOver) requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
  Reflect.set(globalThis, 'stopWatching', () => {
    isOver = true
    return watched
  })
}

/** What was watched. */
export function stopWatching(): Watched {
  return (Reflect.get(globalThis, 'stopWatching') as () => Watched)()
}

/** Watches the line that says whether all is saved: `savedSince` is settled once it has said something else, and says `saved` again. */
export function watchSaving([selector, saved]: readonly [string, string]): void {
  const line = document.querySelector(selector)
  if (!line) throw new Error(`there is no ${selector}`)
  let isSaving = false
  const settled = new Promise<void>((resolve) => {
    const look = new MutationObserver(() => {
      const isSaved = line.textContent?.includes(saved) ?? false
      if (isSaved && isSaving) {
        look.disconnect()
        resolve()
      }
      isSaving ||= !isSaved
    })
    look.observe(line, { subtree: true, childList: true, characterData: true })
  })
  Reflect.set(globalThis, 'savedSince', settled)
}

/** Settled once what was done since `watchSaving` is saved. */
export function savedSince(): Promise<void> {
  return Reflect.get(globalThis, 'savedSince') as Promise<void>
}

/**
 * Watches for a call of a method to leave the page through a port: `sentSince` is settled then with the milliseconds that the main thread
 * has worked since the key was pressed. All of it is one task: nothing else runs in between.
 */
export function watchSending(method: string): void {
  const sent = new Promise<number>((resolve) => {
    let pressed = Number.NaN
    addEventListener(
      'keydown',
      () => {
        pressed = performance.now()
      },
      { capture: true, once: true },
    )
    const { postMessage } = MessagePort.prototype
    const told = function (this: MessagePort, ...sending: Parameters<typeof postMessage>): void {
      postMessage.apply(this, sending)
      const [call] = sending
      if (typeof call !== 'object' || call === null || Reflect.get(call, 'name') !== method) return
      MessagePort.prototype.postMessage = postMessage
      resolve(performance.now() - pressed)
    }
    MessagePort.prototype.postMessage = told as typeof postMessage
  })
  Reflect.set(globalThis, 'sentSince', sent)
}

/** Settled once a call has left since `watchSending`. */
export function sentSince(): Promise<number> {
  return Reflect.get(globalThis, 'sentSince') as Promise<number>
}
