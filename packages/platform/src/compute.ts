// The second door, for the entries of computing children and threads: nothing of HTTP, queue or database comes with it.
export * from './child-entry.ts'
export * from './env.ts'
export * from './run-program.ts'
export * from './thread-entry.ts'
export * from './version.ts'
