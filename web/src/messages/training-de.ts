import type { Translated } from './catalogue.ts'
import type { trainingEn } from './training-en.ts'

/** Texts in German: trained versions, drift, and when a model is trained anew. */
export const trainingDe: Translated<typeof trainingEn> = {
  registry: 'Trainierte Versionen',
  noModels: 'Noch ist keine Version trainiert. Die erste Prognose der Zeitreihe trainiert eine.',
  askedFor: 'Für',
  trainedTo: 'Trainiert bis',
  points: (count) => `an ${count} Punkten`,
  reason: 'Warum',
  trainNow: 'Jetzt trainieren',
  openRun: 'Lauf öffnen',
  promote: 'In Dienst nehmen',
  retire: 'Zurückziehen',
  serves: 'Sie ist schon im Dienst',
  isRetired: 'Sie ist schon zurückgezogen',
  forgotten: 'Ihr angepasster Zustand ist nicht mehr aufbewahrt',
  madeThis: 'erstellte diese Prognose',
  ahead: {
    points: 'Werte voraus wie gespeichert',
    forecast: 'Werte voraus wie prognostiziert',
    none: 'nichts voraus',
  },
  modelVersion: (name, version) => `${name} Version ${version}`,
  drifts: 'Drift-Alarme',
  noDrifts: 'Es gab noch keinen Alarm.',
  policy: 'Neu trainiert wird',
  policyEvery: 'Nach dem Kalender',
  policyIntervals: {
    never: 'nie',
    P1D: 'jeden Tag',
    P7D: 'jede Woche',
    P14D: 'alle zwei Wochen',
    P1M: 'jeden Monat',
  },
  policyOther: (duration) => `alle ${duration}`,
  onDrift: 'Bei einem Drift-Alarm',
  onCorrection: 'Wenn Punkte berichtigt wurden',
  savePolicy: 'Speichern',
  unchanged: 'Nichts ist geändert',
  policyDefault: 'Die Vorgabe, bis jemand etwas festlegt.',
  policySet: (at) => `Festgelegt ${at}.`,
  reasons: {
    first: 'die erste Version, die für diese Frage trainiert wurde',
    olderIssue: (serving, day) => `für einen Stand angepasst, bevor ${serving} trainiert war (${day})`,
    otherCode: (serving) => `${serving} wurde von anderem Code trainiert`,
    couldNot: (serving, day) => `${serving}, trainiert bis ${day}, konnte diese Prognose nicht erstellen`,
    replaced: (why) => `ersetzt: ${why}`,
    replacedBy: (serving) => `ersetzt durch ${serving}`,
    noneServes: 'keine Version ist im Dienst',
    tooFewDays: (days, least) => `nicht verglichen: ${days} von ${least} Tagen, seit die dienende trainiert wurde`,
    notCompared: (message) => `nicht verglichen: ${message}`,
    compared: (days, own, serving, p) => `über ${days} Tage MAE ${own} gegen ${serving} (p ${p})`,
    covered: (own, serving) => `Abdeckung ${own} gegen ${serving}`,
    why: {
      asked: 'auf Wunsch trainiert',
      schedule: 'nach dem Kalender trainiert',
      drift: 'wegen Drift trainiert',
      correction: 'nach berichtigten Punkten trainiert',
    },
    better: (how) => `besser ${how}`,
    promoted: (actor) => `in Dienst genommen von ${actor}`,
    retired: (actor) => `zurückgezogen von ${actor}`,
  },
  driftSays: {
    above: (sum, limit) =>
      `Messungen liegen Tag für Tag über ihren Prognosen (Summe ${sum} Abweichungen, Grenze ${limit})`,
    below: (sum, limit) =>
      `Messungen liegen Tag für Tag unter ihren Prognosen (Summe ${sum} Abweichungen, Grenze ${limit})`,
    narrow: (share, limit) => `das 80-%-Band enthielt ${share} der Werte der Woche, weniger als ${limit}`,
    wide: (share, limit) => `das 80-%-Band enthielt ${share} der Werte der Woche, mehr als ${limit}`,
    skill: (best) => `an jedem von drei Tagen schlechter als die naive Tagesprognose (bester Skill ${best})`,
    meterAbove: (by, band) =>
      `mehrere Schritte nacheinander liegen ${by} über der Prognose, jenseits des 98-%-Bands von ${band}: bitte den Zähler ansehen`,
    meterBelow: (by, band) =>
      `mehrere Schritte nacheinander liegen ${by} unter der Prognose, jenseits des 98-%-Bands von ${band}: bitte den Zähler ansehen`,
  },
}
