import { makeStyles, Spinner, Subtitle2, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { type LicensedPart, readLicences } from './read-licences.ts'

const useStyles = makeStyles({
  table: { maxWidth: '960px' },
  folded: { '& summary': { cursor: 'pointer' } },
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    margin: 0,
  },
})

function LicenceText({ name, text }: Pick<LicensedPart, 'name' | 'text'>) {
  const styles = useStyles()
  if (text === null) return 'Its package brings none'
  return (
    <details className={styles.folded}>
      <summary aria-label={`Text for ${name}`}>Text</summary>
      <pre className={styles.text}>{text}</pre>
    </details>
  )
}

/** Everything that Occlude is made of, each with its licence. */
export function Licences() {
  const styles = useStyles()
  const { value, failure } = useAnswer(readLicences)
  const rows = useMemo(
    () =>
      (value ?? []).map(({ name, version, licence, text }) => ({
        key: `${name}@${version}`,
        cells: [name, version, licence, <LicenceText key="text" name={name} text={text} />],
      })),
    [value],
  )
  return (
    <section className={styles.table} aria-label="Licences">
      <Subtitle2 as="h2">Licences of what Occlude is made of</Subtitle2>
      {failure === null ? null : <FailureNotice failure={failure} title="The list of licences was not read" />}
      {value === null && failure === null ? <Spinner label="Reading the licences" /> : null}
      {value === null ? null : (
        <DataTable label="Packages and models" columns={['Part', 'Version', 'Licence', 'Licence text']} rows={rows} />
      )}
    </section>
  )
}
