/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameters trade places, and what tells them apart. */
#include "model/degeneracy/sl-trades.h"
#include "model/support/sl-error.h"
#include "tests/model/degeneracy/held.h"

/* Two observables; the second column is the first turned by an angle and doubled, the third at right
 * angles. */
static void
test_pair (void)
{
  const double angle = 0.2, jac[] = { 1.0, 2.0 * cos (angle), 0.0, 0.0, 2.0 * sin (angle), -0.5 };
  const double candidates[] = { 0.1, 0.2, 5.0, 1.0, -1.0, 0.0 };
  SlTrade trade[4];
  double change;

  g_assert_cmpuint (sl_trades_find (jac, 2, 3, 4, trade), ==, 1);
  g_assert_cmpuint (trade[0].n, ==, 2);
  /* The second is the stronger one, and comes first. */
  g_assert_cmpuint (trade[0].column[0], ==, 1);
  g_assert_cmpuint (trade[0].column[1], ==, 0);
  g_assert_cmpfloat_with_epsilon (trade[0].share, cos (angle) * cos (angle), 1e-12);
  g_assert_cmpfloat_with_epsilon (trade[0].strength, 0.5, 1e-12);
  /* As much of the first as undoes 1 of the second: -2 cos; then the largest at 1. */
  g_assert_cmpfloat_with_epsilon (trade[0].step[0], 0.5 / cos (angle), 1e-12);
  g_assert_cmpfloat_with_epsilon (trade[0].step[1], -1.0, 1e-12);
  g_assert_cmpint (sl_trades_apart (&trade[0], candidates, 2, 3, &change), ==, 1);
  g_assert_cmpfloat_with_epsilon (change, fabs (-0.5 / cos (angle) - 1.0), 1e-12);
  g_assert_cmpint (sl_trades_apart (&trade[0], candidates, 0, 3, &change), ==, -1);
}

/* Three columns of which no two are alike but whose sum is nearly 0; a fourth that does nothing. */
static void
test_three (void)
{
  const double jac[] = {
    3.0, -1.0, -2.0, 0.0, 1.0, 1.0, -2.0, 0.0, 0.0, 1.0, -1.0, 0.0, 2.0, -2.0, 0.01, 0.0
  };
  SlTrade trade[8];
  guint n = sl_trades_find (jac, 4, 4, 8, trade), threes = 0;

  for (guint t = 0; t < n; t++)
    {
      double sum = 0.0, size = 0.0;

      for (guint k = 0; k < trade[t].n; k++)
        g_assert_cmpuint (trade[t].column[k], !=, 3);
      if (trade[t].n < 3)
        continue;
      threes++;
      g_assert_cmpuint (trade[t].column[0], ==, 0);
      for (guint k = 0; k < 3; k++)
        g_assert_cmpfloat_with_epsilon (trade[t].step[k], 1.0, 0.01);
      for (guint o = 0; o < 4; o++)
        {
          double left = 0.0;

          for (guint k = 0; k < 3; k++)
            left += jac[o * 4 + trade[t].column[k]] * trade[t].step[k];
          sum += left * left;
          size += jac[o * 4] * jac[o * 4];
        }
      g_assert_cmpfloat_with_epsilon (trade[t].share, 1.0 - sum / size, 1e-4);
    }
  g_assert_cmpuint (threes, ==, 1);
  /* Two observables say nothing about three parameters, and nothing nothing. */
  n = sl_trades_find (jac, 2, 4, 8, trade);
  for (guint t = 0; t < n; t++)
    g_assert_cmpuint (trade[t].n, ==, 2);
  g_assert_cmpuint (sl_trades_find (jac + 3, 1, 1, 8, trade), ==, 0);
}

/* Metals and dust look the same in g − r of the start galaxy; a step that keeps it is found in another
 * band. */
static void
test_metals_and_dust (void)
{
  static const char *const names[] = { "rest:LSST/g-r", "rest:LSST/u-g", "rest:LSST/i-z", NULL };
  static const SlParamId id[] = { SL_PARAM_LG_QT, SL_PARAM_LGMET_OLD, SL_PARAM_AV_OLD, SL_PARAM_LGU_MEAN };
  enum { N = G_N_ELEMENTS (id) };
  Held h;
  SlTrade trade[8];
  SlGalaxy moved;
  double jac[3 * N], value[MOST_HELD], change;
  guint n, found = 0;
  int apart;

  held_start (&h, "quenched", names);
  for (guint o = 0; o < 3; o++)
    for (guint p = 0; p < N; p++)
      {
        double lo, hi;

        sl_galaxy_range (&h.galaxy, id[p], NULL, &lo, &hi);
        jac[o * N + p] = h.jac[o * SL_N_PARAMS + id[p]] * (hi - lo);
      }
  n = sl_trades_find (jac, 1, N, 8, trade);
  while (found < n
         && !(trade[found].n == 2
              && id[trade[found].column[0]] + id[trade[found].column[1]]
                     == SL_PARAM_LGMET_OLD + SL_PARAM_AV_OLD))
    found++;
  g_assert_cmpuint (found, <, n);
  g_assert_cmpfloat_with_epsilon (trade[found].share, 1.0, 1e-12);
  /* Both redden, so that one must fall as the other rises. */
  g_assert_cmpfloat (trade[found].step[0] * trade[found].step[1], <, 0.0);
  apart = sl_trades_apart (&trade[found], jac + N, 2, N, &change);
  g_assert_cmpint (apart, >=, 0);
  /* Small steps of the galaxy do what the numbers say. */
  moved = h.galaxy;
  for (guint k = 0; k < 2; k++)
    {
      double lo, hi;

      sl_galaxy_range (&h.galaxy, id[trade[found].column[k]], NULL, &lo, &hi);
      moved.value[id[trade[found].column[k]]] += 0.01 * (hi - lo) * trade[found].step[k];
    }
  held_evaluate (&h, &moved, value);
  g_assert_cmpfloat (fabs (value[0] - h.value[0]), <, 0.1 * fabs (value[1 + apart] - h.value[1 + apart]));
  g_assert_cmpfloat_with_epsilon (fabs (value[1 + apart] - h.value[1 + apart]), 0.01 * change,
                                  0.002 * change);
  held_end (&h);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trades/pair", test_pair);
  g_test_add_func ("/trades/three", test_three);
  g_test_add_func ("/trades/metals-and-dust", test_metals_and_dust);
  return g_test_run ();
}
