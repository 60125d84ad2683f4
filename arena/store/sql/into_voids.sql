UPDATE matches
SET status = 'void', reason = news.reason
FROM (
    SELECT
        unnest($run_id::VARCHAR[]) AS run_id,
        unnest($match::VARCHAR[]) AS match,
        unnest($reason::VARCHAR[]) AS reason
) news
WHERE matches.run_id = news.run_id AND matches.match = news.match AND matches.status = 'completed'
