-- Whoever changes the tree and whoever folds wait for each other: neither misses what
-- the other did. Branches added up along another tree are then not read any more.
CREATE FUNCTION progress_tree_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT FROM changed_rows) THEN RETURN NULL; END IF;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('progress.fold'));
    UPDATE progress_fold SET tree = NULL WHERE tree IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER branches_insert AFTER INSERT ON agencies_agencyancestry
    REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_tree_changed();
CREATE TRIGGER branches_update AFTER UPDATE ON agencies_agencyancestry
    REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_tree_changed();
CREATE TRIGGER branches_delete AFTER DELETE ON agencies_agencyancestry
    REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION progress_tree_changed();
CREATE TRIGGER branches_truncate AFTER TRUNCATE ON agencies_agencyancestry
    FOR EACH STATEMENT EXECUTE FUNCTION progress_tree_changed();

-- The days around this one on which everybody stands where they stand on this day.
CREATE FUNCTION progress_tree_days(on_day date) RETURNS daterange LANGUAGE sql STABLE AS $$
SELECT daterange(max(day) FILTER (WHERE day <= on_day), min(day) FILTER (WHERE day > on_day))
  FROM (SELECT lower(period) AS day FROM agencies_agencyancestry
        UNION ALL SELECT upper(period) FROM agencies_agencyancestry) bounds
$$;

-- Who stands below whom on a day, for those alone that have others below them.
CREATE FUNCTION progress_branches(on_day date) RETURNS TABLE (branch_id bigint, agency_id bigint)
LANGUAGE sql STABLE AS $$
WITH up AS MATERIALIZED (
    SELECT ancestor_id, descendant_id FROM agencies_agencyancestry WHERE period @> on_day
)
SELECT ancestor_id, descendant_id FROM up
 WHERE ancestor_id IN (SELECT ancestor_id FROM up WHERE ancestor_id <> descendant_id)
$$;

-- Add the changes to the tallies and those of the branches above, and the balances up to
-- a day; returns how many changes. Branches of another tree are added up anew.
CREATE OR REPLACE FUNCTION progress_fold(to_day date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE folded bigint; fits boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('progress.fold'));
    fits := coalesce((SELECT bool_and(tree @> to_day) FROM progress_fold), false);
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
    ), put_above AS (
        INSERT INTO progress_branchtally AS t (agency_id, training_class_id, day, assigned,
                                               started, completed, passed, stalled)
        SELECT b.branch_id, training_class_id, day, sum(a), sum(s), sum(c), sum(p), sum(x)
          FROM summed JOIN progress_branches(to_day) b USING (agency_id)
         WHERE fits GROUP BY b.branch_id, training_class_id, day
        ON CONFLICT (agency_id, day, training_class_id) DO UPDATE SET
            assigned = t.assigned + excluded.assigned, started = t.started + excluded.started,
            completed = t.completed + excluded.completed, passed = t.passed + excluded.passed,
            stalled = t.stalled + excluded.stalled
    ) SELECT coalesce(sum(n), 0) INTO folded FROM summed;
    IF NOT fits THEN
        DELETE FROM progress_branchtally;
        INSERT INTO progress_branchtally (agency_id, training_class_id, day, assigned, started,
                                          completed, passed, stalled)
        SELECT b.branch_id, training_class_id, day, sum(assigned), sum(started),
               sum(completed), sum(passed), sum(stalled)
          FROM progress_tally JOIN progress_branches(to_day) b USING (agency_id)
         GROUP BY b.branch_id, training_class_id, day;
    END IF;
    IF folded > 0 OR NOT fits
       OR NOT EXISTS (SELECT FROM progress_fold WHERE folded_to = to_day) THEN
        PERFORM progress_rebalance(to_day);
        DELETE FROM progress_fold;
        INSERT INTO progress_fold (folded_to, tree) VALUES (to_day, progress_tree_days(to_day));
    END IF;
    RETURN folded;
END $$;

-- The balances up to a day: of each agency, of each branch, and of all classes together.
CREATE FUNCTION progress_rebalance(to_day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM progress_balance;
    INSERT INTO progress_balance (agency_id, training_class_id, assigned, started, completed,
                                  passed, stalled)
    SELECT agency_id, training_class_id, sum(assigned), sum(started), sum(completed),
           sum(passed), sum(stalled)
      FROM progress_tally WHERE day <= to_day GROUP BY agency_id, training_class_id;
    DELETE FROM progress_branchbalance;
    INSERT INTO progress_branchbalance (agency_id, training_class_id, assigned, started,
                                        completed, passed, stalled)
    SELECT * FROM progress_branch_balances(to_day);
END $$;

CREATE FUNCTION progress_branch_balances(on_day date) RETURNS TABLE (agency_id bigint,
    training_class_id bigint, assigned bigint, started bigint, completed bigint, passed bigint,
    stalled bigint) LANGUAGE sql STABLE AS $$
WITH branches AS MATERIALIZED (
    SELECT b.branch_id, k.training_class_id, sum(k.assigned) AS a, sum(k.started) AS s,
           sum(k.completed) AS c, sum(k.passed) AS p, sum(k.stalled) AS x
      FROM progress_balance k JOIN progress_branches(on_day) b USING (agency_id)
     GROUP BY b.branch_id, k.training_class_id
)
TABLE branches
UNION ALL
SELECT branch_id, NULL, sum(a)::bigint, sum(s)::bigint, sum(c)::bigint, sum(p)::bigint,
       sum(x)::bigint
  FROM branches GROUP BY branch_id
UNION ALL
SELECT k.agency_id, NULL, sum(k.assigned), sum(k.started), sum(k.completed), sum(k.passed),
       sum(k.stalled)
  FROM progress_balance k
  JOIN agencies_agencyancestry self ON self.descendant_id = k.agency_id
       AND self.ancestor_id = k.agency_id AND self.period @> on_day
 WHERE k.agency_id NOT IN (SELECT branch_id FROM branches)
 GROUP BY k.agency_id
$$;

