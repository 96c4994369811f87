/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smallest step to wanted values. */
#include "model/degeneracy/sl-solve.h"
#include "model/support/sl-error.h"
#include "tests/model/degeneracy/held.h"

static const char *const one_colour[] = { "rest:LSST/g-r", NULL };
static const char *const colour_and_width[] = { "rest:LSST/g-r", "ew:OIII5007", NULL };

static SlSolve *
start (Held *h)
{
  g_autoptr (GError) error = NULL;
  SlSolve *solve = sl_solve_new (&h->galaxy, &h->config, &error);

  g_assert_no_error (error);
  return solve;
}

/* The metals of old stars that give a colour with this dust, by halving an interval; NaN: none. */
static double
metals_for (Held *h, double av, double colour)
{
  SlGalaxy galaxy = h->galaxy;
  double value[MOST_HELD], low = -3.0, high = -1.0, end[2];

  galaxy.value[SL_PARAM_AV_OLD] = av;
  for (guint k = 0; k < 2; k++)
    {
      galaxy.value[SL_PARAM_LGMET_OLD] = k ? high : low;
      held_evaluate (h, &galaxy, value);
      end[k] = value[0];
    }
  if ((end[0] - colour) * (end[1] - colour) > 0.0)
    return NAN;
  for (guint k = 0; k < 16; k++)
    {
      galaxy.value[SL_PARAM_LGMET_OLD] = 0.5 * (low + high);
      held_evaluate (h, &galaxy, value);
      *((value[0] > colour) == (end[1] > end[0]) ? &high : &low) = galaxy.value[SL_PARAM_LGMET_OLD];
    }
  return 0.5 * (low + high);
}

/* Dust and metals for a redder colour: no pair on a grid is nearer. */
static void
test_brute_force (void)
{
  Held h;
  g_autoptr (SlSolve) solve = NULL;
  SlRouteReport report;
  double target[2], least = G_MAXDOUBLE, value[MOST_HELD];

  held_start (&h, "quenched", one_colour);
  h.config.free = SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_LGMET_OLD);
  solve = start (&h);
  target[0] = h.value[0] + 0.12;
  sl_solve_move (solve, target, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
  held_evaluate (&h, sl_solve_galaxy (solve), value);
  g_assert_cmpfloat_with_epsilon (value[0], target[0], 1.01 * h.tolerance[0]);
  for (double av = h.galaxy.value[SL_PARAM_AV_OLD] - 0.1; av < h.galaxy.value[SL_PARAM_AV_OLD] + 0.8;
       av += 0.03)
    {
      const double lgmet = metals_for (&h, av, target[0]);
      /* Ranges: 4 of dust, 3 of metals. */
      const double away = hypot ((av - h.galaxy.value[SL_PARAM_AV_OLD]) / 4.0,
                                 (lgmet - h.galaxy.value[SL_PARAM_LGMET_OLD]) / 3.0);

      if (isfinite (away))
        least = MIN (least, away);
    }
  /* The grid's own best is a little farther than the true one. */
  g_assert_cmpfloat (sl_solve_distance (solve), <=, least * (1.0 + 1e-3));
  g_assert_cmpfloat (sl_solve_distance (solve), >, least * 0.98);
  held_end (&h);
}

/* With two observables and all parameters, and with other units: a parameter with a small one hardly
 * moves. */
static void
test_scales (void)
{
  Held h;
  SlRouteReport report;
  double target[2], value[MOST_HELD], scale[SL_N_PARAMS], moved[2];

  held_start (&h, "quenched", colour_and_width);
  target[0] = h.value[0] - 0.05;
  target[1] = h.value[1] + 0.5;
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (SlSolve) solve = NULL;

      for (int p = 0; p < SL_N_PARAMS; p++)
        {
          double lo, hi;

          sl_galaxy_range (&h.galaxy, p, NULL, &lo, &hi);
          scale[p] = hi - lo;
        }
      scale[SL_PARAM_AV_OLD] *= k ? 0.01 : 1.0;
      h.config.scale = scale;
      solve = start (&h);
      sl_solve_move (solve, target, 0, &report);
      g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
      held_evaluate (&h, sl_solve_galaxy (solve), value);
      for (guint o = 0; o < 2; o++)
        g_assert_cmpfloat_with_epsilon (value[o], target[o], 1.01 * h.tolerance[o]);
      g_assert_cmpfloat_with_epsilon (sl_solve_value (solve)[0], value[0], 1e-6);
      moved[k] = fabs (sl_solve_galaxy (solve)->value[SL_PARAM_AV_OLD] - h.galaxy.value[SL_PARAM_AV_OLD]);
      /* Back at the start: nothing has moved. */
      sl_solve_move (solve, h.value, 0, &report);
      g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
      g_assert_cmpfloat (sl_solve_distance (solve), <, 5e-3);
    }
  g_assert_cmpfloat (moved[1], <, 0.05 * moved[0]);
  held_end (&h);
}

