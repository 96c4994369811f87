/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks along a valley. */
#include <gsl/gsl_linalg.h>

#include "model/degeneracy/sl-valley.h"
#include "model/support/sl-error.h"
#include "tests/model/degeneracy/held.h"

/* Of a null direction, relative to its largest component: doubles, and 1e-6 of the regularised step. */
#define DIRECTION_TOLERANCE 1e-5
/* Back at the start, in units of ranges: steps forth and back are not quite the same ones. */
#define RETRACE_TOLERANCE 3e-3

static const char *const two_colours[] = { "rest:LSST/g-r", "rest:LSST/r-i", NULL };
static const char *const one_colour[] = { "rest:LSST/g-r", NULL };

static SlValley *
start (Held *h)
{
  g_autoptr (GError) error = NULL;
  SlValley *valley = sl_valley_new (&h->galaxy, &h->config, &error);

  g_assert_no_error (error);
  return valley;
}

/* Two colours stand still at every step while metals rise and all others follow; nothing leaves its range. */
static void
test_walk (void)
{
  Held h;
  g_autoptr (SlValley) valley = NULL;
  SlRouteReport report;
  SlGalaxy before;
  double most = 0.0, seconds = 0.0, residual[2];
  guint evaluations = 0, moved = 0;
  double fastest = G_MAXDOUBLE;

  held_start (&h, "quenched", two_colours);
  valley = start (&h);
  for (guint o = 0; o < 2; o++)
    g_assert_cmpfloat (sl_valley_held (valley)[o], ==, h.value[o]);
  for (guint k = 1; k <= 40; k++)
    {
      const double to = h.galaxy.value[SL_PARAM_LGMET_OLD] + 0.01 * k;

      before = *sl_valley_galaxy (valley);
      sl_valley_step (valley, SL_PARAM_LGMET_OLD, to, 0, &report);
      g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
      g_assert_cmpfloat (report.part, ==, 1.0);
      g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_LGMET_OLD], ==, to);
      assert_held (&h, sl_valley_galaxy (valley));
      sl_valley_residual (valley, residual);
      g_assert_cmpfloat (fabs (residual[0]), <=, h.tolerance[0]);
      g_assert_cmpfloat (fabs (residual[1]), <=, h.tolerance[1]);
      most = MAX (most, report.seconds);
      fastest = MIN (fastest, report.seconds);
      seconds += report.seconds;
      evaluations += report.evaluations;
      for (int p = 0; p < SL_N_PARAMS; p++)
        if (!sl_param_set_has (h.config.free, p))
          g_assert_cmpfloat (sl_valley_galaxy (valley)->value[p], ==, h.galaxy.value[p]);
        else
          moved += sl_valley_galaxy (valley)->value[p] != before.value[p];
    }
  g_assert_cmpuint (moved, >, 40 * 10);
  /* A small move costs about one evaluation. */
  g_assert_cmpuint (evaluations, <=, 80);
  g_test_message ("a step takes %.2f ms on average, %.2f to %.2f, and %.2f evaluations", seconds / 40 * 1e3,
                  fastest * 1e3, most * 1e3, evaluations / 40.0);
  /* The same in one move, by steps of its own. */
  {
    g_autoptr (SlValley) once = start (&h);

    sl_valley_step (once, SL_PARAM_LGMET_OLD, h.galaxy.value[SL_PARAM_LGMET_OLD] + 0.4, 0, &report);
    g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
    assert_held (&h, sl_valley_galaxy (once));
    for (int p = sl_param_set_next (h.config.free, -1); p >= 0; p = sl_param_set_next (h.config.free, p))
      {
        double lo, hi;

        sl_galaxy_range (&h.galaxy, p, NULL, &lo, &hi);
        g_assert_cmpfloat_with_epsilon (sl_valley_galaxy (once)->value[p],
                                        sl_valley_galaxy (valley)->value[p], 0.02 * (hi - lo));
      }
  }
  held_end (&h);
}

