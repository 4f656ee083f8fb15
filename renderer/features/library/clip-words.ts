import { importReasonWords } from '../../../contract/wording/record-words.ts'
import { type RestrictionKind, restrictionKinds } from '../../../core/access/access-object.ts'
import type { ClipRow } from '../../client/window-client.ts'
import { daysUntil, wallDay } from '../../ui/dates.ts'

/** Names of a clip's metadata, as people say them. */
const fieldNames: Readonly<Record<string, string>> = {
  recordedOn: 'recorded on',
  officer: 'officer',
  device: 'device',
  category: 'category',
  categories: 'categories',
  incident: 'incident',
  place: 'place',
  ownerForce: 'owner force',
  area: 'area',
  team: 'team',
  preEventSeconds: 'pre-event seconds',
}

/** The name of one of a clip's fields. */
export function fieldName(field: string): string {
  return fieldNames[field] ?? field
}

/** The name of a field, as it stands before the field. */
export function fieldLabel(field: string): string {
  const name = fieldName(field)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** What is still to be filled in: `Missing: officer, category`; null where nothing is. */
export function missingWords({ missing }: Pick<ClipRow, 'missing'>): string | null {
  return missing.length === 0 ? null : `Missing: ${missing.map(fieldName).join(', ')}`
}

/** When and why a clip goes, in few words. `now`: milliseconds since 1970. */
export function retentionWords({ retention }: Pick<ClipRow, 'retention'>, now: number): string {
  if (retention.holds > 0) return retention.holds === 1 ? '1 hold' : `${retention.holds} holds`
  if (retention.state === 'marked') return `Goes on ${wallDay(retention.undoUntil)}`
  if (retention.state === 'queued') return 'For review'
  if (retention.due === null) return 'No date yet'
  const days = daysUntil(retention.due, now)
  if (days < 0) return `Due since ${wallDay(retention.due)}`
  if (days === 0) return 'Due today'
  return days === 1 ? '1 day left' : `${days} days left`
}

/** How a clip stands with the index of its frames. */
export function indexWords({ index, indexProblem }: Pick<ClipRow, 'index' | 'indexProblem'>): string | null {
  if (index === 'indexed') return null
  return index === 'pending'
    ? 'Being read'
    : `Cannot be played${indexProblem === null ? '' : `: ${importReasonWords(indexProblem)}`}`
}

/** A size in the units of file managers: `812 bytes`, `4.2 MB`. */
export function shownBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`
}

/** Why a clip is restricted, as people say it. */
export const restrictionNames: Readonly<Record<RestrictionKind, string>> = {
  'sexual-offence': 'Sexual offence',
  misconduct: 'Misconduct',
  child: 'Child',
  'command-role': 'Command role',
  colleague: 'Colleague',
  other: 'Another reason',
}

/** The name of a reason; what the vault says where it is another one. */
export function restrictionName(kind: string): string {
  const known = restrictionKinds.find((each) => each === kind)
  return known ? restrictionNames[known] : kind
}
