import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { lackingWords } from '../model/lacking-words.ts'
import type { Crops } from '../session/crops.ts'
import type { EditorDesk } from '../session/editor-actions.ts'
import { chosenSubjects } from '../session/editor-store.ts'
import type { Proposals } from '../session/use-proposals.ts'
import { ChooseAll } from './choose-all.tsx'
import { DecidePart, type PanelFields, type RulesOfCards } from './decide-part.tsx'
import { ProposalsBar } from './proposals-bar.tsx'
import { RequesterPart } from './requester-part.tsx'
import { SubjectList } from './subject-list.tsx'

type PanelProps = {
  readonly desk: EditorDesk
  readonly crops: Crops
  readonly policy: RulesOfCards
  readonly fields: PanelFields
  readonly proposals: Proposals
}

/** Cards of everybody and everything, and what is decided about those that are chosen: always in the same place. */
export function SubjectPanel({ desk, crops, policy, fields, proposals }: PanelProps) {
  const { store } = desk.editor
  const writable = useStore(store, (state) => state.writable)
  const lacking = useStore(store, ({ queue }) => lackingWords(queue.edited.project.search))
  const meant = useStore(store, useShallow(chosenSubjects))
  return (
    <>
      <ProposalsBar proposals={proposals} disabled={!writable} lacking={lacking} />
      <RequesterPart desk={desk} crops={crops} />
      <ChooseAll desk={desk} />
      <SubjectList desk={desk} crops={crops} />
      {meant.length > 0 ? <DecidePart {...{ desk, policy, fields }} subjects={meant} /> : null}
    </>
  )
}
