/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every operation on dual numbers of dual numbers: second derivatives are those of the closed form, along any
 * two directions and behind any curved path; values and slopes are those of first order. */
#define SL_DUAL_SECOND
#include "model/autodiff/sl-real.h"

#include <glib.h>

/* A few operations in another order. */
#define TOL 1e-13

/* The same operands in every run. */
static GRand *rng;

/* Derivatives of an operation f(a, b) in closed form. */
typedef struct { double f, a, b, aa, ab, bb; } Derivatives;

typedef struct {
  const char *name;
  SlDual (*dual) (SlDual a, SlDual b);
  Derivatives (*closed) (double a, double b);
  double lo, hi; /* range of both operands */
} Operation;

#define LN10 2.302585092994045684
#define TWO_BY_ROOT_PI 1.1283791670955125739

#define OP(name, expression, ...)                                                                            \
  static SlDual name##_dual (SlDual a, SlDual b)                                                             \
  {                                                                                                          \
    (void) b;                                                                                                \
    return expression;                                                                                       \
  }                                                                                                          \
  static Derivatives name##_closed (double a, double b)                                                      \
  {                                                                                                          \
    (void) a;                                                                                                \
    (void) b;                                                                                                \
    return (Derivatives) { __VA_ARGS__ };                                                                    \
  }
OP (op_add, add (a, b), a + b, 1, 1, 0, 0, 0)
OP (op_sub, sub (a, b), a - b, 1, -1, 0, 0, 0)
OP (op_mul, mul (a, b), a * b, b, a, 0, 1, 0)
OP (op_quo, quo (a, b), a / b, 1 / b, -a / (b * b), 0, -1 / (b * b), 2 * a / (b * b * b))
OP (op_add_left, add (1.5, a), 1.5 + a, 1, 0, 0, 0, 0)
OP (op_add_right, add (a, 1.5), a + 1.5, 1, 0, 0, 0, 0)
OP (op_sub_left, sub (1.5, a), 1.5 - a, -1, 0, 0, 0, 0)
OP (op_sub_right, sub (a, 1.5), a - 1.5, 1, 0, 0, 0, 0)
OP (op_mul_left, mul (1.5, a), 1.5 * a, 1.5, 0, 0, 0, 0)
OP (op_mul_right, mul (a, 1.5), a * 1.5, 1.5, 0, 0, 0, 0)
OP (op_quo_left, quo (1.5, a), 1.5 / a, -1.5 / (a * a), 0, 3.0 / (a * a * a), 0, 0)
OP (op_quo_right, quo (a, 1.5), a / 1.5, 1 / 1.5, 0, 0, 0, 0)
OP (op_exp, rexp (a), exp (a), exp (a), 0, exp (a), 0, 0)
OP (op_exp10, rexp10 (a), pow (10, a), LN10 * pow (10, a), 0, LN10 * LN10 * pow (10, a), 0, 0)
OP (op_log, rlog (a), log (a), 1 / a, 0, -1 / (a * a), 0, 0)
OP (op_log10, rlog10 (a), log10 (a), 1 / (a * LN10), 0, -1 / (a * a * LN10), 0, 0)
OP (op_sqrt, rroot (a), sqrt (a), 0.5 * pow (a, -0.5), 0, -0.25 * pow (a, -1.5), 0, 0)
OP (op_erf, rerf (a), erf (a), TWO_BY_ROOT_PI * exp (-a * a), 0, -2 * a * TWO_BY_ROOT_PI * exp (-a * a), 0, 0)
OP (op_logistic, rlogistic (a), 0.5 + 0.5 * tanh (0.5 * a), 0.25 / pow (cosh (0.5 * a), 2), 0,
    -0.25 * tanh (0.5 * a) / pow (cosh (0.5 * a), 2), 0, 0)
OP (op_sqr, sqr (a), a * a, 2 * a, 0, 2, 0, 0)
OP (op_at_least, at_least (sqr (a), 1.0), a *a < 1 ? 1 : a * a, a *a < 1 ? 0 : 2 * a, 0, a *a < 1 ? 0 : 2, 0,
    0)
OP (op_choose, choose (sl_value (a) > 1.0, mul (a, b), add (a, b)), a > 1 ? a * b : a + b, a > 1 ? b : 1,
    a > 1 ? a : 1, 0, a > 1 ? 1 : 0, 0)
/* Several in a row: x exp(-x y) / y. */
OP (op_chain, quo (mul (a, rexp (mul (-1.0, mul (a, b)))), b), a *exp (-a *b) / b, (1 / b - a) * exp (-a * b),
    -a *(1 / b + a) / b * exp (-a * b), (a * b - 2) * exp (-a * b),
    (a * a - a / b - 1 / (b * b)) * exp (-a * b),
    a *(a *a / b + 2 * a / (b * b) + 2 / (b * b * b)) * exp (-a * b))
