/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smallest step inside a box. */
#include <math.h>
#include <string.h>

#include <gsl/gsl_linalg.h>

#include "model/degeneracy/sl-bounded-step.h"

/* Relative to the step: that of the regularised step. */
#define TOLERANCE 1e-6
/* Steps are mixed with others of this length to see that none is shorter. */
#define NUDGE 1e-3

enum { M = 3, N = 8, CASES = 400 };

typedef struct {
  double jac[M * N], rhs[M], lo[N], hi[N];
  SlStepPair pair[2];
  SlStepProblem problem;
} Case;

static void
make_case (Case *c, GRand *rng, double room, guint n_pairs)
{
  for (guint i = 0; i < M * N; i++)
    c->jac[i] = g_rand_double_range (rng, -1.0, 1.0) * exp (g_rand_double_range (rng, -4.0, 4.0));
  for (guint o = 0; o < M; o++)
    {
      double x = 0.0;

      for (guint i = 0; i < N; i++)
        x += c->jac[o * N + i] * g_rand_double_range (rng, -1.0, 1.0);
      c->rhs[o] = x;
    }
  for (guint i = 0; i < N; i++)
    {
      c->lo[i] = -room * g_rand_double (rng);
      c->hi[i] = room * g_rand_double (rng);
    }
  c->pair[0] = (SlStepPair) { 1, 4, 1.5, 0.7, -0.1 };
  c->pair[1] = (SlStepPair) { 6, 2, 1.0, 1.0, 0.0 };
  c->problem = (SlStepProblem) { M, N, c->jac, c->rhs, c->lo, c->hi, c->pair, n_pairs };
}

static double
dot (const double *a, const double *b, guint n)
{
  double sum = 0.0;

  for (guint i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* (N - M) unit vectors that jac does not see, by Gram–Schmidt. */
static void
null_space (const double *jac, double *basis)
{
  double rows[N][N];
  guint n = 0;

  for (guint k = 0; k < M + N && n < N; k++)
    {
      double v[N] = { 0 }, length;

      if (k < M)
        memcpy (v, jac + k * N, sizeof v);
      else
        v[k - M] = 1.0;
      length = sqrt (dot (v, v, N));
      for (guint i = 0; i < N; i++)
        v[i] /= length;
      for (guint pass = 0; pass < 2; pass++)
        for (guint q = 0; q < n; q++)
          {
            const double along = dot (rows[q], v, N);

            for (guint i = 0; i < N; i++)
              v[i] -= along * rows[q][i];
          }
      length = sqrt (dot (v, v, N));
      if (length < 1e-6)
        continue;
      for (guint i = 0; i < N; i++)
        rows[n][i] = v[i] / length;
      n++;
    }
  g_assert_cmpuint (n, ==, N);
  memcpy (basis, rows[M], (N - M) * N * sizeof (double));
}

/* Without a box: the pseudo-inverse, by singular values. */
static void
test_pseudo_inverse (void)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (17);

  for (guint c = 0; c < CASES; c++)
    {
      Case one;
      double x[N], residual[M], transposed[N * M], want[N] = { 0 }, vt[M * M], s[M], work[M];
      SlStepEnd end[N];
      gsl_matrix_view u = gsl_matrix_view_array (transposed, N, M), v = gsl_matrix_view_array (vt, M, M);
      gsl_vector_view sv = gsl_vector_view_array (s, M), w = gsl_vector_view_array (work, M);

      make_case (&one, rng, 1.0, 0);
      for (guint i = 0; i < N; i++)
        {
          one.lo[i] = -1e9;
          one.hi[i] = 1e9;
        }
      sl_bounded_step (&one.problem, x, end, residual);
      for (guint o = 0; o < M; o++)
        for (guint i = 0; i < N; i++)
          transposed[i * M + o] = one.jac[o * N + i];
      gsl_linalg_SV_decomp (&u.matrix, &v.matrix, &sv.vector, &w.vector);
      for (guint k = 0; k < M; k++)
        {
          double part = 0.0;

          for (guint o = 0; o < M; o++)
            part += vt[o * M + k] * one.rhs[o];
          for (guint i = 0; i < N; i++)
            want[i] += transposed[i * M + k] * part / s[k];
        }
      for (guint i = 0; i < N; i++)
        {
          g_assert_cmpint (end[i], ==, SL_STEP_FREE);
          g_assert_cmpfloat_with_epsilon (x[i], want[i], TOLERANCE * (1.0 + sqrt (dot (want, want, N))));
        }
    }
}

static gboolean
inside (const Case *c, const double *x, double slack)
{
  for (guint i = 0; i < N; i++)
    if (x[i] < c->lo[i] - slack || x[i] > c->hi[i] + slack)
      return FALSE;
  for (guint k = 0; k < c->problem.n_pairs; k++)
    {
      const SlStepPair *pair = &c->pair[k];

      if (pair->upper_scale * x[pair->upper] - pair->lower_scale * x[pair->lower] < pair->least - slack)
        return FALSE;
    }
  return TRUE;
}

/* In a box, with pairs: no step that does the same and stays inside is shorter. */
static void
test_box (void)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (18);
  guint possible = 0, at_ends = 0, at_partners = 0;

  for (guint c = 0; c < CASES; c++)
    {
      Case one;
      double x[N], residual[M], basis[(N - M) * N];
      SlStepEnd end[N];
      gboolean reached = TRUE;

      make_case (&one, rng, 1.5, c % 3);
      sl_bounded_step (&one.problem, x, end, residual);
      g_assert_true (inside (&one, x, 1e-12));
      for (guint o = 0; o < M; o++)
        {
          const double length = sqrt (dot (one.jac + o * N, one.jac + o * N, N));

          g_assert_cmpfloat_with_epsilon (residual[o], one.rhs[o] - dot (one.jac + o * N, x, N),
                                          1e-12 * length);
          reached &= fabs (residual[o]) < 1e-7 * length;
        }
      if (!reached)
        continue;
      possible++;
      for (guint i = 0; i < N; i++)
        {
          at_ends += end[i] == SL_STEP_AT_LOW || end[i] == SL_STEP_AT_HIGH;
          at_partners += end[i] == SL_STEP_AT_PARTNER;
        }
      null_space (one.jac, basis);
      for (guint k = 0; k < 2000; k++)
        {
          double other[N], by[N - M];

          for (guint q = 0; q < N - M; q++)
            by[q] = NUDGE * g_rand_double_range (rng, -1.0, 1.0);
          for (guint i = 0; i < N; i++)
            {
              other[i] = x[i];
              for (guint q = 0; q < N - M; q++)
                other[i] += by[q] * basis[q * N + i];
            }
          if (inside (&one, other, 0.0))
            g_assert_cmpfloat (dot (other, other, N), >, dot (x, x, N) - 1e-7);
        }
    }
  /* The cases are of all sorts. */
  g_assert_cmpuint (possible, >, CASES / 5);
  g_assert_cmpuint (possible, <, CASES);
  g_assert_cmpuint (at_ends, >, 50);
  g_assert_cmpuint (at_partners, >, 10);
}