/* The direction is the pseudo-inverse's: -J_free^+ J_driven in units of ranges, here by singular values. */
static void
test_direction (void)
{
  Held h;
  g_autoptr (SlValley) valley = NULL;
  double direction[SL_N_PARAMS], u[SL_N_PARAMS * 2], v[4], s[2], work[2], scale[SL_N_PARAMS], most = 0.0;
  SlParamId id[SL_N_PARAMS];
  guint n = 0;

  held_start (&h, "milky-way", two_colours);
  /* Where no parameter is at an end, so that all of them may move either way. */
  for (int p = sl_param_set_next (h.config.free, -1); p >= 0; p = sl_param_set_next (h.config.free, p))
    {
      double lo, hi;

      sl_galaxy_range (&h.galaxy, p, NULL, &lo, &hi);
      scale[p] = hi - lo;
      h.galaxy.value[p] = CLAMP (h.galaxy.value[p], lo + 0.02 * scale[p], hi - 0.02 * scale[p]);
      if (p != SL_PARAM_AV_OLD)
        id[n++] = p;
    }
  for (guint k = 0; sl_param_order (k); k++)
    {
      const SlParamOrder *order = sl_param_order (k);
      double *upper = &h.galaxy.value[order->upper];

      if (sl_galaxy_uses (&h.galaxy, order->upper))
        *upper = MAX (*upper, h.galaxy.value[order->lower] + order->kept + 0.01 * scale[order->upper]);
    }
  valley = start (&h);
  g_assert_true (sl_engine_measure (&h.galaxy, h.value, h.jac, h.measure, NULL));
  g_assert_true (sl_valley_direction (valley, SL_PARAM_AV_OLD, direction));
  g_assert_cmpfloat (direction[SL_PARAM_AV_OLD], ==, 1.0);
  for (guint i = 0; i < n; i++)
    for (guint o = 0; o < 2; o++)
      u[i * 2 + o] = h.jac[o * SL_N_PARAMS + id[i]] * scale[id[i]];
  {
    gsl_matrix_view um = gsl_matrix_view_array (u, n, 2), vm = gsl_matrix_view_array (v, 2, 2);
    gsl_vector_view sv = gsl_vector_view_array (s, 2), wv = gsl_vector_view_array (work, 2);

    gsl_linalg_SV_decomp (&um.matrix, &vm.matrix, &sv.vector, &wv.vector);
  }
  for (guint i = 0; i < n; i++)
    most = MAX (most, fabs (direction[id[i]] / scale[id[i]]));
  g_assert_cmpfloat (most, >, 0.0);
  for (guint i = 0; i < n; i++)
    {
      double want = 0.0;

      for (guint k = 0; k < 2; k++)
        want -= u[i * 2 + k] / s[k]
                * (v[k] * h.jac[SL_PARAM_AV_OLD] + v[2 + k] * h.jac[SL_N_PARAMS + SL_PARAM_AV_OLD]);
      g_assert_cmpfloat_with_epsilon (direction[id[i]] / scale[id[i]], want, DIRECTION_TOLERANCE * most);
    }
  held_end (&h);
}

/* Forth and back leads to the start. */
static void
test_retrace (void)
{
  Held h;
  g_autoptr (SlValley) valley = NULL;
  SlRouteReport report;

  held_start (&h, "quenched", two_colours);
  h.config.free = SL_PARAM_SET (SL_PARAM_LG_QT, SL_PARAM_LGMET_OLD, SL_PARAM_AV_OLD, SL_PARAM_LATE_INDEX);
  valley = start (&h);
  for (guint k = 1; k <= 20; k++)
    {
      sl_valley_step (valley, SL_PARAM_AV_OLD, h.galaxy.value[SL_PARAM_AV_OLD] + 0.01 * MIN (k, 20 - k), 0,
                      &report);
      g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
    }
  for (int p = sl_param_set_next (h.config.free, -1); p >= 0; p = sl_param_set_next (h.config.free, p))
    {
      double lo, hi;

      sl_galaxy_range (&h.galaxy, p, NULL, &lo, &hi);
      g_assert_cmpfloat_with_epsilon (sl_valley_galaxy (valley)->value[p], h.galaxy.value[p],
                                      RETRACE_TOLERANCE * (hi - lo));
    }
  held_end (&h);
}

