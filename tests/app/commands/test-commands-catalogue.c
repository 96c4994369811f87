/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/app/commands/catalogue.h"

/* Catalogues: galaxies computed together, rows that are no galaxies, runs that end early. */

/* As the batch engine promises (model/batch/README.md). */
#define TOL_TOGETHER 3e-4
#define N_ROWS 1200  /* more than are computed one by one */
#define N_LONG 3000

static char *grid;

static double *
values_of (const char *name, gsize *n)
{
  gsize dims[2] = { 0 };
  double *values = read_doubles (name, "/values", 2, dims);

  *n = dims[0] * dims[1];
  return values;
}

#define OBSERVABLES " --observables obs:LSST/g,rest:LSST/r,line:Halpha"

static void
test_together (void)
{
  g_autofree char *together =
                      g_strconcat ("eval -p @/many.csv -o @/many.h5" OBSERVABLES " --grid ", grid, NULL),
                  *exact = g_strconcat ("eval -p @/many.csv -o @/exact.h5 --exact" OBSERVABLES " --grid ",
                                        grid, NULL),
                  *threads = g_strconcat ("eval -p @/many.csv -o @/one.h5 --threads 1" OBSERVABLES " --grid ",
                                          grid, NULL);
  g_autofree double *a = NULL, *b = NULL, *c = NULL;
  gsize n, m;
  gboolean differ = FALSE;

  write_catalogue ("many.csv", N_ROWS, N_ROWS, NULL);
  assert_works (together);
  assert_works (exact);
  assert_works (threads);
  assert_absent ("many.h5.part");
  a = values_of ("many.h5", &n);
  b = values_of ("exact.h5", &m);
  c = values_of ("one.h5", &m);
  g_assert_cmpuint (n, ==, 3 * N_ROWS);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat_with_epsilon (a[i], b[i], TOL_TOGETHER);
      differ |= a[i] != b[i];
    }
  /* These are two engines. */
  g_assert_true (differ);
  g_assert_cmpmem (a, n * sizeof *a, c, n * sizeof *c);
}

static void
test_bad_rows (void)
{
  static const struct {
    const char *row, *says;
  } table[] = {
    { "12,1,x,0.1,0.2", "lgmet_young" }, { "12,1,-2,0.1", "5" },           { "12,1,,0.1,0.2", "lgmet_young" },
    { "12,1,-2,nan,0.2", "av_young" },   { "12,-99,-2,0.1,0.2", "lg_qt" }, { "12,1,-2,77,0.2", "av_young" },
  };
  g_autofree char *strict = g_strconcat ("eval -p @/bad.csv -o @/bad.h5" OBSERVABLES " --grid ", grid, NULL),
                  *skip = g_strconcat (strict, " --skip-bad", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint n = 20; n <= N_ROWS; n += N_ROWS - 20)
      {
        g_autofree double *values = NULL;
        gsize size;

        write_catalogue ("bad.csv", n, 11, table[i].row);
        assert_fails (strict, 1, "bad.csv", "13", table[i].says, NULL);
        /* Before anything is computed. */
        assert_absent ("bad.h5");
        assert_absent ("bad.h5.part");
        assert_tells (skip, "1 of ");
        values = values_of ("bad.h5", &size);
        for (gsize k = 0; k < size; k++)
          g_assert_cmpint (isnan (values[k]), ==, k / 3 == 11);
        g_assert_cmpint (g_unlink (g_intern_string (g_strconcat (folder, "/bad.h5", NULL))), ==, 0);
      }
}

