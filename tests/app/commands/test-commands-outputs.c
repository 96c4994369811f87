/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands write: never over an input or the program's data, wholly or not at all, and with an exit
 * status that tells. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/app/commands/commands.h"

#define N_KILLS 8
#define OBSERVABLES " --observables rest:LSST/g-r"

static char *grid, *filters;

static void
copy (const char *from, const char *name)
{
  g_autofree char *path = at (name), *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

static char *
sum_of (const char *name)
{
  g_autofree char *path = at (name), *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
}

/* The command fails, and the file stays as it was. */
static void
assert_kept (const char *command, const char *name, const char *why)
{
  g_autofree char *before = sum_of (name), *after = NULL;

  assert_fails (command, 1, name, why, NULL);
  after = sum_of (name);
  g_assert_cmpstr (before, ==, after);
}

static void
test_inputs (void)
{
  g_autofree char *hard = at ("points.csv.again"), *soft = at ("soft.csv"), *points = at ("points.csv"),
                  *own = at ("own");

  write_file ("points.csv", "redshift\n0.1\n0.2\n");
  write_file ("table.csv", "t,sfr\n0.1,1\n13,1\n");
  copy (grid, "grid.h5");
  copy (filters, "filters.h5");
  g_assert_cmpint (link (points, hard), ==, 0);
  g_assert_cmpint (symlink ("points.csv", soft), ==, 0);
  g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
  copy (filters, "own/filters.h5");

  assert_kept ("eval --points @/soft.csv --out @/points.csv.again" OBSERVABLES, "points.csv", "is an input");
  assert_kept ("eval --points @/points.csv --grid @/grid.h5 --out @/grid.h5" OBSERVABLES, "grid.h5",
               "is an input");
  assert_kept ("eval --points @/points.csv --filters @/filters.h5 --out @/filters.h5" OBSERVABLES,
               "filters.h5", "is an input");
  assert_kept ("render --preset quenched --plot sfh --set sfh_form=table --set sfh_table=@/table.csv --out "
               "@/table.csv",
               "table.csv", "is an input");
  assert_kept ("population --n 2000 --write @/p.json --catalogue @/points.csv.again --galaxies @/points.csv",
               "points.csv", "is an input");
  {
    g_autofree char *variable = g_strdup_printf ("STARLOOM_DATA=%s", own),
                    *before = sum_of ("own/filters.h5"), *after = NULL;
    const char *const env[] = { variable, NULL };
    g_auto (Run) r = run_env ("eval --points @/points.csv --out @/own/filters.h5" OBSERVABLES, env);

    g_assert_cmpint (r.status, ==, 1);
    assert_has (r.err, "Starloom’s data");
    after = sum_of ("own/filters.h5");
    g_assert_cmpstr (before, ==, after);
  }
}

static void
test_not_files (void)
{
  g_autofree char *pipe = at ("pipe.h5");

  write_file ("points.csv", "redshift\n0.1\n0.2\n");
  g_assert_cmpint (mkfifo (pipe, 0666), ==, 0);
  assert_fails ("eval --points @/points.csv --out /dev/null" OBSERVABLES, 1, "/dev/null", "a device", NULL);
  assert_fails ("eval --points @/points.csv --out @/pipe.h5" OBSERVABLES, 1, "pipe.h5", "a pipe", NULL);
  assert_fails ("eval --points @/points.csv --out @" OBSERVABLES, 1, "a folder", NULL);
  assert_fails ("population --n 2000 --checkpoint /dev/null", 1, "/dev/null", "a device", NULL);
  assert_fails ("render --preset quenched --plot sfh --out @/nowhere/sfh.pdf", 1, "nowhere/sfh.pdf",
                "does not exist", NULL);
}

/* Runs a line of the shell; $SL_PROGRAM is the program, and the test's folder the working directory. */
static int
shell (const char *line, char **err)
{
  g_autoptr (GError) error = NULL;
  const char *argv[] = { "/bin/sh", "-c", line, NULL };
  int status;

  g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, err, &status,
                &error);
  g_assert_no_error (error);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

/* A disk that is full: standard output, and a file that may not grow. */
static void
test_full_disk (void)
{
  static const char *const to_full[] = {
    "--version",
    "--help",
    "eval --help",
    "render --list",
    "population --n 2000 --json",
    "hessian --preset quenched --params lg_drop,lgmet_old --observables rest:LSST/g-r",
    "fisher --help",
  };
  static const char *const to_file[] = {
    "eval --points points.csv --out old.h5 --observables rest:LSST/g-r --sed",
    "population --n 2000 --out old.h5",
    "population --n 20000 --galaxies old.h5",
    "render --preset quenched --plot sed --out old.pdf",
    "render --preset quenched --plot sed --out old.csv",
  };
  GString *rows = g_string_new ("redshift\n");

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (rows, "0.%02u\n", 10 + i);
  write_file ("points.csv", rows->str);
  g_string_free (rows, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (to_full); i++)
    {
      g_autofree char *line = g_strdup_printf ("exec \"$SL_PROGRAM\" %s > /dev/full", to_full[i]),
                      *err = NULL;
      const int status = shell (line, &err);

      if (status != 1 || !strstr (err, "not all of the output"))
        g_error ("%s: status %d: %s", line, status, err);
    }
  for (guint i = 0; i < G_N_ELEMENTS (to_file); i++)
    {
      g_autofree char *line =
                          g_strdup_printf ("trap '' XFSZ; ulimit -f 4; exec \"$SL_PROGRAM\" %s", to_file[i]),
                      *err = NULL;
      g_autoptr (GDir) dir = NULL;
      const char *name;
      int status;

      write_file ("old.h5", "old");
      write_file ("old.pdf", "old");
      write_file ("old.csv", "old");
      status = shell (line, &err);
      if (status != 1 || !strstr (err, "cannot be written"))
        g_error ("%s: status %d: %s", line, status, err);
      for (guint k = 0; k < 3; k++)
        {
          static const char *const kept[] = { "old.h5", "old.pdf", "old.csv" };
          g_autofree char *path = at (kept[k]), *text = NULL;

          g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
          g_assert_cmpstr (text, ==, "old");
        }
      dir = g_dir_open (folder, 0, NULL);
      while ((name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".part"))
          g_error ("%s is left", name);
    }
}

static guint
count_parts (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    n += g_str_has_suffix (name, ".part");
  return n;
}

/* Killed at any time, the old file or the new one is there, whole; what was half written goes with the next
 * run. */
static void
test_killed (void)
{
  const char *argv[] = {
    g_getenv ("SL_PROGRAM"), "population", "--n", "300000", "--galaxies", "killed.h5", NULL
  };
  g_autofree char *path = at ("killed.h5");
  g_auto (Run) last = { 0 };

  assert_works ("population --n 2000 --galaxies @/killed.h5 --json");
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SlH5) file = NULL;
      GPid pid;

      g_spawn_async (folder, (char **) argv, NULL,
                     G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &pid, &error);
      g_assert_no_error (error);
      /* Most of them while the file is written: it begins when the galaxies have been drawn. */
      for (guint wait = 0; wait < 400 && count_parts () == 0; wait++)
        g_usleep (10000);
      g_usleep (i * 15000);
      kill (pid, SIGKILL);
      waitpid (pid, NULL, 0);
      file = sl_h5_open (path, &error);
      g_assert_no_error (error);
    }
  last = run ("population --n 2000 --galaxies @/killed.h5 --json");
  g_assert_cmpint (last.status, ==, 0);
  g_assert_cmpuint (count_parts (), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  filters = g_build_filename (g_getenv ("SL_DATA"), "filters.h5", NULL);
  g_test_add_func ("/commands-outputs/inputs", test_inputs);
  g_test_add_func ("/commands-outputs/not-files", test_not_files);
  g_test_add_func ("/commands-outputs/full-disk", test_full_disk);
  g_test_add_func ("/commands-outputs/killed", test_killed);
  status = g_test_run ();
  remove_tree (folder);
  g_free (grid);
  g_free (filters);
  return status;
}
