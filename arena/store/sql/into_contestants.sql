INSERT OR REPLACE INTO contestants BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($contestant::VARCHAR[]) AS contestant,
    unnest($n_planned::INTEGER[]) AS n_planned
