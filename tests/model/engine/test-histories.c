/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories over cosmic time, and the paper's figures, in both numerics, against
 * histories.h5 of tests/data. */
#include <string.h>

#include "tests/model/engine-fixture.h"

static const char *const history[] = { "rest:LSST/g-r", "rest:LSST/r-i", "obs:LSST/r-i",
                                       "obs:LSST/i-z",  "ew:OIII5007",   NULL };
static const char *const curve_name[] = { "rest_g_minus_r", "rest_r_minus_i", "obs_r_minus_i",
                                          "obs_i_minus_z", "ew_oiii5007" };
enum { N_HIST = G_N_ELEMENTS (curve_name) };

#define TOL_CURVE 1e-5    /* magnitudes */
#define TOL_SLOPE 1e-5    /* of the curve's largest */
#define TOL_SLOPE_EW 1e-4

typedef struct {
  const char *figure;
  SlNumerics numerics;
} Case;

typedef struct {
  Fixture model;
  SlNumerics numerics;
  SlH5 *h5;
  gsize n;
  double *t, *z;
} Reference;

static void
set_up (Reference *f, gconstpointer data)
{
  const Case *c = data;
  g_autofree char *path = reference_path_of (c->numerics, "histories.h5");
  g_autoptr (GError) error = NULL;
  SlTemplates *templates = load_templates ("ssp_bc03_miles.h5");
  gsize d[8] = { 0 };

  f->numerics = c->numerics;
  f->h5 = sl_h5_open (path, &error);
  g_assert_no_error (error);
  f->t = read_all (f->h5, "/t_obs", 1, d);
  f->z = read_all (f->h5, "/redshift", 1, NULL);
  f->n = d[0];
  fixture_start (&f->model, templates, load_filters (),
                 (SlEngineConfig) { .history_observables = history, .n_epochs = f->n, .epochs = f->t });
}

static void
tear_down (Reference *f, gconstpointer data)
{
  fixture_tear_down (&f->model, NULL);
  sl_h5_close (f->h5);
  g_free (f->t);
  g_free (f->z);
}

static void
evaluate (Reference *f, const char *group, SlParamSet tangents)
{
  g_autofree char *path = g_strconcat (group, "/params", NULL);
  g_autofree double *p = read_all (f->h5, path, 1, NULL);
  g_autoptr (GError) error = NULL;
  SlRequest request = { .flags = SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN, .tangents = tangents };

  sl_galaxy_init (&request.galaxy);
  memcpy (request.galaxy.value, p, N_REFERENCE_PARAMS * sizeof (double));
  request.galaxy.numerics = f->numerics;
  request.galaxy.igm = FALSE; /* the reference has none */
  sl_engine_evaluate (f->model.engine, &request, f->model.result, &error);
  g_assert_no_error (error);
}

