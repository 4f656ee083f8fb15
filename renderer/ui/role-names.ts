import { type Role, roles } from '../../core/access/roles.ts'

/** The name of a role, as people say it. */
export function roleName(role: Role): string {
  const words = role.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What each role is for, in few words (DOMAIN.md, permissions). */
export const rolePurposes: Readonly<Record<Role, string>> = {
  'disclosure-officer': 'Redacts footage for requests',
  'stop-search-lead': 'Prepares stop-and-search panels',
  'supervising-officer': 'Answers for a panel viewing',
  'panel-host': 'Shows footage to a panel',
  supervisor: 'Spot-checks and approves',
  officer: 'Sees what became of own recordings',
  'room-operator': 'Imports and runs a viewing room',
  'information-governance': 'Holds, retention and reviews; no footage',
  administrator: 'Lets people in and out; no footage',
  auditor: 'Reads and proves the log; no footage',
}

/** The role that a text names; null for other texts. */
export function roleOf(text: string): Role | null {
  return roles.find((role) => role === text) ?? null
}
