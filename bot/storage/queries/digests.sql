-- name: missed_digests(source_id, target, due_at, empty)$
-- How many digests of a schedule were skipped in a row before one that is due, those asked for by hand apart.
SELECT count(*) FROM deliveries
WHERE kind = 'digest' AND source_id = :source_id AND target = :target AND state = 'skipped' AND error <> :empty
    AND occurrence_key NOT LIKE 'now:%' AND due_at < :due_at AND due_at > (
        SELECT coalesce(max(due_at), 0) FROM deliveries
        WHERE kind = 'digest' AND source_id = :source_id AND target = :target AND due_at < :due_at
            AND occurrence_key NOT LIKE 'now:%' AND (state = 'sent' OR error = :empty)
    );

-- name: last_digest_key(source_id)$
-- The local date of the last digest of a schedule that was planned, into whatever channel.
SELECT max(occurrence_key) FROM deliveries
WHERE kind = 'digest' AND source_id = :source_id AND occurrence_key NOT LIKE 'now:%';

-- name: last_digest_sent(source_id, before)$
-- When the last digest of a schedule that was posted was due, before a moment.
SELECT max(due_at) FROM deliveries
WHERE kind = 'digest' AND source_id = :source_id AND state = 'sent' AND due_at < :before;
