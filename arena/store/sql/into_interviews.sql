INSERT OR REPLACE INTO interviews BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($user_model::VARCHAR[]) AS user_model,
    unnest($rater_model::VARCHAR[]) AS rater_model,
    unnest($source::VARCHAR[]) AS source,
    unnest($spec::VARCHAR[])::JSON AS spec,
    unnest($instruments::VARCHAR[])::JSON AS instruments,
    unnest($instrument_sha256::VARCHAR[])::JSON AS instrument_sha256,
    unnest($heard::VARCHAR[])::JSON AS heard,
    unnest($provenance::VARCHAR[])::JSON AS provenance,
    make_timestamp(unnest($started::BIGINT[])) AS started_at,
    NULL AS ended_at
