-- CreateTable
CREATE TABLE "certificate_authorities" (
    "mesh" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "root_cert" TEXT NOT NULL,
    "root_key" TEXT NOT NULL,
    "intermediate_cert" TEXT NOT NULL,
    "intermediate_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_authorities_pkey" PRIMARY KEY ("mesh","number")
);

-- CreateTable
CREATE TABLE "join_tokens" (
    "id" TEXT NOT NULL,
    "mesh" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "workload" TEXT NOT NULL,
    "service_account" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "max_proxies" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "join_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "join_admissions" (
    "token_id" TEXT NOT NULL,
    "proxy_id" TEXT NOT NULL,
    "admitted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "join_admissions_pkey" PRIMARY KEY ("token_id","proxy_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "join_tokens_token_hash_key" ON "join_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "join_tokens_mesh_namespace_idx" ON "join_tokens"("mesh", "namespace");

-- AddForeignKey
ALTER TABLE "join_admissions" ADD CONSTRAINT "join_admissions_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "join_tokens"("id") ON DELETE CASCADE ON UPDATE CASCADE;
