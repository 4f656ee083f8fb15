import { BrowserWindow, type Dialog, type OpenDialogOptions } from 'electron'
import type { FromWorkstation } from '../../contract/window/between-processes.ts'

type Asked = Extract<FromWorkstation, { kind: 'choose' }>

const clips = ['mp4', 'mov', 'mkv', 'avi', 'm4v', 'wav', 'mp3', 'm4a', 'ts', 'mts', 'webm']

const titles: Readonly<Record<string, string>> = {
  import: 'Choose clips or folders to import',
  profile: 'Choose a policy profile',
  mapping: 'Choose a mapping of metadata',
  vault: 'Choose the folder of a vault',
  'new-vault': 'Choose an empty folder for the new vault',
  'recovery-sheets': 'Choose a folder for the recovery sheets, best on a stick',
  backup: 'Choose a folder for the backup',
  'audit-export': 'Choose a folder for the export of the log',
  disclosure: 'Choose the folder that the copy is disclosed into',
}

function optionsOf({ what, purpose }: Asked): OpenDialogOptions {
  const title = titles[purpose] ?? 'Choose'
  if (what === 'folder') return { title, properties: ['openDirectory', 'createDirectory'] }
  if (purpose !== 'import')
    return {
      title,
      properties: ['openFile'],
      filters: [
        { name: 'JSON', extensions: ['json'] },
        { name: 'All files', extensions: ['*'] },
      ],
    }
  const filters = [
    { name: 'Clips', extensions: clips },
    { name: 'All files', extensions: ['*'] },
  ]
  return { title, properties: ['openFile', 'multiSelections'], filters }
}

/** Asks a person with a dialog of the system; an empty list when they choose nothing or their window is gone. */
export async function choosePaths(dialog: Pick<Dialog, 'showOpenDialog'>, asked: Asked): Promise<readonly string[]> {
  const window = BrowserWindow.fromId(asked.window)
  if (!window) return []
  const { canceled, filePaths } = await dialog.showOpenDialog(window, optionsOf(asked))
  return canceled ? [] : filePaths
}
