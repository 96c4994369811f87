/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands hessian and fisher. */
#include <math.h>

#include <json-glib/json-glib.h>

#include "model/galaxy/sl-galaxy.h"
#include "tests/app/commands/commands.h"

/* The JSON that a command prints. */
static JsonNode *
run_json (const char *command)
{
  g_auto (Run) r = run (command);
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (r.status != 0 || *r.err)
    g_error ("%s: status %d: %s", command, r.status, r.err);
  node = json_from_string (r.out, &error);
  g_assert_no_error (error);
  return node;
}

static void
take_rows (JsonObject *object, const char *name, guint n, guint m, double *out)
{
  JsonArray *rows = json_object_get_array_member (object, name);

  g_assert_cmpuint (json_array_get_length (rows), ==, n);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < m; k++)
      {
        JsonArray *row = json_array_get_array_element (rows, i);

        g_assert_cmpuint (json_array_get_length (row), ==, m);
        out[i * m + k] = json_array_get_double_element (row, k);
      }
}

static void
take_row (JsonObject *object, const char *name, guint n, double *out)
{
  JsonArray *row = json_object_get_array_member (object, name);

  g_assert_cmpuint (json_array_get_length (row), ==, n);
  for (guint k = 0; k < n; k++)
    out[k] = json_array_get_null_element (row, k) ? NAN : json_array_get_double_element (row, k);
}

/* The gradient equals the Jacobian of eval, the Hessian equals differences of that Jacobian. */
static void
test_hessian (void)
{
  enum { N = 3 };
  static const int id[N] = { SL_PARAM_LG_QT, SL_PARAM_AV_OLD, SL_PARAM_REDSHIFT };
  const double step = 1e-4;
  g_autoptr (JsonNode) root =
      run_json ("hessian --observables obs:LSST/g,ew:OIII5007 --params lg_qt,av_old,redshift --json "
                "--preset main-sequence --set redshift=0.25 --set lg_qt=0.9");
  JsonArray *observables = json_object_get_array_member (json_node_get_object (root), "observables");
  gsize dims[8] = { 3, 2, 0 };
  g_autofree double *jac = NULL;

  write_file ("hessian.csv", "lg_drop,lg_rejuv,redshift,lg_qt,av_old\n"
                             "0,0,0.25,0.9,0.5\n0,0,0.25,0.9,0.4999\n0,0,0.25,0.9,0.5001\n");
  assert_works (
      "eval --points @/hessian.csv --out @/hessian.h5 --jacobian --observables obs:LSST/g,ew:OIII5007");
  jac = read_doubles ("hessian.h5", "/jacobian", 3, dims);
  for (guint o = 0; o < 2; o++)
    {
      JsonObject *object = json_array_get_object_element (observables, o);
      double grad[N], hessian[N * N];

      g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, o ? "ew:OIII5007" : "obs:LSST/g");
      g_assert_cmpstr (json_object_get_string_member (object, "unit"), ==, o ? "Å" : "mag");
      take_row (object, "gradient", N, grad);
      take_rows (object, "hessian", N, N, hessian);
      for (guint p = 0; p < N; p++)
        {
          const double *at = jac + o * dims[2] + id[p];
          double difference = (at[4 * dims[2]] - at[2 * dims[2]]) / (2 * step);

          g_assert_cmpfloat_with_epsilon (grad[p], at[0], 1e-5 * (1.0 + fabs (at[0])));
          /* The error of single precision, divided by the step. */
          g_assert_cmpfloat_with_epsilon (hessian[N + p], difference, 1e-2 * (1.0 + fabs (grad[p])));
          for (guint q = 0; q < N; q++)
            g_assert_cmpfloat (hessian[p * N + q], ==, hessian[q * N + p]);
        }
    }
  assert_works ("hessian --observables rest:SPITZER/MIPS70,d4000n --params lg_qt,umin,sigma_star,lgmet_shift "
                "--set dust_emission=yes --set sigma_star=150 --set metals=mass --set dust_law=charlot_fall");
  {
    g_auto (Run) text = run ("hessian --observables obs:LSST/g --params lg_qt");

    g_assert_cmpint (text.status, ==, 0);
    assert_has (text.out, "obs:LSST/g = nan mag"); /* at z = 0 */
    assert_has (text.out, "lg_qt");
  }
}

