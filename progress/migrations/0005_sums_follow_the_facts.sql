ALTER TABLE progress_stint ADD COLUMN stalled datemultirange NOT NULL DEFAULT '{}';
CREATE INDEX stint_stalled ON progress_stint (agency_id) WHERE stalled <> '{}';

-- The local day of a moment: figures are of whole days in the province's own time.
CREATE FUNCTION progress_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;

-- Who answers for these enrolments when, and what had happened by then. The rules are
-- those of EnrolmentQuerySet.answering, rollup.assigned and trainees.standing_on.
CREATE FUNCTION progress_stints_of(ids bigint[])
RETURNS TABLE (enrolment_id bigint, training_class_id bigint, agency_id bigint, since date,
    until date, started_on date, completed_on date, passed_on date, stalled datemultirange)
LANGUAGE sql STABLE AS $$
WITH facts AS (
    SELECT e.id, e.training_class_id, e.learner_id, e.answering_agency_id AS answering,
           progress_day(e.enrolled_at) AS enrolled_on, progress_day(e.ended_at) AS ended_on,
           e.ended_reason = 'completed' AS counts_on,
           progress_day(e.completed_at) AS completed_on, progress_day(e.passed_at) AS passed_on
      FROM enrolments_enrolment e WHERE e.id = ANY(ids)
), seen AS (
    SELECT v.enrolment_id, progress_day(v.first_at) AS day
      FROM progress_visit v WHERE v.enrolment_id = ANY(ids)
    UNION SELECT v.enrolment_id, progress_day(v.last_at)
      FROM progress_visit v WHERE v.enrolment_id = ANY(ids)
    UNION SELECT c.enrolment_id, progress_day(c.completed_at)
      FROM progress_completion c WHERE c.enrolment_id = ANY(ids)
), gaps AS (
    SELECT s.enrolment_id, s.day,
           lead(s.day) OVER (PARTITION BY s.enrolment_id ORDER BY s.day) AS next FROM seen s
), idle AS (
    SELECT g.enrolment_id, min(g.day) AS first_on,
           range_agg(daterange(g.day + 7, g.next))
               FILTER (WHERE g.next IS NULL OR g.next > g.day + 7) AS stalled
      FROM gaps g GROUP BY g.enrolment_id
), spans AS (
    -- While it is open, and afterwards where nothing was frozen: where the learner works.
    SELECT f.*, m.agency_id, GREATEST(lower(m.period), f.enrolled_on) AS since,
           LEAST(upper(m.period), CASE WHEN NOT f.counts_on OR f.answering IS NOT NULL
                                       THEN f.ended_on END) AS until
      FROM facts f
      JOIN agencies_membership m ON m.user_id = f.learner_id AND m.is_main
    UNION ALL
    SELECT f.*, f.answering, GREATEST(f.ended_on, f.enrolled_on), NULL
      FROM facts f WHERE f.counts_on AND f.ended_on IS NOT NULL AND f.answering IS NOT NULL
)
SELECT s.id, s.training_class_id, s.agency_id, s.since, s.until,
       LEAST(i.first_on, s.completed_on), s.completed_on, s.passed_on,
       coalesce(i.stalled, '{}') * datemultirange(daterange(s.since, s.until))
           * datemultirange(daterange(NULL, s.completed_on))
  FROM spans s LEFT JOIN idle i ON i.enrolment_id = s.id
 WHERE s.until IS NULL OR s.since < s.until
$$;

