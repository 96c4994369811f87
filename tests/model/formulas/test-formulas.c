/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every building block against the published packages (tests/data/kernels.h5): value and all partial
 * derivatives. */
#define SL_DUAL_K 14
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/observables/sl-functional.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/support/sl-bins.h"
#include "tests/model/reference.h"

/* Doubles on both sides: rounding, amplified where a formula takes differences. */
#define TOL_VALUE 2e-12    /* relative, and of the largest value of the table */
#define TOL_WEIGHT 1e-14   /* absolute */
#define TOL_SLOPE 1e-7     /* of the largest entry of the column */

static SlDual
input (double v, int lane)
{
  SlDual x = { .v = v };

  if (lane >= 0)
    x.d[lane] = 1.0;
  return x;
}

/* ------------------------------------------------------ scalar functions */

/* Transmission of the light and k of a formula, for the k0 of Salim's law or, of a power law, 4.05. */
static SlDual
dust_transmission (SlDustFormula formula, double k0, double lam, SlDual delta, SlDual bump, SlDual av,
                   SlDual unobscured)
{
  const SlDual curve[SL_N_CURVE] = { av, delta, bump, unobscured };

  return sl_dust_transmission_D (formula, k0, log (lam / SL_DUST_V), sl_k_bump (lam), curve);
}

static SlDual
dust_k (SlDustFormula formula, double k0, double lam, SlDual delta, SlDual bump)
{
  const SlDual curve[SL_N_CURVE] = { { .v = SL_DUST_RV }, delta, bump };

  return sl_dust_attenuation_D (formula, k0, log (lam / SL_DUST_V), sl_k_bump (lam), curve);
}

typedef SlDual (*Function) (const SlDual *x);
#define F(name, expression) static SlDual name (const SlDual *x) { return expression; }
F (triweight, sl_triweight_D (x[0], x[1], x[2]))
F (triweight_cumulative, sl_triweight_cumulative_D (x[0], x[1], x[2]))
F (triweight_transition, sl_triweight_transition_D (x[0], x[1], x[2], x[3], x[4]))
F (sigmoid, sl_sigmoid_D (x[0], x[1], x[2], x[3], x[4]))
F (quenching, sl_quenching_D (x[0], x + 1))
F (salim, dust_k (SL_DUST_FORMULA_SALIM, sl_k_salim (x[0].v), x[0].v, x[2], x[1]))
F (salim_tied, dust_k (SL_DUST_FORMULA_SALIM, sl_k_salim (x[0].v), x[0].v, x[1], sl_bump_of_slope_D (x[1])))
F (noll, dust_k (SL_DUST_FORMULA_NOLL, sl_k_noll (x[0].v), x[0].v, x[2], x[1]))
F (power_law, dust_k (SL_DUST_FORMULA_SALIM, sl_k_power_law (x[0].v), x[0].v, x[1], sl_dual_constant (0.0)))
F (salim_transmission,
   dust_transmission (SL_DUST_FORMULA_SALIM, sl_k_salim (x[0].v), x[0].v, x[2], x[1], x[3], x[4]))
F (cosmo_e, sl_cosmo_e_D (x[0], x + 1))
F (cosmo_modulus, sl_cosmo_distance_modulus_D (x[0], x + 1))
F (cosmo_comoving, sl_cosmo_comoving_D (x[0], x + 1))
F (cosmo_age, sub (sl_cosmo_age_z0_D (x + 1), sl_cosmo_lookback_D (x[0], x + 1)))
F (cosmo_lookback, sl_cosmo_lookback_D (x[0], x + 1))
F (cosmo_age_z0, sl_cosmo_age_z0_D (x))
F (surviving_chabrier, sl_mass_surviving_D (x[0], 0.225, 0.145))
F (surviving_kroupa, sl_mass_surviving_D (x[0], 0.211, 0.13))
F (surviving_salpeter, sl_mass_surviving_D (x[0], 0.13, 0.055))
F (surviving_van_dokkum, sl_mass_surviving_D (x[0], 0.238, 0.156))
F (remnant_chabrier, sl_mass_remnant_D (x[0], -1.42))
F (remnant_kroupa, sl_mass_remnant_D (x[0], -1.45))
F (remnant_salpeter, sl_mass_remnant_D (x[0], -1.67))
F (remnant_van_dokkum, sl_mass_remnant_D (x[0], -1.40))
#undef F

