-- Tables, keys, units. Wall-clock time is found in columns named *_at (UTC) and in latency_s, and nowhere else; which
-- attempt of a match a row belongs to is found in columns named attempt, and nowhere else.

CREATE TABLE runs (
    run_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    spec JSON NOT NULL,
    n_planned INTEGER NOT NULL,
    ended BOOLEAN NOT NULL,
    user_model VARCHAR NOT NULL,
    contestant_model VARCHAR NOT NULL,
    judge_model VARCHAR NOT NULL,
    arena_version VARCHAR NOT NULL,
    python VARCHAR NOT NULL,
    platform VARCHAR NOT NULL,
    packages JSON NOT NULL,
    git_commit VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    resumed_at TIMESTAMP,
    ended_at TIMESTAMP
);
COMMENT ON TABLE runs IS 'One row a run: a set of matches under one specification.';
COMMENT ON COLUMN runs.run_id IS 'name of the run''s folder';
COMMENT ON COLUMN runs.name IS 'name given in the specification, may be empty';
COMMENT ON COLUMN runs.spec IS 'the whole specification';
COMMENT ON COLUMN runs.n_planned IS 'matches planned';
COMMENT ON COLUMN runs.ended IS 'true once every match is completed, void or failed';
COMMENT ON COLUMN runs.user_model IS 'model id that speaks for the personas';
COMMENT ON COLUMN runs.contestant_model IS 'model id handed to the contestants';
COMMENT ON COLUMN runs.judge_model IS 'model id of the judges';
COMMENT ON COLUMN runs.arena_version IS 'version of arena that started the run';
COMMENT ON COLUMN runs.python IS 'Python version';
COMMENT ON COLUMN runs.platform IS 'operating system and processor';
COMMENT ON COLUMN runs.packages IS 'package name -> version';
COMMENT ON COLUMN runs.git_commit IS 'commit of the working copy, empty outside one';
COMMENT ON COLUMN runs.started_at IS 'UTC';
COMMENT ON COLUMN runs.resumed_at IS 'UTC, last time another process went on with the run; NULL if none did';
COMMENT ON COLUMN runs.ended_at IS 'UTC';

CREATE TABLE personas (
    run_id VARCHAR,
    persona VARCHAR,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (run_id, persona)
);
COMMENT ON TABLE personas IS 'The authored persons of a run, as they were when it started.';
COMMENT ON COLUMN personas.persona IS 'persona id';
COMMENT ON COLUMN personas.name IS 'the person''s name';
COMMENT ON COLUMN personas.sha256 IS 'hash of the body as canonical JSON';
COMMENT ON COLUMN personas.body IS 'the whole validated file';

CREATE TABLE scenarios (
    run_id VARCHAR,
    scenario VARCHAR,
    title VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (run_id, scenario)
);
COMMENT ON TABLE scenarios IS 'The scenarios of a run, as they were when it started.';
COMMENT ON COLUMN scenarios.scenario IS 'scenario id';
COMMENT ON COLUMN scenarios.title IS 'the scenario''s title';
COMMENT ON COLUMN scenarios.sha256 IS 'hash of the body as canonical JSON';
COMMENT ON COLUMN scenarios.body IS 'the whole validated file';

CREATE TABLE contestants (
    run_id VARCHAR,
    contestant VARCHAR,
    n_planned INTEGER NOT NULL,
    PRIMARY KEY (run_id, contestant)
);
COMMENT ON TABLE contestants IS 'The assistants under test in a run.';
COMMENT ON COLUMN contestants.contestant IS 'name or address of the contestant';
COMMENT ON COLUMN contestants.n_planned IS 'matches planned for it';

CREATE TABLE matches (
    run_id VARCHAR,
    match VARCHAR,
    persona VARCHAR NOT NULL,
    scenario VARCHAR NOT NULL,
    contestant VARCHAR NOT NULL,
    seed INTEGER NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('planned', 'running', 'completed', 'void', 'failed')),
    reason VARCHAR NOT NULL,
    n_sessions INTEGER NOT NULL,
    n_turns INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    PRIMARY KEY (run_id, match)
);
COMMENT ON TABLE matches IS 'persona x scenario x contestant x seed.';
COMMENT ON COLUMN matches.match IS 'key of the match: hash of all that determines it';
COMMENT ON COLUMN matches.seed IS '0-based number of the repetition';
COMMENT ON COLUMN matches.status IS 'planned, running, completed, void (its user misbehaved: kept, not ranked) or failed';
COMMENT ON COLUMN matches.reason IS 'why the match is void or failed, else empty';
COMMENT ON COLUMN matches.n_sessions IS 'sessions begun';
COMMENT ON COLUMN matches.n_turns IS 'utterances of both speakers';
COMMENT ON COLUMN matches.attempt IS '1-based; higher where requests no longer agreed with the record';
COMMENT ON COLUMN matches.started_at IS 'UTC';
COMMENT ON COLUMN matches.ended_at IS 'UTC';

