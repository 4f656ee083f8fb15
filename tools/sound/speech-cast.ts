import type { Voice } from './espeak.ts'

/** Somebody who speaks: the voice, and what is said. */
export type Speaker = { readonly voice: Voice; readonly sentences: readonly string[] }

const said: readonly (readonly string[])[] = [
  [
    'Good evening. Could you step out of the car for me, please?',
    'No.',
    'My name is Oliver Hughes and I live at twelve Mill Lane.',
    'He ran towards the station about five minutes ago, wearing a grey hood.',
    'Yes, that is fine.',
    'I have told you already, I have not seen her since Thursday.',
  ],
  [
    'Hands where I can see them. Thank you.',
    'Why?',
    'The twenty third of June, nineteen eighty four.',
    'She said that the phone was taken from her bag on the bus.',
    'Over there, by the shop.',
    'Can somebody call my sister? Her number is on the fridge.',
  ],
]

function cast(voices: readonly Voice[], sentences: readonly string[] = []): readonly Speaker[] {
  return voices.map((voice) => ({ voice, sentences }))
}

/** Voices on which settings were tuned. */
export const tunedSpeakers = cast(
  [
    { name: 'en-gb', speed: 150, pitch: 30 },
    { name: 'en-gb-scotland+f2', speed: 175, pitch: 60 },
    { name: 'en-us+m3', speed: 130, pitch: 45 },
    { name: 'en-029+f4', speed: 200, pitch: 75 },
    { name: 'en-us+klatt', speed: 165, pitch: 20 },
    { name: 'en-gb-x-rp+m7', speed: 220, pitch: 90 },
  ],
  said[0],
)

/** Voices, accents, speeds and sentences that no setting has seen. */
export const heldOutSpeakers = cast(
  [
    { name: 'en-us-nyc+f3', speed: 160, pitch: 70 },
    { name: 'en-gb-x-gbcwmd', speed: 185, pitch: 40 },
    { name: 'en-gb-x-gbclan+f5', speed: 140, pitch: 85 },
    { name: 'en-us+m4', speed: 210, pitch: 25 },
    { name: 'en-029+m1', speed: 125, pitch: 55 },
    { name: 'en-gb-scotland+klatt2', speed: 170, pitch: 35 },
  ],
  said[1],
)

/** Whispering: hisses without a pitch, the hardest to tell from noise. No setting has seen them either. */
export const whisperers = cast(
  [
    { name: 'en-us+whisper', speed: 160, pitch: 50 },
    { name: 'en-us+whisperf', speed: 160, pitch: 50 },
  ],
  said[1],
)