/* skip: leading inputs whose derivative the engine has no use for (wavelength). */
static const struct { const char *group, *out; Function f; int skip; } table[] = {
  { "triweight", "out", triweight, 0 },
  { "triweight_cumulative", "out", triweight_cumulative, 0 },
  { "triweight_transition", "out", triweight_transition, 0 },
  { "sigmoid", "out", sigmoid, 0 },
  { "quenching", "out", quenching, 0 },
  { "dust_salim", "k", salim, 1 },
  { "dust_salim_tied", "k", salim_tied, 1 },
  { "dust_noll", "k", noll, 1 },
  { "dust_powerlaw", "k", power_law, 1 },
  { "dust_transmission", "transmission", salim_transmission, 1 },
  { "cosmo_E", "out", cosmo_e, 0 },
  { "cosmo_distance_modulus", "out", cosmo_modulus, 0 },
  { "cosmo_comoving_mpc", "out", cosmo_comoving, 0 },
  { "cosmo_age_gyr", "out", cosmo_age, 0 },
  { "cosmo_lookback_gyr", "out", cosmo_lookback, 0 },
  { "cosmo_age_z0_gyr", "out", cosmo_age_z0, 0 },
  { "surviving_chabrier", "out", surviving_chabrier, 0 },
  { "surviving_kroupa", "out", surviving_kroupa, 0 },
  { "surviving_salpeter", "out", surviving_salpeter, 0 },
  { "surviving_van_dokkum", "out", surviving_van_dokkum, 0 },
  { "remnant_chabrier", "out", remnant_chabrier, 0 },
  { "remnant_kroupa", "out", remnant_kroupa, 0 },
  { "remnant_salpeter", "out", remnant_salpeter, 0 },
  { "remnant_van_dokkum", "out", remnant_van_dokkum, 0 },
};

static void
test_table (gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data), d[8] = { 0 };
  g_autoptr (SlH5) h5 = open_kernels ();
  g_autofree char *p_in = g_strdup_printf ("/%s/inputs", table[row].group);
  g_autofree char *p_out = g_strdup_printf ("/%s/%s", table[row].group, table[row].out);
  g_autofree char *p_jac = g_strdup_printf ("/%s/jac", table[row].group);
  g_autofree double *in = read_all (h5, p_in, 2, d), *out = read_all (h5, p_out, 1, NULL),
                    *jac = read_all (h5, p_jac, 2, NULL);
  gsize n = d[0], k = d[1];
  double top = 0.0, e_value = 0.0, slope_top[8] = { 0 }, e_slope = 0.0;

  g_assert_cmpuint (k, <=, 8);
  for (gsize i = 0; i < n; i++)
    {
      top = MAX (top, fabs (out[i]));
      for (gsize j = 0; j < k; j++)
        slope_top[j] = MAX (slope_top[j], fabs (jac[i * k + j]));
    }
  for (gsize i = 0; i < n; i++)
    {
      SlDual x[8], y;

      for (gsize j = 0; j < k; j++)
        x[j] = input (in[i * k + j], (int) j >= table[row].skip ? (int) j : -1);
      y = table[row].f (x);
      e_value = MAX (e_value, fabs (y.v - out[i]) / MAX (fabs (out[i]), 1e-3 * top));
      for (gsize j = table[row].skip; j < k; j++)
        if (slope_top[j] > 0.0)
          e_slope = MAX (e_slope, fabs (y.d[j] - jac[i * k + j]) / slope_top[j]);
        else
          g_assert_cmpfloat (y.d[j], ==, 0.0);
    }
  g_test_message ("value %.1e slope %.1e", e_value, e_slope);
  g_assert_cmpfloat (e_value, <=, TOL_VALUE);
  g_assert_cmpfloat (e_slope, <=, TOL_SLOPE);
}

/* Curves that have no parameter: plain doubles. */
static void
test_start_curves (void)
{
  g_autoptr (SlH5) h5 = open_kernels ();
  static const struct { const char *group; double (*f) (double); } curve[] = {
    { "dust_calzetti", sl_k_calzetti }, { "dust_leitherer", sl_k_leitherer } };

  for (guint c = 0; c < G_N_ELEMENTS (curve); c++)
    {
      g_autofree char *p_in = g_strdup_printf ("/%s/inputs", curve[c].group);
      g_autofree char *p_out = g_strdup_printf ("/%s/k", curve[c].group);
      gsize d[8] = { 0 };
      g_autofree double *in = read_all (h5, p_in, 2, d), *out = read_all (h5, p_out, 1, NULL);

      for (gsize i = 0; i < d[0]; i++)
        g_assert_cmpfloat_with_epsilon (curve[c].f (in[i]), out[i], TOL_VALUE * fabs (out[i]) + 1e-12);
    }
}