/* Redder metals take dust away until there is none; what blocks is named, and the way back is open. */
static void
test_end_of_range (void)
{
  Held h;
  g_autoptr (SlValley) valley = NULL;
  SlRouteReport report;
  double stopped;

  held_start (&h, "quenched", one_colour);
  h.config.free = SL_PARAM_SET (SL_PARAM_AV_OLD);
  h.galaxy.value[SL_PARAM_AV_OLD] = 0.1;
  held_evaluate (&h, &h.galaxy, h.value);
  valley = start (&h);
  sl_valley_step (valley, SL_PARAM_LGMET_OLD, -1.0, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_AT_END);
  g_assert_cmpuint (report.n_blocking, ==, 1);
  g_assert_cmpint (report.blocking[0].id, ==, SL_PARAM_AV_OLD);
  g_assert_cmpint (report.blocking[0].end, ==, SL_STEP_AT_LOW);
  g_assert_cmpfloat (report.part, >, 0.0);
  g_assert_cmpfloat (report.part, <, 1.0);
  assert_held (&h, sl_valley_galaxy (valley));
  g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_AV_OLD], <, 1e-3);
  stopped = sl_valley_galaxy (valley)->value[SL_PARAM_LGMET_OLD];
  g_assert_cmpfloat (stopped, >, h.galaxy.value[SL_PARAM_LGMET_OLD]);
  /* No farther, at the price of few evaluations. */
  sl_valley_step (valley, SL_PARAM_LGMET_OLD, -0.9, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_AT_END);
  g_assert_cmpuint (report.evaluations, <=, 4);
  g_assert_cmpfloat_with_epsilon (sl_valley_galaxy (valley)->value[SL_PARAM_LGMET_OLD], stopped, 2e-3);
  assert_held (&h, sl_valley_galaxy (valley));
  sl_valley_step (valley, SL_PARAM_LGMET_OLD, h.galaxy.value[SL_PARAM_LGMET_OLD], 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
  g_assert_cmpfloat_with_epsilon (sl_valley_galaxy (valley)->value[SL_PARAM_AV_OLD], 0.1, 2e-3);
  held_end (&h);
}

/* The driven parameter's own range ends the walk, too. */
static void
test_driven_range (void)
{
  Held h;
  g_autoptr (SlValley) valley = NULL;
  SlRouteReport report;

  held_start (&h, "quenched", one_colour);
  valley = start (&h);
  sl_valley_step (valley, SL_PARAM_F_ESC, 1.5, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_AT_END);
  g_assert_cmpuint (report.n_blocking, ==, 1);
  g_assert_cmpint (report.blocking[0].id, ==, SL_PARAM_F_ESC);
  g_assert_cmpint (report.blocking[0].end, ==, SL_STEP_AT_HIGH);
  g_assert_cmpfloat_with_epsilon (report.part, 1.0 / 1.5, 1e-9);
  g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_F_ESC], ==, 1.0);
  assert_held (&h, sl_valley_galaxy (valley));
  held_end (&h);
}

