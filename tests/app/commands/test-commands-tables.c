/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/app/commands/catalogue.h"

/* Catalogues in text: what eval writes as CSV and ECSV, that it reads it again, and pieces of long files. */

#define N_ROWS 1200 /* more than are computed one by one */
#define N_LONG 3000
/* More than are read at a time. */
#define N_PIECES 70000
/* Rows of the first step of a run, which come into the part file together. */
#define STEP 2048
#define OBSERVABLES "obs:LSST/g,line:Halpha,lgmstar_formed"
#define N_OBSERVABLES 3

static char *grid;

static const char *const formats[] = { "h5", "csv", "ecsv" };

/* A command with the library, whose %s is the end of a file's name. */
static char *
eval (const char *format, const char *ending)
{
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "%s", ending, 0);
  g_string_append_printf (text, " --observables " OBSERVABLES " --grid %s", grid);
  return g_strdup (text->str);
}

/* A file of text without its comments, as fields by row and column; the first row has the names. */
static GPtrArray *
read_table (const char *name)
{
  gsize length;
  g_autofree char *bytes = bytes_of (name, &length);
  g_auto (GStrv) lines = g_strsplit (bytes, "\n", -1);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; lines[i]; i++)
    if (*lines[i] && *lines[i] != '#')
      g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  return rows;
}

static guint
column_of (GPtrArray *rows, const char *name)
{
  char **names = rows->pdata[0];

  for (guint k = 0; names[k]; k++)
    if (strcmp (names[k], name) == 0)
      return k;
  g_error ("no column %s", name);
}

static void
assert_number (GPtrArray *rows, gsize row, guint column, double expected)
{
  const char *text = ((char **) rows->pdata[1 + row])[column];

  if (isnan (expected))
    g_assert_cmpstr (text, ==, "nan");
  else if (g_ascii_strtod (text, NULL) != expected)
    g_error ("row %zu, column %u: %s, expected %.17g", row, column, text, expected);
}

/* Every number of a text is that of the HDF5 file, digit by digit. */
static void
assert_as_hdf5 (const char *name, const char *hdf5, gsize n)
{
  g_autoptr (GPtrArray) rows = read_table (name);
  g_auto (GStrv) params = read_strings (hdf5, "/parameter_names"),
                 names = read_strings (hdf5, "/observable_names");
  gsize points_dims[2] = { 0 }, values_dims[2] = { 0 }, dims[3] = { 0 };
  g_autofree double *points = read_doubles (hdf5, "/points", 2, points_dims),
                    *values = read_doubles (hdf5, "/values", 2, values_dims),
                    *jacobian = read_doubles (hdf5, "/jacobian", 3, dims);

  g_assert_cmpuint (rows->len, ==, n + 1);
  g_assert_cmpuint (dims[0], ==, n);
  for (guint c = 0; params[c]; c++)
    for (gsize i = 0, k = column_of (rows, params[c]); i < n; i++)
      assert_number (rows, i, k, points[i * points_dims[1] + c]);
  for (guint o = 0; names[o]; o++)
    {
      g_autofree char *other = g_strconcat ("value:", names[o], NULL);
      const guint k = column_of (rows, strcmp (names[o], "lgmstar_formed") == 0 ? other : names[o]);

      for (gsize i = 0; i < n; i++)
        assert_number (rows, i, k, values[i * N_OBSERVABLES + o]);
      for (guint c = 0; params[c]; c++)
        {
          g_autofree char *slope = g_strdup_printf ("d(%s)/d(%s)", names[o], params[c]);
          const guint j = column_of (rows, slope);

          for (gsize i = 0; i < n; i++)
            assert_number (rows, i, j, jacobian[(i * N_OBSERVABLES + o) * dims[2] + c]);
        }
    }
}

/* CSV and ECSV have the numbers of HDF5, few galaxies or many, bad rows as well. */
static void
test_numbers (void)
{
  for (guint n = 20; n <= N_ROWS; n += N_ROWS - 20)
    {
      write_catalogue ("in.csv", n, 11, "12,1,x,0.1,0.2");
      for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
        {
          g_autofree char *command = eval ("eval -p @/in.csv -o @/out.%s --jacobian --skip-bad", formats[f]);

          assert_tells (command, "1 of ");
        }
      assert_as_hdf5 ("out.csv", "out.h5", n);
      assert_as_hdf5 ("out.ecsv", "out.h5", n);
    }
}

