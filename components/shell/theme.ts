/** What a reader chose; `system` follows the operating system and is the default. */
export type Theme = "system" | "light" | "dark";

export const THEME_COOKIE = "headwater-theme";

/** The theme in a cookie's value; anything unknown is `system`. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
