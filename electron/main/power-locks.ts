import type { PowerMonitor } from 'electron'

/** Why the operating system's events lock the vault. */
export type PowerLock = 'sleep' | 'screen-lock'

/** The machine sleeps, is switched off, changes its user or locks its screen: the vault is locked fully, leases and all. */
export function lockWithTheMachine(power: PowerMonitor, lock: (why: PowerLock) => void): void {
  power.on('suspend', () => lock('sleep'))
  power.on('shutdown', () => lock('sleep'))
  power.on('lock-screen', () => lock('screen-lock'))
  power.on('user-did-resign-active', () => lock('screen-lock'))
}
