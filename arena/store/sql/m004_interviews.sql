-- Interviews: inventories answered in character (self) and by strangers (seen). Their run_id is the interview's own.

CREATE TABLE interviews (
    run_id VARCHAR PRIMARY KEY,
    user_model VARCHAR NOT NULL,
    rater_model VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    spec JSON NOT NULL,
    instruments JSON NOT NULL,
    instrument_sha256 JSON NOT NULL,
    heard JSON NOT NULL,
    provenance JSON NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
COMMENT ON TABLE interviews IS 'One row an interview: which people were asked which inventories, by which models. The people are in personas, under the same id.';
COMMENT ON COLUMN interviews.run_id IS 'id of the interview: name of its folder under runs/interviews';
COMMENT ON COLUMN interviews.user_model IS 'model that answers in character';
COMMENT ON COLUMN interviews.rater_model IS 'model that answers as a stranger';
COMMENT ON COLUMN interviews.source IS 'run whose transcripts the stranger read; empty without one';
COMMENT ON COLUMN interviews.spec IS 'the whole specification, with seed and number of administrations';
COMMENT ON COLUMN interviews.instruments IS 'the inventories with their keys, as they were';
COMMENT ON COLUMN interviews.instrument_sha256 IS 'inventory -> hash of its file';
COMMENT ON COLUMN interviews.heard IS 'talks of the source that were read: list of {persona, match, session}';
COMMENT ON COLUMN interviews.provenance IS 'versions, platform and commit';
COMMENT ON COLUMN interviews.started_at IS 'UTC';
COMMENT ON COLUMN interviews.ended_at IS 'UTC; NULL when it was interrupted';

CREATE TABLE interview_responses (
    run_id VARCHAR,
    persona VARCHAR,
    instrument VARCHAR,
    view VARCHAR,
    occasion VARCHAR,
    administration INTEGER,
    item INTEGER,
    position INTEGER NOT NULL,
    flipped BOOLEAN NOT NULL,
    scale VARCHAR NOT NULL,
    answer INTEGER,
    score INTEGER,
    tries INTEGER NOT NULL,
    model VARCHAR NOT NULL,
    prompt VARCHAR NOT NULL,
    prompt_sha256 VARCHAR NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, persona, instrument, view, occasion, administration, item)
);
COMMENT ON TABLE interview_responses IS 'What each statement of an inventory got in each administration.';
COMMENT ON COLUMN interview_responses.instrument IS 'mini-ipip, ipip-neo-120 or ipip-ipc';
COMMENT ON COLUMN interview_responses.view IS 'self (in character) or seen (by a stranger, from transcripts alone)';
COMMENT ON COLUMN interview_responses.occasion IS 'before any talk, or after the talks of the source';
COMMENT ON COLUMN interview_responses.administration IS '0-based number of the administration';
COMMENT ON COLUMN interview_responses.item IS 'number of the statement in its inventory';
COMMENT ON COLUMN interview_responses.position IS '1-based place in the order of this administration';
COMMENT ON COLUMN interview_responses.flipped IS 'true when the options ran from the last to the first';
COMMENT ON COLUMN interview_responses.scale IS 'scale of the statement';
COMMENT ON COLUMN interview_responses.answer IS 'in the published direction, 1 very inaccurate to 5 very accurate; NULL when missing';
COMMENT ON COLUMN interview_responses.score IS 'the answer as it speaks for the scale, reversed statements turned round; NULL when missing';
COMMENT ON COLUMN interview_responses.tries IS 'times the statement was put';
COMMENT ON COLUMN interview_responses.model IS 'model id';
COMMENT ON COLUMN interview_responses.answered_at IS 'UTC';

CREATE VIEW interview_scores AS
WITH sittings AS (
    SELECT
        run_id, persona, instrument, view, occasion, scale, administration,
        avg(score ORDER BY item) AS score, count(*) - count(score) AS n_missing
    FROM interview_responses
    GROUP BY ALL
)
SELECT
    run_id, persona, instrument, view, occasion, scale,
    avg(score ORDER BY administration) AS mean,
    stddev_samp(score) AS sd,
    count(*) AS n
FROM sittings
WHERE n_missing <= 1
GROUP BY ALL;
COMMENT ON VIEW interview_scores IS 'One row a person, inventory, view, occasion and scale: the mean over administrations.';
COMMENT ON COLUMN interview_scores.mean IS 'points, 1 to 5';
COMMENT ON COLUMN interview_scores.sd IS 'standard deviation over administrations, points';
COMMENT ON COLUMN interview_scores.n IS 'administrations with at most one missing answer on the scale';
