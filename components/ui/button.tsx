import type { ComponentProps } from "react";
import { classNames } from "./class-names";

export type ButtonLook = "plain" | "primary" | "ghost" | "danger";
export type ButtonSize = "normal" | "sm" | "icon" | "icon-sm";

const BASE =
  "inline-flex flex-none items-center justify-center gap-1.5 rounded border text-12 font-medium whitespace-nowrap transition-colors duration-[120ms] disabled:cursor-default disabled:border-line disabled:bg-sunken disabled:text-ink-3";
const LOOKS: Record<ButtonLook, string> = {
  plain: "border-line-strong bg-surface text-ink hover:bg-sunken",
  primary: "border-primary bg-primary text-on-primary hover:opacity-90",
  ghost: "border-transparent bg-transparent text-ink hover:bg-sunken disabled:bg-transparent disabled:border-transparent",
  danger: "border-bad-solid bg-bad-solid text-on-bad-solid hover:opacity-90",
};
const SIZES: Record<ButtonSize, string> = {
  normal: "h-8 px-3 narrow:h-10",
  sm: "h-6 px-2 narrow:h-8",
  icon: "size-8 narrow:size-10",
  "icon-sm": "size-6 narrow:size-8",
};

/** The look of a button, for links that act like one. */
export function buttonClass({ look = "plain", size = "normal" }: { look?: ButtonLook; size?: ButtonSize } = {}): string {
  return classNames(BASE, LOOKS[look], SIZES[size]);
}

/** A button that submits nothing unless `type` says so. An icon alone needs an `aria-label`. */
export function Button({ look, size, className, ...props }: ComponentProps<"button"> & { look?: ButtonLook; size?: ButtonSize }) {
  return <button type="button" {...props} className={classNames(buttonClass({ look, size }), className)} />;
}