CREATE TABLE sessions (
    run_id VARCHAR,
    match VARCHAR,
    session INTEGER,
    plan VARCHAR,
    kind VARCHAR,
    recipient VARCHAR,
    simulated_time TIMESTAMP,
    end_reason VARCHAR,
    memory VARCHAR,
    attempt INTEGER NOT NULL,
    started_at TIMESTAMP,
    ended_at TIMESTAMP,
    PRIMARY KEY (run_id, match, session)
);
COMMENT ON TABLE sessions IS 'Dialogues inside a match.';
COMMENT ON COLUMN sessions.session IS '1-based within the match';
COMMENT ON COLUMN sessions.plan IS 'id of the session in its scenario';
COMMENT ON COLUMN sessions.kind IS 'task, talk, message, noise or scripted';
COMMENT ON COLUMN sessions.recipient IS 'third party that the message goes to; empty outside message sessions';
COMMENT ON COLUMN sessions.simulated_time IS 'when the session takes place in the persona''s life, not wall-clock';
COMMENT ON COLUMN sessions.end_reason IS 'goal_met, patience, vanished, max_turns, script_over or fault; NULL while open';
COMMENT ON COLUMN sessions.memory IS 'what the contestant says it keeps after the session; NULL while open';
COMMENT ON COLUMN sessions.started_at IS 'UTC';
COMMENT ON COLUMN sessions.ended_at IS 'UTC';

CREATE TABLE turns (
    run_id VARCHAR,
    match VARCHAR,
    session INTEGER,
    turn INTEGER,
    speaker VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    n_words INTEGER NOT NULL,
    origin VARCHAR NOT NULL,
    reveals VARCHAR[] NOT NULL,
    pleasure DOUBLE,
    arousal DOUBLE,
    dominance DOUBLE,
    patience DOUBLE,
    satisfaction DOUBLE,
    attempt INTEGER NOT NULL,
    spoken_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, match, session, turn)
);
COMMENT ON TABLE turns IS 'What was said. The state columns are NULL but for user turns played by a simulated user.';
COMMENT ON COLUMN turns.turn IS '1-based within the session, both speakers counted';
COMMENT ON COLUMN turns.speaker IS 'user or assistant';
COMMENT ON COLUMN turns.text IS 'what was said, as it was said';
COMMENT ON COLUMN turns.n_words IS 'words of the text';
COMMENT ON COLUMN turns.origin IS 'generated, given (in the scenario), injected (planted fault) or human';
COMMENT ON COLUMN turns.reveals IS 'preference ids and fact keys that this turn told';
COMMENT ON COLUMN turns.pleasure IS 'mood, -1 to 1';
COMMENT ON COLUMN turns.arousal IS 'mood, -1 to 1';
COMMENT ON COLUMN turns.dominance IS 'mood, -1 to 1';
COMMENT ON COLUMN turns.patience IS 'points left of the persona''s budget';
COMMENT ON COLUMN turns.satisfaction IS '-2 to 1';
COMMENT ON COLUMN turns.spoken_at IS 'UTC';

