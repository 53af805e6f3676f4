/** A value of the API as text. */
export function JsonView({ value }: { value: unknown }) {
  return <pre className="mono">{JSON.stringify(value, null, 2)}</pre>
}
