/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/app/commands/commands.h"

/* Catalogues of galaxies, and runs of eval that end early. */

/* Where the system kills a run that writes a longer file, within its rows. */
#define KILLED_AT 30000

/* A catalogue of n galaxies; row bad (from 0) is another text. */
static inline void
write_catalogue (const char *name, guint n, guint bad, const char *text)
{
  g_autoptr (GString) csv = g_string_new ("logm0,lg_qt,lgmet_young,av_young,redshift\n");
  g_autoptr (GRand) rng = g_rand_new_with_seed (3);

  for (guint i = 0; i < n; i++)
    {
      const double x[] = { g_rand_double_range (rng, 11.5, 13.5), g_rand_double_range (rng, 0.6, 1.4),
                           g_rand_double_range (rng, -2.4, -1.7), g_rand_double_range (rng, 0.0, 1.0),
                           g_rand_double_range (rng, 0.1, 0.4) };

      if (i == bad)
        {
          g_string_append_printf (csv, "%s\n", text);
          continue;
        }
      for (guint k = 0; k < G_N_ELEMENTS (x); k++)
        {
          char number[G_ASCII_DTOSTR_BUF_SIZE];

          g_ascii_formatd (number, sizeof number, "%.6f", x[k]);
          g_string_append_printf (csv, "%s%s", k ? "," : "", number);
        }
      g_string_append_c (csv, '\n');
    }
  write_file (name, csv->str);
}

static inline goffset
size_of (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

static inline void
limit_files (gpointer data)
{
  const struct rlimit limit = { KILLED_AT, KILLED_AT };

  setrlimit (RLIMIT_FSIZE, &limit);
}

/* Runs the program with these arguments in the test's folder until it has written KILLED_AT bytes to a
 * file. */
static inline void
run_until_killed (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  GPid pid;
  int status;

  g_spawn_async (folder, (char **) argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                 limit_files, NULL, &pid, &error);
  g_assert_no_error (error);
  waitpid (pid, &status, 0);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGXFSZ);
}

/* The bytes of a file. g_free. */
static inline char *
bytes_of (const char *name, gsize *length)
{
  g_autofree char *path = at (name);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

static inline void
assert_same_bytes (const char *a, const char *b)
{
  gsize n, m;
  g_autofree char *one = bytes_of (a, &n), *two = bytes_of (b, &m);

  if (n != m || memcmp (one, two, n) != 0)
    g_error ("%s and %s differ", a, b);
}