/* What is impossible is done as far as possible: no step inside comes nearer. */
static void
test_impossible (void)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (19);
  guint impossible = 0;

  for (guint c = 0; c < CASES; c++)
    {
      Case one;
      double x[N], residual[M], length[M], missed = 0.0;
      SlStepEnd end[N];

      make_case (&one, rng, 0.3, c % 3);
      sl_bounded_step (&one.problem, x, end, residual);
      g_assert_true (inside (&one, x, 1e-12));
      for (guint o = 0; o < M; o++)
        {
          length[o] = sqrt (dot (one.jac + o * N, one.jac + o * N, N));
          missed += residual[o] * residual[o] / (length[o] * length[o]);
        }
      impossible += missed > 1e-6;
      for (guint k = 0; k < 1000; k++)
        {
          double other[N], away = 0.0;

          for (guint i = 0; i < N; i++)
            other[i] = CLAMP (x[i] + NUDGE * g_rand_double_range (rng, -1.0, 1.0), one.lo[i], one.hi[i]);
          if (!inside (&one, other, 0.0))
            continue;
          for (guint o = 0; o < M; o++)
            {
              const double rest = (one.rhs[o] - dot (one.jac + o * N, other, N)) / length[o];

              away += rest * rest;
            }
          g_assert_cmpfloat (away, >, missed - 1e-9);
        }
    }
  g_assert_cmpuint (impossible, >, CASES / 2);
}

/* A quantity that nothing changes is left, and the others are reached. */
static void
test_no_effect (void)
{
  const double jac[] = { 1.0, 2.0, 0.0, 0.0 }, rhs[] = { 1.0, 3.0 }, lo[] = { -9.0, -9.0 },
               hi[] = { 9.0, 9.0 };
  const SlStepProblem problem = { 2, 2, jac, rhs, lo, hi, NULL, 0 };
  double x[2], residual[2];
  SlStepEnd end[2];

  sl_bounded_step (&problem, x, end, residual);
  g_assert_cmpfloat_with_epsilon (x[0], 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (x[1], 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (residual[0], 0.0, 1e-9);
  g_assert_cmpfloat (residual[1], ==, 3.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounded-step/pseudo-inverse", test_pseudo_inverse);
  g_test_add_func ("/bounded-step/box", test_box);
  g_test_add_func ("/bounded-step/impossible", test_impossible);
  g_test_add_func ("/bounded-step/no-effect", test_no_effect);
  return g_test_run ();
}
