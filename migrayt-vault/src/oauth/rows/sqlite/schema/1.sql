-- Version 1. Names, versions, times and states; never a token. Every key begins with a tenant.
-- Versions are 16 bytes, times are Unix microseconds.

PRAGMA application_id = 1296515918; -- "MGCN"
PRAGMA user_version = 1;

CREATE TABLE connection (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL, -- the bits of a number without a sign
    platform TEXT NOT NULL,
    version BLOB NOT NULL CHECK (length(version) = 16),
    consented_at INTEGER NOT NULL,
    renewed_at INTEGER NOT NULL,
    renew_from INTEGER NOT NULL,
    access_until INTEGER NOT NULL,
    -- Of an attempt to renew that is under way or was left.
    attempt_version BLOB CHECK (length(attempt_version) = 16),
    attempt_free_from INTEGER,
    ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
    PRIMARY KEY (tenant, name),
    CHECK ((attempt_version IS NULL) = (attempt_free_from IS NULL))
) STRICT, WITHOUT ROWID;