static void
compare_group (Reference *f, const char *group)
{
  g_autofree char *p_names = g_strconcat (group, "/grad_names", NULL);
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;
  SlParamSet set = sl_param_set_none ();
  guint compared = 0;

  if (sl_h5_exists (f->h5, p_names))
    names = sl_h5_read_strings (f->h5, p_names, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; names && names[i]; i++)
    sl_param_set_add (&set, sl_param_lookup (names[i]));
  evaluate (f, group, set);
  for (gsize e = 0; e < f->n; e++)
    g_assert_cmpfloat (fabs (f->model.result->epoch_z[e] - f->z[e]), <=, 1e-9);

  for (guint c = 0; c < N_HIST; c++)
    {
      g_autofree char *p_curve = g_strdup_printf ("%s/%s", group, curve_name[c]);
      g_autofree char *p_grad = g_strdup_printf ("%s/grad_%s", group, curve_name[c]);
      gboolean width = g_str_has_prefix (curve_name[c], "ew");
      g_autofree double *curve = NULL, *grad = NULL;
      double worst = 0.0, worst_grad = 0.0;

      if (!sl_h5_exists (f->h5, p_curve))
        continue;
      curve = read_all (f->h5, p_curve, 1, NULL);
      for (gsize e = 0; e < f->n; e++)
        worst =
            MAX (worst, fabs (f->model.result->hist[c * f->n + e] - curve[e])
                            / (width ? fabs (curve[e]) : 1.0));
      grad = names ? read_all (f->h5, p_grad, 2, NULL) : NULL;
      for (guint i = 0; names && names[i]; i++)
        {
          const double *mine =
              f->model.result->hist_jac + ((gsize) c * SL_N_PARAMS + sl_param_lookup (names[i])) * f->n;
          double top = 0.0;

          for (gsize e = 0; e < f->n; e++)
            top = MAX (top, fabs (grad[i * f->n + e]));
          for (gsize e = 0; e < f->n; e++)
            worst_grad = MAX (worst_grad, fabs (mine[e] - grad[i * f->n + e]) / MAX (top, 1e-12));
        }
      g_test_message ("%s %s: curve %.1e slope %.1e", group, curve_name[c], worst, worst_grad);
      g_assert_cmpfloat (worst, <=, width ? TOL_EW : TOL_CURVE);
      g_assert_cmpfloat (worst_grad, <=, width ? TOL_SLOPE_EW : TOL_SLOPE);
      compared++;
    }
  g_assert_cmpuint (compared, >, 0);
}

static void
test_figure (Reference *f, gconstpointer data)
{
  const char *figure = ((const Case *) data)->figure;
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) error = NULL;

  groups = sl_h5_members (f->h5, figure, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (groups), >, 0);
  for (guint i = 0; groups[i]; i++)
    {
      g_autofree char *group = g_strdup_printf ("%s/%s", figure, groups[i]);
      compare_group (f, group);
    }
}

/* Fig. 1: the history itself, quenching, and the mass formed. */
static void
test_figure_1 (Reference *f, gconstpointer data)
{
  static const char *const galaxies[] = { "main_sequence", "quenched", "partly_quenched" };

  for (guint g = 0; g < G_N_ELEMENTS (galaxies); g++)
    {
      g_autofree char *group = g_strdup_printf ("/fig1/%s", galaxies[g]);
      g_autofree char *p_sfr = g_strconcat (group, "/sfr", NULL), *p_fq = g_strconcat (group, "/f_q", NULL);
      g_autofree double *sfr = read_all (f->h5, p_sfr, 1, NULL), *fq = read_all (f->h5, p_fq, 1, NULL);
      g_autofree double *t = read_all (f->h5, "/fig1/t_table", 1, NULL);

      evaluate (f, group, sl_param_set_none ());
      for (guint j = 0; j < f->model.result->n_table; j++)
        {
          g_assert_cmpfloat_with_epsilon (f->model.result->table_t[j], t[j], 1e-13);
          g_assert_cmpfloat (fabs (f->model.result->table_sfr[j] / sfr[j] - 1.0), <=, 1e-12);
          g_assert_cmpfloat_with_epsilon (f->model.result->table_fq[j], fq[j], 1e-13);
        }
    }
}

int
main (int argc, char **argv)
{
  static const char *const figures[] = { "/fig1", "/fig2", "/fig4", "/fig6", "/fig7", "/fig8", "/fig9" };
  static Case cases[SL_N_NUMERICS][G_N_ELEMENTS (figures)];

  g_test_init (&argc, &argv, NULL);
  for (guint n = 0; n < SL_N_NUMERICS; n++)
    for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
      {
        g_autofree char *path = g_strconcat ("/histories/", sl_option_value_name (SL_OPTION_NUMERICS, n),
                                             figures[i], NULL);

        cases[n][i] = (Case) { figures[i], n };
        g_test_add (path, Reference, &cases[n][i], set_up, i ? test_figure : test_figure_1, tear_down);
      }
  return g_test_run ();
}
