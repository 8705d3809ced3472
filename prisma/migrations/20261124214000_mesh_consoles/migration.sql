-- CreateTable
CREATE TABLE "mesh_consoles" (
    "mesh" TEXT NOT NULL,
    "console" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "report" JSONB NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mesh_consoles_pkey" PRIMARY KEY ("mesh","console")
);
