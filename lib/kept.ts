const [MOST_KEPT, LONGEST_KEPT] = [10_000, 256];

/** Keeps what a pure function made of texts that come again and again; of long ones nothing. The same value is given each time: nobody may change it. */
export function kept<T>(make: (text: string) => T): (text: string) => T {
  const values = new Map<string, T>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined) return known;
    const value = make(text);
    if (text.length > LONGEST_KEPT) return value;
    if (values.size >= MOST_KEPT) values.clear();
    values.set(text, value);
    return value;
  };
}
