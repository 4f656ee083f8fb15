/**
 * Files and folders that somebody dropped onto the window. The preload script alone may learn where they lie; it posts
 * `{ kind: pathsDropped, paths }` to the page it shares a window with. Paths are absolute; the page only hands them on.
 */
export const pathsDropped = 'occlude:paths-dropped'
