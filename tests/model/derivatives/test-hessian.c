/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second derivatives and the Fisher matrix: against the published packages (tests/data/second.h5), against
 * the engine's values and Jacobian, and against differences of that Jacobian. */
#include <string.h>

#include "model/support/sl-error.h"
#include "model/derivatives/sl-fisher.h"
#include "model/derivatives/sl-hessian.h"
#include "tests/model/engine-fixture.h"

/* The reference and the plain version are both in doubles: what is left is its rounding, which ages whose
 * mass is a difference of nearly equal masses raise (1e-8 for widths). */
#define TOL_REFERENCE_VALUE 1e-9
#define TOL_REFERENCE_GRAD 1e-9    /* of the largest entry of the gradient */
#define TOL_REFERENCE_HESSIAN 1e-9 /* of the largest entry */
#define TOL_REFERENCE_ROW 1e-6     /* of the largest entry of the row or column, whichever is less */
#define LEAST_ROW 1e-4             /* of the largest entry */
#define TOL_REFERENCE_FISHER 1e-9  /* of the largest entry */
/* The engine's spectra are sums of floats. */
#define TOL_ENGINE 1e-6 /* magnitudes and lgs; others relative, ten times as much for widths of few pixels */
#define TOL_ENGINE_GRAD 1e-5 /* of the observable's largest slope with respect to any parameter */
#define TOL_ENGINE_FISHER 1e-5   /* of the largest entry */
/* A difference of the engine's slopes: their float rounding over the step, and what the third derivative
 * leaves. */
#define TOL_DIFFERENCE 2e-3      /* of the row's largest entry */
/* The same sums in another order: of the largest entry. */
#define TOL_ORDER 1e-12

static SlHessian *
new_hessian (const Library *l, const char *const *observables, guint threads)
{
  g_autoptr (GError) error = NULL;
  SlHessian *second = sl_hessian_new (l->templates, l->filters, observables, threads, &error);

  g_assert_no_error (error);
  return second;
}

static SlEngine *
new_engine (const Library *l, const char *const *observables)
{
  SlEngineConfig config = { .templates = l->templates, .filters = l->filters, .observables = observables };

  return create_engine (&sl_engine_cpu, &config);
}

static void
ask (SlEngine *engine, const SlGalaxy *galaxy, SlResult *result)
{
  SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (engine, &request, result, &error);
  g_assert_no_error (error);
}

static void
second (SlHessian *self, const SlGalaxy *galaxy, const SlParamId *params, guint n, double *value,
        double *grad, double *hessian)
{
  g_autoptr (GError) error = NULL;

  sl_hessian_evaluate (self, galaxy, params, n, value, grad, hessian, &error);
  g_assert_no_error (error);
}

static SlParamId *
find_params (SlH5 *h5, const char *name, gsize *n)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = sl_h5_read_strings (h5, name, n, &error);
  SlParamId *id;

  g_assert_no_error (error);
  id = g_new (SlParamId, *n);
  for (gsize i = 0; i < *n; i++)
    {
      g_assert_cmpint (sl_param_lookup (names[i]), >=, 0);
      id[i] = sl_param_lookup (names[i]);
    }
  return id;
}

/* Largest difference as a part of the largest entry of the reference. */
static double
difference (const double *mine, const double *ref, gsize n)
{
  double top = 0.0, worst = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      top = MAX (top, fabs (ref[i]));
      worst = MAX (worst, fabs (mine[i] - ref[i]));
      g_assert_true (isfinite (mine[i]));
    }
  return worst / top;
}

/* Largest difference of two n x n matrices, each entry as a part of the largest of its row or of its column,
 * whichever is less: rows have units of their own. Tiny rows are the rounding of the others. */
static double
row_difference (const double *mine, const double *ref, guint n)
{
  g_autofree double *top = g_new0 (double, n);
  double worst = 0.0, most = 0.0;

  for (guint p = 0; p < n; p++)
    for (guint q = 0; q < n; q++)
      {
        top[p] = MAX (top[p], fabs (ref[p * n + q]));
        most = MAX (most, top[p]);
      }
  for (guint p = 0; p < n; p++)
    top[p] = MAX (top[p], LEAST_ROW * most);
  for (guint p = 0; p < n; p++)
    for (guint q = 0; q < n; q++)
      {
        double d = fabs (mine[p * n + q] - ref[p * n + q]);

        g_assert_true (isfinite (mine[p * n + q]));
        if (d > 0.0)
          worst = MAX (worst, d / MIN (top[p], top[q]));
      }
  return worst;
}

