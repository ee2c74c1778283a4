-- Version 1. Names, versions, times and states; never a token. Every key begins with a tenant.
-- Versions are 16 bytes, times are Unix microseconds. Texts are compared byte by byte, as the
-- programs do, whatever the database's language.

CREATE FUNCTION migrayt_vault.version() RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 1';

CREATE TABLE migrayt_vault.connection (
    tenant_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    revision bigint NOT NULL, -- the bits of a number without a sign
    platform text COLLATE "C" NOT NULL,
    version bytea NOT NULL CHECK (octet_length(version) = 16),
    consented_at bigint NOT NULL,
    renewed_at bigint NOT NULL,
    renew_from bigint NOT NULL,
    access_until bigint NOT NULL,
    -- Of an attempt to renew that is under way or was left.
    attempt_version bytea CHECK (octet_length(attempt_version) = 16),
    attempt_free_from bigint,
    ended boolean NOT NULL,
    PRIMARY KEY (tenant_id, name),
    CHECK ((attempt_version IS NULL) = (attempt_free_from IS NULL))
);

ALTER TABLE migrayt_vault.connection ENABLE ROW LEVEL SECURITY;
ALTER TABLE migrayt_vault.connection FORCE ROW LEVEL SECURITY;
CREATE POLICY only_mine ON migrayt_vault.connection AS RESTRICTIVE FOR ALL
    USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY everything_else ON migrayt_vault.connection AS PERMISSIVE FOR ALL
    USING (true);
