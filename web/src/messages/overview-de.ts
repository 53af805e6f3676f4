import type { Translated } from './catalogue.ts'
import type { overviewEn } from './overview-en.ts'

/** Texts in German: the first page, with and without a plan. */
export const overviewDe: Translated<typeof overviewEn> = {
  overview: {
    planOf: (site) => `${site}: neuester Plan, kW`,
    noPlan: 'Dieser Standort hat noch keinen Plan.',
    openPlan: 'Plan öffnen',
    atStart: 'zu Beginn des Plans',
    grid: 'Netz',
    gridNote: 'positiv ist Bezug',
    battery: 'Batterie',
    batteryNote: 'positiv ist Entladen',
    nothingNote: (cost) => `ohne Eingriff ${cost}`,
    health: 'System',
    runs: 'Letzte Läufe',
    forecasts: 'Neueste Prognosen',
    imports: 'Letzte Importe',
    all: 'Alle',
  },
  setUp: {
    title: 'Vier Schritte zum ersten Plan',
    data: 'Messwerte und Preise importieren.',
    site: 'Standort, Anlagen und Tarif beschreiben.',
    workflow: 'Den Workflow anlegen, der jeden Tag plant.',
    run: 'Ihn einmal starten.',
    done: '(erledigt)',
    demo: 'Wer sich lieber mit einem Vorführstandort umsieht, startet das System mit ./ems demo.',
  },
}
