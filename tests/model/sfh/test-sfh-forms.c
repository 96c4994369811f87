/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms of the star-formation history that are normalised by the mass they form: against numerical quadrature
 * of their textbook shapes, written here a second time; derivatives against differences. */
#include <string.h>

#include "model/support/sl-error.h"
#include "tests/model/differences.h"
#include "tests/model/engine-fixture.h"

static const char *const observables[] = { "rest:LSST/g",    "rest:LSST/u-r",     "obs:LSST/i", "ew:OIII5007",
                                           "lgmstar_formed", "lgmstar_surviving", "lgsfr",      NULL };
enum { N_OBS = G_N_ELEMENTS (observables) - 1, LG_FORMED = 4, LG_SFR = 6, N_STEPS = 4000 };
static const char *const histories[] = { "rest:LSST/g-r", "lgmstar_formed", NULL };
static const double epochs[] = { 0.2, 4.0, 9.0, 13.0 };

/* Simpson's rule in 4000 steps over a smooth piece: better than this. */
#define TOL_QUADRATURE 1e-6
/* The double power law is interpolated between the history's 300 times. */
#define TOL_TABLE 2e-2

static void
set_up (Fixture *f, gconstpointer data)
{
  fixture_set_up (f, "ssp_tiny.h5",
                  (SlEngineConfig) { .observables = observables,
                                     .history_observables = histories,
                                     .n_epochs = G_N_ELEMENTS (epochs),
                                     .epochs = epochs,
                                     .threads = 1 });
}

static gboolean
ask (Fixture *f, const SlGalaxy *galaxy, GError **error)
{
  SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };

  return sl_engine_evaluate (f->engine, &request, f->result, error);
}

#define V(name) (g->value[SL_PARAM_##name])

/* A history from a file: its points are none of the engine's times, epochs or bins, one rate is zero, and it
 * ends before the nearest galaxy is seen. */
static const double table_t[] = { 0.7123, 1.4567, 3.9871, 6.0321, 8.5123, 10.9043, 12.7531 };
static const double table_rate[] = { 0.31, 2.17, 5.03, 1.27, 0.0, 3.31, 0.83 };

/* When the times of the table are 0: lookback times count from t_obs. */
static double
table_zero (const SlGalaxy *g, double t_obs)
{
  return g->sfh_table->lookback ? t_obs : 0.0;
}

/* The shapes, up to a factor. */
static double
shape (const SlGalaxy *g, double t, double t_obs)
{
  double x = (t - V (T_START)) / V (TAU), u;

  switch (g->sfh_form)
    {
    case SL_SFH_TAU:
      return t < V (T_START) ? 0.0 : exp (-x);
    case SL_SFH_DELAYED_TAU:
      return t < V (T_START) ? 0.0 : x * exp (-x);
    case SL_SFH_LOGNORMAL:
      u = log (t) - V (LOGNORMAL_M);
      return exp (-u * u / (2 * V (LOGNORMAL_S) * V (LOGNORMAL_S))) / t;
    case SL_SFH_DOUBLE_POWERLAW:
      return 1 / (pow (t / V (DPL_TAU), V (DPL_ALPHA)) + pow (t / V (DPL_TAU), -V (DPL_BETA)));
    case SL_SFH_CONSTANT:
      return t >= V (T_START) && t <= V (T_END);
    case SL_SFH_BURST:
      u = (t - V (T_BURST)) / (3 * V (BURST_WIDTH));
      return fabs (u) > 1 ? 0.0 : pow (1 - u * u, 3);
    case SL_SFH_CONTINUITY:
      {
        double age = t_obs - t, rate = 1.0;

        for (int i = SL_SFH_N_BINS - 2; i >= 0; i--)
          if (age < g->sfh_edges[i + 1])
            rate *= pow (10, g->value[SL_PARAM_LGSFR_RATIO_1 + i]);
        return age > g->sfh_edges[SL_SFH_N_BINS] ? 0.0 : rate;
      }
    case SL_SFH_TABLE:
      {
        const double *at = g->sfh_table->x, *y = g->sfh_table->y;

        u = t - table_zero (g, t_obs);
        for (guint i = 0; i + 1 < g->sfh_table->n; i++)
          if (u >= at[i] && u <= at[i + 1])
            return y[i] + (y[i + 1] - y[i]) * (u - at[i]) / (at[i + 1] - at[i]);
        return 0.0;
      }
    case SL_SFH_DIFFSTAR:
    case SL_SFH_DIFFSTAR_LAG:
    case SL_N_SFH_FORMS:
      break;
    }
  g_assert_not_reached ();
}

