/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

/*
 * The tables of a library of runs. `sqlite3 FILE .schema` shows these texts as they stand, so the
 * columns are explained in them. A value that is not a number (NaN) is NULL, which is all that
 * SQLite can make of it, and of the two zeros there is one; all other numbers, infinities too, come
 * back bit for bit.
 */

/* The table of runs, but for what is not the same in all versions. */
#define RUNS(recipe, source, end)                                         \
  "CREATE TABLE runs (\n"                                                 \
  "  id INTEGER PRIMARY KEY,      -- what other tables call it by\n"      \
  "  uuid TEXT NOT NULL UNIQUE,   -- the same in every file\n"            \
  "  name TEXT NOT NULL,          -- '' while it has none\n"              \
  "  colour INTEGER NOT NULL,     -- its place in the palette, from 0\n"  \
  "  pinned INTEGER NOT NULL,     -- 1: always kept\n"                    \
  "  hidden INTEGER NOT NULL,     -- 1: not in the charts\n"              \
  "  deleted INTEGER,             -- when; ms since 1970\n" recipe        \
  "  data TEXT NOT NULL,          -- the name of the images\n"            \
  "  data_hash TEXT NOT NULL,     -- tells them from others\n"            \
  "  n_train INTEGER NOT NULL,    -- how many are trained on\n"           \
  "  n_test INTEGER NOT NULL,\n"                                          \
  "  program TEXT NOT NULL,       -- Overshoot's version\n"               \
  "  threads INTEGER NOT NULL,\n"                                         \
  "  exact_from INTEGER,          -- first epoch of exact steps\n"        \
  "  machine TEXT NOT NULL,       -- libraries and instructions\n" source \
  "  parent TEXT,                 -- uuid of what it branched off\n"      \
  "  parent_epoch INTEGER,        -- how many epochs are the same\n"      \
  "  outcome TEXT NOT NULL,       -- running, finished, diverged, ...\n"  \
  "  error TEXT,                  -- why it failed\n"                     \
  "  started INTEGER NOT NULL,    -- ms since 1970\n"                     \
  "  written INTEGER NOT NULL,    -- its latest part; ms since 1970\n"    \
  "  n_epochs INTEGER NOT NULL,   -- how many there are\n"                \
  "  best_epoch INTEGER,          -- with the best test accuracy\n"       \
  "  best_test_accuracy REAL,     -- in per cent\n"                       \
  "  last_train_loss REAL,\n"                                             \
  "  last_test_loss REAL,\n" end                                          \
  ") STRICT;\n"

#define RUNS_1                                                           \
  RUNS ("  recipe TEXT NOT NULL,        -- as JSON\n",                   \
        "  source TEXT,                 -- what it was imported from\n", \
        "  seconds REAL                 -- of all epochs together\n")

/* Runs of other programs have no recipe. What an older program writes into these tables, which it
 * may have open, is right: it does not set what has a default. */
#define RUNS_2                                                                  \
  RUNS ("  recipe TEXT,                 -- as JSON; NULL: another program's\n", \
        "  source TEXT,                 -- what it was read from, or NULL\n",   \
        "  seconds REAL,                -- of all epochs together\n"            \
        "  colour_set INTEGER NOT NULL DEFAULT 0  -- 1: by a person\n")

/* The other tables. */
#define OTHERS                                                          \
  "CREATE TABLE epochs (\n"                                             \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  epoch INTEGER NOT NULL,      -- from 0\n"                          \
  "  learning_rate REAL,\n"                                             \
  "  train_loss REAL,             -- NULL: not a number\n"              \
  "  train_accuracy REAL,         -- in per cent\n"                     \
  "  test_loss REAL,\n"                                                 \
  "  test_accuracy REAL,          -- in per cent\n"                     \
  "  batch_loss REAL,             -- of the epoch's last batch\n"       \
  "  seconds REAL,\n"                                                   \
  "  PRIMARY KEY (run, epoch)\n"                                        \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "CREATE TABLE sharpness (\n"                                          \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  epoch INTEGER NOT NULL,      -- how many had been trained\n"       \
  "  value REAL,                  -- of the loss's Hessian\n"           \
  "  error REAL,                  -- share by which it may be larger\n" \
  "  residual REAL,               -- of its direction, as a share\n"    \
  "  is_bound INTEGER NOT NULL,   -- 1: it is at least the value\n"     \
  "  seconds REAL,                -- that measuring took\n"             \
  "  PRIMARY KEY (run, epoch)\n"                                        \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "CREATE TABLE batch_losses (\n"                                       \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  point INTEGER NOT NULL,      -- from 0\n"                          \
  "  epoch REAL NOT NULL,         -- 2.5: half-way through epoch 2\n"   \
  "  loss REAL,                   -- mean, without the penalty\n"       \
  "  PRIMARY KEY (run, point)\n"                                        \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "CREATE TABLE checkpoints (\n"                                        \
  "  id INTEGER PRIMARY KEY,      -- ascends with time\n"               \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n"    \
  "  epoch INTEGER NOT NULL,      -- how many had been trained\n"       \
  "  bytes INTEGER NOT NULL,      -- the length of the state\n"         \
  "  state BLOB NOT NULL,         -- safetensors\n"                     \
  "  UNIQUE (run, epoch)\n"                                             \
  ") STRICT;\n"                                                         \
  "CREATE TABLE settings (\n"                                           \
  "  name TEXT PRIMARY KEY,\n"                                          \
  "  value INTEGER NOT NULL\n"                                          \
  ") STRICT, WITHOUT ROWID;\n"                                          \
  "INSERT INTO settings VALUES ('checkpoint_bytes', 1073741824);\n"

