INSERT INTO judgings BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($journal::VARCHAR[]) AS journal,
    unnest($kind::VARCHAR[]) AS kind,
    unnest($judge::VARCHAR[]) AS judge,
    unnest($rater::VARCHAR[]) AS rater,
    unnest($measures::VARCHAR[][]) AS measures,
    unnest($prompts::VARCHAR[])::JSON AS prompts,
    unnest($apart::BOOLEAN[]) AS apart,
    make_timestamp(unnest($started::BIGINT[])) AS started_at,
    make_timestamp(unnest($ended::BIGINT[])) AS ended_at
ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at
