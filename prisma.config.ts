import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { defineConfig } from "prisma/config";

const databaseUrl = process.env.DATABASE_URL;

/** The command line works on PostgreSQL with DATABASE_URL, else on a database in memory (generate and diff need no more). */
export default defineConfig({
  schema: "prisma",
  migrations: { path: "prisma/migrations" },
  engine: "js",
  experimental: { adapter: true },
  adapter: async () =>
    databaseUrl
      ? new PrismaPg({ connectionString: databaseUrl })
      : (new PrismaPGlite(new PGlite()) as unknown as PrismaPg),
});
