/** A place in a folder that a dialog of the system gave, in that system's way of writing places. */
export function placeIn(folder: string, name: string): string {
  const separator = /^[A-Za-z]:\\|^\\\\/.test(folder) ? '\\' : '/'
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`
}

/** A name that has not been given before: `occlude-2026-11-23-140312.backup`. */
export function namedByMoment(beginning: string, ending: string, at: Date): string {
  const [day, time] = at.toISOString().slice(0, 19).split('T')
  return `${beginning}-${day}-${time?.replaceAll(':', '')}${ending}`
}
