import type { Translated } from './catalogue.ts'
import type { afterwardsEn } from './afterwards-en.ts'

/** Texts in German: publishing a plan, and what less CO₂ would cost. */
export const afterwardsDe: Translated<typeof afterwardsEn> = {
  publish: {
    title: 'Veröffentlichen',
    note: 'Schreibt den Fahrplan als Zeitreihen, die Geräte und Menschen wie jede andere lesen. Ein späterer Plan überschreibt die Schritte, die er umfasst.',
    do: 'Veröffentlichen',
    writes: 'Zeitreihen, die geschrieben werden',
    written: (points) => `Geschrieben: ${points} Punkte`,
    leftOut: (names) =>
      `Nichts zu veröffentlichen von ${names}: keine eigene Leistung, oder ein Name, der kein Schlüssel ist.`,
    nothing: 'Nichts in diesem Plan hat einen Namen, den eine Zeitreihe tragen kann.',
    openRun: 'Lauf öffnen',
  },
  lessCo2: {
    title: 'Was weniger CO₂ kostet',
    note: (points) =>
      `Plant dieselben Zahlen noch einmal, an ${points} Punkten vom saubersten bis zum günstigsten Plan, ohne die Gewichte dieses Plans.`,
    ask: 'Punkte berechnen',
    pending: 'Die Punkte werden berechnet; sie erscheinen hier von selbst.',
    front: 'Am günstigsten bei so viel CO₂',
    own: 'Dieser Plan',
    emitted: 'CO₂, kg',
    cost: (currency) => `Kosten, ${currency}`,
    perTonne: (currency) => `Jede weitere Tonne weniger, ${currency}`,
    state: 'Zustand',
    spread: (most, kg, amount) =>
      `Der günstigste Plan stößt ${most} kg aus. ${kg} kg weniger sind möglich und kosten ${amount}.`,
    flat: (kg) => `Der günstigste Plan ist auch der sauberste, mit ${kg} kg: Weniger CO₂ ist hier nicht zu haben.`,
    tooFew: 'In der Zeit, die es gibt, wurde kein Plan gefunden, der alle Grenzen einhält.',
    leftOut: (found, asked) =>
      `${found} von ${asked} Punkten wurden gefunden; die anderen verletzen eine Grenze oder brauchten zu lange.`,
    failed: 'Die Punkte ließen sich nicht berechnen.',
  },
}
