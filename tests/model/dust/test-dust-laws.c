/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every dust law: published values, continuity where its pieces meet, behaviour beyond its published
 * range, and derivatives. */
#include <math.h>

#define SL_DUAL_K 5
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/galaxy/sl-options.h"

/* The same double arithmetic in another order. */
#define TOL_PUBLISHED 1e-12
/* A central difference of step 1e-6. */
#define TOL_DIFFERENCE 1e-8

/* k of a law in its own units. */
static double
own_k (SlDustLaw law, double r_v, double lam)
{
  return sl_dust_k (law, lam) * r_v / SL_DUST_RV;
}

/* ------------------------------------------------------- published values */

/* k = A / E(B-V) at these wavelengths [micron]. */
static const double published_lam[] = { 0.15, 0.22, 0.44, 0.55, 1.0 };

static const struct {
  SlDustLaw law;
  double r_v, k[G_N_ELEMENTS (published_lam)];
} published[] = {
  /* The papers' polynomials, evaluated apart from this program. */
  { SL_DUST_CALZETTI, 4.05, { 10.333906370370368, 8.424692280991733, 5.06028814876033, 4.0478903801652875,
                              1.877597 } },
  { SL_DUST_LEITHERER, 4.05, { 10.311940740740742, 8.577601051840722, 6.980143313298273, 6.67727483095417,
                               6.136402 } },
  { SL_DUST_REDDY15, 2.505, { 8.731592592592591, 6.855408715251688, 3.507662659654394, 2.4977678437265207,
                              0.943 } },
  /* The package dust_extinction 1.7: CCM89 (Rv = 3.1) times 3.1, G03_SMCBar times 2.74. */
  { SL_DUST_CARDELLI, 3.1, { 8.258025565612519, 9.77027516763927, 4.106015886458108, 3.0964350096518833,
                             1.2524 } },
  { SL_DUST_GORDON_SMC, 2.74, { 13.06163537504346, 8.456279706312497, 3.76476, 2.74, 1.038236627890182 } },
};

static void
test_published (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    for (guint j = 0; j < G_N_ELEMENTS (published_lam); j++)
      {
        const double k = own_k (published[i].law, published[i].r_v, published_lam[j]);

        g_test_message ("%s at %g: %.15g", sl_dust_law_info (published[i].law)->name, published_lam[j], k);
        g_assert_cmpfloat (fabs (k / published[i].k[j] - 1.0), <=, TOL_PUBLISHED);
      }
}