/* What the instruments showed: a row for each value, by names that stay when there are more of
 * them. */
#define READINGS                                                     \
  "CREATE TABLE readings (\n"                                        \
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,\n" \
  "  epoch INTEGER NOT NULL,      -- after which it was taken\n"     \
  "  instrument TEXT NOT NULL,    -- alpha, gradient-norm, ...\n"    \
  "  part INTEGER NOT NULL,       -- 0, or which layer of several\n" \
  "  value REAL,                  -- NULL: not a number\n"           \
  "  seconds REAL,                -- that all its parts took\n"      \
  "  PRIMARY KEY (run, epoch, instrument, part)\n"                   \
  ") STRICT, WITHOUT ROWID;\n"

/* SQLite cannot take a condition off a column, so the table is made anew. Nothing follows its rows
 * when they go: see ov_schema_migrate(). */
#define STEP_2                                                  \
  "CREATE TEMP TABLE former_runs AS SELECT * FROM main.runs;\n" \
  "DROP TABLE main.runs;\n" RUNS_2                              \
  "INSERT INTO main.runs SELECT *, 0 FROM temp.former_runs;\n"  \
  "DROP TABLE temp.former_runs;\n"

/* Each leads from the version of its place to the next one. */
static const char *const steps[] = {
  RUNS_1 OTHERS,
  STEP_2,
  READINGS,
};

G_STATIC_ASSERT (G_N_ELEMENTS (steps) == OV_SCHEMA_VERSION);

/*
 * ov_schema_get_text:
 *
 * Returns: (transfer none): the statements that make the tables
 */
const char *
ov_schema_get_text (void)
{
  return RUNS_2 OTHERS READINGS;
}

/*
 * ov_schema_migrate:
 * @database: one within a transaction, which does not enforce foreign keys: tables are replaced
 * @from: the version of its tables; 0 when it has none
 * @to: the version that they are to have, at most %OV_SCHEMA_VERSION
 *
 * Brings the tables of a database up to a version, a step at a time.
 *
 * Returns: a result code of SQLite
 */
int
ov_schema_migrate (sqlite3 *database,
                   guint    from,
                   guint    to)
{
  g_autofree char *marks = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u;",
                                            OV_SCHEMA_APPLICATION_ID, to);
  int result = SQLITE_OK;

  g_return_val_if_fail (from <= to && to <= OV_SCHEMA_VERSION, SQLITE_MISUSE);

  for (guint i = from; i < to && result == SQLITE_OK; i++)
    result = sqlite3_exec (database, steps[i], NULL, NULL, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_exec (database, marks, NULL, NULL, NULL);

  return result;
}

/* Everything that a database has, in an order of its own: NULL when that cannot be read. */
static char *
describe (sqlite3 *database)
{
  static const char query[] = "SELECT group_concat (quote (type) || quote (name) || "
                              "quote (tbl_name) || quote (sql), char (10)) FROM "
                              "(SELECT * FROM sqlite_schema ORDER BY type, name)";
  sqlite3_stmt *statement = NULL;
  char *description = NULL;

  if (sqlite3_prepare_v2 (database, query, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    description = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);

  return description;
}

/*
 * ov_schema_is_exact:
 * @database: one that may come from anybody
 * @version: the version of its tables
 *
 * Compares all tables and indices with those of a new database, text for text. Another table, a
 * view, a trigger, or an expression where none belongs could have SQLite do what we did not ask
 * for.
 *
 * Returns: whether it has what we make, and nothing else
 */
gboolean
ov_schema_is_exact (sqlite3 *database,
                    guint    version)
{
  g_autofree char *own = describe (database);
  g_autofree char *expected = NULL;
  sqlite3 *pattern = NULL;

  if (sqlite3_open (":memory:", &pattern) == SQLITE_OK
      && ov_schema_migrate (pattern, 0, version) == SQLITE_OK)
    expected = describe (pattern);
  sqlite3_close (pattern);

  return own != NULL && g_strcmp0 (own, expected) == 0;
}