static void
reference_galaxy (SlGalaxy *galaxy, const double *params)
{
  sl_galaxy_init (galaxy);
  memcpy (galaxy->value, params, N_REFERENCE_PARAMS * sizeof *params);
}

static void
compare_hessian (Library *l, SlNumerics numerics)
{
  static const char *const observables[] = { "rest:LSST/g-r", "ew:OIII5007", NULL };
  enum { N_OBS = G_N_ELEMENTS (observables) - 1 };
  g_autofree char *path = reference_path_of (numerics, "second.h5");
  g_autoptr (SlH5) h5 = sl_h5_open (path, NULL);
  gsize dims[2] = { 0 }, n;
  g_autofree double *params = read_all (h5, "/params", 2, dims), *value = read_all (h5, "/value", 2, NULL);
  g_autofree double *grad = read_all (h5, "/grad", 3, NULL), *hessian = read_all (h5, "/hessian", 4, NULL);
  g_autofree SlParamId *id = find_params (h5, "/hessian_param_names", &n);
  g_autofree double *my_grad = g_new (double, N_OBS * n), *my_hessian = g_new (double, N_OBS * n * n);
  g_autoptr (SlHessian) self = NULL;

  self = new_hessian (l, observables, 0);
  for (gsize i = 0; i < dims[0]; i++)
    {
      SlGalaxy galaxy;
      double my_value[N_OBS];
      gint64 start = g_get_monotonic_time ();

      reference_galaxy (&galaxy, params + i * N_REFERENCE_PARAMS);
      galaxy.numerics = numerics;
      galaxy.igm = FALSE; /* the reference has none */
      second (self, &galaxy, id, n, my_value, my_grad, my_hessian);
      start = g_get_monotonic_time () - start;
      for (guint o = 0; o < N_OBS; o++)
        {
          gsize k = i * N_OBS + o;
          double e_value = difference (my_value + o, value + k, 1);
          double e_grad = difference (my_grad + o * n, grad + k * n, n);
          double e_hessian = difference (my_hessian + o * n * n, hessian + k * n * n, n * n);
          double e_row = row_difference (my_hessian + o * n * n, hessian + k * n * n, n);

          g_test_message ("point %zu, %s: value %.1e, gradient %.1e, Hessian %.1e, by row %.1e (%.0f ms)", i,
                          observables[o], e_value, e_grad, e_hessian, e_row, 1e-3 * start);
          g_assert_cmpfloat (e_value, <=, TOL_REFERENCE_VALUE);
          g_assert_cmpfloat (e_grad, <=, TOL_REFERENCE_GRAD);
          g_assert_cmpfloat (e_hessian, <=, TOL_REFERENCE_HESSIAN);
          g_assert_cmpfloat (e_row, <=, TOL_REFERENCE_ROW);
        }
    }
}

static void
test_reference_hessian (Library *l, gconstpointer grid)
{
  for (guint i = 0; i < SL_N_NUMERICS; i++)
    compare_hessian (l, i);
}

