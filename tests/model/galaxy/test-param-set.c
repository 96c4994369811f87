/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of parameters: every operation against an array of booleans, for random sets. */
#include "model/galaxy/sl-param-set.h"

static SlParamSet
random_set (GRand *rng, gboolean has[SL_N_PARAMS])
{
  SlParamSet set = sl_param_set_none ();

  for (int p = 0; p < SL_N_PARAMS; p++)
    if ((has[p] = g_rand_boolean (rng)))
      sl_param_set_add (&set, p);
  return set;
}

static guint
count (SlParamSet set)
{
  guint n = 0;

  for (int p = sl_param_set_next (set, -1); p >= 0; p = sl_param_set_next (set, p))
    n++;
  return n;
}

static void
test_operations (void)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (1);

  for (guint k = 0; k < 50; k++)
    {
      gboolean in_a[SL_N_PARAMS], in_b[SL_N_PARAMS], meet = FALSE, subset = TRUE, equal = TRUE;
      const SlParamSet a = random_set (rng, in_a), b = random_set (rng, in_b);
      guint n = 0;

      for (int p = 0; p < SL_N_PARAMS; p++)
        {
          g_assert_cmpint (sl_param_set_has (a, p), ==, in_a[p]);
          g_assert_cmpint (sl_param_set_has (sl_param_set_union (a, b), p), ==, in_a[p] || in_b[p]);
          g_assert_cmpint (sl_param_set_has (sl_param_set_intersection (a, b), p), ==, in_a[p] && in_b[p]);
          g_assert_cmpint (sl_param_set_has (sl_param_set_minus (a, b), p), ==, in_a[p] && !in_b[p]);
          meet |= in_a[p] && in_b[p];
          subset &= !in_a[p] || in_b[p];
          equal &= in_a[p] == in_b[p];
          n += in_a[p];
        }
      g_assert_cmpint (sl_param_set_intersects (a, b), ==, meet);
      g_assert_cmpint (sl_param_set_is_subset (a, b), ==, subset);
      g_assert_cmpint (sl_param_set_equal (a, b), ==, equal);
      g_assert_true (sl_param_set_equal (a, a));
      g_assert_true (sl_param_set_is_subset (sl_param_set_intersection (a, b), b));
      g_assert_cmpuint (count (a), ==, n);
    }
}

static void
test_made (void)
{
  static const SlParamRange ranges[3] = { SL_PARAM_RANGE (LOGTC, LATE_INDEX), SL_PARAM_RANGE (QPAH, QPAH) };
  SlParamSet set = sl_param_set_none ();

  g_assert_true (sl_param_set_is_empty (set));
  g_assert_cmpint (sl_param_set_next (set, -1), ==, -1);
  g_assert_cmpuint (count (sl_param_set_all ()), ==, SL_N_PARAMS);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      g_assert_cmpint (sl_param_set_next (sl_param_set_of (p), -1), ==, p);
      g_assert_cmpuint (count (sl_param_set_of (p)), ==, 1);
      g_assert_cmpuint (count (sl_param_set_range (0, p)), ==, p + 1);
      sl_param_set_add (&set, p);
    }
  g_assert_true (sl_param_set_equal (set, sl_param_set_all ()));
  sl_param_set_remove (&set, SL_PARAM_QPAH);
  g_assert_true (sl_param_set_equal (
      set, sl_param_set_minus (sl_param_set_all (), sl_param_set_of (SL_PARAM_QPAH))));
  /* The third range is empty. */
  g_assert_true (sl_param_set_equal (
      sl_param_set_of_ranges (ranges, G_N_ELEMENTS (ranges)),
      SL_PARAM_SET (SL_PARAM_QPAH, SL_PARAM_LATE_INDEX, SL_PARAM_LOGTC, SL_PARAM_EARLY_INDEX)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/param-set/operations", test_operations);
  g_test_add_func ("/param-set/made", test_made);
  return g_test_run ();
}
