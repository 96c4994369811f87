/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command sample. */
#include <math.h>
#include <signal.h>
#include <string.h>

#include <hdf5.h>
#include <json-glib/json-glib.h>

#include "tests/app/commands/commands.h"

#define TABLE                                                                                                \
  "observable,value,error\n"                                                                                 \
  "obs:LSST/g,22.0,0.1\nobs:LSST/r,21.0,0.1\nobs:LSST/i,20.7,0.1\nobs:LSST/z,20.5,0.1\n"
#define BASE "sample --data @/m.csv --free logm0,av_old --prior logm0=normal(12,0.5) --set redshift=0.3 "

static char *grid;

/* A command with the small library. g_free. */
static char *
with_grid (const char *command)
{
  return g_strdup_printf ("%s --grid %s", command, grid);
}

static JsonObject *
run_json (const char *command)
{
  g_autofree char *text = with_grid (command);
  g_auto (Run) r = run (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (r.status != 0 || *r.err)
    g_error ("%s: status %d: %s", text, r.status, r.err);
  node = json_from_string (r.out, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

/* The summary says what the file has, and what the fit finds. */
static void
test_summary (void)
{
  /* The fit is within the posterior, whose mean the end of the range of dust moves. */
  const double near = 2.0;
  g_autoptr (JsonObject) sample = NULL, fit = NULL;
  JsonArray *parameters;

  write_file ("m.csv", TABLE);
  sample = run_json (BASE "--chains 32 --draws 400 --warmup 150 --json --out @/s.h5");
  fit = run_json ("fit --data @/m.csv --free logm0,av_old --prior logm0=normal(12,0.5) "
                  "--set redshift=0.3 --json");
  parameters = json_object_get_array_member (sample, "parameters");
  g_assert_cmpuint (json_array_get_length (parameters), ==, 2);
  for (guint p = 0; p < 2; p++)
    {
      JsonObject *row = json_array_get_object_element (parameters, p);
      const double mean = json_object_get_double_member (row, "mean"),
                   sd = json_object_get_double_member (row, "sd"),
                   best = json_array_get_double_element (json_object_get_array_member (fit, "value"), p);

      g_assert_cmpfloat (sd, >, 0.0);
      if (p == 0)
        g_assert_cmpfloat_with_epsilon (mean, best, near * sd);
      g_assert_cmpfloat (json_object_get_double_member (row, "r_hat"), <, 1.05);
      g_assert_cmpfloat (json_object_get_double_member (row, "ess_bulk"), >, 400.0);
    }
  g_assert_cmpint (json_object_get_int_member (sample, "draws"), ==, 400);
  g_assert_true (json_object_has_member (sample, "believed"));
}

/* The name of a dataset's scale of an axis. */
static void
check_scale (hid_t file, const char *name, guint axis, const char *expected)
{
  hid_t set = H5Dopen2 (file, name, H5P_DEFAULT), list = H5Aopen (set, "DIMENSION_LIST", H5P_DEFAULT),
        type = H5Tvlen_create (H5T_STD_REF_OBJ), space = H5Aget_space (list);
  hvl_t references[2];
  char found[100];

  g_assert_true (list >= 0);
  g_assert_true (H5Aread (list, type, references) >= 0);
  g_assert_cmpuint (references[axis].len, ==, 1);
  g_assert_true (H5Rget_name (set, H5R_OBJECT, references[axis].p, found, sizeof found) > 0);
  g_assert_cmpstr (found, ==, expected);
  H5Dvlen_reclaim (type, space, H5P_DEFAULT, references);
  H5Sclose (space);
  H5Tclose (type);
  H5Aclose (list);
  H5Dclose (set);
}

/* Groups, shapes and scales as ArviZ reads them. */
static void
test_file (void)
{
  static const char *const names[] = { "posterior/logm0",       "posterior/av_old",
                                       "sample_stats/lp",       "sample_stats/acceptance_rate",
                                       "sample_stats/diverging", "sample_stats/n_steps",
                                       "sample_stats/energy",   "sample_stats/step_size" };
  g_autofree char *path = at ("s.h5");
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = NULL;
  hid_t file;

  test_summary ();
  h5 = sl_h5_open (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize dims[2] = { 0 };
      g_autofree double *x = sl_h5_read_double (h5, names[i], 2, dims, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (dims[0], ==, 32);
      g_assert_cmpuint (dims[1], ==, 400);
      for (gsize k = 0; k < dims[0] * dims[1]; k++)
        g_assert_true (isfinite (x[k]));
    }
  file = H5Fopen (path, H5F_ACC_RDONLY, H5P_DEFAULT);
  check_scale (file, "posterior/logm0", 0, "/posterior/chain");
  check_scale (file, "posterior/logm0", 1, "/posterior/draw");
  check_scale (file, "sample_stats/lp", 1, "/sample_stats/draw");
  H5Fclose (file);
}

static char *
bytes_of (const char *name)
{
  g_autofree char *path = at (name);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* A killed run that goes on draws what one draws that was not killed. */
static void
test_resume (void)
{
  static const char *const command = BASE "--chains 4 --draws 5000 --warmup 40 --out @/r.csv";
  g_autofree char *text = with_grid (command), *resume = g_strconcat (text, " --resume", NULL),
                  *part = at ("r.csv.part"), *all = NULL, *again = NULL,
                  *other = g_strconcat (resume, " --dense", NULL);
  g_autoptr (GString) words = g_string_new (text);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GPtrArray) full = g_ptr_array_new ();
  GSubprocess *process;

  write_file ("m.csv", TABLE);
  assert_works (text);
  all = bytes_of ("r.csv");
  g_string_replace (words, "@", folder, 0);
  argv = g_strsplit (words->str, " ", -1);
  g_ptr_array_add (full, (gpointer) g_getenv ("SL_PROGRAM"));
  for (guint i = 0; argv[i]; i++)
    if (*argv[i])
      g_ptr_array_add (full, argv[i]);
  g_ptr_array_add (full, NULL);
  process = g_subprocess_newv ((const char *const *) full->pdata, G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  while (!g_file_test (part, G_FILE_TEST_EXISTS))
    g_usleep (2000);
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  assert_fails (text, 1, "r.csv.part", "--resume", NULL);
  assert_fails (other, 1, "r.csv.part", NULL);
  assert_works (resume);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  again = bytes_of ("r.csv");
  g_assert_cmpstr (all, ==, again);
}

static void
test_errors (void)
{
  g_autofree char *none = with_grid ("sample --data @/m.csv --free nothing"),
                  *few = with_grid (BASE "--chains 1"), *lost = with_grid (BASE "--resume"),
                  *prior = with_grid (BASE "--prior av_young=uniform(0,1)");

  write_file ("m.csv", TABLE);
  assert_fails ("sample --free logm0", 2, "--data", NULL);
  assert_fails (none, 1, "nothing", NULL);
  assert_fails (few, 1, "--chains", NULL);
  assert_fails (lost, 1, "--out", NULL);
  assert_fails (prior, 1, "av_young", NULL);
}

static void
test_text (void)
{
  g_autofree char *text = with_grid (BASE "--chains 4 --draws 10 --warmup 5");
  g_auto (Run) r = { 0 };

  write_file ("m.csv", TABLE);
  r = run (text);
  g_assert_cmpint (r.status, ==, 0);
  assert_has (r.out, "should not be believed");
  assert_has (r.out, "fewer than 400 effective draws");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  grid = g_build_filename (g_getenv ("SL_DATA"), "ssp_tiny.h5", NULL);
  g_test_add_func ("/sample/file", test_file);
  g_test_add_func ("/sample/text", test_text);
  g_test_add_func ("/sample/resume", test_resume);
  g_test_add_func ("/sample/errors", test_errors);
  status = g_test_run ();
  remove_tree (folder);
  g_free (grid);
  return status;
}
