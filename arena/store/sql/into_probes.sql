INSERT OR REPLACE INTO probes BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($journal::VARCHAR[]) AS journal,
    unnest($match::VARCHAR[]) AS match,
    unnest($probe::INTEGER[]) AS probe,
    unnest($session::INTEGER[]) AS session,
    unnest($kind::VARCHAR[]) AS kind,
    unnest($about::VARCHAR[]) AS about,
    unnest($question::VARCHAR[]) AS question,
    unnest($gold::VARCHAR[]) AS gold,
    unnest($answer::VARCHAR[]) AS answer,
    unnest($attempt::INTEGER[]) AS attempt,
    make_timestamp(unnest($asked::BIGINT[])) AS asked_at
