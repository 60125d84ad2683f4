UPDATE runs
SET ended = news.ended,
    resumed_at = coalesce(news.resumed_at, runs.resumed_at),
    ended_at = CASE WHEN news.ended THEN coalesce(news.ended_at, runs.ended_at) END
FROM (
    SELECT
        unnest($run_id::VARCHAR[]) AS run_id,
        unnest($ended::BOOLEAN[]) AS ended,
        make_timestamp(unnest($resumed::BIGINT[])) AS resumed_at,
        make_timestamp(unnest($ended_us::BIGINT[])) AS ended_at
) news
WHERE runs.run_id = news.run_id
