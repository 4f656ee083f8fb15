import process from 'node:process'
import type { MessagePortMain } from 'electron'
import { type FromWorkstation, type ToWorkstation, toWorkstation } from '../../contract/window/between-processes.ts'
import { endOverEmittingPort } from '../../contract/wire/emitting-port-end.ts'
import { machineElapsed } from '../../hosts/vault-machine.ts'
import { ChosenPaths } from './chosen-paths.ts'
import { EngineChildren } from './engine-children.ts'
import { SettingsFile } from './kept-settings.ts'
import { RunningWork } from './running-work.ts'
import { SecondDisplay } from './second-display.ts'
import { noteBug, ServedWindows } from './served-windows.ts'
import { VaultDesk } from './vault-desk.ts'
import { windowAnswers } from './window-answers.ts'
import { WindowEvents } from './window-events.ts'
import { isStandIn } from './window-state.ts'

/** The workstation process: the vault, its service, whoever is signed in. Windows reach it over a port each; it opens no window itself. */

function tell(message: FromWorkstation): void {
  process.parentPort.postMessage(message)
}

const events = new WindowEvents()
const chosen = new ChosenPaths(tell)
const engines = new EngineChildren(tell)

/** What this process has once it was told how to begin. */
type Running = { readonly desk: VaultDesk; readonly second: SecondDisplay; readonly windows: ServedWindows }

async function begin({
  preferences,
  occlude,
  restarts,
  vault,
  displays,
  second: isSecondOpen,
}: Extract<ToWorkstation, { kind: 'start' }>): Promise<Running> {
  const settings = await SettingsFile.in(preferences)
  const work = new RunningWork((event) => events.tell(event), machineElapsed)
  const desk = new VaultDesk({
    software: occlude,
    standIn: isStandIn,
    noKeyring: process.argv.includes('--no-keyring'),
    events,
    protect: (on) => tell({ kind: 'protect', on }),
    noteBug,
    startEngine: engines.start,
    beginWork: (method, stop) => work.begin(method, stop),
    elapsed: machineElapsed,
  })
  desk.remember(vault ?? settings.current.vault)
  const second = new SecondDisplay({
    ...{ events, tell, displays, second: isSecondOpen },
    isSignedIn: () => desk.open?.isSignedIn ?? false,
  })
  const answers = windowAnswers({ desk, events, settings, chosen, work, second, occlude, restarts })
  return { desk, second, windows: new ServedWindows({ desk, answers, work, second }) }
}

async function end(running: Promise<Running> | null): Promise<never> {
  if (running) await (await running).desk.end()
  process.exit(0)
}

let running: Promise<Running> | null = null

async function obey(message: ToWorkstation, ports: readonly MessagePortMain[]): Promise<void> {
  switch (message.kind) {
    case 'start':
      running = begin(message)
      await running
      break
    case 'window': {
      const [port] = ports
      if (port && running) (await running).windows.serve(message.window, endOverEmittingPort(port))
      break
    }
    case 'lock':
      if (running) await (await running).desk.lock(message.why, 'end')
      break
    case 'displays':
      if (running) (await running).second.changed(message)
      break
    case 'engine':
      if (ports[0]) engines.connected(message.engine, ports[0])
      break
    case 'engine-ended':
      engines.ended(message.engine)
      break
    case 'chosen':
      chosen.answered(message.request, message.paths)
      break
    case 'end':
      await end(running)
  }
}

process.parentPort.on('message', ({ data, ports }) => {
  obey(toWorkstation.parse(data), ports).catch((error: unknown) => {
    // What this process does not understand of its own host is a bug: it ends, and is started again.
    noteBug(error)
    process.exit(1)
  })
})
