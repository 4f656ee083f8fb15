import type { MethodName } from '../../contract/methods/all.ts'
import { StoreLocked } from '../../core/ports/vault/vault-store.ts'
import type { Progress } from '../../core/ports/work.ts'
import type { Result } from '../../core/result.ts'
import { type DecodePorts, decodeWaiting } from './decode-waiting.ts'
import { StopSwitch } from './stop-switch.ts'
import type { VaultService } from './vault-service.ts'

/** The decode pass of a vault that stays open: runs whenever something waits for it. */
export type BackgroundDecoding = {
  /** Something may be waiting: begins, unless it is at it. What comes in meanwhile is seen as well. */
  wake(): void
  /** Stops, and answers when nothing is open any more; to be awaited before the vault is locked or closed. Goes on when woken. */
  rest(): Promise<void>
}

/** Whoever is told of one pass: how far it has come, and how it ended. A pass that finds nothing to do only ends. */
export type PassWatch = {
  progress(progress: Progress): void
  ended(how: 'done' | 'stopped' | 'failed'): void
}

/** What running by itself takes from its host. `onFault` hears of bugs: there is no caller to tell. */
export type BackgroundPorts = DecodePorts & {
  readonly newId: () => string
  readonly onFault: (error: unknown) => void
  /** A pass begins; `stop` ends it early, until something wakes the next. */
  readonly watch: (stop: () => void) => PassWatch
}

/** Whoever locks the vault, or stops the pass, knows that it did not come to its end. */
function endOf(done: Result<unknown>): 'done' | 'stopped' | 'failed' {
  if (done.ok) return 'done'
  return done.failure.kind === 'cancelled' || done.failure.kind === 'vault-locked' ? 'stopped' : 'failed'
}

/**
 * Decodes in the background, in the name of the vault itself: nobody asked for it and nobody sees a picture (docs/adr/0010). Failures
 * stand in the log; what could not be done is tried again when woken next.
 */
export function createBackgroundDecoding(ports: BackgroundPorts): BackgroundDecoding {
  const author = { user: null, role: null, session: ports.newId(), reason: null }
  let run: { readonly stop: StopSwitch; readonly ended: Promise<void> } | null = null
  let again = false

  const pass = async (stop: StopSwitch): Promise<void> => {
    const watch = ports.watch(() => stop.abort())
    let how: Parameters<PassWatch['ended']>[0] = 'failed'
    try {
      do {
        again = false
        const done = await decodeWaiting(ports, author, {
          signal: stop,
          onProgress: (progress) => watch.progress(progress),
        })
        how = endOf(done)
      } while (again && how === 'done' && !stop.aborted)
    } catch (error) {
      if (error instanceof StoreLocked) how = 'stopped'
      else ports.onFault(error)
    } finally {
      run = null
      watch.ended(how)
    }
  }

  return {
    wake: () => {
      again = true
      if (run || ports.store.locked()) return
      const stop = new StopSwitch()
      run = { stop, ended: Promise.resolve().then(() => pass(stop)) }
    },
    rest: async () => {
      run?.stop.abort()
      await run?.ended
    },
  }
}

/** Calls after which something may wait to be decoded: what came in, and what was brought back from deletion. */
const bringing: ReadonlySet<MethodName> = new Set(['clip.import', 'retention.undo'])

/** A service that wakes the decoding when somebody signs in or something comes in, and lets it rest before the vault is locked or closed. */
export function decodingService(service: VaultService, decoding: BackgroundDecoding): VaultService {
  return {
    ...service,
    begin: async (user) => {
      const begun = await service.begin(user)
      decoding.wake()
      return begun
    },
    signIn: async (name, passphrase) => {
      const signedIn = await service.signIn(name, passphrase)
      decoding.wake()
      return signedIn
    },
    call: async (session, name, request, work) => {
      const answer = await service.call(session, name, request, work)
      if (bringing.has(name)) decoding.wake()
      return answer
    },
    endViewing: async (next) => {
      await decoding.rest()
      await service.endViewing(next)
    },
  }
}