CREATE TABLE calls (
    run_id VARCHAR,
    journal VARCHAR,
    match VARCHAR,
    party VARCHAR,
    request VARCHAR,
    occurrence INTEGER,
    attempt INTEGER,
    prompt VARCHAR NOT NULL,
    prompt_sha256 VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    answer VARCHAR,
    error VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    repaired BOOLEAN NOT NULL,
    tries INTEGER NOT NULL,
    input_tokens BIGINT,
    output_tokens BIGINT,
    cost_usd DOUBLE,
    latency_s DOUBLE NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, journal, match, party, request, occurrence, attempt)
);
COMMENT ON TABLE calls IS 'Model calls of all attempts. NULL tokens or cost mean unmetered, which is not zero.';
COMMENT ON COLUMN calls.party IS 'user, contestant or judge';
COMMENT ON COLUMN calls.request IS 'hash of the rendered request';
COMMENT ON COLUMN calls.occurrence IS '0 for the first call of this party with this request in this match';
COMMENT ON COLUMN calls.prompt IS 'name@version';
COMMENT ON COLUMN calls.prompt_sha256 IS 'hash of the prompt''s words (table prompts)';
COMMENT ON COLUMN calls.model IS 'model id';
COMMENT ON COLUMN calls.answer IS 'the answer as JSON; NULL when the call failed';
COMMENT ON COLUMN calls.error IS 'invalid, refused or transport; empty when answered';
COMMENT ON COLUMN calls.detail IS 'what went wrong, empty when answered';
COMMENT ON COLUMN calls.repaired IS 'true when the first answer did not fit its type';
COMMENT ON COLUMN calls.tries IS 'requests sent until this answer';
COMMENT ON COLUMN calls.input_tokens IS 'tokens';
COMMENT ON COLUMN calls.output_tokens IS 'tokens';
COMMENT ON COLUMN calls.cost_usd IS 'US dollars';
COMMENT ON COLUMN calls.latency_s IS 'seconds';
COMMENT ON COLUMN calls.made_at IS 'UTC';

CREATE TABLE verdicts (
    run_id VARCHAR,
    journal VARCHAR,
    match VARCHAR,
    measure VARCHAR,
    session INTEGER,
    turn INTEGER,
    about VARCHAR,
    judge VARCHAR,
    prompt VARCHAR,
    sample INTEGER,
    status VARCHAR NOT NULL CHECK (status IN ('scored', 'not_applicable', 'abstained', 'failed')),
    value DOUBLE,
    label VARCHAR NOT NULL,
    evidence JSON NOT NULL,
    reason VARCHAR NOT NULL,
    certainty INTEGER,
    prompt_sha256 VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    given_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, journal, match, measure, session, turn, about, judge, prompt, sample)
);
COMMENT ON TABLE verdicts IS 'What judges answered. Not applicable, abstained and failed are three things, none is zero.';
COMMENT ON COLUMN verdicts.measure IS 'name of the measure, such as likability.overall (see Measures)';
COMMENT ON COLUMN verdicts.session IS 'the judged session, 1-based within the match';
COMMENT ON COLUMN verdicts.turn IS 'the judged assistant turn within its session; 0 for the whole session';
COMMENT ON COLUMN verdicts.about IS 'preference id, fact key or probe number; empty where the measure needs none';
COMMENT ON COLUMN verdicts.judge IS 'model id, code, or human';
COMMENT ON COLUMN verdicts.prompt IS 'name@version; empty for code';
COMMENT ON COLUMN verdicts.sample IS '0-based number of the repetition';
COMMENT ON COLUMN verdicts.status IS 'scored, not_applicable, abstained or failed';
COMMENT ON COLUMN verdicts.value IS 'on the measure''s scale (see Measures); NULL unless scored';
COMMENT ON COLUMN verdicts.label IS 'a short word beside the value, such as the kind of an error';
COMMENT ON COLUMN verdicts.evidence IS 'list of {turn, quote}';
COMMENT ON COLUMN verdicts.reason IS 'the judge''s own words';
COMMENT ON COLUMN verdicts.certainty IS '1 to 100 as stated by the judge; NULL where not asked';
COMMENT ON COLUMN verdicts.prompt_sha256 IS 'hash of the prompt''s words; empty for code';
COMMENT ON COLUMN verdicts.given_at IS 'UTC';

CREATE TABLE probes (
    run_id VARCHAR,
    journal VARCHAR,
    match VARCHAR,
    probe INTEGER,
    session INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    question VARCHAR NOT NULL,
    gold VARCHAR NOT NULL,
    answer VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, journal, match, probe)
);
COMMENT ON TABLE probes IS 'Questions asked out of band; never part of the dialogue.';
COMMENT ON COLUMN probes.probe IS '1-based number within the scenario';
COMMENT ON COLUMN probes.session IS 'asked after this session';
COMMENT ON COLUMN probes.kind IS 'memory';
COMMENT ON COLUMN probes.about IS 'preference id or fact key';
COMMENT ON COLUMN probes.gold IS 'what a right answer holds';
COMMENT ON COLUMN probes.question IS 'as asked';
COMMENT ON COLUMN probes.answer IS 'as answered';
COMMENT ON COLUMN probes.asked_at IS 'UTC';