/* Integral of the shape, cut at its corners so that each piece is smooth. */
static double
integral (const SlGalaxy *g, double a, double b, double t_obs)
{
  double cut[3 + SL_SFH_N_BINS + G_N_ELEMENTS (table_t)], sum = 0.0;
  int n = 0;

  cut[n++] = a;
  cut[n++] = b;
  if (g->sfh_form == SL_SFH_TAU || g->sfh_form == SL_SFH_DELAYED_TAU || g->sfh_form == SL_SFH_CONSTANT)
    cut[n++] = V (T_START);
  if (g->sfh_form == SL_SFH_CONSTANT)
    cut[n++] = V (T_END);
  if (g->sfh_form == SL_SFH_BURST)
    cut[n++] = V (T_BURST) - 3 * V (BURST_WIDTH), cut[n++] = V (T_BURST) + 3 * V (BURST_WIDTH);
  for (int i = 0; i <= SL_SFH_N_BINS && g->sfh_form == SL_SFH_CONTINUITY; i++)
    cut[n++] = t_obs - g->sfh_edges[i];
  for (guint i = 0; i < G_N_ELEMENTS (table_t) && g->sfh_form == SL_SFH_TABLE; i++)
    cut[n++] = CLAMP (g->sfh_table->x[i] + table_zero (g, t_obs), a, b);
  for (int i = 0; i < n; i++)
    for (int j = i + 1; j < n; j++)
      if (cut[j] < cut[i])
        {
          double swap = cut[i];
          cut[i] = cut[j];
          cut[j] = swap;
        }
  for (int i = 0; i + 1 < n; i++)
    {
      double lo = MAX (cut[i], a), hi = MIN (cut[i + 1], b), h = (hi - lo) / N_STEPS;

      if (hi <= lo)
        continue;
      /* The ends belong to the inside of the piece. */
      sum += h / 3 * (shape (g, lo + 1e-6 * h, t_obs) + shape (g, hi - 1e-6 * h, t_obs));
      for (int k = 1; k < N_STEPS; k++)
        sum += h / 3 * (k % 2 ? 4 : 2) * shape (g, lo + k * h, t_obs);
    }
  return sum;
}

static void
galaxy_of (SlGalaxy *g, SlSfhFormId form, double redshift)
{
  static const double ratios[] = { 0.4, -0.3, 0.2, -0.5, 0.6, -0.2 };

  sl_galaxy_init (g);
  g->sfh_form = form;
  g->value[SL_PARAM_REDSHIFT] = redshift;
  g->value[SL_PARAM_LGFBURST] = -300.0; /* the smooth history alone */
  g->value[SL_PARAM_LGMSTAR_FORMED] = 10.3;
  g->value[SL_PARAM_T_START] = 1.7;
  g->value[SL_PARAM_TAU] = 2.3;
  g->value[SL_PARAM_T_END] = form == SL_SFH_CONSTANT ? 7.9 : 14.0;
  g->value[SL_PARAM_T_BURST] = 7.1;
  memcpy (g->value + SL_PARAM_LGSFR_RATIO_1, ratios, sizeof ratios);
  if (form == SL_SFH_TABLE)
    g->sfh_table = sl_table_intern ("table.csv", table_t, table_rate, G_N_ELEMENTS (table_t), NULL);
}

/* Bins that a user set: neither as many young ones nor as far back. */
static void
set_edges (SlGalaxy *g)
{
  static const double edges[SL_SFH_N_BINS + 1] = { 0.0, 0.0123, 0.21, 0.77, 2.3, 4.9, 7.7, 11.1 };

  memcpy (g->sfh_edges, edges, sizeof edges);
}

