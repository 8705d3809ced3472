-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "sessions" (
    "token_hash" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "csrf_token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "token_hash" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" JSONB,
    "remote_address" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mesh_counters" (
    "mesh" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "change_number" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "mesh_counters_pkey" PRIMARY KEY ("mesh")
);

-- CreateTable
CREATE TABLE "changes" (
    "id" TEXT NOT NULL,
    "mesh" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "items" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "rolls_back" TEXT,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change_targets" (
    "change_id" TEXT NOT NULL,
    "object" TEXT NOT NULL,

    CONSTRAINT "change_targets_pkey" PRIMARY KEY ("change_id","object")
);

-- CreateTable
CREATE TABLE "config_objects" (
    "mesh" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "plural" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "yaml" TEXT,
    "resource_version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "config_objects_pkey" PRIMARY KEY ("mesh","group","plural","namespace","name")
);

-- CreateTable
CREATE TABLE "config_revisions" (
    "mesh" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "plural" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "yaml" TEXT,
    "resource_version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "config_revisions_pkey" PRIMARY KEY ("mesh","group","plural","namespace","name","resource_version")
);

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "audit_entries_action_id_idx" ON "audit_entries"("action", "id");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_idx" ON "audit_entries"("actor", "id");

-- CreateIndex
CREATE INDEX "audit_entries_target_id_idx" ON "audit_entries"("target", "id");

-- CreateIndex
CREATE UNIQUE INDEX "changes_mesh_number_key" ON "changes"("mesh", "number");

-- CreateIndex
CREATE INDEX "change_targets_object_idx" ON "change_targets"("object");

-- CreateIndex
CREATE INDEX "config_revisions_mesh_revision_idx" ON "config_revisions"("mesh", "revision");

-- AddForeignKey
ALTER TABLE "change_targets" ADD CONSTRAINT "change_targets_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "changes"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- The audit log is append-only, also for whoever holds the database password of the console.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries cannot be changed or removed';
END $$;

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