/* Rows without comments, as one text. */
static char *
body_of (const char *name)
{
  gsize length;
  g_autofree char *bytes = bytes_of (name, &length);
  g_auto (GStrv) lines = g_strsplit (bytes, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i]; i++)
    if (*lines[i] != '#')
      g_string_append_printf (text, "%s\n", lines[i]);
  return g_strdup (text->str);
}

/* What eval writes it reads again, with options that differ from row to row, and comes to the same
 * numbers. */
static void
test_read_again (void)
{
  static const char rows[] = "logm0,lg_qt,redshift,sfh_model,dust_law,uv_bump\n"
                             "12,1,0.2,diffstar,noll,nan\n"
                             "12.5,0.9,0.3,tau,salim,2.5\n"
                             "12,0.9,0.1,diffstar,salim,\n";
  g_autofree char *first = NULL;

  write_file ("again.csv", rows);
  for (guint f = 1; f < G_N_ELEMENTS (formats); f++)
    {
      g_autofree char *command = eval ("eval -p @/again.csv -o @/one.%s --set igm=no", formats[f]),
                      *second = eval ("eval -p @/one.%s -o @/two.csv", formats[f]);
      g_autofree char *a = NULL, *b = NULL, *name = g_strconcat ("one.", formats[f], NULL);

      assert_works (command);
      assert_works (second);
      a = body_of (name);
      b = body_of ("two.csv");
      g_assert_cmpstr (a, ==, b);
      if (first)
        g_assert_cmpstr (a, ==, first);
      g_free (first);
      first = g_strdup (a);
    }
  g_assert_nonnull (strstr (first, ",sfh_model,"));
  g_assert_nonnull (strstr (first, ",igm,"));
  /* A number has all its digits. */
  g_assert_nonnull (strstr (first, ",0.10000000000000001,"));
}

/* What a person's language is does not matter for files. */
static void
test_locale (void)
{
  static const char *const german[] = { "LC_ALL=de_DE.UTF-8", "LANGUAGE=de", NULL };

  write_catalogue ("in.csv", 30, 30, NULL);
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autofree char *plain = eval ("eval -p @/in.csv -o @/plain.%s", formats[f]),
                      *other = eval ("eval -p @/in.csv -o @/german.%s", formats[f]),
                      *a = g_strconcat ("plain.", formats[f], NULL),
                      *b = g_strconcat ("german.", formats[f], NULL);
      g_auto (Run) r = run_env (other, german);

      g_assert_cmpint (r.status, ==, 0);
      assert_works (plain);
      assert_same_bytes (a, b);
    }
}

