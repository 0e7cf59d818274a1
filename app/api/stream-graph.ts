import type { OpenGraph } from "@/graph/queries/find-graph";

/**
 * A graph as JSON, written piece by piece: nodes, edges, and last the counts, so that an answer that broke off cannot be taken for a whole
 * one (its JSON does not end).
 */
export function streamGraph(graph: OpenGraph): Response {
  const pieces = textOf(graph);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

async function* textOf({ nodes, edges, tail }: OpenGraph): AsyncGenerator<string, void, undefined> {
  yield '{"nodes":[';
  yield* listText(nodes);
  yield '],"edges":[';
  yield* listText(edges);
  yield `],${JSON.stringify(tail).slice(1)}`;
}

async function* listText(chunks: AsyncIterable<unknown[]>): AsyncGenerator<string, void, undefined> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    yield `${isFirst ? "" : ","}${JSON.stringify(chunk).slice(1, -1)}`;
    isFirst = false;
  }
}
