/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command walk. */
#include <math.h>

#include <json-glib/json-glib.h>

#include "model/galaxy/sl-parameters.h"
#include "tests/app/commands/commands.h"

/* What is held: 1e-4 mag, and what the digits of the table add. */
#define HELD_TOLERANCE 1.01e-4

static JsonObject *
run_json (const char *command, const char *tells)
{
  g_auto (Run) r = run (command);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (r.status != 0 || (tells ? !strstr (r.err, tells) : *r.err != 0))
    g_error ("%s: status %d: %s", command, r.status, r.err);
  node = json_from_string (r.out, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static double
entry (JsonObject *object, const char *matrix, guint row, guint column)
{
  JsonArray *rows = json_object_get_array_member (object, matrix);

  return json_array_get_double_element (json_array_get_array_element (rows, row), column);
}

static int
find (JsonObject *object, const char *list, const char *name)
{
  JsonArray *names = json_object_get_array_member (object, list);

  for (guint i = 0; i < json_array_get_length (names); i++)
    if (strcmp (json_array_get_string_element (names, i), name) == 0)
      return i;
  return -1;
}

/* Two colours are at rest; the table of a file is what the engine says of its galaxies. */
static void
test_valley (void)
{
  enum { STEPS = 6 };
  g_autoptr (JsonObject) object = run_json ("walk --hold rest:LSST/g-r,rest:LSST/r-i --drive "
                                            "lgmet_old=-2:-1.7:6 --lock lg_qt,av_young --json "
                                            "--also rest:LSST/u-g --out @/walk.csv",
                                            NULL);
  gsize dims[8] = { STEPS + 1, 3, 0 };
  g_autofree double *values = NULL;

  g_assert_true (json_object_get_boolean_member (object, "complete"));
  g_assert_cmpint (find (object, "parameters", "lgmet_old"), ==, 0);
  g_assert_cmpint (find (object, "parameters", "lg_qt"), <, 0);
  g_assert_cmpint (find (object, "parameters", "redshift"), <, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "values")), ==, STEPS + 1);
  assert_works (
      "eval --points @/walk.csv --out @/walk.h5 --observables rest:LSST/g-r,rest:LSST/r-i,rest:LSST/u-g");
  values = read_doubles ("walk.h5", "/values", 2, dims);
  for (guint i = 0; i <= STEPS; i++)
    {
      g_assert_cmpfloat_with_epsilon (entry (object, "values", i, 0), -2.0 + 0.05 * i, 1e-12);
      for (guint o = 0; o < 3; o++)
        g_assert_cmpfloat_with_epsilon (entry (object, "observable_values", i, o), values[i * 3 + o], 1e-6);
      for (guint o = 0; o < 2; o++)
        {
          g_assert_cmpfloat (fabs (values[i * 3 + o] - values[o]), <=, 2.0 * HELD_TOLERANCE);
          g_assert_cmpfloat (fabs (entry (object, "residuals", i, o)), <=, HELD_TOLERANCE);
        }
    }
  /* What is not held moves. */
  g_assert_cmpfloat (fabs (values[STEPS * 3 + 2] - values[2]), >, 1e-2);
}

/* Where dust ends, the table ends, and a note says so. */
static void
test_end (void)
{
  g_autoptr (JsonObject) object = run_json ("walk --hold rest:LSST/g-r --drive lgmet_old=:-1:4 --free av_old "
                                            "--set av_old=0.1 --json",
                                            "“Dust, old stars” is at its lower end");

  g_assert_false (json_object_get_boolean_member (object, "complete"));
  g_assert_cmpint (find (object, "blocking", "av_old"), ==, 0);
  g_assert_nonnull (strstr (json_object_get_string_member (object, "reason"), "Dust, old stars"));
  assert_tells ("walk --hold rest:LSST/g-r --drive av_old=:1:2 --free h",
                "no free parameter changes g − r at rest");
}

/* A wanted width, with a colour at rest. */
static void
test_solve (void)
{
  g_autoptr (JsonObject) object =
      run_json ("walk --hold rest:LSST/g-r --solve ew:OIII5007=5:3 --free lgu_mean,av_old,f_esc --json",
                NULL);
  const double start = entry (object, "observable_values", 0, 0);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "values")), ==, 4);
  g_assert_cmpfloat_with_epsilon (entry (object, "observable_values", 3, 1), 5.0, 5e-3);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (entry (object, "observable_values", i, 0), start, HELD_TOLERANCE);
}

static void
test_frames (void)
{
  g_auto (Run) text = run ("walk --hold rest:LSST/g-r --drive av_old=0.4:0.6:1 --free lgmet_old --plot sfh "
                           "--frames @/film");

  g_assert_cmpint (text.status, ==, 0);
  assert_has (text.out, "av_old");
  assert_has (text.out, "rest:LSST/g-r");
  assert_has (text.out, "% of their tolerance");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("film/frame-%05u.png", i), *path = at (name), *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_assert_cmpuint (length, >, 5000);
      g_assert_cmpmem (bytes + 1, 3, "PNG", 3);
    }
  assert_absent ("film/frame-00002.png");
}

static void
test_errors (void)
{
  assert_fails ("walk --hold rest:LSST/g-r", 2, "--drive", NULL);
  assert_fails ("walk --drive av_old=0:1:5", 2, "--hold", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:1:5 --solve lglir=9", 2, "exclude", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old", 1, "--drive", "PARAMETER=FROM:TO:STEPS", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=1", 1, "--drive", "av_old=1", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:x:3", 1, "--drive", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:1:0", 1, "--drive", "0", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive avold=0:1:3", 1, "avold", "av_old", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:9:3", 1, "av_old = 9", "0 to 4", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive tau_dep=1:2:3", 1, "tau_dep", "no effect", NULL);
  assert_fails ("walk --hold , --drive av_old=0:1:3", 1, "--hold", NULL);
  assert_fails ("walk --hold rest:LSST/q --drive av_old=0:1:3", 1, "rest:LSST/q", NULL);
  assert_fails ("walk --hold obs:LSST/g --drive av_old=0:1:3", 1, "obs:LSST/g", "does not exist", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:1:3 --free lgmetold", 1, "--free", "lgmet_old",
                NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:1:3 --lock lgmetold", 1, "--lock", "lgmet_old",
                NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:1:3 --plot pie", 1, "pie", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=0:1:3 --out @/none/walk.csv", 1, "walk.csv", NULL);
  assert_fails ("walk --hold rest:LSST/g-r --drive av_old=4:0:3 --free lgmet_old", 1,
                "does not reach its beginning", NULL);
  assert_fails ("walk --solve rest:LSST/g-r", 1, "--solve", "OBSERVABLE=VALUE:STEPS", NULL);
  assert_fails ("walk --solve rest:LSST/g-r=x", 1, "--solve", NULL);
  assert_absent ("none");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_test_add_func ("/walk/valley", test_valley);
  g_test_add_func ("/walk/end", test_end);
  g_test_add_func ("/walk/solve", test_solve);
  g_test_add_func ("/walk/frames", test_frames);
  g_test_add_func ("/walk/errors", test_errors);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