/* The head tells where the numbers come from, and in which units. */
static void
test_head (void)
{
  g_autofree char *csv = eval ("eval -p @/in.csv -o @/head.%s --jacobian --set av_old=0.25", "csv"),
                  *ecsv = eval ("eval -p @/in.csv -o @/head.%s --jacobian --set av_old=0.25", "ecsv");
  static const char
      *const both[] = { "starloom eval --points ", "--set av_old=0.25", "--observables " OBSERVABLES,
                        "ssp_tiny.h5", "starloom 0." },
             *const units[] = {
               "# %ECSV 1.0\n# ---\n# delimiter: ','\n# datatype:\n",
               "# - {name: 'sigma_v', unit: 'km/s', datatype: float64}\n",
               "# - {name: 'obs:LSST/g', unit: 'mag', datatype: float64, description: 'g'}\n",
               "# - {name: 'd(obs:LSST/g)/d(sigma_v)', unit: 'mag km-1 s', datatype: float64}\n",
               "# - {name: 'line:Halpha', unit: 'dex(Lsun)', ",
               "# meta: !!omap\n# - {program: ",
               "# schema: astropy-2.0\n",
             };
  g_autofree char *text = NULL, *other = NULL;
  gsize n;

  write_catalogue ("in.csv", 3, 3, NULL);
  assert_works (csv);
  assert_works (ecsv);
  text = bytes_of ("head.csv", &n);
  other = bytes_of ("head.ecsv", &n);
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      assert_has (text, both[i]);
      assert_has (other, both[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    assert_has (other, units[i]);
  g_assert_null (strstr (text, "--resume"));
}

/* A killed run that goes on makes the file of one that was not killed, byte by byte. */
static void
test_resume (void)
{
  write_catalogue ("long.csv", N_LONG, N_LONG, NULL);
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autofree char *name = g_strconcat ("killed.", formats[f], NULL),
                      *other = g_strconcat ("whole.", formats[f], NULL),
                      *part = g_strconcat (name, ".part", NULL), *path = at (part);
      const char *argv[] = { g_getenv ("SL_PROGRAM"), "eval",      "-p",     "long.csv", "-o", name,
                             "--observables",         OBSERVABLES, "--grid", grid,       NULL };
      g_autofree char *resume = eval ("eval -p long.csv -o @/killed.%s --resume", formats[f]),
                      *whole = eval ("eval -p long.csv -o @/whole.%s", formats[f]);

      run_until_killed (argv);
      g_assert_cmpint (size_of (path), ==, KILLED_AT);
      assert_absent (name);
      assert_works (resume);
      assert_absent (part);
      assert_works (whole);
      assert_same_bytes (name, other);
    }
}

/* The disk is full for files longer than this. */
static void
fill_disk (gpointer bytes)
{
  const rlim_t most = GPOINTER_TO_UINT (bytes);
  const struct rlimit limit = { most, most };

  setrlimit (RLIMIT_FSIZE, &limit);
  signal (SIGXFSZ, SIG_IGN);
}

/* A full disk leaves the file of before and what is computed, and the message says what to do: where results
 * are kept as they come, and where the output is written from them. */
static void
test_full_disk (void)
{
  static const struct {
    guint most;
    const char *says;
  } table[] = { { 100000, "2048 rows: make room" }, { 200000, "All results are in full.csv.part" } };
  g_autofree char *whole = eval ("eval -p long.csv -o whole.%s", "csv"),
                  *resume = eval ("eval -p long.csv -o full.%s --resume", "csv");
  const char *argv[] = { g_getenv ("SL_PROGRAM"), "eval", "-p", "long.csv", "-o", "full.csv", "--observables",
                         OBSERVABLES, "--grid", grid, NULL };

  write_catalogue ("long.csv", N_LONG, N_LONG, NULL);
  assert_works (whole);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *err = NULL, *old = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      int status;

      write_file ("full.csv", "old");
      g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, fill_disk,
                    GUINT_TO_POINTER (table[i].most), NULL, &err, &status, &error);
      g_assert_no_error (error);
      g_assert_false (g_spawn_check_wait_status (status, NULL));
      assert_has (err, table[i].says);
      assert_has (err, "--resume");
      old = bytes_of ("full.csv", &length);
      g_assert_cmpstr (old, ==, "old");
      assert_works (resume);
      assert_same_bytes ("full.csv", "whole.csv");
    }
}

/* Rows just below, at and above a step: each is there once, with the numbers that it has in a longer file. */
static void
test_steps (void)
{
  g_autofree char *all = eval ("eval -p @/all.csv -o @/all-out.%s", "csv"),
                  *some = eval ("eval -p @/some.csv -o @/some-out.%s", "csv");
  g_autofree char *long_body = NULL;

  write_catalogue ("all.csv", 2 * STEP + 1, 2 * STEP + 1, NULL);
  assert_works (all);
  long_body = body_of ("all-out.csv");
  for (guint n = STEP - 1; n <= STEP + 1; n++)
    {
      g_autofree char *body = NULL;
      g_autoptr (GPtrArray) rows = NULL;

      write_catalogue ("some.csv", n, n, NULL);
      assert_works (some);
      rows = read_table ("some-out.csv");
      g_assert_cmpuint (rows->len, ==, n + 1);
      body = body_of ("some-out.csv");
      g_strchomp (body);
      g_assert_true (g_str_has_prefix (long_body, body));
    }
}

