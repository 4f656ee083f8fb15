import type { ProjectCommand } from './commands.ts'
import type { History } from './history.ts'
import type { Track } from './project.ts'

/** What commands speak of: tracks and persons by their names. */
export type Named = { readonly tracks: ReadonlySet<string>; readonly persons: ReadonlySet<string> }

type Names = { readonly tracks: Set<string>; readonly persons: Set<string> }

function addTrack(names: Names, track: Track): void {
  names.tracks.add(track.id)
  if (track.person !== undefined) names.persons.add(track.person)
}

function addNames(names: Names, command: ProjectCommand): void {
  switch (command.kind) {
    case 'edit-track':
      names.tracks.add(command.track)
      if (command.changes.person) names.persons.add(command.changes.person)
      return
    case 'set-key':
    case 'remove-key':
    case 'remove-track':
      names.tracks.add(command.track)
      return
    case 'add-track':
      addTrack(names, command.track)
      return
    case 'split-track':
      names.tracks.add(command.track).add(command.newTrack)
      return
    case 'merge-tracks':
      names.tracks.add(command.into).add(command.from)
      return
    case 'replace-tracks':
      for (const id of command.remove) names.tracks.add(id)
      for (const { track } of command.put) addTrack(names, track)
      return
    case 'batch':
      for (const each of command.commands) addNames(names, each)
      return
    default:
      return
  }
}

function addIgnored(ignored: Set<string>, command: ProjectCommand): void {
  switch (command.kind) {
    case 'edit-track':
      if (command.changes.action === 'ignore') ignored.add(command.track)
      else if (command.changes.action !== undefined) ignored.delete(command.track)
      return
    case 'add-track':
      if (command.track.action === 'ignore') ignored.add(command.track.id)
      return
    case 'split-track':
      if (ignored.has(command.track)) ignored.add(command.newTrack)
      return
    case 'batch':
      for (const each of command.commands) addIgnored(ignored, each)
      return
    default:
      return
  }
}

/**
 * Tracks that people have called no thing. What the detection left out beside something else (the body beside a head) is not among
 * them, whatever else people did with it.
 */
export function ignoredByPeople({ done }: Pick<History, 'done'>): ReadonlySet<string> {
  const ignored = new Set<string>()
  for (const { command } of done) addIgnored(ignored, command)
  return ignored
}

/**
 * Everything that people's steps name, those included that can be done again. Tracks that are named here are a person's: no detection
 * changes them, so that every undo and redo finds what it was made for.
 */
export function namedByPeople({ done, undone }: Pick<History, 'done' | 'undone'>): Named {
  const names: Names = { tracks: new Set(), persons: new Set() }
  for (const { command, inverse } of [...done, ...undone]) {
    addNames(names, command)
    addNames(names, inverse)
  }
  return names
}
