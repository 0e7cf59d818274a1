import { serve } from "./serve";

/** The program of the failing-disk test: serves ingestion on the ledger in the directory it is given and says where. */
const { url } = await serve(process.argv[2] ?? "");
process.on("unhandledRejection", (error) => {
  console.error("unhandled", error);
  process.exit(3);
});
console.log(url);