/* Six observed magnitudes by twelve parameters, from either Jacobian. */
static void
compare_fisher (Library *l, SlNumerics numerics)
{
  static const char *const observables[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r", "obs:LSST/i",
                                             "obs:LSST/z", "obs:LSST/y", NULL };
  enum { N_OBS = G_N_ELEMENTS (observables) - 1 };
  const double error = 0.05;
  g_autofree char *path = reference_path_of (numerics, "second.h5");
  g_autoptr (SlH5) h5 = sl_h5_open (path, NULL);
  gsize dims[2] = { 0 }, n;
  g_autofree double *params = read_all (h5, "/params", 2, dims), *mags = read_all (h5, "/obs_mags", 2, NULL);
  g_autofree double *jac = read_all (h5, "/jac_mags", 3, NULL), *fisher = read_all (h5, "/fisher", 3, NULL);
  g_autofree SlParamId *id = find_params (h5, "/fisher_param_names", &n);
  g_autofree double *mine = g_new (double, N_OBS * n), *matrix = g_new (double, n * n);
  g_autoptr (SlHessian) self = new_hessian (l, observables, 0);
  g_autoptr (SlEngine) engine = new_engine (l, observables);
  g_autoptr (SlResult) result = sl_result_new (engine);

  for (gsize i = 0; i < dims[0]; i++)
    {
      SlGalaxy galaxy;
      double value[N_OBS], sigma[N_OBS], e_plain, e_engine;

      for (guint o = 0; o < N_OBS; o++)
        sigma[o] = error;
      reference_galaxy (&galaxy, params + i * N_REFERENCE_PARAMS);
      galaxy.numerics = numerics;
      galaxy.igm = FALSE; /* the reference has none */
      second (self, &galaxy, id, n, value, mine, NULL);
      for (guint o = 0; o < N_OBS; o++)
        g_assert_cmpfloat (fabs (value[o] - mags[i * N_OBS + o]), <=, TOL_REFERENCE_VALUE);
      g_assert_cmpfloat (difference (mine, jac + i * N_OBS * n, N_OBS * n), <=, TOL_REFERENCE_GRAD);
      sl_fisher (mine, sigma, N_OBS, n, matrix);
      e_plain = difference (matrix, fisher + i * n * n, n * n);

      ask (engine, &galaxy, result);
      for (guint o = 0; o < N_OBS; o++)
        for (gsize p = 0; p < n; p++)
          mine[o * n + p] = result->obs_jac[o * SL_N_PARAMS + id[p]];
      sl_fisher (mine, sigma, N_OBS, n, matrix);
      e_engine = difference (matrix, fisher + i * n * n, n * n);
      g_test_message ("point %zu: Fisher matrix %.1e, of the engine's Jacobian %.1e", i, e_plain, e_engine);
      g_assert_cmpfloat (e_plain, <=, TOL_REFERENCE_FISHER);
      g_assert_cmpfloat (e_engine, <=, TOL_ENGINE_FISHER);
    }
}

static void
test_reference_fisher (Library *l, gconstpointer grid)
{
  for (guint i = 0; i < SL_N_NUMERICS; i++)
    compare_fisher (l, i);
}

/* ------------------------------------------------- against the engine */

static const char *const many[] = { "rest:LSST/u",
                                    "rest:LSST/g-r",
                                    "rest:SPITZER/MIPS70",
                                    "obs:LSST/r",
                                    "obs:LSST/i-z",
                                    "obs:EUCLID/H",
                                    "obs:GALEX/FUV",
                                    "fnu:LSST/i",
                                    "ew:OIII5007",
                                    "flux:OIII5007",
                                    "cont:OIII5007",
                                    "ew:Hbeta",
                                    "beta_uv",
                                    "lglir",
                                    "lglbol",
                                    "lgldust",
                                    "lgqion",
                                    "age_light",
                                    "lgz_mass",
                                    "ml:LSST/r",
                                    "index:5000-5600+4500-4800+5800-6100",
                                    "lgmstar_formed",
                                    "lgmstar_surviving",
                                    "lgsfr",
                                    NULL };
enum { N_MANY = G_N_ELEMENTS (many) - 1 };

/* The same galaxies in every run. */
static GRand *rng;

static const SlTable *
some_history (void)
{
  static const double t[] = { 0.3, 2.1, 5.7, 9.3, 13.9 }, rate[] = { 0.1, 4.0, 2.5, 3.1, 0.7 };

  return sl_table_intern ("some history", t, rate, G_N_ELEMENTS (t), NULL);
}

static const SlTable *
some_lookback_history (void)
{
  static const double t[] = { -13.9, -9.3, -5.7, -2.1, 0.0 }, rate[] = { 0.1, 4.0, 2.5, 3.1, 0.7 };

  return sl_table_intern_read ("lookback", t, rate, G_N_ELEMENTS (t), SL_TABLE_LOOKBACK_GYR, SL_TABLE_AS_IS,
                               NULL);
}

