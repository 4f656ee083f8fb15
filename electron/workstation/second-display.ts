import type { FromWorkstation } from '../../contract/window/between-processes.ts'
import type { SecondPicture, WindowEvent } from '../../contract/window/window-shapes.ts'
import type { WindowEvents } from './window-events.ts'

/** How the displays are when this begins. */
export type Displays = { readonly displays: number; readonly second: boolean }

/** What it takes from its process. */
export type SecondDisplayHost = Displays & {
  readonly events: WindowEvents
  readonly tell: (message: FromWorkstation) => void
  readonly isSignedIn: () => boolean
}

type Told<K extends WindowEvent['kind']> = Extract<WindowEvent, { readonly kind: K }>

/**
 * The second display: whether a window with the picture alone is there, and what it shows. The window for work says what; it ends with
 * that window's connection, and whenever the vault is locked.
 */
export class SecondDisplay {
  readonly #events: WindowEvents
  readonly #tell: (message: FromWorkstation) => void
  #displays: Displays
  #shown: SecondPicture | null = null
  /** The window that says what is shown. */
  #by: number | null = null

  constructor({ events, tell, isSignedIn, displays, second }: SecondDisplayHost) {
    this.#events = events
    this.#tell = tell
    this.#displays = { displays, second }
    events.listen(({ kind }) => {
      // What a window said while the vault was being locked is not there any more when it is opened again.
      if (kind === 'locked' || (kind === 'state-changed' && !isSignedIn())) this.#show(null)
    })
  }

  get displays(): Told<'displays'> {
    return { kind: 'displays', ...this.#displays }
  }

  get picture(): Told<'picture'> {
    return { kind: 'picture', picture: this.#shown }
  }

  /** Displays came or went, or the window did. */
  changed({ displays, second }: Displays): void {
    this.#displays = { displays, second }
    this.#events.tell(this.displays)
  }

  /** Asks for the window, or for its end. */
  ask(show: boolean): void {
    this.#tell({ kind: 'second-display', show })
  }

  set(window: number, picture: SecondPicture | null): void {
    this.#by = window
    this.#show(picture)
  }

  /** A window's connection has ended: what it has put there has nobody any more who would take it away. */
  gone(window: number): void {
    if (this.#by === window) this.#show(null)
  }

  #show(picture: SecondPicture | null): void {
    if (picture === null && this.#shown === null) return
    this.#shown = picture
    this.#events.tell(this.picture)
  }
}