/* The table read as lookback times: its oldest part lies before the Big Bang. */
static void
set_lookback (SlGalaxy *g)
{
  double x[G_N_ELEMENTS (table_t)], y[G_N_ELEMENTS (table_t)];
  const guint n = G_N_ELEMENTS (table_t);

  for (guint i = 0; i < n; i++)
    {
      x[i] = -table_t[n - 1 - i];
      y[i] = table_rate[n - 1 - i];
    }
  g->sfh_table = sl_table_intern_read ("back.csv", x, y, n, SL_TABLE_LOOKBACK_MYR, SL_TABLE_AS_IS, NULL);
  g_assert_true (g->sfh_table->lookback);
}

/* Another variant of a form: edges that a user set, a table in lookback time. */
static void
set_variant (SlGalaxy *g)
{
  if (g->sfh_form == SL_SFH_TABLE)
    set_lookback (g);
  else
    set_edges (g);
}

/* Mass by age bin, its total, and the rate at the end. */
static void
check_masses (Fixture *f, SlSfhFormId form, gboolean variant)
{
  const double tolerance = form == SL_SFH_DOUBLE_POWERLAW ? TOL_TABLE : TOL_QUADRATURE;

  for (double z = 0.05; z < 0.6; z += 0.25)
    {
      g_autoptr (GError) error = NULL;
      g_autofree double *lo = NULL;
      SlGalaxy galaxy, *g = &galaxy;
      double t_obs, all;
      guint n;

      galaxy_of (g, form, z);
      if (variant)
        set_variant (g);
      ask (f, g, &error);
      g_assert_no_error (error);
      n = f->result->n_age;
      t_obs = f->result->t_obs;
      all = integral (g, 0.001, t_obs, t_obs);
      g_assert_cmpfloat_with_epsilon (f->result->obs[LG_FORMED], 10.3, 1e-9);
      g_assert_cmpfloat (fabs (f->result->obs[LG_SFR]
                               - MAX (log10 (shape (g, t_obs, t_obs) / all) + 10.3 - 9, -14)), <=, tolerance);
      /* Edges by the rule of PHYSICS, section 0. */
      lo = g_new0 (double, n + 1);
      for (guint a = 0; a < n; a++)
        {
          const double *x = f->result->lg_age;
          double d = a == 0 ? x[1] - x[0] : a + 1 < n ? (x[a + 1] - x[a - 1]) / 2
                                                        : (x[a] - x[a - 1]) / 2 + (x[a] - x[a - 2]) / 4;
          lo[a] = pow (10, x[a] - d / 2);
          lo[n] = pow (10, x[a] + d / 2);
        }
      for (guint a = 0; a < n; a++)
        {
          double from = MAX (t_obs - lo[a + 1], 0.001), until = MAX (t_obs - lo[a], 0.001);
          double total = integral (g, 0.001, MAX (t_obs - lo[0], 0.001), t_obs);
          double part = until > from ? integral (g, from, until, t_obs) / total : 0.0;

          g_assert_cmpfloat (fabs (f->result->age_weight[a] - part), <=, tolerance);
        }
      /* No stars before the start: nothing to observe. */
      if (form == SL_SFH_TAU)
        {
          g_assert_true (isnan (f->result->hist[0]));
          g_assert_true (isnan (f->result->hist[G_N_ELEMENTS (epochs)]));
        }
    }
}

static void
test_masses (Fixture *f, gconstpointer data)
{
  check_masses (f, GPOINTER_TO_INT (data), FALSE);
}