static void
test_fisher (void)
{
  enum { N = 2, N_OBS = 3 };
  static const double sigma[N_OBS] = { 0.05, 0.1, 2.0 };
  g_autoptr (JsonNode) root =
      run_json ("fisher --observables rest:LSST/u,rest:LSST/r,ew:OIII5007 --params lg_qt,av_old "
                "--json --sigma 0.05,0.1,2");
  JsonObject *object = json_node_get_object (root);
  double jac[N_OBS * N], fisher[N * N], error[N], alone[N], read[N_OBS], value[N], det;

  take_rows (object, "jacobian", N_OBS, N, jac);
  take_rows (object, "fisher", N, N, fisher);
  take_row (object, "sigma", N_OBS, read);
  take_row (object, "errors", N, error);
  take_row (object, "errors_others_known", N, alone);
  take_row (object, "eigenvalues", N, value);
  g_assert_cmpint (json_object_get_int_member (object, "rank"), ==, N);
  for (guint p = 0; p < N; p++)
    for (guint q = 0; q < N; q++)
      {
        double sum = 0.0;

        for (guint o = 0; o < N_OBS; o++)
          sum += jac[o * N + p] * jac[o * N + q] / (sigma[o] * sigma[o]);
        g_assert_cmpfloat_with_epsilon (fisher[p * N + q], sum, 1e-9 * fabs (sum));
      }
  det = fisher[0] * fisher[3] - fisher[1] * fisher[2];
  for (guint p = 0; p < N; p++)
    {
      g_assert_cmpfloat_with_epsilon (error[p], sqrt (fisher[3 - 3 * p] / det), 1e-9 * error[p]);
      g_assert_cmpfloat_with_epsilon (alone[p], 1.0 / sqrt (fisher[3 * p]), 1e-9 * alone[p]);
    }
  g_assert_cmpfloat_with_epsilon (value[0] * value[1], det, 1e-6 * det);
  {
    /* One observable does not determine two parameters: text and JSON say so. */
    g_auto (Run) text = run ("fisher --observables rest:LSST/r --sigma 0.05 --params lg_qt,av_old");
    g_autoptr (JsonNode) poor =
        run_json ("fisher --observables rest:LSST/r --sigma 0.05 --params lg_qt,av_old --json");

    g_assert_cmpint (text.status, ==, 0);
    assert_has (text.out, "singular");
    assert_has (text.out, "1 of 2");
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (poor), "rank"), ==, 1);
    take_row (json_node_get_object (poor), "errors", N, error);
    g_assert_true (isnan (error[0]) && isnan (error[1]));
  }
}

static void
test_errors (void)
{
  assert_fails ("hessian --observables rest:LSST/q --params lg_qt", 1, "rest:LSST/q", NULL);
  assert_fails ("hessian --observables , --params lg_qt", 1, "--observables", NULL);
  assert_fails ("hessian --observables rest:LSST/g --params lgqt", 1, "--params", "lgqt", "lg_qt", NULL);
  assert_fails ("hessian --observables rest:LSST/g --params ,", 1, "--params", NULL);
  assert_fails ("hessian --observables rest:LSST/g --params lg_qt,lg_qt", 1, "--params", "twice", NULL);
  assert_fails ("hessian --observables rest:LSST/g --params tau_dep", 1, "--params", "tau_dep", NULL);
  assert_fails ("hessian --observables rest:LSST/g --params lg_qt --preset spiral", 1, "spiral", "quenched",
                NULL);
  assert_fails ("hessian --observables rest:LSST/g --params lg_qt --set lg_qt=9", 1, "lg_qt", "9", NULL);
  assert_fails ("hessian --observables rest:LSST/g --params lg_qt --grid @/none.h5", 1, "none.h5", NULL);
  assert_fails ("fisher --observables rest:LSST/g,rest:LSST/r --params lg_qt --sigma 1,2,3", 1, "--sigma",
                "2", "3", NULL);
  assert_fails ("fisher --observables rest:LSST/g --params lg_qt --sigma 0", 1, "--sigma", "0", NULL);
  assert_fails ("fisher --observables rest:LSST/g --params lg_qt --sigma abc", 1, "--sigma", "abc", NULL);
  assert_fails ("fisher --observables obs:LSST/g --params lg_qt --sigma 1", 1, "obs:LSST/g", "does not exist",
                NULL);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_folder ();
  g_test_add_func ("/commands-derivatives/hessian", test_hessian);
  g_test_add_func ("/commands-derivatives/fisher", test_fisher);
  g_test_add_func ("/commands-derivatives/errors", test_errors);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
