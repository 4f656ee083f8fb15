import type { AdvisedSentences } from './words.ts'

/** Of the detectors' models. A force's own models can be put right by whoever gave them: no advice is needed there. */
export const advisedModelSentences = {
  'model-missing': ({ name, own }, advice) =>
    own
      ? `There is no file ${name} that can be read in your own folder of models, so nothing was examined and nothing was written. Put it there: manifest.json and every file that it names lie side by side.`
      : `The detector file ${name} is missing, so nothing was examined and nothing was written; ${advice}.`,
  'model-changed': ({ name, own }, advice) =>
    own
      ? `${name} is not the file whose sha256 stands in the manifest of your own models, so it was not used and nothing was written. Put the right file there, or correct the manifest if you trust this one.`
      : `The detector file ${name} is not the one that was approved (cut short or changed), so it was not used and nothing was written; ${advice}.`,
  'model-unusable': ({ name, problem, own }, advice) =>
    own
      ? `${name} in your own folder of models cannot be used: ${problem}. Nothing was written; correct it, or do without these models.`
      : `The detector ${name} cannot be used on this machine: ${problem}. Nothing was written; ${advice}.`,
  'class-unavailable': ({ name }, advice) => `No detector for "${name}" is installed. Nothing was written; ${advice}.`,
} satisfies AdvisedSentences
