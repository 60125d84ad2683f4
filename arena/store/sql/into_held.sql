UPDATE interviews
SET ended_at = news.ended_at
FROM (
    SELECT unnest($run_id::VARCHAR[]) AS run_id, make_timestamp(unnest($ended::BIGINT[])) AS ended_at
) news
WHERE interviews.run_id = news.run_id