-- Put the stints of these enrolments right and write down what that changes. Whoever
-- holds an enrolment's row is the only one to do so: facts of one enrolment are counted
-- one after the other.
CREATE FUNCTION progress_retally(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN RETURN; END IF;
    PERFORM 1 FROM enrolments_enrolment WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    WITH gone AS (
        DELETE FROM progress_stint WHERE enrolment_id = ANY(ids) RETURNING *
    ), came AS (
        INSERT INTO progress_stint (enrolment_id, training_class_id, agency_id, since, until,
                                    started_on, completed_on, passed_on, stalled)
        SELECT * FROM progress_stints_of(ids) RETURNING *
    ), both_ways AS (
        SELECT -1 AS sign, g.* FROM gone g UNION ALL SELECT 1, c.* FROM came c
    ), steps AS (
        SELECT b.sign, b.agency_id, b.training_class_id, d.*
          FROM both_ways b CROSS JOIN LATERAL (
            SELECT b.since AS day, 1 AS a, 0 AS s, 0 AS c, 0 AS p, 0 AS x
            UNION ALL SELECT b.until, -1, 0, 0, 0, 0
            UNION ALL SELECT GREATEST(b.since, b.started_on), 0, 1, 0, 0, 0
             WHERE b.started_on IS NOT NULL AND (b.until IS NULL OR b.started_on < b.until)
            UNION ALL SELECT b.until, 0, -1, 0, 0, 0 WHERE b.started_on < b.until
            UNION ALL SELECT GREATEST(b.since, b.completed_on), 0, 0, 1, 0, 0
             WHERE b.completed_on IS NOT NULL AND (b.until IS NULL OR b.completed_on < b.until)
            UNION ALL SELECT b.until, 0, 0, -1, 0, 0 WHERE b.completed_on < b.until
            UNION ALL SELECT GREATEST(b.since, b.passed_on), 0, 0, 0, 1, 0
             WHERE b.passed_on IS NOT NULL AND (b.until IS NULL OR b.passed_on < b.until)
            UNION ALL SELECT b.until, 0, 0, 0, -1, 0 WHERE b.passed_on < b.until
            UNION ALL SELECT lower(r), 0, 0, 0, 0, 1 FROM unnest(b.stalled) r
            UNION ALL SELECT upper(r), 0, 0, 0, 0, -1 FROM unnest(b.stalled) r
        ) d WHERE d.day IS NOT NULL
    )
    INSERT INTO progress_change (agency_id, training_class_id, day, assigned, started,
                                 completed, passed, stalled)
    SELECT agency_id, training_class_id, day, sum(sign * a), sum(sign * s), sum(sign * c),
           sum(sign * p), sum(sign * x)
      FROM steps GROUP BY agency_id, training_class_id, day
    HAVING sum(sign * a) <> 0 OR sum(sign * s) <> 0 OR sum(sign * c) <> 0
        OR sum(sign * p) <> 0 OR sum(sign * x) <> 0;
END $$;

-- Add the changes to the tallies, and the balances up to a day; returns how many changes.
CREATE FUNCTION progress_fold(to_day date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE folded bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('progress.fold'));
    WITH taken AS (DELETE FROM progress_change RETURNING *), summed AS (
        SELECT agency_id, training_class_id, day, sum(assigned) AS a, sum(started) AS s,
               sum(completed) AS c, sum(passed) AS p, sum(stalled) AS x, count(*) AS n
          FROM taken GROUP BY agency_id, training_class_id, day
    ), put AS (
        INSERT INTO progress_tally AS t (agency_id, training_class_id, day, assigned, started,
                                         completed, passed, stalled)
        SELECT agency_id, training_class_id, day, a, s, c, p, x FROM summed
        ON CONFLICT (agency_id, training_class_id, day) DO UPDATE SET
            assigned = t.assigned + excluded.assigned, started = t.started + excluded.started,
            completed = t.completed + excluded.completed, passed = t.passed + excluded.passed,
            stalled = t.stalled + excluded.stalled
    ) SELECT coalesce(sum(n), 0) INTO folded FROM summed;
    IF folded > 0 OR NOT EXISTS (SELECT FROM progress_fold WHERE folded_to = to_day) THEN
        DELETE FROM progress_balance;
        INSERT INTO progress_balance (agency_id, training_class_id, assigned, started,
                                      completed, passed, stalled)
        SELECT agency_id, training_class_id, sum(assigned), sum(started), sum(completed),
               sum(passed), sum(stalled)
          FROM progress_tally WHERE day <= to_day GROUP BY agency_id, training_class_id;
        DELETE FROM progress_fold;
        INSERT INTO progress_fold (folded_to) VALUES (to_day);
    END IF;
    RETURN folded;
END $$;

CREATE FUNCTION progress_tally_enrolments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM progress_retally((SELECT array_agg(id) FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM progress_retally((SELECT array_agg(id) FROM old_rows));
    ELSE
        PERFORM progress_retally((
            SELECT array_agg(n.id) FROM new_rows n JOIN old_rows o ON o.id = n.id
             WHERE (n.learner_id, n.training_class_id, n.enrolled_at, n.ended_at, n.ended_reason,
                    n.answering_agency_id, n.completed_at, n.passed_at)
                IS DISTINCT FROM
                   (o.learner_id, o.training_class_id, o.enrolled_at, o.ended_at, o.ended_reason,
                    o.answering_agency_id, o.completed_at, o.passed_at)));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION progress_tally_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM progress_retally((SELECT array_agg(e.id) FROM enrolments_enrolment e
            WHERE e.learner_id IN (SELECT user_id FROM new_rows WHERE is_main)));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM progress_retally((SELECT array_agg(e.id) FROM enrolments_enrolment e
            WHERE e.learner_id IN (SELECT user_id FROM old_rows WHERE is_main)));
    ELSE
        PERFORM progress_retally((SELECT array_agg(e.id) FROM enrolments_enrolment e
            WHERE e.learner_id IN (SELECT user_id FROM new_rows UNION SELECT user_id FROM old_rows)));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION progress_tally_visits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM progress_retally((SELECT array_agg(DISTINCT enrolment_id) FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM progress_retally((SELECT array_agg(DISTINCT enrolment_id) FROM old_rows));
    ELSE  -- most visits are later on a day that is counted already
        PERFORM progress_retally((
            SELECT array_agg(DISTINCT x.id) FROM new_rows n JOIN old_rows o ON o.id = n.id
             CROSS JOIN LATERAL (VALUES (n.enrolment_id), (o.enrolment_id)) x (id)
             WHERE (n.enrolment_id, progress_day(n.first_at), progress_day(n.last_at))
                IS DISTINCT FROM
                   (o.enrolment_id, progress_day(o.first_at), progress_day(o.last_at))));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION progress_tally_completions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM progress_retally((SELECT array_agg(DISTINCT enrolment_id) FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM progress_retally((SELECT array_agg(DISTINCT enrolment_id) FROM old_rows));
    ELSE
        PERFORM progress_retally((
            SELECT array_agg(DISTINCT x.id) FROM new_rows n JOIN old_rows o ON o.id = n.id
             CROSS JOIN LATERAL (VALUES (n.enrolment_id), (o.enrolment_id)) x (id)
             WHERE (n.enrolment_id, n.completed_at) IS DISTINCT FROM (o.enrolment_id, o.completed_at)));
    END IF;
    RETURN NULL;
END $$;

DO $$ DECLARE pair text[]; BEGIN
    FOREACH pair SLICE 1 IN ARRAY ARRAY[
        ['enrolments_enrolment', 'progress_tally_enrolments'],
        ['agencies_membership', 'progress_tally_memberships'],
        ['progress_visit', 'progress_tally_visits'],
        ['progress_completion', 'progress_tally_completions']]
    LOOP
        EXECUTE format('CREATE TRIGGER tally_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', pair[1], pair[2]);
        EXECUTE format('CREATE TRIGGER tally_update AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows
            NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION %I()', pair[1], pair[2]);
        EXECUTE format('CREATE TRIGGER tally_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION %I()', pair[1], pair[2]);
    END LOOP;
END $$;
