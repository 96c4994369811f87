/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command fisher says beyond the matrix. */
#include <math.h>

#include <json-glib/json-glib.h>

#include "tests/app/commands/commands.h"

/* The engine's derivatives, evaluated with other observables beside them. */
#define TOLERANCE 1e-6

#define BANDS "rest:LSST/g,rest:LSST/r,rest:LSST/i"
#define TWO "fisher --observables " BANDS " --params lgmet_old,av_old --sigma 0.05 --json "

static JsonObject *
run_json (const char *command)
{
  g_auto (Run) r = run (command);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (r.status != 0 || *r.err)
    g_error ("%s: status %d: %s", command, r.status, r.err);
  node = json_from_string (r.out, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static double
number (JsonObject *object, const char *list, guint i)
{
  return json_array_get_double_element (json_object_get_array_member (object, list), i);
}

static double
entry (JsonObject *object, const char *matrix, guint row, guint column)
{
  JsonArray *rows = json_object_get_array_member (object, matrix);

  return json_array_get_double_element (json_array_get_array_element (rows, row), column);
}

static void
test_prior (void)
{
  g_autoptr (JsonObject) plain = run_json (TWO), prior = run_json (TWO "--prior av_old=0.1"),
                         range = run_json (TWO "--prior range --prior av_old=0.1");

  for (guint p = 0; p < 2; p++)
    for (guint q = 0; q < 2; q++)
      g_assert_cmpfloat_with_epsilon (entry (prior, "fisher", p, q),
                                      entry (plain, "fisher", p, q) + (p && q ? 100.0 : 0.0), 1e-9);
  /* Metals range over 3 dex. */
  g_assert_cmpfloat_with_epsilon (entry (range, "fisher", 0, 0), entry (plain, "fisher", 0, 0) + 12.0 / 9.0,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (entry (range, "fisher", 1, 1), entry (prior, "fisher", 1, 1), 1e-9);
  g_assert_true (json_array_get_null_element (json_object_get_array_member (prior, "priors"), 0));
  g_assert_cmpfloat (number (prior, "priors", 1), ==, 0.1);
}

/* The ranking is what forecasts with each of the observables give. */
static void
test_next (void)
{
  static const char *const names[] = { "rest:LSST/u", "ew:OIII5007", "rest:LSST/y" };
  static const char *const errors[] = { "0.05", "0.3", "0.05" };
  g_autoptr (JsonObject) object =
      run_json (TWO "--next rest:LSST/u,ew:OIII5007=0.3,rest:LSST/y --for av_old");
  g_autoptr (JsonObject) volume = run_json (TWO "--next rest:LSST/u,ew:OIII5007=0.3,rest:LSST/y");
  JsonArray *next = json_object_get_array_member (object, "next");
  double last = 0.0;

  for (guint i = 0; i < 3; i++)
    {
      JsonObject *row = json_array_get_object_element (next, i);
      const char *name = json_object_get_string_member (row, "observable");
      const double error = json_object_get_double_member (row, "error");
      g_autofree char *command = NULL;
      g_autoptr (JsonObject) with = NULL;
      guint k = 0;

      while (strcmp (names[k], name) != 0)
        g_assert_cmpuint (++k, <, 3);
      command = g_strdup_printf ("fisher --observables " BANDS ",%s --params lgmet_old,av_old --json "
                                 "--sigma 0.05,0.05,0.05,%s",
                                 name, errors[k]);
      with = run_json (command);
      g_assert_cmpfloat_with_epsilon (error, number (with, "errors", 1), TOLERANCE * error);
      g_assert_cmpfloat (error, >=, last);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (row, "gain"),
                                      1.0 - error / number (object, "errors", 1), 1e-9);
      last = error;
    }
  next = json_object_get_array_member (volume, "next");
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *row = json_array_get_object_element (next, i);
      const double ln_volume = json_object_get_double_member (row, "ln_volume");

      g_assert_true (json_object_get_null_member (row, "error"));
      g_assert_cmpfloat (ln_volume, <=, 0.0);
      if (i)
        g_assert_cmpfloat (ln_volume, >=,
                           json_object_get_double_member (json_array_get_object_element (next, i - 1),
                                                          "ln_volume"));
    }
}

/* Against the normal equations, with the derivative by the fixed parameter from the command hessian. */
static void
test_bias (void)
{
  g_autoptr (JsonObject) object = run_json (TWO "--bias delta_old=0.1"),
                         second = run_json ("hessian --observables " BANDS " --params delta_old --json");
  JsonArray *observables = json_object_get_array_member (second, "observables");
  const double a = entry (object, "fisher", 0, 0), b = entry (object, "fisher", 0, 1),
               c = entry (object, "fisher", 1, 1), det = a * c - b * b;
  double side[2] = { 0 };

  for (guint o = 0; o < 3; o++)
    for (guint p = 0; p < 2; p++)
      side[p] += entry (object, "jacobian", o, p) * 0.1
                 * number (json_array_get_object_element (observables, o), "gradient", 0) / (0.05 * 0.05);
  g_assert_cmpfloat_with_epsilon (number (object, "bias", 0), (c * side[0] - b * side[1]) / det, 1e-4);
  g_assert_cmpfloat_with_epsilon (number (object, "bias", 1), (a * side[1] - b * side[0]) / det, 1e-4);
  g_assert_cmpfloat (fabs (number (object, "bias", 1)), >, 1e-3);
}

/* With tiny errors nothing is bent; with large ones intervals are not symmetric, and end at ranges. */
static void
test_dali (void)
{
  g_autoptr (JsonObject) small =
      run_json ("fisher --observables " BANDS ",rest:LSST/u --sigma 0.001 --dali --json "
                "--params lgmet_old,av_old");
  g_autoptr (JsonObject) large =
      run_json ("fisher --observables " BANDS ",rest:LSST/u --sigma 1 --dali --json "
                "--params lgmet_old,av_old");
  static const double value[] = { -2.0, 0.5 }, lowest[] = { -4.0, 0.0 };
  JsonArray *lines = json_object_get_array_member (small, "dali_contours");

  for (guint p = 0; p < 2; p++)
    {
      const double error = number (small, "errors", p);

      g_assert_cmpfloat_with_epsilon (entry (small, "dali_intervals", p, 0), -error, 0.02 * error);
      g_assert_cmpfloat_with_epsilon (entry (small, "dali_intervals", p, 1), error, 0.02 * error);
      g_assert_cmpfloat (entry (large, "dali_intervals", p, 0), >=, lowest[p] - value[p]);
    }
  g_assert_cmpfloat (entry (large, "dali_intervals", 1, 0), ==, -0.5);
  /* One closed line for 68 and one for 95 %, about the galaxy. */
  g_assert_cmpuint (json_array_get_length (lines), ==, 2);
  for (guint k = 0; k < 2; k++)
    {
      JsonObject *line = json_array_get_object_element (lines, k);
      double least = G_MAXDOUBLE, most = -G_MAXDOUBLE;

      g_assert_cmpstr (json_object_get_string_member (line, "y_parameter"), ==, "av_old");
      for (guint i = 0; i < json_array_get_length (json_object_get_array_member (line, "y")); i++)
        {
          least = MIN (least, number (line, "y", i));
          most = MAX (most, number (line, "y", i));
        }
      /* sqrt of -2 ln (1 - P) times the error. */
      g_assert_cmpfloat_with_epsilon (most - least, 2.0 * (k ? 2.4477 : 1.5096) * number (small, "errors", 1),
                                      0.05 * (most - least));
    }
}

static void
test_apart (void)
{
  g_autoptr (JsonObject) object = run_json (TWO "--apart av_old=0.7"),
                         other = run_json ("fisher --observables " BANDS " --sigma 0.05 --set av_old=0.7 "
                                           "--params lg_qt --json"),
                         preset = run_json (TWO "--apart preset=main-sequence --apart redshift=0");
  double chi2 = 0.0;

  for (guint o = 0; o < 3; o++)
    {
      g_assert_cmpfloat_with_epsilon (number (object, "apart_values", o), number (other, "value", o),
                                      TOLERANCE);
      chi2 += pow ((number (object, "value", o) - number (other, "value", o)) / 0.05, 2);
    }
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "apart_chi2"), chi2, 1e-4 * chi2);
  g_assert_cmpfloat_with_epsilon (number (object, "apart_shares", 0) + number (object, "apart_shares", 1)
                                      + number (object, "apart_shares", 2),
                                  1.0, 1e-12);
  g_assert_cmpfloat (json_object_get_double_member (preset, "apart_chi2"), >, 0.0);
}

