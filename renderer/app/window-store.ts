import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Failure } from '../../core/failure.ts'
import type { HostState, Preferences, WindowClient, WindowEvent } from '../client/window-client.ts'
import { type View, viewsFor } from './views.ts'

/** Where somebody is in the window; kept over a lock, so that they go on at the same frame. */
export type Place =
  | { readonly view: View }
  | { readonly view: 'clip'; readonly clips: readonly string[]; readonly frame: number }

/** What the window as a whole knows. */
export type WindowFacts = {
  /** Null until the host has answered. */
  readonly host: HostState | null
  /** Why the host does not answer; null while it does. */
  readonly lost: Failure | null
  /** Seconds until the session ends by itself; null while there is no reason to say so. */
  readonly idleSeconds: number | null
  readonly lockedBecause: Extract<WindowEvent, { kind: 'locked' }>['why'] | null
  readonly preferences: Preferences
  readonly place: Place
  /** What was given last as the purpose of viewing. */
  readonly purpose: string | null
  /** Whose place and purpose it is. */
  readonly placeOf: string | null
}

/** The facts, and what changes them. */
export type WindowStore = StoreApi<WindowFacts> & {
  /** Follows the host until it is gone. */
  follow(signal: AbortSignal): Promise<void>
  refresh(): Promise<void>
  go(place: Place): void
  /** Keeps the frame that somebody looks at, for when they come back after a lock. */
  keepFrame(frame: number): void
  keepPurpose(purpose: string): void
  setPreferences(change: Partial<Preferences>): Promise<Failure | null>
}

const beginning: WindowFacts = {
  host: null,
  lost: null,
  idleSeconds: null,
  lockedBecause: null,
  preferences: { theme: 'system', zoom: 1 },
  place: { view: 'library' },
  purpose: null,
  placeOf: null,
}

/** What an event changes at once; the state itself is asked for anew. */
export function afterEvent(facts: WindowFacts, event: WindowEvent): Partial<WindowFacts> {
  switch (event.kind) {
    case 'locked': {
      const host = facts.host && hidden(facts.host)
      return { host, idleSeconds: null, lockedBecause: event.why }
    }
    case 'idle-warning':
      return { idleSeconds: event.seconds }
    case 'idle-over':
      return { idleSeconds: null }
    case 'preferences':
      return { preferences: event.preferences }
    default:
      return {}
  }
}

/** Nothing of the vault is shown from this moment on, whatever the host says next. */
function hidden(host: HostState): HostState {
  return host.phase === 'signed-in' ? { ...host, phase: 'locked' } : host
}

/** Whoever signs in next does not find the last one's place. */
function placeFor(facts: WindowFacts, host: HostState): Partial<WindowFacts> {
  const user = host.person?.user ?? null
  if (host.phase !== 'signed-in' || user === facts.placeOf) return {}
  const view = viewsFor(host.person?.permissions ?? [])[0]?.view ?? 'settings'
  return { place: { view }, purpose: null, placeOf: user }
}

/** Makes the store of the window as a whole. */
export function createWindowStore({ askWindow }: WindowClient): WindowStore {
  const store = createStore<WindowFacts>(() => beginning)
  const refresh = async (): Promise<void> => {
    const answer = await askWindow('window.state', {})
    store.setState((facts) =>
      answer.ok
        ? {
            host: answer.value,
            lost: null,
            ...(answer.value.phase === 'signed-in' ? { lockedBecause: null } : {}),
            ...placeFor(facts, answer.value),
          }
        : { lost: answer.failure },
    )
  }
  return {
    ...store,
    refresh,
    follow: async (signal) => {
      const looks = await askWindow('window.preferences', {})
      if (looks.ok) store.setState({ preferences: looks.value })
      const ended = askWindow(
        'window.events',
        {},
        {
          signal,
          onItem: (event) => {
            store.setState((facts) => afterEvent(facts, event))
            if (event.kind === 'begun' || event.kind === 'locked' || event.kind === 'state-changed') void refresh()
          },
        },
      )
      const end = await ended
      if (!end.ok && !signal.aborted)
        store.setState((facts) => ({ lost: end.failure, host: facts.host && hidden(facts.host) }))
    },
    go: (place) => store.setState({ place }),
    keepFrame: (frame) => store.setState(({ place }) => (place.view === 'clip' ? { place: { ...place, frame } } : {})),
    keepPurpose: (purpose) => store.setState({ purpose }),
    setPreferences: async (change) => {
      const answer = await askWindow('window.set-preferences', change)
      if (!answer.ok) return answer.failure
      store.setState({ preferences: answer.value })
      return null
    },
  }
}