static const SlTable *
some_metals (void)
{
  static const double t[] = { 0.3, 2.1, 5.7, 9.3, 13.9 }, lgz[] = { -2.9, -2.4, -2.1, -1.95, -1.85 };

  return sl_table_intern ("some metals", t, lgz, G_N_ELEMENTS (t), NULL);
}

/* Chance sets the options: each comes in many of the galaxies below. */
static void
random_options (SlGalaxy *g)
{
  g->metals = g_rand_int_range (rng, 0, SL_N_METALS);
  g->metals_table = some_metals ();
  g->dust_emission = g_rand_boolean (rng);
  g->igm = g_rand_boolean (rng);
  g->value[SL_PARAM_SIGMA_STAR] = g_rand_boolean (rng) ? 150.0 : 0.0;
  g->lines_off[0] = g_rand_boolean (rng) ? 5 : 0;
}

/* A galaxy well inside the ranges. */
static void
random_galaxy (SlGalaxy *g, SlSfhFormId form, SlDustLaw law)
{
  sl_galaxy_init (g);
  g->sfh_form = form;
  g->sfh_table = law % 2 ? some_lookback_history () : some_history ();
  g->dust_law = law;
  g->uv_bump_free = g_rand_boolean (rng);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      double def, lo, hi, span;

      sl_galaxy_range (g, p, &def, &lo, &hi);
      span = 0.1 * (hi - lo);
      g->value[p] =
          g_rand_double_range (rng, MAX (lo + 0.1 * span, def - span), MIN (hi - 0.1 * span, def + span));
    }
  g->value[SL_PARAM_SIGMA_STAR] = 0.0;
  g->value[SL_PARAM_REDSHIFT] = g_rand_double_range (rng, 0.1, 0.4);
  g->value[SL_PARAM_T_START] = g_rand_double_range (rng, 0.5, 2.0);
  g->value[SL_PARAM_LG_REJUV] = 0.5 * g->value[SL_PARAM_LG_DROP];
  g->value[SL_PARAM_LATE_INDEX] = MIN (g->value[SL_PARAM_LATE_INDEX], 0.9 * g->value[SL_PARAM_EARLY_INDEX]);
  g->value[SL_PARAM_LGFBURST] = -2.5;
  g->value[SL_PARAM_LGYR_PEAK] = g_rand_double_range (rng, 6.0, 6.5);
  g->value[SL_PARAM_LGYR_MAX] = g->value[SL_PARAM_LGYR_PEAK] + 1.3;
  g->value[SL_PARAM_T_BURST] = 8.0;
  g->value[SL_PARAM_BURST_WIDTH] = 1.0;
}

/* All parameters that act. */
static guint
acting (const SlGalaxy *g, SlParamId *id)
{
  guint n = 0;

  for (int p = 0; p < SL_N_PARAMS; p++)
    /* Where stars are at rest, motion begins with a slope of zero that the engine does not show. */
    if (sl_galaxy_uses (g, p) && (p != SL_PARAM_SIGMA_STAR || g->value[p] > 0.0))
      id[n++] = p;
  return n;
}

/* What rounding of the engine's floats is measured by: 1 for what is a logarithm itself. */
static double
scale_of (const char *name, double value)
{
  static const char *const logarithms[] = { "rest:", "obs:", "lg" }, *const widths[] = { "ew:", "index:" };

  for (guint i = 0; i < G_N_ELEMENTS (logarithms); i++)
    if (g_str_has_prefix (name, logarithms[i]))
      return 1.0;
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    if (g_str_has_prefix (name, widths[i]))
      return 10.0 * MAX (1.0, fabs (value));
  return MAX (1.0, fabs (value));
}

