import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Failure } from '../../core/failure.ts'
import type {
  HostState,
  LogEvent,
  Preferences,
  SecondPicture,
  WindowClient,
  WindowEvent,
  WorkEvent,
} from '../client/window-client.ts'
import { type View, viewsFor } from './views.ts'

/** Where somebody is in the window; kept over a lock, so that they go on at the same frame. */
export type Place =
  | { readonly view: View }
  | {
      readonly view: 'clip'
      readonly clips: readonly string[]
      readonly frame: number
      /** Why somebody who is not on the clip's access list has to see it. */
      readonly brokenGlass?: string
    }
  /** The redactions of a clip; `redaction` null: which one is asked. */
  | {
      readonly view: 'redaction'
      readonly clip: string
      readonly redaction: string | null
      readonly frame: number
      /** Where somebody came from and goes back to; the library where it does not say. */
      readonly from?: 'redactions'
      readonly brokenGlass?: string
    }

/** What the window as a whole knows. */
export type WindowFacts = {
  /** Null until the host has answered. */
  readonly host: HostState | null
  /** Why the host does not answer; null while it does. */
  readonly lost: Failure | null
  /** Seconds until the session ends by itself; null while there is no reason to say so. */
  readonly idleSeconds: number | null
  readonly lockedBecause: Extract<WindowEvent, { kind: 'locked' }>['why'] | null
  /** How often the host's part that holds the vault was started again; null until it has said so. */
  readonly restarts: number | null
  /** The connection broke although nobody was signed out: to be said until somebody has read it. */
  readonly wasCutOff: boolean
  /** Name of whoever was signed in last, for a host that has lost its memory. */
  readonly nameBefore: string | null
  readonly preferences: Preferences
  /** How many displays there are, and whether the window for the picture alone is on one of them. */
  readonly displays: { readonly count: number; readonly second: boolean }
  /** What the window on the second display shows: of no matter to the window for work. */
  readonly picture: SecondPicture | null
  /** Long work of the host: what runs, oldest first, and what has failed until somebody has read it. */
  readonly work: readonly WorkEvent[]
  /** How the audit log stands; null until the host has said so. */
  readonly log: LogEvent | null
  readonly place: Place
  /** What was given last as the purpose of viewing. */
  readonly purpose: string | null
  /** Whose place and purpose it is. */
  readonly placeOf: string | null
}

/** The facts, and what changes them. */
export type WindowStore = StoreApi<WindowFacts> & {
  /** Follows the host; where it goes away, it is asked for again until it answers or `signal` ends that. */
  follow(signal: AbortSignal): Promise<void>
  refresh(): Promise<void>
  go(place: Place): void
  /** Keeps the frame that somebody looks at, for when they come back after a lock. Nobody is told: it comes with every frame. */
  keepFrame(frame: number): void
  /** The frame that was kept last in this place; null for none. */
  frameNow(): number | null
  /** Somebody has read that the connection broke. */
  seenCutOff(): void
  /** Somebody has read that work has failed. */
  seenWork(work: string): void
  keepPurpose(purpose: string): void
  setPreferences(change: Partial<Preferences>): Promise<Failure | null>
}

const beginning: WindowFacts = {
  host: null,
  lost: null,
  idleSeconds: null,
  lockedBecause: null,
  restarts: null,
  wasCutOff: false,
  nameBefore: null,
  preferences: { theme: 'system', zoom: 1 },
  displays: { count: 1, second: false },
  picture: null,
  work: [],
  log: null,
  place: { view: 'library' },
  purpose: null,
  placeOf: null,
}

/** What an event changes at once; the state itself is asked for anew. */
export function afterEvent(facts: WindowFacts, event: WindowEvent): Partial<WindowFacts> {
  switch (event.kind) {
    case 'begun':
      return afterBegin(facts, event.restarts)
    case 'locked': {
      const host = facts.host && hidden(facts.host)
      return { host, idleSeconds: null, lockedBecause: event.why, picture: null, log: null }
    }
    case 'idle-warning':
      return { idleSeconds: event.seconds }
    case 'idle-over':
      return { idleSeconds: null }
    case 'preferences':
      return { preferences: event.preferences }
    case 'displays':
      return { displays: { count: event.displays, second: event.second } }
    case 'picture':
      return { picture: event.picture }
    case 'log':
      return { log: event }
    case 'work':
      return { work: afterWork(facts.work, event) }
    default:
      return {}
  }
}