/* ---------------------------------------------------------- histories */

static void
compare_history (const char *group, const char *value, const char *slope, int which)
{
  g_autoptr (SlH5) h5 = open_kernels ();
  g_autofree char *p_t = g_strdup_printf ("/%s/t", group), *p_p = g_strdup_printf ("/%s/params", group);
  g_autofree char *p_v = g_strdup_printf ("/%s/%s", group, value),
                  *p_j = g_strdup_printf ("/%s/%s", group, slope);
  gsize dt[8] = { 0 }, d[8] = { 0 };
  g_autofree double *t = read_all (h5, p_t, 1, dt), *params = read_all (h5, p_p, 2, d);
  g_autofree double *ref = read_all (h5, p_v, 2, NULL), *jac = read_all (h5, p_j, 3, NULL);
  gsize n = d[0], k = d[1];
  double top[14] = { 0 }, e_value = 0.0, e_slope = 0.0;

  for (gsize i = 0; i < n * dt[0]; i++)
    for (gsize j = 0; j < k; j++)
      top[j] = MAX (top[j], fabs (jac[i * k + j]));
  for (gsize i = 0; i < n; i++)
    for (gsize q = 0; q < dt[0]; q++)
      {
        SlDual p[14] = { 0 }, time = input (t[q], -1), lgt = input (log10 (t[q]), -1), y = { 0 };
        gsize at = i * dt[0] + q;

        /* The table of `diffstar` has no tau_dep: its columns after that place are shifted left by one. */
        for (gsize j = 0; j < k; j++)
          p[k == 13 && j >= 9 ? j + 1 : j] = input (params[i * k + j], j);
        switch (which)
          {
          case 0: y = sl_mah_lgm_D (time, lgt, p); break;
          case 1: y = sl_mah_dmdt_D (time, lgt, p); break;
          case 2: y = sl_sfr_diffstar_D (time, lgt, p); break;
          default: y = sl_sfr_diffstar_lag_D (time, lgt, p); break;
          }
        e_value = MAX (e_value, fabs (y.v - ref[at]) / MAX (fabs (ref[at]), 1e-14));
        for (gsize j = 0; j < k; j++)
          e_slope = MAX (e_slope, fabs (y.d[j] - jac[at * k + j]) / MAX (top[j], 1e-300));
      }
  g_test_message ("%s: value %.1e slope %.1e", group, e_value, e_slope);
  /* powers of ten of sums of about ten: 1e-15 * 10 * ln 10, through 50 terms */
  g_assert_cmpfloat (e_value, <=, 1e-10);
  g_assert_cmpfloat (e_slope, <=, TOL_SLOPE);
}

static void test_halo_mass (void) { compare_history ("diffmah", "lgm", "jac_lgm", 0); }
static void test_halo_growth (void) { compare_history ("diffmah", "dmdt", "jac_dmdt", 1); }
static void test_diffstar (void) { compare_history ("diffstar", "sfr", "jac", 2); }
static void test_diffstar_lag (void) { compare_history ("diffstar_lag", "sfr", "jac", 3); }

/* ------------------------------------------------------------- weights */