/* Every form and law: values and gradients of the plain version are the engine's. */
static void
test_engine (Library *l, gconstpointer grid)
{
  g_autoptr (SlHessian) self = new_hessian (l, many, 0);
  g_autoptr (SlEngine) engine = new_engine (l, many);
  g_autoptr (SlResult) result = sl_result_new (engine);
  double worst_value = 0.0, worst_grad = 0.0;

  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    for (int form = 0; form < SL_N_SFH_FORMS; form++)
      {
        SlParamId id[SL_N_PARAMS];
        double value[N_MANY], grad[N_MANY * SL_N_PARAMS];
        SlGalaxy g;
        guint n;

        random_galaxy (&g, form, law);
        random_options (&g);
        n = acting (&g, id);
        ask (engine, &g, result);
        second (self, &g, id, n, value, grad, NULL);
        for (guint o = 0; o < N_MANY; o++)
          {
            double e = fabs (value[o] - result->obs[o]) / scale_of (many[o], value[o]), top = 1e-6;

            worst_value = MAX (worst_value, e);
            if (!(e <= TOL_ENGINE))
              g_test_message ("%s: %.9g, engine %.9g", many[o], value[o], result->obs[o]);
            g_assert_cmpfloat (e, <=, TOL_ENGINE);
            for (guint p = 0; p < n; p++)
              top = MAX (top, fabs (grad[o * n + p]));
            for (guint p = 0; p < n; p++)
              {
                e = fabs (grad[o * n + p] - result->obs_jac[o * SL_N_PARAMS + id[p]]) / top;
                worst_grad = MAX (worst_grad, e);
                if (!(e <= TOL_ENGINE_GRAD))
                  g_test_message ("%s by %s: %.9g, engine %.9g", many[o], sl_param_info (id[p])->name,
                                  grad[o * n + p], result->obs_jac[o * SL_N_PARAMS + id[p]]);
                g_assert_cmpfloat (e, <=, TOL_ENGINE_GRAD);
              }
          }
      }
  g_test_message ("values differ by %.1e, slopes by %.1e", worst_value, worst_grad);
}

/* How far row q of a Hessian is from a difference of slopes (N_MANY, stride), in which parameter p has column
 * column[p]: the best found so far. */
static void
compare_row (const double *hessian, guint n, guint q, const double *up, const double *down,
             const guint *column, guint stride, double h, double *best)
{
  for (guint o = 0; o < N_MANY; o++)
    {
      const double *row = hessian + ((gsize) o * n + q) * n;
      double top = 1e-3;

      for (guint p = 0; p < n; p++)
        top = MAX (top, fabs (row[p]));
      for (guint p = 0; p < n; p++)
        {
          double d = (up[o * stride + column[p]] - down[o * stride + column[p]]) / (2 * h);

          best[o * n + p] = MIN (best[o * n + p], fabs (d - row[p]) / top);
        }
    }
}

static guint
count_above (const double *x, guint n, double limit)
{
  guint count = 0;

  for (guint i = 0; i < n; i++)
    count += !(x[i] <= limit);
  return count;
}

