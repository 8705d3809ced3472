-- CreateTable
CREATE TABLE "notify_targets" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "kinds" JSONB,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notify_targets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notify_deliveries" (
    "notice_id" BIGINT NOT NULL,
    "target_id" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "given_up_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "notify_deliveries_pkey" PRIMARY KEY ("notice_id","target_id")
);

-- CreateIndex
CREATE INDEX "notify_deliveries_sent_at_given_up_at_next_at_idx" ON "notify_deliveries"("sent_at", "given_up_at", "next_at");

-- CreateIndex
CREATE INDEX "notify_deliveries_target_id_notice_id_idx" ON "notify_deliveries"("target_id", "notice_id");

-- AddForeignKey
ALTER TABLE "notify_deliveries" ADD CONSTRAINT "notify_deliveries_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "rollout_notices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notify_deliveries" ADD CONSTRAINT "notify_deliveries_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "notify_targets"("id") ON DELETE CASCADE ON UPDATE CASCADE;
