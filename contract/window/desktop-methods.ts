import { methods } from '../methods/all.ts'
import { type WindowMethodName, windowMethods } from './all.ts'

/** Everything that a window may call over its port: the vault's methods, and those of its host. */
export const desktopMethods = { ...methods, ...windowMethods } as const

/** The table's type: the wire is typed by it on both sides. */
export type DesktopMethods = typeof desktopMethods

/** True for a method of the window's host; false for one of the vault's. */
export function isWindowMethod(name: keyof DesktopMethods): name is WindowMethodName {
  return Object.hasOwn(windowMethods, name)
}
