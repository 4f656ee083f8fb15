import { expect, it } from 'vitest'
import type { FromWorkstation } from '../../contract/window/between-processes.ts'
import type { SecondPicture, WindowEvent } from '../../contract/window/window-shapes.ts'
import { SecondDisplay } from './second-display.ts'
import { WindowEvents } from './window-events.ts'

const street: SecondPicture = { clip: 'street', reason: 'SAR 1', brokenGlass: false, frame: 7, look: null }

function desk() {
  const told: WindowEvent[] = []
  const asked: FromWorkstation[] = []
  const at = { isSignedIn: true }
  const events = new WindowEvents()
  const tell = (message: FromWorkstation) => void asked.push(message)
  const second = new SecondDisplay({ events, tell, isSignedIn: () => at.isSignedIn, displays: 2, second: false })
  events.listen((event) => void told.push(event))
  const pictures = () => told.flatMap((event) => (event.kind === 'picture' ? [event.picture] : []))
  return { told, asked, at, events, second, pictures }
}

it('asks for the window, and tells when it is there', () => {
  const { told, asked, second } = desk()
  second.ask(true)
  second.changed({ displays: 2, second: true })
  expect(asked).toEqual([{ kind: 'second-display', show: true }])
  expect(told).toEqual([{ kind: 'displays', displays: 2, second: true }])
  expect(second.displays).toEqual(told[0])
})

it('shows what a window says until that window is gone', () => {
  const { second, pictures } = desk()
  second.set(1, street)
  second.gone(2)
  expect(second.picture).toEqual({ kind: 'picture', picture: street })
  second.gone(1)
  second.gone(1)
  expect(pictures()).toEqual([street, null])
})

it('shows nothing from a lock on, nor what was said while it was being locked', () => {
  const { second, events, at, pictures } = desk()
  second.set(1, street)
  events.tell({ kind: 'locked', why: 'asked' })
  second.set(1, street)
  at.isSignedIn = false
  events.tell({ kind: 'state-changed' })
  at.isSignedIn = true
  events.tell({ kind: 'state-changed' })
  expect(pictures()).toEqual([street, null, street, null])
  expect(second.picture.picture).toBeNull()
})
