/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>

#include "model/io/sl-data.h"
#include "model/population/sl-population.h"

/* A small population, for tests of slabs. */

/* Few, so that a slab takes little time. */
#define POPULATION_TIMES 20
#define POPULATION_BINS 24
/* 3.3 slabs. */
#define POPULATION_N (3 * (guint64) SL_POP_SLAB + 157286)

static inline SlPopulation *
population_make (SlPopulationSpec *spec, guint threads, GError **error)
{
  g_autofree char *grid = sl_data_path ("ssp_tiny.h5"), *bands = sl_data_path ("filters.h5");
  g_autoptr (SlTemplates) templates = sl_templates_load (grid, error);
  g_autoptr (SlFilterSet) filters = templates ? sl_filter_set_load (bands, error) : NULL;

  sl_population_spec_init (spec);
  spec->n_times = POPULATION_TIMES;
  spec->n_bins = POPULATION_BINS;
  spec->only_needed = TRUE;
  return filters ? sl_population_new (templates, filters, spec, threads, error) : NULL;
}

/* ---- child processes */

typedef struct {
  gboolean killed;
  int status;
  char *out, *err;
} PopulationChild;

static inline void
population_child_clear (PopulationChild *self)
{
  g_free (self->out);
  g_free (self->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PopulationChild, population_child_clear)

/* stop: of STARLOOM_TEST_STOP_AFTER_SLABS, or NULL. */
static inline PopulationChild
population_child (const char *const *argv, const char *stop)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  PopulationChild child = { 0 };

  if (stop)
    g_subprocess_launcher_setenv (launcher, "STARLOOM_TEST_STOP_AFTER_SLABS", stop, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &child.out, &child.err, &error);
  g_assert_no_error (error);
  child.killed = g_subprocess_get_if_signaled (process);
  child.status = child.killed ? -1 : g_subprocess_get_exit_status (process);
  return child;
}

/* Number of galaxies at which a child began. */
static inline guint64
population_began (const PopulationChild *child)
{
  const char *at = strstr (child->out, "began at ");

  g_assert_nonnull (at);
  return g_ascii_strtoull (at + strlen ("began at "), NULL, 10);
}

static inline void
population_assert_same (const char *path, const double *sums, gsize n)
{
  g_autofree char *found = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &found, &length, NULL));
  g_assert_cmpmem (found, length, sums, n * sizeof *sums);
}
