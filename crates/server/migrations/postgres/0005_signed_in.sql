-- When somebody last signed in to the account: an operator finds those that nobody uses.
ALTER TABLE staff ADD COLUMN signed_in_at BIGINT;
