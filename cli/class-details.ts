import { defaultClasses } from '../core/detection/default-classes.ts'

/** What `--classes` and `--extent` mean, for somebody who has never used them. */
export const classDetails: readonly string[] = [
  '',
  '--classes says what to look for. What is named is hidden, until you decide otherwise in the project:',
  '  face      faces, from the front and somewhat from the side',
  '  head      heads from every side, and where the head of a person must be though none was seen',
  '  screen    monitors, laptops, tablets, phones',
  '  document  papers with several lines of writing',
  '  card      small blocks of writing with the shape of a card',
  '  plate     writing with the shape of a number plate, surer on a vehicle than alone',
  '  text      all writing, line by line',
  '  person    whole bodies',
  '  vehicle   cars, motorcycles, buses, lorries',
  '  overlay   what the camera writes into the picture: one place for the whole clip, hidden until you decide',
  `Without --classes: ${defaultClasses.balanced.join(', ')}; with --profile fast: ${defaultClasses.fast.join(', ')}.`,
  'Screens, papers, cards and plates are found often, not always: look through the copy, and hide what is left with --regions.',
  '',
  '--extent says how much of each person to hide: the face, the head (default), the head and both hands, or the whole body.',
  'It adds what it needs to --classes. Keeping one track of a person keeps all of that person.',
]