/* Every parameter of the form, and redshift, which moves t_obs and with it the scale. */
static void
check_slopes (Fixture *f, SlSfhFormId form, gboolean variant)
{
  g_autoptr (SlResult) up = sl_result_new (f->engine);
  SlGalaxy galaxy;
  guint moved = 0;

  galaxy_of (&galaxy, form, 0.21);
  galaxy.value[SL_PARAM_LGFBURST] = -2.5;
  if (variant)
    set_variant (&galaxy);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      gboolean agrees[N_OBS] = { FALSE };
      double slope[N_OBS], last[N_OBS];

      gboolean of_form = p >= SL_PARAM_LGMSTAR_FORMED && p <= SL_PARAM_LGSFR_RATIO_6;

      if (!sl_galaxy_uses (&galaxy, p) || (!of_form && p != SL_PARAM_REDSHIFT && p != SL_PARAM_LGFBURST))
        continue;
      /* The best of these steps: kinks of the table inside the long ones, rounding in the short ones. */
      for (double h = 1e-3; h > 5e-8; h *= 0.1)
        {
          SlGalaxy g = galaxy;

          g.value[p] += h;
          g_assert_true (ask (f, &g, NULL));
          sl_result_copy (up, f->result);
          g.value[p] -= 2 * h;
          g_assert_true (ask (f, &g, NULL));
          for (int o = 0; o < N_OBS; o++)
            last[o] = (up->obs[o] - f->result->obs[o]) / (2 * h);
          g_assert_true (ask (f, &galaxy, NULL));
          for (int o = 0; o < N_OBS; o++)
            {
              slope[o] = f->result->obs_jac[o * SL_N_PARAMS + p];
              agrees[o] |= fabs (last[o] - slope[o])
                           <= 1e-4 * fabs (slope[o]) + 1e-6 + weight_noise (observables[o], p) / h;
              moved += slope[o] != 0.0;
            }
        }
      for (int o = 0; o < N_OBS; o++)
        {
          if (!agrees[o])
            g_test_message ("%s by %s: slope %.8g, difference %.8g", observables[o], sl_param_info (p)->name,
                            slope[o], last[o]);
          g_assert_true (agrees[o]);
        }
    }
  g_assert_cmpuint (moved, >, 10);
}

static void
test_slopes (Fixture *f, gconstpointer data)
{
  check_slopes (f, GPOINTER_TO_INT (data), FALSE);
}

static void
test_no_stars_yet (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SlGalaxy g;

  galaxy_of (&g, SL_SFH_TAU, 8.0);
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_nonnull (strstr (error->message, "no stars"));
  g_clear_error (&error);
  /* The engine goes on. */
  g.value[SL_PARAM_REDSHIFT] = 0.1;
  g_assert_true (ask (f, &g, &error));
  g_assert_no_error (error);
}

/* An engine that has held the default bins takes others. */
static void
test_edges (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *before = NULL;
  SlGalaxy g;

  galaxy_of (&g, SL_SFH_CONTINUITY, 0.05);
  g_assert_true (ask (f, &g, NULL));
  before = g_memdup2 (f->result->age_weight, f->result->n_age * sizeof *before);
  check_masses (f, SL_SFH_CONTINUITY, TRUE);
  check_slopes (f, SL_SFH_CONTINUITY, TRUE);
  g_assert_true (ask (f, &g, NULL));
  g_assert_cmpmem (before, f->result->n_age * sizeof *before, f->result->age_weight,
                   f->result->n_age * sizeof *before);

  g.sfh_edges[3] = g.sfh_edges[2];
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_clear_error (&error);
  galaxy_of (&g, SL_SFH_CONTINUITY, 0.05);
  g.sfh_edges[0] = 0.001;
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_clear_error (&error);
  galaxy_of (&g, SL_SFH_CONTINUITY, 0.05);
  g.sfh_edges[SL_SFH_N_BINS] = INFINITY;
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
}