static void
test_reasons (void)
{
  Held h;
  SlRouteReport report;
  SlGalaxy start_galaxy;

  held_start (&h, "quenched", two_colours);
  /* The Hubble constant does nothing to colours of a galaxy that is seen today. */
  h.config.free = SL_PARAM_SET (SL_PARAM_H);
  {
    g_autoptr (SlValley) valley = start (&h);

    sl_valley_step (valley, SL_PARAM_AV_OLD, 1.0, 0, &report);
    g_assert_cmpint (report.status, ==, SL_ROUTE_NO_EFFECT);
    g_assert_cmpint (report.observable, >=, 0);
    assert_held (&h, sl_valley_galaxy (valley));
  }
  /* One parameter cannot hold two colours. */
  h.config.free = SL_PARAM_SET (SL_PARAM_AV_OLD);
  {
    g_autoptr (SlValley) valley = start (&h);

    sl_valley_step (valley, SL_PARAM_LGMET_OLD, -1.5, 0, &report);
    g_assert_cmpint (report.status, ==, SL_ROUTE_CONFLICT);
    assert_held (&h, sl_valley_galaxy (valley));
  }
  /* After so many evaluations it pauses, and then goes on. */
  h.config.free = sl_degeneracy_params (&h.galaxy);
  {
    g_autoptr (SlValley) valley = start (&h);
    guint frames = 0;

    start_galaxy = *sl_valley_galaxy (valley);
    do
      {
        sl_valley_step (valley, SL_PARAM_LGMET_OLD, start_galaxy.value[SL_PARAM_LGMET_OLD] + 0.4, 1, &report);
        g_assert_cmpuint (report.evaluations, <=, 5);
        assert_held (&h, sl_valley_galaxy (valley));
        g_assert_cmpuint (++frames, <, 30);
      }
    while (report.status == SL_ROUTE_MORE);
    g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
    g_assert_cmpuint (frames, >, 1);
  }
  held_end (&h);
}

/* The drop stays below the later level: it takes it along, or stops there if it is locked. */
static void
test_pairs (void)
{
  Held h;
  SlRouteReport report;

  held_start (&h, "quenched", one_colour);
  h.galaxy.value[SL_PARAM_LG_DROP] = -0.8;
  h.galaxy.value[SL_PARAM_LG_REJUV] = -0.7;
  held_evaluate (&h, &h.galaxy, h.value);
  h.config.free = SL_PARAM_SET (SL_PARAM_LG_REJUV, SL_PARAM_AV_OLD, SL_PARAM_LGMET_OLD, SL_PARAM_LG_QT);
  {
    g_autoptr (SlValley) valley = start (&h);

    sl_valley_step (valley, SL_PARAM_LG_DROP, -0.5, 0, &report);
    g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
    g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_LG_REJUV], >=, -0.5);
    assert_held (&h, sl_valley_galaxy (valley));
  }
  sl_param_set_remove (&h.config.free, SL_PARAM_LG_REJUV);
  {
    g_autoptr (SlValley) valley = start (&h);

    sl_valley_step (valley, SL_PARAM_LG_DROP, -0.5, 0, &report);
    g_assert_cmpint (report.status, ==, SL_ROUTE_AT_END);
    g_assert_cmpuint (report.n_blocking, ==, 1);
    g_assert_cmpint (report.blocking[0].id, ==, SL_PARAM_LG_DROP);
    g_assert_cmpint (report.blocking[0].end, ==, SL_STEP_AT_PARTNER);
    g_assert_cmpint (report.blocking[0].partner, ==, SL_PARAM_LG_REJUV);
    g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_LG_DROP], ==, -0.7);
    assert_held (&h, sl_valley_galaxy (valley));
  }
  held_end (&h);
}

/* Galaxies of all presets, driven anywhere by any parameter with some of the others free: wherever it ends,
 * what is held is at rest and the model accepts the galaxy; what is not reached has a reason. */
