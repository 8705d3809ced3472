import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The console's own server compresses (lib/api/compress-answers.ts): big answers fast, files small.
  compress: false,
  // `npm test` checks types in a stage of its own; checking them again would slow the first `npm start`.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pino", "prom-client"],
};

export default config;
