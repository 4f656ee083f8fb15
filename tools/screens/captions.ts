/** Every picture of docs/screens, in the order of its page: its file's name, and what there is to see. */
export const captions = {
  'first-start': 'The first start: where the vault goes',
  locked: 'Locked: nothing can be seen until somebody signs in',
  'locked-refused': 'A passphrase that is not right',
  people: 'People, what they may do, and where',
  'people-add': 'Somebody is added',
  'people-light': 'The same in the light look',
  'library-empty': 'An empty library says what to do',
  import: 'What came in from a camera, and what did not',
  library: 'The library, with what is known of a clip',
  'library-edit': 'Facts about a clip are put right; filters',
  'library-light': 'The library in the light look',
  'library-high-contrast': 'The library in high contrast',
  'library-zoomed': 'The library at twice the size',
  'library-pictures': 'The library as pictures, for a purpose that stands in the log',
  purpose: 'A clip is opened for a reason',
  player: 'The player: frame, clip time and recorded time, waveform, transport',
  'second-display': 'The picture alone, on a second display',
  'side-by-side': 'Two cameras at the same moment',
  'player-damaged': 'A frame whose bytes are spoilt',
  'redaction-start': 'A redaction is begun, for a purpose',
  'redaction-trial': 'A trial copy, searched before anybody watches: what it still shows, and how to hide it',
  redaction: 'The redaction editor: people and things as cards, the requester kept, everybody else hidden',
  'redaction-high-contrast': 'The same in high contrast',
  'redaction-zoomed': 'The same at twice the size',
  'redaction-region': 'A region drawn by hand: its keyed frames, its style, following',
  'redaction-split': 'One picture: left as recorded, right as redacted',
  'redaction-beside': 'Two pictures: as recorded, and as redacted',
  'redaction-sound': 'Stretches of speech: found, listened to, kept with a ground',
  'redaction-label': 'A label in every frame of the copy, and what it would tell',
  'redaction-history': 'Every step, by whom and when',
  'redaction-looks': 'Frames to look at first, as pages of pictures',
  'redaction-review': 'The review: as the copy will show it, and what is still open before a copy is made',
  'redaction-signed': 'Seen and heard whole, as the timeline shows, and signed by its author',
  copies: 'Copies are made one after the other; the bar at the bottom says how far they are',
  'held-back': 'What the recipient is told, and what of it is held back with a reason',
  schedule: 'The internal schedule of every decision',
  redactions: 'The morning list: what leaves most to decide comes first',
  disclosures: 'The register of what left the vault',
  retention: 'Retention: what is due, and why',
  audit: 'The log, verified and read',
  settings: 'Settings, the policy, care of the vault',
  keyboard: 'Every key',
  about: 'What it is, and the licences of what it is made of',
} as const

/** The name of a picture. */
export type ScreenName = keyof typeof captions

/** The page that lists the pictures. */
export function screensPage(): string {
  const parts = Object.entries(captions).map(([name, words]) => `## ${words}\n\n![${words}](${name}.jpg)\n`)
  return [
    '# Screens',
    'Made by `npm run screens` in a demonstration vault. People of the footage come from photographs that were published as data; their faces were hidden before it was brought in. Empty date fields show the order of days and months of the browser that took the pictures.',
    ...parts,
  ].join('\n\n')
}