/* A colour that no dust gives: it comes as near as it can and names the end. */
static void
test_unreachable (void)
{
  Held h;
  g_autoptr (SlSolve) solve = NULL;
  SlRouteReport report;
  double target[2], value[MOST_HELD];

  held_start (&h, "quenched", one_colour);
  h.config.free = SL_PARAM_SET (SL_PARAM_AV_OLD);
  solve = start (&h);
  target[0] = h.value[0] - 2.0;
  sl_solve_move (solve, target, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_AT_END);
  g_assert_cmpuint (report.n_blocking, ==, 1);
  g_assert_cmpint (report.blocking[0].id, ==, SL_PARAM_AV_OLD);
  g_assert_cmpint (report.blocking[0].end, ==, SL_STEP_AT_LOW);
  g_assert_cmpfloat (sl_solve_galaxy (solve)->value[SL_PARAM_AV_OLD], <, 0.05);
  held_evaluate (&h, sl_solve_galaxy (solve), value);
  /* Nearer than it was. */
  g_assert_cmpfloat (value[0], <, h.value[0]);
  held_end (&h);
}

/* A point of the spectrum is dragged up by a fifth while a colour stays. */
static void
test_spectrum (void)
{
  Held h;
  g_autoptr (SlSolve) solve = NULL;
  g_autoptr (GError) error = NULL;
  SlRouteReport report;
  SlRequest request = { .flags = SL_REQUEST_SED };
  double value[2], target[2], jac[2 * SL_N_PARAMS];
  guint node = 0;

  held_start (&h, "quenched", one_colour);
  sl_engine_measure_add_point (h.measure, 2500.0);
  while (h.fixture.result->wave[node] < 2500.0)
    node++;
  if (2500.0 - h.fixture.result->wave[node - 1] <= h.fixture.result->wave[node] - 2500.0)
    node--;
  g_assert_true (sl_engine_measure (&h.galaxy, value, jac, h.measure, &error));
  h.tolerance[1] = SL_HELD_TOLERANCE;
  h.config.n = 2;
  solve = start (&h);
  target[0] = value[0];
  target[1] = value[1] + log10 (1.2);
  sl_solve_move (solve, target, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
  assert_held (&h, sl_solve_galaxy (solve));
  request.galaxy = *sl_solve_galaxy (solve);
  g_assert_true (sl_engine_evaluate (h.fixture.engine, &request, h.fixture.other, &error));
  g_assert_cmpfloat_with_epsilon (log10 (h.fixture.other->sed[node]), target[1], 1.1 * SL_HELD_TOLERANCE);
  held_end (&h);
}

/* A circle: the nearest point of a curved valley, in closed form. Dust a, metals b: (a - 1)^2 + b^2 = target,
 * b in units of lgmet_old + 2. */
static gboolean
measure_circle (const SlGalaxy *galaxy, double *value, double *jac, gpointer data, GError **error)
{
  const double a = galaxy->value[SL_PARAM_AV_OLD] - 1.0, b = galaxy->value[SL_PARAM_LGMET_OLD] + 2.0;

  memset (jac, 0, SL_N_PARAMS * sizeof *jac);
  *value = a * a + b * b;
  jac[SL_PARAM_AV_OLD] = 2.0 * a;
  jac[SL_PARAM_LGMET_OLD] = 2.0 * b;
  return TRUE;
}

static void
test_circle (void)
{
  double tolerance = 1e-6, scale[SL_N_PARAMS], target = 0.64;
  SlRouteConfig config = { .free = SL_PARAM_SET (SL_PARAM_AV_OLD, SL_PARAM_LGMET_OLD),
                           .n = 1,
                           .tolerance = &tolerance,
                           .scale = scale,
                           .measure = measure_circle };
  g_autoptr (SlSolve) solve = NULL;
  g_autoptr (GError) error = NULL;
  SlRouteReport report;
  SlGalaxy galaxy;

  for (int p = 0; p < SL_N_PARAMS; p++)
    scale[p] = 1.0;
  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_AV_OLD] = 1.3;
  galaxy.value[SL_PARAM_LGMET_OLD] = -1.6;
  solve = sl_solve_new (&galaxy, &config, &error);
  g_assert_no_error (error);
  sl_solve_move (solve, &target, 0, &report);
  g_assert_cmpint (report.status, ==, SL_ROUTE_REACHED);
  /* From (0.3, 0.4), at 0.5 from the centre, straight out to 0.8. */
  g_assert_cmpfloat_with_epsilon (sl_solve_distance (solve), 0.3, 1e-3);
  g_assert_cmpfloat_with_epsilon (sl_solve_galaxy (solve)->value[SL_PARAM_AV_OLD], 1.0 + 0.48, 5e-3);
  g_assert_cmpfloat_with_epsilon (sl_solve_galaxy (solve)->value[SL_PARAM_LGMET_OLD], -2.0 + 0.64, 5e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/solve/brute-force", test_brute_force);
  g_test_add_func ("/solve/scales", test_scales);
  g_test_add_func ("/solve/unreachable", test_unreachable);
  g_test_add_func ("/solve/spectrum", test_spectrum);
  g_test_add_func ("/solve/circle", test_circle);
  return g_test_run ();
}
