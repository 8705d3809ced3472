-- CreateTable
CREATE TABLE "audit_backlog" (
    "id" BIGSERIAL NOT NULL,
    "entry" JSONB NOT NULL,

    CONSTRAINT "audit_backlog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_queue" (
    "rollout_id" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "via" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollout_queue_pkey" PRIMARY KEY ("rollout_id")
);
