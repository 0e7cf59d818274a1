/** What follows `token=` in a set-up link; a bare token is itself. Empty when there is none. */
export function tokenOf(link: string): string {
  return /[#?&]token=([^&\s]+)/.exec(link)?.[1] ?? (/^[0-9A-Za-z]{20,}$/.test(link.trim()) ? link.trim() : "");
}
