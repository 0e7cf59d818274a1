import "server-only";
import neo4j, { type Driver, type Session } from "neo4j-driver";

/** One statement as the product sent it. `after`: which of the statements before it had been answered when it was sent. */
export type Statement = { cypher: string; params: Record<string, unknown>; after: number[] };

type Noted = { cypher: string; params: Record<string, unknown>; began: number; ended: number };

/** Notes what goes through a driver, so that the same can be sent again without the product. */
export class StatementNotes {
  private noted: Noted[] = [];

  /** A driver that passes everything on to `driver`. */
  over(driver: Driver): Driver {
    return new Proxy(driver, {
      get: (target, name) => {
        if (name === "session") return (...config: Parameters<Driver["session"]>) => this.overSession(target.session(...config));
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  /** What was noted since this was last asked. */
  take(): Statement[] {
    const noted = this.noted;
    this.noted = [];
    return noted.map(({ cypher, params, began }) => ({ cypher, params, after: noted.flatMap((it, i) => (it.ended <= began ? [i] : [])) }));
  }

  private overSession(session: Session): Session {
    const run = async (cypher: string, params: Record<string, unknown>, config: Parameters<Session["run"]>[2]) => {
      const it: Noted = { cypher, params, began: performance.now(), ended: Infinity };
      this.noted.push(it);
      try {
        return await session.run(cypher, params, config);
      } finally {
        it.ended = performance.now();
      }
    };
    return new Proxy(session, {
      get: (target, name) => {
        if (name === "run") return run;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
}

/** Sends statements with the bare driver, each as soon as those have been answered that it waited for. */
export async function replay(driver: Driver, database: string, statements: readonly Statement[]): Promise<void> {
  const answers: Promise<void>[] = [];
  for (const { cypher, params, after } of statements) answers.push(Promise.all(after.map((i) => answers[i])).then(() => ask(driver, database, cypher, params)));
  await Promise.all(answers);
}

async function ask(driver: Driver, database: string, cypher: string, params: Record<string, unknown>): Promise<void> {
  const session = driver.session({ database, defaultAccessMode: neo4j.session.READ });
  try {
    await session.run(cypher, params);
  } finally {
    await session.close();
  }
}
