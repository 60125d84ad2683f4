-- Calls that were answered from the cache: they cost nothing now, and their length is that of the answer when it was given.

ALTER TABLE calls ADD COLUMN cached BOOLEAN DEFAULT false;
ALTER TABLE calls ADD COLUMN saved_usd DOUBLE;
COMMENT ON COLUMN calls.cached IS 'true where the answer is that of an earlier call: it cost nothing, its tokens and seconds are of that call';
COMMENT ON COLUMN calls.saved_usd IS 'US dollars that a cached answer cost when it was given; NULL for other calls and where no price is known';
