INSERT OR REPLACE INTO ingested BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($journal::VARCHAR[]) AS journal,
    unnest($path::VARCHAR[]) AS path,
    unnest($byte_offset::BIGINT[]) AS byte_offset,
    unnest($head_sha256::VARCHAR[]) AS head_sha256,
    unnest($n_lines::BIGINT[]) AS n_lines,
    unnest($n_damaged::BIGINT[]) AS n_damaged,
    make_timestamp(unnest($ingested::BIGINT[])) AS ingested_at
