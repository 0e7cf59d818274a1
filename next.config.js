/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: ["lmdb", "neo4j-driver", "prom-client"],
  // `npm test` checks the types of everything; a start need not do it again
  typescript: { ignoreBuildErrors: true },
};
export default config;
