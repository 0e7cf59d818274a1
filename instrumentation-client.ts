import * as z from "zod/mini";

// our policy forbids eval: without this, zod tries it once on each page, and the browser reports a violation
z.config({ jitless: true });
