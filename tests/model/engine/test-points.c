/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole pipeline, in both numerics, against the published packages (tests/data: points.h5, tiny.h5). */
#include <string.h>

#include "tests/model/engine-fixture.h"

static const char *const observables[] = {
  "rest:LSST/u", "rest:LSST/g", "rest:LSST/r", "rest:LSST/i", "rest:LSST/z", "rest:LSST/y",
  "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i", "obs:LSST/z", "obs:LSST/y",
  "ew:OIII5007", "ew:Hbeta", "ew:Halpha", "ew:OII3727", "lgmstar_formed", "lgsfr", NULL,
};
enum { N_OBS = G_N_ELEMENTS (observables) - 1 };

static gboolean is_width (guint o) { return g_str_has_prefix (observables[o], "ew:"); }
static gboolean is_lg (guint o) { return g_str_has_prefix (observables[o], "lg"); }

typedef struct {
  SlNumerics numerics;
  gsize n, n_wave, n_dlnl;
  double *params, *bump_free, *obs, *jac, *sed, *bare, *t_obs, *weights, *dlnl, *dlnl_index, *surviving;
  char **form, **label;
} Points;

static void
points_load (Points *p, SlNumerics numerics, const char *name)
{
  g_autofree char *path = reference_path_of (numerics, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  gsize d[8] = { 0 };

  g_assert_no_error (error);
  p->numerics = numerics;
  p->params = read_all (h5, "/params", 2, d);
  p->n = d[0];
  g_assert_cmpuint (d[1], ==, N_REFERENCE_PARAMS);
  p->bump_free = read_all (h5, "/uv_bump_free", 1, NULL);
  p->obs = read_all (h5, "/observables", 2, NULL);
  p->jac = read_all (h5, "/jac", 3, NULL);
  d[0] = d[1] = 0;
  p->sed = read_all (h5, "/sed", 2, d);
  p->n_wave = d[1];
  p->bare = read_all (h5, "/sed_unattenuated", 2, NULL);
  p->t_obs = read_all (h5, "/t_obs", 1, NULL);
  p->weights = read_all (h5, "/age_weights", 2, NULL);
  p->surviving = read_all (h5, "/mstar_surviving_table", 1, NULL);
  d[0] = d[1] = d[2] = 0;
  p->dlnl = read_all (h5, "/dlnl", 3, d);
  p->n_dlnl = d[0];
  p->dlnl_index = read_all (h5, "/dlnl_index", 1, NULL);
  p->form = sl_h5_read_strings (h5, "/form", NULL, &error);
  p->label = sl_h5_read_strings (h5, "/label", NULL, &error);
  g_assert_no_error (error);
}

static void
points_clear (Points *p)
{
  g_free (p->params);
  g_free (p->bump_free);
  g_free (p->obs);
  g_free (p->jac);
  g_free (p->sed);
  g_free (p->bare);
  g_free (p->t_obs);
  g_free (p->weights);
  g_free (p->dlnl);
  g_free (p->dlnl_index);
  g_free (p->surviving);
  g_strfreev (p->form);
  g_strfreev (p->label);
}

/* Largest relative difference above a floor of 1e-20 of the maximum. */
static double
spectrum_error (const float *mine, const double *ref, gsize n)
{
  double top = 0.0, worst = 0.0;

  for (gsize i = 0; i < n; i++)
    top = MAX (top, ref[i]);
  for (gsize i = 0; i < n; i++)
    if (ref[i] > 1e-20 * top)
      worst = MAX (worst, fabs (mine[i] / ref[i] - 1.0));
    else
      worst = MAX (worst, fabs (mine[i] - ref[i]) / top);
  return worst;
}

/* A tangent is a sum of floats. Where terms of order 1 cancel, half a step of a float remains. */
#define TANGENT_STEP 3e-8

/* d L / d parameter against d ln L / d parameter, as a part of that parameter's largest. */
static double
tangent_error (const SlResult *r, const Points *p, gsize i, const char **worst_name)
{
  gsize n_index = (p->n_wave + (p->n_dlnl == p->n ? 0 : 3)) / (p->n_dlnl == p->n ? 1 : 4);
  double worst = 0.0;

  for (int q = 0; q < N_REFERENCE_PARAMS; q++)
    {
      double top = TANGENT_STEP / TOL_JACOBIAN;

      for (gsize k = 0; k < n_index; k++)
        top = MAX (top, fabs (p->dlnl[(i * n_index + k) * N_REFERENCE_PARAMS + q]));
      for (gsize k = 0; k < n_index; k++)
        {
          gsize w = p->dlnl_index[k];
          double ref = p->dlnl[(i * n_index + k) * N_REFERENCE_PARAMS + q], l = p->sed[i * p->n_wave + w], e;

          if (ref == 0.0)
            continue;
          e = fabs (r->sed_tangent[(gsize) q * r->n_wave + w] / l - ref) / top;
          if (e > worst)
            worst = e, *worst_name = sl_param_info (q)->name;
        }
    }
  return worst;
}

/* The i-th point, evaluated with all derivatives. */
static void
evaluate_point (SlEngine *engine, const Points *p, gsize i, SlResult *result)
{
  SlRequest request = { .flags = SL_REQUEST_ALL & ~(SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN),
                        .tangents = sl_param_set_all () };
  g_autoptr (GError) error = NULL;

  sl_galaxy_init (&request.galaxy);
  memcpy (request.galaxy.value, p->params + i * N_REFERENCE_PARAMS, N_REFERENCE_PARAMS * sizeof (double));
  request.galaxy.sfh_form = reference_form (p->form[i]);
  request.galaxy.uv_bump_free = p->bump_free[i] != 0.0;
  request.galaxy.numerics = p->numerics;
  request.galaxy.igm = FALSE; /* the reference has none */
  sl_engine_evaluate (engine, &request, result, &error);
  g_assert_no_error (error);
}

/* Values of the i-th point against the reference. */
static void
compare_point (const SlResult *result, const Points *p, gsize i)
{
  const char *name = "";
  double e_sed, e_bare, e_tangent = 0.0, e_mag = 0.0, e_ew = 0.0, e_weight = 0.0;

  g_assert_cmpfloat_with_epsilon (result->t_obs, p->t_obs[i], 1e-11);
  for (guint a = 0; a < result->n_age; a++)
    e_weight = MAX (e_weight, fabs (result->age_weight[a] - p->weights[i * result->n_age + a]));
  e_sed = spectrum_error (result->sed, p->sed + i * p->n_wave, p->n_wave);
  e_bare = spectrum_error (result->sed_intrinsic, p->bare + i * p->n_wave, p->n_wave);
  if (i < p->n_dlnl)
    e_tangent = tangent_error (result, p, i, &name);
  for (guint o = 0; o < N_OBS; o++)
    {
      double ref = p->obs[i * N_OBS + o], e = fabs (result->obs[o] - ref);

      if (!isfinite (ref))
        g_assert_true (isnan (result->obs[o]));
      else if (is_width (o))
        e_ew = MAX (e_ew, e / fabs (ref));
      else if (is_lg (o))
        g_assert_cmpfloat (e, <=, TOL_LG);
      else
        e_mag = MAX (e_mag, e);
    }
  g_test_message ("%2" G_GSIZE_FORMAT
                  " %-52s sed %.1e bare %.1e mag %.1e ew %.1e weights %.1e tangent %.1e (%s)",
                  i, p->label[i], e_sed, e_bare, e_mag, e_ew, e_weight, e_tangent, name);
  g_assert_cmpfloat (e_weight, <=, 1e-12);
  g_assert_cmpfloat (e_sed, <=, TOL_SED);
  g_assert_cmpfloat (e_bare, <=, TOL_SED);
  g_assert_cmpfloat (e_mag, <=, TOL_MAGNITUDE);
  g_assert_cmpfloat (e_ew, <=, TOL_EW);
  g_assert_cmpfloat (e_tangent, <=, TOL_JACOBIAN);
}

/* What changes by less than this, in mag or A, over the whole range of a parameter does not depend on it:
 * sums of floats leave some 1e-8 of that. */
#define LEAST_CHANGE 0.01

/* Derivatives of observable o by parameter q at all points, relative to the largest of them. */
static void
compare_derivatives (const double *jacobian, const Points *p, guint o, int q)
{
  const SlParamInfo *info = sl_param_info (q);
  double scale = LEAST_CHANGE / (info->hi - info->lo), worst = 0.0;
  gsize at = 0;

  for (gsize i = 0; i < p->n; i++)
    {
      double ref = p->jac[(i * N_OBS + o) * N_REFERENCE_PARAMS + q];
      if (isfinite (ref))
        scale = MAX (scale, fabs (ref));
    }
  for (gsize i = 0; i < p->n; i++)
    {
      gsize k = (i * N_OBS + o) * N_REFERENCE_PARAMS + q;

      if (!isfinite (p->jac[k]))
        continue;
      g_assert_true (isfinite (jacobian[k]));
      if (fabs (jacobian[k] - p->jac[k]) > worst)
        worst = fabs (jacobian[k] - p->jac[k]), at = i;
    }
  if (worst > 0.1 * TOL_JACOBIAN * scale)
    g_test_message ("jacobian %-12s %-18s scale %.3e worst %.1e of it, at %" G_GSIZE_FORMAT " (%s)",
                    observables[o], sl_param_info (q)->name, scale, worst / scale, at, p->label[at]);
  g_assert_cmpfloat (worst, <=, (is_width (o) ? TOL_JACOBIAN_EW : TOL_JACOBIAN) * scale);
}

static void
compare_points (SlNumerics numerics, const char *points, const char *grid)
{
  Fixture f = { 0 };
  Points p = { 0 };
  g_autofree double *jacobian = NULL;

  fixture_set_up (&f, grid, (SlEngineConfig) { .observables = observables });
  points_load (&p, numerics, points);
  jacobian = g_new0 (double, p.n * N_OBS * N_REFERENCE_PARAMS);
  for (gsize i = 0; i < p.n; i++)
    {
      evaluate_point (f.engine, &p, i, f.result);
      compare_point (f.result, &p, i);
      for (guint o = 0; o < N_OBS; o++)
        memcpy (jacobian + (i * N_OBS + o) * N_REFERENCE_PARAMS, f.result->obs_jac + o * SL_N_PARAMS,
                sizeof (double) * N_REFERENCE_PARAMS);
    }
  for (guint o = 0; o < N_OBS; o++)
    for (int q = 0; q < N_REFERENCE_PARAMS; q++)
      compare_derivatives (jacobian, &p, o, q);
  points_clear (&p);
  fixture_tear_down (&f, NULL);
}

static void
test_points (gconstpointer numerics)
{
  compare_points (GPOINTER_TO_UINT (numerics), "points.h5", "ssp_bc03_miles.h5");
}

static void
test_tiny (gconstpointer numerics)
{
  compare_points (GPOINTER_TO_UINT (numerics), "tiny.h5", "ssp_tiny.h5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < SL_N_NUMERICS; i++)
    {
      const char *name = sl_option_value_name (SL_OPTION_NUMERICS, i);
      g_autofree char *full = g_strconcat ("/points/default-library/", name, NULL),
                      *tiny = g_strconcat ("/points/small-library/", name, NULL);

      g_test_add_data_func (full, GUINT_TO_POINTER (i), test_points);
      g_test_add_data_func (tiny, GUINT_TO_POINTER (i), test_tiny);
    }
  return g_test_run ();
}
