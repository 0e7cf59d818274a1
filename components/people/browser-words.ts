const BROWSERS = [[/\bEdg\//, "Edge"], [/\bOPR\//, "Opera"], [/\bFirefox\//, "Firefox"], [/\b(?:Headless)?Chrome\//, "Chrome"], [/\bSafari\//, "Safari"]] as const;
const SYSTEMS = [[/Windows/, "Windows"], [/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"]] as const;

/** "Firefox on Linux" of what a browser says of itself: enough to know one's own. */
export function browserWords(agent: string | null): string {
  const find = (names: typeof BROWSERS | typeof SYSTEMS) => names.find(([pattern]) => pattern.test(agent ?? ""))?.[1];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  return browser === undefined ? "Not a known browser" : system === undefined ? browser : `${browser} on ${system}`;
}
