-- AlterTable
ALTER TABLE "mesh_counters" ADD COLUMN     "rollout_number" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "rollout_plans" (
    "hash" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollout_plans_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "rollouts" (
    "id" TEXT NOT NULL,
    "mesh" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "revision_hash" TEXT NOT NULL,
    "author" JSONB NOT NULL,
    "starter" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL,
    "step_seq" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "state" JSONB NOT NULL,
    "observed" JSONB,
    "superseded_by" TEXT,

    CONSTRAINT "rollouts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_target_locks" (
    "rollout_id" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "held" BOOLEAN NOT NULL,

    CONSTRAINT "rollout_target_locks_pkey" PRIMARY KEY ("rollout_id","target")
);

-- CreateTable
CREATE TABLE "rollout_baselines" (
    "rollout_id" TEXT NOT NULL,
    "objects" JSONB NOT NULL,

    CONSTRAINT "rollout_baselines_pkey" PRIMARY KEY ("rollout_id")
);

-- CreateTable
CREATE TABLE "rollout_operations" (
    "id" TEXT NOT NULL,
    "rollout_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "step_seq" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "written" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rollout_operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_approvals" (
    "id" TEXT NOT NULL,
    "rollout_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "void" BOOLEAN NOT NULL DEFAULT false,
    "row" JSONB NOT NULL,

    CONSTRAINT "rollout_approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_break_glass" (
    "id" TEXT NOT NULL,
    "rollout_id" TEXT NOT NULL,
    "person" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "second_person_by" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" JSONB,
    "alarmed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "rollout_break_glass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_analyses" (
    "id" TEXT NOT NULL,
    "rollout_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "result" JSONB NOT NULL,

    CONSTRAINT "rollout_analyses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_events" (
    "id" BIGSERIAL NOT NULL,
    "rollout_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" JSONB NOT NULL,

    CONSTRAINT "rollout_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_keys" (
    "rollout_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "rollout_keys_pkey" PRIMARY KEY ("rollout_id","key")
);

-- CreateTable
CREATE TABLE "rollout_notices" (
    "id" BIGSERIAL NOT NULL,
    "rollout_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "rollout_notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "freeze_windows" (
    "id" TEXT NOT NULL,
    "window" JSONB NOT NULL,

    CONSTRAINT "freeze_windows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "leases" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "rollouts_phase_idx" ON "rollouts"("phase");

-- CreateIndex
CREATE UNIQUE INDEX "rollouts_mesh_number_key" ON "rollouts"("mesh", "number");

-- CreateIndex
CREATE INDEX "rollout_operations_rollout_id_started_at_idx" ON "rollout_operations"("rollout_id", "started_at");

-- CreateIndex
CREATE INDEX "rollout_approvals_rollout_id_at_idx" ON "rollout_approvals"("rollout_id", "at");

-- CreateIndex
CREATE INDEX "rollout_break_glass_rollout_id_idx" ON "rollout_break_glass"("rollout_id");

-- CreateIndex
CREATE INDEX "rollout_analyses_rollout_id_at_idx" ON "rollout_analyses"("rollout_id", "at");

-- CreateIndex
CREATE INDEX "rollout_events_rollout_id_id_idx" ON "rollout_events"("rollout_id", "id");

-- CreateIndex
CREATE INDEX "rollout_notices_sent_at_next_at_idx" ON "rollout_notices"("sent_at", "next_at");

-- AddForeignKey
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_plan_hash_fkey" FOREIGN KEY ("plan_hash") REFERENCES "rollout_plans"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;


-- One run holds a target at a time.
CREATE UNIQUE INDEX "rollout_target_held" ON "rollout_target_locks" ("target") WHERE "held";

-- A plan never changes: an edit is another plan, with another hash.
CREATE FUNCTION refuse_plan_change() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'rollout plans are immutable';
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER rollout_plans_immutable BEFORE UPDATE OR DELETE ON "rollout_plans"
  FOR EACH ROW EXECUTE FUNCTION refuse_plan_change();

CREATE TRIGGER rollout_plans_no_truncate BEFORE TRUNCATE ON "rollout_plans"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_plan_change();
