import { AppError } from "@/lib/errors";

/** What is unknown or may not be seen (any more) is `null`; other faults are faults. */
export function orNothing<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}
