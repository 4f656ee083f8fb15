import type { WindowItemOf, WindowMethodName, WindowOutputOf, WindowParsedInputOf } from '../../contract/window/all.ts'
import type { StopSignal } from '../../core/ports/work.ts'
import { failed, ok, type Result } from '../../core/result.ts'
import { openMapping } from '../../native/evidence/intake/mapping-source.ts'
import type { ChosenPaths } from './chosen-paths.ts'
import type { SettingsFile } from './kept-settings.ts'
import type { RunningWork } from './running-work.ts'
import type { SecondDisplay } from './second-display.ts'
import type { VaultDesk } from './vault-desk.ts'
import type { WindowEvents } from './window-events.ts'
import { windowState } from './window-state.ts'

/** What a window's questions are answered from. */
export type AnswerSources = {
  readonly desk: VaultDesk
  readonly events: WindowEvents
  readonly settings: SettingsFile
  readonly chosen: ChosenPaths
  readonly work: RunningWork
  readonly second: SecondDisplay
  readonly occlude: string
  readonly restarts: number
}

/** One call of a window. */
export type WindowCall<M extends WindowMethodName> = {
  readonly input: WindowParsedInputOf<M>
  readonly window: number
  readonly signal: StopSignal
  readonly onItem: (item: WindowItemOf<M>) => Promise<void>
}

/** Answers each of the window's methods. */
export type WindowAnswers = {
  readonly [M in WindowMethodName]: (call: WindowCall<M>) => Promise<Result<WindowOutputOf<M>>>
}

type WhenSignedIn = 'window.stop-work' | 'window.second-display' | 'window.set-picture'

/** Of use only to somebody who is signed in. */
function answersWhenSignedIn({ desk, work, second }: AnswerSources): Pick<WindowAnswers, WhenSignedIn> {
  const whenSignedIn = (run: () => void) => {
    if (!desk.open?.isSignedIn) return failed({ kind: 'not-signed-in' } as const)
    run()
    return ok({})
  }
  return {
    'window.stop-work': async ({ input }) => whenSignedIn(() => work.stop(input.work)),
    'window.second-display': async ({ input: { show } }) => whenSignedIn(() => second.ask(show)),
    'window.set-picture': async ({ input: { picture }, window }) => whenSignedIn(() => second.set(window, picture)),
  }
}

/** The answers, over what there is. */
export function windowAnswers(sources: AnswerSources): WindowAnswers {
  const { desk, events, settings, chosen, work, second, occlude, restarts } = sources
  const state = () => windowState(desk, occlude)
  return {
    'window.state': async () => ok(await state()),
    'window.events': (call) =>
      events.follow(
        [{ kind: 'begun', restarts }, second.displays, ...work.current, second.picture, ...desk.log.current],
        call,
      ),
    ...answersWhenSignedIn(sources),
    'window.create-vault': async ({ input }) => {
      const made = await desk.make(input)
      if (made.ok) await settings.keep({ vault: input.folder })
      return made
    },
    'window.choose-vault': async ({ input: { folder } }) => {
      const taken = await desk.choose(folder)
      if (!taken.ok) return taken
      await settings.keep({ vault: folder })
      return ok(await state())
    },
    'window.sign-in': async ({ input: { name, passphrase } }) => {
      const person = await desk.signIn(name, passphrase)
      return person.ok ? ok({ person: person.value }) : person
    },
    'window.sign-out': async () => {
      await desk.signOut()
      return ok({})
    },
    'window.lock': async () => {
      await desk.lock('asked', 'keep')
      return ok({})
    },
    'window.unlock': async ({ input: { passphrase } }) => {
      const person = await desk.unlock(passphrase)
      return person.ok ? ok({ person: person.value }) : person
    },
    'window.activity': async ({ input: { by } }) => {
      const touched = desk.touch(by)
      return touched.ok ? ok({}) : touched
    },
    'window.choose-files': async ({ input: { purpose }, window }) =>
      ok({ paths: [...(await chosen.ask(window, 'files', purpose))] }),
    'window.choose-folder': async ({ input: { purpose }, window }) =>
      ok({ path: (await chosen.ask(window, 'folder', purpose))[0] ?? null }),
    'window.read-chosen': async ({ input: { path } }) => {
      const text = await chosen.read(path)
      return text.ok ? ok({ text: text.value }) : text
    },
    'window.mapping': async ({ input: { name } }) => {
      const mapping = await openMapping(name)
      return mapping.ok ? ok({ text: mapping.value.text, verified: mapping.value.mapping.verified }) : mapping
    },
    'window.preferences': async () => ok(settings.current.preferences),
    'window.set-preferences': async ({ input: { theme, zoom } }) => {
      const { preferences: before } = settings.current
      const preferences = { theme: theme ?? before.theme, zoom: zoom ?? before.zoom }
      const kept = await settings.keep({ preferences })
      if (!kept.ok) return kept
      events.tell({ kind: 'preferences', preferences })
      return ok(preferences)
    },
  }
}