/* Only the table's shape matters, not its unit; another table is another history. */
static void
test_table (Fixture *f, gconstpointer data)
{
  g_autofree double *scaled = g_memdup2 (table_rate, sizeof table_rate), *obs = NULL;
  g_autoptr (GError) error = NULL;
  SlGalaxy g;

  galaxy_of (&g, SL_SFH_TABLE, 0.3);
  g_assert_true (ask (f, &g, NULL));
  obs = g_memdup2 (f->result->obs, N_OBS * sizeof *obs);
  for (guint i = 0; i < G_N_ELEMENTS (table_rate); i++)
    scaled[i] *= 1e3;
  g.sfh_table = sl_table_intern ("table.csv", table_t, scaled, G_N_ELEMENTS (table_t), NULL);
  g_assert_true (ask (f, &g, NULL));
  for (guint o = 0; o < N_OBS; o++)
    g_assert_cmpfloat_with_epsilon (f->result->obs[o], obs[o], 1e-9 * MAX (1.0, fabs (obs[o])));
  scaled[5] = 0.0;
  g.sfh_table = sl_table_intern ("table.csv", table_t, scaled, G_N_ELEMENTS (table_t), NULL);
  g_assert_true (ask (f, &g, NULL));
  g_assert_cmpfloat (fabs (f->result->obs[0] - obs[0]), >, 1e-2);

  g.sfh_table = NULL;
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_clear_error (&error);
  scaled[5] = -1.0;
  g.sfh_table = sl_table_intern ("below.csv", table_t, scaled, G_N_ELEMENTS (table_t), NULL);
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_nonnull (strstr (error->message, "below.csv: row 6"));
}

/* Lookback times move with the galaxy: at each redshift the history is that of a plain table which is
 * moved by t_obs, and derivatives by redshift follow. */
static void
test_lookback (Fixture *f, gconstpointer data)
{
  static const double x[] = { -4.0, -2.0, 0.0 }, rate[] = { 1.0, 3.0, 2.0 };
  SlGalaxy g;

  check_masses (f, SL_SFH_TABLE, TRUE);
  check_slopes (f, SL_SFH_TABLE, TRUE);
  /* The rate of now goes on: 9 units of mass until then, 2 each Gyr. */
  galaxy_of (&g, SL_SFH_TABLE, 0.3);
  g.sfh_table = sl_table_intern_read ("now.csv", x, rate, 3, SL_TABLE_LOOKBACK_GYR, SL_TABLE_AS_IS, NULL);
  g_assert_true (ask (f, &g, NULL));
  g_assert_cmpfloat_with_epsilon (f->result->obs[LG_FORMED], 10.3, 1e-9);
  g_assert_cmpfloat_with_epsilon (f->result->obs[LG_SFR], log10 (2.0 / 9.0) + 10.3 - 9.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (f->result->table_sfr[f->result->n_table - 1],
                                  pow (10.0, f->result->obs[LG_SFR]), 1e-9);
  g_assert_cmpfloat_with_epsilon (f->result->hist[G_N_ELEMENTS (epochs) + 3],
                                  10.3 + log10 ((9.0 + 2.0 * (13.0 - f->result->t_obs)) / 9.0), 1e-9);
}

/* Seen before its first point: nothing has formed. */
static void
test_table_too_early (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SlGalaxy g;

  galaxy_of (&g, SL_SFH_TABLE, 9.0);
  g_assert_false (ask (f, &g, &error));
  g_assert_error (error, SL_ERROR, SL_ERROR_PARAMETER);
  g_assert_nonnull (strstr (error->message, "no stars"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int form = SL_SFH_TAU; form < SL_N_SFH_FORMS; form++)
    {
      g_autofree char *masses = g_strdup_printf ("/sfh-forms/%s/masses", sl_sfh_form_info (form)->name);
      g_autofree char *slopes = g_strdup_printf ("/sfh-forms/%s/slopes", sl_sfh_form_info (form)->name);

      g_test_add (masses, Fixture, GINT_TO_POINTER (form), set_up, test_masses, fixture_tear_down);
      g_test_add (slopes, Fixture, GINT_TO_POINTER (form), set_up, test_slopes, fixture_tear_down);
    }
  g_test_add ("/sfh-forms/no-stars-yet", Fixture, NULL, set_up, test_no_stars_yet, fixture_tear_down);
  g_test_add ("/sfh-forms/edges", Fixture, NULL, set_up, test_edges, fixture_tear_down);
  g_test_add ("/sfh-forms/lookback", Fixture, NULL, set_up, test_lookback, fixture_tear_down);
  g_test_add ("/sfh-forms/table", Fixture, NULL, set_up, test_table, fixture_tear_down);
  g_test_add ("/sfh-forms/table-too-early", Fixture, NULL, set_up, test_table_too_early, fixture_tear_down);
  return g_test_run ();
}