/* Rows of the Hessian against differences of the engine's Jacobian along every parameter. */
static void
test_differences (Library *l, gconstpointer grid)
{
  g_autoptr (SlHessian) self = new_hessian (l, many, 0);
  g_autoptr (SlEngine) engine = new_engine (l, many);
  g_autoptr (SlResult) up = sl_result_new (engine), down = sl_result_new (engine);
  g_autofree double *hessian = g_new (double, N_MANY * SL_N_PARAMS * SL_N_PARAMS);
  g_autofree double *best = g_new (double, N_MANY * SL_N_PARAMS);
  g_autofree double *grad_up = g_new (double, N_MANY *SL_N_PARAMS),
                    *grad_down = g_new (double, N_MANY *SL_N_PARAMS);
  guint n_rows = 0, n_fine = 0;

  for (int form = 0; form < SL_N_SFH_FORMS; form++)
    {
      SlParamId id[SL_N_PARAMS];
      guint in_place[SL_N_PARAMS], n;
      double value[N_MANY];
      SlGalaxy g;

      random_galaxy (&g, form, form % SL_N_DUST_LAWS);
      random_options (&g);
      n = acting (&g, id);
      for (guint p = 0; p < n; p++)
        in_place[p] = p;
      second (self, &g, id, n, value, NULL, hessian);
      for (guint q = 0; q < n; q++)
        {
          SlGalaxy there = g;
          guint n_all = N_MANY * n;

          n_rows++;
          for (guint i = 0; i < n_all; i++)
            best[i] = INFINITY;
          /* One of these steps: rounding bounds one end, a kink or the third derivative inside a step the
           * other. */
          for (double h = id[q] == SL_PARAM_SIGMA_V || id[q] == SL_PARAM_SIGMA_STAR ? 3.0 : 0.03; h > 1e-6;
               h *= 0.1)
            {
              if (!count_above (best, n_all, TOL_DIFFERENCE))
                break;
              there.value[id[q]] = g.value[id[q]] + h;
              ask (engine, &there, up);
              there.value[id[q]] = g.value[id[q]] - h;
              ask (engine, &there, down);
              compare_row (hessian, n, q, up->obs_jac, down->obs_jac, id, SL_N_PARAMS, h, best);
            }
          if (!count_above (best, n_all, TOL_DIFFERENCE))
            continue;
          /* Kinks closer than the rounding of floats allows steps: slopes in doubles, which are those of the
           * engine. */
          n_fine++;
          for (double h = 1e-4; h > 1e-9 && count_above (best, n_all, TOL_DIFFERENCE); h *= 0.1)
            {
              there.value[id[q]] = g.value[id[q]] + h;
              second (self, &there, id, n, value, grad_up, NULL);
              there.value[id[q]] = g.value[id[q]] - h;
              second (self, &there, id, n, value, grad_down, NULL);
              compare_row (hessian, n, q, grad_up, grad_down, in_place, n, h, best);
            }
          for (guint i = 0; i < n_all; i++)
            if (!(best[i] <= TOL_DIFFERENCE))
              g_test_message ("%s, %s: by %s and %s %.6g, misses the difference by %.1e of the row",
                              sl_sfh_form_info (form)->name, many[i / n], sl_param_info (id[q])->name,
                              sl_param_info (id[i % n])->name, hessian[((gsize) (i / n) * n + q) * n + i % n],
                              best[i]);
          g_assert_cmpuint (count_above (best, n_all, TOL_DIFFERENCE), ==, 0);
        }
    }
  g_test_message ("%u rows, %u of them by differences of slopes in doubles", n_rows, n_fine);
  g_assert_cmpuint (n_fine, <, n_rows / 4);
}

/* The order of parameters and the number of threads change nothing; what is not asked for is not needed. */
static void
test_order (Library *l, gconstpointer grid)
{
  g_autoptr (SlHessian) self = new_hessian (l, many, 1), threaded = new_hessian (l, many, 3);
  g_autofree double *a = g_new (double, N_MANY * SL_N_PARAMS * SL_N_PARAMS);
  g_autofree double *b = g_new (double, N_MANY * SL_N_PARAMS * SL_N_PARAMS);
  double value[3][N_MANY], grad[3][N_MANY * SL_N_PARAMS];
  SlParamId id[SL_N_PARAMS], back[SL_N_PARAMS];
  SlGalaxy g;
  guint n;

  random_galaxy (&g, SL_SFH_DIFFSTAR, SL_DUST_SALIM);
  n = acting (&g, id);
  for (guint i = 0; i < n; i++)
    back[i] = id[n - 1 - i];
  second (self, &g, id, n, value[0], grad[0], a);
  second (threaded, &g, id, n, value[1], grad[1], b);
  g_assert_cmpmem (value[0], sizeof value[0], value[1], sizeof value[1]);
  g_assert_cmpmem (grad[0], N_MANY * n * sizeof (double), grad[1], N_MANY * n * sizeof (double));
  g_assert_cmpmem (a, N_MANY * n * n * sizeof *a, b, N_MANY * n * n * sizeof *b);
  second (self, &g, back, n, value[2], grad[2], b);
  for (guint o = 0; o < N_MANY; o++)
    {
      double *x = a + (gsize) o * n * n, *y = b + (gsize) o * n * n;

      for (guint p = 0; p < n; p++)
        for (guint q = 0; q < n; q++)
          g_assert_cmpfloat (x[p * n + q], ==, x[q * n + p]);
      /* Backwards the whole matrix is turned by half a circle. */
      for (guint i = 0; i < n * n / 2; i++)
        {
          double swap = y[i];

          y[i] = y[n * n - 1 - i];
          y[n * n - 1 - i] = swap;
        }
      g_assert_cmpfloat (difference (y, x, n * n), <=, TOL_ORDER);
    }
  second (self, &g, id, n, value[2], grad[2], NULL);
  g_assert_cmpmem (grad[0], N_MANY * n * sizeof (double), grad[2], N_MANY * n * sizeof (double));
  second (self, &g, NULL, 0, value[2], NULL, NULL);
  g_assert_cmpmem (value[0], sizeof value[0], value[2], sizeof value[2]);
  /* One parameter twice is one parameter. */
  back[0] = back[1] = SL_PARAM_AV_OLD;
  second (self, &g, back, 2, value[2], grad[2], b);
  for (guint o = 0; o < N_MANY; o++)
    {
      g_assert_cmpfloat (grad[2][2 * o], ==, grad[2][2 * o + 1]);
      g_assert_cmpfloat (b[4 * o], ==, b[4 * o + 1]);
    }
}