/* A killed run goes on where it ended, and its results are those of a run that was not killed. */
static void
test_resume (void)
{
  const char *argv[] = {
    g_getenv ("SL_PROGRAM"),  "eval",   "-p", "long.csv", "-o", "long.h5", "--observables",
    "obs:LSST/g,line:Halpha", "--grid", grid, NULL
  };
  g_autofree char *part = at ("long.h5.part"), *text = g_strjoinv (" ", (char **) argv + 1);
  g_autofree char *again = NULL, *resume = NULL, *other = NULL, *whole = NULL;
  g_autofree double *a = NULL, *b = NULL;
  g_autoptr (GString) command = g_string_new (text);
  g_autoptr (GError) error = NULL;
  gsize n, m;

  write_catalogue ("long.csv", N_LONG, N_LONG, NULL);
  run_until_killed (argv);
  g_assert_cmpint (size_of (part), ==, KILLED_AT);
  assert_absent ("long.h5");
  /* Part of a row, as of a run that was killed while it wrote. */
  {
    g_autoptr (GFile) file = g_file_new_for_path (part);
    g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, &error);

    g_assert_no_error (error);
    g_output_stream_write_all (G_OUTPUT_STREAM (stream), "torn", 4, NULL, NULL, NULL);
  }
  g_string_replace (command, "long.", "@/long.", 0);
  again = g_strdup (command->str);
  resume = g_strconcat (again, " --resume", NULL);
  g_string_replace (command, "line:Halpha", "line:Hbeta", 0);
  other = g_strconcat (command->str, " --resume", NULL);
  assert_fails (again, 1, "long.h5.part", "--resume", NULL);
  assert_fails (other, 1, "long.h5.part", "other points, observables or options", NULL);
  assert_works (resume);
  assert_absent ("long.h5.part");
  g_string_replace (command, "line:Hbeta", "line:Halpha", 0);
  g_string_replace (command, "long.h5", "whole.h5", 0);
  whole = g_strdup (command->str);
  assert_works (whole);
  a = values_of ("long.h5", &n);
  b = values_of ("whole.h5", &m);
  g_assert_cmpmem (a, n * sizeof *a, b, m * sizeof *b);
}

/* ECSV says how it is separated, and in which units. */
static void
test_ecsv (void)
{
  static const char rows[] = "logm0 sigma_v redshift\n12 120 0.2\n12.5  80 0.3\n";
  g_autofree char *head = g_strconcat ("# %ECSV 1.0\n# ---\n# datatype:\n"
                                       "# - {name: logm0, datatype: float64}\n"
                                       "# - {name: sigma_v, unit: km/s, datatype: float64}\n",
                                       rows, NULL);
  g_autofree char *command =
                      g_strconcat ("eval -p @/in.ecsv -o @/ecsv.h5" OBSERVABLES " --grid ", grid, NULL),
                  *plain = g_strconcat ("eval -p @/in.csv -o @/csv.h5" OBSERVABLES " --grid ", grid, NULL);
  g_autoptr (GString) other = g_string_new (head);
  g_autofree double *a = NULL, *b = NULL;
  gsize n, m;

  write_file ("in.ecsv", head);
  write_file ("in.csv", "logm0,sigma_v,redshift\n12,120,0.2\n12.5,80,0.3\n");
  assert_works (command);
  assert_works (plain);
  a = values_of ("ecsv.h5", &n);
  b = values_of ("csv.h5", &m);
  g_assert_cmpmem (a, n * sizeof *a, b, m * sizeof *b);
  /* As Astropy writes it. */
  g_string_replace (other, "unit: km/s", "unit: km / s", 0);
  write_file ("in.ecsv", other->str);
  assert_works (command);
  g_string_replace (other, "unit: km / s", "unit: m/s", 0);
  write_file ("in.ecsv", other->str);
  assert_fails (command, 1, "in.ecsv", "sigma_v", "km/s", "m/s", NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_test_add_func ("/commands-catalogue/together", test_together);
  g_test_add_func ("/commands-catalogue/bad-rows", test_bad_rows);
  g_test_add_func ("/commands-catalogue/resume", test_resume);
  g_test_add_func ("/commands-catalogue/ecsv", test_ecsv);
  status = g_test_run ();
  remove_tree (folder);
  g_free (grid);
  return status;
}
