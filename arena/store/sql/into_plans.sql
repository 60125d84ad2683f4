INSERT INTO matches BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($match::VARCHAR[]) AS match,
    unnest($persona::VARCHAR[]) AS persona,
    unnest($scenario::VARCHAR[]) AS scenario,
    unnest($contestant::VARCHAR[]) AS contestant,
    unnest($seed::INTEGER[]) AS seed,
    'planned' AS status,
    '' AS reason,
    0 AS n_sessions,
    0 AS n_turns,
    1 AS attempt
ON CONFLICT DO NOTHING
