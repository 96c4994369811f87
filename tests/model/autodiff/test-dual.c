/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every operation on dual numbers: the value is that of doubles, tangents those of finite differences; edges.
 */
#define SL_DUAL_K 3
#include "model/autodiff/sl-real.h"

#include <glib.h>
#include <string.h>

#define STEP 1e-6
/* A central difference of step 1e-6 is good to about 1e-16 / 1e-6 + 1e-12. */
#define TOL_DIFFERENCE 2e-9

/* The same operands in every run. */
static GRand *rng;

typedef struct {
  const char *name;
  double (*d) (double a, double b);
  SlDual (*D) (SlDual a, SlDual b);
  double lo, hi; /* range of both operands */
} Operation;

#define OP(name, expression)                                                        \
  static double name##_plain (double a, double b) { (void) b; return expression; }  \
  static SlDual name##_dual (SlDual a, SlDual b) { (void) b; return expression; }
OP (op_add, add (a, b))
OP (op_sub, sub (a, b))
OP (op_mul, mul (a, b))
OP (op_quo, quo (a, b))
OP (op_add_left, add (1.5, a))
OP (op_add_right, add (a, 1.5))
OP (op_sub_left, sub (1.5, a))
OP (op_sub_right, sub (a, 1.5))
OP (op_mul_left, mul (1.5, a))
OP (op_mul_right, mul (a, 1.5))
OP (op_quo_left, quo (1.5, a))
OP (op_quo_right, quo (a, 1.5))
OP (op_exp, rexp (a))
OP (op_exp10, rexp10 (a))
OP (op_log, rlog (a))
OP (op_log10, rlog10 (a))
OP (op_sqrt, rroot (a))
OP (op_erf, rerf (a))
OP (op_logistic, rlogistic (a))
OP (op_sqr, sqr (a))
OP (op_at_least, at_least (a, 1.0))
OP (op_choose, choose (sl_value (a) > 1.0, mul (a, b), add (a, b)))
#undef OP
#define ROW(op, lo, hi) { #op, op##_plain, op##_dual, lo, hi }
static const Operation table[] = {
  ROW (op_add, -3, 3),      ROW (op_sub, -3, 3),       ROW (op_mul, -3, 3),       ROW (op_quo, 0.3, 3),
  ROW (op_add_left, -3, 3), ROW (op_add_right, -3, 3), ROW (op_sub_left, -3, 3),  ROW (op_sub_right, -3, 3),
  ROW (op_mul_left, -3, 3), ROW (op_mul_right, -3, 3), ROW (op_quo_left, 0.3, 3), ROW (op_quo_right, -3, 3),
  ROW (op_exp, -3, 2),      ROW (op_exp10, -3, 1),     ROW (op_log, 0.1, 3),      ROW (op_log10, 0.1, 3),
  ROW (op_sqrt, 0.1, 3),    ROW (op_erf, -3, 3),       ROW (op_logistic, -8, 8),  ROW (op_sqr, -3, 3),
  ROW (op_at_least, -3, 3), ROW (op_choose, -3, 3),
};

static void
test_operation (gconstpointer data)
{
  const Operation *op = data;

  for (int i = 0; i < 200; i++)
    {
      double a = g_rand_double_range (rng, op->lo, op->hi), b = g_rand_double_range (rng, op->lo, op->hi);
      SlDual x = { .v = a, .d = { 1.0, 0.0, 2.0 } }, y = { .v = b, .d = { 0.0, 1.0, -1.0 } },
             r = op->D (x, y);
      double da = (op->d (a + STEP, b) - op->d (a - STEP, b)) / (2 * STEP);
      double db = (op->d (a, b + STEP) - op->d (a, b - STEP)) / (2 * STEP);
      double size = fabs (r.v) + fabs (da) + fabs (db) + 1.0;

      /* A difference across a kink tells nothing. */
      if (fabs (a - 1.0) < 2 * STEP)
        continue;
      g_assert_cmpfloat (r.v, ==, op->d (a, b));
      g_assert_cmpfloat (fabs (r.d[0] - da), <=, TOL_DIFFERENCE * size);
      g_assert_cmpfloat (fabs (r.d[1] - db), <=, TOL_DIFFERENCE * size);
      g_assert_cmpfloat (fabs (r.d[2] - (2 * r.d[0] - r.d[1])), <=, 1e-13 * size);
    }
}

static void
test_edges (void)
{
  SlDual x = { .v = 1.0, .d = { 1.0, 1.0, 1.0 } }, y;

  /* At a kink: the branch taken. */
  y = at_least (x, 1.0);
  g_assert_cmpfloat (y.d[0], ==, 1.0);
  x.v = 1.0 - 1e-15;
  y = at_least (x, 1.0);
  g_assert_cmpfloat (y.v, ==, 1.0);
  g_assert_cmpfloat (y.d[0], ==, 0.0);
  /* Far out, a logistic is flat and finite, never NaN. */
  for (double v = -2000.0; v <= 2000.0; v += 1000.0)
    {
      x.v = v;
      y = rlogistic (x);
      g_assert_true (isfinite (y.v) && isfinite (y.d[0]));
    }
  x.v = 0.0;
  g_assert_cmpfloat (rexp (x).v, ==, 1.0);
  g_assert_cmpfloat (rexp (x).d[0], ==, 1.0);
  g_assert_true (isinf (rlog10 (x).v));
  g_assert_cmpfloat (sl_dual_constant (3.0).d[1], ==, 0.0);
}

/* (f g)' = f' g + f g', ln exp x = x, exp ln x = x, sqrt(x)^2 = x. */
static void
test_identities (void)
{
  for (int i = 0; i < 100; i++)
    {
      double a = g_rand_double_range (rng, 0.2, 3.0);
      SlDual x = { .v = a, .d = { 1.0, 0.5, -2.0 } };
      SlDual same[] = { rlog (rexp (x)),     rexp (rlog (x)),     sqr (rroot (x)),        rexp10 (rlog10 (x)),
                        quo (mul (x, x), x), sub (add (x, x), x), quo (1.0, quo (1.0, x)) };

      for (guint k = 0; k < G_N_ELEMENTS (same); k++)
        {
          g_assert_cmpfloat (fabs (same[k].v - a), <=, 1e-14 * a);
          for (int j = 0; j < 3; j++)
            g_assert_cmpfloat (fabs (same[k].d[j] - x.d[j]), <=, 2e-14 * (1.0 + fabs (x.d[j])));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rng = g_rand_new_with_seed (2023);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strconcat ("/dual/", table[i].name, NULL);
      g_test_add_data_func (path, &table[i], test_operation);
    }
  g_test_add_func ("/dual/edges", test_edges);
  g_test_add_func ("/dual/identities", test_identities);
  {
    int status = g_test_run ();

    g_rand_free (rng);
    return status;
  }
}