#undef OP
#define ROW(op, lo, hi) { #op, op##_dual, op##_closed, lo, hi }
static const Operation table[] = {
  ROW (op_add, -3, 3),      ROW (op_sub, -3, 3),       ROW (op_mul, -3, 3),       ROW (op_quo, 0.3, 3),
  ROW (op_add_left, -3, 3), ROW (op_add_right, -3, 3), ROW (op_sub_left, -3, 3),  ROW (op_sub_right, -3, 3),
  ROW (op_mul_left, -3, 3), ROW (op_mul_right, -3, 3), ROW (op_quo_left, 0.3, 3), ROW (op_quo_right, -3, 3),
  ROW (op_exp, -3, 2),      ROW (op_exp10, -3, 1),     ROW (op_log, 0.1, 3),      ROW (op_log10, 0.1, 3),
  ROW (op_sqrt, 0.1, 3),    ROW (op_erf, -3, 3),       ROW (op_logistic, -8, 8),  ROW (op_sqr, -3, 3),
  ROW (op_at_least, -3, 3), ROW (op_choose, -3, 3),    ROW (op_chain, 0.3, 3),
};

static double
any (void)
{
  return g_rand_double_range (rng, -2.0, 2.0);
}

/* Behind a(u, v) and b(u, v) of any slopes and mixed curvature. */
static void
test_operation (gconstpointer data)
{
  const Operation *op = data;

  for (int i = 0; i < 200; i++)
    {
      SlDual a = { g_rand_double_range (rng, op->lo, op->hi), { any (), any () }, any () };
      SlDual b = { g_rand_double_range (rng, op->lo, op->hi), { any (), any () }, any () };
      SlDual r = op->dual (a, b);
      Derivatives c = op->closed (a.v, b.v);
      double size =
          1.0 + 16.0 * (fabs (c.f) + fabs (c.a) + fabs (c.b) + fabs (c.aa) + fabs (c.ab) + fabs (c.bb));
      double dd = c.a * a.dd + c.b * b.dd + c.aa * a.d[0] * a.d[1]
                  + c.ab * (a.d[0] * b.d[1] + a.d[1] * b.d[0]) + c.bb * b.d[0] * b.d[1];

      g_assert_cmpfloat (fabs (r.v - c.f), <=, TOL * size);
      for (int k = 0; k < 2; k++)
        g_assert_cmpfloat (fabs (r.d[k] - (c.a * a.d[k] + c.b * b.d[k])), <=, TOL * size);
      g_assert_cmpfloat (fabs (r.dd - dd), <=, TOL * size);
    }
}

static void
test_edges (void)
{
  SlDual x = { 1.0, { 1.0, 1.0 }, 0.0 };

  /* At a kink: the branch taken. */
  g_assert_cmpfloat (at_least (sqr (x), 1.0).dd, ==, 2.0);
  x.v = 1.0 - 1e-15;
  g_assert_cmpfloat (at_least (sqr (x), 1.0).dd, ==, 0.0);
  /* Far out, a logistic is straight, never NaN. */
  for (double v = -2000.0; v <= 2000.0; v += 1000.0)
    {
      x.v = v;
      g_assert_true (isfinite (rlogistic (x).dd));
    }
  g_assert_cmpfloat (sl_dual_constant (3.0).dd, ==, 0.0);
}

/* ln exp x = x, exp ln x = x, sqrt(x)^2 = x: curvature cancels. */
static void
test_identities (void)
{
  for (int i = 0; i < 100; i++)
    {
      SlDual x = { g_rand_double_range (rng, 0.2, 3.0), { any (), any () }, any () };
      SlDual same[] = { rlog (rexp (x)),     rexp (rlog (x)),     sqr (rroot (x)),        rexp10 (rlog10 (x)),
                        quo (mul (x, x), x), sub (add (x, x), x), quo (1.0, quo (1.0, x)) };

      for (guint k = 0; k < G_N_ELEMENTS (same); k++)
        g_assert_cmpfloat (fabs (same[k].dd - x.dd), <=, 1e-12 * (1.0 + fabs (x.dd)) / x.v);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  rng = g_rand_new_with_seed (2023);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strconcat ("/dual-second/", table[i].name, NULL);
      g_test_add_data_func (path, &table[i], test_operation);
    }
  g_test_add_func ("/dual-second/edges", test_edges);
  g_test_add_func ("/dual-second/identities", test_identities);
  status = g_test_run ();
  g_rand_free (rng);
  return status;
}
