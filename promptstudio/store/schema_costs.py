"""What the second version adds: costs of stages, split seeds, what a score rests on."""

from typing import Final

COSTS: Final = (
    """
    CREATE TABLE stage_cost (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        stage TEXT NOT NULL,
        step INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        tokens INTEGER NOT NULL,
        forwards INTEGER NOT NULL,
        backwards INTEGER NOT NULL,
        evaluation_forwards INTEGER NOT NULL,
        seconds REAL NOT NULL,
        peak_memory INTEGER NOT NULL,
        trainable INTEGER NOT NULL,
        stored INTEGER NOT NULL,
        PRIMARY KEY (job_id, stage)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE run ADD COLUMN split_seed INTEGER NOT NULL DEFAULT 0",
    "UPDATE run SET split_seed = json_extract(spec, '$.split_seed')",
    "ALTER TABLE run ADD COLUMN test_rows INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE run SET test_rows = found.rows FROM evaluation AS found
    WHERE found.job_id = run.job_id AND found.split = 'test' AND found.task = run.target_task
    """,
    "ALTER TABLE evaluation ADD COLUMN spent INTEGER NOT NULL DEFAULT 0",
)

VIEWS: Final = (
    "DROP VIEW results",
    """
    CREATE VIEW results AS
    SELECT study.name AS study, run.job_id AS run, run.label AS method,
           run.target_task AS target, run.source_tasks AS sources, run.seed, run.split_seed,
           run.status, run.metric, run.validation, run.test, run.test_rows, run.rows,
           run.seconds, run.backbone, run.device, run.started, run.ended, run.reason
    FROM run JOIN study USING (study_id)
    WHERE run.kind = 'run'
    """,
    "DROP VIEW leaderboard",
    """
    CREATE VIEW leaderboard AS
    SELECT study.name AS study, run.target_task AS target, run.metric,
           run.label AS method, COUNT(run.test) AS runs, COUNT(DISTINCT run.seed) AS seeds,
           COUNT(DISTINCT run.split_seed) AS splits, AVG(run.test) AS mean_test,
           MIN(run.test) AS lowest, MAX(run.test) AS highest,
           AVG(run.seconds) AS mean_seconds, run.setting
    FROM run JOIN study USING (study_id)
    WHERE run.kind = 'run' AND run.status = 'finished'
    GROUP BY study.study_id, run.target_task, run.metric, run.label, run.setting
    ORDER BY study.created, run.target_task, mean_test DESC
    """,
    """
    CREATE VIEW costs AS
    SELECT study.name AS study, stage_cost.job_id AS run, run.kind, run.label AS method,
           run.target_task AS target, run.seed, run.split_seed, stage_cost.stage,
           stage_cost.rows, stage_cost.tokens,
           stage_cost.forwards + stage_cost.backwards AS passes,
           stage_cost.evaluation_forwards AS evaluation_passes, stage_cost.seconds,
           stage_cost.peak_memory / 1e6 AS MB, stage_cost.trainable AS trained,
           stage_cost.stored
    FROM stage_cost JOIN run USING (job_id) JOIN study USING (study_id)
    """,
)
