-- CreateTable
CREATE TABLE "issued_certificates" (
    "mesh" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "authority" INTEGER NOT NULL,
    "token_id" TEXT,
    "proxy_id" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "issued_certificates_pkey" PRIMARY KEY ("mesh","serial")
);

-- CreateIndex
CREATE INDEX "issued_certificates_token_id_idx" ON "issued_certificates"("token_id");

-- CreateIndex
CREATE INDEX "issued_certificates_mesh_expires_at_idx" ON "issued_certificates"("mesh", "expires_at");

-- AddForeignKey
ALTER TABLE "issued_certificates" ADD CONSTRAINT "issued_certificates_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "join_tokens"("id") ON DELETE SET NULL ON UPDATE CASCADE;

