-- name: count_vote(report, paragraph, up, down)!
-- Add to the counts of one paragraph.
INSERT INTO votes (report, paragraph, up, down) VALUES (:report, :paragraph, :up, :down)
ON CONFLICT (report, paragraph) DO UPDATE SET
    up = votes.up + excluded.up,
    down = votes.down + excluded.down;

-- name: change_vote(report, paragraph, up, down)!
-- Move one count of a paragraph to the other thumb.
UPDATE votes SET up = max(0, up + :up), down = max(0, down + :down)
WHERE report = :report AND paragraph = :paragraph;

-- name: all_votes()
-- The counts of every paragraph that was voted on.
SELECT report, paragraph, up, down FROM votes ORDER BY report, paragraph;

-- name: keep_question(guild_id, question, status, report, paragraph, asked_at)!
-- Keep one question of a server that wants its questions kept.
INSERT INTO kept_questions (guild_id, question, status, report, paragraph, asked_at)
VALUES (:guild_id, :question, :status, :report, :paragraph, :asked_at);

-- name: kept_questions_of(guild_id)
-- A server's kept questions, newest first.
SELECT question, status, report, paragraph, asked_at FROM kept_questions
WHERE guild_id = :guild_id ORDER BY asked_at DESC, id DESC;

-- name: all_gaps()
-- The questions of all servers that found no sure answer or whose answer was voted down, newest first.
SELECT question, status, report, paragraph, asked_at FROM kept_questions
WHERE status IN ('unsure', 'none', 'down') ORDER BY asked_at DESC, id DESC;

-- name: count_keeping()$
-- How many servers keep questions.
SELECT count(*) FROM guild_settings WHERE keep_unanswered = 1;

-- name: forget_questions_of(guild_id)!
-- Drop all that a server kept.
DELETE FROM kept_questions WHERE guild_id = :guild_id;

-- name: forget_questions_before(moment)!
-- Drop what is older than a moment.
DELETE FROM kept_questions WHERE asked_at < :moment;

-- name: forget_questions_beyond(count)!
-- Drop, for each server, the oldest questions beyond a count.
DELETE FROM kept_questions WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY guild_id ORDER BY asked_at DESC, id DESC) AS place
        FROM kept_questions
    ) AS ranked
    WHERE ranked.place > :count
);
