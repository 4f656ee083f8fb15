import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { Page } from '../../ui/page.tsx'
import { keyboardMap } from './keyboard-map.ts'

const useStyles = makeStyles({
  table: {
    borderCollapse: 'collapse',
    tableLayout: 'fixed',
    width: '100%',
    maxWidth: '720px',
    '& th': { width: '40%' },
    '& th, & td': {
      textAlign: 'start',
      fontWeight: 'normal',
      padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    },
  },
  key: {
    // Keys that do the same are broken over lines between each other, never within.
    display: 'inline-block',
    fontFamily: tokens.fontFamilyMonospace,
    padding: `0 ${tokens.spacingHorizontalXS}`,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusSmall,
    marginInlineEnd: tokens.spacingHorizontalXS,
  },
})

/** Every key that does something, in one place. */
export function Keyboard() {
  const styles = useStyles()
  return (
    <Page title="Keyboard">
      {keyboardMap.map(({ part, keys }) => (
        <section key={part}>
          <Subtitle2 as="h2">{part}</Subtitle2>
          <table className={styles.table}>
            <tbody>
              {keys.map(({ press, does }) => (
                <tr key={does}>
                  <th scope="row">
                    {press.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </th>
                  <td>{does}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </Page>
  )
}
