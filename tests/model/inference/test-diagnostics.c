/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "model/inference/sl-diagnostics.h"
#include "model/io/sl-hdf5.h"

/* Diagnostics of chains against those of ArviZ (tests/data/make-diagnostics). */

/* Both are sums of the same doubles in another order; autocorrelations by its Fourier transform. */
#define TOLERANCE 1e-9

static void
check_number (SlH5 *h5, const char *name, const char *key, guint i, double found)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", name, key);
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  g_autofree double *right = sl_h5_read_double (h5, path, i ? 1 : 0, i ? &n : NULL, &error);

  g_assert_no_error (error);
  if (!(fabs (found - right[i ? i - 1 : 0]) <= TOLERANCE * fabs (right[i ? i - 1 : 0]) + 1e-14))
    g_error ("%s[%u]: expected %.12g, found %.12g", path, i, right[i ? i - 1 : 0], found);
}

static void
test_reference (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_TEST_DATA"), "diagnostics.h5", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SlH5) h5 = sl_h5_open (path, &error);
  g_auto (GStrv) name = NULL;

  g_assert_no_error (error);
  name = sl_h5_members (h5, "/", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (name), >=, 9);
  for (guint i = 0; name[i]; i++)
    {
      g_autofree char *draws = g_strdup_printf ("%s/draws", name[i]);
      gsize dims[2] = { 0 };
      g_autofree double *x = sl_h5_read_double (h5, draws, 2, dims, &error);
      SlDiagnostics d;

      g_assert_no_error (error);
      sl_diagnose (x, dims[0], dims[1], dims[1], 1, &d);
      check_number (h5, name[i], "mean", 0, d.mean);
      check_number (h5, name[i], "sd", 0, d.sd);
      check_number (h5, name[i], "rhat", 0, d.rhat);
      check_number (h5, name[i], "ess_bulk", 0, d.ess_bulk);
      check_number (h5, name[i], "ess_tail", 0, d.ess_tail);
      check_number (h5, name[i], "mcse_mean", 0, d.mcse_mean);
      check_number (h5, name[i], "mcse_sd", 0, d.mcse_sd);
      for (guint q = 0; q < SL_N_QUANTILES; q++)
        check_number (h5, name[i], "quantile", q + 1, d.quantile[q]);
    }
}

/* Parameters beside one another, as samplers write them. */
static void
test_strides (void)
{
  enum { CHAINS = 3, DRAWS = 40, DIM = 2 };
  double x[CHAINS][DRAWS][DIM], alone[CHAINS][DRAWS];
  SlDiagnostics a, b;

  srand (4);
  for (guint c = 0; c < CHAINS; c++)
    for (guint t = 0; t < DRAWS; t++)
      {
        x[c][t][0] = rand ();
        x[c][t][1] = alone[c][t] = rand ();
      }
  sl_diagnose (&x[0][0][1], CHAINS, DRAWS, DRAWS * DIM, DIM, &a);
  sl_diagnose (&alone[0][0], CHAINS, DRAWS, DRAWS, 1, &b);
  g_assert_cmpfloat (a.ess_bulk, ==, b.ess_bulk);
  g_assert_cmpfloat (a.rhat, ==, b.rhat);
}

/* What does not move has no effective draws, and too few draws say nothing. */
static void
test_degenerate (void)
{
  double same[20], few[6] = { 1.0, 2.0, 3.0, 4.0, 5.0, 6.0 };
  SlDiagnostics d;

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    same[i] = 3.0;
  sl_diagnose (same, 2, 10, 10, 1, &d);
  g_assert_cmpfloat (d.mean, ==, 3.0);
  g_assert_true (isnan (d.rhat) && isnan (d.ess_bulk) && isnan (d.ess_tail) && isnan (d.mcse_mean));
  g_assert_cmpuint (sl_diagnose_doubts (&d, 1, 0.0, 1.0), ==, SL_DOUBT_RHAT | SL_DOUBT_ESS);
  sl_diagnose (few, 2, 3, 3, 1, &d);
  g_assert_cmpfloat (d.mean, ==, 3.5);
  g_assert_true (isnan (d.rhat) && isnan (d.ess_bulk));
  sl_diagnose (few, 0, 0, 0, 0, &d);
  g_assert_true (isnan (d.mean) && isnan (d.quantile[0]));
}

static void
test_unique (void)
{
  /* The second chain moves once, in its second parameter. */
  const double x[2][4][2] = { { { 1, 1 }, { 2, 1 }, { 3, 1 }, { 4, 1 } },
                              { { 5, 5 }, { 5, 5 }, { 5, 6 }, { 5, 6 } } };

  g_assert_cmpfloat_with_epsilon (sl_diagnose_unique (&x[0][0][0], 2, 4, 2), 1.0 / 3.0, 1e-15);
  g_assert_cmpfloat (sl_diagnose_unique (&x[0][0][0], 1, 4, 2), ==, 1.0);
  g_assert_true (isnan (sl_diagnose_unique (&x[0][0][0], 2, 1, 2)));
}

static void
test_doubts (void)
{
  SlDiagnostics good[2] = { { .rhat = 1.002, .ess_bulk = 900, .ess_tail = 800 },
                            { .rhat = 1.009, .ess_bulk = 401, .ess_tail = 400 } };

  g_assert_cmpuint (sl_diagnose_doubts (good, 2, 0.0, 0.9), ==, 0);
  g_assert_cmpuint (sl_diagnose_doubts (good, 2, 0.01, 0.9), ==, SL_DOUBT_DIVERGENCES);
  g_assert_cmpuint (sl_diagnose_doubts (good, 2, 0.0, 0.0), ==, SL_DOUBT_FROZEN);
  good[1].ess_tail = 399;
  g_assert_cmpuint (sl_diagnose_doubts (good, 2, 0.0, 0.9), ==, SL_DOUBT_ESS);
  good[0].rhat = 1.02;
  g_assert_cmpuint (sl_diagnose_doubts (good, 2, 0.0, NAN), ==,
                    SL_DOUBT_RHAT | SL_DOUBT_ESS | SL_DOUBT_FROZEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnostics/reference", test_reference);
  g_test_add_func ("/diagnostics/strides", test_strides);
  g_test_add_func ("/diagnostics/degenerate", test_degenerate);
  g_test_add_func ("/diagnostics/unique", test_unique);
  g_test_add_func ("/diagnostics/doubts", test_doubts);
  return g_test_run ();
}
