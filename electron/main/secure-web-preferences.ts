import type { WebPreferences } from 'electron'

/** The only settings that a window of Occlude is made with. */
export function secureWebPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    enableWebSQL: false,
    autoplayPolicy: 'user-gesture-required',
    // Playback has to go on while another window covers this one.
    backgroundThrottling: false,
  }
}
