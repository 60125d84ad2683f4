INSERT OR REPLACE INTO scenarios BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($scenario::VARCHAR[]) AS scenario,
    unnest($title::VARCHAR[]) AS title,
    unnest($sha256::VARCHAR[]) AS sha256,
    unnest($body::VARCHAR[])::JSON AS body
