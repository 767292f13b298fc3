"""The first schema as statements; ``resources/store/schema.md`` explains the present one."""

from typing import Final

TABLES: Final = (
    """
    CREATE TABLE study (
        study_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        spec TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE environment (
        environment_id TEXT PRIMARY KEY,
        versions TEXT NOT NULL CHECK (json_valid(versions))
    ) STRICT
    """,
    """
    CREATE TABLE run (
        job_id TEXT PRIMARY KEY,
        study_id TEXT NOT NULL REFERENCES study (study_id),
        kind TEXT NOT NULL CHECK (kind IN ('run', 'stage')),
        title TEXT NOT NULL,
        label TEXT NOT NULL,
        method TEXT NOT NULL,
        setting TEXT NOT NULL,
        source_tasks TEXT NOT NULL CHECK (json_valid(source_tasks)),
        target_task TEXT,
        seed INTEGER NOT NULL,
        digest TEXT NOT NULL,
        needs TEXT REFERENCES run (job_id) DEFERRABLE INITIALLY DEFERRED,
        status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'paused', 'finished',
                                               'failed', 'cancelled', 'interrupted')),
        attempt INTEGER NOT NULL DEFAULT 0,
        next_seq INTEGER NOT NULL DEFAULT 0,
        position INTEGER NOT NULL,
        created TEXT NOT NULL,
        started TEXT,
        ended TEXT,
        stage TEXT NOT NULL DEFAULT '',
        step INTEGER NOT NULL DEFAULT 0,
        steps INTEGER NOT NULL DEFAULT 0,
        rows INTEGER NOT NULL DEFAULT 0,
        seconds REAL NOT NULL DEFAULT 0,
        metric TEXT NOT NULL DEFAULT '',
        validation REAL,
        test REAL,
        test_metrics TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(test_metrics)),
        device TEXT NOT NULL DEFAULT '',
        backbone TEXT NOT NULL,
        backbone_sha256 TEXT NOT NULL DEFAULT '',
        sharing TEXT NOT NULL DEFAULT '' CHECK (sharing IN ('', 'packed', 'in_turn')),
        environment_id TEXT REFERENCES environment (environment_id),
        reason TEXT NOT NULL DEFAULT '',
        report TEXT NOT NULL DEFAULT '',
        spec TEXT NOT NULL CHECK (json_valid(spec))
    ) STRICT
    """,
    "CREATE INDEX run_by_status ON run (status, position)",
    "CREATE INDEX run_by_kind ON run (kind)",
    """
    CREATE TABLE study_run (
        study_id TEXT NOT NULL REFERENCES study (study_id),
        job_id TEXT NOT NULL REFERENCES run (job_id),
        PRIMARY KEY (study_id, job_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE run_param (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        name TEXT NOT NULL,
        type TEXT NOT NULL CHECK (type IN ('bool', 'int', 'float', 'text', 'none', 'json')),
        text TEXT NOT NULL,
        real REAL,
        PRIMARY KEY (job_id, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE metric (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        stage TEXT NOT NULL,
        name TEXT NOT NULL,
        step INTEGER NOT NULL,
        value REAL,
        non_finite TEXT CHECK (non_finite IN ('nan', 'inf', '-inf')),
        PRIMARY KEY (job_id, stage, name, step),
        CHECK ((value IS NULL) = (non_finite IS NOT NULL))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE metric_latest (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        stage TEXT NOT NULL,
        name TEXT NOT NULL,
        step INTEGER NOT NULL,
        value REAL,
        non_finite TEXT CHECK (non_finite IN ('nan', 'inf', '-inf')),
        PRIMARY KEY (job_id, stage, name),
        CHECK ((value IS NULL) = (non_finite IS NOT NULL))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE evaluation (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        stage TEXT NOT NULL,
        step INTEGER NOT NULL,
        task TEXT NOT NULL,
        split TEXT NOT NULL CHECK (split IN ('validation', 'test')),
        name TEXT NOT NULL,
        value REAL,
        non_finite TEXT CHECK (non_finite IN ('nan', 'inf', '-inf')),
        rows INTEGER NOT NULL,
        is_best INTEGER NOT NULL CHECK (is_best IN (0, 1)),
        PRIMARY KEY (job_id, split, task, stage, step, name),
        CHECK ((value IS NULL) = (non_finite IS NOT NULL))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE message (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        attempt INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        time TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
        text TEXT NOT NULL,
        PRIMARY KEY (job_id, attempt, seq)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE prompt (
        prompt_id TEXT PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES run (job_id),
        task TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('plain', 'conditional', 'ensemble')),
        num_virtual_tokens INTEGER NOT NULL,
        token_dim INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        norm REAL,
        created TEXT NOT NULL,
        data BLOB NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX prompt_by_task ON prompt (job_id, task)",
    """
    CREATE TABLE checkpoint (
        job_id TEXT NOT NULL REFERENCES run (job_id),
        is_final INTEGER NOT NULL CHECK (is_final IN (0, 1)),
        stage TEXT NOT NULL,
        step INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        created TEXT NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (job_id, is_final)
    ) STRICT
    """,
)

VIEWS: Final = (
    """
    CREATE VIEW results AS
    SELECT study.name AS study, run.job_id AS run, run.label AS method,
           run.target_task AS target, run.source_tasks AS sources, run.seed,
           run.status, run.metric, run.validation, run.test, run.rows, run.seconds,
           run.backbone, run.device, run.started, run.ended, run.reason
    FROM run JOIN study USING (study_id)
    WHERE run.kind = 'run'
    """,
    """
    CREATE VIEW leaderboard AS
    SELECT study.name AS study, run.target_task AS target, run.metric,
           run.label AS method, COUNT(run.test) AS seeds, AVG(run.test) AS mean_test,
           MIN(run.test) AS lowest, MAX(run.test) AS highest,
           AVG(run.seconds) AS mean_seconds, run.setting
    FROM run JOIN study USING (study_id)
    WHERE run.kind = 'run' AND run.status = 'finished'
    GROUP BY study.study_id, run.target_task, run.metric, run.label, run.setting
    ORDER BY study.created, run.target_task, mean_test DESC
    """,
)
