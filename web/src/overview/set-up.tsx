import { Link } from '@tanstack/react-router'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import styles from './overview.module.css'

interface Props {
  readonly hasSeries: boolean
  readonly hasSites: boolean
  readonly hasDags: boolean
}

/** What is still to be done before there is a plan. */
export function SetUp({ hasSeries, hasSites, hasDags }: Props) {
  const { t } = useText()
  const steps = [
    { done: hasSeries, what: t.setUp.data, how: <Link to="/series/import">{t.imports.first}</Link> },
    { done: hasSites, what: t.setUp.site, how: <Link to="/sites">{t.nav.sites}</Link> },
    { done: hasDags, what: t.setUp.workflow, how: <Link to="/workflows/define">{t.workflows.define}</Link> },
    { done: false, what: t.setUp.run, how: <Link to="/workflows">{t.workflows.runNow}</Link> },
  ]
  return (
    <Panel title={t.setUp.title}>
      <ol className={styles.steps}>
        {steps.map(({ done, what, how }) => (
          <li key={what} className={done ? 'quiet' : undefined}>
            <span>
              {what} {done && t.setUp.done}
            </span>
            {!done && how}
          </li>
        ))}
      </ol>
      <p className="hint">{t.setUp.demo}</p>
    </Panel>
  )
}
