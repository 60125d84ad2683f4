INSERT OR REPLACE INTO turns BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($match::VARCHAR[]) AS match,
    unnest($session::INTEGER[]) AS session,
    unnest($turn::INTEGER[]) AS turn,
    unnest($speaker::VARCHAR[]) AS speaker,
    unnest($text::VARCHAR[]) AS text,
    unnest($n_words::INTEGER[]) AS n_words,
    unnest($origin::VARCHAR[]) AS origin,
    unnest($reveals::VARCHAR[][]) AS reveals,
    unnest($pleasure::DOUBLE[]) AS pleasure,
    unnest($arousal::DOUBLE[]) AS arousal,
    unnest($dominance::DOUBLE[]) AS dominance,
    unnest($patience::DOUBLE[]) AS patience,
    unnest($satisfaction::DOUBLE[]) AS satisfaction,
    unnest($attempt::INTEGER[]) AS attempt,
    make_timestamp(unnest($spoken::BIGINT[])) AS spoken_at
