import type { InputOf, ItemOf, MethodName, OutputOf } from '../../contract/methods/all.ts'
import type { WindowInputOf, WindowItemOf, WindowMethodName, WindowOutputOf } from '../../contract/window/all.ts'
import type { Progress } from '../../core/ports/work.ts'
import type { Result } from '../../core/result.ts'

/** What goes along with a call of the vault's. */
export type CallExtras<M extends MethodName> = {
  /** Why; methods that touch footage refuse without. */
  readonly reason?: string
  /** True: sees a restricted clip although not on its list; information governance is told. */
  readonly breakGlass?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** The next item waits until what this answers is settled. */
  readonly onItem?: (item: ItemOf<M>) => void | Promise<void>
}

/** Asks the vault for something, in the name of whoever is signed in. */
export type AskVault = <M extends MethodName>(
  name: M,
  input: InputOf<M>,
  extras?: CallExtras<M>,
) => Promise<Result<OutputOf<M>>>

/** Asks the host of the window for something. */
export type AskWindow = <M extends WindowMethodName>(
  name: M,
  input: WindowInputOf<M>,
  extras?: { readonly signal?: AbortSignal; readonly onItem?: (item: WindowItemOf<M>) => void },
) => Promise<Result<WindowOutputOf<M>>>

/** The window's way to everything outside of it. */
export type WindowClient = {
  readonly ask: AskVault
  readonly askWindow: AskWindow
  /** Asks for another connection, after calls have answered `connection-lost`; settled when calls may be tried again. */
  readonly reconnect: () => Promise<void>
}

/** Where the window stands, as the host says. */
export type HostState = WindowOutputOf<'window.state'>

/** What the host tells of its own accord. */
export type WindowEvent = WindowItemOf<'window.events'>

/** Long work that is under way in the host, or has just ended. */
export type WorkEvent = Extract<WindowEvent, { readonly kind: 'work' }>

/** How the audit log of the open vault stands. */
export type LogEvent = Extract<WindowEvent, { readonly kind: 'log' }>

/** What the window on the second display shows. */
export type SecondPicture = NonNullable<Extract<WindowEvent, { readonly kind: 'picture' }>['picture']>

/** Looks of the window that are kept between starts. */
export type Preferences = WindowOutputOf<'window.preferences'>

/** A clip as lists show it. */
export type ClipRow = OutputOf<'clip.edit'>