static void
test_bin_weights (void)
{
  static const char *const grids[] = { "even12", "uneven9", "three", "real_lgmet", "real_lgu" };
  g_autoptr (SlH5) h5 = open_kernels ();

  for (guint g = 0; g < G_N_ELEMENTS (grids); g++)
    {
      g_autofree char *p_g = g_strdup_printf ("/bin_weights/%s/grid", grids[g]);
      g_autofree char *p_e = g_strdup_printf ("/bin_weights/%s/edges", grids[g]);
      g_autofree char *p_i = g_strdup_printf ("/bin_weights/%s/inputs", grids[g]);
      g_autofree char *p_w = g_strdup_printf ("/bin_weights/%s/weights", grids[g]);
      g_autofree char *p_j = g_strdup_printf ("/bin_weights/%s/jac", grids[g]);
      gsize dg[8] = { 0 }, di[8] = { 0 };
      g_autofree double *grid = read_all (h5, p_g, 1, dg), *edges = read_all (h5, p_e, 1, NULL);
      g_autofree double *in = read_all (h5, p_i, 2, di), *ref = read_all (h5, p_w, 2, NULL),
                        *jac = read_all (h5, p_j, 3, NULL);
      double mine[64];
      double top[2] = { 0 };

      sl_bin_edges_open (grid, dg[0], mine);
      for (gsize b = 0; b <= dg[0]; b++)
        g_assert_cmpfloat_with_epsilon (mine[b], edges[b], 1e-14 * MAX (1.0, fabs (edges[b])));
      for (gsize i = 0; i < di[0] * dg[0]; i++)
        for (int j = 0; j < 2; j++)
          top[j] = MAX (top[j], fabs (jac[2 * i + j]));
      for (gsize i = 0; i < di[0]; i++)
        {
          SlDual w[64];
          double sum = 0.0;

          sl_bin_weights_D (input (in[2 * i], 0), input (in[2 * i + 1], 1), edges, dg[0], w);
          for (gsize b = 0; b < dg[0]; b++)
            {
              sum += w[b].v;
              g_assert_cmpfloat_with_epsilon (w[b].v, ref[i * dg[0] + b], TOL_WEIGHT);
              for (int j = 0; j < 2; j++)
                g_assert_cmpfloat (fabs (w[b].d[j] - jac[(i * dg[0] + b) * 2 + j]), <=, TOL_SLOPE * top[j]);
            }
          g_assert_cmpfloat_with_epsilon (sum, 1.0, 1e-14);
        }
    }
}

static void
test_age_edges (void)
{
  static const char *const grids[] = { "real_lg_age", "uneven_lg_age", "even_lg_age" };
  g_autoptr (SlH5) h5 = open_kernels ();

  for (guint g = 0; g < G_N_ELEMENTS (grids); g++)
    {
      g_autofree char *p_g = g_strdup_printf ("/age_weights/%s/lg_age_gyr", grids[g]);
      g_autofree char *p_e = g_strdup_printf ("/age_weights/%s/edges", grids[g]);
      gsize d[8] = { 0 };
      g_autofree double *grid = read_all (h5, p_g, 1, d), *edges = read_all (h5, p_e, 1, NULL);
      g_autofree double *mine = g_new0 (double, d[0] + 1);

      sl_bin_edges (grid, d[0], mine);
      for (gsize b = 0; b <= d[0]; b++)
        g_assert_cmpfloat_with_epsilon (mine[b], edges[b], 1e-14 * MAX (1.0, fabs (edges[b])));
    }
}

/* -------------------------------------------------------------- light */

static double
apply (const SlFunctional *f, const double *y)
{
  double sum = 0.0;

  for (guint i = 0; i < f->n; i++)
    sum += f->k[i] * y[f->pixel[i]];
  return sum;
}

static void
test_equivalent_widths (void)
{
  static const char *const lines[][2] = {
    { "OIII5007", "OIII5007" }, { "Hbeta", "Hbeta" }, { "Halpha_NII", "Halpha" }, { "OII3727", "OII3727" } };
  g_autoptr (SlH5) h5 = open_kernels ();

  for (guint l = 0; l < G_N_ELEMENTS (lines); l++)
    {
      g_autofree char *p_x = g_strdup_printf ("/equivalent_width/%s/wave", lines[l][0]);
      g_autofree char *p_y = g_strdup_printf ("/equivalent_width/%s/lum", lines[l][0]);
      g_autofree char *p_w = g_strdup_printf ("/equivalent_width/%s/ew", lines[l][0]);
      g_autofree char *p_d = g_strdup_printf ("/equivalent_width/%s/dew_dlum", lines[l][0]);
      gsize dx[8] = { 0 }, dy[8] = { 0 };
      g_autofree double *x = read_all (h5, p_x, 1, dx), *y = read_all (h5, p_y, 2, dy),
                        *w = read_all (h5, p_w, 1, NULL);
      g_autofree double *slope = read_all (h5, p_d, 2, NULL);
      g_autoptr (GError) error = NULL;
      SlFunctional line, continuum;

      sl_functional_init_line (&line, &continuum, sl_line_band_find (lines[l][1]), x, dx[0], &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < dy[0]; i++)
        {
          SlDual n = input (apply (&line, y + i * dx[0]), 0),
                 d = input (apply (&continuum, y + i * dx[0]), 1), e = quo (n, d);
          double top = 0.0;

          /* The reference solves the fit in plain wavelengths, at a condition number of about 1e7. */
          g_assert_cmpfloat (fabs (e.v / w[i] - 1.0), <=, 1e-8);
          for (gsize k = 0; k < dx[0]; k++)
            top = MAX (top, fabs (slope[i * dx[0] + k]));
          for (gsize k = 0; k < line.n; k++)
            g_assert_cmpfloat (fabs (e.d[0] * line.k[k] + e.d[1] * continuum.k[k]
                                     - slope[i * dx[0] + line.pixel[k]]),
                               <=, TOL_SLOPE * top);
        }
      sl_functional_clear (&line);
      sl_functional_clear (&continuum);
    }
}

