INSERT OR REPLACE INTO interview_responses BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($persona::VARCHAR[]) AS persona,
    unnest($instrument::VARCHAR[]) AS instrument,
    unnest($view::VARCHAR[]) AS view,
    unnest($occasion::VARCHAR[]) AS occasion,
    unnest($administration::INTEGER[]) AS administration,
    unnest($item::INTEGER[]) AS item,
    unnest($position::INTEGER[]) AS position,
    unnest($flipped::BOOLEAN[]) AS flipped,
    unnest($scale::VARCHAR[]) AS scale,
    unnest($answer::INTEGER[]) AS answer,
    unnest($score::INTEGER[]) AS score,
    unnest($tries::INTEGER[]) AS tries,
    unnest($model::VARCHAR[]) AS model,
    unnest($prompt::VARCHAR[]) AS prompt,
    unnest($prompt_sha256::VARCHAR[]) AS prompt_sha256,
    make_timestamp(unnest($answered::BIGINT[])) AS answered_at
