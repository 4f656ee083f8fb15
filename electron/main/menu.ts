import type { MenuItemConstructorOptions } from 'electron'

/**
 * The menu. Everything of the work itself is in the window, reachable by keyboard; here is what only a window's frame can do.
 * No developer tools and no reload: both show the inside of a page that footage passes through.
 */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
    ],
  }
  const view: MenuItemConstructorOptions = { label: 'View', submenu: [{ role: 'togglefullscreen' }] }
  const window: MenuItemConstructorOptions = { label: 'Window', submenu: [{ role: 'minimize' }, { role: 'close' }] }
  const first: MenuItemConstructorOptions = { label: 'Occlude', submenu: [{ role: 'quit' }] }
  return platform === 'darwin' ? [{ role: 'appMenu' }, edit, view, window] : [first, edit, view, window]
}