/* Tables printed in the papers, from which or beside which the fits were made: A / A_V by 1 / lam. */
static void
test_printed_tables (void)
{
  static const struct {
    SlDustLaw law;
    double x, ratio, tolerance;
  } table[] = {
    /* Cardelli et al. 1989, Table 3 (R_V = 3.1): bands U, B, V, R, I, J, H, K. The fit misses B by 1.1 %. */
    { SL_DUST_CARDELLI, 2.78, 1.569, 0.001 },  { SL_DUST_CARDELLI, 2.27, 1.337, 0.012 },
    { SL_DUST_CARDELLI, 1.82, 1.000, 0.001 },  { SL_DUST_CARDELLI, 1.43, 0.751, 0.001 },
    { SL_DUST_CARDELLI, 1.11, 0.479, 0.003 },  { SL_DUST_CARDELLI, 0.80, 0.282, 0.001 },
    { SL_DUST_CARDELLI, 0.63, 0.190, 0.011 },  { SL_DUST_CARDELLI, 0.46, 0.114, 0.016 },
    /* Gordon et al. 2003, Table 4, SMC bar: measured means, which the fit follows within 6 %. */
    { SL_DUST_GORDON_SMC, 0.606, 0.169, 0.001 }, { SL_DUST_GORDON_SMC, 1.235, 0.567, 0.001 },
    { SL_DUST_GORDON_SMC, 1.538, 0.801, 0.001 }, { SL_DUST_GORDON_SMC, 2.273, 1.374, 0.001 },
    { SL_DUST_GORDON_SMC, 2.703, 1.672, 0.001 }, { SL_DUST_GORDON_SMC, 3.375, 2.000, 0.06 },
    { SL_DUST_GORDON_SMC, 4.125, 2.661, 0.06 },  { SL_DUST_GORDON_SMC, 5.125, 3.489, 0.06 },
    { SL_DUST_GORDON_SMC, 6.125, 4.243, 0.06 },  { SL_DUST_GORDON_SMC, 7.125, 5.272, 0.06 },
    { SL_DUST_GORDON_SMC, 8.125, 6.297, 0.06 },  { SL_DUST_GORDON_SMC, 8.625, 6.992, 0.06 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpfloat (fabs (sl_dust_k (table[i].law, 1.0 / table[i].x) / SL_DUST_RV / table[i].ratio - 1.0),
                       <=, table[i].tolerance);
}

/* A_V is the attenuation in V for every law, to within what the published curves miss of R_V at 0.55
 * micron. */
static void
test_v_band (void)
{
  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    if (law != SL_DUST_LEITHERER) /* a curve of the far ultraviolet */
      g_assert_cmpfloat (fabs (sl_dust_k (law, SL_DUST_V) / SL_DUST_RV - 1.0), <=, 0.003);
}

/* ------------------------------------------------------------- continuity */

/* Where pieces meet: relative jumps of k and of its slope in 1 / lam. The published curves allow these. */
static void
test_breaks (void)
{
  static const struct {
    SlDustLaw law;
    double x, jump, slope_jump;
  } breaks[] = {
    { SL_DUST_CARDELLI, 1.1, 7e-4, 0.3 },          { SL_DUST_CARDELLI, 3.3, 2e-4, 0.3 },
    { SL_DUST_CARDELLI, 5.9, 1e-8, 1e-4 },         { SL_DUST_CARDELLI, 8.0, 1e-4, 0.1 },
    { SL_DUST_CARDELLI, 10.0, 1e-8, 1e-4 },        { SL_DUST_GORDON_SMC, 1.0 / 2.198, 1e-8, 1e-4 },
    { SL_DUST_GORDON_SMC, 1.0 / 0.81, 1e-8, 1e-4 }, { SL_DUST_GORDON_SMC, 1.0 / 0.55, 1e-8, 1e-4 },
    { SL_DUST_GORDON_SMC, 1.0 / 0.37, 1e-8, 1e-4 }, { SL_DUST_GORDON_SMC, 1.0 / 0.27, 1e-8, 0.05 },
    { SL_DUST_GORDON_SMC, 5.9, 1e-8, 1e-4 },       { SL_DUST_GORDON_SMC, 10.0, 1e-8, 1e-4 },
    { SL_DUST_REDDY15, 1.0 / 0.15, 1e-8, 1e-4 },   { SL_DUST_REDDY15, 1.0 / 0.58, 1e-8, 1e-4 },
    { SL_DUST_REDDY15, 1.0 / 0.62, 1e-8, 1e-4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    {
      const double x = breaks[i].x, near = 1e-10, step = 1e-6;
      const double below = sl_dust_k (breaks[i].law, 1.0 / (x - near)),
                   above = sl_dust_k (breaks[i].law, 1.0 / (x + near));
      const double left = (below - sl_dust_k (breaks[i].law, 1.0 / (x - near - step))) / step;
      const double right = (sl_dust_k (breaks[i].law, 1.0 / (x + near + step)) - above) / step;

      g_test_message ("%s at 1/lam = %g: jump %.1e, of the slope %.1e",
                      sl_dust_law_info (breaks[i].law)->name, x, above / below - 1.0, right / left - 1.0);
      g_assert_cmpfloat (fabs (above / below - 1.0), <=, breaks[i].jump);
      g_assert_cmpfloat (fabs (right / left - 1.0), <=, breaks[i].slope_jump);
    }
  /* Reddy's curve reaches 0, and stays there. */
  g_assert_cmpfloat (sl_dust_k (SL_DUST_REDDY15, 2.852), <, 1e-3);
  g_assert_cmpfloat (sl_dust_k (SL_DUST_REDDY15, 2.852), >, 0.0);
  g_assert_cmpfloat (sl_dust_k (SL_DUST_REDDY15, 2.854), ==, 0.0);
}

/* From X-rays to millimetres nothing is negative or not finite, and the laws that are fixed curves grow
 * towards the far ultraviolet and fall towards the infrared. */
static void
test_range (void)
{
  static const double delta[] = { -1.2, 0.0, 0.4 };
  const SlDual zero = { 0 };

  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    for (guint d = 0; d < G_N_ELEMENTS (delta); d++)
      {
        double last = INFINITY;

        for (double lg = -3.0; lg <= 4.0; lg += 1e-3)
          {
            const double lam = pow (10.0, lg), k0 = sl_dust_k (law, lam);
            const SlDual curve[SL_N_CURVE] = { { .v = 1.0 }, { .v = delta[d] }, { .v = 0.5 }, zero, zero };
            const SlDual t = sl_dust_transmission_D (sl_dust_law_info (law)->formula, k0,
                                                     log (lam / SL_DUST_V), sl_k_bump (lam), curve);

            g_assert_true (isfinite (k0) && t.v >= 0.0 && t.v <= 1.0);
            if (law < SL_DUST_CARDELLI)
              continue;
            g_assert_cmpfloat (k0, >=, 0.0);
            if (lam < 0.1 || lam > 0.4)
              g_assert_cmpfloat (k0, <=, last);
            last = k0;
          }
      }
}

/* ------------------------------------------------------------ derivatives */

/* Attenuation and transmission of every law: tangents against central differences. */
static void
test_derivatives (void)
{
  static const double lam[] = { 0.0912, 0.13, 0.2175, 0.3, 0.55, 0.6, 1.2, 2.2 };
  g_autoptr (GRand) rng = g_rand_new_with_seed (1989);

  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    for (guint w = 0; w < G_N_ELEMENTS (lam); w++)
      {
        const SlDustFormula formula = sl_dust_law_info (law)->formula;
        const double k0 = sl_dust_k (law, lam[w]), lnx = log (lam[w] / SL_DUST_V), drude = sl_k_bump (lam[w]);
        double value[SL_N_CURVE] = { g_rand_double_range (rng, 0.1, 2.0), g_rand_double_range (rng, -1, 0.4),
                                     g_rand_double_range (rng, 0.1, 3.0), g_rand_double_range (rng, 0, 0.9),
                                     g_rand_double_range (rng, -1, 0.4) };
        SlDual curve[SL_N_CURVE] = { 0 }, y;

        for (int i = 0; i < SL_N_CURVE; i++)
          {
            curve[i].v = value[i];
            curve[i].d[i] = 1.0;
          }
        y = sl_dust_transmission_D (formula, k0, lnx, drude, curve);
        g_assert_cmpfloat (y.v, ==, sl_dust_transmission_d (formula, k0, lnx, drude, value));
        for (int i = 0; i < SL_N_CURVE; i++)
          {
            const double step = 1e-6, at = value[i];
            double up, down;

            value[i] = at + step;
            up = sl_dust_transmission_d (formula, k0, lnx, drude, value);
            value[i] = at - step;
            down = sl_dust_transmission_d (formula, k0, lnx, drude, value);
            value[i] = at;
            g_assert_cmpfloat (fabs ((up - down) / (2 * step) - y.d[i]), <=, TOL_DIFFERENCE);
          }
      }
}

/* --------------------------------------------------------------- the table */

/* Keys find their laws; a fixed curve has neither slope nor bump. */
static void
test_table (void)
{
  for (int law = 0; law < SL_N_DUST_LAWS; law++)
    {
      const SlDustLawInfo *info = sl_dust_law_info (law);

      g_assert_cmpint (sl_option_value_lookup (SL_OPTION_DUST_LAW, info->name), ==, law);
      g_assert_cmpstr (info->title, !=, "");
      g_assert_cmpint (info->formula, <, SL_N_DUST_FORMULAS);
      if (law >= SL_DUST_CARDELLI)
        g_assert_true (!info->slope && !info->bump);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dust-laws/published", test_published);
  g_test_add_func ("/dust-laws/printed-tables", test_printed_tables);
  g_test_add_func ("/dust-laws/v-band", test_v_band);
  g_test_add_func ("/dust-laws/breaks", test_breaks);
  g_test_add_func ("/dust-laws/range", test_range);
  g_test_add_func ("/dust-laws/derivatives", test_derivatives);
  g_test_add_func ("/dust-laws/table", test_table);
  return g_test_run ();
}