static void
test_text (void)
{
  g_auto (Run) text = run ("fisher --observables " BANDS " --sigma 0.05 --params lgmet_old,av_old --dali "
                           "--next rest:LSST/u --bias delta_old=0.1 --apart av_old=0.7");

  g_assert_cmpint (text.status, ==, 0);
  assert_has (text.out, "lower end");
  assert_has (text.out, "volume then");
  assert_has (text.out, "true value of delta_old is greater by 0.1");
  assert_has (text.out, "S/N for 3 σ");
}

static void
test_errors (void)
{
  assert_fails (TWO "--for av_old", 2, "--next", NULL);
  assert_fails (TWO "--prior av_old", 1, "--prior", "av_old", NULL);
  assert_fails (TWO "--prior av_old=0", 1, "--prior", "greater than 0", NULL);
  assert_fails (TWO "--prior lg_qt=1", 1, "--prior", "lg_qt", "--params", NULL);
  assert_fails (TWO "--next ,", 1, "--next", NULL);
  assert_fails (TWO "--next rest:LSST/u=x,rest:LSST/y", 1, "--next", "rest:LSST/u=x", NULL);
  assert_fails (TWO "--next rest:LSST/q", 1, "rest:LSST/q", NULL);
  assert_fails (TWO "--next rest:LSST/u --for lg_qt", 1, "--for", "lg_qt", NULL);
  assert_fails ("fisher --observables rest:LSST/g,rest:LSST/r --sigma 0.1,0.2 --params av_old --next "
                "rest:LSST/u",
                1, "--next", "rest:LSST/u=ERROR", NULL);
  assert_fails ("fisher --observables rest:LSST/g --sigma 0.1 --params av_old,lgmet_old --next rest:LSST/u",
                1, "1 of 2", "priors", NULL);
  assert_fails (TWO "--bias delta_old", 1, "--bias", NULL);
  assert_fails (TWO "--bias deltaold=1", 1, "--bias", "delta_old", NULL);
  assert_fails (TWO "--bias av_old=1", 1, "--bias", "av_old", "not fixed", NULL);
  assert_fails (TWO "--bias tau_dep=1", 1, "--bias", "tau_dep", "no effect", NULL);
  assert_fails (TWO "--apart avold=1", 1, "--apart", "avold", NULL);
  assert_fails (TWO "--apart av_old=9", 1, "--apart", "av_old", NULL);
  assert_fails (TWO "--apart preset=spiral", 1, "--apart", "spiral", NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_test_add_func ("/fisher-extras/prior", test_prior);
  g_test_add_func ("/fisher-extras/next", test_next);
  g_test_add_func ("/fisher-extras/bias", test_bias);
  g_test_add_func ("/fisher-extras/dali", test_dali);
  g_test_add_func ("/fisher-extras/apart", test_apart);
  g_test_add_func ("/fisher-extras/text", test_text);
  g_test_add_func ("/fisher-extras/errors", test_errors);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
