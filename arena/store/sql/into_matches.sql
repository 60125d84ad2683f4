UPDATE matches
SET status = news.status,
    reason = news.reason,
    attempt = news.attempt,
    started_at = coalesce(news.started_at, matches.started_at),
    ended_at = news.ended_at
FROM (
    SELECT
        unnest($run_id::VARCHAR[]) AS run_id,
        unnest($match::VARCHAR[]) AS match,
        unnest($status::VARCHAR[]) AS status,
        unnest($reason::VARCHAR[]) AS reason,
        unnest($attempt::INTEGER[]) AS attempt,
        make_timestamp(unnest($started::BIGINT[])) AS started_at,
        make_timestamp(unnest($ended::BIGINT[])) AS ended_at
) news
WHERE matches.run_id = news.run_id AND matches.match = news.match