/* At z = 0 an observed magnitude does not exist; what has to do with distance does not either, all else does.
 */
static void
test_redshift_zero (Library *l, gconstpointer grid)
{
  static const char *const observables[] = { "obs:LSST/r", "obs:LSST/g-r", "rest:LSST/g", "ew:OII3727",
                                             NULL };
  static const SlParamId id[] = { SL_PARAM_LOGM0, SL_PARAM_AV_OLD, SL_PARAM_H, SL_PARAM_REDSHIFT };
  enum { N = G_N_ELEMENTS (id), N_OBS = G_N_ELEMENTS (observables) - 1, FIRST_DISTANCE = 2 };
  g_autoptr (SlHessian) self = new_hessian (l, observables, 1);
  double value[N_OBS], grad[N_OBS * N], hessian[N_OBS * N * N];
  SlGalaxy g;

  sl_galaxy_init (&g);
  second (self, &g, id, N, value, grad, hessian);
  for (guint o = 0; o < N_OBS; o++)
    {
      /* the small grid has too few pixels in that line's windows */
      gboolean observed = o < 2, absent = o == 3;

      g_assert_true (isnan (value[o]) == (observed || absent));
      for (guint p = 0; p < N; p++)
        {
          g_assert_true (isnan (grad[o * N + p]) == (absent || (observed && p >= FIRST_DISTANCE)));
          for (guint q = 0; q < N; q++)
            g_assert_true (isnan (hessian[(o * N + p) * N + q])
                           == (absent || (observed && (p >= FIRST_DISTANCE || q >= FIRST_DISTANCE))));
        }
    }
}

static void
assert_refused (SlHessian *self, const SlGalaxy *g, int code, const char *says)
{
  g_autoptr (GError) error = NULL;
  double value[N_MANY];

  g_assert_false (sl_hessian_evaluate (self, g, NULL, 0, value, NULL, NULL, &error));
  g_assert_error (error, SL_ERROR, code);
  if (!strstr (error->message, says))
    g_error ("“%s” does not contain “%s”", error->message, says);
}