static void
test_photometry (void)
{
  static const SlBandRule dsps_rule = { SL_NUMERICS_DSPS, SL_BAND_EDGES_DARK };
  static const char *const bands[] = { "LSST/u", "LSST/g", "LSST/r", "LSST/i", "LSST/z", "LSST/y" };
  g_autoptr (SlH5) h5 = open_kernels ();
  g_autoptr (SlFilterSet) filters = load_filters ();
  gsize dx[8] = { 0 }, dy[8] = { 0 };
  g_autofree double *x = read_all (h5, "/photometry/wave", 1, dx),
                    *y = read_all (h5, "/photometry/lum", 2, dy);
  g_autofree double *cosmo = read_all (h5, "/photometry/cosmo", 2, NULL),
                    *rest = read_all (h5, "/photometry/rest_mag", 2, NULL);
  g_autofree double *obs = read_all (h5, "/photometry/obs_mag", 2, NULL),
                    *jac = read_all (h5, "/photometry/jac_obs", 3, NULL);
  SlBandGrid *grid = sl_band_grid_new (x, dx[0], INFINITY);

  for (gsize i = 0; i < dy[0]; i++)
    for (guint b = 0; b < 6; b++)
      {
        const SlFilter *filter = sl_filter_set_find (filters, bands[b]);
        double ab = sl_filter_ab_integral (filter, SL_NUMERICS_DSPS), slope = 0.0;
        SlFunctional f;
        SlDual p[5], flux, mag;

        sl_functional_init_band (&f, filter, grid, TRUE);
        sl_functional_set_band (&f, filter, NULL, grid, dsps_rule, 0.0);
        g_assert_cmpfloat (fabs (sl_magnitude_d (apply (&f, y + i * dx[0]), ab) - rest[i * 6 + b]), <=,
                           1e-11);
        for (int j = 0; j < 5; j++)
          p[j] = input (cosmo[i * 5 + j], j);
        sl_functional_set_band (&f, filter, NULL, grid, dsps_rule, p[0].v);
        flux = sl_dual_constant (apply (&f, y + i * dx[0]));
        for (guint k = 0; k < f.n; k++)
          slope += f.dk[k] * y[i * dx[0] + f.pixel[k]];
        flux.d[0] = slope;
        mag = add (sl_magnitude_D (flux, ab), sl_cosmo_dimming_D (p[0], p + 1));
        g_assert_cmpfloat (fabs (mag.v - obs[i * 6 + b]), <=, 1e-10);
        for (int j = 0; j < 5; j++)
          g_assert_cmpfloat (fabs (mag.d[j] - jac[(i * 6 + b) * 5 + j]), <=,
                             TOL_SLOPE * MAX (1.0, fabs (mag.d[j])));
        sl_functional_clear (&f);
      }
  sl_band_grid_free (grid);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strconcat ("/formulas/", table[i].group, NULL);
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_table);
    }
  g_test_add_func ("/formulas/dust-start-curves", test_start_curves);
  g_test_add_func ("/formulas/diffmah-mass", test_halo_mass);
  g_test_add_func ("/formulas/diffmah-growth", test_halo_growth);
  g_test_add_func ("/formulas/diffstar", test_diffstar);
  g_test_add_func ("/formulas/diffstar-lag", test_diffstar_lag);
  g_test_add_func ("/formulas/bin-weights", test_bin_weights);
  g_test_add_func ("/formulas/age-edges", test_age_edges);
  g_test_add_func ("/formulas/equivalent-widths", test_equivalent_widths);
  g_test_add_func ("/formulas/photometry", test_photometry);
  return g_test_run ();
}
