import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import "./globals.css";

const inter = localFont({ src: "./fonts/inter-latin.woff2", weight: "100 900", variable: "--font-inter" });
const jetBrainsMono = localFont({ src: "./fonts/jetbrains-mono-latin.woff2", weight: "100 800", variable: "--font-jetbrains-mono", preload: false });

export const metadata: Metadata = {
  title: { default: "Headwater", template: "%s · Headwater" },
  description: "Lineage from telemetry to prediction",
};
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/**
 * The theme comes from a cookie, so the first paint is right; without one the style sheet follows the system. The way to the content stands
 * here, not in the shell: it takes the first Tab also while a page is loading.
 */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} className={`${inter.variable} ${jetBrainsMono.variable}`} suppressHydrationWarning>
      <body>
        <a href="#main" className="absolute top-2 left-2 z-50 -translate-y-16 rounded bg-primary px-3 py-1 text-on-primary focus-visible:translate-y-0">Skip to content</a>
        {children}
      </body>
    </html>
  );
}
