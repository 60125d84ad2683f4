-- Judgings beside the run's own: the same dialogues read again, by another model, in other words, or by a person.

CREATE TABLE judgings (
    run_id VARCHAR,
    journal VARCHAR,
    kind VARCHAR NOT NULL,
    judge VARCHAR NOT NULL,
    rater VARCHAR NOT NULL,
    measures VARCHAR[] NOT NULL,
    prompts JSON NOT NULL,
    apart BOOLEAN NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    PRIMARY KEY (run_id, journal)
);
COMMENT ON TABLE judgings IS 'Later judgings of a run. Their verdicts carry the same journal and are never averaged with those of another one.';
COMMENT ON COLUMN judgings.kind IS 'rejudge (by a model) or label (by a person)';
COMMENT ON COLUMN judgings.judge IS 'model id, or human:NAME';
COMMENT ON COLUMN judgings.rater IS 'who labelled; empty where a model judged';
COMMENT ON COLUMN judgings.measures IS 'measures and families judged; empty for all';
COMMENT ON COLUMN judgings.prompts IS 'prompt name -> version';
COMMENT ON COLUMN judgings.apart IS 'true where each likability dimension had a call of its own';
COMMENT ON COLUMN judgings.started_at IS 'UTC';
COMMENT ON COLUMN judgings.ended_at IS 'UTC; NULL where it was interrupted';
