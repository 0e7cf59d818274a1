import { deadReason } from "./record-words";

/** Why a record could not be brought into the graph. What the graph's writer said is kept for who has to mend it. */
export function DeadReason({ code, message }: { code: string; message: string }) {
  const reason = deadReason(message);
  if (reason === message) return <p className="break-words"><span className="mono">{code}</span>: {message}</p>;
  return (
    <>
      <p>{reason}</p>
      <details>
        <summary className="w-fit cursor-pointer py-1">What Neo4j said</summary>
        <p className="break-words"><span className="mono break-all">{code}</span>: {message}</p>
      </details>
    </>
  );
}