/* A fault far behind is named by its own line or row before anything is computed. */
static void
test_far_fault (void)
{
  g_autofree char *text = eval ("eval -p @/far.csv -o @/far-out.%s", "csv"),
                  *hdf5 = eval ("eval -p @/far.h5 -o @/far-out.%s", "csv");
  const char *const names[] = { "logm0", "redshift" };
  const gsize dims[] = { N_PIECES, 2 };
  g_autofree double *points = g_new (double, 2 * N_PIECES);
  g_autofree char *path = at ("far.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) file = NULL;

  write_catalogue ("far.csv", N_PIECES, N_PIECES - 3, "12,1,-2,77,0.2");
  assert_fails (text, 1, "far.csv", "line 69999", "av_young", NULL);
  for (gsize i = 0; i < N_PIECES; i++)
    {
      points[2 * i] = 12.0;
      points[2 * i + 1] = i == N_PIECES - 3 ? -99.0 : 0.2;
    }
  file = sl_h5_create (path, &error);
  g_assert_no_error (error);
  g_assert_true (sl_h5_write_strings (file, "/parameter_names", names, 2, &error));
  g_assert_true (sl_h5_write_double (file, "/points", 2, dims, points, &error));
  g_assert_true (sl_h5_commit (file, &error));
  assert_fails (hdf5, 1, "far.h5", "row 69997", "redshift", NULL);
  assert_absent ("far-out.csv");
  assert_absent ("far-out.csv.part");
}

/* Rows that only the engine refuses count as well, also those of a run before. */
static void
test_refused (void)
{
  const char *argv[] = { g_getenv ("SL_PROGRAM"), "eval",          "-p",        "refused.csv", "-o",
                         "refused-out.csv",       "--observables", OBSERVABLES, "--grid",      grid,
                         "--extrapolate",         "--skip-bad",    NULL };
  g_autofree char *skip = eval ("eval -p refused.csv -o refused-out.%s --extrapolate --skip-bad", "csv"),
                  *resume = g_strconcat (skip, " --resume", NULL);

  for (guint n = 20; n <= N_LONG; n += N_LONG - 20)
    {
      g_autofree char *says = g_strdup_printf ("1 of %u rows", n);
      g_autoptr (GPtrArray) rows = NULL;

      /* No stars yet. */
      write_catalogue ("refused.csv", n, 13, "12,1,-2,0.1,5000");
      if (n == N_LONG)
        {
          run_until_killed (argv);
          assert_tells (resume, says);
        }
      assert_tells (skip, says);
      assert_tells (skip, "line 15");
      rows = read_table ("refused-out.csv");
      assert_number (rows, 13, column_of (rows, "obs:LSST/g"), NAN);
      assert_number (rows, 13, column_of (rows, "redshift"), NAN);
      g_assert_cmpstr (((char **) rows->pdata[13])[column_of (rows, "obs:LSST/g")], !=, "nan");
    }
}

/* Spectra do not fit into a row of text; an ending of another kind of file is refused. */
static void
test_endings (void)
{
  write_catalogue ("in.csv", 3, 3, NULL);
  assert_fails ("eval -p @/in.csv -o @/x.csv --sed", 1, "x.csv", "HDF5", NULL);
  assert_fails ("eval -p @/in.csv -o @/x.txt", 1, "x.txt", "out.csv", NULL);
  assert_absent ("x.csv");
  assert_absent ("x.txt");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_assert_cmpint (g_chdir (folder), ==, 0);
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_test_add_func ("/commands-tables/numbers", test_numbers);
  g_test_add_func ("/commands-tables/read-again", test_read_again);
  g_test_add_func ("/commands-tables/locale", test_locale);
  g_test_add_func ("/commands-tables/head", test_head);
  g_test_add_func ("/commands-tables/resume", test_resume);
  g_test_add_func ("/commands-tables/full-disk", test_full_disk);
  g_test_add_func ("/commands-tables/steps", test_steps);
  g_test_add_func ("/commands-tables/far-fault", test_far_fault);
  g_test_add_func ("/commands-tables/refused", test_refused);
  g_test_add_func ("/commands-tables/endings", test_endings);
  status = g_test_run ();
  remove_tree (folder);
  g_free (grid);
  return status;
}
