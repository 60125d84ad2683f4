INSERT OR REPLACE INTO runs BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($name::VARCHAR[]) AS name,
    unnest($spec::VARCHAR[])::JSON AS spec,
    unnest($n_planned::INTEGER[]) AS n_planned,
    unnest($ended::BOOLEAN[]) AS ended,
    unnest($user_model::VARCHAR[]) AS user_model,
    unnest($contestant_model::VARCHAR[]) AS contestant_model,
    unnest($judge_model::VARCHAR[]) AS judge_model,
    unnest($arena_version::VARCHAR[]) AS arena_version,
    unnest($python::VARCHAR[]) AS python,
    unnest($platform::VARCHAR[]) AS platform,
    unnest($packages::VARCHAR[])::JSON AS packages,
    unnest($git_commit::VARCHAR[]) AS git_commit,
    make_timestamp(unnest($started::BIGINT[])) AS started_at,
    NULL AS resumed_at,
    NULL AS ended_at