/** Work keeps its place in the list; what has ended leaves it, unless it has failed and nobody was told. */
function afterWork(work: readonly WorkEvent[], told: WorkEvent): readonly WorkEvent[] {
  const stays = told.state === 'running' || told.state === 'failed'
  const isNew = !work.some((each) => each.work === told.work)
  if (!stays) return work.filter((each) => each.work !== told.work)
  return isNew ? [...work, told] : work.map((each) => (each.work === told.work ? told : each))
}

/** A host that was started again since it was last heard has forgotten its keys; one that was not has only been out of reach. */
function afterBegin({ restarts: before, lost, wasCutOff }: WindowFacts, restarts: number): Partial<WindowFacts> {
  // What still runs is told next.
  const work: readonly WorkEvent[] = []
  if (before !== null && restarts > before) return { restarts, work, lockedBecause: 'process', wasCutOff: false }
  return { restarts, work, wasCutOff: wasCutOff || lost !== null }
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

function afterState(facts: WindowFacts, host: HostState): Partial<WindowFacts> {
  const isHere = host.phase === 'signed-in'
  return {
    host,
    lost: null,
    ...(isHere ? { lockedBecause: null, nameBefore: host.person?.name ?? null } : {}),
    ...placeFor(facts, host),
  }
}

/** Pauses between tries to reach the host (milliseconds): doubled up to the longest. */
const pauses = { first: 50, longest: 2_000 }

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** Makes the store of the window as a whole. */
export function createWindowStore(client: WindowClient): WindowStore {
  const { askWindow } = client
  const store = createStore<WindowFacts>(() => beginning)
  /** Apart from the facts, so that nothing is rendered for a frame. */
  let frame: number | null = null
  const withFrame = (place: Place): Place =>
    'frame' in place && frame !== null && frame !== place.frame ? { ...place, frame } : place
  const hide = (change: Partial<WindowFacts>): void =>
    store.setState(({ host, place }) => ({
      host: host && hidden(host),
      place: withFrame(place),
      picture: null,
      ...change,
    }))
  let locks = 0
  const refresh = async (): Promise<void> => {
    const before = locks
    const answer = await askWindow('window.state', {})
    // What was true before a lock must not bring the picture back for a moment; the host tells when it has locked.
    if (answer.ok && answer.value.phase === 'signed-in' && locks !== before) return
    store.setState((facts) => (answer.ok ? afterState(facts, answer.value) : { lost: answer.failure }))
  }
  const heard = (event: WindowEvent): void => {
    if (event.kind === 'locked') {
      locks += 1
      hide({})
    }
    store.setState((facts) => afterEvent(facts, event))
    if (event.kind === 'begun' || event.kind === 'state-changed') void refresh()
  }
  /** Until the host is gone; answers whether it had spoken at all. */
  const listen = async (signal: AbortSignal): Promise<boolean> => {
    let spoke = false
    const onItem = (event: WindowEvent): void => {
      spoke = true
      heard(event)
    }
    const end = await askWindow('window.events', {}, { signal, onItem })
    if (!signal.aborted) hide({ lost: end.ok ? { kind: 'connection-lost' } : end.failure, idleSeconds: null })
    return spoke
  }
  return {
    ...store,
    refresh,
    follow: async (signal) => {
      const looks = await askWindow('window.preferences', {})
      if (looks.ok) store.setState({ preferences: looks.value })
      for (let wait = pauses.first; ; wait = Math.min(wait * 2, pauses.longest)) {
        if (await listen(signal)) wait = pauses.first
        await pause(wait, signal)
        // Another version of the host stays another version.
        if (signal.aborted || store.getState().lost?.kind === 'other-version') return
        await client.reconnect()
      }
    },
    go: (place) => {
      frame = null
      store.setState({ place })
    },
    keepFrame: (shown) => {
      frame = shown
    },
    frameNow: () => frame,
    seenCutOff: () => store.setState({ wasCutOff: false }),
    seenWork: (seen) => store.setState(({ work }) => ({ work: work.filter((each) => each.work !== seen) })),
    keepPurpose: (purpose) => store.setState({ purpose }),
    setPreferences: async (change) => {
      const answer = await askWindow('window.set-preferences', change)
      if (!answer.ok) return answer.failure
      store.setState({ preferences: answer.value })
      return null
    },
  }
}
