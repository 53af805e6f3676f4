import { DomainError } from '@omarino/energy'
import { COMMANDS } from './commands.ts'
import { UsageError } from './usage.ts'

/** `./ems COMMAND …`: exit code 0 done, 1 failed, 2 wrong usage; errors are one sentence on stderr. */
async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview())
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS[name]
  if (!command) throw new UsageError(`there is no command ${name}; ./ems --help lists them`)
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.usage}\n\n${command.help}\n`)
    return 0
  }
  const { run } = await command.load()
  return run(rest)
}

const overview = (): string => {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `OMARINO EMS\n\nUsage: ./ems COMMAND [OPTIONS]\n\n${lines.join('\n')}\n\n./ems COMMAND --help says more.\n`
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const known = error instanceof UsageError || error instanceof DomainError
  process.stderr.write(
    `ems: ${error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  )
  process.exitCode = error instanceof UsageError ? 2 : 1
}