static void
test_errors (Library *l, gconstpointer grid)
{
  static const char *const bad[] = { "rest:LSST/q", NULL };
  g_autoptr (SlHessian) self = new_hessian (l, many, 1);
  g_autoptr (GError) error = NULL;
  SlGalaxy good, g;

  g_assert_null (sl_hessian_new (l->templates, l->filters, bad, 1, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_OBSERVABLE);
  random_galaxy (&good, SL_SFH_TAU, SL_DUST_SALIM);
  good.value[SL_PARAM_T_START] = 1.0;
#define REFUSE(change, code, says) (g = good, change, assert_refused (self, &g, SL_ERROR_##code, says))
  REFUSE (g.value[SL_PARAM_TAU] = NAN, PARAMETER, "tau");
  REFUSE (g.value[SL_PARAM_REDSHIFT] = 1e5, PARAMETER, "redshift");
  REFUSE (g.value[SL_PARAM_REDSHIFT] = 8.0, PARAMETER, "no stars");
  REFUSE (g.metals = SL_METALS_TABLE, PARAMETER, "table");
#undef REFUSE
}

static void
test_fisher (void)
{
  static const double jac[] = { 1.0, 2.0, -3.0, 0.5 }, sigma[] = { 0.5, 2.0 };
  double f[4];

  sl_fisher (jac, sigma, 2, 2, f);
  g_assert_cmpfloat (f[0], ==, 4.0 + 2.25);
  g_assert_cmpfloat (f[1], ==, 8.0 - 0.375);
  g_assert_cmpfloat (f[2], ==, f[1]);
  g_assert_cmpfloat (f[3], ==, 16.0 + 0.0625);
}

/* Eigenvectors of a matrix made of known ones, in units far apart; errors of the inverse. */
static void
test_forecast (void)
{
  const double value[] = { 40.0, 9.0, 0.25 };
  const double vector[3][3] = { { 2.0 / 3, 2.0 / 3, 1.0 / 3 }, { -2.0 / 3, 1.0 / 3, 2.0 / 3 },
                                { 1.0 / 3, -2.0 / 3, 2.0 / 3 } };
  g_auto (SlFisherForecast) all = { 0 }, units = { 0 }, poor = { 0 }, none = { 0 };
  g_autoptr (GError) error = NULL;
  double f[9] = { 0 }, unit[] = { 1.0, 1e6, 1e-4 };

  for (guint i = 0; i < 3; i++)
    for (guint p = 0; p < 3; p++)
      for (guint q = 0; q < 3; q++)
        f[3 * p + q] += value[i] * vector[i][p] * vector[i][q];
  g_assert_true (sl_fisher_forecast (f, 3, &all, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (all.rank, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      double variance = 0.0, top = 0.0;

      g_assert_cmpfloat_with_epsilon (all.eigenvalue[i], value[i], 1e-12);
      for (guint p = 0; p < 3; p++)
        {
          g_assert_cmpfloat_with_epsilon (fabs (all.eigenvector[3 * i + p]), fabs (vector[i][p]), 1e-12);
          variance += vector[p][i] * vector[p][i] / value[p];
          if (fabs (all.eigenvector[3 * i + p]) > fabs (top))
            top = all.eigenvector[3 * i + p];
        }
      g_assert_cmpfloat (top, >, 0.0);
      g_assert_cmpfloat_with_epsilon (all.error[i], sqrt (variance), 1e-12);
      g_assert_cmpfloat_with_epsilon (all.error_alone[i], 1.0 / sqrt (f[4 * i]), 1e-12);
      g_assert_cmpfloat (all.error[i], >=, all.error_alone[i]);
    }
  /* Other units: the same errors in those, and the same rank. */
  for (guint p = 0; p < 3; p++)
    for (guint q = 0; q < 3; q++)
      f[3 * p + q] /= unit[p] * unit[q];
  g_assert_true (sl_fisher_forecast (f, 3, &units, &error));
  g_assert_cmpuint (units.rank, ==, 3);
  for (guint p = 0; p < 3; p++)
    g_assert_cmpfloat_with_epsilon (units.error[p] / unit[p], all.error[p], 1e-11);
  /* Two observables for three parameters, of which they do not know the last at all. */
  {
    const double jac[] = { 1.0, 2.0, 0.0, 2.0, 4.0, 0.0 }, sigma[] = { 0.1, 0.1 };

    sl_fisher (jac, sigma, 2, 3, f);
  }
  g_assert_true (sl_fisher_forecast (f, 3, &poor, &error));
  g_assert_cmpuint (poor.rank, ==, 1);
  g_assert_true (isnan (poor.error[0]) && isnan (poor.error[2]));
  g_assert_true (isfinite (poor.error_alone[0]) && isinf (poor.error_alone[2]));
  f[4] = NAN;
  g_assert_false (sl_fisher_forecast (f, 3, &none, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_ENGINE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rng = g_rand_new_with_seed (2023);
#define ADD(name, grid)                                                                                      \
  g_test_add ("/hessian/" #name, Library, grid, library_set_up, test_##name, library_tear_down)
  ADD (reference_hessian, "ssp_bc03_miles.h5");
  ADD (reference_fisher, "ssp_bc03_miles.h5");
  ADD (engine, "ssp_tiny.h5");
  ADD (differences, "ssp_tiny.h5");
  ADD (order, "ssp_tiny.h5");
  ADD (redshift_zero, "ssp_tiny.h5");
  ADD (errors, "ssp_tiny.h5");
#undef ADD
  g_test_add_func ("/hessian/fisher", test_fisher);
  g_test_add_func ("/hessian/forecast", test_forecast);
  status = g_test_run ();
  g_rand_free (rng);
  return status;
}
