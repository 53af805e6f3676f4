/** A count with its word, as English and German say it. */
export const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`
