INSERT INTO sessions BY NAME
SELECT
    unnest($run_id::VARCHAR[]) AS run_id,
    unnest($match::VARCHAR[]) AS match,
    unnest($session::INTEGER[]) AS session,
    unnest($plan::VARCHAR[]) AS plan,
    unnest($kind::VARCHAR[]) AS kind,
    unnest($recipient::VARCHAR[]) AS recipient,
    unnest($simulated_time::TIMESTAMP[]) AS simulated_time,
    unnest($end_reason::VARCHAR[]) AS end_reason,
    unnest($memory::VARCHAR[]) AS memory,
    unnest($attempt::INTEGER[]) AS attempt,
    make_timestamp(unnest($started::BIGINT[])) AS started_at,
    make_timestamp(unnest($ended::BIGINT[])) AS ended_at
ON CONFLICT DO UPDATE SET -- A session is told in two events; what one of them does not know stays as it was.
    plan = coalesce(excluded.plan, plan),
    kind = coalesce(excluded.kind, kind),
    recipient = coalesce(excluded.recipient, recipient),
    simulated_time = coalesce(excluded.simulated_time, simulated_time),
    end_reason = coalesce(excluded.end_reason, end_reason),
    memory = coalesce(excluded.memory, memory),
    attempt = excluded.attempt,
    started_at = coalesce(excluded.started_at, started_at),
    ended_at = coalesce(excluded.ended_at, ended_at)