static void
test_anywhere (void)
{
  static const char *const names[] = { "rest:LSST/g-r", "rest:LSST/u-g", "ew:OIII5007", NULL };
  g_autoptr (GRand) rng = g_rand_new_with_seed (60);
  guint reached = 0, stopped[SL_ROUTE_NOT_SMOOTH + 1] = { 0 };

  for (guint k = 0; k < sl_preset_count (); k++)
    {
      Held h;
      SlParamSet all;

      held_start (&h, sl_preset_info (k)->name, names);
      all = h.config.free;
      for (guint walk = 0; walk < 2; walk++)
        {
          g_autoptr (SlValley) valley = NULL;
          SlRouteReport report;
          double lo, hi;
          int driven = -1;

          h.config.free = sl_param_set_none ();
          for (int p = sl_param_set_next (all, -1); p >= 0; p = sl_param_set_next (all, p))
            if (walk < 1 || g_rand_boolean (rng))
              sl_param_set_add (&h.config.free, p);
          while (driven < 0 || !sl_param_set_has (all, driven))
            driven = g_rand_int_range (rng, 0, SL_N_PARAMS);
          valley = start (&h);
          sl_galaxy_range (&h.galaxy, driven, NULL, &lo, &hi);
          sl_valley_step (valley, driven, g_rand_double_range (rng, lo, hi), 6, &report);
          assert_held (&h, sl_valley_galaxy (valley));
          g_assert_cmpfloat (report.part, <=, 1.0);
          g_assert_true ((report.status == SL_ROUTE_REACHED) == (report.part == 1.0));
          g_assert_true ((report.status == SL_ROUTE_AT_END) == (report.n_blocking > 0));
          reached += report.status == SL_ROUTE_REACHED;
          stopped[report.status]++;
        }
      held_end (&h);
    }
  g_test_message ("reached %u; more %u, at end %u, no effect %u, conflict %u, not smooth %u", reached,
                  stopped[1], stopped[2], stopped[3], stopped[4], stopped[5]);
  g_assert_cmpuint (reached, >, 2);
}

/* A cliff: observables that do not exist beyond a value of the driven parameter. */
static gboolean
measure_cliff (const SlGalaxy *galaxy, double *value, double *jac, gpointer data, GError **error)
{
  const double *cliff = data, av = galaxy->value[SL_PARAM_AV_OLD], lgmet = galaxy->value[SL_PARAM_LGMET_OLD];

  memset (jac, 0, SL_N_PARAMS * sizeof *jac);
  *value = av < *cliff ? av * av + lgmet : NAN;
  jac[SL_PARAM_AV_OLD] = 2.0 * av;
  jac[SL_PARAM_LGMET_OLD] = 1.0;
  return TRUE;
}

static void
test_cliff (void)
{
  double cliff = 0.93, tolerance = 1e-4;
  SlRouteConfig config = { .free = SL_PARAM_SET (SL_PARAM_LGMET_OLD),
                           .n = 1,
                           .tolerance = &tolerance,
                           .measure = measure_cliff,
                           .data = &cliff };
  g_autoptr (SlValley) valley = NULL, none = NULL;
  g_autoptr (GError) error = NULL;
  SlRouteReport report;
  SlGalaxy galaxy;

  sl_galaxy_init (&galaxy);
  valley = sl_valley_new (&galaxy, &config, &error);
  g_assert_no_error (error);
  sl_valley_step (valley, SL_PARAM_AV_OLD, 1.2, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_NOT_SMOOTH);
  g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_AV_OLD], <, cliff);
  g_assert_cmpfloat (sl_valley_galaxy (valley)->value[SL_PARAM_AV_OLD], >, cliff - 0.01);
  /* av^2 + lgmet is held: 0.25 - 2. */
  g_assert_cmpfloat_with_epsilon (sl_valley_galaxy (valley)->value[SL_PARAM_LGMET_OLD],
                                  -1.75 - pow (sl_valley_galaxy (valley)->value[SL_PARAM_AV_OLD], 2),
                                  tolerance);
  cliff = 0.2;
  none = sl_valley_new (&galaxy, &config, &error);
  g_assert_null (none);
  g_assert_error (error, SL_ERROR, SL_ERROR_OBSERVABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/valley/walk", test_walk);
  g_test_add_func ("/valley/direction", test_direction);
  g_test_add_func ("/valley/retrace", test_retrace);
  g_test_add_func ("/valley/end-of-range", test_end_of_range);
  g_test_add_func ("/valley/driven-range", test_driven_range);
  g_test_add_func ("/valley/reasons", test_reasons);
  g_test_add_func ("/valley/pairs", test_pairs);
  g_test_add_func ("/valley/anywhere", test_anywhere);
  g_test_add_func ("/valley/cliff", test_cliff);
  return g_test_run ();
}
