INSERT OR REPLACE INTO personas BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($persona::VARCHAR[]) AS persona,
    unnest($name::VARCHAR[]) AS name,
    unnest($sha256::VARCHAR[]) AS sha256,
    unnest($body::VARCHAR[])::JSON AS body