CREATE TABLE prompts (
    run_id VARCHAR,
    name VARCHAR,
    version INTEGER,
    sha256 VARCHAR,
    text VARCHAR NOT NULL,
    used_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, name, version, sha256)
);
COMMENT ON TABLE prompts IS 'The words of every prompt that a run used.';
COMMENT ON COLUMN prompts.name IS 'such as user/turn';
COMMENT ON COLUMN prompts.version IS '1-based';
COMMENT ON COLUMN prompts.sha256 IS 'hash of the text';
COMMENT ON COLUMN prompts.text IS 'the words';
COMMENT ON COLUMN prompts.used_at IS 'UTC, first use';

CREATE TABLE standings (
    run_id VARCHAR,
    journal VARCHAR,
    measure VARCHAR,
    contestant VARCHAR,
    mean DOUBLE NOT NULL,
    low DOUBLE,
    high DOUBLE,
    n_matches INTEGER NOT NULL,
    n_personas INTEGER NOT NULL,
    approximate BOOLEAN NOT NULL,
    strength DOUBLE,
    strength_low DOUBLE,
    strength_high DOUBLE,
    rank INTEGER,
    rank_low INTEGER,
    rank_high INTEGER,
    n_seeds INTEGER,
    n_contexts INTEGER,
    PRIMARY KEY (run_id, journal, measure, contestant)
);
COMMENT ON TABLE standings IS 'Where each contestant stands on each measure, over completed matches. All intervals are 95 % and resample personas.';
COMMENT ON COLUMN standings.measure IS 'name of the measure; with @n the published aggregate over seeds and contexts';
COMMENT ON COLUMN standings.mean IS 'mean over personas of their mean, on the measure''s scale';
COMMENT ON COLUMN standings.low IS 'lower limit of the mean; NULL where nothing can be said, as with one persona';
COMMENT ON COLUMN standings.high IS 'upper limit of the mean; NULL where nothing can be said, as with one persona';
COMMENT ON COLUMN standings.n_matches IS 'completed matches with a value';
COMMENT ON COLUMN standings.n_personas IS 'personas behind them';
COMMENT ON COLUMN standings.approximate IS 'true under 12 personas: read the intervals as rough';
COMMENT ON COLUMN standings.strength IS 'Bradley-Terry log-strength, 0 is the average contestant; NULL when not compared';
COMMENT ON COLUMN standings.strength_low IS 'lower limit of the strength; NULL under 4 personas';
COMMENT ON COLUMN standings.strength_high IS 'upper limit of the strength; NULL under 4 personas';
COMMENT ON COLUMN standings.rank IS '1 is best; equal strengths share a rank; NULL when not compared';
COMMENT ON COLUMN standings.rank_low IS 'best rank of the interval; 1 under 4 personas';
COMMENT ON COLUMN standings.rank_high IS 'worst rank of the interval; the last one under 4 personas';
COMMENT ON COLUMN standings.n_seeds IS 'n of @n: distinct seeds; NULL elsewhere';
COMMENT ON COLUMN standings.n_contexts IS 'contexts of @n: message sessions of scenarios, summed over personas; NULL elsewhere';

CREATE TABLE ingested (
    run_id VARCHAR,
    journal VARCHAR,
    path VARCHAR NOT NULL,
    byte_offset BIGINT NOT NULL,
    head_sha256 VARCHAR NOT NULL,
    n_lines BIGINT NOT NULL,
    n_damaged BIGINT NOT NULL,
    ingested_at TIMESTAMP NOT NULL,
    PRIMARY KEY (run_id, journal)
);
COMMENT ON TABLE ingested IS 'How far each journal has been read. Bookkeeping: it differs between a run that was resumed and one that was not.';
COMMENT ON COLUMN ingested.journal IS 'name of the journal: `journal` is the run''s own, others come from rejudging and labelling';
COMMENT ON COLUMN ingested.path IS 'where the journal was read';
COMMENT ON COLUMN ingested.byte_offset IS 'bytes read, up to the end of a complete line';
COMMENT ON COLUMN ingested.head_sha256 IS 'hash of the first line';
COMMENT ON COLUMN ingested.n_lines IS 'complete lines read';
COMMENT ON COLUMN ingested.n_damaged IS 'lines that could not be read and were stepped over';
COMMENT ON COLUMN ingested.ingested_at IS 'UTC';
