/** "Quality failure" of a recorded failure. */
export function failureWordOf(failure: string | null): string {
  return failure === null ? "Failure recorded" : `${failure.charAt(0).toUpperCase()}${failure.slice(1)} failure`;
}
