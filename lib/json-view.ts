/** A look into JSON of which nobody knows the shape: what is not there, or is something else, is `null` or nothing, never an error. */
export class JsonView {
  constructor(readonly value: unknown) {}

  at(...path: readonly string[]): JsonView {
    let value = this.value;
    for (const name of path) {
      if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, name)) return new JsonView(undefined);
      value = (value as Record<string, unknown>)[name];
    }
    return new JsonView(value);
  }

  /** A text that is not empty. */
  text(): string | null {
    return typeof this.value === "string" && this.value !== "" ? this.value : null;
  }

  number(): number | null {
    return typeof this.value === "number" && Number.isFinite(this.value) ? this.value : null;
  }

  yesOrNo(): boolean | null {
    return typeof this.value === "boolean" ? this.value : null;
  }

  list(): JsonView[] {
    return Array.isArray(this.value) ? this.value.map((it) => new JsonView(it)) : [];
  }

  entries(): [name: string, value: JsonView][] {
    if (this.value === null || typeof this.value !== "object" || Array.isArray(this.value)) return [];
    return Object.entries(this.value).map(([name, it]) => [name, new JsonView(it)]);
  }

  /** True for anything but nothing. */
  isThere(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** What a person reads of a single value; `null` for an object, a list, or nothing. */
  said(): string | null {
    if (typeof this.value === "string") return this.value;
    if (typeof this.value === "number" || typeof this.value === "boolean") return String(this.value);
    return null;
  }
}
