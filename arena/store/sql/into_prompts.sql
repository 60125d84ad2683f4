INSERT INTO prompts BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($name::VARCHAR[]) AS name,
    unnest($version::INTEGER[]) AS version,
    unnest($sha256::VARCHAR[]) AS sha256,
    unnest($text::VARCHAR[]) AS text,
    make_timestamp(unnest($used::BIGINT[])) AS used_at
ON CONFLICT DO NOTHING
